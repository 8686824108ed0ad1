"""What is checked in is what the model makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_plugins.commands.forms import desk_of
from site_plugins.forms.files import generated
from site_plugins.plugins.build import project_at
from tests.conftest import ROOT, copy_project, run_lokaal

TEXTS = generated(desk_of(project_at(ROOT / "mkdocs.yml")))


@pytest.mark.parametrize("path", TEXTS)
def test_a_generated_file_has_not_lagged_behind_the_model(path: str) -> None:
    """Who changes a key runs ``make forms`` as well."""
    file = ROOT / path
    there = file.read_text(encoding="utf-8") if file.is_file() else ""
    assert there == TEXTS[path], f"{path} loopt achter bij het model. Voer uit: make forms"


def test_each_schema_is_one_that_the_model_makes() -> None:
    """A kind that went away leaves no schema behind."""
    there = {file.relative_to(ROOT).as_posix() for file in (ROOT / "schemas").iterdir()}
    assert there <= TEXTS.keys()


def test_the_command_writes_what_lags_and_says_so(tmp_path: Path) -> None:
    """``--check`` writes nothing and ends with 1; without it the files are there afterwards."""
    project = copy_project(tmp_path / "project")
    (project / "content").mkdir()
    config = project / "overrides" / "beheer" / "config.yml"
    config.unlink(missing_ok=True)
    checked = run_lokaal("forms", "--check", cwd=project)
    assert checked.returncode == 1
    assert "overrides/beheer/config.yml loopt achter. Voer uit: make forms" in checked.stdout
    assert not config.exists()
    written = run_lokaal("forms", cwd=project)
    assert written.returncode == 0
    assert "overrides/beheer/config.yml geschreven." in written.stdout
    assert config.is_file()
    assert run_lokaal("forms", "--check", cwd=project).returncode == 0


def test_the_form_saves_in_the_repository_of_the_project(tmp_path: Path) -> None:
    """The address in mkdocs.yml is the only place to set it."""
    project = copy_project(tmp_path / "project")
    (project / "content").mkdir()
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nrepo_url: https://gitlab.com/clb/redactie/lokaal.git\n")
    assert run_lokaal("forms", cwd=project).returncode == 0
    config = (project / "overrides" / "beheer" / "config.yml").read_text(encoding="utf-8")
    assert "name: gitlab\n  repo: clb/redactie/lokaal\n" in config
