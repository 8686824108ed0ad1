"""``docs/redactie/``: what it tells editors is so, as its examples are content here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_plugins.loading.labels import label
from site_plugins.loading.schema import SCHEMAS
from tests.conftest import ROOT, build_in, run_lokaal

FOLDER = ROOT / "docs/redactie"
PAGES = sorted(FOLDER.glob("*.md"))
KINDS = (FOLDER / "soorten.md").read_text(encoding="utf-8")
# A path on a line of its own, and what stands in that file.
FILES = dict(
    re.findall(
        r"^`content/([^`]+)`\n\n```(?:markdown|text)\n(.*?)^```$", KINDS, re.MULTILINE | re.DOTALL
    )
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The content of the page about kinds, and nothing else."""
    for path, text in FILES.items():
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_kind_has_an_example() -> None:
    """One whole file for each folder of the content."""
    assert {path.partition("/")[0] for path in FILES} == {*SCHEMAS, "cijfers"}


def test_the_examples_are_content_without_a_remark(project: Path) -> None:
    """Together they are a site; the check has nothing to say of them, its advice included."""
    done = run_lokaal(
        "check", "--content", str(project / "content"), env={"SOURCE_DATE_EPOCH": "1795334400"}
    )
    assert (done.returncode, done.stdout.strip()) == (0, "Geen fouten.")


def test_the_examples_become_pages(project: Path) -> None:
    """Also what appears later: the article of the Sunday's edition is on the site then."""
    built = build_in(project, at="2026-11-29T08:00")
    for path in FILES:
        folder, _, name = path.removesuffix(".md").partition("/")
        if folder not in ("cijfers", "mensen"):
            assert f"{folder}/{name}/index.html" in built.files()
    assert "Voorbeeld: wat kan de raad aan wonen doen?" in (
        built.mail / "2026-11-29/mail.txt"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", SCHEMAS)
def test_every_key_of_a_kind_is_explained(folder: str) -> None:
    """With its Dutch name, and what to fill in, as forms and messages have it."""
    for field in SCHEMAS[folder].fields:
        found = label(folder, field.name)
        rows = re.findall(
            rf"^\| {re.escape(found.name)}.*? \| `{field.name}` \| (.*?) \|$", KINDS, re.M
        )
        general = label("", field.name)
        rows += re.findall(
            rf"^\| {re.escape(general.name)}.*? \| `{field.name}` \| (.*?) \|$", KINDS, re.M
        )
        assert found.hint in rows or general.hint in rows, field.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    """To other pages of the handbook, and to their headings."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target, _, fragment in re.findall(r"\]\(((?!https?:)[^)#]*)(#?)([^)]*)\)", text):
        file = (page.parent / target) if target else page
        assert file.exists(), target
        if fragment:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
            slugs = {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}
            assert fragment in slugs, f"{target}#{fragment}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_are_there(page: Path) -> None:
    """Each script and make target that the handbook names."""
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for script in set(re.findall(r"scripts/([a-z]+)", text)):
        assert (ROOT / "scripts" / script).is_file(), script
    for target in set(re.findall(r"`?make ([a-z]+)", text)):
        assert target in targets, target
