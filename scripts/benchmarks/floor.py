"""The least that a builder in Python has to do: read, YAML in C, Markdown in Rust, one template
without logic, write. No lists, links, feeds or checks.

    floor.py CONTENT SITE

Needs pyyaml and pyromark, in an environment of its own: see ``profiling.py``.
"""

import sys
from html import escape
from multiprocessing import get_context
from pathlib import Path
from string import Template

import pyromark
import yaml

WORKERS = 2
OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
MARKDOWN = pyromark.Markdown(options=OPTIONS)
PAGE = Template("""<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>$title</title>
<meta name="description" content="$description"></head>
<body><main><article><h1>$title</h1>
<p><time datetime="$date">$date</time> $authors $topics</p>
$text
</article></main></body></html>
""")


def build(source: Path, site: Path, files: list[Path]) -> None:
    """Make the pages of some articles."""
    for file in files:
        _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
        head = yaml.load(front, Loader=yaml.CSafeLoader)
        page = PAGE.substitute(
            title=escape(head["title"]),
            description=escape(head["description"]),
            date=head["date"],
            authors=", ".join(map(escape, head["authors"])),
            topics=", ".join(map(escape, head["topics"])),
            text=MARKDOWN.html(body),
        )
        folder = site / file.relative_to(source).with_suffix("")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(page, encoding="utf-8")


def main() -> None:
    source, site = map(Path, sys.argv[1:])
    files = sorted((source / "artikelen").rglob("*.md"))
    jobs = [(source, site, files[start::WORKERS]) for start in range(WORKERS)]
    with get_context("fork").Pool(WORKERS) as pool:
        pool.starmap(build, jobs)


if __name__ == "__main__":
    main()
