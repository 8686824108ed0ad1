"""An export with everything that old WordPress sites hold, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.importing.to_markdown import to_markdown
from site_plugins.importing.wordpress import Known, convert
from site_plugins.importing.wxr import Unreadable, read_export
from site_plugins.model.item import ZONE
from site_plugins.rendering.html import plain_text
from site_plugins.rendering.text.markdown import Target, render
from site_plugins.rendering.text.typography import curly
from tests.conftest import Build, Write, run_lokaal

SITE = "https://www.oud.nl"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Oud</title><link>https://www.oud.nl</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://www.oud.nl</wp:base_blog_url>
<wp:author><wp:author_login>oc</wp:author_login>
<wp:author_display_name><![CDATA[Ömer Çelik]]></wp:author_display_name></wp:author>
<wp:author><wp:author_login>mail</wp:author_login>
<wp:author_display_name>jan@oud.nl</wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>"


def cdata(text: str) -> str:
    """As WordPress' wxr_cdata writes it."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def item(number: int, title: str = "Titel", html: str = "Tekst.", **other: str) -> str:
    """One item; ``other`` by local name, ``extra`` as it is."""
    name = other.get("post_name", f"stuk-{number}")
    values = {
        "post_id": str(number),
        "post_date": "2019-07-01 10:30:00",
        "post_date_gmt": "2019-07-01 08:30:00",
        "post_name": name,
        "status": "publish",
        "post_type": "post",
        "post_password": "",
    } | {key: value for key, value in other.items() if key not in _RSS}
    return (
        f"<item><title>{cdata(title)}</title>"
        f"<link>{other.get('link', f'{SITE}/2019/07/{name}/')}</link>"
        f"<guid>{other.get('guid', f'{SITE}/?p={number}')}</guid>"
        f"<dc:creator>{other.get('creator', 'oc')}</dc:creator>"
        f"<content:encoded>{cdata(html)}</content:encoded>"
        f"<excerpt:encoded>{cdata(other.get('excerpt', ''))}</excerpt:encoded>"
        + "".join(f"<wp:{key}>{cdata(value)}</wp:{key}>" for key, value in values.items())
        + f"{other.get('extra', '')}</item>"
    )


_RSS = ("link", "guid", "creator", "excerpt", "extra")
CATEGORIES = """<category domain="category" nicename="interview">Interview</category>
<category domain="category" nicename="wonen-ruimte">Wonen &amp;amp; ruimte</category>
<category domain="post_tag" nicename="caf%c3%a9">Café</category>
<category domain="category" nicename="uncategorized">Uncategorized</category>
<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>vroeger</wp:meta_value>
</wp:postmeta><wp:comment><wp:comment_author_email>x@y.nl</wp:comment_author_email></wp:comment>"""

NEVER = "0000-00-00 00:00:00"
NASTY = (
    item(
        1,
        "Raad &amp; <em>burger</em>: 's avonds",
        "<h1>Kop</h1>Eerste regel\ntweede <script>alert('boe')</script>regel.\n\n"
        'Zie <a href="/2019/07/caf%c3%a9/">café</a>, <a href="https://oud.nl/?p=3">drie</a>, '
        '<a href="https://zoom.us/j/123?pwd=x">zoom</a>, <a href="/wp-content/m.pdf">pdf</a>, '
        '<a href="javascript:alert(1)">js</a> en <a href="http://[">stuk</a>. ]]> ]]&gt;'
        "\n\nKom: https://meet.google.com/abc-defg-hij\n\n<h3>Sub</h3># geen kop",
        guid=f"{SITE}/raad-en-burger/",
        extra=CATEGORIES,
    ),
    item(
        2,
        "Café",
        '[caption id="a" width="3"]<a href="/x.jpg"><img src="/x.jpg" alt="Plein"/></a> Foto: [sic]'
        '[/caption]\n\n[row][col w="1"]Binnen [embed]https://youtu.be/a_b_c?x=1&y[/embed][/col][/row]'
        '\n\n[gallery ids="1,2"] [[gallery]] <iframe src="https://video.nl/e"></iframe>{: .weg }',
        post_name="caf%c3%a9",
        link=f"{SITE}/2019/07/caf%c3%a9/",
    ),
    item(3, "", "<!-- wp:list --><ul><li>een<ul><li>twee</li></ul></li></ul><!-- /wp:list -->"
         "<p>1. Geen lijst</p><pre>a\n\n&lt;b&gt;```</pre><table><tr><td>x|y</td></tr></table>"),
    item(4, "Dubbel", post_name="dubbel", link=f"{SITE}/2019/07/dubbel/?utm=1"),
    item(5, "Dubbel", post_name="dubbel", link=f"{SITE}/?p=5", creator="mail"),
    item(6, "Alleen lokaal", post_name="", post_date_gmt=NEVER, post_date="2021-03-28 02:30:00"),
    item(7, "Geen datum", post_date_gmt=NEVER, post_date=NEVER),
    item(8, "Diep", post_name="%20", html="<blockquote>" * 300 + "bodem"),
    item(9, "a" * 300,
         "!!! note\n\n=== \"t\"\n\n```grafiek\n\n&#8232;&#7;&lt;img src=x onerror=1&gt;"),
    item(10, "Over ons", post_type="page", post_name="over-ons", link=f"{SITE}/artikelen/"),
    item(15, "Weg", post_type="page", link=f"{SITE}/%2e%2e/%2E%2E/weg/"),
    item(11, "Wintertijd", post_name="", post_date_gmt="2020-10-25 01:30:00",
         excerpt="<b>Kort</b> samengevat."),
    item(12, "Concept", "GEHEIM", status="draft"),
    item(13, "Slot", "GEHEIM", post_password="x"),
    item(14, "Plaatje", "GEHEIM", post_type="attachment"),
)  # fmt: skip
EXPORT = HEAD + "".join(NASTY) + TAIL
ARTICLES = "alleen-lokaal cafe diep dubbel dubbel-2 stuk-1 stuk-3 stuk-9 wintertijd".split()


def files(folder: Path) -> dict[str, str]:
    """Every file and its text."""
    return {
        p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The nasty export on disk."""
    path = tmp_path / "export.xml"
    path.write_text(EXPORT, encoding="utf-8")
    return path


@pytest.fixture
def folder(content: Write) -> Path:
    """Content of before the import; the topic's file name isn't its title."""
    return content(
        "-- onderwerpen/koffie.md --\n---\ntitle: Café\n---\n"
        "-- artikelen/2026/nieuw.md --\n---\ntitle: Nieuw\ndate: 2026-11-20\n"
        "description: Van deze week.\ngenre: nieuws\n---\n"
        "-- nieuwsbrief/2026-11-22.md --\n---\ntitle: Deze week\ndate: 2026-11-22\n"
        "preheader: Dit is wat er deze week te lezen is, en verder niets.\n---\n"
    )


def imported(export: Path, folder: Path, *more: str) -> str:
    """The report of an import that succeeds."""
    done = run_lokaal("import", "wordpress", str(export), "--content", str(folder), *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nasty_export_passes_the_check_and_redirects(
    export: Path, folder: Path, build: Build
) -> None:
    before = files(folder)
    assert "Zou schrijven: artikelen/ 9" in imported(export, folder, "--dry-run")
    assert files(folder) == before
    report = imported(export, folder)
    after = files(folder)
    assert {name: after[name] for name in before} == before
    names = {Path(name).stem for name in after.keys() - before if name.startswith("artikelen/")}
    assert sorted(names) == ARTICLES
    assert "GEHEIM" not in "".join(after.values()) and "alert" not in "".join(after.values())
    assert "bijlage 1, concept 1, met wachtwoord 1, reactie 1" in report
    checked = run_lokaal("check", "--content", str(folder))
    assert checked.returncode == 0, checked.stdout
    site = build(folder, at="2026-11-22T09:00")
    assert site.code == 0, site.err
    for old, new in (("stuk-1", "stuk-1"), ("vroeger", "stuk-1"), ("café", "cafe")):
        assert f"/artikelen/2019/{new}/" in site.text(f"2019/07/{old}/index.html")
    mail = (site.mail / "2026-11-22/mail.txt").read_text()
    assert "/2026/nieuw/" in mail and "/2019/" not in mail
    feed = site.text("feed.xml")
    assert 0 < feed.index("/2026/nieuw/") < feed.index("/2021/alleen-lokaal/")


def test_the_same_export_twice_changes_nothing(export: Path, folder: Path) -> None:
    imported(export, folder)
    moved = folder / "artikelen/2019/dubbel-2.md"
    moved.rename(moved.with_name("elders.md"))  # the id tells that it is there already
    (folder / "artikelen/2019/stuk-3.md").open("a").write("Bewerkt.\n")
    before = files(folder)
    report = imported(export, folder)
    assert files(folder) == before
    assert "Geschreven: niets." in report and "Al eerder ingelezen: 11." in report


def test_text_front_matter_and_report(export: Path, folder: Path) -> None:
    report = imported(export, folder)
    after = files(folder)
    first = after["artikelen/2019/stuk-1.md"]
    for part in (
        "title: 'Raad & burger: ''s avonds'\n",
        "date: 2019-07-01 10:30\ngenre: interview\nauthors:\n- omer-celik\n",
        "topics:\n- wonen-ruimte\n- koffie\naliases:\n- /2019/07/stuk-1/\n- /2019/07/vroeger/\n",
        "id: https://www.oud.nl/raad-en-burger/\n",
        "## Kop\n\nEerste regel  \ntweede regel.",
        "Zie [café](cafe.md), [drie](stuk-3.md), zoom, [pdf](https://www.oud.nl/wp-content/m.pdf)",
        "js en stuk. \\]\\]>",
        "Kom: (link weggehaald)\n\n#### Sub\n\n&#35; geen kop",
    ):
        assert part in first
    assert "[Afbeelding: Plein\\] Foto: \\[sic\\]" in after["artikelen/2019/cafe.md"]
    assert "<https://youtu.be/a_b_c?x=1&y>" in after["artikelen/2019/cafe.md"]
    assert "-   een\n    -   twee\n\n1&#46; Geen" in after["artikelen/2019/stuk-3.md"]
    assert "date: 2021-03-28 03:30\n" in after["artikelen/2021/alleen-lokaal.md"]
    assert "date: 2020-10-25 02:30+0100\n" in after["artikelen/2020/wintertijd.md"]
    assert "description: Kort samengevat.\n" in after["artikelen/2020/wintertijd.md"]
    assert "aliases" not in after["over/over-ons.md"]  # /artikelen/ is a page of ours
    for line in (
        "bericht 7 'Geen datum': niet ingelezen, want zonder geldige datum.",
        "stuk-1.md: link 'javascript:alert(1)' weggehaald",
        "stuk-15.md: oud adres /%2e%2e/%2E%2E/weg/ wordt niet doorgestuurd",
        "cafe.md: shortcode '[gallery ids=\"1,2\"]' weggehaald.",
        "cafe.md: <iframe> weggelaten: 'https://video.nl/e'.",
        "cafe.md: afbeelding niet overgenomen: '/x.jpg' (Plein).",
        "dubbel-2.md: oud adres 'https://www.oud.nl/?p=5' is niet door te sturen.",
        "diep.md: opmaak weggelaten: te diep in elkaar.",
    ):
        assert line in report


def test_a_file_of_an_editor_stays_and_is_reported(export: Path, folder: Path) -> None:
    own = folder / "over/over-ons.md"
    own.parent.mkdir()
    own.write_text("---\ntitle: Van ons\n---\n")
    assert "niet ingelezen, want over/over-ons.md bestaat al." in imported(export, folder)
    assert own.read_text() == "---\ntitle: Van ons\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        EXPORT.replace("<rss", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss', 1),
        EXPORT.replace(
            "<rss",
            '<!DOCTYPE r [<!ENTITY a "aaaa">'
            + "".join(f'<!ENTITY a{n} "{"&a;" * 9}">' for n in range(9))
            + "]><rss",
            1,
        ),
        EXPORT.replace("<rss", '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><rss', 1),
        EXPORT[:-20],
        EXPORT.replace("Oud<", "&nbsp;<", 1),
        HEAD.replace("1.2</wp:wxr", "9</wp:wxr") + TAIL,
        HEAD + item(1, html="x" * 10_000_001) + TAIL,
        "<html></html>",
        "",
    ],
)
def test_what_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_export(text.encode())


def test_an_unreadable_export_writes_nothing(export: Path, folder: Path) -> None:
    export.write_text(EXPORT[:-20])
    before = files(folder)
    done = run_lokaal("import", "wordpress", str(export), "--content", str(folder))
    assert done.returncode == 1 and "Er is niets ingelezen" in done.stderr
    assert "Traceback" not in done.stderr and files(folder) == before
    missing = run_lokaal("import", "wordpress", "weg.xml", "--content", str(folder))
    assert missing.returncode == 2 and "weg.xml is niet te lezen" in missing.stderr


def test_tables_and_blocks_keep_their_words() -> None:
    table = "<table><tr><td>a</td></tr><tr><td>b</td><td colspan=2>c</td></tr></table>"
    layout = "<table><tr><td><h2>d</h2><ul><li>e</li></ul></td></tr></table>"
    result = to_markdown(f"{table}<b>{layout}</b><h4>f</h4>", lambda href: (href, ""))
    assert result.markdown == (
        "| a |  |  |\n| --- | --- | --- |\n| b | c | |\n\n## d\n\n-   e\n\n#### f"
    )
    html = render(result.markdown, lambda written: Target(None), {}).html
    assert plain_text(html) == "a b c d e f"


def test_recent_items_and_double_guids_are_told_apart() -> None:
    export = read_export(f"{HEAD}{item(1, guid='x')}{item(2, guid='x')}{TAIL}".encode())
    result = convert(export, Known(), datetime(2019, 1, 1, tzinfo=ZONE), {})
    assert [file.source for file in result.files[:2]] == ["wordpress:1", "wordpress:2"]
    assert sum("nieuwsbrief" in note for note in result.notes) == 2
    later = convert(export, Known(), datetime(2020, 1, 1, tzinfo=ZONE), {})
    assert not any("nieuwsbrief" in note for note in later.notes)


@given(st.text('07 .-+#>*_(){}[]!?=~:|`\\<&;"\n\u00e9', max_size=40))
def test_words_come_back_as_they_were(text: str) -> None:
    source = to_markdown(f"<p>{escape(text)}</p>", lambda href: (href, "")).markdown
    result = render(source, lambda written: Target(None), {})
    assert result.headings == () and result.problems == ()
    words = " ".join(curly(f"x {text}").split())[1:].strip()
    straight = str.maketrans("“”", '""')
    assert plain_text(result.html).translate(straight) == words.translate(straight)
