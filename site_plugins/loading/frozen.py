"""Editions that were sent say what their record says, whatever stands in their own file now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from site_plugins.loading.rules import Finding
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Key, Markdown
from site_plugins.model.letter import Sent

_KEPT = "de editie is verzonden; deze wijziging komt niet in het archief."
# Not only an editor's change: what was named, but hidden at that moment, was not sent.
_OTHER = (
    "de editie is verzonden met andere stukken of in een andere volgorde. In het archief blijft "
    "staan wat er is verzonden."
)


def frozen(edition: Edition, sent: Sent, by_id: Mapping[str, Item]) -> Edition:
    """The edition as it was sent. Its items have the keys that they have now.

    What is about the page alone stays the editor's: description, topics, image, draft.
    """
    items = tuple(by_id[story.id].key for story in sent.stories if story.id in by_id)
    return replace(
        edition,
        title=sent.subject,
        number=sent.number,
        preheader=sent.preheader,
        body=Markdown(sent.intro, edition.body.line),
        agenda_weeks=sent.agenda_weeks,
        items=items,
        leave_out=tuple(key for key in edition.leave_out if key not in items),
        by_hand=True,
        sent=sent,
    )


def vain_changes(edition: Edition, made: Edition) -> Iterator[Finding]:
    """What an editor changed in the edition's file since it was sent; ``made`` is ``frozen``."""
    for name in ("title", "number", "preheader", "agenda_weeks"):
        if getattr(edition, name) != getattr(made, name):
            yield name, _KEPT, ""
    if edition.body.text != made.body.text:
        yield "tekst", _KEPT, ""
    if edition.by_hand and _differs(edition, made):
        yield "items", _OTHER, ""
    if any(key in made.items for key in edition.leave_out):
        yield "leave_out", _KEPT, ""


def _differs(edition: Edition, made: Edition) -> bool:
    """Whether other items are named, or in another order.

    The lead may stand anywhere: it is the first that nobody paid for. Guides and motions come
    in without being named, and have their own place.
    """
    named = [key for key in edition.items if key not in edition.leave_out]
    if not set(named) <= set(made.items):
        return True
    articles, sent = (_articles(keys) for keys in (named, made.items))
    behind = slice(1 if made.sent and made.sent.lead else 0, None)
    return set(articles) != set(sent) or [k for k in articles if k in sent[behind]] != sent[behind]


def _articles(keys: Iterable[Key]) -> list[Key]:
    return [key for key in keys if key.startswith(f"{Article.folder}/")]
