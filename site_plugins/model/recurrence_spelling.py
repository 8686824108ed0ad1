"""One spelling for the words of recurrence, however an editor writes them."""

from __future__ import annotations

import re
from unicodedata import normalize

from site_plugins.model.period import MONTHS
from site_plugins.model.recurrence_words import NUMBERS, WEEKDAYS

_MORE_NUMBERS = (
    *("dertien", "veertien", "vijftien", "zestien"),
    *("zeventien", "achttien", "negentien", "twintig"),
)
_MORE_ORDINALS = (
    *("zesde", "zevende", "achtste", "negende", "tiende", "elfde", "twaalfde", "dertiende"),
    *("veertiende", "vijftiende", "zestiende", "zeventiende", "achttiende", "negentiende"),
    "twintigste",
)
_COUNTED = {word: str(max(1, n)) for n, word in enumerate((*NUMBERS, *_MORE_NUMBERS))}
_ADVERBS = {"wekelijks": "week", "maandelijks": "maand", "jaarlijks": "jaar"}
SPELLINGS = {
    **dict.fromkeys(("elk", "ieder", "iedere"), "elke"),
    **_COUNTED,
    **{word: f"{n}e" for n, word in enumerate(_MORE_ORDINALS, 6)},
    **{name[:2]: name for name in WEEKDAYS},
    **{f"{name}{ending}": name for name in WEEKDAYS for ending in ("s", "en")},
    **{month[:3]: month for month in MONTHS if month != "maart"},
    "mrt": "maart",
    "sept": "september",
    "dagen": "dag",
    "weken": "week",
    "maanden": "maand",
    "kwartalen": "kwartaal",
    "jaren": "jaar",
    "halfjaar": "half jaar",
    "werkdagen": "werkdag",
    "dagelijks": "elke dag",
    "halfjaarlijks": "elke half jaar",
    **{adverb: f"elke {unit}" for adverb, unit in _ADVERBS.items()},
    "doordeweeks": "elke werkdag",
    "keren": "keer",
    "maal": "keer",
    **dict.fromkeys(("uitgezonderd", "m.u.v.", "muv"), "behalve"),
    **dict.fromkeys(("v/d", "vd", "v.d.", "vd."), "van de"),
    **dict.fromkeys(("t/m", "tm", "t.e.m."), "tot en met"),
    "&": "en",
}
"""Other ways to write a word, each with the one that the grammar knows."""
_DAY = "|".join(WEEKDAYS)
_NUMBER = "|".join((*_COUNTED, "[0-9]{1,4}"))
_REWRITES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r" ?[,(] ?(?:en\b)?\s*|\)", ", "),
        (rf"(?:\bop )?'s (?={_DAY})", ""),
        (rf"^(?:op )?(?=(?:{_DAY})(?:en|s)\b)", "elke "),
        (rf"\b({_NUMBER})[- ]?({'|'.join(_ADVERBS)})", lambda m: f"elke {m[1]} {_ADVERBS[m[2]]}"),
        (r"\b(elke )?doordeweekse? dag", "elke werkdag"),
        (r"\b([0-9]+)(?:ste|de)\b", r"\1e"),
        (r"\b([0-9]+) ?x(?![^ ,])", r"\1 keer"),
    )
)
_LATER_REWRITES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (rf"\b({_DAY}) tot en met ({_DAY})\b", lambda m: _range(m[1], m[2])),
        (r"^om (?:de (?=(?:dag|week|maand)\b)|het (?=jaar\b))", "elke 2 "),
        (r"^om (?:de|het) (?=[0-9])", "elke "),
        (r"\bop[ -]([0-9]{1,3})[ -]na[ -]laatste\b", lambda m: f"-{int(m[1]) + 1}e"),
        (r"\b([0-9]{1,3})-na-laatste\b", lambda m: f"-{int(m[1]) + 1}e"),
        (r"^elke (kwartaal|half jaar) (?:op )?(?:de )?(?=.* van het \1)", ""),
    )
)


def _range(first: str, last: str) -> str:
    """``maandag tot en met woensdag``, day by day."""
    names = list(WEEKDAYS)
    days = names[names.index(first) : names.index(last) + 1]
    return ", ".join(days) if len(days) > 1 else f"{first} tot en met {last}"


def tidy(text: str) -> str:
    """Words with one spelling for each: ``Iedere 1ste ma. v/d maand`` → ``elke 1e maandag …``."""
    line = normalize("NFC", text).lower().translate({0x2018: "'", 0x2019: "'", 0x60: "'"})
    line = " ".join(line.split()).removesuffix(".").strip(" ,")
    for pattern, by in _REWRITES:
        line = pattern.sub(by, line)
    words = []
    for word in line.split():
        bare = word.rstrip(",")
        plain = bare.rstrip(".") if bare[:1].isalpha() and bare not in SPELLINGS else bare
        words.append(SPELLINGS.get(plain, plain) + word[len(bare) :])
    line = " ".join(words)
    for pattern, by in _LATER_REWRITES:
        line = pattern.sub(by, line)
    return line.strip(" ,")
