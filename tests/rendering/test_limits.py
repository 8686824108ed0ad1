"""No text takes minutes: what is too much is counted, and the rest has a limit of time."""

from __future__ import annotations

import signal
import threading
from itertools import count

import pytest

from site_plugins.rendering.text import markdown
from site_plugins.rendering.text.limits import (
    MOST_CHARACTERS,
    SECONDS,
    TooMuchTime,
    time_limit,
    too_much,
)
from site_plugins.rendering.text.markdown import Rendered, Target, render
from tests.conftest import ROOT


def rendered(text: str) -> Rendered:
    return render(text, lambda address: Target(address), {})


def numbered(form: str, times: int) -> str:
    return "".join(form.format(n) for n in range(times))


TOO_MUCH = {
    "te lang: 400.001 tekens, hoogstens 400.000": "a" * (MOST_CHARACTERS + 1),
    "8.001 alinea's in één tekst is te veel: hoogstens 8.000": "a\n\n" * 8000,
    "meer dan 500 koppen": "## a\n\n" * 501,
    "meer dan 500 streepjes onder een kop": "a\n---\n\n" * 501,
    "meer dan 300 kaders en tabbladen": "!!! tip\n    a\n\n" * 301,
    "meer dan 300 kaders en tabbladen, ook tabbladen": '=== "a"\n    a\n\n' * 301,
    "meer dan 200 afkortingen met uitleg": numbered("*[a{}]: b\n\n", 201),
    "meer dan 500 voetnoten": numbered("[^{}]: b\n\n", 501),
    "1.001 verwijzingen naar voetnoten": "a[^1] " * 1001,
    "meer dan 2.000 adressen van links": numbered("[a{}]: b\n\n", 2001),
    "meer dan 1.000 omschrijvingen": "a\n: b\n\n" * 1001,
    "meer dan 300 tabellen": "|a|b|\n|-|-|\n|1|2|\n\n" * 301,
    "meer dan 5.000 punten in lijsten": "- a\n" * 5001,
    "meer dan 30 grafieken": "```grafiek\na\n```\n\n" * 31,
    "meer dan 600 regels ```": "```\na\n```\n\n" * 301,
    "meer dan 5.000 regels van een citaat": "> a\n" * 5001,
    "10.001 rechte haken": "[a] " * 10_001,
    "20.002 sterretjes": "*a* " * 10_001,
    "10.002 HTML-tags": "<b>a</b>" * 5001,
    "10.001 vaste regeleinden": "a  \n" * 10_001,
    "zonder lege regel ertussen": "## a\n" * 400 + "woord en woord\n" * 10_000,
    "201 koppen, lijnen, kaders of omschrijvingen zonder": "a\n: b\n" * 201,
    "meer dan 50 haken [ open": "[a" * 51 + "]" * 51,
    "meer dan 50 haken ( open": "[a](" * 51,
    "meer dan 100 HTML-tags zitten hier open in elkaar: sluit ze met </b>": "<b>" * 101,
    "meer dan 100 HTML-tags zitten hier open in elkaar: sluit ze met </b>, ook": "<b><i>" * 51,
    "meer dan vijftig lagen diep": "> " * 51 + "a",
    "meer dan vijftig lagen diep, op een regel": "  - " * 51 + "a",
    "honderden keren een < zonder de >": "<a " * 501,
    "dit adres of deze uitleg is te lang: hoogstens 2.000": f"[a]: {'b' * 2001}\n\n" + "[a] " * 9,
    "dit adres of deze uitleg is te lang, op een regel eronder": f"[a]:\n  {'b' * 2001}\n",
    "deze afkorting staat 10.001 keer": "*[a]: b\n\n" + "a " * 10_000,
}


@pytest.mark.parametrize(("message", "text"), TOO_MUCH.items(), ids=lambda value: value[:40])
def test_what_is_too_much_is_told(message: str, text: str) -> None:
    """With how much there is and how much is allowed; nothing of it reaches the parser."""
    ((found, told),) = rendered(text).problems
    assert message.split(", o")[0] in told
    assert found in text


@pytest.mark.parametrize(
    "text",
    [
        "## a\n\nwoord\n\n" * 60 + "a[^1]\n\n[^1]: b",
        numbered("[a{0}][b{0}]\n\n[b{0}]: /c\n\n", 60),
        numbered("a[^{0}]\n\n[^{0}]: b\n\n", 60),
        "|a|b|c|\n|-|-|-|\n" + "|1|2|3|\n" * 2000,
        "- a\n" * 2000,
        "<b>a</b> " * 1000,
        "<p>a\n\n" * 500,
        "<ul>" + "<li>a" * 500 + "</ul>",
        "```\n" + "[[[<b>{{ ((\n" * 40 + "```",
        "een zin (met haken), en [nog] een. :( \n\n" * 500,
        "woord " * 60_000,
        "x" * 300_000,
    ],
)
def test_what_a_long_page_may_have_is_not_too_much(text: str) -> None:
    assert too_much(text) is None


def test_the_real_content_is_far_from_every_limit() -> None:
    """Each text may be eight times as long as it is."""
    for file in (ROOT / "content").rglob("*.md"):
        body = file.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        numbers = count()
        assert (
            too_much("\n\n".join(body.replace("[^", f"[^{next(numbers)}") for _ in "12345678"))
            is None
        )


def spin() -> None:
    """Work for ever, in a way that Python-Markdown's own code could: catching what it can."""
    while True:
        try:
            sum(range(1000))
        except Exception:
            pytest.fail("no library may catch this")


def test_the_limit_of_time_ends_any_work() -> None:
    with pytest.raises(TooMuchTime), time_limit(0.05):
        spin()


def test_a_swallowed_end_comes_again() -> None:
    """A callback from C can lose an exception; a second later there is another."""
    with pytest.raises(TooMuchTime), time_limit(0.05):
        try:
            spin()
        except TooMuchTime:
            spin()


def test_the_limit_of_time_puts_back_what_was_there() -> None:
    before = signal.signal(signal.SIGPROF, signal.SIG_IGN)
    try:
        with time_limit(5):
            assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
        with pytest.raises(ValueError, match="eigen"), time_limit(5):
            raise ValueError("eigen")
        assert signal.getsignal(signal.SIGPROF) == signal.SIG_IGN
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    finally:
        signal.signal(signal.SIGPROF, before)


def test_elsewhere_than_in_the_main_thread_there_is_no_limit() -> None:
    """And no error either: signals are the main thread's."""
    done: list[Rendered] = []
    thread = threading.Thread(target=lambda: done.append(rendered("*a*")))
    thread.start()
    thread.join()
    assert done == [rendered("*a*")]


def test_a_text_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SECONDS == 10
    monkeypatch.setattr(markdown, "SECONDS", 0.05)
    result = rendered("    x\n\n" * 7_000 + "*a* `b` \n" * 1000)
    assert result.html == ""
    assert "deze tekst kost te veel rekentijd" in result.problems[0][1]


def test_a_lookup_that_breaks_is_a_mistake_of_ours() -> None:
    """Only Markdown's own mistakes are the text's: ours are not to be hidden."""
    with pytest.raises(KeyError):
        render("[a](b)", lambda address: {}[address], {})
