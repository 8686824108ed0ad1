"""The report of an edition in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import wrap

from site_plugins.loading.problems import ContentError
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.outputs import mail_of
from site_plugins.plugins.build import Project
from site_plugins.projections.editorial import Coverage, Editorial, Reason, Unplaced
from site_plugins.publication import prepare
from site_plugins.rendering import dutch
from site_plugins.rendering.mail.letter import CLIPPED, LONG


def report(found: Editorial) -> Iterator[str]:
    """What is in an edition, what isn't and why, and what it is about: a line each."""
    edition = found.edition
    number = f"Nummer {edition.number}, " if edition.number else ""
    if found.groups:
        yield ""
        yield f"{number}{dutch.long_moment(sending_moment(edition.day))}".capitalize()
        yield f"In deze editie: {_pieces(len(found.items))}."
        yield from (f"  {group}: {len(items)}" for group, items in found.groups)
    if found.unplaced:
        yield f"Niet in deze editie: {_pieces(len(found.unplaced))}."
        for line in found.unplaced:
            named = ", maar staat wel in items" if line.item.key in edition.items else ""
            yield f"  {line.item.path}: {_why(line)}{named}"
    if found.too_old:
        before = dutch.plain_date(found.since.date())
        yield f"Te oud voor deze editie (van voor {before}): {_pieces(found.too_old)}."
    if found.repeated:
        yield "Let op, ook in een andere editie:"
        yield from (f"  {line.item.path}: {_days(line.days)}" for line in found.repeated)
    if found.groups:
        yield from _coverage("Bestuurslagen", found.layers, "Ontbreekt")
        yield from _coverage(
            "Onderwerpen", found.topics, "Wel nieuws in de laatste acht weken, maar niet hier"
        )
        weeks = edition.agenda_weeks
        unit = "week" if weeks == 1 else "weken"
        yield f"Agenda voor {dutch.count(weeks)} {unit}: {found.meetings}"


def lengths(edition: Edition, project: Project) -> Iterator[str]:
    """How long the mails of an edition are, as they would go out."""
    moment = sending_moment(edition.day)
    if not edition.is_public(moment):
        yield "Lengte van de mail: niet te meten, want dan is deze editie niet zichtbaar."
        yield "  Kijk naar draft, date en expires in de kop van het bestand."
        return
    try:
        publication = prepare(project.content, moment, project.site)
    except ContentError:
        yield "Lengte van de mail: nog niet te meten, want er zijn fouten in de inhoud:"
        raise
    shown = next(e for e in publication.index.editions if e.key == edition.key)
    about = mail_of(publication, shown, project.sender).manifest
    yield (
        f"Lengte van de mail in bytes (streef naar hoogstens {dutch.number(LONG)}; "
        f"vanaf {dutch.number(CLIPPED)} kapt Gmail af):"
    )
    for audience, mail in about["variants"].items():
        yield f"  {audience or 'alle lezers'}: {dutch.number(mail['bytes'])}"
    yield from (f"  Let op: {warning}" for warning in about["warnings"])


def _why(line: Unplaced) -> str:
    match line.reason:
        case Reason.LATER:
            if line.day:
                return f"komt in de editie van {dutch.plain_date(line.day)}"
            return "is te oud voor een volgende editie: zet het zelf in items"
        case Reason.COMING if line.item.date:
            return f"verschijnt pas op {dutch.long_moment(line.item.date)}"
        case Reason.EXPIRED if line.item.expires:
            return f"verlopen op {dutch.plain_date(line.item.expires)}"
        case Reason.LEFT_OUT:
            return "weggelaten (leave_out)"
    return line.reason.value


def _coverage(name: str, coverage: Coverage, lacking: str) -> Iterator[str]:
    counts = ", ".join(f"{what} {number}" for what, number in coverage.counts)
    yield from wrap(f"{name}: {counts or 'geen'}", 80, subsequent_indent="  ")
    if coverage.lacking:
        words = f"{lacking}: {', '.join(coverage.lacking)}"
        yield from wrap(words, 80, initial_indent="  ", subsequent_indent="  ")


def _days(days: Iterable[date]) -> str:
    return dutch.enumeration([dutch.plain_date(day) for day in days])


def _pieces(number: int) -> str:
    return f"{dutch.number(number)} {'stuk' if number == 1 else 'stukken'}"
