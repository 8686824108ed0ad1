"""The HTML that WordPress keeps → Markdown that Python-Markdown reads back as the same text.

Its texts are half HTML: paragraphs are blank lines (``wpautop``), pictures and players sit in
shortcodes (https://developer.wordpress.org/apis/shortcode/), newer ones have block comments. So:
sanitise, take the shortcodes out, make the paragraphs, sanitise again, and only then convert.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from site_plugins.loading.disclosure.rooms import closed_rooms
from site_plugins.loading.problems import shown

Resolve = Callable[[str], tuple[str | None, str]]
"""What a link's address becomes (None: only its words stay), and a note for the report."""

MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Converted:
    """A text as Markdown and as plain words, and what was lost on the way."""

    markdown: str
    plain: str
    notes: tuple[str, ...] = ()


def to_markdown(html: str, resolve: Resolve) -> Converted:
    """Convert one text."""
    notes = [f"<{m[1].lower()}> weggelaten{_source(m[2])}." for m in _LOST.finditer(html)]
    notes += [f"blok {m[1]} weggelaten." for m in _EMPTY_BLOCK.finditer(html)]
    clean, codes = _without_shortcodes(_CLEANER.clean(_AS_DIV.sub(r"<\1div", html)))
    clean = _CLEANER.clean(_paragraphs(clean))
    if _depth(clean) > MAX_DEPTH:
        clean = nh3.clean(clean, tags={"p", "br"})
        notes.append("opmaak weggelaten: te diep in elkaar.")
    soup = BeautifulSoup(clean, "html.parser")
    notes += [*codes, *_tables(soup), *_unwrapped(soup), *_pictures(soup), *_links(soup, resolve)]
    _shift_headings(soup)
    notes += _texts(soup)
    markdown = re.sub(r"\n{3,}", "\n\n", _CONVERTER.convert_soup(soup)).rstrip()
    for tag in _tags(soup, {*_HEADINGS, "pre", "table"}):  # not for a summary
        tag.decompose()
    for tag in _tags(soup, _BLOCKS):
        tag.append(" ")
    plain = re.sub(r"\[Afbeelding[^\]]*\]", " ", soup.get_text())
    return Converted(markdown, " ".join(plain.split()), tuple(dict.fromkeys(notes)))


def plain_line(html: str) -> str:
    """A title or an excerpt: its words on one line."""
    return " ".join(_legible(unescape(nh3.clean(html, tags=set()))).split())


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0\ufdd1\ufffe\uffff]")


def _legible(text: str) -> str:
    """Without control characters and words that link into a closed room; in NFC."""
    text = unicodedata.normalize("NFC", _CONTROLS.sub("", text))
    if any(closed_rooms(text)):
        text = re.sub(r"\S+", lambda m: _REMOVED if any(closed_rooms(m[0])) else m[0], text)
    return text


_REMOVED = "(link weggehaald)"
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = _HEADINGS.union(
    "article blockquote caption dd div dl dt figcaption figure hr li ol p pre section".split(),
    "table tbody td tfoot th thead tr ul".split(),
)
_INLINE = frozenset("a b br code del em i img kbd q s samp strong sub sup".split())
_WITH_CONTENT = "audio iframe math noscript object script select style svg template title video"
_SPANS = {"td": {"colspan"}, "th": {"colspan"}}
_CLEANER = nh3.Cleaner(
    tags=set(_BLOCKS | _INLINE),
    clean_content_tags=set(_WITH_CONTENT.split()),
    attributes={"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, **_SPANS},
    # What `resolve` will refuse comes through, so that it can be told in the report.
    url_schemes=set("http https mailto tel ftp file data javascript sms whatsapp webcal".split()),
    link_rel=None,
)
_AS_DIV = re.compile(r"<(/?)(?:address|aside|center|footer|form|header|main|nav)\b", re.I)
_LOST = re.compile(r"<(script|iframe|object|embed|form|video|audio|source|svg)\b([^>]*)", re.I)
_EMPTY_BLOCK = re.compile(r"<!--\s*wp:([\w/-]+)\s(?:[^>]*\s)?/-->")
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)


_PICTURE = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp)$", re.I)


def _source(attributes: str) -> str:
    found = re.search(r"\b(?:src|data)\s*=\s*[\"']?([^\"'\s>]+)", attributes)
    return f": {shown(found[1], 200)}" if found else ""


def _depth(clean: str) -> int:
    """How deep the elements lie in each other; nh3 closes every one of them."""
    depth = deepest = 0
    for slash, name in re.findall(r"<(/?)([a-z0-9]+)", clean):
        depth += 0 if name in ("br", "hr", "img") else -1 if slash else 1
        deepest = max(deepest, depth)
    return deepest


# ---- shortcodes and paragraphs, on the sanitised HTML ----

_SHORTCODE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]{1,40})((?:\s|&nbsp;)[^\[\]]*|/?)\](\]?)")
_UNWRAPPED = ("caption", "wp_caption", "embed")
_KNOWN = (*_UNWRAPPED, "gallery", "playlist", "audio", "video")


def _without_shortcodes(html: str) -> tuple[str, list[str]]:
    """The text between shortcodes stays; ``[sic]`` and ``[[gallery]]`` are words, not codes."""
    notes: list[str] = []
    closed = {name.lower() for name in re.findall(r"\[/([\w-]+)\]", html)}

    def replaced(match: re.Match[str]) -> str:
        before, slash, name, values, after = match.groups()
        name = name.lower()
        if before and after:
            return match[0][1:-1]
        if name not in _KNOWN and name not in closed and "=" not in values:
            return match[0]
        if not slash and (name not in _UNWRAPPED or "caption=" in values):
            notes.append(f"shortcode {shown(match[0].strip(), 200)} weggehaald.")
        return f"{before}\n\n{after}" if name in _KNOWN else before + after

    parts = _PRE.split(html)
    parts[::2] = [_SHORTCODE.sub(replaced, part) for part in parts[::2]]
    return "".join(parts), notes


_BLOCK = "|".join(sorted(_BLOCKS))
_LONE_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)


def _paragraphs(html: str) -> str:
    """Blank lines make paragraphs and line ends ``<br>``, as WordPress' wpautop does."""
    parts = _PRE.split(html)
    for index in range(0, len(parts), 2):
        text = _LONE_ADDRESS.sub(r'<a href="\1">\1</a>', parts[index])
        text = re.sub(rf"(<(?:{_BLOCK})[ >])", r"\n\n\1", text)
        text = re.sub(rf"(</(?:{_BLOCK})>|<hr>)", r"\1\n\n", text)
        chunks = filter(None, map(str.strip, re.split(r"\n\s*\n", text)))
        parts[index] = "\n".join(map(_paragraph, chunks))
    return "".join(parts)


def _paragraph(chunk: str) -> str:
    if re.match(rf"</?(?:{_BLOCK})[ >]", chunk):
        return chunk
    lines = re.sub(r"(?<!<br>)\n", "<br>\n", chunk)
    return f"<p>{lines}</p>"


# ---- on the tree ----


def _tags(node: Tag, names: AbstractSet[str]) -> list[Tag]:
    """bs4's own ``find_all`` takes ten times as long for a list of names."""
    return [tag for tag in node.descendants if isinstance(tag, Tag) and tag.name in names]


def _tables(soup: BeautifulSoup) -> list[str]:
    """Tables for layout become text; in others no row may be wider than the first."""
    notes = []
    for table in _tags(soup, {"table"}):
        parts = _tags(table, {"caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
        own = [tag for tag in parts if tag.find_parent("table") is table]
        if any(_tags(tag, _BLOCKS - {"p", "div"}) for tag in own if tag.name in _SPANS):
            notes.append("tabel met lijsten, kopjes of tabellen erin werd gewone tekst.")
            for tag in (table, *own):
                tag.name = "div"
        elif rows := [tag for tag in own if tag.name == "tr"]:
            widths = [sum(map(_span, _tags(row, _SPANS.keys()))) for row in rows]
            rows[0].extend(soup.new_tag("td") for _ in range(max(widths) - widths[0]))
    for tag in _tags(soup, {"pre"}):
        if tag.find_parent([*_HEADINGS, *_SPANS, "dt"]):
            tag.name = "code"
    return notes


def _span(cell: Tag) -> int:
    digits = re.fullmatch(r"[1-9][0-9]?", str(cell.get("colspan")))
    cell["colspan"] = digits[0] if digits else "1"
    return int(str(cell["colspan"]))


def _unwrapped(soup: BeautifulSoup) -> list[str]:
    """Bold or a link around whole blocks has no Markdown; the text stays."""
    wrong = [tag for tag in _tags(soup, _INLINE) if _tags(tag, _BLOCKS)]
    for tag in wrong:
        tag.unwrap()
    return [f"link om een heel blok weggehaald: {t['href']}" for t in wrong if t.get("href")]


def _pictures(soup: BeautifulSoup) -> list[str]:
    notes = []
    for tag in _tags(soup, {"img"}):
        alt = " ".join(str(tag.get("alt") or "").split()) or "zonder beschrijving"
        source = shown(str(tag.get("src", "")), 200)
        notes.append(f"afbeelding niet overgenomen: {source} ({alt}).")
        if tag.parent and _PICTURE.search(str(tag.parent.get("href"))):
            tag.parent.unwrap()
        tag.replace_with(NavigableString(f"[Afbeelding: {alt}]"))
    return notes


def _links(soup: BeautifulSoup, resolve: Resolve) -> list[str]:
    notes = []
    for tag in _tags(soup, {"a"}):
        href, note = resolve(_CONTROLS.sub("", str(tag.get("href") or "")))
        notes += [note] if note else []
        if href is None:
            tag.unwrap()
        else:
            tag["href"] = re.sub(r"[\s\\`(){}\[\]<>\"^|]", lambda m: quote(m[0]), href)
    return notes


def _shift_headings(soup: BeautifulSoup) -> None:
    """The highest heading becomes an h2: the title of the page is its h1."""
    found = _tags(soup, _HEADINGS)
    headings = [tag for tag in found if tag.get_text(strip=True)]
    shift = 2 - min((int(tag.name[1]) for tag in headings), default=2)
    for tag in found:
        if tag in headings:
            tag.name = f"h{min(6, int(tag.name[1]) + shift)}"
        else:
            tag.decompose()


def _texts(soup: BeautifulSoup) -> list[str]:
    """Whitespace as a browser shows it, and no links into closed rooms in the words either."""
    soup.smooth()
    notes = []
    for node in [each for each in soup.descendants if isinstance(each, NavigableString)]:
        as_is = any(parent.name == "pre" for parent in node.parents)
        text = str(node) if as_is else re.sub(r"\s+", " ", str(node))
        if getattr(node.previous_sibling, "name", "") == "br":
            text = text.lstrip(" ")
        legible = _legible(text)
        if _REMOVED in legible and _REMOVED not in text:
            notes.append("link naar een besloten ruimte uit de tekst gehaald.")
        if legible != str(node):
            node.replace_with(NavigableString(legible))
    return notes


# ---- to Markdown ----

_MARKERS = re.compile(
    r"^(\s*(?:\d+(?=\.(?:\s|$)))?)"
    r"((?<=\d)\.|[#>]|[-+](?=[\s-]|$)|=|:(?=\s)|~(?=~~)|!(?=!!)|\?(?=\?\?))"
)
"""What would begin a heading, list, quote, box, tab or code at the start of a line."""


class _Converter(MarkdownConverter):
    """markdownify, but for what Python-Markdown reads in another way than CommonMark."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"&(?=#|\w+;)", "&amp;", text)
        text = re.sub(r"[\\<|]", lambda m: f"&#{ord(m[0])};", text)
        text = re.sub(r"([`*{\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", text)
        return _MARKERS.sub(lambda m: f"{m[1]}&#{ord(m[2])};", text)

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Four spaces, whatever the marker."""
        mark = "-"
        if el.parent and el.parent.name == "ol":
            start = re.fullmatch(r"[0-9]{1,6}", str(el.parent.get("start")))
            mark = f"{int(start[0] if start else 1) + len(el.find_previous_siblings('li'))}."
        return f"{mark:<3} {textwrap.indent(text.strip(), '    ')[4:]}\n" if text.strip() else "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Indented: a fence works neither in a list nor around a fence."""
        return "\n\n" + textwrap.indent(text.strip("\n"), "    ") + "\n\n"

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<del>{text}</del>" if text.strip() else text

    convert_s = convert_del


_CONVERTER = _Converter(
    heading_style="atx", sub_symbol="<sub>", sup_symbol="<sup>", table_infer_header=True
)
