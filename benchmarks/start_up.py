#!/usr/bin/env python3
"""How long from `luotsi serve` to the first page, and how long `luotsi --help` takes; each also against bare Python.

    python benchmarks/start_up.py [--runs 5]

The rival of the help is `python -c "import click"`, of the server a bare Django project's server on the same machine
(`bare.py`), in the same run. Medians of the runs; goals: first page under 5 s, help under 0.15 s.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

BIN = Path(sys.executable).parent
HERE = Path(__file__).resolve().parent


def timed(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def first_page(command: list[str], env: dict[str, str], url: str) -> float:
    """Seconds from starting the command to its first answered page; everything it started is stopped again."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begun < 60:
            try:
                urllib.request.urlopen(url, timeout=5).read()
            except urllib.error.HTTPError:
                pass  # an answered page all the same
            except OSError:
                time.sleep(0.02)
                continue
            return time.perf_counter() - begun
        sys.exit(f"{url} did not answer within a minute")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def median(runs: int, one: Callable[[], float]) -> float:
    one()
    return statistics.median(one() for _ in range(runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "LUOTSI_DATA": data, "PYTHONPATH": str(HERE)}
        serve = [str(BIN / "luotsi"), "serve", "--data", data, "--port", "8731"]
        ours = median(runs, lambda: first_page(serve, env, "http://127.0.0.1:8731/account/login/"))
        bare = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", "8732", "bare:application"]
        bare_env = env | {"DJANGO_SETTINGS_MODULE": "bare"}
        rival = median(runs, lambda: first_page(bare, bare_env, "http://127.0.0.1:8732/nowhere/"))
    help_ = median(runs, lambda: timed([str(BIN / "luotsi"), "--help"]))
    click = median(runs, lambda: timed([sys.executable, "-c", "import click"]))
    print(f"first page   {ours:5.2f} s   bare Django {rival:5.2f} s   × {ours / rival:.2f}   goal under 5 s")
    print(f"--help       {help_:5.3f} s   bare click {click:5.3f} s   × {help_ / click:.2f}   goal under 0.15 s")
    sys.exit(not (ours < 5 and help_ < 0.15))


if __name__ == "__main__":
    main()
