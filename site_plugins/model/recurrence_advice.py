"""What an editor may have meant with words that are no recurrence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache

from site_plugins.model.period import MONTHS
from site_plugins.model.recurrence_spelling import SPELLINGS, tidy
from site_plugins.model.recurrence_words import (
    NUMBERS,
    ORDINALS,
    UNITS,
    WEEKDAYS,
    number_words,
)

_MOST = 3
_LONGEST = 120
"""Characters that are compared: more of them is a text, and no rule with a mistake."""
_DAY = "|".join(WEEKDAYS)
_CLOCK = r"(?:[0-9]{1,2}[.:][0-9]{2}(?: uur)?|[0-9]{1,2} uur)"
_START = "De eerste keer staat in start, niet in repeat."
_TIME = "De tijd staat in start en end, niet in repeat."
_EVEN = "Zet start in een week die even is, of juist oneven."
_HINTS = tuple(
    (re.compile(pattern), by, hint)
    for pattern, by, hint in (
        (rf",? (?:(?:om|vanaf|van|tussen) )?{_CLOCK}(?: (?:tot|en|-)(?: en met)? {_CLOCK})?", "",
         _TIME),
        (rf"({_DAY})(?: ?(?:och?tend|morgen|middag|avond|nacht))(?:en|s)?\b", r"\1", _TIME),
        (r",? 's (?:ochtends|morgens|middags|avonds|nachts)\b", "", _TIME),
        (r",? (?:vanaf|sinds|te beginnen|startend|ingaande|met ingang van) .+?(?=, | tot |$)", "",
         _START),
        (r",? (?:behalve|niet|maar niet) (?:(?:op|met|tijdens|in de|de|rond|als)\b|feestdag|kerst|"
         rf"\w*vakantie|[0-9]{{1,2}} (?:{'|'.join(MONTHS)})).*?(?=, | tot |$)", "",
         "Dagen die uitvallen staan in except, bijvoorbeeld except: feestdagen."),
        (r" tot (?=[0-9]|eind|" + "|".join(MONTHS) + ")", " tot en met ",
         "Schrijf “tot en met” en de laatste dag die nog meetelt."),
        (rf",? tot en met (?:eind )?(?:[0-9]{{1,2}} )?(?:{'|'.join(MONTHS)})$", "",
         "Noem bij het einde ook het jaar."),
        (r" tot en met (?:31 (?=april|juni|september|november)|3[01] (?=februari))", " tot en met ",
         "Zo lang duurt die maand niet."),
        (r"^(.*?),?( tot en met [^,]+), (behalve .*)$", r"\1, \3,\2", ""),
        (rf"\b(?:elke )?({_DAY})(?: in| op)?(?: de)? (?:on)?even week", r"elke 2 week op \1",
         _EVEN),
        (r"^(?:elke |in |op )?(?:de )?(?:on)?even week\b", "elke 2 week", _EVEN),
        (rf"\b({'|'.join(NUMBERS)})(dag|dagen|week|weken|maand|maanden|jaar)\b", r"\1 \2", ""),
        (rf"^(elke (?:[0-9]+ )?(?:{'|'.join(UNITS)})) (?=[0-9]+ keer$)", r"\1, ",
         "Stopt het na zoveel keer? Zet er dan een komma voor."),
        (r"\b(?:eens|1 keer) (?:(?:per|in de|in het) |(?=elke))", "elke ", ""),
        (r"^per ", "elke ", ""),
        (r"\bom het (?=half jaar|kwartaal)", "elke ", ""),
        (rf"\bom de (?=(?:{_DAY})\b)", "elke 2 week op ", ""),
        (r"\b14 dag(?:en)?\b", "2 week", ""),
        (r"^elke jaar (?:op )?(?=(?:de )?\S+ werkdag)", "elke ", ""),
        (rf"^(?=(?:op )?(?:{_DAY})\b)", "elke ", ""),
        (r"^(?=[0-9]{1,2} [a-z])", "elke ", ""),
        (r"\bper (?=maand|kwartaal|half jaar|jaar)", "van de ", ""),
        (r"\bvan de (?=kwartaal|half jaar|jaar)", "van het ", ""),
    )
)  # fmt: skip
"""Words that belong elsewhere, what to read instead, and what to tell of it."""
_MEANINGS = tuple(
    (re.compile(pattern), phrases, hint)
    for pattern, phrases, hint in (
        (r"\bweekend", ("elke zaterdag", "elke week op zaterdag en zondag"), ""),
        (r"\b2 keer (?:per|in de|elke) week|\bweek 2 keer",
         ("elke week op maandag en donderdag", "elke week op dinsdag en vrijdag"), ""),
        (r"\b2 keer (?:per|in de|elke) maand|\belke maand 2 keer",
         ("elke eerste en derde dinsdag van de maand", "elke maand op de 1e en 15e",
          "elke twee weken op dinsdag"), "Zeg ook op welke dagen."),
        (r"\b2 keer (?:per|in het|elke) jaar|\belke jaar 2 keer",
         ("elk half jaar op de eerste maandag",
          "elk jaar op de eerste maandag van maart en oktober"),
         "Zeg ook op welke dagen."),
        (r"\b4 keer (?:per|in het|elke) jaar",
         ("elk kwartaal op de eerste maandag", "elke eerste maandag van het kwartaal"),
         "Zeg ook op welke dagen."),
        (r"prinsjesdag", ("elk jaar op de derde dinsdag van september",), ""),
        (r"koningsdag", ("elk jaar op 27 april",), ""),
        (r"pasen|paas|pinkster|hemelvaart|carnaval|goede vrijdag", ("elk jaar",),
         "Die dag valt elk jaar anders: zet de datums in extra."),
    )
)  # fmt: skip
"""Words that an RRULE has no answer to, and phrases that may do."""
_FILLERS = {"elke", "op", "de", "het", "van", "en", "in"}


def advise(words: str, said: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    """A hint (or nothing) and at most three valid phrases, the likeliest first, for tidy words.

    ``said`` gives the phrase for words that are a rule, and nothing for others.
    """
    if len(words) > _LONGEST:
        return "", ()
    for pattern, phrases, hint in _MEANINGS:
        if pattern.search(words):
            return hint, phrases
    hints = []
    left = words
    for pattern, by, hint in _HINTS:
        if pattern.search(left):
            hints.append(hint)
            left = tidy(pattern.sub(by, left))
    spelled = _spelled(left)
    found = [said(left), said(spelled), said(_spelled(left, 2)), *_meant(spelled, said)]
    if not any(found[:2]):
        found += _alike(spelled)
    hint = " ".join(dict.fromkeys(filter(None, hints)))
    return hint, tuple(dict.fromkeys(filter(None, found)))[:_MOST]


def _spelled(words: str, choice: int = 1) -> str:
    """The words with those that the grammar lacks replaced by what looks most like them, or
    by their second ``choice``.
    """
    known = _vocabulary()

    def right(found: re.Match[str]) -> str:
        word = found[0]
        near = [] if word in known else get_close_matches(word, known, choice, 0.7)
        return near[-1] if near else word

    return tidy(re.sub(r"[^\W\d]{3,}", right, words))


def _meant(words: str, said: Callable[[str], str]) -> Iterator[str]:
    """Rules with the same words in the order that the grammar wants; nothing where none fits."""
    end = re.search(r",? (?:[0-9]+ keer|tot en met .*)$", words)
    if end and said(f"elke dag{end[0]}"):
        yield from _meant(words[: end.start()], lambda text: said(text + end[0]))
        return
    nth = re.findall(rf"\b(?:{'|'.join(ORDINALS)}|-?[1-5]e)\b", words)
    days = re.findall(rf"\b(?:{_DAY}|werkdag)\b", words)
    months = re.findall(rf"\b(?:{'|'.join(MONTHS)})\b", words)
    step = re.search(rf"\b[0-9]+ ?({'|'.join(UNITS)})\b", words)
    unit = next((unit for unit in UNITS if re.search(rf"\b{unit}\b", words)), "")
    every = f"elke {step[0] if step else unit}"
    counted = f"{' en '.join(nth)} {' en '.join(days[:1])}"
    of = " en ".join(months)
    week = re.search(r"\bin week [0-9]+", words)
    if days and week:
        yield said(f"elke jaar op {' en '.join(days)} {week[0]}")
    elif nth and days and months:
        yield said(f"elke jaar op de {counted} van {of}")
        yield said(f"elke {counted} van {of}")
    elif nth and days and (step or unit in ("kwartaal", "half jaar")):
        yield said(f"{every} op de {counted}")
    elif nth and days:
        yield said(f"elke {counted} van de maand")
        if len(nth) == 1 and (number := ORDINALS.get(nth[0], 0) or int(nth[0][:-1])) >= 2:
            yield said(f"elke {number} week op {days[0]}")
    elif days and months:
        yield said(f"elke {' en '.join(days)} in {of}")
    elif days and unit == "maand":
        yield from (said(f"elke {nth} {days[0]} van de maand") for nth in ("eerste", "laatste"))
        yield said(f"elke {' en '.join(days)}")
    elif days:
        yield said(f"{every if unit == 'week' else 'elke'} {' en '.join(days)}")


def _alike(words: str) -> list[str]:
    """Known phrases that share words with these: first those that lack the fewest."""
    its = _content(words)
    shared = [
        (3 * len(its - have) + len(have - its), place, phrase)
        for place, (phrase, have) in enumerate(_phrases())
        if its & have
    ]
    return [phrase for _, _, phrase in sorted(shared)[:_MOST]]


def _content(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", words)) - _FILLERS


@cache
def _phrases() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((phrase, _content(tidy(phrase))) for phrase in phrases())


@cache
def _vocabulary() -> tuple[str, ...]:
    known = {word for _, have in _phrases() for word in have if len(word) > 2}
    extra = {"behalve", "alleen", "daarvan", "waarbij", "begint", "keer", "elke", "van", "het"}
    spelled = {word for word in SPELLINGS if len(word) > 2 and word.isalpha()}
    return tuple(sorted(known | extra | spelled | set(MONTHS)))


def phrases() -> list[str]:
    """Valid phrases that a mistaken one is compared with."""
    steps = [f"elke {number_words(n)}" for n in range(2, 9)]
    units = ("elke twee maanden", "elk kwartaal", "elk half jaar")
    return [
        *("elke dag", "elke werkdag", "elke week", "elke maand", *units, "elk jaar"),
        *(f"{step} {unit}" for step in steps for unit in ("dagen", "weken", "jaar")),
        *(f"elke {day}" for day in WEEKDAYS),
        *(f"{step} weken op {day}" for step in steps for day in WEEKDAYS),
        "elke week op maandag en woensdag",
        *(f"elke {nth} {day} van de maand" for nth in ORDINALS for day in (*WEEKDAYS, "werkdag")),
        *(f"elke eerste en derde {day} van de maand" for day in WEEKDAYS),
        *(f"elke eerste {day} van de maand, behalve in juli en augustus" for day in WEEKDAYS),
        *(f"{unit} op de {nth} {day}" for unit in units for nth in ORDINALS for day in WEEKDAYS),
        *(f"elke maand op de {day}e" for day in range(1, 32)),
        *(f"{unit} op de {day}e" for unit in units for day in (1, 15)),
        "elke laatste dag van de maand",
        *(f"elk jaar op {day} {month}" for month in MONTHS for day in (1, 28, 15)),
        *(f"elk jaar op de laatste dag van {month}" for month in MONTHS),
        *(f"elk jaar op de {nth} {day} van {month}"
          for nth in ("eerste", "laatste") for month in MONTHS for day in WEEKDAYS),
        *(f"elk jaar op {day} in week {week}" for day in WEEKDAYS for week in range(1, 53)),
    ]  # fmt: skip
