"""A small built edition, a list of readers, and ``lokaal send`` with both."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.conftest import ROOT, run_lokaal, write_files
from tests.doors import start
from tests.sending.mailserver import Mailserver, serving

DAY = "2026-11-22"
IN_TIME = 1795330920  # Sunday 08:02 in Amsterdam
SUBJECT = (
    "Één café, drie ideeën: wat kan de raad, wat kunnen de Staten en wat kan het waterschap doen "
    "voor de coöperatie, de geïnteresseerde bewoner en de reünie?"
)
"""Of more than 150 characters, with accents: the longest that anyone would write."""
SITE = f"""
-- index.md --
---
title: Lokaal Bestuur
---
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
---
-- artikelen/2026/wonen.md --
---
title: Wonen in de wijk
description: Wat de raad kan doen aan wonen, in vijf vragen en antwoorden.
date: 2026-11-20
genre: nieuws
audiences: [raadsleden]
layers: [gemeente]
---
Tekst.
-- artikelen/2026/dijk.md --
---
title: De dijk
description: Wat het waterschap kan doen aan de dijk.
date: 2026-11-19
genre: nieuws
layers: [waterschap]
---
Tekst.
-- nieuwsbrief/{DAY}.md --
---
title: "{SUBJECT}"
date: {DAY}
preheader: Een wethouder koopt grond, en vier provincies wachten daar niet op
items: [dijk, wonen]
---
Goedemorgen.

.Een regel die met een punt begint.
"""


@dataclass
class Sender:
    """``lokaal send`` for one edition."""

    folder: Path
    """Holds ``content``, ``mail``, and outside them the list and the ledger."""
    server: Mailserver
    env: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def built(self) -> Path:
        return self.folder / "mail" / DAY

    @property
    def ledger(self) -> Path:
        return self.folder / "staat/verzendboek.sqlite3"

    @property
    def record(self) -> Path:
        return self.content / f"nieuwsbrief/{DAY}.verzonden.json"

    @property
    def uncertain(self) -> list[str]:
        """Who is in the list of whom it is uncertain that they got the mail."""
        return self.names("onzeker")

    def names(self, kind: str) -> list[str]:
        """The addresses in a list beside the ledger."""
        file = self.ledger.with_name(f"{DAY}-{kind}.csv")
        if not file.exists():
            return []
        assert file.stat().st_mode & 0o077 == 0
        return [line.partition(",")[0] for line in file.read_text("utf-8").splitlines()[1:]]

    def readers(self, addresses: Sequence[str], name: str = "lezers.csv") -> list[str]:
        """Write a list; gives the option that names it."""
        lines = [f"{a},https://voorbeeld.nl/afmelden/{a.partition('@')[0]}" for a in addresses]
        return self.list("\n".join(("email,unsubscribe", *lines)), name)

    def list(self, text: str, name: str = "lezers.csv") -> list[str]:
        """Write a list as it stands here; gives the option that names it."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return ["--recipients", str(file)]

    def command(self, words: Sequence[str]) -> list[str]:
        """The whole command."""
        return [
            *("lokaal", "send", DAY, "--retry-pause", "0.05"),
            *("--content", str(self.content), "--mail-dir", str(self.folder / "mail"), *words),
        ]

    @property
    def environment(self) -> dict[str, str]:
        """What it finds in its environment."""
        return {
            "SOURCE_DATE_EPOCH": str(IN_TIME),
            "LOKAAL_SMTP_HOST": "127.0.0.1",
            "LOKAAL_SMTP_PORT": str(self.server.port),
            "LOKAAL_SMTP_SECURITY": "none",
            "LOKAAL_LEDGER": str(self.ledger),
            **self.env,
        }

    def __call__(self, *words: str) -> CompletedProcess[str]:
        """Run it until it ends."""
        return run_lokaal(*self.command(words)[1:], env=self.environment)

    def begin(self, *words: str) -> BaseProcess:
        """Run it beside the test; the server may kill it."""
        out, err = self.folder / "stdout", self.folder / "stderr"
        process = start(*self.command(words), cwd=ROOT, env=self.environment, out=out, err=err)
        assert process.pid
        self.server.victim = process.pid
        return process

    def until_killed(self, *words: str) -> None:
        """Run it until the server kills it."""
        process = self.begin(*words)
        process.join(120)
        assert process.exitcode == -9, (self.folder / "stderr").read_text("utf-8")
        self.server.victim = 0

    def change_manifest(self, **values: object) -> None:
        """Let the manifest say something else."""
        file = self.built / "manifest.json"
        file.write_text(json.dumps({**json.loads(file.read_bytes()), **values}), encoding="utf-8")


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small site's content and its built mail."""
    folder = tmp_path_factory.mktemp("editie")
    write_files(folder / "content", SITE)
    done = run_lokaal(
        *("build", "--content", str(folder / "content"), "--site-dir", str(folder / "site")),
        *("--mail-dir", str(folder / "mail"), "--at", f"{DAY}T08:01"),
    )
    assert done.returncode == 0, done.stderr
    shutil.rmtree(folder / "site")
    return folder


@pytest.fixture
def mailserver() -> Iterator[Mailserver]:
    """A mail server without any moves yet."""
    with serving() as server:
        yield server


@pytest.fixture
def send(edition: Path, mailserver: Mailserver, tmp_path: Path) -> Sender:
    """The command, with a copy of the edition."""
    return Sender(shutil.copytree(edition, tmp_path / "werk"), mailserver)
