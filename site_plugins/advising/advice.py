"""All advice on the content, as warnings: for ``lokaal check`` and the preview, not for a build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from site_plugins.loading.problems import Problem
from site_plugins.loading.read import Content
from site_plugins.rendering.text.bodies import Bodies


def advice(content: Content, bodies: Bodies, now: datetime) -> Iterator[Problem]:
    """Every warning; ``bodies`` are the texts, laid out."""
    yield from ()
