"""The `luotsi` command as a process of its own, on a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.once import copy_of

LUOTSI = (sys.executable, "-c", "from luotsi.cli.main import main; main()")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


def clean_environment(**settings: str) -> dict[str, str]:
    """This process's environment without any setting of Luotsi but those given."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("LUOTSI_")}
    return {**env, **settings}


def luotsi(*arguments: object, settings: dict[str, str] | None = None, given: str = "") -> Said:
    """Run the command to its end."""
    done = subprocess.run(
        [*LUOTSI, *map(str, arguments)],
        env=clean_environment(**settings or {}),
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def started(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """Start the command and leave it running; its words go to one pipe."""
    return subprocess.Popen(
        [*LUOTSI, *map(str, arguments)],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )


def prepared(folder: Path, **settings: str) -> Path:
    """A data folder with a migrated, empty database, as `luotsi serve` leaves it."""
    return _prepare(folder, **settings) if settings else copy_of("prepared", folder, _prepare)


def _prepare(folder: Path, **settings: str) -> Path:
    subprocess.run(
        [sys.executable, "-m", "luotsi.cli.child", "prepare"],
        env=clean_environment(LUOTSI_DATA=str(folder), **settings),
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder
