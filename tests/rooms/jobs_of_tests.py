"""Kinds of background work that only tests queue, and a worker process that knows them.

`python -m tests.rooms.jobs_of_tests` works on the database of its environment until it is stopped or killed.
"""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone


def register() -> None:
    """Once Django is set up: the registry imports models."""
    from luotsi.kernel.accounts.models import GuestLink
    from luotsi.kernel.errors import Refused, Unavailable
    from luotsi.kernel.jobs.registry import job
    from luotsi.kernel.jobs.run import Run

    def make(run: Run, address: str) -> None:
        GuestLink.objects.create(path=address, created_at=timezone.now())

    @job("tests.make")
    def make_one(run: Run) -> dict[str, Any]:
        """One row, written under the guard."""
        with transaction.atomic():
            make(run, f"/made/{run.args['number']}/")
            run.commit_guard()
        return {"number": run.args["number"]}

    @job("tests.slow", max_attempts=5)
    def slowly(run: Run) -> None:
        """Says that it began, works for some steps, writes one row."""
        folder = Path(GuestLink.objects.get(pk=run.args["folder"]).label)
        (folder / f"began-{run.attempt}").touch()
        for step in range(run.args["steps"]):
            run.progress(step, run.args["steps"], "stepping")
            time.sleep(0.1)
        with transaction.atomic():
            make(run, "/made/slowly/")
            run.commit_guard()

    @job("tests.crash", max_attempts=2)
    def crash(run: Run) -> None:
        raise RuntimeError("the handler broke")

    @job("tests.refuse")
    def refuse(run: Run) -> None:
        raise Refused("The file has no rows.", code="no_rows")

    @job("tests.away")
    def away(run: Run) -> None:
        raise Unavailable("The mail server does not answer.", code="mail_away")


def claim_all(index: int, worker_count: int) -> list[int]:
    """One of many processes: run whatever it can get, and say which jobs it got."""
    from luotsi.kernel.jobs import claims
    from luotsi.kernel.jobs.process import Process
    from luotsi.kernel.jobs.run import Run
    from luotsi.kernel.jobs.worker import attempt

    register()
    me, mine = Process.this(), []
    while (job := claims.claim_next(me, timezone.now())) is not None:
        mine.append(job.pk)
        attempt(Run(job))
    return mine


def queue_periodic(index: int) -> int:
    """One of many workers that find the same periodic job due."""
    from luotsi.kernel.jobs import schedule

    return schedule.queue_due(timezone.now())


def main() -> None:
    import django

    django.setup()
    from luotsi.kernel.jobs.worker import Worker

    register()
    worker = Worker(grace_seconds=0.5)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.work()


if __name__ == "__main__":
    main()
