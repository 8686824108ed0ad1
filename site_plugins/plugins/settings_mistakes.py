"""What is wrong with mkdocs.yml, in Dutch and with its line: MkDocs tells it in English."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence

import yaml
from mkdocs.exceptions import Abort, PluginError

from site_plugins.loading.front_matter import explained
from site_plugins.loading.problems import nearest

LOGGER = "mkdocs.config"
"""Who tells, in MkDocs, what is wrong with a setting."""
_VALUE = re.compile(r"Config value '([^']+)': (.*)", re.DOTALL)
_PART = re.compile(r"(?:Plugin '([^']+)' option|Sub-option) '([^']+)': (.*)", re.DOTALL)
_TYPES = {
    "bool": "true (ja) of false (nee)",
    "str": "een tekst",
    "list": "een lijst",
    "dict": "een groepje velden",
    "int": "een getal",
}
_KINDS = "|".join(_TYPES)

_SENTENCES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"Expected type: <class '({_KINDS})'>", lambda m: _belongs(m[1])),
    (r"Expected a string", lambda m: _belongs("str")),
    (r"Expected (?:a list|nav to be a list)", lambda m: _belongs("list")),
    (r"Expected a dict", lambda m: _belongs("dict")),
    (r"Required configuration not provided", lambda m: "dit veld is verplicht, maar ontbreekt."),
    (r"The path '(.+)' isn't an existing", lambda m: f"'{m[1]}' bestaat niet."),
    (r"custom_dir \('(.+)'\) does not exist", lambda m: f"'{m[1]}' bestaat niet."),
    (
        r"Unrecognised theme name: '(.+?)'",
        lambda m: f"het thema '{m[1]}' is er niet. Bijvoorbeeld: name: material",
    ),
    (
        r'The "(.+)" plugin is not installed',
        lambda m: (
            f"de plugin '{m[1]}' is niet geïnstalleerd. Haal de regel weg, of installeer hem."
        ),
    ),
    (
        r"URL isn't valid|parse the URL",
        lambda m: "dit is geen webadres. Bijvoorbeeld: https://www.lokaalbestuur.nl/",
    ),
    (
        r"should not be (?:within|the parent)",
        lambda m: "deze map mag niet in een andere liggen. Kies een map ernaast.",
    ),
)


class Heard(logging.Handler):
    """While it lasts: what MkDocs says of its settings, in its own words."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def __enter__(self) -> Heard:
        logging.getLogger(LOGGER).addHandler(self)
        return self

    def __exit__(self, *error: object) -> None:
        logging.getLogger(LOGGER).removeHandler(self)


def why(error: BaseException, heard: Sequence[str], text: str) -> str:
    """Why a build failed, in Dutch: what we said ourselves, else what MkDocs said of mkdocs.yml.

    ``heard`` is what MkDocs said of its settings, ``text`` that of mkdocs.yml.
    """
    if heard:
        return "\n".join(in_dutch(said, text, mild=False) for said in heard)
    cause: BaseException | None = error
    while cause:
        # Of what a plugin said, MkDocs passes on only that something was wrong.
        if isinstance(cause, PluginError):
            return str(cause)
        if not isinstance(cause, Abort):
            break
        cause = cause.__cause__ or cause.__context__
    return reason_in_dutch(str(error), text)


def in_dutch(said: str, text: str, *, mild: bool) -> str:
    """What MkDocs says of a setting, in Dutch; ``text`` is that of mkdocs.yml."""
    value = _VALUE.fullmatch(said)
    if not value:
        return f"mkdocs.yml: {said}"
    names, reason, ours = [value[1]], value[2], False
    while part := _PART.fullmatch(reason):
        ours = ours or part[1] == "lokaal"
        names += [name for name in part.groups()[:2] if name]
        reason = part[3]
    if unknown := re.match(r"Unrecognised configuration name: (\S+)", reason):
        if names[-1] != unknown[1]:
            names.append(unknown[1])
        known = _known(ours, names)
        sentence = f"dit veld is hier onbekend.{nearest(unknown[1], known)}"
    else:
        sentence = _sentence(reason)
    warning = "waarschuwing: " if mild else ""
    return f"mkdocs.yml:{_line(text, names)}: {warning}{names[-1]}: {sentence}"


def _sentence(reason: str) -> str:
    for pattern, words in _SENTENCES:
        if found := re.search(pattern, reason):
            return words(found)
    return f"dit klopt niet. MkDocs zegt: {reason}"


def _belongs(kind: str) -> str:
    return f"hier hoort {_TYPES[kind]} te staan."


def _known(ours: bool, names: Sequence[str]) -> list[str]:
    """The fields that there are at this place."""
    # Here, as most commands say nothing of settings.
    from mkdocs.config.defaults import MkDocsConfig

    from site_plugins.plugins.settings import LokaalConfig, NewsletterConfig

    if not ours:
        return [name for name, _ in MkDocsConfig._schema] if len(names) == 1 else []
    schema = NewsletterConfig._schema if "newsletter" in names[:-1] else LokaalConfig._schema
    return [name for name, _ in schema]


def _line(text: str, names: Sequence[str]) -> int:
    """Where the last of these names stands, each somewhere below the one before; else 1."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return 1
    line = 1
    for name in names:
        found = next((pair for pair in _pairs(node) if pair[0].value == name), None)
        if not found:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from node.value
        for _, value in node.value:
            yield from _pairs(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _pairs(item)


def reason_in_dutch(said: str, text: str) -> str:
    """Why a build failed, in Dutch where it was MkDocs that told it; ``text`` as above."""
    if "Aborted with a configuration error" in said:
        return "mkdocs.yml klopt niet, en daarom is er niets gedaan. Hierboven staat waarom."
    if "Expected a key-value mapping" in said:
        return (
            "mkdocs.yml:1: hier horen velden te staan, elk met een dubbele punt en een waarde."
            " Bijvoorbeeld: site_name: Lokaal Bestuur"
        )
    if "error parsing the configuration file" in said:
        try:
            yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            found = explained(error, text)
            return f"mkdocs.yml:{found.line}: {found.message}"
        except ValueError:
            pass
        return "mkdocs.yml is niet te lezen. Bewaar het bestand met de codering UTF-8."
    return said
