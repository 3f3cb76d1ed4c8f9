"""Many processes writing to the test's database in the same moment.

    results = at_once("tests.rooms.writes_of_backlog:move_to_top", 16, item=item.pk)

calls `move_to_top(index, item=…)` in 16 processes that start together, and answers their return values in order;
an exception in one of them is raised as `WriterFailed`. The test needs `django_db(transaction=True)`.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


class WriterFailed(AssertionError):
    """One of the writers raised; its traceback is the message."""


def environment() -> dict[str, str]:
    """The environment of a process that works on the database of the running test."""
    from django.conf import settings
    from django.db import connection

    database = connection.settings_dict
    env = {**os.environ, "LUOTSI_DATA": str(settings.DATA), "DJANGO_SETTINGS_MODULE": "luotsi.web.settings"}
    env["PYTHONPATH"] = str(ROOT)
    env.pop("LUOTSI_DATABASE_URL", None)
    if connection.vendor == "postgresql":
        env["LUOTSI_DATABASE_URL"] = _url(database)
    return env


def _url(database: dict[str, Any]) -> str:
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    options = "&".join(
        f"{name}={value}" for name, value in database.get("OPTIONS", {}).items() if isinstance(value, str)
    )
    return f"postgres://{database['USER']}{password}@{database['HOST']}{port}/{database['NAME']}?{options}"


def until(happened: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that another process does; fails when it takes longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def at_once(function: str, count: int, *, timeout: float = 120, **arguments: Any) -> list[Any]:
    """Call `module:function` in `count` processes at once; `arguments` and return values are JSON."""
    command = [sys.executable, "-m", "tests.writers", function, str(count), json.dumps(arguments)]
    done = subprocess.run(command, env=environment(), cwd=ROOT, capture_output=True, text=True, timeout=timeout)
    if done.returncode:
        raise WriterFailed(done.stderr)
    answers = json.loads(done.stdout.splitlines()[-1])
    failures = [answer["error"] for answer in answers if "error" in answer]
    if failures:
        raise WriterFailed(f"{len(failures)} of {count} writers failed; the first:\n{failures[0]}")
    return [answer["value"] for answer in answers]


def _work(function: Any, index: int, arguments: dict[str, Any], barrier: Any, answers: Any) -> None:
    try:
        barrier.wait(30)
        answers.put((index, {"value": function(index, **arguments)}))
    except Exception:
        answers.put((index, {"error": traceback.format_exc()}))


def _main(name: str, count: int, arguments: dict[str, Any]) -> None:
    """Set Django up once, then fork: the writers start within a millisecond of each other."""
    import django

    django.setup()
    module, _, attribute = name.partition(":")
    function = getattr(import_module(module), attribute)
    fork = multiprocessing.get_context("fork")
    barrier, answers = fork.Barrier(count), fork.SimpleQueue()
    writers = [fork.Process(target=_work, args=(function, n, arguments, barrier, answers)) for n in range(count)]
    for writer in writers:
        writer.start()
    given = dict(answers.get() for _ in writers)
    for writer in writers:
        writer.join()
    print(json.dumps([given[index] for index in range(count)]))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]))
