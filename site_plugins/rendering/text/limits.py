"""How much a text may ask of the parser, and what to say when it asks more.

Python-Markdown needs minutes, or more memory than there is, for a few hundred kilobytes of some
marks: a line that is looked at again for each mark after it, an explanation that is repeated at
each word. Real pages stay far below every limit here: the longest has some sixty headings, links
or footnotes. Counting is the same on each machine; :func:`time_limit` is the net below it, for
what nobody thought of.
"""

from __future__ import annotations

import re
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from site_plugins.rendering.text.targets import Problem

SECONDS = 10.0
"""Of the processor's time for one text; the longest real one takes a fiftieth of one."""
MOST_CHARACTERS = 400_000
"""Of one text: a book of two hundred pages."""
MOST_PARAGRAPHS = 8_000
MOST_WORK = 30_000_000
"""Marks at the beginning of a line × characters, summed over what stands between empty lines."""
MOST_DEPTH = 50
"""Of lists and quotes, and of brackets."""
MOST_OPEN_TAGS = 100
MOST_DEFINITION = 2_000
"""Characters of an address or explanation that stands apart: it is repeated at each use."""
MOST_DEFINITIONS = 200
"""In a list without empty lines: each is a step deeper into the parser's stack."""
MOST_USES = 10_000
"""Of abbreviations that are explained."""


class TooMuchTime(BaseException):
    """A text took too long. No ``Exception``: what libraries catch must not swallow it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooMuchTime in the block when this process has worked on it for so long.

    Counts the time that the processor worked, the system's part too, as copying long texts is
    mostly that (``ITIMER_PROF``), and not the clock: a busy machine changes nothing. Only the
    main thread has signals: in another nothing is limited but by counting.
    Code in C that never asks for signals, such as nh3, is interrupted when it returns; a callback
    of it may lose the exception, so it comes again every second.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True

    def over(number: int, frame: FrameType | None) -> None:
        if running:
            raise TooMuchTime

    handler = signal.signal(signal.SIGPROF, over)
    timer = signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, signal.SIG_DFL if handler is None else handler)


TOO_SLOW: Problem = (
    "",
    "deze tekst kost te veel rekentijd. Meestal staat er ergens heel vaak hetzelfde achter elkaar "
    "(haken, sterretjes, HTML) of is een tabel of lijst veel te lang. Haal dat weg, of splits de "
    "tekst",
)

_DEFINITIONS = "omschrijvingen (regels met : ervoor)"
_QUOTES = "regels van een citaat (met > ervoor)"
_LINES = {
    "koppen": (re.compile(r"\#{1,6}"), 500),
    "streepjes onder een kop of als lijn": (
        re.compile(r"(?:=+|-(?:[ ]?-)*+|_(?:[ ]?_)++|\*(?:[ ]?\*)++)[ ]*$"),
        500,
    ),
    "kaders en tabbladen": (re.compile(r"!!!|\?\?\?|==="), 300),
    "afkortingen met uitleg": (re.compile(r"\*\[[^\]]*+\]:"), 200),
    "voetnoten": (re.compile(r"\[\^[^\]]*+\]:"), 500),
    "adressen van links onder de tekst": (re.compile(r"\[[^\]]*+\]:"), 2_000),
    _DEFINITIONS: (re.compile(r":[ ]"), 1_000),
    "tabellen": (re.compile(r"[|: ]*-[-|: ]*$"), 300),
    "punten in lijsten": (re.compile(r"(?:[-*+]|\d{1,9}\.)[ \t]"), 5_000),
    "grafieken": (re.compile(r"(?:```|~~~)[ ]*grafiek"), 30),
    "regels ``` om code of een grafiek": (re.compile(r"```|~~~"), 600),
    _QUOTES: (re.compile(r">"), 5_000),
}
"""What a line may begin with, and how many of those lines a text may have; first fit counts."""
_FIRST = frozenset("#=-_*!?[:`~+|0123456789")
"""The characters that those lines begin with, after spaces and the ``>`` of quotes."""
_BLOCK_MARKS = frozenset(list(_LINES)[:6])
"""For each of these the parser walks through the rest of its block once more."""

_ANYWHERE = {
    "verwijzingen naar voetnoten ([^…])": ("[^", 1_000),
    "rechte haken": ("[", 10_000),
    "sterretjes": ("*", 20_000),
    "lage streepjes (_)": ("_", 20_000),
    "aanhalingstekens voor code (`)": ("`", 20_000),
    "rechte strepen (|)": ("|", 40_000),
    "schuine strepen (\\)": ("\\", 5_000),
    "HTML-tags": ("<", 10_000),
    "vaste regeleinden (twee spaties aan het eind)": ("  \n", 10_000),
    "accolades": ("{", 5_000),
    "en-tekens (&)": ("&", 20_000),
}

_DEEP = re.compile(r"^(?:>[ ]?|[ ]{0,3}(?:[-*+]|\d+\.)[ ]|[ ]{4}|\t){50}[ \t]*+\S", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)++")
_CODE = re.compile(r"^(```+|~~~+)[ ]*[\w#.+-]*[ ]*\n.*?^\1[ ]*$", re.MULTILINE | re.DOTALL)
_BRACKET = re.compile(r"[\[\]()]")
_DEFINITION = re.compile(
    rf"^[ >]*\*?\[(?!\^)[^\]\n]*+\]:(?:[ ]*\n?[ ]*[^\n]{{{MOST_DEFINITION}}}"
    rf"|[^\n]*+\n[ ]*[\"'(][^\n]{{{MOST_DEFINITION}}})",
    re.MULTILINE,
)
_ABBREVIATION = re.compile(r"^[ >]*\*\[([^\]\n]++)\]:", re.MULTILINE)
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements without an end, and those whose end HTML lets one leave out.
_NEVER_OPEN = frozenset(
    "area base br col embed hr img input link meta source track wbr "
    "p li dt dd tr td th thead tbody tfoot option optgroup colgroup caption rp rt html body".split()
)


def certainly_little(text: str) -> bool:
    """Whether nobody needs to count in a plain text (``plain.py``: nothing deep, HTML or code)."""
    return (
        len(text) <= 20_000
        and text.count("\n") < 250
        and text.count("[") <= MOST_DEPTH
        and text.count("(") <= MOST_DEPTH
    )


def too_much(text: str) -> Problem | None:
    """The first thing of which there is too much in a text, or nothing."""
    if len(text) > MOST_CHARACTERS:
        found = f"{_dutch(len(text))} tekens, hoogstens {_dutch(MOST_CHARACTERS)}"
        return "", f"deze tekst is te lang: {found}. Splits hem over meer stukken"
    if problem := _too_many(text) or _too_repeated(text):
        return problem
    # Code may have as many brackets as it likes; looking for it takes time, so only when needed.
    return _too_deep(text) and _too_deep(_CODE.sub("", text))


def _too_many(text: str) -> Problem | None:
    for name, (mark, most) in _ANYWHERE.items():
        if (number := text.count(mark)) > most:
            return mark, _message(_dutch(number), name, most)
    blocks = _EMPTY_LINES.split(text)
    if len(blocks) > MOST_PARAGRAPHS:
        return "", _message(_dutch(len(blocks)), "alinea's", MOST_PARAGRAPHS)
    seen: Counter[str] = Counter()
    work = 0
    for block in blocks:
        here: dict[str, int] = {}
        for line in block.split("\n"):
            if name := _kind(line):
                here[name] = here.get(name, 0) + 1
                most = _LINES[name][1]
                if seen[name] + here[name] > most:
                    return line[:60], _message(f"meer dan {_dutch(most)}", name, most)
        if not here:
            continue
        seen.update(here)
        marks = sum(here.get(name, 0) for name in _BLOCK_MARKS)
        work += marks * len(block)
        definitions = here.get(_DEFINITIONS, 0)
        if work > MOST_WORK or definitions > MOST_DEFINITIONS:
            number = marks or definitions
            return block[:60].split("\n")[0], (
                f"hier staan {number} koppen, lijnen, kaders of omschrijvingen zonder lege regel "
                "ertussen. Zet boven en onder elk ervan een lege regel"
            )
    return None


def _kind(line: str) -> str:
    """The name in ``_LINES`` of what begins on a line, empty for running text."""
    bare = line.lstrip(" \t>")
    if bare and bare[0] in _FIRST:
        for name, (form, _) in _LINES.items():
            if form.match(bare):
                return name
    return _QUOTES if line.lstrip(" \t").startswith(">") else ""


def _message(number: str, name: str, most: int) -> str:
    return f"{number} {name} in één tekst is te veel: hoogstens {_dutch(most)}. Splits de tekst"


def _dutch(number: int) -> str:
    return f"{number:_}".replace("_", ".")


def _too_deep(text: str) -> Problem | None:
    if match := _DEEP.search(text):
        return match[0][:20], "lijsten en citaten zitten hier meer dan vijftig lagen diep in elkaar"
    if text.count("<") - text.count(">") > 500:
        return "<", "honderden keren een < zonder de > die erbij hoort. Schrijf < als &lt;"
    for block in _EMPTY_LINES.split(text):
        if block.count("[") > MOST_DEPTH or block.count("(") > MOST_DEPTH:
            depth = {"[": 0, "(": 0}
            for found in _BRACKET.finditer(block):
                opening = "[" if found[0] in "[]" else "("
                step = 1 if found[0] == opening else -1
                depth[opening] = max(0, depth[opening] + step)
                if depth[opening] > MOST_DEPTH:
                    start = block[max(0, found.start() - 30) : found.end()]
                    return start, (
                        f"hier staan meer dan {MOST_DEPTH} haken {opening} open zonder een "
                        "haak die sluit"
                    )
    return _open_tags(text)


def _open_tags(text: str) -> Problem | None:
    """Elements that stay open: each paragraph after them would open all of them again."""
    if text.count("<") <= MOST_OPEN_TAGS:
        return None
    still: Counter[str] = Counter()
    depth = 0
    for closing, name in _ELEMENT.findall(text):
        name = name.lower()
        if name in _NEVER_OPEN:
            continue
        step = 1 if not closing else -1 if still[name] else 0
        still[name] += step
        depth += step
        if depth > MOST_OPEN_TAGS:
            return f"<{name}", (
                f"meer dan {MOST_OPEN_TAGS} HTML-tags zitten hier open in elkaar: sluit ze met "
                f"</{name}>, of schrijf < als &lt;"
            )
    return None


def _too_repeated(text: str) -> Problem | None:
    """What the parser writes again at each place where it is used."""
    if match := _DEFINITION.search(text):
        return match[0][:60], (
            f"dit adres of deze uitleg is te lang: hoogstens {_dutch(MOST_DEFINITION)} tekens"
        )
    used = {name: text.count(name) for name in _ABBREVIATION.findall(text)}
    if sum(used.values()) > MOST_USES:
        name = max(used, key=lambda each: used[each])
        return f"*[{name}]:", (
            f"deze afkorting staat {_dutch(used[name])} keer in één tekst, en samen met andere "
            f"mag dat hoogstens {_dutch(MOST_USES)} keer. Haal de uitleg ervan weg"
        )
    return None
