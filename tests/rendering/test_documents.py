"""A text as a Word document and as plain text: the same words, lists and emphasis."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest

from site_plugins.rendering.documents import Block, Document, blocks, plain_document
from site_plugins.rendering.word import word_document, word_recipe

TEXT = """<p>De raad, <strong>gelezen</strong> het <em>voorstel</em> &amp; meer,</p>
<h2 id="a">Constaterende</h2>
<ul>
<li>dat het <a href="https://www.voorbeeld.nl/a">hier</a> staat;<ul><li>dieper;</li></ul></li>
<li><p>los eerst</p><p>en dan dit;</p></li>
</ul>
<p>verzoekt</p>
<ol><li>een;</li><li>twee;</li></ol>
<p>en ook</p>
<ol start="4"><li>vier.</li></ol>
<blockquote><p>Een regel<br>en nog een</p></blockquote>
<table><tr><th>Jaar</th><td>2024</td></tr></table>
<svg><text>tekening</text></svg>"""


def made(html: str = TEXT, **changes: Any) -> Document:
    """A document of some HTML."""
    values: dict[str, Any] = {
        "title": "Een motie",
        "facts": (("Soort", "Motie"), ("Datum", "1 november 2026")),
        "blocks": tuple(blocks(html)),
        "source": "https://www.lokaalbestuur.nl/motiebank/een-motie/",
        "date": datetime(2026, 11, 1, tzinfo=UTC),
    }
    return Document(**values | changes)


def opened(document: Document) -> Any:
    """The Word document, read back."""
    return docx.Document(BytesIO(word_document(document, "CLB")))


def test_plain_text() -> None:
    """Everything but the drawing is there, with marks before lists and addresses behind links."""
    assert plain_document(made()) == (
        """Een motie
=========

Soort: Motie
Datum: 1 november 2026

De raad, gelezen het voorstel & meer,

Constaterende
-------------

- dat het hier (https://www.voorbeeld.nl/a) staat;
   - dieper;
- los eerst
  en dan dit;

verzoekt

1. een;
2. twee;

en ook

4. vier.

  Een regel
  en nog een

Jaar | 2024

Bron: https://www.lokaalbestuur.nl/motiebank/een-motie/
"""
    )


def test_plain_text_is_wrapped() -> None:
    """No line is wider than 78 characters, unless it is one long word."""
    html = f"<ul><li>{'woord ' * 60}</li></ul><p>{'w' * 90}</p>"
    lines = plain_document(made(html)).splitlines()
    assert [line for line in lines if len(line) > 78] == ["w" * 90]
    assert len([line for line in lines if line.startswith("  woord")]) > 2


def test_word_has_the_same_words() -> None:
    """Title, facts, text and address are in the Word document, in this order."""
    file = opened(made())
    paragraphs = [p.text for p in file.paragraphs if p.text]
    assert paragraphs == [
        "Een motie",
        "De raad, gelezen het voorstel & meer,",
        "Constaterende",
        "dat het hier staat;",
        "dieper;",
        "los eerst",
        "en dan dit;",
        "verzoekt",
        "een;",
        "twee;",
        "en ook",
        "vier.",
        "Een regel\nen nog een",
        "Jaar | 2024",
        "Bron: https://www.lokaalbestuur.nl/motiebank/een-motie/",
    ]
    (table,) = file.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Soort", "Motie"],
        ["Datum", "1 november 2026"],
    ]


def test_word_has_headings_lists_and_emphasis() -> None:
    """A word processor sees headings, levels of lists, bold, italics and links."""
    file = opened(made())
    styles = {p.text: p.style.name for p in file.paragraphs}
    assert styles["Een motie"] == "Title"
    assert styles["Constaterende"] == "Heading 1"
    assert styles["dat het hier staat;"] == "List Bullet"
    assert styles["dieper;"] == "List Bullet 2"
    assert styles["en dan dit;"] == "List Continue"
    assert styles["twee;"] == "List Number"
    first = next(p for p in file.paragraphs if p.text.startswith("De raad"))
    assert [run.text for run in first.runs if run.bold] == ["gelezen"]
    assert [run.text for run in first.runs if run.italic] == ["voorstel"]
    linked = next(p for p in file.paragraphs if p.text.startswith("dat het"))
    assert [link.address for link in linked.hyperlinks] == ["https://www.voorbeeld.nl/a"]


def test_each_list_counts_for_itself() -> None:
    """A second numbered list does not go on where the first stopped."""
    file = opened(made())
    numbers = {
        p.text: p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"
    }
    assert numbers["een;"] == numbers["twee;"] != numbers["vier."]
    starts = {
        num.numId: num.find(".//{*}startOverride").get(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val"
        )
        for num in file.part.numbering_part.element.num_lst
        if num.find(".//{*}startOverride") is not None
    }
    assert (starts[numbers["een;"]], starts[numbers["vier."]]) == ("1", "4")


def test_word_is_dutch_and_on_a4() -> None:
    """Spelling is checked as Dutch, and it prints on the paper that readers have."""
    file = opened(made())
    section = file.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    languages = {e.get(f"{{{e.nsmap['w']}}}val") for e in file.styles.element.iter("{*}lang")}
    assert languages == {"nl-NL"}
    properties = file.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Een motie",
        "CLB",
        "nl-NL",
    )
    assert properties.created == properties.modified == datetime(2026, 11, 1, tzinfo=UTC)


def test_word_is_the_same_each_time() -> None:
    """No clock is in it: not in the properties, and not in the packed files."""
    data = word_document(made(), "CLB")
    assert data == word_document(made(), "CLB")
    with ZipFile(BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "html", ["", "<p></p>", "<p>a\x01b&#2;c</p>", "<ul></ul>", "<p>a<!-- b -->c</p>"]
)
def test_odd_texts(html: str) -> None:
    """Nothing, what XML can't hold, and comments do not stop a build."""
    document = made(html, facts=(), date=None)
    words = "".join(block.text for block in document.blocks)
    assert words in ("", "abc", "ac")
    assert words in "".join(p.text for p in opened(document).paragraphs)
    assert plain_document(document).startswith("Een motie\n=========\n\n")


def test_footnotes_keep_their_text() -> None:
    """The mark and the arrow back go, what the note says stays."""
    html = (
        '<p>Tekst<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p>'
        '<div class="footnote"><hr><ol><li id="fn:1"><p>De noot.'
        '<a class="footnote-backref" href="#fnref:1">↩</a></p></li></ol></div>'
    )
    assert [(block.kind, block.text) for block in blocks(html)] == [
        ("paragraph", "Tekst."),
        ("number", "De noot."),
    ]
    assert all(isinstance(block, Block) for block in blocks(html))


def test_another_document_is_kept_apart() -> None:
    """Whatever changes in a document or its author, a build does not take the old file for it."""
    others = [
        made(title="Een andere motie"),
        made(html=TEXT.replace("gelezen", "gehoord")),
        made(date=datetime(2026, 11, 2, tzinfo=UTC)),
    ]
    keys = [word_recipe(made(), "CLB"), word_recipe(made(), "Een ander")]
    keys += [word_recipe(other, "CLB") for other in others]
    assert len(set(keys)) == len(keys)
    assert word_recipe(made(), "CLB") == keys[0]
