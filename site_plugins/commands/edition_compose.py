"""``lokaal edition``: writes the coming Sunday's edition, with the items that it is to have."""

from __future__ import annotations

import argparse
import textwrap
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from site_plugins.commands.edition_report import lengths, report
from site_plugins.commands.new import as_file, edition_file
from site_plugins.commands.places import moment, project
from site_plugins.loading.problems import ContentError, errors
from site_plugins.loading.read import Content, read_content
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition, coming_sunday
from site_plugins.model.item import Item
from site_plugins.model.library import Library
from site_plugins.projections.editorial import Editorial, editorial
from site_plugins.projections.placement import ANNOUNCED, next_number, provisional
from site_plugins.rendering import dutch

GREETING = "Het nieuws van deze week voor gemeente, provincie en waterschap"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--at", metavar="MOMENT", help="stel samen alsof het dan is (anders: nu)")
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file, and tell what is in the edition and what isn't.

    An edition that is there already is never overwritten: only told of.
    """
    now = moment(arguments.at)
    found = project(arguments.content)
    sunday = coming_sunday(now)
    path = edition_file(found.content, sunday)
    content = _read(found.content)
    if path.exists():
        print(f"{path} is er al; er is niets veranderd.")
    else:
        made = editorial(provisional(sunday), content.library)
        if not made.groups:
            nothing = f"Er is geen nieuws voor {dutch.long_date(sunday)}: geen editie gemaakt."
            print("\n".join((nothing, *report(made))))
            return 0
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edition_text(made, content.library), encoding="utf-8")
        print(f"{path} is gemaakt.")
        content = _read(found.content)
    edition = next(e for e in content.library.of(Edition) if e.day == sunday)
    print("\n".join(report(editorial(edition, content.library))), flush=True)
    # Each at once: a mistake in the content may come to light between two of them.
    for line in lengths(edition, found):
        print(line, flush=True)
    return 0


def edition_text(made: Editorial, library: Library) -> str:
    """The file of a new edition: its items under a comment for each group.

    The subject is the first item that nobody paid for.
    """
    sunday = made.edition.day
    free = [item for item in made.items if not (isinstance(item, Article) and item.paid)]
    subject = free[0].title if free else f"Lokaal Bestuur van {dutch.long_date(sunday)}"
    number = next_number(library.of(Edition), sunday)
    values = {
        "title": textwrap.shorten(subject, 78, placeholder=" …"),
        **({"number": number} if number else {}),
        "date": sunday,
        "preheader": preheader(free),
        "agenda_weeks": 4,
        "id": f"urn:uuid:{uuid.uuid4()}",
    }
    head, line, rest = as_file(values, "").partition("\nagenda_weeks:")
    return f"{head}\nitems:{''.join(_listed(made, library))}{line}{rest}"


def _listed(made: Editorial, library: Library) -> Iterator[str]:
    every = [item for kind in ANNOUNCED for item in library.of(kind)]
    for heading, items in made.groups:
        yield f"\n  # {heading}"
        # As YAML writes it: a file may be called null.
        yield from (f"\n  - {yaml.safe_dump(n).splitlines()[0]}" for n in _names(items, every))


def _names(chosen: Iterable[Item], every: Iterable[Item]) -> list[str]:
    """How the front matter names items: by file, with the folder where two have one name."""
    files = Counter(item.key.rpartition("/")[2] for item in every)
    short = ((item.key, item.key.rpartition("/")[2]) for item in chosen)
    return [name if files[name] == 1 else key for key, name in short]


def preheader(items: Sequence[Item]) -> str:
    """40 to 110 characters that tell what else there is: an editor may better them.

    ``items`` are those that nobody paid for, the first of them being the subject.
    """
    text = "; ".join(item.title for item in items[1:])
    text = text or "".join(item.description for item in items)
    short = textwrap.shorten(text, 110, placeholder=" …")
    return short if len(short) >= 40 else GREETING


def _read(folder: Path) -> Content:
    content = read_content(folder)
    if errors(content.problems):
        raise ContentError(content.problems)
    return content
