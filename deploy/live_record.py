#!/usr/bin/env python3
"""What the site on the internet says of itself, for a workflow that starts on an empty machine.

    deploy/live_record.py fetch FILE    writes its publicatie.json; {} where it can't be had
    deploy/live_record.py wait FILE     waits until it is this one, ten minutes at most

The address is site_url in mkdocs.yml. Standard library only.
"""

from __future__ import annotations

import http.client
import re
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_THERE = (OSError, http.client.HTTPException)
"""What there is in place of an answer, or of a whole one."""
TRIES, PAUSE = 30, 20
"""How often it is looked whether the new site is there, and seconds in between."""


def live_record() -> bytes:
    """The record of the live site. Raises NOT_THERE."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    found = re.search(r"^site_url: *['\"]?(https?://[^\s'\"]+)", settings, re.M)
    if not found:
        sys.exit("mkdocs.yml: site_url ontbreekt.")
    address = f"{found[1].rstrip('/')}/publicatie.json"
    with urllib.request.urlopen(address, timeout=30) as answer:
        data: bytes = answer.read()
    return data


def fetch(file: Path) -> None:
    """What can't be had is not there: then all feeds count as new."""
    try:
        data = live_record()
    except NOT_THERE as error:
        print(f"De site zegt nog niets van zichzelf ({error}).")
        data = b"{}\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def wait(file: Path, tries: int = TRIES, pause: float = PAUSE) -> bool:
    """Whether the live site became the one with this record."""
    wanted = file.read_bytes()
    for left in range(tries, 0, -1):
        try:
            if live_record() == wanted:
                return True
            said = "de oude site staat er nog"
        except NOT_THERE as error:
            said = str(error)
        print(f"Nog niet: {said}.", flush=True)
        if left > 1:
            time.sleep(pause)
    return False


def main(words: list[str]) -> None:
    match words:
        case ["fetch", name]:
            fetch(Path(name))
        case ["wait", name]:
            if not wait(Path(name)):
                sys.exit("De nieuwe site staat er niet: er is niets gemeld.")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
