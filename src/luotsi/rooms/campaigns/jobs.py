"""Background work of the room: the daily look at everything that runs."""

from __future__ import annotations

from django.utils import timezone

from luotsi.kernel.jobs.registry import every, job
from luotsi.kernel.jobs.run import Run


@every(hours=24)
@job("campaigns.look")
def look(run: Run) -> dict[str, int]:
    """Windows close and campaigns end while nobody sends anything; looking twice does no harm."""
    from luotsi.rooms.campaigns.actions import look_at_all

    return {"campaigns": look_at_all(at=timezone.now())}
