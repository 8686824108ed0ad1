"""``lokaal forms``: the forms and schemas that are made from the content model."""

from __future__ import annotations

import argparse
from pathlib import Path

from site_plugins.commands.places import project
from site_plugins.forms.cms import Desk
from site_plugins.forms.files import generated
from site_plugins.plugins.build import Project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--check",
        action="store_true",
        help="schrijf niets; zeg alleen welke bestanden achterlopen",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where ``--check`` finds a file that lags behind the model."""
    found = project(None)
    root = found.config_file.parent
    texts = generated(desk_of(found))
    lagging = [path for path, text in texts.items() if _read(root / path) != text]
    if arguments.check:
        for path in lagging:
            print(f"{path} loopt achter. Voer uit: make forms")
        return 1 if lagging else 0
    for path in lagging:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(texts[path], encoding="utf-8", newline="\n")
        print(f"{path} geschreven.")
    if not lagging:
        print("Alles was al bij.")
    return 0


def desk_of(found: Project) -> Desk:
    """What a form has to know of the project."""
    config = found.config
    content = Path(config.docs_dir)
    root = found.config_file.parent
    inside = content.relative_to(root) if content.is_relative_to(root) else Path("content")
    return Desk(
        name=config.site_name,
        address=config.site_url or "",
        repository=config.repo_url or "",
        content=inside.as_posix(),
    )


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
