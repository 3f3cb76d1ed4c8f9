"""Which browser the journeys drive: the system's Chromium or Chrome, else the one Playwright brought."""

from __future__ import annotations

import os
import shutil
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def system_browser() -> str | None:
    """Path of an installed browser, `LUOTSI_TEST_BROWSER` first."""
    given = os.environ.get("LUOTSI_TEST_BROWSER")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def launch_args() -> dict[str, Any]:
    """What Playwright needs to start it."""
    path = system_browser()
    return {"args": QUIET, **({"executable_path": path} if path else {})}
