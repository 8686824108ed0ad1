"""The Jinja environment of the site's own templates: filters that speak Dutch."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.item import Item, Markdown, Visibility
from site_plugins.model.politics import Motion
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address, document_address, media_address
from site_plugins.projections.agenda_dates import changed_words
from site_plugins.projections.names import label
from site_plugins.projections.occurrences import Occurrence, planned
from site_plugins.projections.trainings import phase_words
from site_plugins.rendering import dutch
from site_plugins.rendering.calendar_files import event_of
from site_plugins.rendering.calendar_links import CalendarLinks, calendar_links
from site_plugins.rendering.compiled import compiled
from site_plugins.rendering.picture_tags import FindPicture, picture_tag, with_pictures
from site_plugins.rendering.site import Site
from site_plugins.rendering.templating import PlainEnvironment
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.typography import curly, unbroken

WORDS_PER_MINUTE = 220
_KEPT = {"crumbs": 512, "follow": 512, "head": 512}
_KEPT_BY_KEY = {"card": 16384}
"""The macros of ``_kept.html`` that every template has, and how many of each are kept."""
_SHARED = ("_macros.html", "_kept.html")
"""What most templates import."""
_PLAIN = re.compile(r"[\w.~/ :-]*", re.ASCII)


def when(occurrence: Occurrence) -> str:
    """``vrijdag 4 december 2026, 12.00–13.00 uur``."""
    if occurrence.all_day:
        return dutch.day_span(occurrence.start, occurrence.end)
    return dutch.time_span(occurrence.start, occurrence.end)


def reading_time(article: Article) -> int:
    """Minutes, at least one."""
    words = sum(len(text.text.split()) for text in article.texts)
    return max(1, round(words / WORDS_PER_MINUTE))


def quoted(text: str) -> str:
    """A text as a part of an address: ``quote``, for most texts in a fifth of its time."""
    if _PLAIN.fullmatch(text):
        return text.replace(" ", "%20").replace(":", "%3A")
    return quote(text)


def hidden_status(item: Item, now: datetime) -> str:
    """Why readers don't see it yet, or no longer; empty where they do."""
    match item.visibility(now):
        case Visibility.DRAFT:
            return "Concept: dit stuk staat niet op de site."
        case Visibility.COMING if item.date:
            return f"Verschijnt op {dutch.long_moment(item.date)}."
        case Visibility.EXPIRED if item.expires:
            return f"Verlopen op {dutch.long_moment(item.expires)}."
    return ""


def environment(
    site: Site,
    bodies: Bodies,
    media: Mapping[str, int],
    find: FindPicture,
    now: datetime,
    *,
    used: Collection[str] | None = None,
) -> Environment:
    """Templates that show a page's view; every value is escaped unless it is HTML of ours.

    ``media`` holds the sizes of files in bytes; ``find`` gives the pictures among them. ``used``
    names the templates that will be asked for, if that is known: it takes half a second to
    compile all.
    """

    def url(target: Item | str) -> str:
        return site.path(address(target) if isinstance(target, Item) else target)

    @pass_context
    def markdown(context: Context, text: Markdown) -> Markup:
        """One of the texts of the item that the page is about."""
        item = context["page"].item
        if not item or not text.text:
            return Markup("")
        return Markup(with_pictures(bodies.html(text, item), find, site))

    def file_info(src: str) -> str:
        size = media.get(src, 0)
        kind = src.rpartition(".")[2].lower()
        amount = (
            f"{max(1, round(size / 1000))} kB"
            if size < 1_000_000
            else (f"{dutch.number(round(size / 1_000_000, 1))} MB")
        )
        return f"{kind}, {amount}"

    def add_links(item: AgendaItem, first: Occurrence) -> CalendarLinks | None:
        """None where nothing of the item can stand on a day."""
        event = event_of(item, site, now)
        return calendar_links(event, first) if event else None

    def text_heading(motion: Motion) -> str:
        """The id of the heading above the text as it was adopted; empty where there is none."""
        own = (h.id for h in bodies.headings(motion) if h.text.lower().startswith("tekst van"))
        return next(own, "")

    env = PlainEnvironment(
        loader=PackageLoader("site_plugins.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # A build never sees its templates change, and there are few.
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled(site),
    )
    filters: dict[str, Callable[..., Any]] = {
        "url": url,
        "markdown": markdown,
        "label": label,
        "inline": functools.lru_cache(4096)(curly),
        "unbroken": lambda text: Markup(unbroken(str(escape(text)))),
        "media": lambda src: site.path(media_address(src)),
        "picture": lambda src, **options: picture_tag(find(src), site, **options),
        "hidden_word": lambda item: item.visibility(now).value,
        "file_info": file_info,
        "text_heading": text_heading,
        "document": document_address,
        "when": when,
        "changed_words": changed_words,
        "planned": planned,
        "reading_time": reading_time,
        "urlencode": quoted,
        "calendar_links": add_links,
        "phase_words": phase_words,
        "rule_words": lambda item: item.rule.words if item.rule else "",
        "long_date": dutch.long_date,
        "plain_date": dutch.plain_date,
        "month": dutch.month,
        "weekday": dutch.weekday,
        "clock": dutch.clock,
        "iso": dutch.iso,
        "number": dutch.number,
        "enumeration": dutch.enumeration,
        "webcal": site.webcal,
        "coming": subscriptions.coming,
        "absolute": lambda target: site.absolute(
            address(target) if isinstance(target, Item) else target
        ),
    }
    env.filters.update(filters)
    # Each page copies these, so Jinja's own, which no template uses, are not among them.
    env.globals = {"site": site}
    # All of them now: a build that has several processes then compiles and keeps them once.
    if used is None:
        used = env.list_templates(filter_func=lambda name: "/" not in name)
    for name in {*used, *_SHARED}:
        env.get_template(name)
    kept = env.get_template("_kept.html").module
    for name, most in _KEPT.items():
        env.globals[name] = functools.lru_cache(most)(getattr(kept, name))
    for name, most in _KEPT_BY_KEY.items():
        env.globals[name] = _kept_by_key(getattr(kept, name), most)
    return env


def _kept_by_key(macro: Callable[..., str], most: int) -> Callable[..., str]:
    """The macro, with what it gave for an item: of one publication, so its key says which it is.

    ``lru_cache`` would make a hash of the whole item, field by field, each time.
    """
    made: dict[tuple[object, ...], str] = {}

    def kept(item: Item, *options: object, **named: object) -> str:
        known = (item.key, options, *named.items())
        if (html := made.get(known)) is None:
            if len(made) == most:
                made.clear()
            html = made[known] = macro(item, *options, **named)
        return html

    return kept
