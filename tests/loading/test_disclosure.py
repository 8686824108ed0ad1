"""What must not be in the open, in a text: closed rooms, people's numbers and mail, keys."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.loading.disclosure.exposures import RECIPIENTS, exposures
from site_plugins.loading.disclosure.private import number_value
from site_plugins.loading.problems import Severity, errors
from site_plugins.loading.read import read_content
from tests.conftest import Write

PEOPLE = r"""
06-12345678
06 12 34 56 78
0612345678
06 - 12 34 56 78
(06) 12345678
+31 6 12345678
+31 (0)6 1234 5678
+31(0)6-12345678
0031612345678
0031 6 12345678
[bel](tel:+31612345678)
[bel](tel:0612345678)
tel:06-12345678.
Bel 06-12345678, of mail.
tel./app 06.12.34.56.78
https://wa.me/31612345678
https://api.whatsapp.com/send?phone=31612345678&text=hoi
https://t.me/+31612345678
06&#45;12345678
06\-12345678
**06-12345678**
_06-12345678_
06-**12345678**
06–12345678
06‑12345678
０６-12345678
06/12345678
|06-12345678|
telefoon:0612345678
Jan (06-12345678)
jan@gmail.com
Jan.Jansen@HOTMAIL.nl
mailto:jan@ziggo.nl
jan&#64;gmail.com
jan%40gmail.com
jan [at] gmail.com
jan(at)live.nl
jan\@gmail.com
<jan@xs4all.nl>
jan@yahoo.co.uk
BSN 111222333
burgerservicenummer: 1112.22.333
""".split("\n")[1:-1]
"""Numbers and addresses of a person, however they are written."""
ROOMS = r"""
zoom.us/j/1
ZOOM.US/J/1
https://zoom.us:443/j/1
https%3A%2F%2Fzoom.us%2Fj%2F1
https://zoom.us&#47;j/1
[ref]: https://us02web.zoom.us/j/12345
<!-- https://meet.google.com/abc-defg-hij -->
https://wa.me/qr/ABC
https://wa.me/message/ABC
https://discord.gg/abc
https://join.slack.com/t/clb/shared_invite/x
https://teams.cloud.microsoft/l/meetup-join/19
https://bbb.voorbeeld.nl/b/jan-abc-def-ghi
https://8x8.vc/clb/kamer
https://clb.webex.com/clb/j.php?MTID=m1&amp;x=1
https:\\zoom.us\j\123
""".split("\n")[1:-1]
WARNED = r"""
wachtwoord: Geheim123!
**Password:** `hunter2hunter2`
Toegangscode: aB3xY9
ww: Zomer2026!
020-1234567
(020) 123 45 67
0346-123456
+31 20 123 4567
""".split("\n")[1:-1]
FREE = r"""
06-12-2026 19:30
06/12/2026 19.30 uur
06.12.2026 19
2026-06-12 34 56 78
2026-11-22 06 uur
id: 0612345678
3f2504e0-4f89-11d3-9a0c-0612345678ab
https://www.voorbeeld.nl/0612345678
https://www.voorbeeld.nl/doc?id=0612345678
/node/0612345678
[x](../../media/0612345678.pdf)
0612345678.jpg
NL91 ABNA 0417 1643 00
NL91ABNA0612345678
NL06 INGB 0612 3456 78
KvK 06123456
KvK-nummer 40530924
KvK: 0612345678
Dossiernummer 0612345678
0123456789
RSIN 123456782
ISBN 0612345678
ISBN 978-90-6123-456-7
ISBN 0-612-34567-8
€ 1.061.234.567
52.0612345678
2345678 en 0612
1234 AB
BSN 123456789
het BSN van iemand
111222333
doi 10.1016/0612345678
2026-0612345678
0800-1234
0900 8844
14 0314
088-1234567
info@lokaalbestuur.nl
jan@clb.nl
redactie@voorbeeld.nl
@gmail
a@b
wachtwoord: vergeten?
Het wachtwoord: kies een sterk wachtwoord
AKIA
https://signal.org
https://wa.me/?text=hoi
https://api.whatsapp.com/send?text=hoi
https://www.whatsapp.com/channel/abc
https://discord.com/
https://slack.com/
https://zoom.us/webinar/register/abc
INSERT INTO is een opdracht
06 11 2026
van 06.00 tot 12.30 uur
tabel | 06 | 12 | 34 | 56 | 78 |
1e 06, 12, 34, 56, 78
""".split("\n")[1:-1]
"""Dates, accounts, parts of addresses, the association's own; talk about it all."""
# Put together here, so that no scanner of repositories takes them for real.
KEYS = (
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ghp" + "_0123456789abcdefghijABCDEFGHIJ012345",
    "github" + "_pat_11AAAAAAA0abcdefghijkl_mnop",
    "glpat" + "-abcdefghij0123456789",
    "xoxb" + "-123456789012-abcdefghijkl",
    "sk_live" + "_abcdefghij0123456789",
    "SG" + ".abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuv",
    "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
    *(f"-----BEGIN {kind}PRIVATE KEY-----" for kind in ("", "RSA ", "OPENSSH ", "ENCRYPTED ")),
)


@pytest.mark.parametrize("written", [*PEOPLE, *ROOMS, *KEYS])
def test_what_must_not_be_in_the_open_is_found(written: str) -> None:
    """Once, as an error, on its line."""
    (found,) = exposures(f"Regel een.\n{written}\n")
    assert (found.line, found.severity) == (2, Severity.ERROR)


@pytest.mark.parametrize("written", WARNED)
def test_what_is_doubtful_is_a_warning(written: str) -> None:
    """Numbers with an area code are mostly of an office; a password may be an example."""
    (found,) = exposures(f"Regel een.\n{written}\n")
    assert (found.line, found.severity) == (2, Severity.WARNING)


@pytest.mark.parametrize("written", FREE)
def test_what_only_looks_like_it_is_left_alone(written: str) -> None:
    """No rule that editors learn to ignore."""
    assert list(exposures(f"Regel een.\n{written}\n")) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_message_does_not_repeat_the_key(key: str) -> None:
    """Messages end up in logs that many can read."""
    (found,) = exposures(key)
    assert key[:12] not in found.message


BETWEEN = st.sampled_from(
    [
        *("", " ", "-", " - ", ".", "\u00a0", ") ", "\t", "_", "*", "%20"),
        *("\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212"),
    ]
)


@given(st.text("0123456789", min_size=8, max_size=8), st.lists(BETWEEN, min_size=8, max_size=8))
def test_a_mobile_number_is_found_however_it_is_spaced(digits: str, between: list[str]) -> None:
    """Unless that makes it a date."""
    number = "06" + "".join(f"{b}{d}" for b, d in zip(between, digits, strict=True))
    found = [e for e in exposures(f"Bel {number}, of mail.") if "persoonlijk nummer" in e.message]
    assert number_value(number) == f"06{digits}"
    assert len(found) == 1 or number[4:5] in "-. " or number[5:6] in "-. "


@given(st.datetimes(datetime(1900, 1, 1), datetime(2099, 1, 1)), st.sampled_from("-/. "))
def test_a_date_is_no_number(moment: datetime, sign: str) -> None:
    """In any of the usual forms, with a time behind it."""
    day = f"%d{sign}%m{sign}%Y"
    for form in (f"{day} %H:%M", f"{day} %H.%M uur", f"{day}, %H:%M", "%Y-%m-%d %H:%M:%S"):
        assert list(exposures(moment.strftime(f"Op {form} is het."))) == []


@given(st.text(max_size=200))
def test_any_text_is_searched(text: str) -> None:
    """Never an exception, and every line is in the text."""
    for found in exposures(text):
        assert 1 <= found.line <= text.count("\n") + 1


def test_ten_addresses_are_a_list_of_recipients() -> None:
    """Of whatever provider, and nobody can declare that public in a text."""
    few = "\n".join(f"lid{n}@clb.nl" for n in range(RECIPIENTS - 1))
    assert list(exposures(few)) == []
    (found,) = exposures(f"{few}\nnog-een@clb.nl\nlid1@clb.nl", {"lid1@clb.nl"})
    assert "10 verschillende mailadressen" in found.message


def test_a_copy_of_a_database_is_found() -> None:
    """Several statements, each on its own line; one is an example."""
    row = "INSERT INTO leden VALUES (1, 'Jan');\n"
    assert list(exposures(row)) == []
    (found,) = exposures(f"Zo:\n{row * 3}")
    assert (found.line, "database" in found.message) == (2, True)
    (found,) = exposures(f"Zo:\n{row.lower() * 3}")
    assert "database" in found.message
    pieces = (
        "DROP TABLE leden;\nCREATE TABLE leden (naam text);\nCOPY leden (naam) FROM stdin;\nJan"
    )
    (found,) = exposures(pieces)
    assert "database" in found.message


def test_a_table_drops_the_zero_of_a_number() -> None:
    """Where it speaks of telephones; elsewhere such a cell is any number."""
    cells = "naam;mobiel\nJan;612345678\n"
    (found,) = exposures(cells, file="media/lijst.csv")
    assert (found.line, "06-12345678" in found.message) == (2, True)
    assert list(exposures(cells.replace("mobiel", "euro"), file="media/lijst.csv")) == []
    assert list(exposures(cells, {"0612345678"}, "media/lijst.csv")) == []


def test_a_bsn_is_found_in_a_table_that_speaks_of_it() -> None:
    """The eleven-test tells it from other numbers."""
    (found,) = exposures("naam;BSN\nJan;123456789\nPiet;111222333\n")
    assert found.line == 3


def problems_of(content: Write, public: str, body: str, extra: str = "") -> list[str]:
    """What is said of a page with such a key."""
    head = f"title: Contact\npublic: {public}\n" if public else "title: Contact\n"
    folder = content(f"-- over/contact.md --\n---\n{head}---\n{body}\n{extra}")
    return [str(problem) for problem in sorted(read_content(folder).problems)]


@pytest.mark.parametrize(
    ("public", "body"),
    [
        ("[06-12345678]", "Bel 06 12 34 56 78."),
        ("[+31 6 12345678]", "Bel 06-12345678, of app https://wa.me/31612345678."),
        ("[Jan@Gmail.com]", "Mail jan@gmail.com."),
        ("[088-1234567, info@clb.nl]", "Bel 088 123 45 67 of mail info@clb.nl."),
        ("\n  - 06-12345678\n  - jan@gmail.com", "06-12345678 jan@gmail.com"),
    ],
)
def test_an_editor_can_say_that_it_is_public(content: Write, public: str, body: str) -> None:
    """Numbers are compared by their digits, addresses whatever their case."""
    assert problems_of(content, public, body) == []


def test_only_what_is_named_is_public(content: Write) -> None:
    """Another number in the same file is still an error; a typo in the key is told."""
    (other, typo) = problems_of(content, "[06-12345670]", "Bel 06-12345678.")
    assert other.startswith(
        "over/contact.md:3: waarschuwing: Mag openbaar (public): '06-12345670' komt verder"
    )
    assert typo.startswith("over/contact.md:5: Tekst: '06-12345678' lijkt een persoonlijk nummer")
    assert typo.endswith("public: [06-12345678]")


@pytest.mark.parametrize(
    "body", ["https://zoom.us/j/123", KEYS[0], "\n".join(f"a{n}@clb.nl" for n in range(10))]
)
def test_rooms_keys_and_lists_are_never_public(content: Write, body: str) -> None:
    """Whatever the key says."""
    public = "[https://zoom.us/j/123, zoom.us, a1@clb.nl, clb.nl]"
    folder = content(f"-- over/a.md --\n---\ntitle: A\npublic: {public}\n---\n{body}\n")
    assert len(errors(read_content(folder).problems)) == 1


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_no_form_of_a_file_hides_anything(content: Write, mark: str, end: str) -> None:
    """A byte order mark and the line ends of another system change nothing."""
    body = "\n".join((*PEOPLE, *ROOMS, *KEYS, *WARNED))
    folder = content(f"-- over/a.md --\n---\ntitle: A\n---\n{body}\n")
    before = read_content(folder).problems
    file = folder / "over/a.md"
    file.write_bytes((mark + file.read_text().replace("\n", end)).encode())
    assert len(before) > 40
    assert read_content(folder).problems == before


def test_a_broken_head_is_one_mistake(content: Write) -> None:
    """The list that can't be read still counts."""
    (only,) = problems_of(content, "[06-12345678]\nfout: a: b", "Bel 06-12345678.")
    assert "dubbele punt" in only


LINK = "Zie [de lijst](../media/lijst.csv)."
LIST = "-- media/lijst.csv --\nnaam;mail\n" + "".join(f"n{n};n{n}@gmail.com\n" for n in range(12))


def test_a_file_can_be_declared_public_by_who_links_to_it(content: Write) -> None:
    """A list of recipients too: who names the file has looked at it."""
    assert problems_of(content, "[media/lijst.csv]", LINK, LIST) == []


def test_a_file_is_not_public_by_itself(content: Write) -> None:
    """Neither without the key, nor with the key in an item that has no link to it."""
    without = problems_of(content, "", LINK, LIST)
    assert len(without) == 13
    assert all("public: [media/lijst.csv]" in problem for problem in without)
    unlinked = problems_of(content, "[lijst.csv]", "Tekst.", LIST)
    assert "dit stuk verwijst niet naar 'lijst.csv'" in unlinked[-1]
    assert len(unlinked) == 14


def test_figures_are_searched_too(content: Write) -> None:
    """Labels are shown on the page."""
    folder = content(
        "-- cijfers/a.csv --\nWie,Aantal\njan@gmail.com,3\n-- over/a.md --\n---\ntitle: A\n---\n"
    )
    (problem,) = read_content(folder).problems
    assert (problem.file, problem.line) == ("cijfers/a.csv", 2)
