"""Looks into documents of Word, Excel, PowerPoint and LibreOffice: zip files with XML."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from site_plugins.loading.media.pictures import Damaged

MAX_PARTS = 5_000
MAX_PART = 50_000_000
MAX_UNPACKED = 250_000_000
"""Bytes: what parts and the whole may be once unpacked; nothing larger is unpacked at all."""

_MAIN = {
    ".docx": "word/",
    ".xlsx": "xl/",
    ".pptx": "ppt/",
}
_TYPES = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
    ".odp": b"application/vnd.oasis.opendocument.presentation",
}
ENDINGS = (*_MAIN, *_TYPES)
_MACROS = re.compile(r"vba(?:project|data)[^/]*\.(?:bin|xml)$|^(?:basic|scripts)/.", re.IGNORECASE)
_BLOCK = re.compile(
    r"</(?:\w+:)?(?:p|h|si|c|is|tr|row|table-cell|comment)>|<(?:\w+:)?(?:tab|br|line-break|s)\b[^>]*>"
)
_LINK = re.compile(r"(?:Target|href)=\"([^\"]*)\"")
_SPOKEN = re.compile(r"\b(?:descr|title|alt|tooltip)=\"([^\"]*)\"", re.IGNORECASE)
"""Words about a picture or a link."""
_SETTINGS = "settings.xml"
"""Of LibreOffice: numbers of windows and printers, no word of an author."""
_MOST_INSIDE = 20
_BROKEN = "dit document is beschadigd. Bewaar het opnieuw."


def document_text(data: bytes, ending: str) -> str:
    """Everything that is written in a document, a paragraph or a cell on a line.

    Raises Damaged: what is broken, holds macros, is locked, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return _text(parts, ending)
    # Of a damaged zip file the library raises nearly anything.
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError):
        raise Damaged(_BROKEN) from None


def _text(parts: zipfile.ZipFile, ending: str) -> str:
    entries = parts.infolist()
    sizes = [entry.file_size for entry in entries]
    if len(entries) > MAX_PARTS or max(sizes, default=0) > MAX_PART or sum(sizes) > MAX_UNPACKED:
        most = MAX_UNPACKED // 1_000_000
        raise Damaged(f"dit document is uitgepakt groter dan {most} MB. Maak het kleiner.")
    names = [entry.filename for entry in entries]
    if any(_MACROS.search(name) for name in names):
        raise Damaged("dit document bevat macro's. Bewaar het zonder, of als pdf.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Damaged("dit document is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord.")
    if ending in _TYPES:
        kept = "mimetype" in names and parts.read("mimetype").strip().startswith(_TYPES[ending])
    else:
        kept = "[Content_Types].xml" in names and any(n.startswith(_MAIN[ending]) for n in names)
    if not kept:
        raise Damaged(f"de inhoud is geen {ending[1:]}-document. Bewaar het opnieuw.")
    texts = []
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels", ".txt")) and entry.filename != _SETTINGS:
            data = parts.read(entry)
            wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
            xml = data.decode("utf-16" if wide else "utf-8", errors="replace")
            # Pieces of one word can be in several tags; paragraphs and cells are apart.
            words = re.sub("<[^>]*>", "", _BLOCK.sub("\n", xml))
            texts.append(html.unescape(words))
            links = (html.unescape(link) for link in _LINK.findall(xml))
            texts += [link for link in links if ":" in link]
            texts += [html.unescape(words) for words in _SPOKEN.findall(xml)]
    return "\n".join([*texts, *_inside(parts, entries)])


def _inside(parts: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    """The texts of documents inside: behind a chart stands the whole table that it is made of."""
    inside = [entry for entry in entries if entry.filename.lower().endswith(ENDINGS)]
    if len(inside) > _MOST_INSIDE:
        raise Damaged(f"er zitten meer dan {_MOST_INSIDE} documenten in dit document. Splits het.")
    for entry in inside:
        ending = entry.filename[entry.filename.rfind(".") :].lower()
        with zipfile.ZipFile(io.BytesIO(parts.read(entry))) as document:
            if any(each.filename.lower().endswith(ENDINGS) for each in document.infolist()):
                raise Damaged("er zitten te veel documenten in elkaar. Haal die eruit.")
            yield _text(document, ending)
