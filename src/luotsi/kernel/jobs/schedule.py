"""Periodic work: each kind with a period is queued once when its date comes, however many workers look."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.jobs.models import Schedule
from luotsi.kernel.jobs.registry import KINDS, Kind


def queue_due(at: datetime) -> int:
    """Queue every periodic kind that is due and set its next date. Answers how many were queued."""
    periodic = {kind.name: kind for kind in KINDS.values() if kind.period is not None}
    known = dict(Schedule.objects.values_list("kind", "next_at"))
    new = [Schedule(kind=name, next_at=at) for name in periodic if name not in known]
    Schedule.objects.bulk_create(new, ignore_conflicts=True)
    due = [kind for name, kind in periodic.items() if known.get(name, at) <= at]
    return sum(_queue(kind, at) for kind in due)


def _queue(kind: Kind, at: datetime) -> bool:
    """Whoever moves the date queues the job; a rival that comes second moves nothing."""
    assert kind.period is not None
    with transaction.atomic():
        moved = Schedule.objects.filter(kind=kind.name, next_at__lte=at).update(next_at=at + kind.period)
        if moved:
            enqueue(kind.name, by=None, at=at, unique_key=f"every:{kind.name}")
    return bool(moved)
