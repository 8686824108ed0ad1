"""What belongs to a person in a text: telephone numbers, private mail, BSN.

Everything here is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from site_plugins.loading.disclosure.plain import Plain
from site_plugins.loading.files import MEDIA_ENDINGS

_JOINING = "\t().*_/\u2010\u2011\u2012\u2013\u2014\u2015\u2212-"
_BETWEEN = rf"(?:[ {_JOINING}]|%20){{0,4}}"
"""What people write between the digits of a number; a date's colon and comma are not in it."""
_NUMBER = re.compile(
    rf"(?:(?:\+[ ]?|00[ ]?)31{_BETWEEN}0?{_BETWEEN}|0)([1-7])((?:{_BETWEEN}[0-9]){{8}})(?![0-9])"
)
_SECOND = frozenset(" 01234567")
_DATE = re.compile(r"0[1-9]([-./ ])[0-3]?[0-9]\1(?:19|20)[0-9]{2}(?![0-9])")
"""``06-12-2026 19`` has ten digits too."""
_DAY = re.compile(r"(?:^|[^0-9])[0-3]?[0-9]([-./ ])$")
_AREA = re.compile(rf"0(?!12)[1-57][0-9]{{1,2}}(?:[ \t().\-/]|{_BETWEEN}[0-9]+$)")
_CHAT = re.compile(r"(?:wa\.me/|t\.me/|[?&;]phone=)\+?([0-9]{8,15})(?![0-9])")
_TOKEN = re.compile(r"(?<![^\s<>\"'()\[\]{}|,;])[^\s<>\"'()\[\]{}|,;]*$")
_PATH = re.compile(r"://|^\.{0,2}/|www\.|[A-Za-z]{2,}[\w.-]*/|^10\.[0-9]{4,}/")
_DIALLED = re.compile(
    r"(?:\b(?:tel|mob|sms|gsm|bel|app|telefoon|mobiel|callto|whatsapp|signal)[.:/]*|phone=)$",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(
    r"ISBN(?:-1[03])?:?[ \t]*$|^[ \t]*(?:id|slug):.*$"
    r"|\b(?:IBAN|KvK|RSIN|OIN|dossier|zaak|kenmerk|factuur|kamerstuk)"
    r"(?:-?nummer|-?nr\.?)?:?[ \t]*$",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2} ?[A-Z]{4}[ 0-9]*$")
_FILE = re.compile(rf"(?:{'|'.join(map(re.escape, (*MEDIA_ENDINGS, '.md', '.html')))})\b", re.I)
_TELEPHONE = re.compile(r"\b(?:tel(?:efoon|\b)|mobiel|mobile|gsm|phone|06-?nummer)", re.IGNORECASE)
_BARE = re.compile(r"(?:^|[\t;,\"])(6[1-58][0-9]{7})(?=$|[\t;,\"])", re.MULTILINE)
"""A cell with nothing else."""

_LOCAL = re.compile(r"(?<![\w.%+'-])[\w.%+'-]+$")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
_PROVIDERS = frozenset(
    """
    12move.nl box.nl caiway.nl casema.nl chello.nl fastmail.com freeler.nl hccnet.nl hetnet.nl
    home.nl hushmail.com icloud.com kpnmail.nl kpnplanet.nl mac.com mail.com me.com mijnkpn.nl
    myself.com onsbrabantnet.nl online.nl onsneteindhoven.nl planet.nl pm.me proton.me
    protonmail.ch protonmail.com quicknet.nl scarlet.nl solcon.nl t-mobilethuis.nl tele2.nl
    telfort.nl telfortglasvezel.nl tiscali.nl tuta.com tutanota.com upcmail.nl versatel.nl
    wanadoo.nl wxs.nl xmsnet.nl xs4all.nl zeelandnet.nl zeggis.nl ziggo.nl zonnet.nl
    """.split()
)
_EVERYWHERE = frozenset("aol gmail gmx googlemail hotmail live msn outlook yahoo ymail".split())
"""Providers of private mail with this name in many countries: gmx.net, yahoo.co.uk."""

_BSN = re.compile(r"\bBSN|burgerservicenummer", re.IGNORECASE)
_NINE = re.compile(r"(?<![0-9])[0-9](?:[ .]?[0-9]){8}(?![0-9])")


class Found(NamedTuple):
    """Something that belongs to a person, and where in the text it begins."""

    place: int
    value: str
    """In the one form in which it is compared: ``0612345678``, ``jan@gmail.com``."""


def number_value(text: str) -> str:
    """A telephone number in the form in which it is compared; empty where it is none.

    >>> number_value("+31 (0)6-1234 5678")
    '0612345678'
    """
    digits = re.sub("[^0-9]", "", text.replace("%20", " "))
    if len(digits) < 8 or len(digits) > 15 or re.search(r"[^\W\d_]|@", text):
        return ""
    digits = digits.removeprefix("00") if digits.startswith("0031") else digits
    return re.sub("^310?(?=[0-9]{9}$)", "0", digits)


def telephone_numbers(plain: Plain) -> Iterator[Found]:
    """Dutch numbers, mobile or with an area code, and any number that a chat link leads to."""
    text = plain.text
    if b"0" * 8 in plain.digits and (".me/" in text or "phone=" in text):
        for chat in _CHAT.finditer(text):
            yield Found(chat.start(), number_value(chat[1]))
    if b"0" * 10 not in plain.digits.translate(None, f"{_JOINING}%".encode()):
        return
    for sign in ("0", "+") if b"+" in plain.signs else ("0",):
        place = text.find(sign)
        while place >= 0:
            # Most of these are in a year or a time, and that is soon seen.
            match = _NUMBER.match(text, place) if text[place + 1 : place + 2] in _SECOND else None
            if match and _is_number(match, text):
                yield Found(match.start(), number_value(match[0]))
            place = text.find(sign, match.end() if match else place + 1)


def bare_numbers(text: str) -> Iterator[Found]:
    """Mobile numbers in the cells of a table that speaks of telephones: the programs that make
    tables take ``0612345678`` for a number, and drop its zero."""
    if _TELEPHONE.search(text):
        for match in _BARE.finditer(text):
            yield Found(match.start(1), f"0{match[1]}")


def is_mobile(value: str) -> bool:
    """Whether a number is someone's own: mobile, or of a chat with a number abroad."""
    return not re.fullmatch("0[1-57-9][0-9]{8}", value)


def _is_number(match: re.Match[str], text: str) -> bool:
    """Whether the digits stand alone, and not for a date, an account or a part of an address."""
    written, start, end = match[0], match.start(), match.end()
    if written.startswith("0") and match[1] != "6" and not _AREA.match(written):
        return False
    if text[end : end + 1].isalnum() or re.match(r"@|[-.,][0-9]", text[end : end + 2]):
        return False
    before = text[max(0, start - 200) : start]
    if before[-1:].isalnum() or re.search(r"[0-9][-.,]$|[A-Za-z]-$", before[-2:]):
        return False
    day = _DAY.search(before[-4:])
    if day and re.match(rf"0[1-9]{re.escape(day[1])}(?:19|20)[0-9]{{2}}(?![0-9])", written):
        return False
    if _DATE.match(written) or _FILE.match(text, end):
        return False
    line = before[before.rfind("\n") + 1 :]
    if _NO_NUMBER.search(line) or _IBAN.search(line):
        return False
    token = _TOKEN.search(before)
    address = token[0] if token else ""
    return not _PATH.search(address) or _DIALLED.search(address) is not None


def mail_addresses(plain: Plain) -> Iterator[Found]:
    """Every mail address."""
    text = plain.text
    place = text.find("@")
    while place >= 0:
        domain = _DOMAIN.match(text, place + 1)
        local = domain and _LOCAL.search(text[max(0, place - 64) : place])
        if local and domain:
            yield Found(place - len(local[0]), f"{local[0].strip('.')}@{domain[0]}".lower())
        place = text.find("@", place + 1)


def is_private(address: str) -> bool:
    """Whether a mail address is one of a provider for private persons."""
    domain = address.rpartition("@")[2]
    return domain in _PROVIDERS or domain.partition(".")[0] in _EVERYWHERE


def citizen_numbers(plain: Plain) -> Iterator[int]:
    """Where a number stands that can be a BSN, in a block that speaks of one.

    The eleven-test: https://nl.wikipedia.org/wiki/Burgerservicenummer
    """
    text = plain.text
    if b"0" * 9 not in plain.digits or not _BSN.search(text):
        return
    at = 0
    for block in re.split(r"(\n[ \t]*\n)", text):
        if _BSN.search(block):
            for match in _NINE.finditer(block):
                digits = [int(digit) for digit in re.sub("[^0-9]", "", match[0])]
                weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
                if sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0 and any(
                    digits
                ):
                    yield at + match.start()
        at += len(block)
