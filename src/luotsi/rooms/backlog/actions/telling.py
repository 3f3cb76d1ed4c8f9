"""Queue the mails that tell askers what became of their requests; written later, by `jobs`, in their language."""

from __future__ import annotations

from datetime import datetime

from luotsi.kernel.accounts.models import User
from luotsi.kernel.jobs.actions import enqueue
from luotsi.rooms.backlog.models import Request

WHAT = ("received", "accepted", "asked_back", "declined", "joined", "dropped", "still_needed")


def tell_asker(request: Request, what: str, *, by: User | None, at: datetime) -> bool:
    """Queue one mail inside the verb's transaction. False where there is nobody to tell or they did it themselves."""
    if what not in WHAT:
        raise ValueError(f"{what!r}: askers are told one of {', '.join(WHAT)}")
    asker = request.asker
    if asker is None or not (asker.email or asker.user_id) or (by is not None and asker.user_id == by.pk):
        return False
    enqueue("backlog.tell_asker", by=None, at=at, request=request.pk, what=what)
    return True


def tell_all(request: Request, what: str, *, by: User | None, at: datetime) -> None:
    """The asker and everybody who joined this request."""
    tell_asker(request, what, by=by, at=at)
    for joined in Request.objects.filter(joining__into=request).select_related("asker"):
        tell_asker(joined, what, by=by, at=at)
