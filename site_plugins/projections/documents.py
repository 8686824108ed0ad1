"""Motions as documents to take along: what stands above the text, and where each file comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from site_plugins.model.politics import Motion
from site_plugins.projections.addresses import address, document_address
from site_plugins.projections.articles import bylines
from site_plugins.projections.index import Index


@dataclass(frozen=True, slots=True)
class MotionDocument:
    """A motion as a file: ``facts`` are (name, value), in the order in which they are shown."""

    motion: Motion
    facts: tuple[tuple[str, str | datetime], ...]

    @property
    def page(self) -> str:
        """The address of the page that has the same text."""
        return address(self.motion)

    def path(self, ending: str) -> str:
        """The address of the file with this ending: ``docx`` or ``txt``."""
        return document_address(self.motion, ending)


def motion_documents(index: Index) -> Iterator[MotionDocument]:
    """Every public motion, in the order of the library."""
    for motion in index.library.of(Motion):
        people = [
            ", ".join(filter(None, (byline.name, byline.role)))
            for byline in bylines(motion.submitters, index)
        ]
        facts: tuple[tuple[str, str | datetime | None], ...] = (
            ("Soort", motion.kind.capitalize()),
            ("Plaats", motion.place),
            ("Bestuurslaag", motion.layer.value.capitalize() if motion.layer else ""),
            ("Datum", motion.date),
            ("Stand", motion.status.capitalize()),
            ("Indieners", "; ".join(people)),
        )
        yield MotionDocument(motion, tuple((name, value) for name, value in facts if value))
