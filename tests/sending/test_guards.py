"""What keeps ``lokaal send`` from sending: nothing then goes out, and nothing is written."""

from __future__ import annotations

import shutil
import sqlite3
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from site_plugins.sending.built import read_built
from site_plugins.sending.guard import readiness
from tests.conftest import run_lokaal
from tests.sending.conftest import Sender
from tests.sending.mailserver import PASSWORD, serving

READERS = [f"lezer{number}@voorbeeld.nl" for number in range(4)]


def refused(send: Sender, *words: str, saying: str, code: int = 1) -> None:
    """The command stops with this in its message; no mail has gone out, and no record is there."""
    before = len(send.server.received)
    done = send(*words)
    assert done.returncode == code, done.stdout + done.stderr
    assert saying in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert len(send.server.received) == before


@pytest.mark.parametrize(
    ("moment", "saying"),
    [
        ("2026-11-22T07:59:59+01:00", "te vroeg"),
        ("2026-11-22T11:00:01+01:00", "--late"),
        ("2027-11-22T08:00:00+01:00", "--late"),
    ],
)
def test_the_wrong_moment(send: Sender, moment: str, saying: str) -> None:
    """Before the moment never; more than three hours after it only when that is asked."""
    send.env["SOURCE_DATE_EPOCH"] = str(int(datetime.fromisoformat(moment).timestamp()))
    lezers = send.readers(READERS)
    refused(send, *lezers, saying=saying)
    assert not send.record.exists()
    if saying == "--late":
        assert send(*lezers, "--late").returncode == 0


def _proof(send: Sender) -> None:
    send.change_manifest(complete=False)


def _changed(send: Sender) -> None:
    with (send.built / "mail.txt").open("a", encoding="utf-8") as file:
        file.write("En nog iets.")


def _gone(send: Sender) -> None:
    (send.built / "raadsleden/mail.html").unlink()


def _not_built(send: Sender) -> None:
    shutil.rmtree(send.built)


def _broken(send: Sender) -> None:
    (send.built / "manifest.json").write_text("{", encoding="utf-8")


def _other_version(send: Sender) -> None:
    send.change_manifest(variants=[])


def _other_subject(send: Sender) -> None:
    send.change_manifest(subject="Heel iets anders")


def _other_edition(send: Sender) -> None:
    send.change_manifest(edition="2026-11-29")


@pytest.mark.parametrize(
    ("damage", "saying"),
    [
        (_proof, "proef"),
        (_changed, "na de bouw veranderd"),
        (_gone, "ontbreekt"),
        (_not_built, "geen gebouwde mail"),
        (_broken, "beschadigd"),
        (_other_version, "beschadigd"),
        (_other_subject, "beschadigd"),
        (_other_edition, "andere editie"),
    ],
)
def test_what_is_not_as_it_was_built(
    send: Sender, damage: Callable[[Sender], None], saying: str
) -> None:
    """Only what a build made, all of it and unchanged, after the moment of sending, is sent."""
    damage(send)
    refused(send, *send.readers(READERS), saying=saying)
    assert not send.ledger.exists() and not send.record.exists()


def test_other_content(send: Sender) -> None:
    """Once someone has the edition, a changed one is not sent to the others."""
    send.server.moves[READERS[1]] = ["rcpt kill"]
    lezers = send.readers(READERS)
    send.until_killed(*lezers)
    with sqlite3.connect(send.ledger) as ledger:
        ledger.execute("UPDATE editions SET content = 'anders'")
    refused(send, *lezers, saying="De mail is veranderd")


@pytest.mark.parametrize("other", [READERS[:3], [*READERS, "nieuw@voorbeeld.nl"]])
def test_another_list(send: Sender, other: list[str]) -> None:
    """Once someone has the edition, another list is refused; another order is the same list."""
    send.server.moves[READERS[1]] = ["rcpt kill"]
    lezers = send.readers(READERS)
    send.until_killed(*lezers)
    refused(send, *send.readers(other), saying="De lijst is veranderd")
    assert send(*send.readers(READERS[::-1])).returncode == 1  # one is uncertain
    assert sorted({*send.server.addresses, READERS[1]}) == READERS


def test_another_list_afterwards(send: Sender) -> None:
    """Once all is sent, another list changes nothing: nobody gets anything, and that is fine."""
    assert send(*send.readers(READERS[:3])).returncode == 0
    done = send(*send.readers(READERS))
    assert done.returncode == 0 and "krijgt deze editie niet" in done.stdout, done.stderr
    assert send.server.addresses == READERS[:3]


def test_other_content_afterwards(send: Sender) -> None:
    """Once all is sent, an article can be withdrawn: the next run has nothing to do, and is well.
    A lost record is not made anew of the mail without it."""
    lezers = send.readers(READERS)
    assert send(*lezers).returncode == 0
    article = send.content / "artikelen/2026/wonen.md"
    article.write_text(article.read_text("utf-8").replace("date:", "draft: true\ndate:"), "utf-8")
    build(send)
    for words in (lezers, [*lezers, "--dry-run"]):
        done = send(*words)
        assert done.returncode == 0 and "Al verzonden" in done.stdout, done.stderr
    assert send.server.addresses == READERS
    send.record.unlink()
    build(send)
    refused(send, *lezers, saying="De mail is veranderd")
    assert not send.record.exists()


def test_a_build_of_other_content(send: Sender) -> None:
    """A new build after the first mail, of articles that changed since, is what was sent before;
    without the record of that it differs, and is refused."""
    send.server.moves[READERS[1]] = ["rcpt kill"]
    lezers = send.readers(READERS)
    send.until_killed(*lezers)
    article = send.content / "artikelen/2026/wonen.md"
    text = article.read_text("utf-8").replace("Wonen in de wijk", "Wonen in de stad")
    article.write_text(text, encoding="utf-8")
    record = send.record.read_bytes()

    send.record.unlink()
    build(send)
    refused(send, *lezers, saying="De mail is veranderd")
    assert not send.record.exists()

    send.record.write_bytes(record)
    build(send)
    assert send(*lezers).returncode == 1  # one is uncertain
    assert sorted({*send.server.addresses, READERS[1]}) == READERS
    texts = {message.get_body(("plain",)).get_content() for message in send.server.messages()}
    assert all("Wonen in de wijk" in text and "in de stad" not in text for text in texts)


def build(send: Sender) -> None:
    """Build the edition anew, as its next run would."""
    done = run_lokaal(
        *("build", "--content", str(send.content), "--site-dir", str(send.folder / "site")),
        *("--mail-dir", str(send.folder / "mail"), "--at", f"{send.built.name}T09:00"),
    )
    assert done.returncode == 0, done.stderr


def test_a_list_may_change_before_the_first_mail(send: Sender) -> None:
    """As long as nobody got anything, there is nothing to be different from."""
    send.server.sender_answer = "553 niet van u"
    assert send(*send.readers(READERS[:2])).returncode == 1
    send.server.sender_answer = ""
    assert send(*send.readers(READERS)).returncode == 0
    assert send.server.addresses == READERS


def test_a_lost_ledger(send: Sender) -> None:
    """Where git knows that an edition was sent, and the ledger doesn't, nothing is sent."""
    lezers = send.readers(READERS)
    assert send(*lezers).returncode == 0
    shutil.rmtree(send.ledger.parent)
    refused(send, *lezers, saying="reservekopie")
    assert not send.ledger.exists()


@pytest.mark.parametrize("damage", ["empty", "text", "torn", "version"])
def test_a_damaged_ledger(send: Sender, damage: str) -> None:
    """A ledger that can't be trusted stops everything."""
    lezers = send.readers(READERS)
    assert send(*lezers).returncode == 0
    match damage:
        case "empty":
            send.ledger.write_bytes(b"")
        case "text":
            send.ledger.write_text("dit is geen verzendboek" * 100, encoding="utf-8")
        case "torn":
            data = send.ledger.read_bytes()
            send.ledger.write_bytes(data[:5000] + b"\xff" * 4000 + data[9000:])
        case "version":
            with sqlite3.connect(send.ledger) as ledger:
                ledger.execute("PRAGMA user_version = 2")
    refused(send, *lezers, saying="verzendboek")
    refused(send, *lezers, "--dry-run", saying="verzendboek")


def test_a_ledger_that_cannot_be_used(send: Sender) -> None:
    """One that is in use, or not ours to write, is not called damaged: an old copy in its place
    would send again what was sent."""
    lezers = send.readers(READERS)
    send.server.moves[READERS[1]] = ["rcpt 451"]
    assert send(*lezers, "--retry-minutes", "0.0001").returncode == 1
    send.ledger.chmod(0o400)
    refused(send, *lezers, saying="readonly")
    for file in send.ledger.parent.iterdir():
        file.chmod(0o600)
    with closing(sqlite3.connect(send.ledger, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        refused(send, *lezers, saying="kan nu niet worden gebruikt (database is locked)")
    assert send(*lezers).returncode == 0
    assert sorted(send.server.addresses) == READERS


def test_a_fault_that_nobody_foresaw(send: Sender) -> None:
    """It ends the run without repeating what it was about: that may be someone's address."""
    lezers = send.readers(READERS)
    assert send(*lezers).returncode == 0
    with sqlite3.connect(send.ledger) as ledger:
        ledger.execute("UPDATE editions SET started = ?", (READERS[0],))
    refused(send, *lezers, saying="fout in het programma: ValueError")
    assert READERS[0] not in send(*lezers).stderr


def test_private_files_in_git(send: Sender) -> None:
    """A list or a ledger within the content or any git work tree is refused, also by a link."""
    tree = send.folder / "boom"
    (tree / ".git").mkdir(parents=True)
    lezers = send.readers(READERS)
    for place in (tree / "diep/boek.sqlite3", send.content / "boek.sqlite3"):
        refused(send, *lezers, "--ledger", str(place), saying="Het verzendboek")
    inside = shutil.copy(lezers[1], tree / "lezers.csv")
    refused(send, "--recipients", str(inside), saying="De lijst")
    link = send.folder / "link.csv"
    link.symlink_to(inside)
    refused(send, "--recipients", str(link), saying="De lijst")
    refused(send, *lezers, "--unsubscribed", str(inside), saying="De lijst")
    assert not (tree / "diep").exists() and not send.record.exists()


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        ("", "kolom 'email'"),
        ("jan@voorbeeld.nl\nli@voorbeeld.nl\n", "kolom 'email'"),
        ("email,unsubscribe\n", "niemand"),
        ("email\njan@voorbeeld.nl\n", "RFC 8058"),
        ("email,unsubscribe\njan,https://a.nl/1\nli,https://a.nl/2\n", "niet de goede lijst"),
    ],
)
def test_no_list(send: Sender, text: str, saying: str) -> None:
    """What is no list of readers is refused, with an example of a good one."""
    refused(send, *send.list(text), saying=saying)
    assert not send.record.exists()


def test_a_slip_among_who_left(send: Sender) -> None:
    """A wrong line in the list of who unsubscribed stops all: someone could still get mail. In
    that of who bounced it is passed over."""
    names = ["email", *(f"weg{n}@voorbeeld.nl" for n in range(40)), "lezer1@voorbeeld"]
    send.list("\n".join(names), "weg.csv")
    words = [*send.readers(READERS), "--unsubscribed", f"{send.folder}/weg.csv"]
    refused(send, *words, saying="regel 42")
    refused(send, *words, "--dry-run", saying="regel 42")
    assert not send.record.exists()
    words[-2] = "--bounced"
    done = send(*words)
    assert done.returncode == 0 and "regel 42" in done.stderr


def test_everyone_left(send: Sender) -> None:
    """Where everyone unsubscribed there is nothing to send."""
    send.list("email\n" + "\n".join(READERS), "weg.csv")
    words = [*send.readers(READERS), "--unsubscribed", f"{send.folder}/weg.csv"]
    refused(send, *words, saying="niemand")


@pytest.mark.parametrize(
    ("name", "value", "saying"),
    [
        ("HOST", "", "LOKAAL_SMTP_HOST"),
        ("HOST", "smtp..voorbeeld.nl", "LOKAAL_SMTP_HOST is geen naam"),
        ("HOST", "mail.voorbeeld.nl", "alleen naar de eigen machine"),
        ("SECURITY", "ssl", "starttls, tls of none"),
        ("PORT", "smtp", "LOKAAL_SMTP_PORT"),
        ("USER", "redactie", "LOKAAL_SMTP_PASSWORD"),
        ("CA", "/bestaat/niet.pem", "LOKAAL_SMTP_CA"),
    ],
)
def test_wrong_settings(send: Sender, name: str, value: str, saying: str) -> None:
    """A wrong setting is named, and ends with exit code 2."""
    send.env[f"LOKAAL_SMTP_{name}"] = value
    refused(send, *send.readers(READERS), saying=saying, code=2)
    assert not send.ledger.exists() and not send.record.exists()


def test_nobody_listens(send: Sender) -> None:
    """Without a connection nothing is written down, and the edition can still change."""
    send.env["LOKAAL_SMTP_PORT"] = "9"
    refused(send, *send.readers(READERS), saying="geen verbinding")
    assert not send.record.exists()


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_with_a_password(send: Sender, certificate: Path, security: str) -> None:
    """A server is spoken to over TLS that is verified, and its password stays out of sight."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    lezers = send.readers(READERS)
    with serving(context, at_once=security == "tls") as server:
        send.server = server
        send.env |= {"LOKAAL_SMTP_HOST": "localhost", "LOKAAL_SMTP_SECURITY": security}
        send.env |= {"LOKAAL_SMTP_USER": "redactie", "LOKAAL_SMTP_PASSWORD": "fout-geheim"}
        refused(send, *lezers, saying="certificaat")
        send.env["LOKAAL_SMTP_CA"] = str(certificate)
        refused(send, *lezers, saying="weigert de inlog")
        assert not send.record.exists()
        (send.folder / "wachtwoord").write_text(f"{PASSWORD}\n", encoding="utf-8")
        send.env["LOKAAL_SMTP_PASSWORD_FILE"] = str(send.folder / "wachtwoord")
        done = send(*lezers)
        assert (done.returncode, server.addresses) == (0, READERS), done.stderr
        assert PASSWORD not in done.stdout + done.stderr


def test_a_server_without_tls(send: Sender) -> None:
    """A server that does not offer STARTTLS gets neither password nor mail."""
    send.env["LOKAAL_SMTP_SECURITY"] = "starttls"
    refused(send, *send.readers(READERS), saying="STARTTLS")
    assert not send.record.exists()


def test_a_mail_that_is_too_long(send: Sender) -> None:
    """A mail of which Gmail would hide the end is not sent, nor one without a way out."""
    built = read_built(send.built, date(2026, 11, 22))
    assert list(readiness(built)) == []
    letter = built.letters[""]
    long = replace(letter, html=letter.html + " " * 102_400)
    bare = replace(letter, text="Zonder een adres om je af te melden.")
    assert "102.400" in " ".join(readiness(replace(built, letters={"": long})))
    (reason,) = readiness(replace(built, letters={"": letter, "raad": bare}))
    assert "voor raad" in reason and "af te melden" in reason
