"""`luotsi serve`: everything runs after one command, and is gone after one signal."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.command import luotsi, started
from tests.writers import until

Serve = Callable[..., "Running"]


class Running:
    """A started `luotsi serve` in a process group of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.process = started("serve", "--port", self.port, "--data", folder, start_new_session=True)

    def greeting(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("Luotsi runs at"):
                return line
        raise AssertionError("it ended before it ran")

    def children(self) -> list[int]:
        """Every process of its group but itself."""
        listed = subprocess.run(["ps", "-eo", "pid=,pgid=,stat="], capture_output=True, text=True).stdout
        rows = [line.split() for line in listed.splitlines()]
        group = [int(pid) for pid, pgid, stat in rows if int(pgid) == self.process.pid and "Z" not in stat]
        return [pid for pid in group if pid != self.process.pid]

    def page(self, path: str) -> int:
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return answer.status


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    running: list[Running] = []

    def start() -> Running:
        running.append(Running(tmp_path / "data"))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()


def queue(folder: Path, kind: str) -> None:
    """A row as the web process would write it."""
    with sqlite3.connect(folder / "luotsi.sqlite3", timeout=20) as database:
        database.execute(
            "INSERT INTO jobs_job (kind, args, unique_key, state, run_after, created_at, attempts, max_attempts,"
            " worker, progress_done, note, error)"
            " VALUES (?, '{}', '', 'queued', datetime('now'), datetime('now'), 0, 3, '', 0, '', '')",
            [kind],
        )


def states(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "luotsi.sqlite3", timeout=20) as database:
        return [state for (state,) in database.execute("SELECT state FROM jobs_job WHERE unique_key = ''")]


def test_one_command_brings_web_and_work_and_one_ctrl_c_takes_them_away(serve: Serve) -> None:
    running = serve()
    assert running.address in running.greeting()
    assert running.page("/account/login/") == 200
    queue(running.folder, "jobs.tidy")
    until(lambda: states(running.folder) == ["done"])
    assert len(running.children()) >= 2
    os.killpg(running.process.pid, signal.SIGINT)  # what a terminal does
    assert running.process.wait(15) == 0
    assert running.children() == []


def workers_of(running: Running) -> list[int]:
    group = ["pgrep", "-g", str(running.process.pid), "-f", "child worker"]
    return [int(pid) for pid in subprocess.run(group, capture_output=True, text=True).stdout.split()]


def test_a_worker_that_dies_is_replaced(serve: Serve) -> None:
    running = serve()
    running.greeting()
    until(lambda: workers_of(running) != [])  # the greeting may come first
    os.kill(workers_of(running)[0], signal.SIGKILL)
    queue(running.folder, "jobs.tidy")
    until(lambda: states(running.folder) == ["done"])
    assert running.page("/healthz") == 200


def test_nothing_stays_behind_when_it_is_killed(serve: Serve) -> None:
    running = serve()
    running.greeting()
    assert running.children()
    running.process.kill()
    until(lambda: running.children() == [])


def test_the_first_start_says_how_to_add_the_first_lead(serve: Serve) -> None:
    running = serve()
    running.greeting()
    assert running.process.stdout is not None
    assert "Nobody can sign in yet" in running.process.stdout.readline()
    assert "luotsi user add" in running.process.stdout.readline()


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = luotsi("serve", "--port", port, "--data", tmp_path / "data")
    assert (said.code, said.out) == (1, "")
    assert f"port {port}" in said.err and len(said.err.splitlines()) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "luotsi.example.com"])
def test_sample_data_are_never_served_to_others(host: str, tmp_path: Path) -> None:
    said = luotsi("serve", "--demo", "--host", host, "--data", tmp_path / "data")
    assert said.code == 2
    assert "--demo" in said.err
    assert not (tmp_path / "data").exists()


def test_real_data_lie_in_a_folder_of_their_owner_and_are_never_taken_for_a_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from luotsi.cli.serve import _settle
    from luotsi.web import config

    for name in ("LUOTSI_DATA", "LUOTSI_DEMO", "LUOTSI_HOST", "LUOTSI_PORT"):
        monkeypatch.setenv(name, "")  # put back afterwards, whatever `_settle` writes
    monkeypatch.setenv("LUOTSI_URL", "https://luotsi.example.com")
    folder = tmp_path / "new"
    _settle("0.0.0.0", 8000, False, folder)
    assert folder.stat().st_mode & 0o077 == 0
    (folder / "luotsi.env").write_text("LUOTSI_DEMO=yes\n")
    assert not config.read("LUOTSI_DEMO").is_yes
