"""The text of an introduction in HTML that any mail can hold, and as plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from datetime import date
from html import escape
from urllib.parse import quote, urljoin

import nh3
from lxml import html as lxml_html

from site_plugins.rendering.mail.links import tagged

LINE = 76
"""Characters on a line of the text part."""

_TEXTUAL = {
    *("p", "br", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("a", "strong", "em", "b", "i", "code", "del", "sub", "sup"),
}


def mail_safe(html: str, base: str, site: str, day: date) -> str:
    """Text in HTML that fits any mail: no pictures, no styles, absolute links.

    All its headings become h2, whatever the editor began with: they stand under the one h1.
    Rows of a table become paragraphs, and so does code: either could be wider than a phone.
    """

    def attribute(tag: str, name: str, value: str) -> str:
        try:
            url = urljoin(base, value).translate(_IN_ADDRESSES)
            return tagged(url, day) if f"{url}/".startswith(f"{site}/") else url
        except ValueError:  # such as http://[
            return value

    clean = nh3.clean(
        _UNSAFE.sub(" ", html),
        tags=_TEXTUAL | {"tr", "th", "td", "pre"},
        attributes={"a": {"href"}, "*": set()},
        attribute_filter=attribute,
        link_rel=None,
        url_schemes={"https", "http", "mailto", "tel"},
    )
    clean = re.sub(r"<pre>(.*?)</pre>", _lines, clean, flags=re.DOTALL)
    clean = re.sub(r"</t[hd]>\s*<t[hd]>", " · ", clean)
    clean = re.sub(r"</?t[hd]>", "", clean).replace("<tr>", "<p>").replace("</tr>", "</p>")
    clean = re.sub(r"<p>\s*</p>", "", clean)
    return re.sub(r"<(/?)h[1-6]>", r"<\1h2>", clean)


def _lines(code: re.Match[str]) -> str:
    """Preformatted text as a paragraph with the same lines."""
    return "<p>" + re.sub("\n(?!$|</code>$)", "<br>", code[1].strip("\n")) + "</p>"


def blocks_of(html: str) -> list[str]:
    """The paragraphs, headings and lists of an introduction (as of ``mail_safe``), each as HTML."""
    holder = lxml_html.fragment_fromstring(html, create_parent="div")
    loose = [escape(holder.text)] if holder.text and holder.text.strip() else []
    return loose + [lxml_html.tostring(block, encoding="unicode") for block in holder]


_IN_ADDRESSES = {ord(c): quote(c) for c in "{}|"}
"""What begins a placeholder and has no place in an address either (RFC 3986)."""

_BREAK = "\x1f"


def plain_text(html: str) -> str:
    """Simple HTML (as of ``mail_safe``) as text of at most 76 wide; links as "text (address)"."""
    return "\n\n".join(_blocks(lxml_html.fragment_fromstring(html, create_parent="div"), LINE))


def _blocks(node: lxml_html.HtmlElement, width: int) -> Iterator[str]:
    """The paragraphs and lists within ``node``; loose text between them is a paragraph too."""
    run = node.text or ""
    for child in node:
        if child.tag in ("p", "h2", "pre", "ul", "ol", "li", "blockquote"):
            yield from _paragraph(run, width)
            yield from _block(child, width)
            run = child.tail or ""
        else:
            run += _inline(child) + (child.tail or "")
    yield from _paragraph(run, width)


def _block(node: lxml_html.HtmlElement, width: int) -> Iterator[str]:
    match node.tag:
        case "ul" | "ol":
            marks = (f"{n}. " if node.tag == "ol" else "- " for n in range(1, len(node) + 1))
            yield "\n".join(
                mark + textwrap.indent(within, " " * len(mark)).lstrip()
                for mark, item in zip(marks, node, strict=True)
                if (within := "\n".join(_blocks(item, width - len(mark))))
            )
        case "blockquote":
            within = "\n\n".join(_blocks(node, width - 2))
            yield textwrap.indent(within, "> ", lambda line: True)
        case _:
            yield from _blocks(node, width)


def _paragraph(run: str, width: int) -> Iterator[str]:
    lines = [fill(line, width) for line in run.split(_BREAK)]
    if any(lines):
        yield "\n".join(lines)


def _inline(node: lxml_html.HtmlElement) -> str:
    if node.tag == "br":
        return _BREAK
    text = (node.text or "") + "".join(_inline(child) + (child.tail or "") for child in node)
    url = node.get("href")
    if url is None or url.removeprefix("mailto:").removeprefix("tel:") == text:
        return text
    return f"{text} ({url})" if text.strip() else url


def fill(text: str, width: int = LINE, indent: str = "") -> str:
    """One line's worth of text, over as many lines as it takes; addresses stay whole."""
    return textwrap.fill(
        one_line(text),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


# Controls (a stray C1 makes Gmail clip: hteumeuleu/email-bugs#113), line and paragraph
# separators, overrides of the direction of writing, halves of characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def one_line(text: str) -> str:
    """``text`` without control characters and line breaks; no-break spaces stay."""
    return re.sub("[ \t\n]+", " ", _UNSAFE.sub(" ", text)).strip(" ")
