"""Medians of three Lighthouse runs (mobile) of five pages; run by scripts/lighthouse.

https://github.com/GoogleChrome/lighthouse: scores from 0 to 100, on a slowed-down network and CPU.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

from tests.browser.served import serving
from tests.browser.templates import page_of_each_template
from tests.conftest import ROOT

PAGES = ("front", "article", "agenda", "event", "search")
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 3
CLI = ROOT / ".cache/lighthouse/node_modules/lighthouse/cli/index.js"
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run"


def scores(url: str) -> dict[str, float]:
    """One run on one page: by category the score from 0 to 100."""
    done = subprocess.run(
        [
            *("node", str(CLI), url, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"),
            f"--only-categories={','.join(LEAST)}",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    report = json.loads(done.stdout)
    for audit in report["audits"].values():
        # A page on this machine can't be indexed at its real address; the rest is told.
        if audit["score"] is not None and audit["score"] < 0.9:
            print(f"  {url}: {audit['id']} {audit['score']}: {audit['title']}", file=sys.stderr)
    return {name: 100 * report["categories"][name]["score"] for name in LEAST}


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n\n")[0])
    parser.add_argument("site", type=Path, help="de gebouwde site")
    site = parser.parse_args().site
    shown = page_of_each_template(site)
    print(f"{'':12}", *(f"{name:>15}" for name in LEAST))
    low = False
    with serving(site) as address:
        for name in PAGES:
            runs = [scores(address + shown[name]) for _ in range(RUNS)]
            medians = {each: statistics.median(run[each] for run in runs) for each in LEAST}
            print(f"{name:12}", *(f"{median:15.0f}" for median in medians.values()), flush=True)
            low |= any(medians[each] < least for each, least in LEAST.items())
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
