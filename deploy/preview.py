#!/usr/bin/env python3
"""Maakt van site/ en build/mail/ een map die je zonder webserver bekijkt.

    deploy/preview.py MAP

Open begin-hier.html in die map. On the site links start at the top of the host and end in a folder;
in the copy they lead from file to file. Search is left out, as it needs a web server. Standard
library only.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAG = re.compile(r'<[a-zA-Z](?:"[^"]*"|[^">])*>')
ATTRIBUTE = re.compile(r'(\s(?:href|src|srcset|action|poster)=)"([^"]*)"')
OWN = re.compile(r"(^|,\s*)/(?!/)([^\s,]*)")
"""An address from the top of the host: alone, or one of several in a srcset."""
HEAD = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Voorbeeld van de site</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>body{font:1.1rem/1.6 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "</style><h1>Voorbeeld van de site</h1>"
)


def beside(address: str, up: str) -> str:
    """An address without the top's slash, as seen from a page ``up`` (``../../``) below it."""
    path = re.split("[?#]", address, maxsplit=1)[0]
    page = f"{path}index.html" if not path or path.endswith("/") else path
    return f"{up}{page}{address[len(path) :]}"


def from_file_to_file(page: str, up: str) -> str:
    """The HTML of a page with links that work where no web server is."""

    def attribute(found: re.Match[str]) -> str:
        return f'{found[1]}"{OWN.sub(lambda own: own[1] + beside(own[2], up), found[2])}"'

    page = TAG.sub(lambda tag: ATTRIBUTE.sub(attribute, tag[0]), page)
    # Browsers don't agree whether a file is of the same origin as the file beside it.
    return page.replace("'self'", "'self' file:")


def start_page(editions: list[tuple[str, list[str]]]) -> str:
    """Where an editor begins: the site, and the mail of each edition."""
    mails = "".join(
        f"<li>{html.escape(title)}: "
        + ", ".join(
            f'<a href="mail/{html.escape(file)}">{html.escape(_variant(file))}</a>'
            for file in files
        )
        for title, files in editions
    )
    return (
        f'{HEAD}<p><strong><a href="site/index.html">Bekijk de site</a></strong></p>'
        "<p>Zo wordt de site na deze wijziging. Concepten en stukken van later staan er niet in. "
        "Zoeken werkt hier niet.</p>"
        + (f"<h2>De mail</h2><ul>{mails}</ul>" if mails else "")
        + (
            "<p>Links in de mail gaan naar de echte site. Wat nieuw is, vind je daar nog niet.</p>"
            if mails
            else ""
        )
    )


def _variant(file: str) -> str:
    """``2026-11-22/raadsleden/mail.html`` is that of raadsleden."""
    parts = file.split("/")
    return parts[1] if len(parts) > 2 else "voor iedereen"


def _editions(mail: Path) -> list[tuple[str, list[str]]]:
    """Of each edition its title and its mails, newest first."""
    found = []
    for manifest in sorted(mail.glob("*/manifest.json"), reverse=True):
        folder = manifest.parent
        title = json.loads(manifest.read_bytes()).get("subject", "")
        files = [f.relative_to(mail).as_posix() for f in sorted(folder.glob("*/mail.html"))]
        found.append((f"{folder.name} {title}".strip(), [f"{folder.name}/mail.html", *files]))
    return found


def _for_servers(folder: str, names: list[str]) -> set[str]:
    """What has no use without a web server: packed copies, its own files, the search index."""
    top = Path(folder) == ROOT / "site"
    return {
        name
        for name in names
        if name.endswith((".gz", ".br")) or (top and name.startswith(("_", "pagefind")))
    }


def main(words: list[str]) -> None:
    if len(words) != 1 or words[0].startswith("-"):
        sys.exit(__doc__)
    out, site, mail = Path(words[0]), ROOT / "site", ROOT / "build/mail"
    if not (site / "index.html").is_file():
        sys.exit("Er is nog geen site: draai eerst scripts/build.")
    if out.exists() and not (out / "begin-hier.html").is_file():
        sys.exit(f"{out} bestaat al, en is geen voorbeeld.")
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(site, out / "site", ignore=_for_servers)
    for page in (out / "site").rglob("*.html"):
        up = "../" * (len(page.relative_to(out / "site").parts) - 1)
        text = page.read_text(encoding="utf-8")
        page.write_text(from_file_to_file(text, up), encoding="utf-8")
    if mail.is_dir():
        shutil.copytree(mail, out / "mail")
    (out / "begin-hier.html").write_text(start_page(_editions(mail)), encoding="utf-8")
    print(f"Open {out / 'begin-hier.html'} in een browser.")


if __name__ == "__main__":
    main(sys.argv[1:])
