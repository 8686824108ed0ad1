"""The real content with canaries in it: all output is decoded and searched.

``test_time`` writes hidden items of every kind and for every reason (dated tomorrow, a draft,
expired), each with words that stand nowhere else, and visible items that name them all. Here
they stand among the real content, and nothing is taken on trust: what is packed is unpacked,
what is encoded is decoded.
"""

from __future__ import annotations

import base64
import email
import email.policy
import gzip
import json
import re
import shutil
import zlib
from collections.abc import Collection, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote_to_bytes
from zipfile import ZipFile

import brotli
import pytest
from icalendar import Calendar
from lxml import etree
from PIL import Image

from tests.conftest import ROOT, Built, write_files
from tests.site.test_gate import SENT
from tests.site.test_time import BEFORE, CANARIES, MIDNIGHT, SUNDAYS, at, write_content


def decoded(name: str, data: bytes) -> Iterator[bytes]:
    """A file's bytes, and each other form in which they hold words."""
    yield name.encode()
    yield unquote_to_bytes(name)
    if name.endswith(".br"):
        yield from decoded(name.removesuffix(".br"), brotli.decompress(data))
    elif data[:2] == b"\x1f\x8b":  # .gz, and the search index's own files
        yield from decoded(name.removesuffix(".gz"), gzip.decompress(data))
    elif data[:4] == b"PK\x03\x04":
        with ZipFile(BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from decoded(member, archive.read(member))
    else:
        yield data
        yield from _words(name.rpartition(".")[2], data)


def _words(kind: str, data: bytes) -> Iterator[bytes]:
    """What a program of the file's kind reads in it."""
    match kind:
        case "html" | "txt" | "svg" | "css" | "js":
            yield unescape(data.decode()).encode()
            yield unquote_to_bytes(data)
        case "xml":
            for text in etree.fromstring(data).itertext():
                yield unescape(str(text)).encode()
            yield unquote_to_bytes(data)
        case "json":
            yield json.dumps(json.loads(data), ensure_ascii=False).encode()
        case "ics":
            for part in Calendar.from_ical(data).walk():
                for key, value in part.items():
                    yield f"{key}:{value}".encode()
        case "eml":
            message = email.message_from_bytes(data, policy=email.policy.default)
            for part in message.walk():
                yield "\n".join(f"{key}: {value}" for key, value in part.items()).encode()
                if not part.is_multipart():
                    content = part.get_content()
                    yield content if isinstance(content, bytes) else str(content).encode()
        case "png" | "jpg" | "jpeg" | "webp" | "gif" | "avif":
            with Image.open(BytesIO(data)) as image:
                yield repr(image.info).encode()
            for stream in re.finditer(rb"(?s)(?:zTXt|iTXt).*?(x\x9c.*)", data):
                yield zlib.decompressobj().decompress(stream[1])
    # Not "base64," with a lone letter behind it, as in the script of the editors' form.
    whole = rb"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
    for found in re.finditer(rb"base64,(" + whole + rb")", data):
        yield base64.b64decode(found[1])


def words_of(built: Built) -> dict[str, list[str]]:
    """For each canary, in which files of site and mail it stands in any form."""
    found: dict[str, list[str]] = {}
    pattern = re.compile(rb"(later|concept|voorbij|altijd)(" + "|".join(CANARIES).encode() + rb")")
    for folder in (built.site, built.mail):
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            forms = decoded(name, file.read_bytes()) if file.is_file() else (name.encode(),)
            for canary in {match[0].decode() for form in forms for match in pattern.finditer(form)}:
                found.setdefault(canary, []).append(name)
    return found


HIDDEN = {"before": ("later", "concept"), "midnight": ("concept", "voorbij")}
MOMENTS = {"before": BEFORE, "midnight": MIDNIGHT}


def real_content(folder: Path, without: Collection[str] = ()) -> Path:
    """The real content with that of ``test_time`` in it, in the place of the real editions.

    An edition that was sent names it all, also what is not there: it may have been deleted.
    """
    shutil.copytree(ROOT / "content", folder)
    for sunday in SUNDAYS.values():
        (folder / "nieuwsbrief" / f"{sunday}.md").unlink(missing_ok=True)
    return write_files(write_content(folder, without), SENT)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """One second before midnight and at midnight."""
    folder = real_content(tmp_path_factory.mktemp("leaks") / "content")
    return {name: at(folder, moment, name) for name, moment in MOMENTS.items()}


@pytest.fixture(scope="module")
def found(sites: dict[str, Built]) -> dict[str, dict[str, list[str]]]:
    """Where each canary stands, at both moments."""
    return {name: words_of(built) for name, built in sites.items()}


def every_file(built: Built) -> dict[str, bytes]:
    """Site and mail, byte for byte."""
    files = ((p.relative_to(f), p) for f in (built.site, built.mail) for p in f.rglob("*"))
    return {str(name): path.read_bytes() for name, path in files if path.is_file()}


@pytest.mark.parametrize("moment", HIDDEN)
def test_what_is_hidden_changes_nothing(
    sites: dict[str, Built], moment: str, tmp_path: Path
) -> None:
    """Without the hidden items, and all that names them, the same bytes come out.

    So no number, date, order, neighbour, empty heading or size tells that there is more.
    """
    folder = real_content(tmp_path / "content", HIDDEN[moment])
    bare, whole = every_file(at(folder, MOMENTS[moment], moment)), every_file(sites[moment])
    assert bare.keys() == whole.keys()
    assert [name for name in bare if bare[name] != whole[name]] == []


@pytest.mark.parametrize("moment", HIDDEN)
@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_hidden_is_anywhere(
    found: dict[str, dict[str, list[str]]], moment: str, canary: str
) -> None:
    """Not in a page, feed, calendar, mail, picture, packed file, search index or file name."""
    for word in HIDDEN[moment]:
        assert found[moment].get(f"{word}{canary}", []) == []


@pytest.mark.parametrize(
    "ending",
    [
        *(".html", ".xml", ".json", ".ics", ".eml", ".txt", ".docx", ".gz", ".br", ".mp3", ".pdf"),
        *("woorden.txt", ".pf_fragment", ".pf_index"),
    ],
)
def test_the_search_sees_every_form(found: dict[str, dict[str, list[str]]], ending: str) -> None:
    """What is visible is found in files of every form, so that a leak there would be too."""
    files = {f for word, fs in found["midnight"].items() if word.startswith("altijd") for f in fs}
    assert [file for file in files if file.endswith(ending)] != []


@pytest.mark.parametrize("word", ["voorbij", "altijd"])
def test_what_a_camera_wrote_is_gone(found: dict[str, dict[str, list[str]]], word: str) -> None:
    """A published picture keeps nothing but its pixels."""
    files = found["before"].get(f"{word}bytes", [])
    assert {file.rpartition(".")[2] for file in files} == {"mp3", "pdf"}


def test_every_form_is_decoded() -> None:
    """A word in each of the packed and encoded forms comes out."""
    word = b"kanarie-\xc3\xa9"
    text = word.decode()
    mail = email.message.EmailMessage()
    mail["Subject"] = text
    mail.set_content(text, cte="base64")
    image = BytesIO()
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("Comment", text, zip=True)
    Image.new("L", (1, 1)).save(image, "PNG", pnginfo=info)
    folded = f"BEGIN:VCALENDAR\r\nX-A:kanar\r\n ie-{text[-1]}\r\nEND:VCALENDAR\r\n"
    forms = {
        "a.html": b"kanarie-&eacute;",
        "a.xml": b"<a>kanarie-&#233;</a>",
        "a.json": json.dumps(text).encode(),
        "a.ics": folded.encode(),
        "a.eml": mail.as_bytes(),
        "a.png": image.getvalue(),
        "a.html.gz": gzip.compress(word),
        "a.html.br": brotli.compress(word),
        "kanarie-%C3%A9.txt": b"",
    }
    for name, data in forms.items():
        assert any(word in form for form in decoded(name, data)), name
