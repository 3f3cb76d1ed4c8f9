"""Processes that belong together: started in one group, restarted when one dies, stopped all at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

import click

CHILD = (sys.executable, "-m", "luotsi.cli.child")
STOP_SECONDS = 20.0
SETTLED_SECONDS = 10.0
LONGEST_PAUSE = 30.0


@dataclass
class Place:
    """One place in the crew and the process that fills it now."""

    task: str
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    pause: float = 0.5

    def start(self, now: float) -> None:
        self.process = subprocess.Popen([*CHILD, self.task, str(os.getpid())])  # noqa: S603 - our own code
        self.started_at = now

    def look(self, now: float) -> None:
        """Start it when it is due; after an unexpected end wait longer each time it ends young."""
        if self.process is None:
            if now >= self.start_after:
                self.start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        self.process = None
        if code == 0:  # it left by itself, to be replaced by a fresh one
            self.start_after = now
            return
        self.pause = 0.5 if now - self.started_at > SETTLED_SECONDS else min(LONGEST_PAUSE, self.pause * 2)
        self.start_after = now + self.pause
        click.echo(f"The {self.task} process ended ({_how(code)}); it is started again.", err=True)


@dataclass
class Crew:
    """The web server and the workers, watched until a signal comes."""

    workers: int
    places: list[Place] = field(default_factory=list)
    is_stopping: bool = False

    def __post_init__(self) -> None:
        self.places = [Place("web"), *(Place("worker") for _ in range(self.workers))]

    def start(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        self.places[0].start(time.monotonic())  # the first page should not wait for the workers: `watch` adds them

    def watch(self) -> None:
        """Until told to stop; then all are stopped before this returns."""
        try:
            while not self.is_stopping:
                for place in self.places:
                    place.look(time.monotonic())
                time.sleep(0.2)
        finally:
            self.stop()

    def stop(self) -> None:
        """Ask all to stop, wait, and end by force what does not."""
        running = [place.process for place in self.places if place.process and place.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _told_to_stop(self, *_: object) -> None:
        self.is_stopping = True


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
