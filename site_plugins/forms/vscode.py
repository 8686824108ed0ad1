"""The folder ``.vscode``: settings, tasks and new items for who writes in VS Code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from site_plugins.forms.cms import Desk
from site_plugins.forms.kinds import HOME_NAME, KINDS, in_order
from site_plugins.loading.labels import label
from site_plugins.loading.shape import Choice, Part

Settings = dict[str, Any]


def settings(desk: Desk) -> Settings:
    """The editor's settings for this project."""
    return {
        "editor.rulers": [100],
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "files.trimTrailingWhitespace": True,
        "[markdown]": {
            "editor.wordWrap": "on",
            "editor.rulers": [],
            "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
            # Two spaces at the end of a line are a line break.
            "files.trimTrailingWhitespace": False,
        },
        "cSpell.language": "nl,en",
        "cSpell.enabledFileTypes": {"markdown": True},
        "yaml.schemas": {_schema_of(name): _files_of(desk, name) for name in (*KINDS, HOME_NAME)},
        "search.exclude": {"site": True, "build": True, ".cache": True},
        "python.defaultInterpreterPath": "${workspaceFolder}/.venv/bin/python",
    }


def _schema_of(name: str) -> str:
    return f"./schemas/{name}.json"


def _files_of(desk: Desk, name: str) -> list[str]:
    inside = "index" if name == HOME_NAME else f"{name}/**/*"
    return [f"{desk.content}/{inside}.{ending}" for ending in ("md", "yml", "yaml")]


def extensions() -> Settings:
    """Extensions that help; none is needed."""
    return {
        "recommendations": [
            "editorconfig.editorconfig",
            "redhat.vscode-yaml",
            "streetsidesoftware.code-spell-checker",
            "streetsidesoftware.code-spell-checker-dutch",
        ]
    }


PROBLEM = r"^::(error|warning) file=([^,]+),line=(\d+),title=[^:]*::(.*)$"
"""A line of ``lokaal check --format github``, which stays as it is: GitHub reads it too."""


def tasks() -> Settings:
    """The preview and the check, under Terminal > Taak uitvoeren."""
    return {
        "version": "2.0.0",
        "tasks": [
            {
                "label": "Voorbeeld",
                "detail": "Toon de site in de browser, met concepten",
                "type": "shell",
                "command": "make serve",
                "isBackground": True,
                "problemMatcher": [],
            },
            {
                "label": "Controleer",
                "detail": "Noem elke fout in content/, ook onder Problemen",
                "type": "shell",
                "command": "scripts/check --format github",
                "group": {"kind": "test", "isDefault": True},
                "presentation": {"reveal": "silent"},
                "problemMatcher": {
                    "owner": "lokaal",
                    "source": "lokaal",
                    "fileLocation": ["relative", "${workspaceFolder}"],
                    "pattern": {
                        "regexp": PROBLEM,
                        "severity": 1,
                        "file": 2,
                        "line": 3,
                        "message": 4,
                    },
                },
            },
        ],
    }


def snippets() -> Settings:
    """A head for each kind, with what it needs: type its name in an empty file."""
    return {
        kind.one: {
            "scope": "markdown",
            "prefix": kind.one.lower(),
            "description": f"Begin een nieuw stuk in {folder}/",
            "body": _head(folder),
        }
        for folder, kind in KINDS.items()
    }


_USEFUL = ("topics", "audiences")
_INSTEAD = {"agenda": ("start",)}


def _head(folder: str) -> list[str]:
    parts = [part for half in in_order(folder) for part in half]
    asked = [
        part
        for part in parts
        if part.required or part.name in (*_USEFUL, *_INSTEAD.get(folder, ()))
    ]
    lines = [_line(folder, part, place) for place, part in enumerate(asked, 1)]
    return ["---", *lines, "draft: true", "---", "", "$0"]


def _line(folder: str, part: Part, place: int) -> str:
    if part.name in _USEFUL:
        return f"{part.name}: [${{{place}}}]"
    if isinstance(part.shape, Choice):
        return f"{part.name}: ${{{place}|{_escaped(part.shape.words)}|}}"
    if part.name in ("date", "start"):
        today = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
        return f"{part.name}: ${{{place}:{today}}}"
    # Between quotes, as a colon may follow.
    return f'{part.name}: "${{{place}:{label(folder, part.name).name}}}"'


def _escaped(words: Sequence[str]) -> str:
    return ",".join(word.replace(",", "\\,").replace("|", "\\|") for word in words)
