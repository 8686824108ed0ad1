"""Every file that is made from the model, as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from site_plugins.forms import vscode
from site_plugins.forms.cms import Desk, configuration
from site_plugins.forms.json_schema import schemas

CMS = "overrides/beheer/config.yml"

_ABOUT_CMS = """\
# De instellingen van het formulier in de browser (Sveltia CMS). Gemaakt met `make forms`:
# wijzig hier niets, de volgende keer is het weg. De velden komen uit site_plugins/loading/.
# Waar het formulier bewaart (backend), komt uit `repo_url` in mkdocs.yml.
"""
_ABOUT = "// Gemaakt met `make forms`: wijzig hier niets, de volgende keer is het weg.\n"
_ABOUT_SETTINGS = (
    _ABOUT
    + """\
// yaml.schemas: de YAML-uitbreiding van Red Hat kijkt nog niet in de kop van een Markdown-bestand
// (https://github.com/redhat-developer/vscode-yaml/issues/207). De taak Controleer doet dat wel.
"""
)


class _Plain(yaml.SafeDumper):
    """Without anchors: what stands there twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(value: Mapping[str, Any]) -> str:
    """YAML for people to read."""
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)


def as_json(value: Mapping[str, Any]) -> str:
    """JSON for people to read."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def generated(desk: Desk) -> dict[str, str]:
    """The text of each file, by its path in the project."""
    made = {CMS: _ABOUT_CMS + as_yaml(configuration(desk))}
    made |= {f"schemas/{name}.json": as_json(schema) for name, schema in schemas().items()}
    # VS Code takes comments in its own JSON.
    made[".vscode/settings.json"] = _ABOUT_SETTINGS + as_json(vscode.settings(desk))
    made[".vscode/extensions.json"] = _ABOUT + as_json(vscode.extensions())
    made[".vscode/tasks.json"] = _ABOUT + as_json(vscode.tasks())
    made[".vscode/lokaal.code-snippets"] = _ABOUT + as_json(vscode.snippets())
    return made
