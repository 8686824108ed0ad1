"""What is seen in a page: in each of the parts in which it is read, and across their borders."""

from __future__ import annotations

import pytest

from site_plugins.delivery.inspection import Facts, Inspector
from site_plugins.rendering.serving import headers_file, page_policy
from site_plugins.rendering.site import Site

SITE = Site("Proef", "https://example.org/")
HEAD = f'<meta http-equiv="Content-Security-Policy" content="{page_policy()}">'
PARTS = ("head", "above", "main", "after", "below")
PAGE = (
    "<!doctype html><html><head>{policy}{head}</head>\n<body><nav>{above}</nav>\n"
    '<main class="a">{main}</main>\n<footer data-address="x">{after}\n'
    "<p>voet</p>{below}</footer></body></html>\n"
)


def seen(page: str) -> Facts:
    """What a new inspector sees in a page, after another of the same site."""
    inspector = Inspector(SITE, headers_file(SITE))
    inspector.inspect("ander/index.html", whole().encode())
    return inspector.inspect("zo/index.html", page.encode())


def whole(policy: str = HEAD, **parts: str) -> str:
    """A page with something in some of its parts."""
    return PAGE.format(policy=policy, **{name: parts.get(name, "") for name in PARTS})


def everywhere(facts: Facts) -> set[str]:
    """All paths that a page leads to."""
    return {*facts.links, *facts.frame}


FAULTS = {
    "<p onclick=x()>": "onclick=",
    '<p class="a" style="b">': "style=",
    "<script>x()</script>": "<script>",
    "<style>p {}</style>": "<style>",
    '<img src="https://elders.nl/a.png">': "img-src",
    '<link rel="stylesheet" href="/los.css">': "/los.css",
    '<base href="/">': "base-uri",
    '<meta name="a" content="b" onload="x()">': "onload=",
    '<a href="/weg/" class="a" onclick="x()">': "onclick=",
    '<a href="#hier" onclick="x()">': "onclick=",
    '<link rel="canonical" href="/" onload="x()">': "onload=",
    '<p title="<b>" onclick="x()">': "onclick=",
    '<p data-a="1" aria-label="b" hidden onfocus=x>': "onfocus=",
}


@pytest.mark.parametrize("html", FAULTS)
@pytest.mark.parametrize("part", PARTS)
def test_a_fault_in_each_part(part: str, html: str) -> None:
    """What may not be is seen wherever it stands."""
    (fault,) = seen(whole(**{part: html})).faults
    assert FAULTS[html] in fault


LINKS = (
    '<a href="/weg/">',
    '<a class="a" href="/weg/">',
    "<a href=/weg/>",
    '<a href="/weg/?a=b&amp;c#d" rel="next">',
    '<a href="https://example.org/weg/" title="<b>">',
    '<a href="../weg/">',
    '<a\nhref="/weg/" >',
    '<link rel="canonical" href="/weg/">',
    '<link rel="canonical" href="/weg/" media="all">',
    '<meta property="og:image" content="https://example.org/weg/">',
    '<form action="/weg/">',
    '<img srcset="/weg/ 2x" alt="a > b">',
    '<p title="a > b"><a href="/weg/">',
)


@pytest.mark.parametrize("html", LINKS)
@pytest.mark.parametrize("part", PARTS)
def test_a_link_in_each_part(part: str, html: str) -> None:
    """Where a page leads to is seen wherever it stands, in every way to write it."""
    assert everywhere(seen(whole(**{part: html}))) == {"/weg/"}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "html",
    [
        '<!-- <a href="/weg/" onclick="x()"> -->',
        "<p title='&lt;a href=\"/weg/\">'>",
        "<p title='<a href=\"/weg/\">'>",
        "<p class=\"<a href='/weg/'>\">",
        'href="/weg/" onclick="x()" &lt;a href="/weg/">',
        '<a href="#weg"><a href="mailto:a@b.nl?subject=/weg/"><a href="https://elders.nl/weg/">',
    ],
)
def test_what_only_looks_like_a_link(part: str, html: str) -> None:
    """Comments, text, values of attributes, and addresses elsewhere or on the page itself."""
    facts = seen(whole(**{part: html}))
    assert not facts.faults
    assert not everywhere(facts)


@pytest.mark.parametrize("part", PARTS[:-1])
def test_a_tag_that_ends_in_a_later_part(part: str) -> None:
    """To a browser all that follows is in the tag, up to the next quote."""
    opened = whole(**{part: '<a onclick="x()', "below": '<b title=">'})
    assert any("onclick=" in fault for fault in seen(opened).faults)
    image = whole(**{part: "<img src=/weg.png "})
    assert everywhere(seen(image)) == {"/weg.png"}


@pytest.mark.parametrize("part", ["above", "main", "after"])
def test_a_comment_over_a_border(part: str) -> None:
    """What is in a comment is no fault, even where a part of a page begins in it."""
    after = PARTS[PARTS.index(part) + 1]
    commented = whole(**{part: "<!-- ", after: '<p onclick="x()"> --><a href="/weg/">'})
    facts = seen(commented)
    assert not facts.faults
    assert everywhere(facts) == {"/weg/"}


def test_a_policy_in_a_comment_is_none() -> None:
    """The comment begins in the head and ends in the content."""
    assert seen(whole(policy=f"<!-- {HEAD}", main="-->")).faults == (
        "er staat geen Content-Security-Policy op de pagina.",
    )


@pytest.mark.parametrize(
    "page",
    [
        f'<html>{HEAD}<p onclick="x()"><a href="/weg/"></html>',
        f'<html><body>{HEAD}<p onclick="x()"><a href="/weg/"></body></html>',
        f'<main>{HEAD}</main><body><p onclick="x()"><a href="/weg/"></html>',
        f'<html><body></main>{HEAD}<p onclick="x()"><main><a href="/weg/">',
        f'<html>{HEAD}<p onclick="x()"><body><main></main><b title="x> <a href="/weg/">',
    ],
)
def test_a_page_with_other_parts(page: str) -> None:
    """It is read whole, behind a tag that never ends as well."""
    facts = seen(page)
    assert everywhere(facts) == {"/weg/"}
    assert facts.faults == ("de policy staat onclick= niet toe.",)


def test_pages_that_differ_in_one_tag() -> None:
    """What was seen on one page is not told of the next."""
    inspector = Inspector(SITE, headers_file(SITE))
    pages = [whole(), whole(head='<link rel="icon" href="/a.svg">'), whole(policy=""), whole()]
    found = [inspector.inspect(f"{n}/index.html", page.encode()) for n, page in enumerate(pages)]
    assert [len(facts.faults) for facts in found] == [0, 1, 1, 0]
    assert [everywhere(facts) for facts in found] == [set(), {"/a.svg"}, set(), set()]


def test_files_with_one_ending() -> None:
    """Pictures in a folder are judged alike; a file that has rules of its own is not."""
    inspector = Inspector(SITE, headers_file(SITE))
    assert not inspector.path_faults("beeld/a.webp")
    assert not inspector.path_faults("beeld/b.webp")
    assert not inspector.path_faults("feed.json")
    assert not inspector.path_faults("artikelen/feed.xml")
    assert inspector.path_faults("beeld/a.exe")
    assert inspector.path_faults("assets/los.css")
    assert not inspector.path_faults("assets/site.0123abcd.css")
