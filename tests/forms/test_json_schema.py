"""The schemas for VS Code take what the loader takes, and refuse nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_plugins.forms.json_schema import schemas
from site_plugins.forms.kinds import KINDS, parts_of_kind
from site_plugins.loading.item import read_file
from site_plugins.loading.labels import label
from site_plugins.loading.place import Known
from site_plugins.loading.problems import errors
from site_plugins.loading.schema import HOME, SCHEMAS
from site_plugins.loading.shape import inner, walk
from tests.conftest import ROOT

MADE = schemas()
VALIDATORS = {name: jsonschema.Draft7Validator(schema) for name, schema in MADE.items()}
CONTENT = sorted((ROOT / "content").rglob("*.md"))


class _Yaml(yaml.SafeLoader):
    """As the YAML language server reads: YAML 1.2 has no dates and no times, but texts."""


_Yaml.yaml_implicit_resolvers = {
    first: [(tag, found) for tag, found in pairs if not tag.endswith(":timestamp")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def complaints(name: str, head: str) -> list[str]:
    """What VS Code would underline."""
    values = yaml.load(head, _Yaml)
    return [f"{e.json_path}: {e.message}" for e in VALIDATORS[name].iter_errors(values)]


@pytest.mark.parametrize("name", MADE)
def test_a_schema_is_a_schema(name: str) -> None:
    """Of draft 7, which the language server knows."""
    jsonschema.Draft7Validator.check_schema(MADE[name])
    assert set(MADE) == {*SCHEMAS, "index"}


def test_our_own_content_fits() -> None:
    """Every file of it."""
    wrong = []
    for file in CONTENT:
        path = file.relative_to(ROOT / "content")
        name = path.parts[0] if len(path.parts) > 1 else "index"
        head = file.read_text(encoding="utf-8").split("---\n")[1]
        wrong += [f"{path}: {complaint}" for complaint in complaints(name, head)]
    assert wrong == []
    assert len(CONTENT) > 100


EXAMPLES = [
    (name, field.name, field.example)
    for name, schema in {**SCHEMAS, "index": HOME}.items()
    for field in schema.fields
]


def test_the_example_of_each_key_fits() -> None:
    """The ones that messages show; a bare key is an error in neither."""
    for name, key, example in EXAMPLES:
        value = yaml.load(example, _Yaml)
        part = MADE[name]["properties"][key]
        assert not list(jsonschema.Draft7Validator(part).iter_errors(value)), f"{name}/{key}"


_SERIES = "start: 2026-12-04 12:00\nrepeat: elke eerste vrijdag van de maand\n"

FITS = {
    "a year as a title": ("artikelen", "title: 2026"),
    "a date without a zero": ("artikelen", "date: 2026-7-1"),
    "a time with a point": ("artikelen", "date: 2026-11-22 19.30 uur"),
    "an offset": ("artikelen", "date: 2026-11-22T19:30:00+01:00"),
    "a flag between quotes": ("artikelen", 'draft: "true"'),
    "a source as a block": ("artikelen", "sources: [{title: jaarprogramma, year: 2024}]"),
    "a guest": ("artikelen", "authors: [{name: Naam, role: raadslid}, redactie]"),
    "sound under its other name": ("artikelen", "audio: {file: a.mp3, duration: 24:30}"),
    "sound as a text": ("artikelen", "audio: A.MP3"),
    "a length between quotes": ("artikelen", 'audio: {url: "https://x.nl/a.mp3", length: "12"}'),
    "holidays": ("agenda", f"{_SERIES}except: feestdagen"),
    "holidays in a list": ("agenda", f"{_SERIES}except: [feestdagen, 2027-01-01]"),
    "one cancelled day": ("agenda", f"{_SERIES}cancelled: 2027-03-05"),
    "targets by year": ("netwerken", "targets: {2024: {meetings: 4, goal: }}"),
    "targets in a list": ("netwerken", "targets: [{year: 2024, reach: 50%}]"),
    "changes by version": ("handreikingen", 'changes: {"1.0": Eerste versie.}'),
    "a lone phase": ("scholing", "phase: start"),
    "one result": ("onderzoek", "results: De uitkomst ging naar de Kamer."),
    "heden": ("mensen", "roles: [{role: wethouder, from: 2021, until: heden}]"),
}


@pytest.mark.parametrize("case", FITS)
def test_other_ways_to_write_a_value_fit_too(case: str, tmp_path: Path) -> None:
    """The loader has nothing against this form of a value, and neither has the schema."""
    name, head = FITS[case]
    key = head.splitlines()[-1].partition(":")[0]
    value = yaml.load(head, _Yaml)[key]
    part = MADE[name]["properties"][key]
    assert not list(jsonschema.Draft7Validator(part).iter_errors(value))
    assert [f for f in _wrong_fields(tmp_path, name, head) if f.startswith(key)] == []


def _wrong_fields(folder: Path, name: str, head: str) -> list[str]:
    """The fields that the loader finds fault with. Names and files are all there."""
    path = "index.md" if name == "index" else f"{name}/2026-11-29.md"
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{head}\n---\nTekst.\n", encoding="utf-8")
    media = dict.fromkeys(("a.mp3", "A.MP3"), 1)
    names = {
        "mensen": {"redactie": ["mensen/redactie"]},
        "onderwerpen": {"wonen": ["onderwerpen/wonen"]},
    }
    known = Known(names, media, {})
    return [problem.field for problem in errors(read_file(folder, path, known).problems)]


KINDS_AND_PARTS = [(name, part) for name in MADE for part in parts_of_kind(name)]


@pytest.mark.parametrize("name", MADE)
def test_what_lacks_or_is_unknown_is_refused_by_both(name: str, tmp_path: Path) -> None:
    """A required key, and a key that doesn't exist."""
    required = [part.name for part in parts_of_kind(name) if part.required]
    for key in required:
        head = (
            "\n".join(
                f"{part.name}: {part.example}"
                for part in parts_of_kind(name)
                if part.required and part.name != key
            )
            or "draft: true"
        )
        assert any(key in complaint for complaint in complaints(name, head)), key
        assert key in _wrong_fields(tmp_path, name, head), key
    assert any("onbekend" in complaint for complaint in complaints(name, "onbekend: ja"))
    assert "onbekend" in _wrong_fields(tmp_path, name, "onbekend: ja")


VALUES = st.recursive(
    st.sampled_from(
        (
            *("wonen", "redactie", "nieuws", "gemeente", "a.mp3", "foto.jpg", "24:30", "", "ja"),
            *("2026-11-29", "2026-11-29 12:00", "https://www.voorbeeld.nl/", "a@voorbeeld.nl"),
            *("true", "elke week op maandag", "voorjaar 2027", "feestdagen", "x" * 500),
        )
    )
    | st.integers(0, 3000)
    | st.booleans()
    | st.none(),
    lambda inside: (
        st.lists(inside, max_size=2)
        | st.dictionaries(
            st.sampled_from(("title", "name", "src", "alt", "start", "date", "x", "2024")), inside
        )
    ),
    max_leaves=4,
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_the_schema_refuses_the_loader_refuses(data: Any, tmp_path: Path) -> None:
    """So a line in VS Code never forbids what may be published."""
    name, part = data.draw(st.sampled_from(KINDS_AND_PARTS))
    value = data.draw(VALUES)
    head = f"{part.name}: {json.dumps(value, ensure_ascii=False)}"
    read = yaml.load(head, _Yaml)[part.name]
    refused = list(
        jsonschema.Draft7Validator(MADE[name]["properties"][part.name]).iter_errors(read)
    )
    if refused:
        found = _wrong_fields(tmp_path, name, head)
        assert any(field.split(".")[0].split("[")[0] == part.name for field in found), refused


def _properties(schema: Any) -> dict[str, Any]:
    """The properties of a block, wherever the schema has it."""
    if not isinstance(schema, dict):
        return {}
    found = dict(schema.get("properties", {}))
    for below in (*schema.get("anyOf", ()), schema.get("items")):
        found |= _properties(below)
    return found


@pytest.mark.parametrize("name", MADE)
def test_every_key_tells_in_dutch_what_it_is(name: str) -> None:
    """Also the keys within keys."""
    for path, part in walk(parts_of_kind(name)):
        at = MADE[name]
        for step in path.split("."):
            at = _properties(at)[step]
        assert at["title"] == label(name, path).name, path
        assert at["title"] != part.name, path
        assert at["description"].startswith(at["title"]), path
        assert set(_properties(at)) == {below.name for below in inner(part.shape)}, path
    assert KINDS
