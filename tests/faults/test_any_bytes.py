"""Whatever bytes stand in a content file: an item or a problem comes of it, never a traceback."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_plugins.loading.read import Content, read_content
from site_plugins.loading.schema import SCHEMAS
from site_plugins.loading.texts import SLUG
from site_plugins.model.article import Article
from site_plugins.rendering.text.markdown import Target, render
from tests.conftest import ROOT

REAL = sorted((ROOT / "content").rglob("*.md"), key=lambda file: file.as_posix())
TABLES = sorted((ROOT / "content" / "cijfers").glob("*.csv"))
FILES = (
    *(f"{kind}/2026/naam.md" if kind == Article.folder else f"{kind}/naam.md" for kind in SCHEMAS),
    "nieuwsbrief/2026-11-22.md",
    "index.md",
    "cijfers/naam.csv",
)

HEADS = st.sampled_from(
    ["---\n", "---\ntitle: A\n", "\ufeff---\ntitle: A\ndate: 2026-01-01\n", "--- \n", "---\r\n", ""]
)
KEYS = st.sampled_from(
    "title date description expires draft slug id topics image repeat start sessions except until "
    "aliases related due planning sources authors body genre location period items".split()
)
VALUES = st.sampled_from(
    [*r"""~ [] {} [ { &a *a !!python/name:os.system | >- ' " 2026-02-30 19:30 no 0x1f 1e999 % @ `
     FREQ=DAILY;COUNT=9999999999 ../../x !!binary 2026-11-22T09:00:60+99:99 :// # ? -""".split(),
     "", "- -", "&a [*a, *a]", "<<: *a", "? a", "- {a: [b, {c: d}]}", "elke dag", "/" * 300,
     "\u202e", "😀", "[" * 3000, "{a: " * 3000, "- " * 2000, "! !"]
)  # fmt: skip
YAML = st.builds(
    lambda head, lines, end, body: head + "".join(lines) + end + body,
    HEADS,
    st.lists(
        st.builds("{}: {}\n".format, KEYS | st.text(max_size=6), VALUES | st.text(max_size=20))
    ),
    st.sampled_from(["---\n", "---", "...\n", ""]),
    st.text(max_size=60),
)
CSV = st.text(alphabet=st.sampled_from("0123456789,;.-\"'\n\r\t abé\ufeff=<"), max_size=120)


def read(data: bytes, path: str) -> Content:
    """What the loader makes of a folder with this one file; its texts rendered too."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        content = read_content(Path(folder))
    for item in (content.library.home, *content.library.items.values()):
        for text in item.texts:
            render(text.text, lambda address: Target("/"), content.library.figures)
    return content


def judge(content: Content) -> None:
    items = list(content.library.items.values())
    assert content.problems or items or content.library.figures or content.library.home.title
    for problem in content.problems:
        assert problem.message and problem.line >= 1
        assert len(str(problem).splitlines()) == 1
        assert not re.search(
            "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", str(problem)
        )
    for item in items:
        assert SLUG.fullmatch(item.slug), item.slug


@given(st.binary(max_size=200), st.sampled_from(FILES))
@settings(max_examples=150)
def test_any_bytes(data: bytes, path: str) -> None:
    judge(read(data, path))


@given(YAML, st.sampled_from(FILES[:-1]))
@settings(max_examples=200)
def test_any_head(text: str, path: str) -> None:
    judge(read(text.encode("utf-8", "surrogatepass"), path))


@given(CSV | st.text(max_size=60))
@settings(max_examples=100)
def test_any_table(text: str) -> None:
    judge(read(text.encode("utf-8", "surrogatepass"), "cijfers/naam.csv"))


@st.composite
def harmed(draw: st.DrawFn) -> tuple[str, bytes]:
    """A real file in which bytes were changed, cut out, repeated or put in."""
    file = draw(st.sampled_from((*REAL, *TABLES)))
    data = bytearray(file.read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 1, 3, 40, 400])))
        data[start:end] = draw(
            st.binary(max_size=4)
            | st.just(bytes(data[start:end]) * 2)
            | st.sampled_from(
                [b"\n", b"---\n", b": ", b"- ", b"[", b"\t", b"\xff", b"\x00", b"```"]
            )
        )
    return file.relative_to(ROOT / "content").as_posix(), bytes(data)


@given(harmed())
@settings(max_examples=150)
def test_a_real_file_that_was_harmed(found: tuple[str, bytes]) -> None:
    judge(read(found[1], found[0]))


@given(YAML)
@settings(max_examples=30)
def test_the_same_bytes_give_the_same(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    once, again = read(data, "over/naam.md"), read(data, "over/naam.md")
    assert (once.library.items, once.problems) == (again.library.items, again.problems)


@given(st.text(max_size=30).filter(lambda name: "/" not in name and "\0" not in name))
@settings(max_examples=150)
def test_any_file_name_gives_a_slug_or_a_problem(name: str) -> None:
    """Never an empty one, a slash or a way up; the name of a file is any text a disk takes."""
    name = name.encode("utf-8", "replace").decode()[:40]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "over" / f"{name}.md"
        file.parent.mkdir()
        file.write_text("---\ntitle: A\ndescription: Een stuk.\n---\n")
        content = read_content(Path(folder))
    items = list(content.library.items.values())
    assert items or content.problems
    for item in items:
        assert SLUG.fullmatch(item.slug) or content.problems, item.slug


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_any_slug_is_valid_or_a_problem(slug: str) -> None:
    text = slug.replace("\\", "\\\\").replace('"', '\\"')
    content = read(
        f'---\ntitle: A\nslug: "{text}"\n---\n'.encode("utf-8", "replace"), "over/naam.md"
    )
    judge(content)


@given(st.text())
@settings(max_examples=100)
def test_any_heading_has_an_anchor_of_its_own(title: str) -> None:
    """Of plain letters, and none that the page round it uses."""
    text = "\n\n".join(f"## {line} x" for line in [*title.splitlines(), "Inhoud", "Inhoud"])
    found = render(text, lambda address: Target("/"), {}).headings
    for heading in found:
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:_\d+)?", heading.id)
        assert heading.id != "inhoud"
    assert len({heading.id for heading in found}) == len(found)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe-\x00-\x00-\x00",
        b"---\n" * 100_000,
        b"---\ntitle: " + b"[" * 200_000 + b"\n---\n",
        b"---\ntitle: " + b"{" * 60_000,
        b"---\na: &a [x]\n" + b"b: *a\n" * 5000 + b"---\n",
        b"---\ntitle: A\n---\n" + b"<b>" * 300_000,
        b"---\ntitle: A\n---\n" + b"<!--" * 200_000,
        b"---\ntitle: A\n---\n" + b"[" * 900_000,
        b"---\ntitle: A\n---\n" + b"![<" * 100_000,
        b"---\ntitle: A\n---\n<![>",
        b"\x00" * 900_000,
        b"a" * 1_000_001,
    ],
    ids=lambda data: repr(data[:24]),
)  # fmt: skip
def test_large_and_odd_files(data: bytes) -> None:
    for path in ("over/naam.md", "index.md"):
        judge(read(data, path))
