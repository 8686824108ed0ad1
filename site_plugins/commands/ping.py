"""``lokaal ping``: tells a hub which feeds changed since they were last told (WebSub)."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from site_plugins.announcing.hub import announce, is_hub
from site_plugins.announcing.state import read_told, write_told
from site_plugins.commands.places import WrongUse, project
from site_plugins.delivery.earlier import earlier
from site_plugins.projections.record import RECORD
from site_plugins.rendering.site import Site

TOLD = "build/gemeld.json"
"""What the hub has been told, below the folder of mkdocs.yml."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--site-dir", metavar="MAP", help="de gebouwde site (anders: site/)")
    parser.add_argument(
        "--since",
        metavar="BESTAND",
        help=f"vergelijk met deze {RECORD}, van de site zoals die hiervoor was "
        f"(anders: met {TOLD}, waarin staat wat al is gemeld)",
    )
    parser.add_argument("--hub", metavar="ADRES", help="de hub (anders: hub in mkdocs.yml)")
    parser.add_argument("--dry-run", action="store_true", help="noem de feeds en meld niets")
    parser.epilog = (
        "Doe dit als de nieuwe site op internet staat: de hub haalt de feeds daar op. Is er niets "
        "om mee te vergelijken, dan worden alle feeds gemeld; dubbel melden kan geen kwaad. Wat "
        "niet lukt, wordt de volgende keer weer gemeld. De hub krijgt alleen adressen van feeds."
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where the hub could not be told of every feed."""
    found = project(None)
    hub = _hub(arguments.hub or found.site.hub)
    folder = Path(arguments.site_dir or found.site_dir)
    now = earlier(folder / RECORD).feeds
    if not now:
        raise WrongUse(f"in {folder} staat geen site met feeds. Bouw eerst: make site")
    state = None if arguments.since else found.config_file.parent / TOLD
    if state:
        told = read_told(state, hub, found.site.url)
    else:
        told = dict(earlier(Path(arguments.since)).feeds) or None
    if told is None:
        print(f"Er is niets om mee te vergelijken ({arguments.since or TOLD}): alle feeds tellen.")
    changed = [path for path, hash in now.items() if (told or {}).get(path) != hash]
    if not changed:
        print("Er is niets nieuws in de feeds: niets te melden.")
        return 0
    if arguments.dry_run:
        print("\n".join([*map(found.site.absolute, changed), f"{_feeds(changed)} te melden."]))
        return 0
    return _tell(hub, found.site, now, changed, told or {}, state)


def _tell(
    hub: str,
    site: Site,
    now: Mapping[str, str],
    changed: Sequence[str],
    told: Mapping[str, str],
    state: Path | None,
) -> int:
    paths = {site.absolute(path): path for path in changed}
    known = {path: hash for path, hash in told.items() if path in now}

    def accepted(feeds: Sequence[str]) -> None:
        known.update((paths[feed], now[paths[feed]]) for feed in feeds)
        if state:
            write_told(state, hub, site.url, known)

    failed = announce(hub, list(paths), accepted, time.sleep, _say)
    if done := len(paths) - len(failed):
        print(f"De hub weet van {_feeds(range(done))}.")
    if failed:
        for reason in sorted(set(failed.values())):
            feeds = [feed for feed, why in failed.items() if why == reason]
            more = f" en nog {len(feeds) - 1}" if len(feeds) > 1 else ""
            _say(f"Niet gemeld: {feeds[0]}{more}: {reason}.")
        _say("Probeer het later nog eens met dezelfde opdracht.")
    return 1 if failed else 0


def _hub(address: str) -> str:
    example = "hub: https://pubsubhubbub.appspot.com/"
    if not address:
        raise WrongUse(f"er is geen hub. Zet in mkdocs.yml bij de plugin lokaal: {example}")
    if not is_hub(address):
        raise WrongUse(f"hub: '{address}' is geen https-adres. Bijvoorbeeld: {example}")
    return address


def _feeds(found: Sequence[object]) -> str:
    return f"{len(found)} {'feed' if len(found) == 1 else 'feeds'}"


def _say(text: str) -> None:
    print(text[:1].upper() + text[1:], file=sys.stderr, flush=True)
