"""From one state to the next, whatever two people do at once: the state is checked in the write itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_noop as _

from luotsi.kernel.errors import Conflict
from luotsi.rooms.backlog.models import Request

State = Request.State


def change_state(
    request: Request,
    to: State,
    allowed: Iterable[State],
    *,
    version: int | None = None,
    **changes: Any,
) -> None:
    """Move a request to a state, only from an allowed one and, where `version` is given, only as it was seen then.

    Raises Conflict when somebody else was first. Must run inside the verb's transaction.
    """
    found = Request.objects.filter(pk=request.pk, state__in=tuple(allowed))
    if version is not None:
        found = found.filter(version=version)
    if not found.update(state=to, version=F("version") + 1, changed_at=Now(), **changes):
        raise Conflict(
            _("Somebody else has dealt with this request meanwhile; nothing was changed. Look at it again."),
            code="request_moved_on",
        )
    request.refresh_from_db()


def touch(request: Request) -> None:
    """The request changed without changing its state."""
    Request.objects.filter(pk=request.pk).update(version=F("version") + 1, changed_at=Now())
    request.refresh_from_db()
