"""``lokaal build``: the safe, fast build of any content folder."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from contextlib import suppress
from pathlib import Path

from site_plugins.commands.places import WrongUse, moment, project
from site_plugins.delivery.staging import STAYS, STOPPED, WrongPlace
from site_plugins.plugins.build import BuildFailed, build_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")
    parser.add_argument("--site-dir", metavar="MAP", help="waar de site komt (anders: site/)")
    parser.add_argument(
        "--mail-dir",
        metavar="MAP",
        help="waar de mail komt (anders: build/mail/)",
    )
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        help="de site zoals die op dat moment is, bijvoorbeeld 2026-11-22T08:00 (anders: nu)",
    )
    parser.add_argument(
        "--accept",
        metavar="AANTAL",
        type=int,
        help="bouw ook al verdwijnt er veel; de bouw die stopte noemt het aantal",
    )
    parser.add_argument(
        "--no-search",
        action="store_true",
        help="zonder zoekindex: sneller, maar op deze site valt niet te zoeken",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where the content is wrong; the old site then stays."""
    started = time.perf_counter()
    moment(arguments.at)
    found = project(arguments.content)
    site_dir = Path(arguments.site_dir or found.site_dir).absolute()
    mail_dir = Path(arguments.mail_dir or found.mail_dir).absolute()
    # MkDocs' own log has English words that an editor has no use for.
    for name in ("mkdocs", "properdocs"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    try:
        warnings = build_site(
            *(found, site_dir, mail_dir, arguments.at, arguments.accept),
            searchable=not arguments.no_search,
        )
    except BuildFailed as error:
        stays = "" if STAYS in str(error) else "\nDe oude site staat er nog."
        print(f"De bouw is gestopt: {error}{stays}", file=sys.stderr)
        return 1
    except WrongPlace as error:
        raise WrongUse(str(error)) from None
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return 130
    with suppress(OSError):  # the site is there, also when nobody reads that it is
        for warning in warnings:
            print(warning, file=sys.stderr)
        print(f"De site staat in {site_dir} ({time.perf_counter() - started:.1f} s).")
        print(f"De mail staat in {mail_dir}.")
    return 0
