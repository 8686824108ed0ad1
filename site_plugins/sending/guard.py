"""What must be right before anything is sent. Each function gives its reasons why not, in Dutch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from site_plugins.rendering import dutch
from site_plugins.rendering.mail.letter import CLIPPED, UNSUBSCRIBE
from site_plugins.sending.built import Built
from site_plugins.sending.ledger import Known

LATEST = timedelta(hours=3)
"""After the sending moment; later than that someone must say that it is still wanted."""


def readiness(built: Built) -> Iterator[str]:
    """Whether the mail can be sent at all."""
    if not built.complete:
        yield (
            "De mail is een proef: hij is gebouwd voor "
            f"{dutch.long_moment(built.sends_at)}. Bouw hem daarna opnieuw: make site"
        )
    for audience, letter in built.letters.items():
        whose = f" voor {audience}" if audience else ""
        size = len(letter.html.encode())
        if size >= CLIPPED:
            yield (
                f"De mail{whose} is {dutch.number(size)} bytes. Vanaf {dutch.number(CLIPPED)} "
                "verbergt Gmail de rest. Laat stukken weg."
            )
        if UNSUBSCRIBE not in letter.html or UNSUBSCRIBE not in letter.text:
            yield f"De mail{whose} heeft geen link om je af te melden."


def timeliness(sends_at: datetime, now: datetime, *, late: bool) -> Iterator[str]:
    """Whether this is the moment; ``late`` says that it may be after it."""
    if now < sends_at:
        yield f"Het is nog te vroeg: deze editie gaat {dutch.long_moment(sends_at)} uit."
    elif now - sends_at > LATEST and not late:
        yield (
            f"Deze editie had {dutch.long_moment(sends_at)} uit moeten gaan. "
            "Moet hij er nu nog uit, geef dan --late."
        )


def places(ledger: Path, lists: Iterable[Path], project: Iterable[Path]) -> Iterator[str]:
    """Whether files with addresses of people lie outside git and ``project``, folders of ours."""
    ours = {folder.resolve() for folder in project}
    for what, file in (("Het verzendboek", ledger), *(("De lijst", file) for file in lists)):
        above = file.resolve().parents
        if place := next((f for f in above if f in ours or (f / ".git").exists()), None):
            yield (
                f"{what} {file} ligt in {place}. Adressen van lezers horen daar niet: wat in een "
                "project of in git ligt, komt vroeg of laat naar buiten. Zet het bestand in een "
                "andere map."
            )


def history(
    built: Built, people: str, known: Known | None, record: Path, *, done: bool
) -> Iterator[str]:
    """Whether ledger, record and what is about to be sent agree.

    ``people`` is the hash of the list, ``known`` what the ledger has of the edition, ``record``
    the file in git that says that it was sent. Where all is ``done`` list and mail may change,
    such as by an article that is withdrawn; only a record that is still to be made must be right.
    """
    frozen = _frozen(record)
    if known is None and frozen is not None:
        yield (
            f"Volgens {record} is deze editie al verzonden, maar het verzendboek kent hem niet. "
            "Is het verzendboek kwijt, zet dan de reservekopie terug. Ging de editie uit met een "
            "ander systeem, dan is er niets te doen."
        )
    elif frozen not in (None, built.content) and not done:
        yield f"De mail is anders dan wat volgens {record} is verzonden."
    if known and known.content != built.content and not (done and frozen):
        yield (
            f"De mail is veranderd sinds het verzenden begon ({dutch.long_moment(known.started)}). "
            "Zet de inhoud terug zoals die toen was, en bouw opnieuw."
        )
    if known and known.list != people and not done:
        yield (
            "De lijst is veranderd sinds het verzenden begon "
            f"({dutch.long_moment(known.started)}), of de adressen om je af te melden. Geef de "
            "lijst van toen; wie zich sindsdien afmeldde, geef je met --unsubscribed."
        )


def _frozen(record: Path) -> str | None:
    """The hash of what was sent, as git has it; None where it was not sent."""
    try:
        return str(json.loads(record.read_bytes())["content"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return "unreadable"
