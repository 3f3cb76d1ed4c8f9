"""What several rooms' tests need: real worker processes on the database of the running test."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.writers import ROOT


@pytest.fixture
def start_worker(database_env: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start one worker after another; all of them are gone when the test ends."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.rooms.jobs_of_tests"]
        started.append(subprocess.Popen(command, env=database_env, cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
