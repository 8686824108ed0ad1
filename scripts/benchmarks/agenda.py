"""An agenda, beside the articles: series that go on, and meetings of ten years."""

import random
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from benchmarks.corpus import LAST_SUNDAY, put
from benchmarks.prose import TOPICS, Prose

AUDIENCES = ("raadsleden", "statenleden", "wethouders")
NETWORKS = ("griffiers", "klimaat", "noord", "zorg", "financien", "jongeren")
LAYERS = ("gemeente", "provincie", "waterschap")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Front = dict[str, object]


def add_agenda(content: Path, series: int, past: int) -> None:
    """Write so many series and past meetings into a content folder, and the networks that meet."""
    prose = Prose(random.Random(2))
    for name in AUDIENCES:
        _write(content / f"doelgroepen/{name}.md", {"title": name.capitalize()})
    for name in NETWORKS:
        head = {"title": name.capitalize(), "kind": "inhoudelijk", "description": prose.sentence()}
        _write(content / f"netwerken/{name}.md", head)
    for number in range(series):
        front = {**_gathering(prose, "Reeks", number), **_repeating(prose.dice, number)}
        _write(content / f"agenda/reeks-{number:04}.md", front)
    for number in range(past):
        day = LAST_SUNDAY - timedelta(days=1 + number * 3650 // max(past, 1))
        times = {"start": f"{day} 19:30", "end": f"{day} 21:30"}
        front = {**_gathering(prose, "Avond", number), **times}
        text = " ".join(prose.sentence() for _ in range(5))
        _write(content / f"agenda/avond-{number:06}.md", front, text)


def _write(file: Path, front: Mapping[str, object], body: str = "") -> None:
    lines = []
    for key, value in front.items():
        if isinstance(value, (tuple, list)):
            lines += [f"{key}:", *(f"  - {entry}" for entry in value)]
        else:
            lines.append(f"{key}: {value}")
    put(file, "\n".join(("---", *lines, "---", "", body, "")))


def _gathering(prose: Prose, kind: str, number: int) -> Front:
    """What a meeting has, but for its dates."""
    dice = prose.dice
    place = {"online": "true"} if number % 3 == 0 else {"name": "Stadhuis", "city": "Utrecht"}
    return {
        "title": f"{kind} {number} {prose.noun()} {prose.noun()}",
        "description": prose.sentence(),
        "topics": dice.sample(TOPICS, k=2),
        "audiences": [dice.choice(AUDIENCES)],
        "layers": [dice.choice(LAYERS)],
        "networks": [dice.choice(NETWORKS)],
        "location": f"{{{', '.join(f'{key}: {value}' for key, value in place.items())}}}",
    }


def _repeating(dice: random.Random, number: int) -> Front:
    """The dates of a series that began up to six years ago and has no end: each second one has
    times that are left out, cancelled or moved."""
    first = LAST_SUNDAY - timedelta(days=dice.randint(1, 2000))
    code, nth = WEEKDAYS[first.weekday()], (first.day - 1) // 7 + 1
    if nth == 5:  # not every month has a fifth
        first, nth = first - timedelta(weeks=1), 4
    weeks = (1, 1, 2, 6)[number // 5 % 4]
    rule, step = (
        (f"FREQ=WEEKLY;INTERVAL={weeks};BYDAY={code}", timedelta(weeks=weeks)),
        (f"FREQ=MONTHLY;BYDAY={nth}{code}", None),
        (f"FREQ=MONTHLY;INTERVAL=3;BYDAY={nth}{code}", None),
        (f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={nth}{code}", None),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", None),
    )[number % 5]
    if number % 5 == 4:
        first = first.replace(day=1) - timedelta(days=1)
        first -= timedelta(days=max(0, first.weekday() - 4))
    hour = 8 + number % 14
    front: Front = {
        "start": f"{first} {hour:02}:00",
        "end": f"{first} {hour:02}:45",
        "repeat": rule,
    }
    if number % 2:
        front["except"] = "feestdagen"
    if step:
        days = [first + step * times for times in range(2, 5)]
        free = days[1] + timedelta(days=1)
        front["cancelled"] = [days[0]]
        front["moved"] = f"[{{date: {days[1]}, start: {free} 15:00}}]"
        front["except"] = ["feestdagen", days[2]] if number % 2 else [days[2]]
    return front
