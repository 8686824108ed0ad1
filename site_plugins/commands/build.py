"""``lokaal build``: the safe, fast build of any content folder."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from pathlib import Path

from site_plugins.commands.places import config_file, content_folder, moment
from site_plugins.plugins.build import BuildFailed, build_site, configuration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")
    parser.add_argument("--site-dir", metavar="MAP", help="waar de site komt (anders: site/)")
    parser.add_argument("--mail-dir", metavar="MAP", help="waar de mail komt (anders: build/mail/)")
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        help="de site zoals die op dat moment is, bijvoorbeeld 2026-11-22T08:00 (anders: nu)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where the content is wrong; the old site then stays."""
    started = time.perf_counter()
    file = config_file()
    moment(arguments.at)
    config = configuration(file)
    content = content_folder(arguments.content, Path(config.docs_dir))
    site_dir = Path(arguments.site_dir or config.site_dir).absolute()
    mail_dir = Path(arguments.mail_dir or file.parent / "build/mail").absolute()
    # MkDocs' own log has English words that an editor has no use for.
    for name in ("mkdocs", "properdocs"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    try:
        warnings = build_site(file, content, site_dir, mail_dir, arguments.at)
    except BuildFailed as error:
        print(f"De bouw is gestopt: {error}\nDe oude site staat er nog.", file=sys.stderr)
        return 1
    for warning in warnings:
        print(warning, file=sys.stderr)
    print(f"De site staat in {site_dir} ({time.perf_counter() - started:.1f} s).")
    return 0
