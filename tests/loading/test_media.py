"""Files under ``media/`` are what their name says, and fit for everyone."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from site_plugins.loading.media import office
from site_plugins.loading.media.inspection import kind_of, media_problems
from site_plugins.loading.media.pictures import Damaged, facts_of

FORMATS = {".jpg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF"}
KINDS = {".webp": "WebP"}


def problems(folder: Path, name: str, data: bytes, public: frozenset[str] = frozenset()) -> str:
    """Everything that is said of a file."""
    file = folder / "media" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return "\n".join(map(str, media_problems(folder, name, len(data), public)))


def picture(ending: str, size: tuple[int, int] = (30, 20), moving: bool = False) -> bytes:
    """A whole picture."""
    out = io.BytesIO()
    frames = [Image.effect_noise(size, n).convert("RGB") for n in (60, 80)]
    more = {"save_all": True, "append_images": frames[1:], "duration": 100} if moving else {}
    frames[0].save(out, FORMATS[ending], **more)
    return out.getvalue()


def png_of(width: int, height: int, frames: int = 1) -> bytes:
    """A PNG that says to be so large, with next to nothing in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    if frames > 1:
        parts.insert(1, (b"acTL", struct.pack(">II", frames, 0)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@pytest.mark.parametrize(
    ("ending", "moving"),
    [*((ending, False) for ending in FORMATS), (".png", True), (".gif", True), (".webp", True)],
)
def test_the_header_tells_what_a_picture_is(ending: str, moving: bool, tmp_path: Path) -> None:
    """Kind, width, height and frames, without decoding; a whole picture has no problem."""
    data = picture(ending, moving=moving)
    kind = kind_of(data)
    assert kind == KINDS.get(ending, FORMATS[ending])
    assert facts_of(data, kind) == (30, 20, 2 if moving else 1)
    assert problems(tmp_path, f"foto{ending}", data) == ""


def test_a_lossless_webp_tells_its_size() -> None:
    """Its header is another one."""
    out = io.BytesIO()
    Image.new("RGB", (300, 17)).save(out, "WEBP", lossless=True)
    assert facts_of(out.getvalue(), "WebP")[:2] == (300, 17)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_picture_that_was_cut_off_is_refused(ending: str, tmp_path: Path) -> None:
    """At any place: a copy that broke off, a full disk."""
    data = picture(ending)
    for length in (*range(1, 64), *range(64, len(data), max(1, len(data) // 40)), len(data) - 1):
        said = problems(tmp_path, f"foto{ending}", data[:length])
        assert said.startswith(f"media/foto{ending}:1: "), length


def test_a_damaged_png_is_refused(tmp_path: Path) -> None:
    """Its parts have checksums."""
    data = bytearray(picture(".png"))
    data[len(data) // 2] ^= 1
    assert "beschadigd" in problems(tmp_path, "foto.png", bytes(data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (png_of(20_000, 20_000), "20.000 × 20.000 pixels (400 megapixel); hoogstens 40."),
        (png_of(60_000, 60_000), "60.000 × 60.000 pixels (3.600 megapixel)"),
        (png_of(6_400, 6_251), "(40,1 megapixel); hoogstens 40"),
        (png_of(12_001, 10), "12.001 × 10 pixels; hoogstens 12.000 per zijde"),
        (png_of(2_000, 2_000, 500), "500 beelden van 2.000 × 2.000 pixels"),
        (png_of(0, 10), "geen pixels"),
        (b"", "dit bestand is leeg"),
    ],
)
def test_too_large_a_picture_is_refused_with_its_size(
    data: bytes, said: str, tmp_path: Path
) -> None:
    """From its header: a small file can ask for all memory."""
    assert said in problems(tmp_path, "foto.png", data)


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("foto.jpg", 15_000_001, "15,1 MB; hoogstens 15."),
        ("logo.svg", 1_000_001, "1,1 MB; hoogstens 1."),
        ("stuk.pdf", 25_000_001, "25,1 MB; hoogstens 25."),
        ("stuk.csv", 30_000_000, "30 MB; hoogstens 25."),
        ("geluid.mp3", 200_000_001, "200,1 MB; hoogstens 200."),
    ],
)
def test_too_large_a_file_is_refused_unread(name: str, size: int, said: str) -> None:
    """Its size is known from the listing: it need not even be there."""
    (problem,) = media_problems(Path("/nergens"), name, size, frozenset())
    assert said in problem.message


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("foto.jpg", picture(".png"), "geen JPEG, maar PNG"),
        ("foto.png", picture(".jpg"), "geen PNG, maar JPEG"),
        ("foto.jpg", b"<html><script>", "geen JPEG, maar HTML"),
        ("foto.jpg", b"MZ\x90\0\x03", "geen JPEG."),
        ("foto.avif", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "geen AVIF, maar HEIC"),
        ("stuk.pdf", b"<!DOCTYPE html>", "geen PDF, maar HTML"),
        ("stuk.docx", b"\xd0\xcf\x11\xe0" + bytes(99), "document van Office"),
        ("stuk.docx", b"%PDF-1.7", "geen docx-document, maar PDF"),
        ("logo.svg", b"tekst", "geen SVG, maar tekst"),
        ("lijst.csv", b"a;b\0c", "geen tekst."),
        ("lijst.txt", b"<html>", "geen tekst, maar HTML"),
        ("geluid.mp3", b"RIFF\0\0\0\0WAVE", "geen MP3, maar WAV"),
    ],
)
def test_a_file_is_what_its_name_says(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    """A browser that is told otherwise may run it."""
    assert said in problems(tmp_path, name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("stuk.pdf", b"%PDF-1.7\n"),
        ("geluid.mp3", b"ID3\x03"),
        ("geluid.mp3", b"\xff\xfb\x90\x00"),
        ("geluid.m4a", b"\0\0\0\x20ftypM4A \0\0\0\0"),
        ("geluid.ogg", b"OggS"),
        ("geluid.opus", b"OggS"),
        ("geluid.wav", b"RIFF\0\0\0\0WAVE"),
        ("lijst.csv", "naam;plaats\nZoë;’s-Gravenhage\n".encode()),
        ("lijst.csv", "naam;plaats\nZoë;Den Haag\n".encode("cp1252")),
        ("lijst.txt", "Zoë".encode("utf-16")),
        ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:06.123\nWelkom."),
        ("a.srt", b"1\n00:00:00,000 --> 00:00:06,123\nWelkom."),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
)
def test_a_plain_file_is_fine(name: str, data: bytes, tmp_path: Path) -> None:
    """Of each kind that is published."""
    assert problems(tmp_path, name, data) == ""


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
)
ACTIVE = {
    "<script>alert(1)</script>": "<script>",
    "<g><SCRIPT/></g>": "<SCRIPT>",
    '<g onload="x()"/>': "onload=",
    '<g ONCLICK="x()"/>': "onclick=",
    "<foreignObject><p/></foreignObject>": "<foreignObject>",
    '<html:iframe xmlns:html="http://www.w3.org/1999/xhtml"/>': "<iframe>",
    '<image xlink:href="https://elders.nl/a.png"/>': "een verwijzing naar",
    '<image href="//elders.nl/a.png"/>': "een verwijzing naar",
    '<use href="ander.svg#a"/>': "een verwijzing naar",
    '<a xlink:href="javascript:alert(1)"><text>x</text></a>': "een verwijzing naar",
    '<a xlink:href="java&#115;cript:alert(1)"/>': "een verwijzing naar",
    '<image href="data:image/svg+xml;base64,AAAA"/>': "een verwijzing naar",
    '<image href="data:text/html,x"/>': "een verwijzing naar",
    '<g fill="url(https://elders.nl/#a)"/>': "fill= met een verwijzing",
    "<g style=\"background: URL( '//elders.nl' )\"/>": "style= met een verwijzing",
    '<g style="fill: u\\72l(//elders.nl)"/>': "style= met een verwijzing",
    "<style>@import 'https://elders.nl/a.css';</style>": "een stijl",
    "<style>a { background: url(https://elders.nl/a.png) }</style>": "een stijl",
    "<style>a { background: url(data:image/png;base64,AA) }</style>": "een stijl",
    "<style>@font-face { src: url(data:font/woff2;base64,AA) }</style>": "een eigen lettertype",
    '<set attributeName="href" to="javascript:alert(1)"/>': "een beweging die href",
    '<animate attributeName="xlink:href" values="javascript:alert(1)"/>': "een beweging die href",
    '<set attributeName="onload" to="x()"/>': "een beweging die onload",
    '<g xml:base="https://elders.nl/"/>': "base=",
    "<?xml-stylesheet href='https://elders.nl/a.css'?>": "een verwerkingsinstructie",
}


@pytest.mark.parametrize("inside", ACTIVE)
def test_a_drawing_that_acts_or_fetches_is_refused(inside: str, tmp_path: Path) -> None:
    """It would do so in the name of the site, or tell others who looks at it."""
    said = problems(tmp_path, "logo.svg", DRAWING.format(inside).encode())
    assert f"deze tekening bevat {ACTIVE[inside]}" in said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING.format("&a;").encode(), "<!ENTITY>"),
        (b'<?xml-stylesheet href="a"?>' + DRAWING.format("").encode(), "verwerkingsinstructie"),
        (b"<?xml version='1.0'?><html><svg/></html>", "begint niet met <svg>"),
        (DRAWING.format("<g>").encode(), "geen geldige SVG"),
        (DRAWING.format("<g>" * 5000 + "</g>" * 5000).encode(), "geen geldige SVG"),
        (DRAWING.format("").encode("utf-16"), "geen SVG"),
        (DRAWING.format('<image href="data:image/png;base64,AAAA"/>').encode(), "een foto in"),
        (DRAWING.format("<text>Bel 06-<tspan>12345678</tspan></text>").encode(), "06-12345678"),
        (DRAWING.format("<!-- jan@gmail.com -->").encode(), "jan@gmail.com"),
        (DRAWING.format('<g aria-label="jan@gmail.com"/>').encode(), "jan@gmail.com"),
        (b'<svg viewBox="0 0 1 1"/>', 'mist xmlns="http://www.w3.org/2000/svg"'),
    ],
)
def test_a_drawing_that_is_not_plain_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    """With the reason."""
    assert said in problems(tmp_path, "logo.svg", data)


@pytest.mark.parametrize(
    "inside",
    [
        '<path id="a" d="M06 12 34 56 78 L0612345678 0"/><use xlink:href="#a"/>',
        '<linearGradient id="g"/><rect fill="url(#g)" style="stroke: url(\'#g\')"/>',
        "<style>.a { fill: red }</style>",
        '<animate attributeName="opacity" from="0" to="1" dur="1s"/>',
        "<title>Logo</title><metadata>Getekend in 2026</metadata>",
    ],
)
def test_a_plain_drawing_is_fine(inside: str, tmp_path: Path) -> None:
    """What points at its own parts, moves its own shapes, and the numbers of its paths."""
    assert problems(tmp_path, "logo.svg", DRAWING.format(inside).encode()) == ""


def document(ending: str, *parts: tuple[str, str]) -> bytes:
    """An office file with these parts."""
    main = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/a.xml"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if ending in main:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(main[ending], "<a/>")
        else:
            kinds = {".odt": "text", ".ods": "spreadsheet", ".odp": "presentation"}
            kind = f"application/vnd.oasis.opendocument.{kinds[ending]}"
            archive.writestr("mimetype", kind)
        for name, text in parts:
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("ending", office.ENDINGS)
def test_documents_are_searched(ending: str, tmp_path: Path) -> None:
    """A number that stands in pieces, a link, an entity; in each kind of document."""
    said = problems(
        tmp_path,
        f"stuk{ending}",
        document(
            ending,
            ("word/a.xml", "<w:p><w:t>Bel 06-</w:t><w:t>12345678</w:t></w:p><w:p>9</w:p>"),
            ("xl/sharedStrings.xml", "<si><t>jan&#64;gmail.com</t></si><si><t>x</t></si>"),
            ("word/_rels/a.rels", '<R Target="https://zoom.us/j/1" TargetMode="External"/>'),
        ),
    )
    assert [word for word in ("06-12345678", "jan@gmail.com", "zoom.us") if word not in said] == []
    assert len(said.splitlines()) == 3
    assert problems(tmp_path, f"leeg{ending}", document(ending)) == ""


def test_a_document_inside_a_document_is_searched(tmp_path: Path) -> None:
    """Behind a chart stands the whole table that it is made of; settings hold no words."""
    table = document(".xlsx", ("xl/sharedStrings.xml", "<si><t>jan@gmail.com</t></si>"))
    out = io.BytesIO(document(".pptx", ("ppt/b.xml", '<p descr="Bel 06-12345678"/>')))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("ppt/embeddings/tabel.xlsx", table)
    said = problems(tmp_path, "dia.pptx", out.getvalue())
    assert "jan@gmail.com" in said
    assert "06-12345678" in said
    settings = document(".odt", ("settings.xml", "<config-item>0612345678</config-item>"))
    assert problems(tmp_path, "stuk.odt", settings) == ""


def test_a_spreadsheet_of_addresses_needs_a_word(tmp_path: Path) -> None:
    """An item can declare it public; a link into a meeting in it stays an error."""
    cells = "".join(f"<si><t>lid{n}@clb.nl</t></si>" for n in range(12))
    data = document(".xlsx", ("xl/sharedStrings.xml", cells))
    assert "12 verschillende mailadressen" in problems(tmp_path, "lijst.xlsx", data)
    public = frozenset({"media/lijst.xlsx"})
    assert problems(tmp_path, "lijst.xlsx", data, public) == ""
    data = document(".xlsx", ("xl/sharedStrings.xml", f"{cells}<si>https://zoom.us/j/1</si>"))
    assert "zoom.us" in problems(tmp_path, "lijst.xlsx", data, public)


def locked() -> bytes:
    """A document whose first part says that it is encrypted."""
    data = bytearray(document(".docx"))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (document(".docx", ("word/vbaProject.bin", "x")), "macro's"),
        (document(".docx", ("Basic/Standard/Module1.xml", "x")), "macro's"),
        (document(".odt"), "geen docx-document"),
        (b"PK\x03\x04" + bytes(100), "beschadigd"),
        (document(".docx")[:-30], "beschadigd"),
        (locked(), "wachtwoord"),
        (document(".docx", ("a.xml", "x" * 51_000_000)), "uitgepakt groter"),
        (document(".docx", *((f"{n}.xml", "") for n in range(5001))), "uitgepakt groter"),
    ],
)
def test_a_document_that_is_not_plain_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    """With the reason, and without unpacking what would be too much."""
    assert said in problems(tmp_path, "stuk.docx", data)


WHOLE = [picture(ending) for ending in FORMATS]


@settings(max_examples=200)
@given(
    st.sampled_from(WHOLE),
    st.integers(0, 400),
    st.binary(max_size=8),
    st.sampled_from(["JPEG", "PNG", "GIF", "WebP", "AVIF"]),
)
@example(b"\xff\xd8\xff", 3, b"\xff" * 8, "JPEG")
def test_any_bytes_have_facts_or_are_damaged(data: bytes, at: int, put: bytes, kind: str) -> None:
    """Never another exception, and never without an end."""
    try:
        facts = facts_of(data[:at] + put + data[at + len(put) :], kind)
    except Damaged as reason:
        assert str(reason).endswith(".")
    else:
        assert facts.frames >= 1


@settings(max_examples=150)
@given(st.binary(max_size=300), st.sampled_from([*office.ENDINGS, ".svg", ".csv", ".jpg", ".pdf"]))
def test_any_file_is_fine_or_has_a_reason(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    """Never an exception, and what is said can be printed."""
    for start in (b"", b"PK\x03\x04", b"<svg>", b"\xff\xd8\xff"):
        said = problems(tmp_path_factory.getbasetemp(), f"bestand{ending}", start + data)
        assert said.encode() is not None
