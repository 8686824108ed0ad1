"""The form in the browser: what Sveltia CMS is told of our model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml

from site_plugins.forms.cms import backend
from site_plugins.forms.kinds import KINDS, parts_of_kind
from site_plugins.forms.widgets import AS_TEXT
from site_plugins.loading.schema import HOME, SCHEMAS
from site_plugins.loading.shape import Block, Link, Listed, Someone, inner, walk
from tests.conftest import ROOT

CONFIG = yaml.safe_load((ROOT / "overrides/beheer/config.yml").read_text(encoding="utf-8"))
PUBLISHED = json.loads(
    (ROOT / "tests/fixtures/sveltia-cms.schema.json").read_text(encoding="utf-8")
)
"""Of the npm package @sveltia/cms, in the version that lies in overrides/beheer/."""

Field = dict[str, Any]


def forms() -> dict[str, list[Field]]:
    """The fields of each folder's form, and of the front page's."""
    found = {c["name"]: c["fields"] for c in CONFIG["collections"] if "fields" in c}
    (home,) = (c for c in CONFIG["collections"] if "files" in c)
    return found | {"index": home["files"][0]["fields"]}


FORMS = forms()


def every(fields: list[Field], above: str = "") -> Iterator[tuple[str, Field]]:
    """Fields and those within them, by path."""
    for field in fields:
        path = f"{above}{field['name']}"
        yield path, field
        yield from every(field.get("fields", []), f"{path}.")
        if inside := field.get("field"):
            yield from every(inside.get("fields", []), f"{path}.")


ALL = [(folder, path, field) for folder in FORMS for path, field in every(FORMS[folder])]


def test_sveltia_takes_the_configuration() -> None:
    """It is what the schema says that Sveltia publishes."""
    jsonschema.Draft7Validator(PUBLISHED).validate(CONFIG)


def test_every_widget_is_one_that_sveltia_has() -> None:
    """The published schema lets unknown widgets pass, as plug-ins may bring them."""
    known = {
        value
        for definition in PUBLISHED["definitions"].values()
        for value in [definition.get("properties", {}).get("widget", {}).get("const")]
        if value
    }
    assert {field["widget"] for _, _, field in ALL} <= known


def test_every_kind_has_a_form() -> None:
    """The front page as well."""
    assert set(FORMS) == {*SCHEMAS, "index"}
    assert set(KINDS) == set(SCHEMAS)


def _by_hand(folder: str) -> set[str]:
    """Parts that only a file can have: those of a guest, and of what is plain in the form."""
    found = set()
    for path, part in walk(parts_of_kind(folder)):
        item = part.shape.item if isinstance(part.shape, Listed) else part.shape
        if isinstance(item, Someone) or path in AS_TEXT:
            found |= {f"{path}.{below.name}" for below in inner(item)}
    return found


@pytest.mark.parametrize("folder", FORMS)
def test_every_key_of_the_model_is_in_the_form(folder: str) -> None:
    """Keys within keys too; and the form has no other, but for the text itself."""
    asked = {path for path, _ in every(FORMS[folder])}
    model = {path for path, _ in walk(parts_of_kind(folder))}
    assert asked - {"body"} == model - _by_hand(folder)


def test_every_field_has_a_dutch_name() -> None:
    """Never the key, and one that begins with a capital; and a hint."""
    for folder, path, field in ALL:
        assert field["label"] != field["name"], f"{folder}/{path}"
        assert field["label"][0].isupper(), f"{folder}/{path}"
        assert field.get("hint") or field["widget"] == "hidden", f"{folder}/{path}"


def test_what_the_model_requires_the_form_requires() -> None:
    """And nothing else, so that nobody has to make something up."""
    for folder in FORMS:
        model = dict(walk(parts_of_kind(folder)))
        for path, field in every(FORMS[folder]):
            if path not in model or field["widget"] == "hidden":
                continue
            required = model[path].required and not path.startswith("audio.src")
            assert field["required"] == required, f"{folder}/{path}"


def test_no_field_has_a_default() -> None:
    """Sveltia fills defaults into older items too: they would change by being opened."""
    assert [f"{folder}/{path}" for folder, path, field in ALL if "default" in field] == []


def test_a_moment_is_written_as_it_was_typed() -> None:
    """A format without a zone, and no conversion to UTC."""
    moments = [field for _, _, field in ALL if field["widget"] == "datetime"]
    assert moments
    for field in moments:
        expected = {"date": "YYYY-MM-DD", "datetime-local": "YYYY-MM-DD HH:mm"}[field["type"]]
        assert field["format"] == expected
        assert not field.keys() & {"picker_utc", "output_utc", "input_timezone"}


def test_references_are_chosen_from_what_there_is() -> None:
    """Topics, audiences, networks, people and whatever lies in one folder."""
    for folder in FORMS:
        model = dict(walk(parts_of_kind(folder)))
        for path, field in every(FORMS[folder]):
            shape = model[path].shape if path in model else None
            item = shape.item if isinstance(shape, Listed) else shape
            if isinstance(item, Link) and len(item.folders) == 1:
                assert field["widget"] == "relation", path
                assert field["collection"] == item.folders[0]
                assert field.get("multiple", False) == isinstance(shape, Listed)
    assert FORMS["artikelen"][0]["name"] == "title"
    authors = next(field for field in FORMS["artikelen"] if field["name"] == "authors")
    assert (authors["widget"], authors["collection"]) == ("relation", "mensen")


@pytest.mark.parametrize("folder", FORMS)
def test_a_picture_needs_words_and_a_maker(folder: str) -> None:
    """Once there is a picture: the picture itself may be left out."""
    image = next(field for field in FORMS[folder] if field["name"] == "image")
    assert not image["required"]
    needed = {part["name"] for part in image["fields"] if part["required"]}
    assert needed == {"src", "alt", "credit"}


def test_lengths_are_those_of_the_model() -> None:
    """The form counts along."""
    edition = {field["name"]: field for field in FORMS["nieuwsbrief"]}
    assert (edition["preheader"]["minlength"], edition["preheader"]["maxlength"]) == (40, 110)
    assert edition["title"]["maxlength"] == 200
    assert edition["description"]["maxlength"] == 300


def test_files_land_where_the_loader_looks() -> None:
    """An article in the folder of its year, an edition under its Sunday, pictures in media/."""
    collections = {c["name"]: c for c in CONFIG["collections"]}
    assert collections["artikelen"]["path"] == "{{date | date('YYYY')}}/{{slug}}"
    assert collections["nieuwsbrief"]["slug"]["template"] == "{{date}}"
    assert CONFIG["media_folder"] == "content/media"
    assert CONFIG["public_folder"] == "/media"
    for name in KINDS:
        assert collections[name]["folder"] == f"content/{name}"


def test_work_is_reviewed_before_it_is_published() -> None:
    """And what is left empty is not written."""
    assert CONFIG["publish_mode"] == "editorial_workflow"
    assert CONFIG["output"]["omit_empty_optional_fields"] is True


BACKENDS = {
    "": ("github", "eigenaar/naam", None),
    "https://github.com/clb/lokaal": ("github", "clb/lokaal", None),
    "https://github.com/clb/lokaal.git": ("github", "clb/lokaal", None),
    "https://gitlab.com/clb/redactie/lokaal/": ("gitlab", "clb/redactie/lokaal", None),
    "https://git.voorbeeld.nl/clb/lokaal": (
        "gitlab",
        "clb/lokaal",
        "https://git.voorbeeld.nl/api/v4",
    ),
}


@pytest.mark.parametrize("address", BACKENDS)
def test_the_repository_says_where_the_form_saves(address: str) -> None:
    """With a token, so that no other host takes part in signing in."""
    made = backend(address)
    assert (made["name"], made["repo"], made.get("api_root")) == BACKENDS[address]
    assert made["auth_methods"] == ["token"]
    assert made["branch"] == "main"


def test_home_has_the_same_keys_as_its_schema() -> None:
    """The front page is a file with a form of its own."""
    assert {field.name for field in HOME.fields} == {
        field["name"] for field in FORMS["index"] if field["name"] != "body"
    }


def test_blocks_stand_behind_their_key() -> None:
    """What the model reads as a block is one in the form: ``location.city``, not ``city``."""
    for folder in FORMS:
        fields = dict(every(FORMS[folder]))
        for path, part in walk(parts_of_kind(folder)):
            if isinstance(part.shape, Block):
                assert fields[path]["widget"] == "object", f"{folder}/{path}"


def _unfit(field: Field, value: Any, path: str) -> list[str]:
    """Where a value is none that the field can show: it would be lost when the item is saved."""
    widget = field["widget"]
    many = widget == "list" or field.get("multiple", False)
    if many != isinstance(value, list):
        return [path]
    if not many:
        if (widget == "object") != isinstance(value, dict):
            return [path]
        return _unfit_parts(field, value, path) if widget == "object" else []
    inside = field.get("field", {"widget": "object" if "fields" in field else "string"})
    one = inside | {"fields": field.get("fields", inside.get("fields", []))}
    return [wrong for n, item in enumerate(value) for wrong in _unfit(one, item, f"{path}[{n}]")]


def _unfit_parts(field: Field, value: dict[str, Any], path: str) -> list[str]:
    known = {part["name"]: part for part in field["fields"]}
    return [
        wrong
        for name, below in value.items()
        for wrong in _unfit(known[name], below, f"{path}.{name}")
    ]


def test_no_item_of_ours_loses_anything_in_the_form() -> None:
    """Sveltia drops a value that has another form than its field: a text for a block, say."""
    wrong = []
    for file in sorted((ROOT / "content").rglob("*.md")):
        path = file.relative_to(ROOT / "content")
        name = path.parts[0] if len(path.parts) > 1 else "index"
        head = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
        wrong += _unfit_parts({"fields": FORMS[name]}, head, path.as_posix())
    assert wrong == []
