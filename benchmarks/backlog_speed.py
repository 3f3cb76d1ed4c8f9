#!/usr/bin/env python3
"""How fast is the backlog with 100,000 work items, and how many times slower than a bare Django view?

    python benchmarks/backlog_speed.py [--items 100000] [--seconds 6] [--postgres postgres://…]

Fills the work items, then asks over HTTP, signed in, through the same server (granian) as `luotsi serve`: first
backlog page, one item, create, move, search. The rival is `bare.py` beside this file: a Django view with session and
login, fifty rows of 100,000 by index, on the same database in the same run. Each line: requests a second and p95
with one client and with four, and "×", the median time of ours over the bare view's, taken alternately.
Without --postgres a server of our own is started, as the tests do. Memory is web and worker together, at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
ACTIONS = ("first page", "open item", "create", "move", "search")
GOALS = {"first page": 2, "open item": 4, "create": 5, "move": 5, "search": 3}
WORDS = "launch customer story webinar pricing page onboarding renewal video partner field report plant survey".split()


class Client:
    """One signed-in browser: keeps its connection and its cookies."""

    def __init__(self, port: int, enter: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}
        self.ask("GET", enter)

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None, htmx: bool = False) -> str:
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if htmx:
            headers["HX-Request"] = "true"
        body = None
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://127.0.0.1/"}
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields}, doseq=True)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, text = line.partition(";")[0].partition("=")
            self.cookies[name] = text
        page = answer.read().decode()
        if answer.status >= 400:
            sys.exit(f"{method} {path} answered {answer.status}:\n{page[:2000]}")
        return page


def environment(folder: Path, postgres: str) -> dict[str, str]:
    env = {**os.environ, "LUOTSI_DATA": str(folder), "LUOTSI_DEMO": "yes", "PYTHONPATH": f"{HERE.parent}:{HERE}"}
    return env | ({"LUOTSI_DATABASE_URL": postgres} if postgres else {})


def python(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


@contextlib.contextmanager
def server(env: dict[str, str], application: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server and settings of `luotsi serve`: one process, four threads."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
               "--blocking-threads", "4", "--no-ws", "--log-level", "error", application]  # fmt: skip
    process = subprocess.Popen(command, env=env)
    try:
        _wait_for(port)
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
            return
        time.sleep(0.1)
    sys.exit(f"nothing answers on port {port}")


def asks(items: list[int]) -> dict[str, Callable[[Client, random.Random], str]]:
    """The five things measured; writes go through the same forms as a person's."""
    return {
        "first page": lambda client, dice: client.ask("GET", "/backlog/"),
        "open item": lambda client, dice: client.ask("GET", f"/backlog/{dice.choice(items)}/"),
        "create": lambda client, dice: client.ask(
            "POST", "/backlog/new/", {"title": f"{dice.choice(WORDS)} {dice.random()}", "confidence": "0.5"}
        ),
        "move": lambda client, dice: client.ask(
            "POST", f"/backlog/{dice.choice(items)}/move/", {"before": dice.choice(items)}, htmx=True
        ),
        "search": lambda client, dice: client.ask("GET", f"/backlog/?q={dice.choice(WORDS)}+{dice.choice(WORDS)}"),
    }


def one_by_one(clients: list[Client], ours: Callable[[Client], str], seconds: float) -> tuple[list[float], list[float]]:
    """Times of ours and of the bare view, taken in turn so that the machine's moods fall on both."""
    luotsi, bare = [], []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(luotsi) < 20:
        for times, ask in ((luotsi, lambda: ours(clients[0])), (bare, lambda: clients[1].ask("GET", "/"))):
            begun = time.perf_counter()
            ask()
            times.append(time.perf_counter() - begun)
    return luotsi, bare


def four_at_once(clients: list[Client], ours: Callable[[Client], str], seconds: float) -> list[float]:
    times: list[float] = []

    def go(client: Client) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            begun = time.perf_counter()
            ours(client)
            times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def memory_mb(pid: int) -> float:
    """Resident memory of a process and its children, shared pages counted once (PSS where the kernel tells)."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    own = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    return (int(own.group(1)) / 1024 if own else 0) + sum(memory_mb(int(child)) for child in children)


def until_idle(pid: int) -> float:
    """Wait until a process has used next to no processor for three seconds; how long that took."""
    begun, used = time.perf_counter(), -1.0
    while True:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        now = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        if used >= 0 and now - used < 0.15:
            return time.perf_counter() - begun
        used = now
        time.sleep(3)


def measure(name: str, postgres: str, count: int, seconds: float) -> bool:
    print(f"\n{name}, {count:,} work items")
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as folder:
        env = environment(Path(folder), postgres)
        begun = time.perf_counter()
        enter, *_ = python(env, str(HERE / "fill_backlog.py"), str(count)).splitlines()[-1:]
        print(f"  filled in {time.perf_counter() - begun:.0f} s")
        bare_env = env | {"DJANGO_SETTINGS_MODULE": "bare"}
        worker = subprocess.Popen([str(Path(sys.executable).parent / "luotsi"), "worker"], env=env)
        try:
            print(f"  the worker's first round (nightly jobs) took {until_idle(worker.pid):.0f} s")
            with server(env, "luotsi.web.wsgi:application", 8711) as web, server(bare_env, "bare:application", 8712):
                met = _measure_all(enter, seconds)
                total = memory_mb(web.pid) + memory_mb(worker.pid)
                print(f"  memory of web and worker together: {total:.0f} MB (goal: at most 400)")
        finally:
            worker.terminate()
            worker.wait()
    return met and total <= 400


def _measure_all(enter: str, seconds: float) -> bool:
    clients = [Client(8711, enter) for _ in range(4)]
    bare = Client(8712, "/enter/")
    items = [int(found) for found in re.findall(r'data-drag-item="(\d+)"', clients[0].ask("GET", "/backlog/?page=40"))]
    print(f"  {'':12}{'alone/s':>9}{'p95 ms':>8}{'four/s':>9}{'p95 ms':>8}{'bare ms':>9}{'×':>7}{'goal':>6}")
    met, dice = True, random.Random(1)
    for what, ask in asks(items).items():
        ask(clients[0], dice)
        luotsi, rival = one_by_one([clients[0], bare], lambda client, ask=ask: ask(client, dice), seconds)
        crowd = four_at_once(clients, lambda client, ask=ask: ask(client, dice), seconds)
        times = statistics.median(luotsi) / statistics.median(rival)
        met = met and times <= GOALS[what]
        print(
            f"  {what:12}{1 / statistics.mean(luotsi):9.0f}{p95(luotsi) * 1000:8.1f}{len(crowd) / seconds:9.0f}"
            f"{p95(crowd) * 1000:8.1f}{statistics.median(rival) * 1000:9.1f}{times:7.2f}{GOALS[what]:6}"
        )
    return met


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    given = parser.parse_args()
    met = True
    if given.only != "postgres":
        met = measure("SQLite", "", given.items, given.seconds)
    if given.only != "sqlite":
        from tests import postgres

        with contextlib.ExitStack() as closing:
            url = given.postgres or closing.enter_context(postgres.server())
            met = measure("PostgreSQL", url, given.items, given.seconds) and met
    print("\nevery goal met" if met else "\nNOT every goal met")
    sys.exit(not met)


if __name__ == "__main__":
    main()
