"""Background work of the room: reminders, and the end of words whose term is over."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from luotsi.kernel.jobs.registry import every, job
from luotsi.kernel.jobs.run import Run

FIRST_HOUR = 7  # nobody is reminded at night


@every(hours=1)
@job("people.remind_all")
def remind_all(run: Run) -> dict[str, int]:
    """One job for each person who is to be reminded today; asked again in the same day it finds none."""
    from luotsi.kernel.jobs.actions import enqueue
    from luotsi.rooms.people.mail import to_remind

    now = timezone.localtime()
    if now.hour < FIRST_HOUR:
        return {"people": 0}
    found = to_remind(now.date())
    for pk in found:
        key = f"people.remind:{pk}:{now.date().isoformat()}"
        enqueue("people.remind", by=None, at=now, unique_key=key, user=pk, on=now.date().isoformat())
    return {"people": len(found)}


@job("people.remind", max_attempts=8)
def remind(run: Run) -> dict[str, int]:
    """One mail to one person; an unreachable mail server is tried again."""
    from luotsi.rooms.people.mail import remind as send

    return {"mails": int(send(run.args["user"], date.fromisoformat(run.args["on"]), at=timezone.now()))}


@every(hours=24)
@job("people.end_thoughts")
def end_thoughts(run: Run) -> dict[str, int]:
    """Erase what was said and thought where its term is over; a second run finds nothing."""
    from luotsi.rooms.people.actions import end_all_thoughts

    return {"people": end_all_thoughts(at=timezone.now())}
