"""The mails of five editions, to the byte: what a change makes of them shows in its diff."""

from __future__ import annotations

import os

import pytest

from site_plugins.model.letter import Section
from tests.conftest import ROOT
from tests.rendering.mail.letters import INTRO, Mail, many, newsletter, render

GOLDENS = ROOT / "tests/goldens/mail"


def _of(count: int) -> Mail:
    return render(newsletter(sections=(Section("Verder in deze editie", many(count - 1)),)))


EDITIONS = {
    "gewoon": lambda: render(newsletter(number=4)),
    "een-stuk": lambda: render(newsletter(number=5, sections=(), agenda=()), intro=""),
    "veertig": lambda: _of(40),
    "tweehonderd": lambda: _of(200),
    "leeg": lambda: render(newsletter(number=6, lead=None, sections=()), INTRO),
}


@pytest.mark.parametrize("name", EDITIONS)
def test_the_mail_is_as_it_was(name: str) -> None:
    mail = EDITIONS[name]()
    for ending, part in (("html", mail.html), ("txt", mail.text)):
        golden = GOLDENS / f"{name}.{ending}"
        if os.environ.get("LOKAAL_UPDATE_GOLDENS"):
            golden.write_text(part, encoding="utf-8")
        assert part == golden.read_text(encoding="utf-8"), (
            "LOKAAL_UPDATE_GOLDENS=1 .venv/bin/pytest tests/rendering/mail/test_goldens.py "
            f"writes {golden.relative_to(ROOT)} anew"
        )
