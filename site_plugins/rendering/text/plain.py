"""The plain part of Markdown, much faster than Python-Markdown and with the same outcome.

Python-Markdown says what Markdown means here, and this is no second opinion: a text that isn't
plain for certain is left to it. Plain are paragraphs, headings with ``#``, lists of one level,
quotes, tables with all their borders and footnotes of one line, and in them ``*`` and ``**``,
links and pictures. Every expression here says what may be there, none what may not: a character,
a line, a mark or a form of address that isn't known makes the whole text one for Python-Markdown.

Nothing here is sanitised, as nothing can be wrong: no ``<`` or ``&`` of an author comes through,
each tag and attribute stands below, and addresses have one of a few forms.
``tests/rendering/test_plain.py`` holds the outcome to that of Python-Markdown, sanitised, byte
for byte.
"""

from __future__ import annotations

import re

from markdown.extensions.toc import unique

from site_plugins.rendering.text.dialect import BACK_TO_TEXT, heading_id
from site_plugins.rendering.text.prepared import GAP, Heading, Prepared, headings_of, titles
from site_plugins.rendering.text.tables import box
from site_plugins.rendering.text.typography import is_typed, typography
from site_plugins.rendering.text.withheld import addresses

# Not among them: < & \ ` { } ~, tabs, odd spaces and whatever has no width.
_ASCII = (
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\n .,;:?!'\"()[]*/+=|>#^@%$_-"
)
_OTHERS = re.compile("[\xa1-\xac\xae-\u024f–—…‘’‚“”„•€]*+")
# How a line of running text begins. A bracket may open a link, no definition; a number with a
# point behind it is that of a list.
_START = (
    r"(?:[A-Za-z\xa1-\xac\xae-\u024f\"'(‘’“„€…–—@%$/.,;*]|\[(?!\^)|!\["
    r"|[0-9](?![0-9]*\.(?:[ \n]|\Z)))"
)
_TEXT = re.compile(_START)
# Also a line that ends with a space; below likewise.
_ODD_LINE = re.compile(rf"\n(?:(?<=[ ]\n)|(?!{_START}))")
_HEADING = re.compile(r"(\#{1,6})[ ]++([^#>\[\]_|]*[^#>\[\]_| ])")
_DEFINITION = re.compile(rf"\[\^([A-Za-z0-9-]{{1,60}})\]:[ ]({_START}.*)")
_RULER = re.compile(r"\|(?:[ ]?:?-+:?[ ]?\|)+")
_BULLET = re.compile(r"\n[-*+][ ]")
_NO_BULLET = re.compile(rf"\n(?:(?<=[ ]\n)|(?![-*+][ ]{_START}))")
_NUMBER = re.compile(r"\n[0-9]{1,9}\.[ ]")
_NO_NUMBER = re.compile(rf"\n(?:(?<=[ ]\n)|(?![0-9]{{1,9}}\.[ ]{_START}))")

# What may lead somewhere: a path of the site or of the content (which never has a colon, nor
# begins with two strokes), a whole address on the web, a place in the text, mail, telephone.
_PATH = r"[A-Za-z0-9/._?=+@,;#-]*+(?:%20[A-Za-z0-9/._?=+@,;#-]*+)*+"
_HOST = r"(?:[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+\.)+[A-Za-z]{2,30}"
_ASKED = rf"(?!//|\#|\)){_PATH}(?=\))|https?://{_HOST}(?:[/?#][A-Za-z0-9/._:?=%+@,;#-]*+)?+(?=\))"
_NOT_ASKED = r"(?:\#[A-Za-z0-9._:-]+|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+|tel:\+?[0-9-]+)"

# Text up to a mark, and what the mark begins.
_SPAN = re.compile(
    r"([^*\[\]_>|!]*+(?:!(?!\[)[^*\[\]_>|!]*+)*+)(?:"
    # A link, or a picture where a mark stands before it; a footnote's number; emphasis.
    rf"(!?)\[(?![\s^])([^*\[\]_>|]+)(?<!\s)\]\((?:({_ASKED})|({_NOT_ASKED}))\)"
    r"|(?<!!)\[\^([A-Za-z0-9-]+)\](?!\s*[:(\[])"
    r"|(?<!\*)(\*\*?)(?![\s*])([^*]+)(?<!\s)\7(?!\*))"
)
_ONE_OF_TWO_BLOCKS = ("<ul", "<ol", "<bl")
"""What goes on in the next block where that begins in the same way."""


class _NotPlain(Exception):
    """Something in a text is for Python-Markdown to judge."""


def plain(text: str) -> Prepared | None:
    """What a text becomes that is plain for certain; None of any other."""
    text = text.strip("\n")
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    if others and not _OTHERS.fullmatch(others.decode("utf-8", "surrogatepass")):
        return None
    try:
        return _Page().prepared(text)
    except _NotPlain:
        return None


class _Page:
    """One text, and what is known of it so far."""

    def __init__(self) -> None:
        self._headings: list[Heading] = []
        self._ids: set[str] = set()
        """Of the headings."""
        self._asked: list[str] = []
        """The addresses whose meaning the whole site tells."""
        self._own: list[str] = []
        """The places in the text itself that are linked to."""
        self._tables = 0
        self._notes: dict[str, str] = {}
        self._unused: dict[str, int] = {}
        """The number of each footnote that no place in the text has asked for yet."""

    def prepared(self, text: str) -> Prepared:
        html = self._html(text)
        headings = tuple(self._headings)
        if is_typed([text]):
            html = typography(html)
            headings = tuple(headings_of(html))
        suspects: list[str] = []
        if text.count("/") > sum([address.count("/") for address in self._asked]):
            if "///" in html:
                raise _NotPlain  # the footnotes' place, `///Footnotes Go Here///`
            suspects = addresses(html)
        notes = [f"fn:{name}" for name in self._notes]
        places = [f"fnref:{name}" for name in self._notes if name not in self._unused]
        return Prepared(
            tuple(html.split(GAP)),
            tuple(self._asked),
            headings,
            tuple(dict.fromkeys(titles(headings))),
            ids=frozenset([*self._ids, *notes, *places]),
            own=tuple(self._own),
            suspects=tuple(suspects),
        )

    def _html(self, text: str) -> str:
        blocks = [block.strip("\n") for block in text.split("\n\n")]
        if "[^" in text:
            blocks = self._without_notes(blocks)
        parts: list[str] = []
        for block in blocks:
            while block.startswith("#"):
                line, _, block = block.partition("\n")
                parts.append(self._heading(line))
            if block:
                part = self._block(block)
                begin = part[:3]
                if begin in _ONE_OF_TWO_BLOCKS and parts and parts[-1].startswith(begin):
                    raise _NotPlain
                parts.append(part)
        if self._notes:
            parts.append(self._footnotes())
        return "\n".join(parts)

    def _block(self, block: str) -> str:
        first = block[0]
        if first.isalpha():
            return self._paragraph(block)
        if first == "|":
            return self._table(block)
        if first == ">":
            return self._quote(block)
        if block.startswith("1. "):
            return f"<ol>\n{self._items(block, _NUMBER, _NO_NUMBER)}\n</ol>"
        if first in "-*+" and block[1:2] == " ":
            return f"<ul>\n{self._items(block, _BULLET, _NO_BULLET)}\n</ul>"
        return self._paragraph(block)

    def _heading(self, line: str) -> str:
        match = _HEADING.fullmatch(line)
        if not match:
            raise _NotPlain
        level, words = len(match[1]), match[2]
        name = " ".join(words.replace("*", "").split())
        own = unique(heading_id(name), self._ids)
        if len(own) > 100:
            raise _NotPlain  # An id too long to stay: that is to be told.
        self._headings.append(Heading(level, own, name))
        if "*" in words:
            words = self._inline(words)
        return f'<h{level} id="{own}">{words}</h{level}>'

    def _paragraph(self, block: str) -> str:
        if (
            not (block[0].isalpha() or _TEXT.match(block))
            or block[-1] == " "
            or ("\n" in block and _ODD_LINE.search(block))
        ):
            raise _NotPlain
        return f"<p>{self._inline(block)}</p>"

    def _items(self, block: str, mark: re.Pattern[str], unmarked: re.Pattern[str]) -> str:
        lines = f"\n{block}"
        if block[-1] == " " or unmarked.search(lines):
            raise _NotPlain
        items = "</li>\n<li>".join(map(self._inline, mark.split(lines)[1:]))
        return f"<li>{items}</li>"

    def _quote(self, block: str) -> str:
        lines = block.split("\n")
        if not all(line == ">" or (line.startswith("> ") and line[-1] != " ") for line in lines):
            raise _NotPlain
        inner = "\n".join([line[2:] for line in lines]).split("\n\n")
        paragraphs = [self._paragraph(each) for part in inner if (each := part.strip("\n"))]
        if not paragraphs:
            raise _NotPlain
        return "\n".join(["<blockquote>", *paragraphs, "</blockquote>"])

    def _table(self, block: str) -> str:
        rows = block.split("\n")
        borders = rows[0].count("|")
        if len(rows) < 3 or borders < 3 or not _RULER.fullmatch(rows[1]):
            raise _NotPlain
        if not all(r[:1] == "|" == r[-1:] and r.count("|") == borders for r in rows):
            raise _NotPlain
        aligns = [_align(cell.strip(" ")) for cell in rows[1][1:-1].split("|")]
        head, row = (
            "<tr>\n" + "".join([f"<{tag}{align}>%s</{tag}>\n" for align in aligns]) + "</tr>"
            for tag in ("th", "td")
        )
        del rows[1]
        inline = self._inline if _marked(block.replace("|", " ")) else str
        cells = [tuple([inline(c.strip(" ")) for c in r[1:-1].split("|")]) for r in rows]
        body = "\n".join([row % each for each in cells[1:]])
        self._tables += 1
        return (
            f"{box(self._tables)}<table>\n<thead>\n{head % cells[0]}\n</thead>\n"
            f"<tbody>\n{body}\n</tbody>\n</table></div>"
        )

    def _inline(self, text: str) -> str:
        """The HTML of running text, in which every mark has to be known."""
        if not _marked(text):
            return text
        parts: list[str] = []
        end = 0
        while match := _SPAN.match(text, end):
            parts += (match[1], self._span(match))
            end = match.end()
        if _marked(rest := text[end:]):
            raise _NotPlain
        return "".join([*parts, rest])

    def _span(self, match: re.Match[str]) -> str:
        _, picture, words, asked, settled, note, stars, stressed = match.groups()
        if stars:
            tag = "strong" if stars == "**" else "em"
            return f"<{tag}>{self._inline(stressed)}</{tag}>"
        if note:
            # One that isn't there, or that has two places in the text.
            if note not in self._unused:
                raise _NotPlain
            number = self._unused.pop(note)
            self._own.append(f"fn:{note}")
            return (
                f'<sup id="fnref:{note}"><a class="footnote-ref" href="#fn:{note}">'
                f"{number}</a></sup>"
            )
        if asked:
            self._asked.append(asked)
            if picture:
                alt = words.replace('"', "&quot;")
                return f'<img alt="{alt}" src="{GAP}" loading="lazy">'
            return f'<a href="{GAP}">{words}</a>'
        if picture:
            raise _NotPlain  # No address at which a picture can be.
        if settled[0] == "#":
            self._own.append(settled[1:])
        return f'<a href="{settled}">{words}</a>'

    def _without_notes(self, blocks: list[str]) -> list[str]:
        """The blocks without those that define footnotes, which are kept."""
        others: list[str] = []
        for block in blocks:
            if not block.startswith("[^"):
                others.append(block)
                continue
            for line in block.split("\n"):
                match = _DEFINITION.fullmatch(line)
                if not match or match[1] in self._notes or line[-1] == " ":
                    raise _NotPlain
                self._notes[match[1]] = match[2]
                self._unused[match[1]] = len(self._notes)
        return others

    def _footnotes(self) -> str:
        notes = []
        for number, (name, text) in enumerate(self._notes.items(), 1):
            back = BACK_TO_TEXT.format(number)
            notes.append(
                f'<li id="fn:{name}">\n<p>{self._inline(text)}&nbsp;<a class="footnote-backref" '
                f'href="#fnref:{name}" title="{back}">↩</a></p>\n</li>'
            )
            self._own.append(f"fnref:{name}")
        return "\n".join(['<div class="footnote">', "<hr>", "<ol>", *notes, "</ol>", "</div>"])


def _marked(text: str) -> bool:
    """Whether a mark stands in the text: most have none, and an expression looks for longer."""
    return "*" in text or "[" in text or "]" in text or "_" in text or ">" in text or "|" in text


def _align(rule: str) -> str:
    """The attribute of a column's cells, from the line below the head of a table."""
    match rule[:1] == ":", rule[-1:] == ":":
        case True, True:
            return ' class="center"'
        case False, True:
            return ' class="right"'
    return ""  # at the left, which is usual
