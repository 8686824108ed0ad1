"""Links that let someone into a closed room: a meeting, or a group in an app."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_plugins.loading.disclosure.plain import Plain

_TEAMS = r"d?l/|meet"
_ZOOM = r"(?:j|s|my|w|wc|launch)/"
_ANY = r"\w"
_DOORS = {
    "teams.microsoft.com": _TEAMS,
    "teams.microsoft.us": _TEAMS,
    "teams.live.com": _TEAMS,
    "teams.cloud.microsoft": _TEAMS,
    "zoom.us": _ZOOM,
    "zoom.com": _ZOOM,
    "zoomgov.com": _ZOOM,
    "webex.com": r"(?:[\w.~-]+/){0,9}(?:j|m|meet|join)(?![\w-])|[^\s#]{0,200}[?&](?:MTID|MK)=",
    "meet.google.com": r"[a-z]",
    "g.co": r"meet",
    "meet.jit.si": _ANY,
    "8x8.vc": _ANY,
    "whereby.com": _ANY,
    "gotomeet.me": _ANY,
    "meet.goto.com": _ANY,
    "app.goto.com": r"meeting",
    "gotomeeting.com": r"(?:\w+/)?join/",
    "bluejeans.com": r"[0-9]",
    "facetime.apple.com": r"join",
    "join.skype.com": _ANY,
    "join.slack.com": _ANY,
    "app.slack.com": r"huddle/",
    "discord.gg": _ANY,
    "discord.com": r"invite/",
    "discordapp.com": r"invite/",
    # A chat with a number is a telephone number; a page of a channel is for everyone.
    "chat.whatsapp.com": _ANY,
    "wa.me": r"(?:qr|message)/",
    "api.whatsapp.com": r"(?:qr|message)/",
    "signal.group": r"\S",
    "signal.me": r"\S",
    **dict.fromkeys(
        ("t.me", "telegram.me", "telegram.dog"), r"joinchat|\+(?![0-9]{8,15}(?![\w-]))"
    ),
    "zoommtg:": _ANY,
    "zoomus:": _ANY,
    "msteams:": _ANY,
    "sgnl:": _ANY,
    "whatsapp:": r"(?!send\?)\w",
    "tg:": r"(?!resolve\?)\w",
}
"""By host or app: what stands behind its slash where that lets someone in."""
_PATHS = {name: re.compile(f"/*(?:{path})", re.IGNORECASE) for name, path in _DOORS.items()}
_ENDS = tuple(_DOORS)
_LAST = frozenset(name[-3:] for name in _DOORS)
_DOOR_ASIDE = re.compile(
    rf"/(?:(?<=(?:{'|'.join(map(re.escape, sorted(_LAST)))})/)"
    r"|(?<=\d/)(?<!/\d{4}/)|(?<=[^.]\./)|b/|rooms/|bigbluebutton/)",
    re.IGNORECASE,
)
"""Most addresses end otherwise, which is soon seen; a year is no port. The expression begins with
a sign, as such a one passes over a text ten times sooner than others."""
_HOST = re.compile(r"(?<![\w.-])[\w.-]+:?$")
_PORT = "0123456789:."
_MAKERS = ("jitsi.org", "jitsi.github.io")
_GREENLIGHT = re.compile(
    r"(?P<host>[\w.-]{1,100})/(?:b/(?:[a-z0-9]{3}-){2,3}[a-z0-9]{3}|"
    r"rooms/(?:[a-z0-9]{3}-){3}[a-z0-9]{3}|bigbluebutton/api/join)(?![\w-])",
    re.IGNORECASE,
)
"""Rooms of BigBlueButton, which stands on any host: only its own form of names is certain."""
_GREENLIGHT_ASIDE = re.compile(r"/(?:b|rooms|bigbluebutton)/")


def closed_rooms(text: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and host or app of every link into a closed room, also without https."""
    return rooms_in(Plain.of(text))


def rooms_in(plain: Plain) -> Iterator[tuple[int, str]]:
    """The same, for who has the text in that form."""
    # Browsers take a backslash for a slash.
    text = plain.text.replace("\\", "/") if b"\\" in plain.signs else plain.text
    if b"/" not in plain.signs.replace(b"\\", b"/"):
        return
    jitsi = "jitsi" in text or b"JITSI" in plain.signs
    if not jitsi and not _DOOR_ASIDE.search(text):
        return
    slash = text.find("/")
    while slash >= 0:
        last = text[slash - 3 : slash].lower()
        if last in _LAST or jitsi or last[-1:].isdigit() or (last[-1:] == "." != last[-2:-1]):
            tail = text[max(0, slash - 255) : slash].lower()
            if tail[-1:] in _PORT and not tail.endswith(_ENDS):
                tail = tail.rstrip(_PORT)
            if tail.endswith(_ENDS) or "jitsi" in tail:
                host = _HOST.search(tail)
                if host and _lets_in(host[0], text[slash + 1 : slash + 500]):
                    yield text.count("\n", 0, slash) + 1, host[0].rstrip(":")
        slash = text.find("/", slash + 1)
    if _GREENLIGHT_ASIDE.search(text):
        for match in _GREENLIGHT.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, match["host"]


def _lets_in(host: str, path: str) -> bool:
    """Whether the path leads into a room; ``host`` ends in a colon where it is an app."""
    if "jitsi" in host and not host.endswith((":", *_MAKERS)):
        return re.match(r"/*\w", path) is not None
    while host:
        if (path_of_room := _PATHS.get(host)) and path_of_room.match(path):
            return True
        host = "" if host.endswith(":") else host.partition(".")[2]
    return False
