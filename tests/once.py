"""What takes seconds to make is made once a run, by the first test process that asks, and then copied."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

SHARED = "LUOTSI_TEST_SHARED"  # the folder that all processes of a run share; see conftest.py


def copy_of(name: str, folder: Path, make: Callable[[Path], object]) -> Path:
    """`folder`, filled with what `make` puts into an empty one."""
    shutil.copytree(_made(name, make), folder, dirs_exist_ok=True)
    return folder


def _made(name: str, make: Callable[[Path], object]) -> Path:
    place = Path(os.environ[SHARED]) / name
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = place.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(place)
    return place
