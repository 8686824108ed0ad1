"""A document as Word reads it (.docx): A4, in Dutch, with real headings and lists.

The same document gives the same bytes: the packed files have a fixed time, and the properties
have the date of the item.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from site_plugins.rendering.documents import Block, Document, Run

FONT = "Georgia"
_BLACK = RGBColor(0, 0, 0)
# The time that a zip file gives where there is none (APPNOTE 4.4.6 counts from 1980).
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_TABLES = ("Normal Table", "Table Grid")
_LISTS = {"bullet": "List Bullet", "number": "List Number", "rest": "List Continue"}
_DEEPEST = 3
"""So many levels of lists are there in Word's own styles."""


def word_recipe(made: Document, author: str) -> str:
    """The key under which the file can be kept: another document, or another way to make it."""
    return f"docx {docx.__version__} {_way()}\n{author}\n{made!r}"


@cache
def _way() -> str:
    return sha256(Path(__file__).read_bytes()).hexdigest()


def word_document(made: Document, author: str) -> bytes:
    """The document as the bytes of a .docx file."""
    file = docx.Document(BytesIO(_blank()))
    _properties(file, made, author)
    file.add_heading(made.title, 0)
    _facts(file, made.facts)
    numberings: dict[int, int] = {}
    for block in made.blocks:
        _add(file, block, numberings)
    source = file.add_paragraph()
    source.paragraph_format.space_before = Pt(18)
    _add_run(source, Run("Bron: ", italic=True))
    _add_run(source, Run(made.source, url=made.source))
    packed = BytesIO()
    file.save(packed)
    return _repacked(packed)


@cache
def _blank() -> bytes:
    """An empty document with our styles; made once, as that takes longer than filling it."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    for style in list(file.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _TABLES:
            style.delete()
        elif style.name and style.name.startswith(("Heading", "Title")):
            # The fonts of a theme come before a font that is named.
            style.element.get_or_add_rPr().get_or_add_rFonts().attrib.clear()
            style.font.name = FONT
            style.font.color.rgb = _BLACK
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
    packed = BytesIO()
    file.save(packed)
    return packed.getvalue()


def _properties(file: Any, made: Document, author: str) -> None:
    properties = file.core_properties
    moment = (made.date or datetime(1980, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    properties.author = properties.last_modified_by = author
    properties.title = made.title[:255]
    properties.created = properties.modified = moment
    properties.language = "nl-NL"
    properties.comments = ""


def _facts(file: Any, facts: tuple[tuple[str, str], ...]) -> None:
    if not facts:
        return
    table = file.add_table(rows=0, cols=2, style="Table Grid")
    for name, value in facts:
        first, second = table.add_row().cells
        first.width, second.width = Cm(4), Cm(12)
        first.text, second.text = name, value
        first.paragraphs[0].runs[0].bold = True
    file.add_paragraph()


def _add(file: Any, block: Block, numberings: dict[int, int]) -> None:
    if block.kind == "heading":
        paragraph = file.add_heading("", max(1, block.level - 1))
    elif block.kind in _LISTS:
        depth = min(block.level, _DEEPEST)
        style = _LISTS[block.kind] + (f" {depth}" if depth > 1 else "")
        paragraph = file.add_paragraph(style=style)
        if block.kind == "number":
            if block.list not in numberings:
                numberings[block.list] = _new_numbering(file, style, block.number)
            _number(paragraph, numberings[block.list])
    else:
        paragraph = file.add_paragraph(style="Quote" if block.kind == "quote" else None)
    for run in block.runs:
        _add_run(paragraph, run)


def _new_numbering(file: Any, style: str, first: int) -> int:
    """A numbered list of its own: without it, a second list goes on where the first stopped."""
    numbering = file.part.numbering_part.element
    of_style = file.styles[style].element.pPr.numPr.numId.val
    kind = numbering.num_having_numId(of_style).abstractNumId.val
    made = numbering.add_num(kind)
    made.add_lvlOverride(ilvl=0).add_startOverride(first)
    return int(made.numId)


def _number(paragraph: Any, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def _add_run(paragraph: Any, run: Run) -> None:
    made = paragraph.add_run(run.text)
    # None leaves it to the style; False would take a quotation's slant away.
    made.bold, made.italic = run.bold or None, run.italic or None
    if run.url:
        made.underline = True
        link = OxmlElement("w:hyperlink")
        part = paragraph.part
        link.set(qn("r:id"), part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        made._r.addprevious(link)
        link.append(made._r)


def _repacked(packed: BytesIO) -> bytes:
    """The same files with a fixed time."""
    again = BytesIO()
    with ZipFile(packed) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, _NO_TIME)
            info.compress_type = ZIP_DEFLATED
            # The same on every system.
            info.create_system = 0
            new.writestr(info, old.read(name))
    return again.getvalue()
