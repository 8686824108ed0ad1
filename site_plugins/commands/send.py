"""``lokaal send``: hands a built edition to a mail server, once to each recipient."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from email.headerregistry import Address
from pathlib import Path

from site_plugins.commands.places import WrongUse, edition_day, moment, project
from site_plugins.rendering import dutch
from site_plugins.rendering.mail.message import message
from site_plugins.sending import guard
from site_plugins.sending.addresses import key, mailable
from site_plugins.sending.built import Built, read_built
from site_plugins.sending.campaign import Pace
from site_plugins.sending.export import export
from site_plugins.sending.ledger import State, opened
from site_plugins.sending.recipients import read_keys, read_recipients
from site_plugins.sending.refusal import Refused, refuse
from site_plugins.sending.reporting import summary
from site_plugins.sending.session import Order, send
from site_plugins.sending.settings import WrongSetting, ledger_file, server, unsubscribing
from site_plugins.sending.transport import Line, Unreachable, Unusable, Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("edition", metavar="EDITIE", help="de zondag, bijvoorbeeld 2026-11-22")
    parser.add_argument(
        "--recipients",
        metavar="LIJST.csv",
        help="wie de mail krijgen: kolommen email, unsubscribe en audience",
    )
    parser.add_argument(
        "--test",
        metavar="ADRES",
        action="append",
        default=[],
        help="stuur alleen een proefmail hierheen, met [TEST] in het onderwerp",
    )
    parser.add_argument(
        "--variant", metavar="DOELGROEP", default="", help="welke mail --test stuurt"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="controleer alles, en verstuur niets"
    )
    parser.add_argument(
        "--export", metavar="MAP", help="schrijf de bestanden die een maildienst wil hebben"
    )
    for name, who in (
        ("--unsubscribed", "wie zich afmeldden"),
        ("--bounced", "wie niet te bereiken waren"),
    ):
        parser.add_argument(
            name, metavar="LIJST.csv", action="append", default=[], help=f"laat weg {who}"
        )
    parser.add_argument("--late", action="store_true", help="ook als het al uren later is")
    uncertain = parser.add_mutually_exclusive_group()
    uncertain.add_argument(
        "--resend-uncertain",
        action="store_true",
        help="stuur opnieuw aan wie hem misschien al kreeg",
    )
    uncertain.add_argument(
        "--accept-uncertain",
        action="store_true",
        help="wie hem misschien al kreeg, telt als verzonden",
    )
    parser.add_argument(
        "--per-minute", metavar="AANTAL", type=_positive, help="verstuur er niet meer per minuut"
    )
    parser.add_argument(
        "--retry-minutes",
        metavar="MINUTEN",
        type=_positive,
        default=60.0,
        help="hoelang het bij een ontvanger nog eens wordt geprobeerd (anders: 60)",
    )
    parser.add_argument(
        "--retry-pause",
        metavar="SECONDEN",
        type=_positive,
        default=60.0,
        help="hoe snel voor het eerst, daarna steeds twee keer zo lang (anders: 60)",
    )
    parser.add_argument("--ledger", metavar="BESTAND", help="het verzendboek: wie kreeg wat")
    parser.add_argument("--mail-dir", metavar="MAP", help="de gebouwde mail (anders: build/mail/)")
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")
    parser.epilog = (
        "De mailserver staat in de omgeving: LOKAAL_SMTP_HOST, _PORT, _SECURITY (starttls, tls), "
        "_USER, _PASSWORD of _PASSWORD_FILE, en _CA voor een eigen certificaat; het verzendboek in "
        "LOKAAL_LEDGER; het adres om je af te melden in LOKAAL_UNSUBSCRIBE_URL (met {token}) en "
        "LOKAAL_UNSUBSCRIBE_SECRET."
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 when nobody is waiting, also when that was so already; 1 in all other cases."""
    day = edition_day(arguments.edition)
    if sum(map(bool, (arguments.test, arguments.dry_run, arguments.export))) > 1:
        raise WrongUse("kies één van --test, --dry-run en --export.")
    if arguments.variant and not arguments.test:
        raise WrongUse("--variant hoort bij --test; in de lijst kiest de kolom audience de mail.")
    now = moment(None)
    if "SOURCE_DATE_EPOCH" in os.environ:
        print(f"Let op: het is nu {dutch.long_moment(now)} (SOURCE_DATE_EPOCH).", file=sys.stderr)
    found = project(arguments.content)
    mail = Path(arguments.mail_dir or found.mail_dir).absolute() / day.isoformat()
    try:
        if arguments.export:
            return _export(mail, Path(arguments.export))
        if arguments.test:
            return _test(arguments.test, arguments.variant, read_built(mail, day), now)
        order = _order(arguments, day, mail, found.content, found.config_file.parent, now)
        if arguments.dry_run:
            return _dry_run(order)
        return _send(arguments, order)
    except WrongSetting as error:
        raise WrongUse(str(error)) from None
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except (WrongUse, OSError):
        raise
    except Exception as error:
        # Without its text, which may name a reader: what is printed here goes into logs.
        print(*traceback.format_tb(error.__traceback__), file=sys.stderr)
        print(f"Gestopt door een fout in het programma: {type(error).__name__}.", file=sys.stderr)
        return 1


def _order(
    arguments: argparse.Namespace, day: date, mail: Path, content: Path, root: Path, now: datetime
) -> Order:
    """What is asked, after the first checks; tells which lines of the lists are wrong."""
    if not arguments.recipients:
        raise WrongUse("geef met --recipients de lijst van ontvangers, of --test of --export.")
    ledger = ledger_file(arguments.ledger, os.environ, os.path.expanduser("~"))  # noqa: PTH111
    unsubscribed = [Path(name) for name in arguments.unsubscribed]
    bounced = [Path(name) for name in arguments.bounced]
    lists = [Path(arguments.recipients), *unsubscribed, *bounced]
    refuse(guard.places(ledger, lists, (root, content)))
    personal = unsubscribing(os.environ)
    recipients = read_recipients(lists[0], personal.address if personal else None)
    gone, _ = read_keys(unsubscribed, each_line=True)
    unreachable, remarks = read_keys(bounced)
    built = read_built(mail, day)
    for remark in (*recipients.remarks, *remarks, *built.warnings):
        print(f"Let op: {remark}", file=sys.stderr)
    late = arguments.late
    return Order(built, recipients, gone | unreachable, ledger.resolve(), content, now, late)


def _send(arguments: argparse.Namespace, order: Order) -> int:
    pace = Pace(
        retry_pause=arguments.retry_pause,
        retry_window=arguments.retry_minutes * 60,
        between=60 / arguments.per_minute if arguments.per_minute else 0,
    )
    uncertain = State.WAITING if arguments.resend_uncertain else State.CLAIMED
    if arguments.accept_uncertain:
        uncertain = State.SENT
    done = send(order, server(os.environ), pace, uncertain=uncertain)
    return 0 if done else 1


def _dry_run(order: Order) -> int:
    """Tell what would happen; leaves no trace."""
    built, people = order.built, order.recipients.people
    audiences = Counter(p.audience if p.audience in built.letters else "" for p in people)
    print(f"Onderwerp:   {built.subject}")
    print(f"Afzender:    {built.sender.name} <{built.sender.address}>")
    print(f"Moment:      {dutch.long_moment(built.sends_at)}")
    for audience, letter in built.letters.items():
        size = dutch.number(len(letter.html.encode()))
        readers = audiences[audience]
        counted = f"{dutch.number(readers)} ontvanger{'' if readers == 1 else 's'}"
        print(f"Mail:        {audience or 'voor allen'}, {size} bytes, {counted}")
    out = sum(person.key in order.left_out for person in people)
    double = dutch.number(order.recipients.duplicates)
    print(f"Ontvangers:  {dutch.number(len(people))} (dubbel: {double})")
    print(f"Weggelaten:  {dutch.number(out)}")
    print(f"Verzendboek: {order.ledger}{'' if order.ledger.exists() else ' (is er nog niet)'}")
    known, nobody_waits = None, False
    if order.ledger.exists():
        with opened(order.ledger, lambda: order.now, read_only=True) as book:
            known, counts = book.edition(built.day), book.counts(built.day)
        if known:
            print(*summary(counts), sep="\n")
            nobody_waits = not counts[State.WAITING]
    reasons = list(order.at_odds(known, done=nobody_waits))
    if not nobody_waits:
        reasons += order.unfit()
    try:
        server(os.environ)
    except WrongSetting as error:
        reasons.append(str(error))
    if reasons:
        print("Nu zou dit de verzending tegenhouden:", *reasons, sep="\n- ", file=sys.stderr)
        return 1
    done = "Al verzonden; er is niets te doen." if nobody_waits else "Er is niets verzonden."
    print(f"Alles is in orde. {done}")
    return 0


def _test(given: Sequence[str], audience: str, built: Built, now: datetime) -> int:
    """A mail to try out, to who asked for it; the ledger does not hear of it."""
    if audience not in built.letters:
        known = ", ".join(filter(None, built.letters)) or "geen"
        raise WrongUse(f"--variant: er is geen mail voor die doelgroep. Wel: {known}.")
    try:
        addresses = [mailable(address) for address in given]
    except ValueError as error:
        raise WrongUse(f"--test: {error}.") from None
    personal, letter = unsubscribing(os.environ), built.letters[audience]
    line = Line(server(os.environ), built.sender.domain)
    try:
        for address in addresses:
            # Where unsubscribing can't be tried out, it leads to where it does no harm.
            unsubscribe = personal.address(key(address)) if personal else built.url
            data = message(
                letter.addressed(unsubscribe),
                built.sender,
                to=Address(addr_spec=address),
                unsubscribe=unsubscribe,
                name=f".test.{uuid.uuid4().hex}",
                test=now,
            )
            if not line.is_open:
                line.open()
            answer = line.deliver(built.sender.address, address, data)
            if answer.verdict is not Verdict.SENT:
                raise Refused(f"De mailserver nam de proefmail niet aan (code {answer.code}).")
    except (Unreachable, Unusable) as error:
        raise Refused(f"De proefmail is niet verzonden: {error}") from None
    finally:
        line.close()
    print(f"Proefmails verzonden: {len(addresses)}.")
    return 0


def _export(mail: Path, target: Path) -> int:
    files = export(mail, target)
    names = (f"- {file.relative_to(target)}" for file in files)
    print(f"Geschreven in {target}:", *names, sep="\n")
    return 0


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e6:
        raise ValueError
    return value
