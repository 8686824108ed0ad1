"""``lokaal send`` against a real mail server: each reader once, whatever happens."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import termios

import pytest

from tests.conftest import ROOT
from tests.doors import program
from tests.sending.conftest import DAY, SUBJECT, Sender

READERS = [f"lezer{number}@voorbeeld.nl" for number in range(8)]
TOKEN = "cfa87ecfbd73d587d161d8c9be2623a76bba8d7f0576dfa38541fc9855cbeb82"


def test_everyone_gets_one_mail(send: Sender) -> None:
    """Each address gets one mail of its own, however often and in whatever way it is written."""
    lezers = send.list(
        "\ufeffNaam;E-mail;Audience;Unsubscribe\n"
        "Jan;Jan@Voorbeeld.NL;;https://voorbeeld.nl/a?b=1&c=2\n"
        "Jan; jan@voorbeeld.nl ;raadsleden;https://voorbeeld.nl/b\n"
        "\n"
        '"Li; Wu";li@bücher.example;raadsleden;https://voorbeeld.nl/c\n'
        "Bo;BO@xn--bcher-kva.example;niemand;https://voorbeeld.nl/d\n"
    )
    done = send(*lezers)
    assert done.returncode == 0, done.stderr
    addresses = ["Jan@Voorbeeld.NL", "li@xn--bcher-kva.example", "BO@xn--bcher-kva.example"]
    assert send.server.addresses == addresses
    messages = send.server.messages()
    assert [message["To"] for message in messages] == addresses
    assert len({message["Message-ID"] for message in messages}) == 3
    for message, own in zip(messages, ("a?b=1&c=2", "c", "d"), strict=True):
        assert message["Subject"] == SUBJECT
        assert message["List-Unsubscribe"].startswith(f"<https://voorbeeld.nl/{own}>, <mailto:")
        assert not message.defects
        text, html = (part.get_content() for part in message.iter_parts())
        assert f"https://voorbeeld.nl/{own}" in text and "UNSUBSCRIBE" not in text
        assert f'"https://voorbeeld.nl/{own.replace("&", "&amp;")}"' in html
        assert "UNSUBSCRIBE" not in html
        assert "\n.Een regel" in text
        others = {a.lower() for a in addresses} - {message["To"].lower()}
        whole = bytes(message).decode().lower()
        assert not [other for other in others if other in whole]
    htmls = [list(message.iter_parts())[1].get_content() for message in messages]
    for html, folder in zip(htmls, ("", "raadsleden/", ""), strict=True):
        built = (send.built / f"{folder}mail.html").read_text("utf-8")
        sent = re.sub('"https://voorbeeld.nl/[^"]*"', '"[[UNSUBSCRIBE_URL]]"', html)
        assert sent.replace("\r\n", "\n") == built


def test_the_headers_are_whole_as_received(send: Sender) -> None:
    """A long address to unsubscribe is on one line, and a long subject is in good encoded words.

    Python's own way makes encoded words of the address, which takes the button away.
    """
    address = f"https://voorbeeld.nl/afmelden?wie={'7f3a' * 30}"
    reader = "maria-magdalena.van-der-linden-oosterhout+nieuwsbrief@gemeente.voorbeeld.example"
    assert send(*send.list(f"email,unsubscribe\n{reader},{address}\n")).returncode == 0
    ((_, data),) = send.server.received
    head = data.partition(b"\r\n\r\n")[0]
    lines = head.split(b"\r\n")
    mailto = "mailto:nieuwsbrief@lokaalbestuur.nl?subject=Afmelden"
    assert f"List-Unsubscribe: <{address}>, <{mailto}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert f"To: {reader}".encode() in lines
    assert b"Date: Sun, 22 Nov 2026 08:00:00 +0100" in lines
    assert data.isascii() and max(map(len, data.split(b"\r\n"))) <= 998
    assert len(SUBJECT) > 150 and send.server.messages()[0]["Subject"] == SUBJECT
    folded = re.search(rb"^Subject:((?: [^\r\n]+(?:\r\n)?)+)", data, re.M)
    assert folded
    for line in folded[1].splitlines():
        assert re.fullmatch(rb" =\?utf-8\?b\?[A-Za-z0-9+/]+=*\?=", line) and len(line) <= 76


def test_output_names_nobody(send: Sender) -> None:
    """What the command says can go into any log: it has counts and places, and no address."""
    send.server.moves[READERS[1]] = ["rcpt 550 <lezer1@voorbeeld.nl> bestaat niet"]
    send.server.moves[READERS[2]] = ["taken drop"]
    done = send(*send.readers([*READERS, "geen adres", *["vul@voorbeeld.nl"] * 20]))
    said = done.stdout + done.stderr
    assert "voorbeeld.nl" not in said and "geen adres" not in said
    assert "Verzonden:" in said and "regel 10" in said
    assert send.names("geweigerd") == [READERS[1]] and send.uncertain == [READERS[2]]


def test_a_second_run_sends_nothing(send: Sender) -> None:
    """Once everyone has it, the same command does nothing, and that is fine; also days later."""
    lezers = send.readers(READERS)
    assert send(*lezers).returncode == 0
    record = send.record.read_bytes()
    send.env["SOURCE_DATE_EPOCH"] = "1796000000"
    again = send(*lezers)
    assert (again.returncode, len(send.server.received)) == (0, len(READERS))
    assert (
        "Al verzonden op zondag 22 november 2026" in again.stdout or "Al verzonden" in again.stdout
    )
    assert send.record.read_bytes() == record


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "dot", "taken"])
def test_a_killed_run_is_completed(send: Sender, stage: str) -> None:
    """After kill -9 at any point the next run sends to the others, and names the uncertain one."""
    lezers = send.readers(READERS)
    send.server.moves[READERS[3]] = [f"{stage} kill"]
    send.until_killed(*lezers)
    done = send(*lezers)
    assert done.returncode == 1
    uncertain = READERS[4] if stage == "mail" else READERS[3]
    assert send.uncertain == [uncertain]
    got = send.server.addresses
    assert len(got) == len(set(got))
    assert set(READERS) - set(got) <= {uncertain}
    third = send(*lezers)
    assert (third.returncode, send.server.addresses) == (1, got)
    assert "Onzeker:                1" in third.stdout
    assert send(*lezers, "--resend-uncertain").returncode == 0
    assert send.server.addresses == [*got, uncertain] and send.uncertain == []


def test_who_did_get_it(send: Sender) -> None:
    """Once someone says that the uncertain got it, all is done: nothing more is sent to them."""
    lezers = send.readers(READERS)
    send.server.moves[READERS[3]] = ["taken drop"]
    assert send(*lezers).returncode == 1 and send.uncertain == [READERS[3]]
    send.env["SOURCE_DATE_EPOCH"] = "1796000000"  # days later
    done = send(*lezers, "--accept-uncertain")
    assert done.returncode == 0 and "Verzonden:              8" in done.stdout, done.stderr
    assert send.uncertain == []
    assert send(*lezers, "--resend-uncertain").returncode == 0
    assert sorted(send.server.addresses) == READERS


def test_a_lost_log_of_the_ledger(send: Sender) -> None:
    """Who loses what SQLite keeps beside the ledger, or copies the ledger without it, after a
    run that was killed, still knows who got the mail."""
    lezers = send.readers(READERS)
    send.server.moves[READERS[5]] = ["rcpt kill"]
    send.until_killed(*lezers)
    beside = [send.ledger.with_name(f"{send.ledger.name}-{kind}") for kind in ("wal", "shm")]
    for file in beside:
        file.unlink()
    assert send(*lezers).returncode == 1 and send.uncertain == [READERS[5]]
    assert sorted(send.server.addresses) == [r for r in READERS if r != READERS[5]]


@pytest.mark.parametrize("stage", ["rcpt", "data", "dot"])
def test_a_temporary_refusal_is_retried(send: Sender, stage: str) -> None:
    """After 451 that reader alone is tried again, and the others do not wait for it."""
    send.server.moves[READERS[0]] = [f"{stage} 451"] * 2
    done = send(*send.readers(READERS))
    assert (done.returncode, sorted(send.server.addresses)) == (0, READERS)
    assert send.server.addresses[0] == READERS[1]


def test_the_window_ends(send: Sender) -> None:
    """Who is refused for the time being until the window ends, waits for the next run."""
    send.server.moves[READERS[0]] = ["rcpt 451"] * 4
    lezers = send.readers(READERS)
    done = send(*lezers, "--retry-minutes", "0.002")
    assert (done.returncode, send.server.addresses) == (1, READERS[1:])
    assert "Nog te versturen:       1" in done.stdout
    assert send(*lezers).returncode == 0
    assert send.server.addresses == [*READERS[1:], READERS[0]]


@pytest.mark.parametrize("stage", ["rcpt", "data", "dot"])
def test_a_refusal_is_recorded(send: Sender, stage: str) -> None:
    """After 550 that reader is not tried again, and the others get their mail."""
    send.server.moves[READERS[2]] = [f"{stage} 550"]
    lezers = send.readers(READERS)
    assert send(*lezers).returncode == 0
    assert send(*lezers).returncode == 0
    assert send.server.addresses == [r for r in READERS if r != READERS[2]]
    assert send.names("geweigerd") == [READERS[2]]


@pytest.mark.parametrize("move", ["rcpt drop", "data drop", "rcpt 421", "dot 421"])
def test_a_lost_connection_is_made_again(send: Sender, move: str) -> None:
    """A connection that is lost before the message's end costs nobody anything."""
    send.server.moves[READERS[2]] = [move]
    done = send(*send.readers(READERS))
    assert (done.returncode, sorted(send.server.addresses)) == (0, READERS)
    assert send.server.sessions == 2


@pytest.mark.parametrize("move", ["data cut", "dot drop", "taken drop"])
def test_a_lost_answer_is_uncertain(send: Sender, move: str) -> None:
    """When the connection is lost after the message's end, that reader is reported, not retried."""
    send.server.moves[READERS[2]] = [move]
    lezers = send.readers(READERS)
    done = send(*lezers)
    assert done.returncode == 1
    assert send.uncertain == [READERS[2]]
    assert send(*lezers).returncode == 1
    assert sorted({*send.server.addresses, READERS[2]}) == READERS
    assert len(send.server.addresses) == len(set(send.server.addresses))


def test_a_server_that_is_down(send: Sender) -> None:
    """A server that drops every connection ends the run, and everyone waits for the next one."""
    send.server.always = "rcpt drop"
    lezers = send.readers(READERS * 2)
    done = send(*lezers)
    assert done.returncode == 1 and "breekt steeds af" in done.stderr
    send.server.always = ""
    assert send(*lezers).returncode == 0
    assert sorted(send.server.addresses) == READERS


def test_a_sender_that_is_refused(send: Sender) -> None:
    """A server that does not take our own address stops the run; nobody counts as refused."""
    send.server.sender_answer = "553 niet van u"
    lezers = send.readers(READERS)
    done = send(*lezers)
    assert done.returncode == 1 and "afzender" in done.stderr
    send.server.sender_answer = ""
    assert send(*lezers).returncode == 0
    assert sorted(send.server.addresses) == READERS


def test_refusals_without_end(send: Sender) -> None:
    """A server that refuses everyone, such as when a quota is used up, costs nobody the mail."""
    many = [f"lezer{number}@voorbeeld.nl" for number in range(40)]
    send.server.always = "rcpt 554"
    lezers = send.readers(many)
    done = send(*lezers)
    assert done.returncode == 1 and "25 ontvangers na elkaar" in done.stderr
    send.server.always = ""
    assert send(*lezers).returncode == 0
    assert sorted(send.server.addresses) == sorted(many)


def test_two_senders(send: Sender) -> None:
    """While one run sends, a second one does nothing and says so; also with another ledger."""
    lezers = send.readers(READERS)
    send.server.moves[READERS[2]] = ["rcpt wait"]
    first = send.begin(*lezers)
    assert send.server.reached.wait(60)
    second = send(*lezers)
    assert second.returncode == 1 and "al een verzending bezig" in second.stderr
    third = send(*lezers, "--ledger", str(send.folder / "ander/boek.sqlite3"))
    assert third.returncode == 1 and "al een verzending bezig" in third.stderr
    send.server.gate.set()
    first.join(60)
    assert (first.exitcode, send.server.addresses) == (0, READERS)


def test_stopping(send: Sender) -> None:
    """On SIGTERM the message at hand is finished; the next run sends the rest, nothing twice."""
    lezers = send.readers(READERS)
    send.server.moves[READERS[2]] = ["data stop"]
    first = send.begin(*lezers)
    first.join(60)
    assert (first.exitcode, send.server.addresses) == (1, READERS[:3])
    assert send.uncertain == []
    assert send(*lezers).returncode == 0
    assert send.server.addresses == READERS


def test_who_left_gets_nothing(send: Sender) -> None:
    """Who unsubscribed or bounced is left out; also who did so while others got their mail."""
    send.list("email\nLEZER1@voorbeeld.nl\n", "weg.csv")
    send.list("email,reden\nlezer2@voorbeeld.nl,vol\n", "terug.csv")
    send.server.moves[READERS[4]] = ["rcpt kill"]
    weg = ["--unsubscribed", f"{send.folder}/weg.csv", "--bounced", f"{send.folder}/terug.csv"]
    lezers = send.readers(READERS)
    send.until_killed(*lezers, *weg)
    send.list("email\nlezer1@voorbeeld.nl\nlezer6@voorbeeld.nl\n", "weg.csv")
    assert send(*lezers, *weg).returncode == 1
    assert send.server.addresses == [READERS[n] for n in (0, 3, 5, 7)]


def test_tokens(send: Sender) -> None:
    """Without a column for it, each reader's own address to unsubscribe is made from a secret."""
    send.env |= {
        "LOKAAL_UNSUBSCRIBE_URL": "https://voorbeeld.nl/afmelden/{token}",
        "LOKAAL_UNSUBSCRIBE_SECRET": "een heel lang geheim",
    }
    assert send(*send.list("email\nJan@voorbeeld.nl\nli@voorbeeld.nl\n")).returncode == 0
    headers = [message["List-Unsubscribe"] for message in send.server.messages()]
    tokens = [re.match("<https://voorbeeld.nl/afmelden/([0-9a-f]{64})>", h) for h in headers]
    # printf jan@voorbeeld.nl | openssl dgst -sha256 -hmac 'een heel lang geheim'
    assert tokens[0] and tokens[0][1] == TOKEN
    assert tokens[1] and tokens[1][1] != TOKEN


def test_a_test_mail(send: Sender) -> None:
    """A test mail says so, goes out at any moment, and leaves no trace."""
    send.change_manifest(complete=False)
    send.env["SOURCE_DATE_EPOCH"] = "1795180000"
    words = ["--test", "redactie@voorbeeld.nl", "--variant", "raadsleden"]
    assert send(*words).returncode == 0 and send(*words).returncode == 0
    first, second = send.server.messages()
    assert first["Subject"] == f"[TEST] {SUBJECT}"
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Date"] == "Fri, 20 Nov 2026 14:06:40 +0100"
    assert not send.ledger.parent.exists() and not send.record.exists()


def test_a_dry_run(send: Sender) -> None:
    """A dry run tells who and what, also what would stop it, and leaves no trace."""
    before = sorted(send.folder.rglob("*"))
    lezers = send.readers(READERS)
    done = send(*lezers, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert SUBJECT in done.stdout and "raadsleden" in done.stdout
    send.env |= {"SOURCE_DATE_EPOCH": "1795180000", "LOKAAL_SMTP_HOST": ""}
    send.change_manifest(complete=False)
    early = send(*send.readers(READERS[:1]), "--dry-run")
    assert early.returncode == 1 and ", 1 ontvanger\n" in early.stdout
    assert all(word in early.stderr for word in ("te vroeg", "proef", "LOKAAL_SMTP_HOST"))
    assert sorted(send.folder.rglob("*")) == sorted([*before, send.folder / "lezers.csv"])
    assert send.server.sessions == 0


def test_files_that_stay_private(send: Sender) -> None:
    """The ledger and its folder can be read by their owner only."""
    send.readers(READERS)
    send.server.moves[READERS[3]] = ["rcpt kill"]
    send.until_killed(*send.readers(READERS))
    files = list(send.ledger.parent.iterdir())
    assert len(files) > 2, "the write-ahead log too"
    assert [f.name for f in (*files, send.ledger.parent) if f.stat().st_mode & 0o077] == []
    assert f"nieuwsbrief/{DAY}.verzonden.json" in str(send.record)


def test_on_a_terminal(send: Sender) -> None:
    """A person sees a bar with rate and time left, and by name who is uncertain."""
    send.server.moves[READERS[2]] = ["taken drop"]
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (24, 90))
    process = subprocess.Popen(
        [program("lokaal"), *send.command(send.readers(READERS))[1:]],
        cwd=ROOT,
        env={**os.environ, **send.environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # how Linux says that the other side has gone
        while more := os.read(ours, 65536):
            said += more
    os.close(ours)
    assert process.wait(60) == 1
    shown = said.decode()
    assert re.search(r"100% \|█+\| 8 van 8, +[0-9.]+ ?(mails/s|s/ mails), nog 00:00", shown), shown
    assert READERS[2] in shown and READERS[3] not in shown
