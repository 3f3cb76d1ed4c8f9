"""Learning from what people said: asked for with every correction, whoever brings it, done by the newest alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from luotsi.kernel.jobs.actions import enqueue
from luotsi.rooms.newsroom.models import Correction

SETTLES = timedelta(seconds=30)  # corrections come in a row; they are learnt together


def ask_to_learn(correction: Correction, *, at: datetime) -> None:
    """Everything is read again soon, with this and all earlier corrections."""
    enqueue("newsroom.learn", by=None, at=at, run_after=at + SETTLES, correction=correction.pk)


def is_outdated(correction_id: int) -> bool:
    """Whether somebody corrected after this: learning from that one learns from both."""
    return Correction.objects.filter(pk__gt=correction_id).exists()
