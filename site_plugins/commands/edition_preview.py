"""``lokaal edition preview``: one page that shows an edition as mail apps will."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from contextlib import suppress
from datetime import date
from pathlib import Path

from site_plugins.commands.places import WrongUse, edition_day, moment, project
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.vocabulary import Audience
from site_plugins.outputs import mail_of
from site_plugins.projections.names import within
from site_plugins.publication import Publication, prepare
from site_plugins.rendering import dutch
from site_plugins.rendering.mail.preview import preview_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("edition", metavar="EDITIE", help="de zondag, bijvoorbeeld 2026-11-22")
    parser.add_argument(
        "--variant",
        default="",
        metavar="DOELGROEP",
        help="de mail voor een doelgroep, bijvoorbeeld raadsleden (anders: die voor iedereen)",
    )
    parser.add_argument(
        "--output",
        metavar="BESTAND",
        help="waar het voorbeeld komt (anders: build/preview/JJJJ-MM-DD.html)",
    )
    parser.add_argument(
        "--no-open", action="store_true", help="open het voorbeeld niet in de browser"
    )
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        default=argparse.SUPPRESS,
        help="de editie zoals die op dat moment is (anders: als de mail weggaat, of nu als dat "
        "later is)",
    )
    parser.add_argument(
        "--content",
        metavar="MAP",
        default=argparse.SUPPRESS,
        help="de map met inhoud (anders: content/)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the page, tell where it is, and open it where someone is looking."""
    day = edition_day(arguments.edition)
    now = moment(arguments.at)
    # What comes before the mail goes out belongs in it: on Saturday that is still to appear.
    at = now if arguments.at else max(now, sending_moment(day))
    found = project(arguments.content)
    publication = prepare(found.content, at, found.site)
    made = mail_of(publication, _edition(publication, day), found.sender)
    if arguments.variant not in made.mails:
        there = dutch.enumeration(sorted(filter(None, made.mails)))
        others = f"Wel voor {there}." if there else "Er is alleen een mail voor iedereen."
        raise WrongUse(
            f"--variant: deze editie heeft geen mail voor '{arguments.variant}'. {others}"
        )
    name = "-".join(filter(None, (day.isoformat(), arguments.variant)))
    default = found.mail_dir.parent / "preview" / f"{name}.html"
    file = Path(arguments.output or default).absolute()
    file.parent.mkdir(parents=True, exist_ok=True)
    audiences = publication.index.library.of(Audience)
    readers = {audience.slug: within(audience.title) for audience in audiences}
    file.write_text(preview_page(made, at, arguments.variant, readers), encoding="utf-8")
    for warning in made.manifest["warnings"]:
        print(f"Let op: {warning}", file=sys.stderr)
    print(f"Het voorbeeld staat in {file}.")
    if sys.stdout.isatty() and not arguments.no_open:
        with suppress(webbrowser.Error):
            webbrowser.open(file.as_uri())
    return 0


def _edition(publication: Publication, day: date) -> Edition:
    """The edition of a Sunday, if readers will see it."""
    editions = {edition.day: edition for edition in publication.index.editions}
    if day in editions:
        return editions[day]
    if (publication.folder / Edition.folder / f"{day.isoformat()}.md").exists():
        raise WrongUse(
            f"de editie van {dutch.plain_date(day)} is een concept of verschijnt pas later."
        )
    last = [each.isoformat() for each in sorted(editions)[-4:]]
    there = f"De laatste zijn {dutch.enumeration(last)}." if last else "Er zijn nog geen edities."
    raise WrongUse(f"er is geen editie van {dutch.plain_date(day)}. {there}")
