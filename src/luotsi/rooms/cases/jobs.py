"""Background work of the room: what was no yes comes back on its day, and its owner is told."""

from __future__ import annotations

from django.utils import timezone

from luotsi.kernel.jobs.registry import every, job
from luotsi.kernel.jobs.run import Run


@every(hours=1)
@job("cases.come_back")
def come_back(run: Run) -> dict[str, int]:
    """Within the first hour of the day; coming back twice is not possible."""
    from luotsi.rooms.cases.actions import bring_back_due

    return {"cases": bring_back_due(at=timezone.now())}


@job("cases.tell_owner", max_attempts=8)
def tell_owner(run: Run) -> None:
    """One mail to the owner of a case that came back; an unreachable mail server is tried again."""
    from luotsi.rooms.cases.mail import send_back_again

    send_back_again(run.args["case"])
