"""What the links and pictures in a text lead to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote

Problem = tuple[str, str]
"""The address as written or the thing found, and a message in Dutch."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address in the text means.

    ``url`` is None where there is nothing (more) to point at: the words of the link stay, the
    link goes, a picture goes altogether. ``problem`` is a message for the editor.
    """

    url: str | None
    problem: str = ""


Resolve = Callable[[str], Target]
"""Gives the meaning of a link's or picture's address, as it is written: with its ``?`` and ``#``
and with ``%20`` where the editor wrote that. Asked of whole web addresses too, as those may be
the site's own; never of ``mailto:``, ``tel:`` and ``#…``."""


SCHEMES = ("http", "https", "mailto", "tel")
_HREF = re.compile(r' href="([^"]*)"')
_SRC = re.compile(r' src="([^"]*)"')
_ALT = re.compile(r' alt="([^"]*)"')
_TAGS = ("<a ", "<a>", "</a>", "<img", "<input")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Of the site or of the web, without anything in which something else could hide.
_ORDINARY = re.compile(r"(?:https?://[A-Za-z0-9]|/?[A-Za-z0-9.])[A-Za-z0-9/._#?=-]*")
_IGNORED_BY_BROWSERS = re.compile("[\x00-\x20\x7f-\x9f]+")
_HIDING = re.compile(
    "[\\s\x00-\x20\x7f-\xa0\xad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+"
)
_ACTIVE = re.compile(r"(javascript|data|vbscript|livescript|mocha|blob|filesystem):", re.IGNORECASE)
_ELSEWHERE = (
    "een afbeelding van een andere site kan niet: zet het bestand in media/. Bijvoorbeeld: ![Wat"
    " er te zien is](foto.jpg)"
)
_NO_ADDRESS = "een link zonder adres, of met een adres dat niet mag: wel https:, mailto: en tel:"


def place_addresses(parts: Sequence[str], resolve: Resolve) -> tuple[list[str], list[Problem]]:
    """The same parts, of which each second is a tag, with what addresses mean in their place."""
    found = list(parts)
    problems: list[Problem] = []
    kept: list[bool] = []
    for place in range(1, len(parts), 2):
        tag = parts[place]
        if not tag.startswith(_TAGS):
            continue
        if tag == "</a>":
            found[place] = tag if kept and kept.pop() else ""
        elif tag.startswith("<img"):
            found[place], trouble = _picture(tag, resolve)
            problems += trouble
        elif tag.startswith("<input"):
            found[place] = _control(tag)
        else:
            found[place], trouble = _placed(tag, _HREF, resolve)
            problems += trouble
            kept.append(bool(found[place]))
    return found, problems


def _placed(tag: str, attribute: re.Pattern[str], resolve: Resolve) -> tuple[str, list[Problem]]:
    """The tag with the address that is meant; empty where it is to be dropped."""
    match = attribute.search(tag)
    if not match:
        return (tag, []) if " id=" in tag else ("", [(tag, _NO_ADDRESS)])
    address = unescape(match[1])
    target = _meaning(address, resolve)
    problems = [(address, target.problem)] if target.problem else []
    if target.url is None:
        return "", problems
    return tag[: match.start(1)] + escape(target.url) + tag[match.end(1) :], problems


def _meaning(address: str, resolve: Resolve) -> Target:
    if _ORDINARY.fullmatch(address):
        return resolve(address)
    bare = _IGNORED_BY_BROWSERS.sub("", address)
    if not bare:
        return Target(None, "hier ontbreekt het adres")
    if scheme := wrong_scheme(address):
        return Target(None, f"een adres mag niet met {scheme}: beginnen, wel met https:")
    if bare.startswith("#"):
        return Target(bare)
    if bare[:2].replace("\\", "/") == "//":
        return Target(None, f"schrijf het hele adres, met https: ervoor: https:{bare}")
    if match := _SCHEME.match(bare):
        scheme = match[1].lower()
        rest = bare[match.end() :]
        if not rest and scheme in ("mailto", "tel"):
            return Target(None, f"achter {scheme}: ontbreekt het adres of nummer")
        if scheme.startswith("http") and not re.match(r"//[^/\\?#]", rest):
            return Target(None, f"dit adres is niet compleet: verwacht {scheme}://…")
        return resolve(address.strip()) if scheme.startswith("http") else Target(address.strip())
    return resolve(address)


def wrong_scheme(address: str) -> str:
    """The scheme of an address that may not stand on a page, empty where it is in order.

    Seen through every disguise: entities, percent signs, and whatever has no width between the
    letters, though browsers follow few of those.
    """
    bare = _IGNORED_BY_BROWSERS.sub("", address)
    if (match := _SCHEME.match(bare)) and match[1].lower() not in SCHEMES:
        return match[1].lower()
    for _ in range(3):
        address = unquote(unescape(address))
    found = _ACTIVE.match(_HIDING.sub("", address))
    return found[1].lower() if found else ""


def _picture(tag: str, resolve: Resolve) -> tuple[str, list[Problem]]:
    source = _SRC.search(tag)
    if not source:
        return "", [("<img>", "een afbeelding zonder adres (src)")]
    new, problems = _placed(tag, _SRC, resolve)
    if (placed := _SRC.search(new)) and _SCHEME.match(placed[1]):
        # The policy of the pages stops it; and whoever keeps it would see who reads here.
        new, problems = "", [*problems, (unescape(source[1]), _ELSEWHERE)]
    alt = _ALT.search(tag)
    if not (alt and alt[1].strip()):
        problems.append(
            (
                unescape(source[1]),
                "bij deze afbeelding ontbreekt de beschrijving. Bijvoorbeeld: ![Wat er te zien"
                " is](foto.jpg)",
            )
        )
    return new and f'{new[:-1].rstrip(" /")} loading="lazy">', problems


def _control(tag: str) -> str:
    """The box of a task list or the button of a tab; no other input stays."""
    checked = " checked" if " checked" in tag else ""
    if 'type="checkbox"' in tag:
        label = "gedaan" if checked else "nog te doen"
        return f'<input type="checkbox" disabled{checked} aria-label="{label}">'
    names = re.search(r' id="(__tabbed_(\d+)_\d+)"', tag)
    if not names or 'type="radio"' not in tag:
        return ""
    return f'<input type="radio" id="{names[1]}" name="__tabbed_{names[2]}"{checked}>'
