"""The files for a mail service, and listmonk's campaign: made once, whatever is run twice."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from site_plugins.sending.export import export
from site_plugins.sending.refusal import Refused
from tests.conftest import ROOT, lacking, run_lokaal, write_files
from tests.sending.listmonk import TOKEN, USER, Listmonk, serving

SITE = """
-- index.md --
---
title: Voorpagina
---
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
layers: [gemeente]
---
-- artikelen/2090/lijsten.md --
---
title: "Lijsten met {{ .Subscriber.Email }} en [[UNSUBSCRIBE_URL]]"
description: "Zie https://elders.example/x@TrackLink en {{ TrackView }}, <b en meer."
date: 2090-11-20
genre: nieuws
layers: [gemeente]
---
Tekst.
-- artikelen/2090/dijken.md --
---
title: Dijken
description: Over dijken en het waterschap.
date: 2090-11-21
genre: nieuws
layers: [waterschap]
---
Tekst.
-- nieuwsbrief/2090-11-26.md --
---
title: "Wat {{ Env }} kost: één avond"
date: 2090-11-26
preheader: "Met dijken, lijsten en {{ .Subscriber.Name }} in een regel van genoeg tekens"
---
Welkom bij https://elders.example/y@TrackLink in de inleiding.
"""
"""Its Sunday is in the future, whenever the tests run."""


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built mail of an edition."""
    folder = tmp_path_factory.mktemp("export")
    content = write_files(folder / "content", SITE)
    done = run_lokaal(
        *("build", "--content", str(content), "--site-dir", str(folder / "site")),
        *("--mail-dir", str(folder / "mail"), "--at", "2090-11-26T08:00"),
    )
    assert done.returncode == 0, done.stderr
    return folder / "mail" / "2090-11-26"


@pytest.fixture
def exported(mail: Path, tmp_path: Path) -> Path:
    """The folder that an editor takes to a mail service."""
    target = tmp_path / "uitvoer"
    export(mail, target)
    return target


def submit(folder: Path, listmonk: Listmonk, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the script of an export."""
    for tool in ("curl", "jq"):
        if shutil.which(tool) is None:
            lacking(tool, tool)
    env = {
        "PATH": os.environ["PATH"],
        "LISTMONK_URL": listmonk.url,
        "LISTMONK_USER": USER,
        "LISTMONK_TOKEN": TOKEN,
        "LISTMONK_TEMPLATE_ID": "3",
        "LISTMONK_LIST_ID": "7",
        **more,
    }
    return subprocess.run(
        [folder / "listmonk.sh"], env=env, capture_output=True, text=True, timeout=60
    )


def campaign(folder: Path, audience: str = "") -> dict[str, Any]:
    """What listmonk is given."""
    found = json.loads((folder / audience / "campaign.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def rendered(template: str) -> str:
    """What Go makes of a template with two kinds of actions, and no other."""
    parts = re.split(r"\{\{ (UnsubscribeURL|Safe (?:\"(?:[^\"\\]|\\.)*\")) \}\}", template)
    for index in range(1, len(parts), 2):
        name, _, value = parts[index].partition(" ")
        parts[index] = json.loads(value) if name == "Safe" else "[[UNSUBSCRIBE_URL]]"
    assert not any("{{" in plain for plain in parts[::2])
    return "".join(parts)


def test_what_a_mail_service_wants(mail: Path, exported: Path) -> None:
    """For all and for each audience: both parts as built, subject and preheader."""
    manifest = json.loads((mail / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["variants"]) == {"", "raadsleden"}
    for audience in manifest["variants"]:
        for name in ("mail.html", "mail.txt"):
            built = (mail / audience / name).read_bytes()
            assert (exported / audience / name).read_bytes() == built
            assert b"[[UNSUBSCRIBE_URL]]" in built
        assert (exported / audience / "subject.txt").read_text(encoding="utf-8").startswith("Wat ")
        preheader = (exported / audience / "preheader.txt").read_text(encoding="utf-8")
        assert preheader.startswith("Met dijken") and preheader.endswith(" tekens\n")


def test_the_command(mail: Path, tmp_path: Path) -> None:
    """Names what it wrote; it asks for no mail server and no list."""
    target = tmp_path / "uit"
    done = run_lokaal(
        *("send", "2090-11-26", "--export", str(target), "--mail-dir", str(mail.parent)),
    )
    assert done.returncode == 0, done.stderr
    assert "- listmonk.sh" in done.stdout and (target / "listmonk.sh").stat().st_mode & 0o100


def test_campaign_gives_the_same_mail(exported: Path) -> None:
    """What Go makes of the campaign is the mail, comments for Outlook and all, with listmonk's
    own address to unsubscribe."""
    given = campaign(exported)
    html, text = (
        (exported / name).read_text(encoding="utf-8") for name in ("mail.html", "mail.txt")
    )
    body = given["body"]
    assert "<!--" not in re.sub(r'Safe "(?:[^"\\]|\\.)*"', "", body)
    assert 'href="{{ UnsubscribeURL }}"' in body
    assert rendered(body) == html.replace("@TrackLink", "&#64;TrackLink")
    assert given["altbody"].count("{{ UnsubscribeURL }}") == 1
    assert rendered(given["altbody"]) == text.replace("@TrackLink", "@\u2060TrackLink")


def test_words_of_editors_are_no_code(exported: Path) -> None:
    """Neither a subject nor an article can make listmonk do something."""
    given = campaign(exported)
    assert "{{" not in given["subject"]
    for template in (given["body"], given["altbody"]):
        assert "@TrackLink" not in template
        code = re.sub(r'Safe "(?:[^"\\]|\\.)*"', "Safe", template)
        assert set(re.findall(r"\{\{ *(\S*)", code)) == {"Safe", "UnsubscribeURL"}


def test_when_and_from_whom(exported: Path) -> None:
    """The moment has its offset; each campaign has a name of its own."""
    assert campaign(exported)["send_at"] == "2090-11-26T08:00:00+01:00"
    assert campaign(exported)["name"] == "Lokaal Bestuur 2090-11-26"
    assert campaign(exported, "raadsleden")["name"] == "Lokaal Bestuur 2090-11-26 raadsleden"
    assert campaign(exported)["from_email"] == "Lokaal Bestuur <nieuwsbrief@lokaalbestuur.nl>"


def test_run_twice_one_campaign(exported: Path) -> None:
    """It is scheduled for Sunday by the first run; the second says so and changes nothing."""
    with serving() as listmonk:
        first, second = submit(exported, listmonk), submit(exported, listmonk)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    (made,) = listmonk.campaigns
    assert made["status"] == "scheduled" and (made["lists"], made["template_id"]) == ([7], 3)
    assert listmonk.starts == {"Lokaal Bestuur 2090-11-26": 1}
    assert "ingepland" in first.stdout and "er is niets veranderd" in second.stdout
    assert "LISTMONK_LIST_ID_RAADSLEDEN ontbreekt" in first.stdout


def test_variant_to_a_list_of_its_own(exported: Path) -> None:
    """Only where that list is named."""
    with serving() as listmonk:
        submit(exported, listmonk, LISTMONK_LIST_ID_RAADSLEDEN="8")
    assert [made["lists"] for made in listmonk.campaigns] == [[7], [8]]


def test_stopped_between_making_and_scheduling(exported: Path) -> None:
    """The draft of an earlier run is taken on, not made again."""
    with serving() as listmonk:
        listmonk.create({**campaign(exported), "lists": [7]})
        done = submit(exported, listmonk)
    assert done.returncode == 0, done.stderr
    assert [made["status"] for made in listmonk.campaigns] == ["scheduled"]


def test_another_mail_of_that_name(exported: Path) -> None:
    """Is left alone: a person looks which of the two is right."""
    with serving() as listmonk:
        listmonk.create({**campaign(exported), "lists": [7], "tags": ["met de hand"]})
        done = submit(exported, listmonk)
    assert done.returncode == 1 and "met een andere inhoud" in done.stderr
    assert [made["status"] for made in listmonk.campaigns] == ["draft"]


def test_two_campaigns_of_that_name(exported: Path) -> None:
    """None is started."""
    with serving() as listmonk:
        for _ in range(2):
            listmonk.create({**campaign(exported), "lists": [7]})
        done = submit(exported, listmonk)
    assert done.returncode == 1 and not listmonk.starts


def test_after_the_moment(exported: Path) -> None:
    """Long after, it refuses unless it is told to go on, and then sends at once."""
    file = exported / "campaign.json"
    file.write_text(file.read_text(encoding="utf-8").replace("2090-11-26T", "2020-11-22T"))
    with serving() as listmonk:
        refused = submit(exported, listmonk)
        assert refused.returncode == 1 and "drie uur te laat" in refused.stderr
        assert not listmonk.campaigns
        done = submit(exported, listmonk, LISTMONK_LATE="ja")
        assert done.returncode == 0, done.stderr
    assert [made["status"] for made in listmonk.campaigns] == ["running"]


def test_wrong_token(exported: Path) -> None:
    """Is told in listmonk's words, and nothing is made."""
    with serving() as listmonk:
        done = submit(exported, listmonk, LISTMONK_TOKEN="fout")
    assert done.returncode == 1 and "invalid API credentials" in done.stderr
    assert not listmonk.campaigns


def test_not_into_a_folder_with_something_in_it(mail: Path, exported: Path) -> None:
    """Or a variant of another Sunday would be sent along."""
    with pytest.raises(Refused, match="niet leeg"):
        export(mail, exported)


def test_not_what_was_changed_by_hand(mail: Path, tmp_path: Path) -> None:
    """What goes out is what was built."""
    copy = shutil.copytree(mail, tmp_path / mail.name)
    with (copy / "mail.txt").open("a", encoding="utf-8") as file:
        file.write("Nog even dit.\n")
    with pytest.raises(Refused, match="na de bouw veranderd"):
        export(copy, tmp_path / "uitvoer")


def test_not_a_proof(mail: Path, tmp_path: Path) -> None:
    """Before the Sunday more may come; the message tells how to build as it will be then."""
    copy = shutil.copytree(mail, tmp_path / mail.name)
    file = copy / "manifest.json"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"complete": true', '"complete": false')
    )
    with pytest.raises(Refused, match=re.escape("scripts/build --at 2090-11-26T08:00")):
        export(copy, tmp_path / "uitvoer")


def test_script_is_plain_sh() -> None:
    """dash reads it."""
    script = ROOT / "site_plugins/sending/listmonk.sh"
    done = subprocess.run(["sh", "-n", script], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr
