"""The course of a solve at the terminal: value, bound and gap live; Ctrl-C ends it with the best plan so far."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from typing import Any

import click

STOPPING = "Stopping: the best plan so far follows. Ctrl-C again leaves without an answer."


class Course:
    """Use as a context manager round a solve, with `tell` as its on_progress and `should_stop` as its should_stop.

    The first Ctrl-C asks the solve to stop, the second ends the command. A bar is shown at a terminal only.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds, self._begun = seconds, time.monotonic()
        self._bar: Any = None
        self._asked, self._over = False, False

    def __enter__(self) -> Course:
        # Solvers put signal handlers of their own in place and leave none behind, so Ctrl-C is blocked for all threads
        # (those that start later inherit it) and one waits for it.
        self._listener = threading.Thread(target=self._listen, daemon=True)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            self._listener.start()
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("Planning", total=self._seconds)
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bar is not None:
            self._bar.stop()
        if self._listener.ident is not None:
            self._over = True
            signal.pthread_kill(self._listener.ident, signal.SIGINT)
            self._listener.join()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def tell(self, value: float | None, bound: float | None, gap: float | None, seconds: float) -> None:
        self._show(completed=seconds, description=course_line(value, bound, gap))

    def should_stop(self) -> bool:
        self._show(completed=time.monotonic() - self._begun)
        return self._asked

    def _show(self, **changes: Any) -> None:
        if self._bar is not None:
            self._bar.update(self._task, **changes)

    def _listen(self) -> None:
        while True:
            signal.sigwait({signal.SIGINT})
            if self._over:
                return
            if self._asked:
                _thread.interrupt_main()
            else:
                self._asked = True
                click.echo(STOPPING, err=True)


def course_line(value: float | None, bound: float | None, gap: float | None) -> str:
    """What is known so far, in one line."""
    if value is None:
        return "No plan yet" if bound is None else f"No plan yet, at most {bound:,.1f}"
    said = f"Value {value:,.1f}"
    if bound is not None:
        said += f", at most {bound:,.1f}"
    return said if gap is None else f"{said}, gap {gap:.2%}"
