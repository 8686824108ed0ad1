"""``lokaal`` as editors and machines call it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import frontmatter
import pytest

from site_plugins.commands.dispatch import COMMANDS
from site_plugins.commands.main import main
from site_plugins.commands.new import DUTCH
from tests.conftest import ROOT, Build, Write, run_lokaal, write_files
from tests.doors import program
from tests.site.reading import Page

ENGLISH = r"(?i)\b(usage|options?:|positional|show this|exit\b|error|required|not allowed)"
GOOD = """
-- index.md --
---
title: Lokaal Bestuur
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- artikelen/2026/goed.md --
---
title: Goed stuk
description: Hier klopt alles.
date: 2026-11-20
genre: nieuws
topics: [wonen]
---
Tekst.
"""
WRONG = """
-- artikelen/2026/fout.md --
---
title: Fout
description: Hier klopt iets niet.
date: 2026-11-20
genre: nieuwz
topics: [wonne]
---
-- agenda/ook-fout.md --
---
title: Ook fout
start: 19:30
---
"""


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_dutch(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """Every command tells in Dutch what it does, and ends with exit code 0."""
    with pytest.raises(SystemExit) as stop:
        main([*filter(None, [command]), "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith("gebruik: lokaal")
    assert "toon deze hulp" in text
    assert not re.search(ENGLISH, text), re.search(ENGLISH, text)


def test_help_needs_no_library() -> None:
    """``lokaal --help`` answers at once: what a command needs is read when it is asked for."""
    script = """
import sys
from site_plugins.commands.main import main
try:
    main(["--help"])
finally:
    print({name.partition(".")[0] for name in sys.modules})
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert "gebruik: lokaal" in done.stdout
    assert not re.search("mkdocs|jinja2|lxml|PIL|markdown|yaml", done.stdout.splitlines()[-1])


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """``lokaal --help`` names all commands and what the exit codes mean."""
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert all(re.search(rf"^ +{name} ", text, re.M) for name in COMMANDS)
    assert "0 is goed" in text


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["bouw"],
        ["build", "--nieuw"],
        ["build", "--at"],
        ["build", "--at", "gisteren"],
        ["build", "--at", "2026-02-30"],
        ["build", "--content", "bestaat-niet"],
        ["check", "--content", "bestaat-niet"],
        ["check", "--format", "xml"],
        ["check", "bestaat-niet.md"],
        ["check", "README.md"],
        ["check", "tests"],
        ["new"],
        ["new", "artikel"],
        ["new", "artikle", "Titel"],
        ["new", "artikel", ""],
        ["new", "artikel", "Titel", "--set"],
        ["new", "artikel", "Titel", "--set", "genre"],
        ["new", "artikel", "--set", "genre=opinie"],
        ["new", "artikel", "Titel", "--set", "date=../.."],
        ["edition", "--at", "zondag"],
        ["edition", "--content", "bestaat-niet"],
        ["edition", "--at", "2026-11-22T09:00", "freeze", "2026-11-22"],
        ["send", "2026-11-22", "--resend-uncertain", "--accept-uncertain"],
    ],
    ids=" ".join,
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """Wrong use ends with exit code 2 and a line in Dutch, and writes nothing."""
    try:
        code = main(words)
    except SystemExit as stop:
        code = stop.code  # type: ignore[assignment]
    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert said.err and not re.search(ENGLISH, said.err), said.err


def test_wrong_epoch(content: Write) -> None:
    """A SOURCE_DATE_EPOCH that is no number is wrong use, not a crash."""
    folder = str(content(GOOD))
    done = run_lokaal("check", "--content", folder, env={"SOURCE_DATE_EPOCH": "vandaag"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "lokaal check: SOURCE_DATE_EPOCH: 'vandaag' is geen aantal seconden.\n"


def test_exit_codes(content: Write) -> None:
    """0 for good content, 1 for problems in it, of ``check`` and ``build`` alike."""
    folder = content(GOOD)
    out = folder.parent
    build = ("build", "--site-dir", str(out / "site"), "--mail-dir", str(out / "mail"))
    for words in (("check",), build):
        assert run_lokaal(*words, "--content", str(folder)).returncode == 0
    write_files(folder, WRONG)
    for words in (("check",), build):
        done = run_lokaal(*words, "--content", str(folder))
        assert done.returncode == 1
        assert "3 fouten in 2 bestanden." in done.stdout + done.stderr


# ---- check ----


def test_check_names_every_problem(content: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """File, line, field, what stands there and the nearest word, each problem on a line."""
    folder = content(GOOD + WRONG)
    assert main(["check", "--content", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [re.match(r".+?\.md:\d+: \w+ \(.+?\)", line)[0] for line in lines[:-1]] == [  # type: ignore[index]
        "agenda/ook-fout.md:3: Begin (start)",
        "artikelen/2026/fout.md:5: Rubriek (genre)",
        "artikelen/2026/fout.md:6: Onderwerpen (topics[1])",
    ]
    assert "'nieuwz' kan hier niet. Bedoelde je 'nieuws'?" in lines[1]
    assert "Bedoelde je 'wonen'?" in lines[2]


def test_check_of_the_real_content(capsys: pytest.CaptureFixture[str]) -> None:
    """The project's own content has no problem and no warning."""
    assert main(["check", "--content", str(ROOT / "content")]) == 0
    assert capsys.readouterr().out == "Geen fouten.\n"


def test_check_as_json(content: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """``--format json`` gives a list of objects that a program can use."""
    folder = content(GOOD + WRONG)
    assert main(["check", "--format", "json", "--content", str(folder)]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert [(p["file"], p["line"], p["field"], p["severity"]) for p in problems] == [
        ("agenda/ook-fout.md", 3, "start", "fout"),
        ("artikelen/2026/fout.md", 5, "genre", "fout"),
        ("artikelen/2026/fout.md", 6, "topics[1]", "fout"),
    ]
    assert all(p["message"] and p["example"] for p in problems)
    (folder / "agenda/ook-fout.md").unlink()
    (folder / "artikelen/2026/fout.md").unlink()
    assert main(["check", "--format", "json", "--content", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_check_for_github(content: Write) -> None:
    """``--format github`` gives workflow commands with the file as seen from here."""
    folder = content(GOOD + WRONG)
    done = run_lokaal("check", "--format", "github", "--content", "content", cwd=folder.parent)
    assert done.returncode == 1
    first = done.stdout.splitlines()[0]
    assert first.startswith("::error file=content/agenda/ook-fout.md,line=3,title=Begin (start)::")
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["artikelen"], {"artikelen/2026/fout.md"}),
        (["artikelen/2026/fout.md"], {"artikelen/2026/fout.md"}),
        (["agenda/ook-fout.md", "artikelen"], {"agenda/ook-fout.md", "artikelen/2026/fout.md"}),
        (["artikelen/2026/goed.md"], set()),
        (["onderwerpen"], set()),
    ],
)
def test_check_of_some_files(
    content: Write, capsys: pytest.CaptureFixture[str], paths: list[str], files: set[str]
) -> None:
    """With paths only the problems in those files are told, and count for the exit code."""
    folder = content(GOOD + WRONG)
    code = main(["check", *paths, "--format", "json", "--content", str(folder)])
    assert {p["file"] for p in json.loads(capsys.readouterr().out)} == files
    assert code == (1 if files else 0)


def test_check_of_a_path_from_here(content: Write) -> None:
    """A path may be as the shell completes it: from the folder that the editor is in."""
    folder = content(GOOD + WRONG)
    for path, cwd in (("content/agenda", folder.parent), ("ook-fout.md", folder / "agenda")):
        done = run_lokaal("check", path, "--content", str(folder), cwd=cwd)
        assert done.returncode == 1
        assert done.stdout.endswith("1 fout in 1 bestand.\n")


def test_check_of_another_content_folder(
    content: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """A path in another content folder is checked there, and never passes unread."""
    folder = content(GOOD + WRONG)
    wanted = {"agenda": {"agenda/ook-fout.md"}, "artikelen/2026/goed.md": set()}
    wanted[""] = {"agenda/ook-fout.md", "artikelen/2026/fout.md"}
    for path, files in wanted.items():
        code = main(["check", str(folder / path), "--format", "json"])
        assert {p["file"] for p in json.loads(capsys.readouterr().out)} == files
        assert code == (1 if files else 0)
    for words in (
        ["check", str(folder), str(ROOT / "content")],
        ["check", str(ROOT / "content"), str(folder)],
        ["check", str(folder), "--content", str(ROOT / "content")],
    ):
        assert main(words) == 2
        said = capsys.readouterr()
        assert "ligt niet in de map met inhoud" in said.err and said.out == ""


# ---- build ----


def test_build_from_another_folder(content: Write, tmp_path: Path) -> None:
    """The command works from any folder; relative paths are taken from there."""
    content(GOOD)
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    done = run_lokaal(
        *("build", "--content", "../content", "--site-dir", "uit/site", "--mail-dir", "post"),
        *("--at", "2026-11-22"),
        cwd=elsewhere,
    )
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "uit/site/artikelen/2026/goed/index.html").is_file()
    assert str(elsewhere / "uit/site") in done.stdout
    assert {path.name for path in elsewhere.iterdir()} == {"uit", "post"}


def test_build_replaces_the_old_site(content: Write, tmp_path: Path) -> None:
    """A second build takes the place of the first, whole: nothing old is left, nothing beside."""
    folder = content(GOOD)
    words = ("build", "--content", str(folder), "--site-dir", str(tmp_path / "site"))
    words += ("--mail-dir", str(tmp_path / "mail"), "--at", "2026-11-22")
    assert run_lokaal(*words).returncode == 0
    (tmp_path / "site/los.html").write_text("van vroeger")
    (folder / "artikelen/2026/goed.md").rename(folder / "artikelen/2026/beter.md")
    assert run_lokaal(*words).returncode == 0
    assert not (tmp_path / "site/los.html").exists()
    assert not (tmp_path / "site/artikelen/2026/goed").exists()
    assert (tmp_path / "site/artikelen/2026/beter/index.html").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"content", "site", "mail"}


@pytest.mark.parametrize(
    ("option", "place"),
    [
        ("--site-dir", "."),
        ("--site-dir", "content"),
        ("--site-dir", "content/site"),
        ("--site-dir", "documenten"),
        ("--site-dir", "documenten/brief.txt"),
        ("--site-dir", "mail/site"),
        ("--mail-dir", "documenten"),
        ("--mail-dir", "site"),
        ("--mail-dir", "site/mail"),
    ],
)
def test_build_destroys_nothing(content: Write, tmp_path: Path, option: str, place: str) -> None:
    """A site or mail folder that would replace the content or an editor's files is refused."""
    content(GOOD)
    write_files(tmp_path, "-- documenten/brief.txt --\nBewaren.\n")
    before = sorted(tmp_path.rglob("*"))
    places = {"--site-dir": "site", "--mail-dir": "mail", option: place}
    words = (word for pair in places.items() for word in pair)
    done = run_lokaal("build", "--content", "content", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("lokaal build: ")
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


# ---- new ----

TITLES = {
    word: f"Een nieuwe {word}"
    for word in (
        "artikel agenda-item netwerk regio handreiking instrument scholing onderzoek editie "
        "onderwerp doelgroep persoon pagina"
    ).split()
}


def test_new_of_every_kind(content: Write, tmp_path: Path) -> None:
    """What ``lokaal new`` writes for any kind passes the check, and builds to a page."""
    folder = content("-- index.md --\n---\ntitle: Lokaal Bestuur\n---\n")
    write_files(folder, "-- onderwerpen/wonen.md --\n---\ntitle: Wonen\n---\n")
    made = {}
    for kind, title in TITLES.items():
        assert main(["new", kind, title, "--set", "draft=false", "--content", str(folder)]) == 0
        found = {path for path in folder.rglob("*.md") if title in path.read_text()}
        (made[kind],) = found
        head = frontmatter.load(str(made[kind]))
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(head["id"]))
    assert main(["check", "--content", str(folder)]) == 0
    done = run_lokaal(
        *("build", "--content", str(folder), "--site-dir", str(tmp_path / "site")),
        *("--mail-dir", str(tmp_path / "mail"), "--at", "2100-01-01"),
    )
    assert done.returncode == 0, done.stderr
    for kind, file in made.items():
        path = file.relative_to(folder).with_suffix("")
        page = Page(tmp_path / "site", tmp_path / "site" / path / "index.html")
        assert TITLES[kind] in page.text, kind


def test_new_is_a_draft(content: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A new item is a draft in the folder of its kind and year; its path is what is printed."""
    folder = content(GOOD)
    assert main(["new", "artikel", 'Hé, \'s avonds "wonen"?', "--content", str(folder)]) == 0
    file = Path(capsys.readouterr().out.strip())
    assert file.parent.parent == folder / "artikelen"
    assert file.name == "he-s-avonds-wonen.md"
    head = frontmatter.load(str(file))
    assert head["title"] == 'Hé, \'s avonds "wonen"?'
    assert head["draft"] is True
    assert str(head["date"])[:4] == file.parent.name


def test_new_with_fields(content: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """``--set`` gives fields, lists and blocks; nothing that an editor types is changed."""
    folder = content(GOOD)
    options = ["--content", str(folder)]
    words = "genre=interview topics=[wonen] date=2025-03-01 slug=kort".split()
    for word in words:
        options += ["--set", word]
    assert main(["new", "artikelen", "Titel", *options]) == 0
    head = frontmatter.load(str(folder / "artikelen/2025/kort.md"))
    assert (head["genre"], head["topics"]) == ("interview", ["wonen"])
    options = ["--content", str(folder), "--set", "start=2026-12-04 12:00"]
    options += ["--set", "location={name: Zaal, city: Ede}"]
    assert main(["new", "agenda", "Overleg", *options]) == 0
    head = frontmatter.load(str(folder / "agenda/overleg.md"))
    assert str(head["start"]).startswith("2026-12-04 12:00") and "period" not in head
    assert head["location"] == {"name": "Zaal", "city": "Ede"}
    options = ["--content", str(folder), "--set", "version=1.10", "--set", "title=Nee: 1.0"]
    assert main(["new", "handreiking", "Gids", *options]) == 0
    head = frontmatter.load(str(folder / "handreikingen/nee-1-0.md"))
    assert (head["version"], head["title"]) == ("1.10", "Nee: 1.0")


def test_new_refuses_what_would_be_wrong(
    content: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """What would not pass the check is not kept, and what is there is never overwritten."""
    folder = content(GOOD)
    before = {file: file.read_bytes() for file in folder.rglob("*.md")}
    at = ["--content", str(folder)]
    assert main(["new", "artikel", "Titel", *at, "--set", "genre=nieuwz"]) == 1
    assert "Bedoelde je 'nieuws'?" in capsys.readouterr().err
    assert main(["new", "onderwerp", "Wonen", *at]) == 2
    assert "bestaat al" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in folder.rglob("*.md")} == before


@pytest.mark.parametrize(
    "words",
    [
        "--set genre=opinie topics=wonen Titel",
        "Titel --set genre=opinie topics=wonen",
        "Titel --set genre=opinie --set topics=wonen",
        "Titel --set=genre=opinie topics=wonen",
    ],
)
def test_new_finds_the_title_behind_fields(content: Write, words: str) -> None:
    """A title may stand before or after ``--set``, however many fields that has."""
    folder = content(GOOD)
    assert main(["new", "artikel", "--content", str(folder), *words.split()]) == 0
    assert (
        main(["new", *words.replace("Titel", "artikel Twee").split(), f"--content={folder}"]) == 0
    )
    for file in ("titel", "twee"):
        (path,) = folder.glob(f"artikelen/*/{file}.md")
        head = frontmatter.load(str(path))
        assert (head["genre"], head["topics"]) == ("opinie", ["wonen"])


KIND_WORDS = {
    "agenda": ["agendapunt", "bijeenkomst", "agenda item", "agenda_item", "AgendaItem"],
    "motiebank": "motie vragen instrument motion".split(),
    "scholing": "cursus training".split(),
    "afgehaakt": ["regional report", "report"],
    "onderzoek": ["research project", "research"],
    "over": ["plain page", "page"],
    "handreikingen": ["guide"],
    "nieuwsbrief": ["edition"],
}


@pytest.mark.parametrize(
    ("folder", "word"), [(f, word) for f, words in KIND_WORDS.items() for word in words]
)
def test_new_knows_other_words(content: Write, folder: str, word: str) -> None:
    """A kind may be called as editors say, or as the contract says in English."""
    place = content(GOOD)
    assert main(["new", word, "Een titel", "--content", str(place)]) == 0
    (file,) = (place / folder).rglob("*.md")
    if word in ("motie", "vragen"):
        kinds = {"motie": "motie", "vragen": "schriftelijke vragen"}
        assert frontmatter.load(str(file))["kind"] == kinds[word]


@pytest.mark.parametrize("word", ["guides", "artikles", "articl", "editio", "trainig", "persn"])
def test_new_advises_in_dutch(
    content: Write, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    """What an unknown kind is taken for is never an English word."""
    assert main(["new", word, "Titel", "--content", str(content(GOOD))]) == 2
    advised = re.search(r"Bedoelde je '(.+)'", capsys.readouterr().err)
    assert not advised or advised[1] in DUTCH


def test_new_edition_takes_a_free_sunday(
    content: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first Sunday without a file; a day that is taken calls for another day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795100000")  # Thursday 19 November 2026
    folder = content(GOOD)
    at = ["--content", str(folder)]
    for _ in range(3):
        assert main(["new", "editie", "Zelfde titel", *at]) == 0
    days = ["2026-11-22", "2026-11-29", "2026-12-06"]
    assert [file.stem for file in sorted((folder / "nieuwsbrief").iterdir())] == days
    assert "\ndate: 2026-11-22\n" in (folder / "nieuwsbrief/2026-11-22.md").read_text()
    capsys.readouterr()
    assert main(["new", "editie", "Titel", *at, "--set", "date=2026-11-29"]) == 2
    said = capsys.readouterr().err
    assert "Kies een andere datum." in said and "titel" not in said


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0 half a picture",
        # 60000 by 60000 pixels, which Pillow takes for an attack.
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea`\0\0\xea`\x08\x02\0\0\0\x0f\xb0\xe2\x15\0\0\0\0IDAT",
    ],
)
def test_a_damaged_picture_is_refused(data: bytes, content: Write, build: Build) -> None:
    """Empty, another kind, or a header that asks for all memory: named, and never decoded."""
    folder = content("""\
-- index.md --
---
title: Voorpagina
---
-- over/foto.md --
---
title: Een foto
image: {src: foto.png, alt: Een zaal, credit: De maker}
---
""")
    (folder / "media").mkdir()
    (folder / "media" / "foto.png").write_bytes(data)
    built = build(folder)
    assert built.code == 1
    assert built.err.startswith("media/foto.png:1: ")


def test_new_keeps_nothing_that_clashes(content: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """An id that another file has already is refused, though the clash is told of that file."""
    folder = content("-- over/zet.md --\n---\ntitle: Zet\n---\n")
    words = ["new", "pagina", "Aap", "--set", "id=over/zet", "--content", str(folder)]
    assert main(words) == 1
    assert "over/zet" in capsys.readouterr().err
    assert not (folder / "over/aap.md").exists()


INTERRUPTED = """
import sys
class CtrlC:
    def find_spec(self, name, *rest):
        if name == "mkdocs":
            raise KeyboardInterrupt
sys.meta_path.insert(0, CtrlC())
from site_plugins.commands.main import main
sys.exit(main(["build"]))
"""


def test_ctrl_c_while_libraries_are_read() -> None:
    """The first second of a command is Python's own; stopped in it, it says no more than later."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize(("command", "code"), [("build", {0}), ("check", {0, 1})])
def test_nobody_reads_what_is_said(
    tmp_path: Path, command: str, code: set[int], buffered: str
) -> None:
    """Behind ``| head`` a command ends without a trace, and what is built is built."""
    content = write_files(tmp_path / "content", GOOD)
    words = [command, "--content", str(content)]
    if command == "build":
        words += ["--site-dir", str(tmp_path / "site"), "--mail-dir", str(tmp_path / "mail")]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [program("lokaal"), *words],
        cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": buffered},
        stdout=write, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(write)
    assert done.returncode in code and done.stderr == b""
    assert (tmp_path / "site/index.html").exists() == (command == "build")
