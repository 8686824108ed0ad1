"""How each builder wants the articles."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from benchmarks.corpus import LAST_SUNDAY, Article, Dialect, slug_of
from benchmarks.prose import PEOPLE, TOPICS


def quoted(text: str) -> str:
    """A text as YAML can't misread it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def listed(key: str, values: Iterable[str]) -> str:
    """A list in YAML."""
    return "".join((f"{key}:\n", *(f"  - {value}\n" for value in values)))


# ---- ours ----


def _our_front(article: Article) -> str:
    people = map(slug_of, article.people)
    return (
        f"---\ntitle: {quoted(article.title)}\ndate: {article.day}\ngenre: nieuws\n"
        + listed("authors", people)
        + listed("topics", article.topics)
        + f"description: {quoted(article.summary)}\n---\n"
    )


def our_terms(editions: int = 0) -> dict[str, str]:
    """The front page, topics and people, and so many editions of the newsletter."""
    files = {
        "content/index.md": "---\ntitle: Vereniging\ndescription: Voorpagina.\n---\n\nWelkom.\n"
    }
    for topic in TOPICS:
        head = f"title: {topic.capitalize()}\ndescription: Alles over {topic}."
        files[f"content/onderwerpen/{topic}.md"] = f"---\n{head}\n---\n\nArtikelen over {topic}.\n"
    for person in PEOPLE:
        head = f"title: {person}\ndescription: Auteur."
        files[f"content/mensen/{slug_of(person)}.md"] = f"---\n{head}\n---\n\nSchrijft mee.\n"
    for week in range(editions):
        day = LAST_SUNDAY - timedelta(weeks=week)
        preheader = "Alles wat er deze week in de proef verscheen, op een rij gezet"
        head = f"title: De week tot {day}\ndate: {day}\npreheader: {preheader}"
        files[f"content/nieuwsbrief/{day}.md"] = f"---\n{head}\n---\n\nEen inleiding.\n"
    return files


def ours(editions: int = 0) -> Dialect:
    """Our own content, with so many editions of the newsletter."""
    return Dialect(
        articles="content/artikelen",
        media="content/media",
        front=_our_front,
        link=lambda article: f"../{article.day.year}/{article.slug}.md",
        picture="../../media/",
        extra=partial(our_terms, editions),
    )


# ---- Hugo ----


def _hugo_front(article: Article) -> str:
    return (
        f"---\ntitle: {quoted(article.title)}\ndate: {article.day}\n"
        + listed("authors", article.people)
        + listed("topics", article.topics)
        + f"summary: {quoted(article.summary)}\n---\n"
    )


HUGO = Dialect(
    articles="content/artikelen",
    media="static/media",
    front=_hugo_front,
    link=lambda article: f"/artikelen/{article.day.year}/{article.slug}/",
    picture="/media/",
)

# ---- Material's blog ----


def _material_front(article: Article) -> str:
    return (
        f"---\ntitle: {quoted(article.title)}\nslug: {article.slug}\ndate: {article.day}\n"
        + listed("authors", map(slug_of, article.people))
        + listed("categories", article.topics)
        + listed("tags", article.topics)
        + f"description: {quoted(article.summary)}\n---\n"
    )


def _material_files() -> dict[str, str]:
    people = (
        f"  {slug_of(name)}:\n    name: {name}\n    description: Auteur\n"
        "    avatar: /media/beeld-0.png\n"
        for name in PEOPLE
    )
    return {
        "docs/index.md": "# Vereniging\n\nVoorpagina.\n",
        "docs/tags.md": "# Onderwerpen\n\n<!-- material/tags -->\n",
        "docs/artikelen/index.md": "# Artikelen\n",
        "docs/artikelen/.authors.yml": "".join(("authors:\n", *people)),
    }


MATERIAL = Dialect(
    articles="docs/artikelen/posts",
    media="docs/media",
    front=_material_front,
    link=lambda article: f"../{article.day.year}/{article.slug}.md",
    picture="../../../media/",
    more="<!-- more -->",
    extra=_material_files,
)

# ---- Pelican ----


def _pelican_front(article: Article) -> str:
    return (
        f"Title: {article.title}\nDate: {article.day}\nSlug: {article.slug}\n"
        f"Category: Artikelen\nAuthors: {'; '.join(article.people)}\n"
        f"Tags: {', '.join(article.topics)}\nSummary: {article.summary}\n"
    )


PELICAN = Dialect(
    articles="content/artikelen",
    media="content/media",
    front=_pelican_front,
    link=lambda article: f"{{filename}}/artikelen/{article.day.year}/{article.slug}.md",
    picture="{static}/media/",
)
