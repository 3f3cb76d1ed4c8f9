"""The jobs' own job: finished rows are kept for thirty days."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from luotsi.kernel.jobs.models import OPEN, Job
from luotsi.kernel.jobs.registry import every, job
from luotsi.kernel.jobs.run import Run

KEEP = timedelta(days=30)


@every(hours=24)
@job("jobs.tidy")
def tidy(run: Run) -> None:
    """Forget jobs that were over long ago."""
    Job.objects.exclude(state__in=OPEN).filter(finished_at__lt=timezone.now() - KEEP).delete()
