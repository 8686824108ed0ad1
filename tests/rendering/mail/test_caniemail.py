"""What scripts/caniemail makes of caniemail's pages, and that ours are whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from site_plugins.rendering.mail.support import lacking
from tests.conftest import ROOT, write_files

PAGES = """
-- LICENSE --
MIT License

Copyright (c) 2019 Somebody
-- _features/_template.md --
---
title: ""
---
-- _features/css-float.md --
---
title: "float"
keywords: left, right
stats: {
    outlook: { windows: { "2007":"y", "2019":"n #1" }, macos: { "16.80":"a #2", } },
	gmail: { ios: { "2019-06":"y" } },
    hey: { desktop-webmail: { "2020-06":"n" } }
}
---
-- _features/css-border.md --
---
title: "border"
keywords: border-top, underline
stats: { thunderbird: { macos: { "60.3":"u" } } }
---
-- _features/html-lists.md --
---
title: "<ul>, <ol> and <dl>"
stats: {}
---
-- _features/html-button-reset.md --
---
title: '<button type="reset"> element'
stats: { outlook: { windows: { "2019":"n" }, macos: { "16.80":"y" } } }
---
-- _features/html-button-submit.md --
---
title: '<button type="submit"> element'
stats: { outlook: { windows: { "2019":"y" }, macos: { "16.80":"a #1" } } }
---
-- _features/html-srcset.md --
---
title: "srcset and sizes attributes"
stats: {}
---
-- _features/css-pseudo-class-hover.md --
---
title: ":hover"
stats: {}
---
"""


def made(tmp_path: Path) -> dict[str, Any]:
    clone = write_files(tmp_path / "clone", PAGES)
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "x")):
        subprocess.run(["git", *command], cwd=clone, check=True)
    output = tmp_path / "made.json"
    subprocess.run([sys.executable, ROOT / "scripts/caniemail", clone, output], check=True)
    read: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return read


def test_a_letter_for_each_program_is_that_of_its_newest_version(tmp_path: Path) -> None:
    read = made(tmp_path)
    assert read["licence"][0] == "MIT License"
    assert read["features"].keys() == {"attribute", "element", "property"}
    assert read["features"]["element"].keys() == {"button", "dl", "ol", "ul"}
    assert read["features"]["attribute"].keys() == {"sizes", "srcset"}
    assert read["features"]["property"].keys() == {"border", "border-top", "float"}
    letters = dict(zip(read["clients"], read["features"]["property"]["float"], strict=True))
    tested = {client: letter for client, letter in letters.items() if letter != "-"}
    assert tested == {"Gmail (iOS)": "y", "Outlook (Windows)": "n", "Outlook (macOS)": "a"}


def test_of_two_pages_about_one_element_the_worst_counts(tmp_path: Path) -> None:
    read = made(tmp_path)
    letters = dict(zip(read["clients"], read["features"]["element"]["button"], strict=True))
    assert (letters["Outlook (Windows)"], letters["Outlook (macOS)"]) == ("n", "a")


def test_ours_name_their_source_and_all_mail_programs() -> None:
    path = ROOT / "site_plugins/rendering/templates/mail/caniemail.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["source"] == "https://github.com/hteumeuleu/caniemail" and len(data["commit"]) == 40
    assert "Copyright (c) 2019 Rémi Parmentier" in data["licence"]
    assert {client.partition(" ")[0] for client in data["clients"]} == {
        *("Gmail", "Outlook", "Outlook.com", "Apple", "Samsung", "Yahoo", "Thunderbird")
    }
    assert sum(map(bool, lacking().values())) > 150
    assert lacking()["property float"] == ("Outlook (Windows)",)
