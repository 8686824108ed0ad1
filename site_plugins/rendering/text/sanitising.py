"""Which HTML of an author reaches a page, and what is said of the rest.

The allow-list, applied to the HTML that Python-Markdown gives, always and whatever the text holds
(``plain.py`` writes only what is on it, which tests hold to this):

- Elements: text and its structure, headings, lists, tables, pictures, links, ``details``. No
  script, style sheet, frame, form, media element, SVG or MathML; of script and style the content
  goes too, of anything else the words stay. Of ``input`` only the box of a task list and the
  button of a tab are left, without any attribute that the author wrote.
- Attributes: ``id``, ``class``, ``title``, ``lang`` and ``dir``, an address on links and pictures,
  and the numbers of lists, tables and pictures. No event (``on…``), ``style``, ``target`` or
  ``name``, nothing that sends a form.
- ``class``: what the style sheet has for running text, and ``language-…`` on code.
- ``id``: letters, digits and ``_ : . -``; none that the frame of the page or a script asks for,
  and, but for headings, none that is a property of a document, window, form or element (DOM
  clobbering).
- Addresses: ``http:``, ``https:``, ``mailto:``, ``tel:`` and paths of the site; see
  ``targets.py``. Another scheme is an error, wherever it stands.

What is left out becomes a warning for the editor, an address with another scheme an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import nh3

from site_plugins.rendering.html import INLINE
from site_plugins.rendering.text.targets import SCHEMES, Problem, wrong_scheme

_BLOCKS = (
    "blockquote br caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr input li ol p pre section summary table tbody td tfoot th thead tr ul"
)
_TAGS = {*INLINE.split(), *_BLOCKS.split()}
_ANYWHERE = {"id", "class", "title", "lang", "dir"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "input": {"disabled", "checked", "name"},
    "label": {"for"},
    "details": {"open"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
}
_CLASSES = frozenset(
    # Callouts, in the names that dialect.py gives them, and where they may stand.
    "admonition admonition-title note abstract info tip important success question warning "
    "failure danger bug example quote inline end "
    "footnote footnote-ref footnote-backref task-list task-list-item "
    "tabbed-set tabbed-alternate tabbed-labels tabbed-content tabbed-block "
    # For an editor's own use.
    "lead notice notice-strong button".split()
)
_LANGUAGE = re.compile(r"language-[\w#.+-]{1,40}")

_ID = re.compile(r"[\w:.-]{1,120}")
_TAB = re.compile(r"__tabbed_\d+_\d+")
_OWN_ID = re.compile(
    # The frame, the search page and its script; lists with their filters; meetings and motions.
    r"inhoud|zoek|vraag|stand|bedoeld|gevonden|meer|keuzes|volgorde"
    r"|lijst|later|zonder-datum|regios|scholing|kies|deel-1|f-laag|data|tekst"
    r"|volg-(?:nieuwsbrief|agenda|feeds|podcast)"
    # An edition's stories and the text to share it, charts, Material.
    r"|(?:artikelen-\d{4}|handreikingen|motiebank)-.+|deeltekst|grafiek-\d+(?:-titel|-tekst)?|__.*",
    re.IGNORECASE,
)
"""Ids that pages of the site use themselves."""
_DOM_NAMES = frozenset(
    # Of Document and Window
    "activeelement addeventlistener alert all anchors applets blur body characterset close "
    "confirm constructor cookie createelement defaultview designmode doctype document "
    "documentelement documenturi domain embeds eval fetch focus forms frames getelementbyid "
    "getelementsbyclassname getelementsbyname getelementsbytagname getselection hasownproperty "
    "head history images implementation innerheight innerwidth instanceof lastmodified length "
    "links localstorage location name navigator open opener origin parent plugins postmessage "
    "print prompt prototype queryselector queryselectorall readystate referrer "
    "removeeventlistener requestanimationframe scripts scroll self sessionstorage setinterval "
    "settimeout status stop stylesheets title top tostring url valueof window write writeln "
    # Of Element and HTMLFormElement
    "acceptcharset action append appendchild attributes baseuri childelementcount childnodes "
    "children classlist classname click clonenode contains dataset elements encoding enctype "
    "firstchild getattribute hasattribute hasattributes haschildnodes id innerhtml innertext "
    "insertadjacenthtml insertbefore lastchild localname matches method namespaceuri nextsibling "
    "nodename nodetype nodevalue normalize novalidate outerhtml ownerdocument parentelement "
    "parentnode previoussibling remove removeattribute removeattributenode removechild "
    "replacechild replacewith requestsubmit reset setattribute style submit tagname target "
    "textcontent".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def own_id(name: str) -> bool:
    """Whether pages of the site use this id themselves."""
    return bool(_OWN_ID.fullmatch(name))


def sanitise(html: str) -> str:
    """The HTML with nothing in it but what the allow-list has, well-formed."""
    return _CLEANER.clean(html)


def left_out(html: str, text: str) -> tuple[list[Problem], list[Problem]]:
    """What ``sanitise`` takes out of the HTML of a text: errors and warnings.

    Only tells: whatever this overlooks is taken out all the same.
    """
    if _is_plain(html):
        return [], []
    teller = _Teller(text)
    teller.feed(html)
    teller.close()
    return teller.errors, teller.warnings


_PLAIN = re.compile(
    rf"</?(?:{'|'.join(sorted(_TAGS - {'a', 'img', 'input'}))})>"
    r'|<h[1-6] id="([^"<>]*)">|<a href="[^"<>]*"(?: title="[^"<>]*")?>|</a>'
    r'|<img alt="[^"<>]*" src="[^"<>]*"(?: title="[^"<>]*")? ?/?>'
    r'|<t[dh] align="[a-z]+">|<code class="language-[\w#.+-]{1,40}">'
    # Footnotes.
    r'|<sup id="fnref\d*:\d+">|<li id="fn:\d+">|<div class="footnote">'
    r'|<a class="footnote-(?:ref|backref)" href="#[\w:]+"(?: title="[^"<>]*")?>'
)
"""The tags of most texts, of which nothing goes."""


def _is_plain(html: str) -> bool:
    """Whether nothing can be left out, seen without parsing, which takes ten times as long."""
    found = _PLAIN.findall(html)
    return len(found) == html.count("<") and all(_id_fits("h2", name) for name in found if name)


_MOST = 100
"""Of each for one text: who pastes a page of a web builder sees it by then."""


def _kept(tag: str, name: str, value: str) -> str | None:
    """The value that an allowed attribute keeps; None where the attribute goes."""
    match name:
        case "class":
            return " ".join(each for each in value.split() if _known_class(each)) or None
        case "id":
            return value if _id_fits(tag, value) else None
        case "for":
            return value if _TAB.fullmatch(value) else None
    return value


def _known_class(name: str) -> bool:
    return name in _CLASSES or bool(_LANGUAGE.fullmatch(name))


def _id_fits(tag: str, name: str) -> bool:
    if tag == "input":
        return bool(_TAB.fullmatch(name))
    clobbers = tag not in _HEADINGS and name.lower() in _DOM_NAMES
    return bool(_ID.fullmatch(name)) and not own_id(name) and not clobbers


_TOLD_LATER = (
    "javascript data vbscript livescript mocha blob filesystem about file ftp sms webcal whatsapp"
).split()
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style"},
    attributes={"*": _ANYWHERE, **_ATTRIBUTES},
    attribute_filter=_kept,
    tag_attribute_values={"input": {"type": {"checkbox", "radio"}}},
    # The bad ones that editors do write come through here: `place_addresses` takes them out, for
    # HTML and Markdown alike, and tells what stood there, where nh3 is silent.
    url_schemes={*SCHEMES, *_TOLD_LATER},
    link_rel=None,
)

_ADDRESSES = frozenset(
    "href src srcset imagesrcset cite action formaction poster background ping longdesc usemap "
    "profile manifest data codebase classid archive lowsrc dynsrc content from to values by "
    "xlink:href xml:base".split()
)
"""Attributes that hold an address, in HTML of any age and in SVG."""
_PLACED = {("a", "href"), ("img", "src")}
"""Those that ``place_addresses`` judges."""
_BY_EXTENSIONS = {"data-tabs"}
"""Written by Python-Markdown's extensions themselves, and of no use here."""
_REFRESH = re.compile(r"\s*\d*\s*;\s*(?:url\s*=\s*)?['\"]?", re.IGNORECASE)


class _Teller(HTMLParser):
    """Gathers what the allow-list doesn't have, with the rest of the line where it stands."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._text = text
        self._seen: dict[str, int] = {}
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = list(self._wrong_in(tag, attrs))
        if not found:
            return
        place = self._place(self.get_starttag_text() or "")
        for hints, message, into in found:
            self._tell(into, place or self._in_list(*hints), message)

    def _wrong_in(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> Iterator[tuple[tuple[str, ...], str, list[Problem]]]:
        """For each thing that goes: where it may stand, what to say, and how bad it is."""
        for name, value in attrs:
            if name in _ADDRESSES and (tag, name) not in _PLACED:
                for scheme in filter(None, map(wrong_scheme, _candidates(name, value or ""))):
                    message = f"een adres mag niet met {scheme}: beginnen, wel met https:"
                    yield _written(name, value), message, self.errors
        if tag not in _TAGS or (tag == "input" and not _is_ours(dict(attrs))):
            yield (f"<{tag}",), _left_out(f"<{tag}>"), self.warnings
            return
        allowed = _ANYWHERE | _ATTRIBUTES.get(tag, set()) | ({"type"} if tag == "input" else set())
        for name, value in attrs:
            if name not in allowed and name not in _BY_EXTENSIONS:
                yield _written(name, value), _left_out(f"{name} in <{tag}>"), self.warnings
            elif name == "class":
                for each in (value or "").split():
                    if not _known_class(each):
                        message = f"de site kent geen opmaak met de naam {each}; die valt weg"
                        yield (f".{each}", each), message, self.warnings
            elif name == "id" and not _id_fits(tag, value or ""):
                message = f"het id {value} kan hier niet, of is van de site zelf; het valt weg"
                yield (f"#{value}", f"{value}"), message, self.warnings

    def handle_comment(self, data: str) -> None:
        words = " ".join(data.split())
        shown = f"<!-- {words[:40]}{'…' if len(words) > 40 else ''} -->"
        self._tell(self.warnings, self._place(f"<!--{data}"), _left_out(shown))

    def handle_decl(self, decl: str) -> None:
        self._tell(self.warnings, self._place(f"<!{decl}"), _left_out(f"<!{decl[:40]}>"))

    def handle_pi(self, data: str) -> None:
        self._tell(self.warnings, self._place(f"<?{data}"), _left_out(f"<?{data[:40]}>"))

    def unknown_decl(self, data: str) -> None:
        self._tell(self.warnings, self._place(f"<![{data}"), _left_out(f"<![{data[:40]}]>"))

    def _place(self, *hints: str) -> str:
        """From the next of these in the text on to the end of its line; empty where none is."""
        for hint in filter(None, hints):
            start = self._text.find(hint, self._seen.get(hint, 0))
            if start < 0:
                start = self._text.find(hint)
            if start >= 0:
                self._seen[hint] = start + 1
                return self._text[start:].partition("\n")[0]
        return ""

    def _in_list(self, *hints: str) -> str:
        """The same for what stands in a list of attributes, ``{: …}``."""
        for hint in hints:
            form = re.compile(r"\{[^{}\n]*" + re.escape(hint))
            found = form.search(self._text, self._seen.get(f"{{{hint}", 0)) or form.search(
                self._text
            )
            if found:
                self._seen[f"{{{hint}"] = found.end()
                return self._text[found.start() :].partition("\n")[0]
        return self._place(*hints)

    @staticmethod
    def _tell(into: list[Problem], place: str, message: str) -> None:
        if len(into) < _MOST and (place, message) not in into:
            into.append((place, message))


def _left_out(what: str) -> str:
    return f"dit stukje HTML wordt weggelaten: {what}"


def _written(name: str, value: str | None) -> tuple[str, ...]:
    """How an attribute may be written, in a tag or in a list of attributes."""
    return f'{name}="{value}"', f"{name}='{value}'", f"{name}={value}", name


def _is_ours(attributes: dict[str, str | None]) -> bool:
    """Whether an input is one that ``targets.py`` writes again as the site's own."""
    return attributes.get("type") == "checkbox" or bool(
        attributes.get("type") == "radio" and _TAB.fullmatch(attributes.get("id") or "")
    )


def _candidates(name: str, value: str) -> Iterator[str]:
    """The addresses in an attribute: of a ``srcset``, a list, or a ``meta`` that refreshes."""
    if name in ("srcset", "imagesrcset", "ping", "values"):
        yield from filter(None, re.split(r"[\s,;]+", value))
    elif name == "content":
        if match := _REFRESH.match(value):
            yield value[match.end() :]
    else:
        yield value
