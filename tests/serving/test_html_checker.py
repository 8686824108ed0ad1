"""The Nu HTML checker (https://validator.github.io/validator/) has nothing against any page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.conftest import ROOT, Built, lacking

CHECKER = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
WRONG = """<!doctype html><html lang="nl"><title>Fout</title><p><ul><li>in een alinea</ul></p>"""


def test_no_page_has_an_error_or_a_remark(served_site: Built, tmp_path: Path) -> None:
    """The project's own site and a page with everything on it: right, and a wrong one is seen."""
    assert served_site.code == 0, served_site.err
    if not shutil.which("java"):
        lacking("Java", "default-jre-headless")
    if not CHECKER.exists():
        lacking("De Nu HTML-checker", "npm")
    (tmp_path / "fout.html").write_text(WRONG, encoding="utf-8")
    done = subprocess.run(
        [
            *("java", "-jar", str(CHECKER), "--skip-non-html", "--format", "json"),
            *(str(served_site.site), str(tmp_path)),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = [
        f"{Path(message.get('url', '')).parent.name}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
        # Remarks count too, but for those on the policy: to the checker the site's files lie on
        # another host than the site, and data for search engines (JSON-LD) is a script that runs.
        if message["type"] != "info" or "Content Security Policy" not in message["message"]
    ]
    assert found, "the checker did not see the mistake"
    assert {line.partition(":")[0] for line in found} == {tmp_path.name}, "\n".join(found)
