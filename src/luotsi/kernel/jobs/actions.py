"""Queue a job, or cancel one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.jobs.models import Job, State
from luotsi.kernel.jobs.registry import kind_of

CODE = re.compile(r"^[\w.:/+-]{0,200}$")


def enqueue(
    kind: str,
    *,
    by: User | None,
    at: datetime,
    unique_key: str = "",
    run_after: datetime | None = None,
    **args: Any,
) -> Job:
    """Queue work within the caller's transaction: it is run once that commits, and never if it rolls back.

    While a job with the same `unique_key` is open, that one is returned instead. `args` are ids, numbers,
    codes, or lists and dicts of these.
    """
    max_attempts = kind_of(kind).max_attempts
    for name, value in args.items():
        _refuse_texts(name, value)
    with transaction.atomic():
        open_one = _open_with(unique_key)
        if open_one is not None:
            return open_one
        try:
            with transaction.atomic():
                queued = Job.objects.create(
                    kind=kind,
                    args=args,
                    unique_key=unique_key,
                    max_attempts=max_attempts,
                    created_by=by,
                    created_at=at,
                    run_after=run_after or at,
                )
        except IntegrityError:  # another transaction queued the same work first
            rival = _open_with(unique_key)
            if rival is None:
                raise
            return rival
        if by is not None:
            record("jobs.queued", queued, by=by, at=at, kind=kind)
    return queued


def cancel(job: Job, *, by: User | None, at: datetime) -> Job:
    """A waiting job is cancelled at once; a running one is asked to stop. Raises Refused when it is over."""
    with transaction.atomic():
        now = Job.objects.select_for_update().get(pk=job.pk)
        if not now.is_open:
            raise Refused("This job is over; there is nothing to cancel.", code="job_over")
        now.cancel_requested_at = now.cancel_requested_at or at
        if now.state == State.QUEUED:
            now.state, now.finished_at = State.CANCELLED, at
        now.save(update_fields=["cancel_requested_at", "state", "finished_at"])
        record("jobs.cancelled", now, by=by, at=at, kind=now.kind)
    return now


def _open_with(unique_key: str) -> Job | None:
    return Job.objects.open().filter(unique_key=unique_key).first() if unique_key else None


def _refuse_texts(name: str, value: Any) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            _refuse_texts(f"{name}.{key}", part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_texts(name, part)
    elif isinstance(value, str):
        if not CODE.match(value):
            raise ValueError(f"{name}={value!r}: a job's arguments are ids and codes; keep texts in a row")
    elif not isinstance(value, int | float | None):
        raise ValueError(f"{name}={value!r}: a job's arguments are ids, numbers and codes")
