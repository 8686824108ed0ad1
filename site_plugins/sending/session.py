"""Sends an edition to who is waiting for it, in the order that makes it safe.

First all that can be checked without a trace; then the connection; then the whole list goes into
the ledger, and what is sent into the content folder; only then the first mail. It prints what
happens, without anyone's address.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path

from site_plugins.loading.files import record_name
from site_plugins.rendering import dutch
from site_plugins.rendering.mail.message import message
from site_plugins.sending import guard
from site_plugins.sending.built import Built
from site_plugins.sending.campaign import Campaign, Pace
from site_plugins.sending.freezing import CannotFreeze, freeze
from site_plugins.sending.ledger import Known, Ledger, State, create, opened
from site_plugins.sending.locking import alone
from site_plugins.sending.recipients import Recipient, Recipients
from site_plugins.sending.refusal import Refused, refuse
from site_plugins.sending.reporting import Progress, duration, summary, write_names
from site_plugins.sending.settings import Server
from site_plugins.sending.transport import Line, Unreachable, Unusable
from site_plugins.sending.watch import stoppable

_ATTEMPTED = (State.SENT, State.REFUSED, State.CLAIMED)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent to whom, and where that is kept."""

    built: Built
    recipients: Recipients
    left_out: frozenset[str]
    """Keys of who unsubscribed or bounced."""
    ledger: Path
    content: Path
    """The content folder, where it is recorded what was sent."""
    now: datetime
    late: bool = False
    """Whether it may be hours after the moment of sending."""

    @property
    def record(self) -> Path:
        """The file that says, in git, that this edition was sent."""
        return self.content / record_name(self.built.day)

    def unfit(self) -> tuple[str, ...]:
        """Why it can't be sent now."""
        everyone = {person.key for person in self.recipients.people}
        nobody = ("De lijst heeft niemand om aan te sturen.",) if everyone <= self.left_out else ()
        timely = guard.timeliness(self.built.sends_at, self.now, late=self.late)
        return (*guard.readiness(self.built), *timely, *nobody)

    def at_odds(self, known: Known | None, *, done: bool = False) -> tuple[str, ...]:
        """How it differs from what was sent before; ``known`` is what the ledger has of that, and
        ``done`` that there is nobody to send to any more.
        """
        people = self.recipients.hash
        return tuple(guard.history(self.built, people, known, self.record, done=done))


def send(order: Order, server: Server, pace: Pace, *, uncertain: State = State.CLAIMED) -> bool:
    """Send; whether nobody is waiting any more and nothing is uncertain.

    ``uncertain`` is what someone decided on who is uncertain: they are to get it once more
    (``WAITING``), or did get it (``SENT``).

    Raises Refused where nothing could be sent, and OSError where the ledger can't be written.
    """
    line = Line(server, order.built.sender.domain)
    with alone(order.ledger, order.record.parent):
        if not order.ledger.exists():
            refuse((*order.at_odds(None), *order.unfit()))
            create(order.ledger)
            print(f"Er was nog geen verzendboek. Dit is het nu: {order.ledger}")
        with opened(order.ledger, lambda: datetime.now(UTC)) as book:
            try:
                if _prepared(order, book, line, uncertain):
                    _deliver(order, book, line, pace)
                return _told(order, book)
            except sqlite3.Error as error:
                raise Refused(
                    f"Gestopt: in het verzendboek kan niet worden geschreven ({error})."
                ) from None
            finally:
                line.close()


def _prepared(order: Order, book: Ledger, line: Line, uncertain: State) -> bool:
    """Whether there is anything to send; then all is ready for the first mail."""
    day = order.built.day
    known, counts = book.edition(day), book.counts(day)
    begun = any(counts[state] for state in _ATTEMPTED)
    if known and not begun:  # nobody has got anything of it, so it may still change
        known = replace(known, content=order.built.content, list=order.recipients.hash)
    again = uncertain is State.WAITING and counts[State.CLAIMED]
    refuse(order.at_odds(known, done=begun and not counts[State.WAITING] and not again))
    if known and begun:
        if uncertain is State.SENT:
            book.decide_uncertain(day, uncertain)
        book.leave_out(day, order.left_out)
        counts = book.counts(day)
        if not counts[State.WAITING] and not again:
            book.finish(day)
            if not order.record.exists():  # such as in a fresh copy, as nobody put it in git
                _freeze(order)
            print(f"Al verzonden op {dutch.long_moment(known.started)}; er is niets te doen.")
            if known.list != order.recipients.hash:
                print("De lijst is sindsdien veranderd; wie er bij kwam, krijgt deze editie niet.")
            return False
    refuse(order.unfit())
    try:
        line.open()
    except (Unreachable, Unusable) as error:
        raise Refused(f"Er is niets verzonden: {error}") from None
    if not begun:
        people = [(person.key, person.audience) for person in order.recipients.people]
        book.begin(day, order.built.content, order.recipients.hash, people)
    elif again:
        book.decide_uncertain(day, uncertain)
    book.leave_out(day, order.left_out)
    _freeze(order)
    return True


def _freeze(order: Order) -> None:
    try:
        file = freeze(order.built.manifest, order.content)
    except CannotFreeze as error:
        raise Refused(f"Er is niets verzonden: {error}") from None
    print(f"Wat er wordt verzonden, staat in {file}. Zet dat bestand in git.")


def _deliver(order: Order, book: Ledger, line: Line, pace: Pace) -> None:
    """Send to who is waiting."""
    day = order.built.day
    waiting = set(book.addresses(day, State.WAITING))
    progress = Progress(len(waiting))
    started = time.monotonic()
    with stoppable() as watch:
        campaign = Campaign(
            day=day,
            sender=order.built.sender.address,
            ledger=book,
            line=line,
            message=lambda person: _message(order, person),
            pace=pace,
            watch=watch,
            settled=progress.step,
        )
        try:
            problem = campaign.run(p for p in order.recipients.people if p.key in waiting)
        finally:
            progress.close()
    if not book.counts(day)[State.WAITING]:
        book.finish(day)
    print(f"Het duurde {duration(time.monotonic() - started)}.")
    if problem:
        print(f"Gestopt: {problem}", file=sys.stderr)


def _message(order: Order, person: Recipient) -> bytes:
    built = order.built
    # The same each time, and not to be told from the address by who does not have the list.
    name = hmac.new(
        order.recipients.hash.encode(), f"{built.day} {person.key}".encode(), hashlib.sha256
    )
    return message(
        built.letter(person.audience).addressed(person.unsubscribe),
        built.sender,
        to=Address(addr_spec=person.address),
        unsubscribe=person.unsubscribe,
        name=f".{name.hexdigest()[:32]}",
    )


def _told(order: Order, book: Ledger) -> bool:
    day = order.built.day
    counts = book.counts(day)
    print(*summary(counts), sep="\n")
    for remark in write_names(book, day, order.ledger.parent):
        print(remark)
    if counts[State.WAITING]:
        print("Er wachten nog ontvangers. Geef dezelfde opdracht nog eens.", file=sys.stderr)
    return not counts[State.WAITING] and not counts[State.CLAIMED]
