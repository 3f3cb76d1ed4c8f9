"""Questions about background work."""

from __future__ import annotations

from typing import Any

from luotsi.kernel.accounts.permissions import may
from luotsi.kernel.errors import Missing
from luotsi.kernel.jobs.models import Job, JobQuerySet


def jobs_for(user: Any) -> JobQuerySet:
    """The team sees all jobs; others none."""
    found = Job.objects.select_related("created_by")
    return found if may(user, "jobs.see") else found.none()


def job_for(user: Any, pk: int) -> Job:
    """One job that this person may see. Raises Missing."""
    job = jobs_for(user).filter(pk=pk).first()
    if job is None:
        raise Missing("There is no such job. Finished jobs are kept for 30 days.", code="job_missing")
    return job
