"""``lokaal edition``: writes the coming Sunday's edition, with the articles of the week."""

from __future__ import annotations

import argparse
import textwrap
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from site_plugins.commands.new import as_file, coming_sunday, edition_file
from site_plugins.commands.places import moment, project
from site_plugins.loading.problems import ContentError, errors
from site_plugins.loading.read import read_content
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition, sending_moment, window
from site_plugins.projections.index import newest_first
from site_plugins.rendering import dutch

GREETING = "Het nieuws van deze week voor gemeente, provincie en waterschap"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--at", metavar="MOMENT", help="stel samen alsof het dan is (anders: nu)")
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; an edition that is there already is never overwritten."""
    now = moment(arguments.at)
    folder = project(arguments.content).content
    content = read_content(folder)
    if errors(content.problems):
        raise ContentError(content.problems)
    sunday = coming_sunday(now)
    path = edition_file(folder, sunday)
    if path.exists():
        print(f"{path} is er al; er is niets veranderd.")
        return 0
    editions = content.library.of(Edition)
    previous = max((e.day for e in editions if e.day < sunday), default=None)
    first, last = window(sunday, previous)
    placed = {key for edition in editions for key in (*edition.items, *edition.leave_out)}
    articles = newest_first(
        article
        for article in content.library.of(Article)
        if article.date
        and first <= article.date < last
        and article.is_public(sending_moment(sunday))
        and article.key not in placed
    )
    if not articles:
        print(f"Er zijn geen artikelen voor zondag {sunday.isoformat()}: geen editie gemaakt.")
        return 0
    free = [article for article in articles if not article.paid]
    subject = free[0].title if free else f"Lokaal Bestuur van {dutch.long_date(sunday)}"
    values = {
        "title": textwrap.shorten(subject, 78, placeholder=" …"),
        "date": sunday,
        "preheader": preheader(free),
        "items": _names(articles, content.library.of(Article)),
        "agenda_weeks": 4,
        "id": f"urn:uuid:{uuid.uuid4()}",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_file(values, ""), encoding="utf-8")
    print(f"{path}: {len(articles)} {'artikel' if len(articles) == 1 else 'artikelen'}.")
    return 0


def preheader(articles: Sequence[Article]) -> str:
    """40 to 110 characters that tell what else there is: an editor may better them.

    ``articles`` are those that nobody paid for, the first of them being the subject.
    """
    text = "; ".join(article.title for article in articles[1:])
    text = text or "".join(article.description for article in articles)
    short = textwrap.shorten(text, 110, placeholder=" …")
    return short if len(short) >= 40 else GREETING


def _names(chosen: Sequence[Article], every: Iterable[Article]) -> list[str]:
    """How the front matter names articles: by file, with the folder where two have one name."""
    files = Counter(article.key.rpartition("/")[2] for article in every)
    short = ((article.key, article.key.rpartition("/")[2]) for article in chosen)
    return [name if files[name] == 1 else key for key, name in short]
