"""A WordPress export → content files, and a report of what an editor should look at."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit

from slugify import slugify

from site_plugins.importing.to_markdown import plain_line, to_markdown
from site_plugins.importing.wxr import Export, Post
from site_plugins.loading.disclosure.rooms import closed_rooms
from site_plugins.loading.moments import FIRST_YEAR, LAST_YEAR
from site_plugins.loading.nodes import Scalar
from site_plugins.loading.place import Place, Reader, Report
from site_plugins.loading.problems import Problem, shown
from site_plugins.loading.texts import read_alias, read_identity
from site_plugins.model.article import GENRES
from site_plugins.model.item import ZONE, Key
from site_plugins.model.library import Library
from site_plugins.projections.addresses import address

_FOLDERS = {"post": "artikelen", "page": "over"}
_KINDS = {"attachment": "bijlage", "revision": "revisie", "nav_menu_item": "menu-item"}
_STATUSES = {
    "draft": "concept",
    "pending": "wacht op goedkeuring",
    "private": "privé",
    "future": "ingepland",
    "trash": "prullenbak",
}
_SIMPLE_GENRES = frozenset(GENRES) - {"advertorial", "podcast"}
"""Those that need nothing that an export doesn't have."""
_NO_TOPIC = {*GENRES, "", "uncategorized", "geen-categorie", "ongecategoriseerd"}


@dataclass(frozen=True, slots=True)
class File:
    """A content file to write. ``source`` is the id of the item that it is made of."""

    path: str
    values: Mapping[str, Any]
    body: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """The files, the lines of the report, and how many items were left out and why."""

    files: tuple[File, ...]
    notes: tuple[str, ...]
    left_out: Mapping[str, int]
    present: int
    """Items that an earlier import brought in."""


@dataclass(frozen=True)
class Known:
    """What is in the content already."""

    files: frozenset[Key] = frozenset()
    ids: Mapping[str, Key] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """File names by folder and slug of the title: ``onderwerpen/wonen`` → ``wonen``."""
    addresses: frozenset[str] = frozenset()
    """Paths that lead somewhere, old ones too, as ``_path`` writes them."""

    @classmethod
    def of(cls, library: Library) -> Known:
        """Everything that an import must leave alone."""
        items = library.items
        return cls(
            frozenset(items),
            {item.id: key for key, item in items.items()},
            {f"{i.folder}/{slugify(i.title)}": k.rpartition("/")[2] for k, i in items.items()},
            frozenset(_path(a) for i in items.values() for a in (address(i), *i.aliases)),
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A post with the place and the identity that it gets."""

    post: Post
    key: Key
    id: str
    date: datetime | None


Refused = Mapping[str, Problem]


def convert(export: Export, known: Known, since: datetime, refused: Refused) -> Imported:
    """Everything that can be published; articles from ``since`` on get a line in the report.

    ``refused`` holds what a check found, by the item's id: a wrong alias is left out, any other
    problem leaves out the item.
    """
    notes: list[str] = []
    left_out = Counter({"reactie": sum(post.comments for post in export.posts)})
    posts: dict[str, Post] = {}
    for post in export.posts:
        if reason := _left_out(post) or ("dubbel" if post["wp:post_id"] in posts else ""):
            left_out[reason] += 1
        else:
            posts[post["wp:post_id"]] = post
    placed = list(_place(posts, known, refused, notes))
    writer = _Writer(export, known, _Links.of(export, placed), since, refused, notes)
    fresh = tuple(writer.file(item) for item in placed if item.id not in known.ids)
    if renamed := sum(file.source.startswith("wordpress:") for file in fresh):
        notes.append(f"{renamed} met een nieuwe id, omdat de oude guid hier geen id kan zijn.")
    files = (*fresh, *writer.others.values())
    return Imported(files, tuple(notes), +left_out, len(placed) - len(fresh))


def _left_out(post: Post) -> str:
    """Why a post isn't imported; empty where it is."""
    kind, status = post["wp:post_type"], post["wp:status"]
    if kind not in _FOLDERS:
        return _KINDS.get(kind, f"soort {shown(kind)}")
    if status != "publish":
        return _STATUSES.get(status, f"status {shown(status)}")
    if post["wp:post_password"]:
        return "met wachtwoord"
    return "" if re.fullmatch(r"[0-9]{1,18}", post["wp:post_id"]) else "zonder nummer"


def _place(
    posts: Mapping[str, Post], known: Known, refused: Refused, notes: list[str]
) -> Iterator[_Placed]:
    guids = Counter(post["guid"] for post in posts.values())
    ids = {
        number: guid
        if guids[guid := post["guid"]] == 1 and _fits(read_identity, guid)
        else f"wordpress:{number}"
        for number, post in posts.items()
    }
    taken = {key for id in ids.values() if (key := known.ids.get(id))}
    for number, post in posts.items():
        id, date = ids[number], _moment(post)
        label = f"bericht {number} {shown(post['title'])}: niet ingelezen"
        folder = _FOLDERS[post["wp:post_type"]]
        if id in known.ids:
            yield _Placed(post, known.ids[id], id, date)
            continue
        if folder == "artikelen" and date is None:
            notes.append(f"{label}, want zonder geldige datum.")
            continue
        folder += f"/{date.year}" if date and folder == "artikelen" else ""
        name = _slug(unquote(post["wp:post_name"])) or _slug(plain_line(post["title"]))
        first = key = f"{folder}/{name or f'bericht-{number}'}"
        count = 2
        while key in taken:
            key, count = f"{first}-{count}", count + 1
        taken.add(key)
        if key in known.files or _path(key) in known.addresses:
            notes.append(f"{label}, want {key}.md bestaat al.")
        elif (problem := refused.get(id)) and problem.field != "aliases":
            notes.append(f"{label}. {problem.message}")
        else:
            yield _Placed(post, key, id, date)


def _fits(reader: Reader, text: str) -> bool:
    return reader(Scalar(text, 1), Place(Report("", {}, {}), "")) is not None


def _slug(text: str) -> str:
    return slugify(text, max_length=80, word_boundary=True)


def _moment(post: Post) -> datetime | None:
    """When it was published: UTC where the export has it, else the clock of the old site."""
    for name, zone in (("wp:post_date_gmt", UTC), ("wp:post_date", ZONE)):
        try:
            found = datetime.strptime(post[name], "%Y-%m-%d %H:%M:%S")
        except ValueError:
            continue  # 0000-00-00 00:00:00 is how WordPress writes that there is none
        if FIRST_YEAR < found.year < LAST_YEAR:
            return found.replace(tzinfo=zone).astimezone(UTC).astimezone(ZONE)
    return None


# ---- addresses of the old site ----


def _path(text: str) -> str:
    return unquote(text).strip("/").lower()


def _split(link: str) -> SplitResult:
    try:
        return urlsplit(link)
    except ValueError:
        return urlsplit("")


def _number(query: str) -> str:
    values = parse_qs(query)
    return next((values[n][0] for n in ("p", "page_id") if n in values), "")


@dataclass(frozen=True, slots=True)
class _Links:
    """Where the links of the old site lead now: keys by path, and by ``?number``."""

    host: str
    keys: Mapping[str, Key]

    @classmethod
    def of(cls, export: Export, placed: list[_Placed]) -> _Links:
        numbers = {f"?{item.post['wp:post_id']}": item.key for item in placed}
        paths = {p: i.key for i in placed if (p := _path(_split(i.post["link"]).path))}
        return cls((_split(export.site).hostname or "").removeprefix("www."), numbers | paths)

    def resolve(self, item: _Placed, href: str) -> tuple[str | None, str]:
        """What a link in the text of an item becomes, and what the report says of it."""
        if not href or href.startswith("#"):
            return None, ""
        if any(closed_rooms(href)):
            return None, "link naar een besloten ruimte weggehaald."
        try:
            url = urljoin(item.post["link"], href)
        except ValueError:
            url = ""
        parts = _split(url)
        if parts.scheme in ("mailto", "tel"):
            return href, ""
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None, f"link {shown(href, 200)} weggehaald: geen leesbaar adres."
        if parts.hostname.removeprefix("www.") != self.host:
            return url, ""
        number = _number(parts.query)
        if key := self.keys.get(f"?{number}" if number else _path(parts.path)):
            return posixpath.relpath(f"{key}.md", posixpath.dirname(item.key)), ""
        if not _path(parts.path) and not parts.query:
            return "/", ""
        return url, f"link naar de oude site nakijken: {shown(url, 200)}"


# ---- writing ----


@dataclass
class _Writer:
    """Makes the files; gathers the people and topics that they need, and the notes."""

    export: Export
    known: Known
    links: _Links
    since: datetime
    refused: Refused
    notes: list[str]
    others: dict[Key, File] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)

    def file(self, item: _Placed) -> File:
        """The file of one item, without empty keys."""
        post, notes = item.post, list[str]()
        html = post.values.get("content:encoded", "")
        text = to_markdown(html, lambda href: self.links.resolve(item, href))
        notes += text.notes
        title = plain_line(post["title"])
        if not title or len(title) > 200:
            title = _cut(title, 200) or _cut(text.plain, 80) or f"Bericht {post['wp:post_id']}"
            notes.append(f"de titel ontbrak of was te lang; nu {shown(title, 80)}.")
        values: dict[str, Any] = {"title": title}
        values["description"] = _summary(plain_line(post["excerpt:encoded"]) or text.plain)
        if item.date:
            form = "%Y-%m-%d %H:%M%z" if item.date.fold else "%Y-%m-%d %H:%M"
            values["date"] = item.date.strftime(form)
        if item.key.startswith("artikelen/"):
            values["description"] = values["description"] or title
            slugs = [_slug(unquote(name)) for _, name, _ in post.terms]
            values["genre"] = next((s for s in slugs if s in _SIMPLE_GENRES), "nieuws")
            values["authors"] = self._authors(post, notes)
            if item.date and item.date >= self.since:
                notes.append("kan nog in de nieuwsbrief komen: noem het daar bij leave_out.")
        values["topics"] = self._topics(post)
        values["aliases"] = self._aliases(item, notes)
        if any(key == "_thumbnail_id" for key, _ in post.meta):
            notes.append("uitgelichte afbeelding niet overgenomen.")
        values["id"] = item.id
        path = f"{item.key}.md"
        self.notes += [f"{path}: {note}" for note in notes]
        return File(path, {k: v for k, v in values.items() if v}, text.markdown + "\n", item.id)

    def _other(self, folder: str, slug: str, title: str) -> str:
        """The file name of a person or topic, which is made where it isn't there."""
        key = f"{folder}/{slug}"
        if key in self.known.files:
            return slug
        if key in self.known.titles:
            return self.known.titles[key]
        if key not in self.others:
            self.others[key] = File(f"{key}.md", {"title": _cut(title, 200)})
            self.notes.append(f"{key}.md: nieuw gemaakt, vul aan.")
        return slug

    def _authors(self, post: Post, notes: list[str]) -> list[str]:
        name = plain_line(self.export.authors.get(post["dc:creator"], ""))
        if "@" in name or not _slug(name):
            notes.append("de auteur heeft in de export geen naam die op de site kan.")
            return []
        return [self._other("mensen", _slug(name), name)]

    def _topics(self, post: Post) -> list[str]:
        names: dict[str, None] = {}
        for domain, nicename, title in post.terms:
            slug = _slug(unquote(nicename)) or _slug(plain_line(title))
            if domain in ("category", "post_tag") and slug not in _NO_TOPIC:
                names[self._other("onderwerpen", slug, plain_line(title) or slug)] = None
        return list(names)

    def _aliases(self, item: _Placed, notes: list[str]) -> list[str]:
        """The old path, and those that WordPress itself redirected (``_wp_old_slug``)."""
        link = _split(item.post["link"])
        if not link.path.strip("/") or _number(link.query):
            notes.append(f"oud adres {shown(item.post['link'], 200)} is niet door te sturen.")
            return []
        if problem := self.refused.get(item.id):
            notes.append(f"oud adres {link.path} wordt niet doorgestuurd. {problem.message}")
            return []
        folder, _, name = link.path.rstrip("/").rpartition("/")
        old = [value for key, value in item.post.meta if key == "_wp_old_slug" and value]
        same = unquote(name) == unquote(item.post["wp:post_name"])
        found = [link.path, *(f"{folder}/{slug}/" for slug in old if same)]
        aliases = []
        for alias in (quote(path, safe="/%~") for path in found):
            path = _path(alias)
            if path == _path(item.key):
                continue
            taken = path in self.known.addresses or path in self.aliases
            if taken or not _fits(read_alias, alias):
                notes.append(f"oud adres {alias} wordt niet doorgestuurd: al bezet, of onleesbaar.")
                continue
            self.aliases.add(path)
            aliases.append(alias)
        return aliases


def _summary(text: str) -> str:
    """The first sentences: at least 80 characters where there are, at most 300."""
    found = ""
    for sentence in re.split(r"(?<=[.!?…])\s+", text):
        if found and (len(found) >= 80 or len(found) + len(sentence) >= 300):
            break
        found = f"{found} {sentence}".strip()
    return _cut(found, 300)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"
