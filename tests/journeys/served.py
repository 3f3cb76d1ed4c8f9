"""A real Luotsi for journeys and pictures: `luotsi serve` with its web server and its worker, on a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.command import clean_environment, luotsi, prepared, started
from tests.once import copy_of

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Served:
    """A running Luotsi; `told` is what whoever filled its folder left for the reader (see furnished.py)."""

    address: str
    folder: Path
    lines: list[str]
    told: dict[str, Any] = field(default_factory=dict)

    def say(self, *arguments: object) -> str:
        """A `luotsi` command on the same folder, as a person types it beside the running server."""
        said = luotsi(*arguments, "--data", self.folder)
        assert said.code == 0, said.err
        return said.out

    def cookies(self, who: str) -> list[dict[str, str]]:
        """For a browser context: `who` is signed in, or holds a guest link."""
        return [{"name": "sessionid", "value": self.told["sessions"][who], "url": self.address}]


@contextmanager
def served(folder: Path, *options: str, **settings: str) -> Iterator[Served]:
    """Start it, wait for its greeting, and end it with its workers; `settings` go into the folder's luotsi.env."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "luotsi.env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    port = free_port()
    process = started("serve", "--port", port, "--data", folder, *options, start_new_session=True)
    try:
        yield Served(f"http://127.0.0.1:{port}", folder, _greeting(process))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def furnished(folder: Path) -> dict[str, Any]:
    """An empty folder gets the journeys' workspace."""
    copy_of("furnished", folder, _furnish)
    return dict(json.loads((folder / "told.json").read_text()))


def _furnish(folder: Path) -> None:
    prepared(folder)
    (folder / "told.json").write_text(json.dumps(told_by("tests.journeys.furnished", folder)))


def told_by(module: str, folder: Path) -> dict[str, Any]:
    """What a script over that folder's database prints last, as JSON; a process of its own, as the database is."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        env=clean_environment(
            LUOTSI_DATA=str(folder), DJANGO_SETTINGS_MODULE="luotsi.web.settings", PYTHONPATH=str(ROOT)
        ),
        cwd=ROOT, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _greeting(process: subprocess.Popen[str]) -> list[str]:
    """All it says until it runs, and the sign-in links of a sample workspace; the pipe is then left to drain."""
    import threading

    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith("Luotsi runs at"):
            break
    else:
        raise AssertionError("it ended before it ran: " + " / ".join(lines))
    threading.Thread(target=lambda: lines.extend(map(str.rstrip, process.stdout or ())), daemon=True).start()
    return lines
