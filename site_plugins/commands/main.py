"""``lokaal``: what editors and machines call."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from site_plugins.memory import collect_seldom


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 good, 1 problems in the content, 2 wrong use."""
    collect_seldom()
    try:
        # Here, as the libraries take a second to read, and Ctrl+C in that second is no mistake.
        from site_plugins.commands.dispatch import dispatch

        return dispatch(argv)
    except KeyboardInterrupt:
        return 130
    finally:
        _finish_output()


def _finish_output() -> None:
    """Where nobody reads any more what is printed, Python would end with a trace in English.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    try:
        print(end="", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
