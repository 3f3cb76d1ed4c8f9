"""What a handler sees of its job while it runs: arguments, progress, cancel, and the guard of its final write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from luotsi.kernel.jobs.models import Job, State


class Stopped(Exception):
    """The handler is asked to stop; leave it to the worker, or clean up and raise it again."""


class Cancelled(Stopped):
    """Somebody cancelled the job."""


class HandedBack(Stopped):
    """The worker is going down; the job goes back to the queue."""


class LostClaim(Stopped):
    """Another worker has the job now; nothing of this run may be written."""


class Run:
    """One attempt at one job. Made by the worker, or by tests through `worker.drain`."""

    def __init__(self, job: Job) -> None:
        if job.claim is None:
            raise ValueError(f"{job} is not claimed")
        self.job_id: int = job.pk
        self.kind = job.kind
        self.args: Mapping[str, Any] = job.args
        self.attempt = job.attempts
        self.created_by_id: int | None = job.created_by_id
        self.claim: UUID = job.claim
        self.asked_to_stop: type[Stopped] | None = None  # set by the worker's other thread
        self.told_to_stop = False
        self.state: dict[str, Any] = {}  # progress not yet written

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        """How far it is; cheap, call it as often as you like. `note` is a code for the step at hand."""
        self.state = {"progress_done": done, "progress_total": total, "note": note}
        self.check()

    def is_cancelled(self) -> bool:
        """Whether to stop now: cancelled, or the worker goes down, or the claim is lost."""
        self.told_to_stop = self.told_to_stop or self.asked_to_stop is not None
        return self.told_to_stop

    def check(self) -> None:
        """Raise (Cancelled, HandedBack or LostClaim) where `is_cancelled` would say yes."""
        if self.is_cancelled():
            assert self.asked_to_stop is not None
            raise self.asked_to_stop

    def hold_claim(self) -> None:
        """Inside a transaction that writes one step of several: raises LostClaim unless the job is still ours.

        The row stays locked until the transaction ends, so nobody can take the job over before it.
        """
        if not connection.in_atomic_block:
            raise RuntimeError("the claim is held by a transaction; open one around the writes it guards")
        mine = Job.objects.select_for_update().filter(pk=self.job_id, claim=self.claim)
        state = mine.order_by().values_list("state", flat=True).first()
        if state not in (State.RUNNING, State.DONE):
            raise LostClaim

    def commit_guard(self, **result: Any) -> None:
        """Inside the handler's last transaction: the claim still holds, and the job is done with its commit.

        Whatever happens afterwards, it is not run again: effect and outcome are one transaction.
        """
        self.hold_claim()
        Job.objects.filter(pk=self.job_id, claim=self.claim).update(
            state=State.DONE, finished_at=timezone.now(), note="", error="", result=result or None
        )
