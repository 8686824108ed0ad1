"""Sends an edition to many and to one, over a mail server that takes everything."""

import shutil
import socketserver
import threading
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.builders import MOMENT, PROGRAMS, ROOT
from benchmarks.corpus import LAST_SUNDAY
from benchmarks.measure import Run, timed
from benchmarks.report import compare


class Mailbox(socketserver.StreamRequestHandler):
    """Takes every mail, and counts those that arrived whole."""

    received = 0
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.say("220 bench")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"DATA":
                    self.say("354 go on")
                    while (text := self.rfile.readline()) and text != b".\r\n":
                        pass
                    Mailbox.received += text != b""
            self.say("221 bye" if line[:4].upper() == b"QUIT" else "250 fine")

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


def send(edition: Path, work: Path, recipients: int, port: int) -> Run:
    """Send the edition that was built in ``edition``, with a new ledger and record."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    content = shutil.copytree(edition / "content", work / "content")
    addresses = (f"lezer{n}@voorbeeld.nl,https://voorbeeld.nl/{n}" for n in range(recipients))
    (work / "list.csv").write_text("\n".join(("email,unsubscribe", *addresses)), encoding="utf-8")
    Mailbox.received = 0
    command = (
        *(str(PROGRAMS / "lokaal"), "send", str(LAST_SUNDAY)),
        *("--recipients", str(work / "list.csv")),
        *("--content", str(content), "--mail-dir", str(edition / "mail")),
    )
    env = {
        "LOKAAL_LEDGER": str(work / "ledger.sqlite3"),
        "LOKAAL_SMTP_HOST": "127.0.0.1",
        "LOKAAL_SMTP_PORT": str(port),
        "LOKAAL_SMTP_SECURITY": "none",
        "SOURCE_DATE_EPOCH": str(int(datetime(2026, 11, 22, 7, 5, tzinfo=UTC).timestamp())),
    }
    return timed(command, ROOT, env, work / "log")._replace(made=Mailbox.received)


def bench_sending(recipients: int, rounds: int, work: Path) -> None:
    """Print what an edition of ours takes to so many recipients, beside one."""
    edition = work / "edition"
    shutil.rmtree(edition, ignore_errors=True)
    shutil.copytree(ROOT / "content", edition / "content")
    for record in (edition / "content/nieuwsbrief").glob("*.verzonden.json"):
        record.unlink()
    command = (
        *(str(PROGRAMS / "lokaal"), "build", "--at", MOMENT),
        *("--content", str(edition / "content")),
        *("--site-dir", str(edition / "site"), "--mail-dir", str(edition / "mail")),
    )
    timed(command, ROOT, {}, edition / "log")
    few: list[Run] = []
    many: list[Run] = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        for _ in range(rounds):
            few.append(send(edition, work / "one", 1, port))
            many.append(send(edition, work / "many", recipients, port))
        server.shutdown()
    compare(("1 recipient", few), (f"{recipients} recipients", many), "mails")
