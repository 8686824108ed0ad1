"""Which training suits me? By office (the audiences) and by the phase that one is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from site_plugins.model.organisation import PHASES, Training
from site_plugins.model.vocabulary import Audience
from site_plugins.projections import subscriptions
from site_plugins.projections.index import Index, latest_of
from site_plugins.projections.names import NAMES, section_link, sort_name, within
from site_plugins.projections.pages import Filter, Option, Page

PHASE_NAMES = {
    "kandidaat": "kandidaat",
    "start": "net begonnen",
    "zittend": "volop bezig",
    "terugblik": "terugblik",
}
"""A phase as it is said to a reader; the keys are the model's, in the order of a career."""


@dataclass(frozen=True, slots=True)
class TrainingCard:
    """A training with what decides whether it suits someone, in words within a sentence."""

    training: Training
    audiences: Sequence[Audience]
    whom: Sequence[str]
    phases: Sequence[str]


@dataclass(frozen=True, slots=True)
class TrainingsView:
    """Trainings to choose from: all, or those for one office or phase."""

    title: str
    intro: str
    cards: Sequence[TrainingCard]
    filters: Sequence[Filter]


def training_pages(index: Index) -> Iterator[Page]:
    """The page of all trainings, and one for each office and each phase that has any."""
    trainings = sorted(index.library.of(Training), key=_by_phase)
    cards = [_card(training, index) for training in trainings]
    found = {audience.key: audience for card in cards for audience in card.audiences}
    offices = [
        Option(audience.slug, audience.title, f"/{Training.folder}/voor/{audience.slug}/")
        for audience in sorted(found.values(), key=sort_name)
    ]
    phases = [
        Option(phase, name.capitalize(), f"/{Training.folder}/fase/{phase}/")
        for phase, name in PHASE_NAMES.items()
        if any(phase in training.phase for training in trainings)
    ]
    filters = [
        Filter(name, label, every, options)
        for name, label, every, options in (
            ("functie", "Je functie", "Elke functie", offices),
            ("fase", "Waar je staat", "Elke fase", phases),
        )
        if options
    ]

    def page(path: str, title: str, intro: str, shown: Sequence[TrainingCard]) -> Page:
        whole = path == f"/{Training.folder}/"
        return Page(
            path=path,
            title=title,
            description=intro,
            template="trainings.html",
            section=Training.folder,
            crumbs=() if whole else (section_link(Training),),
            feeds=subscriptions.of_kind(Training),
            modified=latest_of(card.training for card in shown),
            scripts=("filters.js",) if whole and len(shown) > 1 else (),
            make=partial(TrainingsView, title, intro, shown, filters),
        )

    name = NAMES[Training]
    yield page(f"/{Training.folder}/", name.many, name.intro, cards)
    for office in offices:
        some = [card for card in cards if any(a.slug == office.value for a in card.audiences)]
        whom = within(office.text)
        yield page(office.url, f"Scholing voor {whom}", f"Wat er te leren is voor {whom}.", some)
    for phase in phases:
        some = [card for card in cards if phase.value in card.training.phase]
        title = f"Scholing: {PHASE_NAMES[phase.value]}"
        yield page(phase.url, title, _PHASE_INTROS[phase.value], some)


_PHASE_INTROS = {
    "kandidaat": "Voor wie zich voorbereidt op een functie in het lokaal bestuur.",
    "start": "Voor wie kort geleden is gekozen of benoemd.",
    "zittend": "Voor wie al een tijd in raad, Staten, waterschap of dagelijks bestuur zit.",
    "terugblik": "Voor wie de balans opmaakt.",
}


def _card(training: Training, index: Index) -> TrainingCard:
    audiences = index.library.pick(training.audiences, Audience)
    return TrainingCard(
        training,
        audiences,
        [within(audience.title) for audience in audiences],
        phase_words(training),
    )


def phase_words(training: Training) -> list[str]:
    """The phases a training is for, as readers know them, the earliest first."""
    return [name for phase, name in PHASE_NAMES.items() if phase in training.phase]


def _by_phase(training: Training) -> tuple[int, str, str]:
    """Early phases first, then by title; those without a phase last."""
    first = min((PHASES.index(phase) for phase in training.phase), default=len(PHASES))
    return first, sort_name(training), training.key
