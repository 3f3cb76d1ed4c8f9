"""Who may run a job: claim one, keep the claim alive, end it, and free jobs whose worker is gone.

Every write asks for the claim's token, so a worker that lost its lease changes nothing. Heartbeats use the
database's clock: machines may disagree about the time.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Case, Value, When
from django.db.models.functions import Now

from luotsi.kernel.activity.models import record
from luotsi.kernel.jobs.models import Job, JobQuerySet, State
from luotsi.kernel.jobs.process import Process
from luotsi.kernel.jobs.run import Run

log = logging.getLogger("luotsi.jobs")

LEASE = timedelta(seconds=15)
# A worker seen alive on this machine keeps its job longer: a long write of its own may hold its heartbeat up.
LEASE_IF_ALIVE = timedelta(minutes=10)
RETRY_AFTER = timedelta(seconds=10)


def claim_next(worker: Process, at: datetime) -> Job | None:
    """Take the job that is due longest, or None. No two callers get the same one."""
    if not Job.objects.due(at).exists():  # a look first: polling must not take SQLite's write lock
        return None
    with transaction.atomic():
        job = Job.objects.due(at).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        claim = uuid.uuid4()
        Job.objects.filter(pk=job.pk).update(
            state=State.RUNNING,
            claim=claim,
            worker=str(worker),
            attempts=job.attempts + 1,
            started_at=at,
            heartbeat_at=Now(),
            progress_done=0,
            progress_total=None,
            note="",
        )
        job.refresh_from_db()
    return job


def beat(run: Run, state: Mapping[str, Any]) -> tuple[bool, bool]:
    """Keep the claim alive and write progress. Answers (still ours, cancel wanted)."""
    alive = _ours(run).update(heartbeat_at=Now(), **state)
    wanted = Job.objects.filter(pk=run.job_id, cancel_requested_at__isnull=False).exists()
    return bool(alive), wanted


def finish(run: Run, result: dict[str, Any] | None, at: datetime) -> bool:
    """The handler returned: done. False if the claim was lost."""
    ended = _ours(run).update(state=State.DONE, finished_at=at, error="", **{**run.state, "note": ""})
    if result:
        Job.objects.filter(pk=run.job_id, claim=run.claim, state=State.DONE).update(result=result)
    return bool(ended) or Job.objects.filter(pk=run.job_id, claim=run.claim, state=State.DONE).exists()


def end_cancelled(run: Run, at: datetime) -> None:
    _ours(run).update(state=State.CANCELLED, finished_at=at, **run.state)


def hand_back(run: Run, at: datetime) -> None:
    """Back into the queue as if it had not been tried: the worker stops, the job is not at fault."""
    _ours(run).update(state=State.QUEUED, claim=None, worker="", attempts=run.attempt - 1, run_after=at, note="")


def fail(run: Run, error: str, code: str, *, may_retry: bool, at: datetime) -> bool:
    """Try again later while attempts are left, else failed for good. True if it was for good."""
    with transaction.atomic():
        job = _ours(run).select_for_update().first()
        if job is None:
            return False
        if job.cancel_requested_at is not None:
            _end(job, State.CANCELLED, at)
        elif may_retry and job.attempts < job.max_attempts:
            wait = RETRY_AFTER * 2 ** (job.attempts - 1)
            _requeue(job, run_after=at + wait, error=error, note=code)
        else:
            _end(job, State.FAILED, at, error=error, note=code)
    return job.state == State.FAILED


def free_lost(here: Process, at: datetime) -> int:
    """Put back every running job whose worker is gone; jobs out of attempts fail. Answers how many."""
    freed = 0
    for pk in [job.pk for job in _silent() if _is_lost(job, here)]:
        with transaction.atomic():
            job = _silent().filter(pk=pk).select_for_update(skip_locked=True).first()
            if job is None or not _is_lost(job, here):
                continue
            log.warning("%s lost its worker %s at attempt %s", job, job.worker, job.attempts)
            _free(job, at)
            freed += 1
    return freed


def _free(job: Job, at: datetime) -> None:
    if job.cancel_requested_at is not None:
        _end(job, State.CANCELLED, at)
    elif job.attempts < job.max_attempts:
        _requeue(job, run_after=at, error="", note="worker_lost")
    else:
        _end(job, State.FAILED, at, error=f"Its worker was lost {job.attempts} times.", note="worker_lost")


def _ours(run: Run) -> JobQuerySet:
    return Job.objects.filter(pk=run.job_id, claim=run.claim, state=State.RUNNING)


def _silent() -> JobQuerySet:
    """Running jobs, each with how its heartbeat stands against the two leases."""

    def older_than(lease: timedelta) -> Case:
        return Case(
            When(heartbeat_at__lt=Now() - lease, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )

    running = Job.objects.filter(state=State.RUNNING)
    return running.annotate(is_late=older_than(LEASE), is_very_late=older_than(LEASE_IF_ALIVE))


def _is_lost(job: Any, here: Process) -> bool:
    if job.worker == str(here):  # it looks for lost jobs while idle: this one it dropped itself
        return True
    alive = here.sees_alive(job.worker)
    if alive is None:  # another machine's worker: only its heartbeat tells
        return job.is_late
    return job.is_very_late if alive else True


def _requeue(job: Job, *, run_after: datetime, error: str, note: str) -> None:
    job.state, job.run_after, job.error, job.note = State.QUEUED, run_after, error, note
    job.claim, job.worker = None, ""
    job.save(update_fields=["state", "run_after", "error", "note", "claim", "worker"])


def _end(job: Job, state: State, at: datetime, *, error: str = "", note: str = "") -> None:
    job.state, job.finished_at, job.error, job.note = state, at, error, note
    job.save(update_fields=["state", "finished_at", "error", "note"])
    if state == State.FAILED and job.created_by_id:
        record("jobs.failed", job, by=None, at=at, kind=job.kind)
