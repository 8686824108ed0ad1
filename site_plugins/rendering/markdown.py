"""Markdown → HTML that is safe to publish, with Dutch typography and charts.

Python-Markdown says what the text means; everything after it works on the HTML only: sanitising,
links and pictures, quotes, headings and charts. Another parser may therefore take its place as
long as it gives the same HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, partial
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from pymdownx.tabbed import TabbedExtension
from slugify import slugify

from site_plugins.model.figures import Figures
from site_plugins.rendering.chart import KINDS, MOST_SERIES, chart


@dataclass(frozen=True, slots=True)
class Target:
    """What an address in the text means.

    ``url`` is None where there is nothing (more) to point at: the words of the link stay, the
    link goes, a picture goes altogether. ``problem`` is a message for the editor.
    """

    url: str | None
    problem: str = ""


Resolve = Callable[[str], Target]
"""Gives the meaning of a link's or picture's address, as it is written: with its ``?`` and ``#``
and with ``%20`` where the editor wrote that. Never called for addresses with a scheme or for
``#…``."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that can be linked to."""

    level: int
    id: str
    text: str


Problem = tuple[str, str]
"""The address as written or the thing found, and a message in Dutch."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, its headings in order, and what is wrong with it."""

    html: str
    headings: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()


def render(text: str, resolve: Resolve, figures: Mapping[str, Figures]) -> Rendered:
    """Render Markdown; never raises because of what the text holds."""
    if problem := _too_much(text):
        return Rendered("", problems=(problem,))
    try:
        html = _convert(text)
    except Exception:
        # Python-Markdown promises no set of exceptions: RecursionError on deep nesting,
        # AssertionError (`<![>`), IndexError, … from Python's HTMLParser and its own processors.
        # It stopped half-way, so its state is not to be trusted: the next text gets a new one.
        _parser.cache_clear()
        return Rendered("", problems=(("", _UNREADABLE),))
    # Only `<` and an attribute list (`{`) can bring in tags or attributes of the author's
    # choice: all other Markdown gives elements from a fixed set, with text and attribute
    # values escaped by Python-Markdown's serialiser. Addresses are checked below in each case.
    if "<" in text or "{" in text:
        html = _CLEANER.clean(html)
    parts, problems = _addresses(_TAG.split(_straight_in_tags(html)), resolve)
    html = _typography("".join(parts)).replace(_SINGLE, "'").replace(_DOUBLE, '"')
    problems += _misplaced(html)
    html, chart_problems = _charts(html, figures)
    problems += chart_problems
    headings = list(_headings(html))
    problems += [(h.text, _TITLE_TWICE) for h in headings if h.level == 1]
    linkable = tuple(heading for heading in headings if heading.id)
    return Rendered(html, linkable, tuple(dict.fromkeys(problems)))


def plain_text(html: str) -> str:
    """The words of some HTML on one line, for search and descriptions.

    Drawings and the numbers and arrows of footnotes are left out.
    """
    html = _NOT_WORDS.sub("", html)
    html = _INLINE_TAG.sub("", html)
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def absolute(html: str, site_url: str) -> str:
    """The same HTML with the host of ``site_url`` before every address that begins with ``/``.

    A site below a folder (``https://host/map/``) has that folder in its addresses already.
    """

    def tag(match: re.Match[str]) -> str:
        return _ROOTED.sub(attribute, match[0])

    def attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        candidates = value.split(",") if name == "srcset" else [value]
        full = ",".join(_ROOT_PATH.sub(partial(_joined, site_url), each) for each in candidates)
        return f' {name}="{full}"'

    return _TAG.sub(tag, html)


def curly(text: str) -> str:
    """Dutch quotes and apostrophes, and ``…``, in a line of plain text.

    ``'s``, ``'t``, ``'n`` and the like, and years as ``'90``, get an apostrophe; quotes that are
    curly already stay as they are, but for Word's ``‘s avonds``.
    """
    return _curl(text, "\n", "\n")


# ---- what the parser is asked for ----

_UNREADABLE = (
    "deze tekst is niet te lezen als Markdown: kijk naar losse HTML (zoals <![ of <!…) "
    "en naar lijsten of citaten die heel diep in elkaar zitten; schrijf < als &lt;"
)
_TITLE_TWICE = "begin met ## (de titel staat al in de kop)"

_CALLOUTS = {
    "note": ("note", "Let op"),
    "let-op": ("note", "Let op"),
    "letop": ("note", "Let op"),
    "abstract": ("abstract", "Samenvatting"),
    "summary": ("abstract", "Samenvatting"),
    "samenvatting": ("abstract", "Samenvatting"),
    "tldr": ("abstract", "In het kort"),
    "info": ("info", "Informatie"),
    "informatie": ("info", "Informatie"),
    "todo": ("info", "Nog te doen"),
    "tip": ("tip", "Tip"),
    "hint": ("tip", "Tip"),
    "important": ("important", "Belangrijk"),
    "belangrijk": ("important", "Belangrijk"),
    "success": ("success", "Gelukt"),
    "gelukt": ("success", "Gelukt"),
    "check": ("success", "Gelukt"),
    "done": ("success", "Gedaan"),
    "question": ("question", "Vraag"),
    "vraag": ("question", "Vraag"),
    "help": ("question", "Hulp"),
    "faq": ("question", "Veelgestelde vraag"),
    "warning": ("warning", "Waarschuwing"),
    "waarschuwing": ("warning", "Waarschuwing"),
    "caution": ("warning", "Pas op"),
    "attention": ("warning", "Attentie"),
    "pas-op": ("warning", "Pas op"),
    "failure": ("failure", "Mislukt"),
    "fail": ("failure", "Mislukt"),
    "missing": ("failure", "Ontbreekt"),
    "danger": ("danger", "Gevaar"),
    "error": ("danger", "Fout"),
    "bug": ("bug", "Fout"),
    "example": ("example", "Voorbeeld"),
    "voorbeeld": ("example", "Voorbeeld"),
    "quote": ("quote", "Citaat"),
    "cite": ("quote", "Citaat"),
    "citaat": ("quote", "Citaat"),
}
"""Kinds of admonitions and details, in Dutch and as Material calls them: class and title."""

_CALLOUT = re.compile(
    r'^( *(?:!!!|\?\?\?\+?)) ?([\w-]+)((?: +[\w-]+)*)(?: +("[^\n]*?"))? *$', re.MULTILINE
)

# A quote with a backslash before it stays straight: these two stand for it (noncharacters of
# Unicode, taken out of every text first) until the typography is done. Taken out with them is
# what XML can't hold, so that every text fits in a feed.
_SINGLE, _DOUBLE = "\ufdd0", "\ufdd1"
_FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff{_SINGLE}{_DOUBLE}]"
)


class _DutchCallouts(Preprocessor):
    """Writes out the class and the Dutch title of an admonition that names only its kind.

    In the source and not in the HTML: both extensions make their title up out of the class,
    and one of them can't be told otherwise.
    """

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return lines if "!!!" not in text and "???" not in text else self._named(text).split("\n")

    @staticmethod
    def _named(text: str) -> str:
        def named(match: re.Match[str]) -> str:
            marker, kind, classes, title = match.groups()
            style, default = _CALLOUTS.get(
                kind.lower(), (kind, kind.replace("-", " ").capitalize())
            )
            return f"{marker} {style}{classes} " + (title or f'"{default}"')

        return _CALLOUT.sub(named, text)


class _StraightQuote(InlineProcessor):
    r"""``\'`` and ``\"``: a quote that must stay straight."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | Element, int, int]:
        return _SINGLE if m[1] == "'" else _DOUBLE, m.start(0), m.end(0)


class _Dutch(Extension):
    """What makes the other extensions speak Dutch."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After the fenced blocks (25) and raw HTML (20) are out of the text.
        md.preprocessors.register(_DutchCallouts(md), "dutch-callouts", 15)
        # Between code (190) and the other escapes (180).
        md.inlinePatterns.register(_StraightQuote(r"\\(['\"])", md), "straight-quote", 185)


def _straight_in_tags(html: str) -> str:
    """The HTML with straight quotes where a title or an address has them, as entities."""
    if _SINGLE not in html and _DOUBLE not in html:
        return html
    return _TAG.sub(lambda tag: tag[0].replace(_SINGLE, "&#39;").replace(_DOUBLE, "&quot;"), html)


@cache
def _parser() -> Markdown:
    """The one parser of this process: making one costs as much as using it."""
    return Markdown(
        output_format="html",
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TITLE="Terug naar de tekst bij noot {}"),
            "attr_list",
            "admonition",
            "def_list",
            "abbr",
            "sane_lists",
            "fenced_code",
            TocExtension(slugify=_slug, marker=""),
            "pymdownx.details",
            TabbedExtension(alternate_style=True),
            "pymdownx.tasklist",
            _Dutch(),
        ],
    )


def _slug(text: str, separator: str) -> str:
    return slugify(text, separator=separator) or "kop"


def _convert(text: str) -> str:
    parser = _parser()
    parser.reset()
    for processor in parser.parser.blockprocessors:
        # Left behind by a text that ends in an odd place; `reset` doesn't know of it, and it
        # would put the beginning of this text into a box of the last one.
        if hasattr(processor, "current_sibling"):
            processor.current_sibling = None
    return parser.convert(_FORBIDDEN.sub("", text))


_DEEP = re.compile(r"^(?:>[ ]?|[-*+][ ]|\d+\.[ ]|[ ]{4}|\t){50}[^\s]", re.MULTILINE)


def _too_much(text: str) -> Problem | None:
    """What would take the parser minutes, or would end differently by the depth of the stack."""
    for opening, closing in ("[]", "<>", "()"):
        if text.count(opening) - text.count(closing) > 500:
            return opening * 3, f"honderden keren {opening} zonder {closing} die erbij hoort"
    if match := _DEEP.search(text):
        return match[0][:20], "lijsten en citaten zitten hier meer dan vijftig diep in elkaar"
    return None


# ---- the allow-list ----

_INLINE = (
    "a abbr b bdi bdo cite code del dfn em i img ins kbd label mark q s samp small span strong "
    "sub sup time u var wbr"
)
_BLOCKS = (
    "blockquote br caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr input li ol p pre section summary table tbody td tfoot th thead tr ul"
)
_SCHEMES = ("http", "https", "mailto", "tel")
_CLEANER = nh3.Cleaner(
    tags={*_INLINE.split(), *_BLOCKS.split()},
    clean_content_tags={"script", "style"},
    attributes={
        "*": {"id", "class", "title", "lang", "dir"},
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
    },
    tag_attribute_values={"input": {"type": {"checkbox", "radio"}}},
    # The bad ones that editors do write come through here: `_addresses` takes them out, for HTML
    # and Markdown alike, and tells what stood there, where nh3 is silent.
    url_schemes={*_SCHEMES, *"javascript data vbscript file ftp sms webcal whatsapp".split()},
    link_rel=None,
)
"""All that raw HTML and attribute lists may leave on a page: text, its structure, pictures and
links. No script, style, frame, form, media element or event, and no ``style``."""


# ---- on the HTML: addresses ----

# Both serialisers write `>` in an attribute's value as `&gt;`.
_TAG = re.compile(r"(<[a-zA-Z/!][^>]*>)")
_HREF = re.compile(r' href="([^"]*)"')
_SRC = re.compile(r' src="([^"]*)"')
_ALT = re.compile(r' alt="([^"]*)"')
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED_BY_BROWSERS = re.compile("[\x00-\x20\x7f-\x9f]+")
_NO_ADDRESS = "een link zonder adres, of met een adres dat niet mag: wel https:, mailto: en tel:"


def _addresses(parts: Sequence[str], resolve: Resolve) -> tuple[list[str], list[Problem]]:
    """The same parts with what the addresses mean in their place."""
    found: list[str] = []
    problems: list[Problem] = []
    kept: list[bool] = []
    for part in parts:
        new = part
        if part.startswith("<a ") or part == "<a>":
            new, trouble = _placed(part, _HREF, resolve)
            problems += trouble
            kept.append(bool(new))
        elif part == "</a>":
            new = part if kept and kept.pop() else ""
        elif part.startswith("<img"):
            new, trouble = _picture(part, resolve)
            problems += trouble
        elif part.startswith("<input"):
            new = _control(part)
        found.append(new)
    return found, problems


def _placed(tag: str, attribute: re.Pattern[str], resolve: Resolve) -> tuple[str, list[Problem]]:
    """The tag with the address that is meant; empty where it is to be dropped."""
    match = attribute.search(tag)
    if not match:
        return (tag, []) if " id=" in tag else ("", [(tag, _NO_ADDRESS)])
    address = unescape(match[1])
    target = _meaning(address, resolve)
    problems = [(address, target.problem)] if target.problem else []
    if target.url is None:
        return "", problems
    return tag[: match.start(1)] + escape(target.url) + tag[match.end(1) :], problems


def _meaning(address: str, resolve: Resolve) -> Target:
    bare = _IGNORED_BY_BROWSERS.sub("", address)
    if not bare:
        return Target(None, "hier ontbreekt het adres")
    if bare.startswith("#"):
        return Target(bare)
    if bare[:2].replace("\\", "/") == "//":
        return Target(None, f"schrijf het hele adres, met https: ervoor: https:{bare}")
    if match := _SCHEME.match(bare):
        scheme = match[1].lower()
        rest = bare[match.end() :]
        if scheme not in _SCHEMES:
            return Target(None, f"een adres mag niet met {scheme}: beginnen, wel met https:")
        if scheme.startswith("http") and not re.match(r"//[^/\\?#]", rest):
            return Target(None, f"dit adres is niet compleet: verwacht {scheme}://…")
        return Target(address.strip())
    return resolve(address)


def _picture(tag: str, resolve: Resolve) -> tuple[str, list[Problem]]:
    source = _SRC.search(tag)
    if not source:
        return "", [("<img>", "een afbeelding zonder adres (src)")]
    new, problems = _placed(tag, _SRC, resolve)
    alt = _ALT.search(tag)
    if not (alt and alt[1].strip()):
        problems.append((unescape(source[1]), "een afbeelding zonder alt-tekst"))
    return new and f'{new[:-1].rstrip(" /")} loading="lazy">', problems


def _control(tag: str) -> str:
    """The box of a task list or the button of a tab; no other input stays."""
    checked = " checked" if " checked" in tag else ""
    if 'type="checkbox"' in tag:
        label = "gedaan" if checked else "nog te doen"
        return f'<input type="checkbox" disabled{checked} aria-label="{label}">'
    names = re.search(r' id="(__tabbed_(\d+)_\d+)"', tag)
    if not names or 'type="radio"' not in tag:
        return ""
    return f'<input type="radio" id="{names[1]}" name="__tabbed_{names[2]}"{checked}>'


# ---- on the HTML: typography ----

_QUOTES = re.compile(r"""['"]|‘(?=[stnmkrSTNMKR](?![\w'’]))|(?<!\.)\.\.\.(?!\.)""")
# What a word may begin with an apostrophe for: 's avonds, 't, 'n, 'm, 'k, 'r, 'ns, and years.
_ELIDED = re.compile(r"(?:[stnmkrz]|ie|ns)(?![\w'’])|\d\d(?!\d|['’](?!s\b))", re.IGNORECASE)
_BEFORE_OPENING = frozenset("([{<–—-/“‘„«")
_INLINE_NAMES = frozenset(_INLINE.split()) - {"img"}
_VERBATIM = re.compile(r"(<(pre|code|kbd|samp|var)[ >].*?</\2>|<[a-zA-Z/!][^>]*>)", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")


def _typography(html: str) -> str:
    """The HTML with curly quotes in its text, seen across the inline tags in between."""
    parts = _VERBATIM.split(html)
    del parts[2::3]  # the names of the verbatim elements
    for index in range(0, len(parts), 2):
        text = parts[index]
        # Several times as fast as a search by the expression; most texts have none.
        if "'" in text or '"' in text or "..." in text or "‘" in text:
            before = _neighbour(parts, index, -1)
            parts[index] = _curl(text, before, _neighbour(parts, index, 1))
    return "".join(parts)


def _neighbour(parts: Sequence[str], index: int, step: int) -> str:
    """The character before (step -1) or after a text; a line's end where its block ends."""
    edge = 0 if step > 0 else -1
    while 0 < (index := index + step) < len(parts):
        tag = parts[index]
        name = _NAME.match(tag)
        if not name or name[1] not in _INLINE_NAMES:
            return "\n"
        if tag.endswith(f"</{name[1]}>") and not tag.startswith("</"):
            return "x"  # something verbatim, which counts as a word
        index += step
        if text := parts[index]:
            return text[edge]
    return "\n"


def _curl(text: str, before: str, after: str) -> str:
    """Typography of a text that stands between two characters."""
    done: list[str] = []
    end = 0
    for match in _QUOTES.finditer(text):
        start = match.start()
        done.append(text[end:start])
        end = match.end()
        previous = next((each[-1] for each in reversed(done) if each), before)
        following = text[end] if end < len(text) else after
        opens = (previous.isspace() or previous in _BEFORE_OPENING) and not following.isspace()
        match match[0]:
            case "...":
                done.append("…")
            case "‘":
                done.append("’")
            case '"':
                done.append("“" if opens else "”")
            case _:
                elided = not (previous.isalnum() or previous == "_") and _ELIDED.match(text, end)
                done.append("‘" if opens and not elided else "’")
    return "".join([*done, text[end:]])


# ---- on the HTML: headings, charts, text ----

_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')
_NOT_WORDS = re.compile(
    r'<svg[ >].*?</svg>|<sup id="fnref[^>]*>.*?</sup>|<a [^>]*"footnote-backref"[^>]*>.*?</a>',
    re.DOTALL,
)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE.replace(' ', '|')})(?: [^>]*)?/?>")
_ROOTED = re.compile(r' (href|src|srcset|poster)="([^"]*)"')
_ROOT_PATH = re.compile(r"^(\s*)(/(?!/)[^\s]*)")


def _joined(site_url: str, match: re.Match[str]) -> str:
    return f"{match[1]}{urljoin(site_url, match[2])}"


def _headings(html: str) -> Iterator[Heading]:
    for level, attributes, inner in _HEADING.findall(html):
        identity = _ID.search(attributes)
        name = unescape(identity[1]) if identity else ""
        yield Heading(int(level), name, plain_text(inner))


_CHART = re.compile(
    r'<pre(?: [^>]*)?><code class="language-grafiek"(?: [^>]*)?>(.*?)</code></pre>', re.DOTALL
)
_NOT_A_CHART = re.compile(r"(?:<code>|(?:```|~~~) ?)grafiek\n")
_KEYS = ("bestand", "titel", "soort", "kolommen", "bron")


def _misplaced(html: str) -> list[Problem]:
    """A block for a chart that Python-Markdown doesn't see as one."""
    message = (
        "zet de regels ``` van een grafiek helemaal links, met een lege regel erboven en eronder"
    )
    return [("grafiek", message)] if "grafiek\n" in html and _NOT_A_CHART.search(html) else []


def _charts(html: str, figures: Mapping[str, Figures]) -> tuple[str, list[Problem]]:
    """The HTML with a chart for every fenced block ``grafiek``."""
    problems: list[Problem] = []
    count = 0

    def drawn(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        block, trouble = _chart(unescape(match[1]), figures, f"grafiek-{count}")
        problems.extend(trouble)
        return block

    return _CHART.sub(drawn, html), problems


def _chart(block: str, figures: Mapping[str, Figures], name: str) -> tuple[str, list[Problem]]:
    values, problems = _settings(block)
    for key in ("bestand", "titel"):
        if not values.get(key):
            problems.append((key, f"een grafiek heeft een regel nodig zoals “{_EXAMPLES[key]}”"))
    kind = values.get("soort", "staaf").lower()
    if kind not in KINDS:
        problems.append((kind, f"soort is {' of '.join(KINDS)}{_meant(kind, KINDS)}"))
    table = None
    columns: list[str] | None = None
    if file := values.get("bestand"):
        table = figures.get(file) or figures.get(file.removeprefix("cijfers/"))
        if table is None:
            problems.append((file, f"cijfers/{file} bestaat niet{_meant(file, figures)}"))
    if table and (wanted := values.get("kolommen")):
        columns = _columns(wanted, table.columns)
        for column in columns:
            if column not in table.columns:
                known = ", ".join(table.columns)
                hint = _meant(column, table.columns) or f": kies uit {known}"
                problems.append((column, f"{file} heeft geen kolom met deze naam{hint}"))
    if table and len(columns or table.columns) > MOST_SERIES:
        many = len(columns or table.columns)
        message = f"{many} kolommen in een grafiek is te veel: kies er hooguit {MOST_SERIES}"
        problems.append((file or "", f"{message}, met kolommen: …, …"))
    if problems or table is None:
        return "", problems
    title, source = curly(values["titel"]), curly(values.get("bron", ""))
    return chart(table, title=title, kind=kind, columns=columns, source=source, id=name), []


_EXAMPLES = {"bestand": "bestand: ledenaantallen.csv", "titel": "titel: Leden, 2010-2023"}


def _settings(block: str) -> tuple[dict[str, str], list[Problem]]:
    """The lines ``sleutel: waarde`` of a block."""
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for line in filter(None, map(str.strip, block.splitlines())):
        key, colon, value = (each.strip() for each in line.partition(":"))
        key = key.lower()
        if not colon:
            problems.append((line, "verwacht in een grafiek: “sleutel: waarde”, zoals soort: lijn"))
        elif key not in _KEYS:
            known = ", ".join(_KEYS)
            hint = _meant(key, _KEYS) or f": kies uit {known}"
            problems.append((key, f"een grafiek kent deze sleutel niet{hint}"))
        elif key in values:
            problems.append((key, "deze sleutel staat twee keer in de grafiek"))
        else:
            values[key] = value
    return values, problems


def _columns(wanted: str, known: Sequence[str]) -> list[str]:
    """The names between the commas, where a name may hold a comma itself."""
    words = [word.strip() for word in wanted.split(",")]
    columns: list[str] = []
    while words:
        size = next((n for n in range(len(words), 0, -1) if ", ".join(words[:n]) in known), 1)
        columns.append(", ".join(words[:size]))
        del words[:size]
    return [column for column in dict.fromkeys(columns) if column]


def _meant(word: str, known: Any) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"; bedoelde je {near[0]}?" if near else ""
