"""One request goes on with another instead of repeating it. Recurring and sibling work is never merged away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Conflict, Refused
from luotsi.rooms.backlog.actions.states import State, change_state
from luotsi.rooms.backlog.actions.telling import tell_asker
from luotsi.rooms.backlog.models import Joining, Request
from luotsi.rooms.backlog.queries.similar import kind_between

JOINABLE = (State.NEW, State.ASKED_BACK, State.DECLINED)
NEVER_MERGED = {
    "recurring": _("This is the same kind of work another time, not the same work; both stay."),
    "sibling": _("This is the same work for somebody else or another place; both stay."),
}


def join_request(
    request: Request,
    into: Request,
    *,
    by: User | None,
    at: datetime,
    same_work: bool = False,
    version: int | None = None,
) -> Request:
    """Let a request go on with another; its asker is told and follows that one.

    Raises Refused for recurring and sibling work unless a person says that it is the same work (`same_work`).
    """
    with transaction.atomic():
        join(request, into, by=by, at=at, same_work=same_work, version=version)
        record("backlog.request_joined", request, by=by, at=at, into=request.joining.into)
        tell_asker(request, "joined", by=by, at=at)
    return request


def join_many(requests: Sequence[Request], into: Request, *, by: User, at: datetime) -> int:
    """Join duplicates in bulk; all of them or none."""
    with transaction.atomic():
        for request in requests:
            join_request(request, into, by=by, at=at)
    return len(requests)


def part_request(request: Request, *, by: User | None, at: datetime) -> Request:
    """Undo a joining: the request is back in the inbox."""
    with transaction.atomic():
        change_state(request, State.NEW, [State.JOINED])
        Joining.objects.filter(request=request).delete()
        record("backlog.request_parted", request, by=by, at=at)
    return request


def join(
    request: Request,
    into: Request,
    *,
    by: User | None,
    at: datetime,
    same_work: bool = False,
    version: int | None = None,
) -> None:
    """The joining itself, inside the transaction of a verb that records it."""
    target = _target(request, into)
    kind = "" if same_work else kind_between(request, target)
    if kind in NEVER_MERGED:
        raise Refused(NEVER_MERGED[kind], code=f"never_merged_{kind}", field="into")
    change_state(request, State.JOINED, JOINABLE, version=version, work_item=None)
    Joining.objects.filter(into=request).update(into=target)
    Joining.objects.create(request=request, into=target, by=by, at=at)


def _target(request: Request, into: Request) -> Request:
    """The request that is joined: whatever `into` itself goes on with, locked, still open and another one."""
    followed = Joining.objects.filter(request=into).values_list("into", flat=True).first()
    # Both rows, in one order: two people joining the pair crosswise take turns.
    held = {
        row.pk: row
        for row in Request.objects.select_for_update().filter(pk__in=[request.pk, followed or into.pk]).order_by("pk")
    }
    target = held[followed or into.pk]
    if target.pk == request.pk:
        raise Refused(_("A request cannot go on with itself."), code="joins_itself", field="into")
    if not target.is_open:
        raise Conflict(_("The request to join is not open any more. Look at it again."), code="join_target_closed")
    return target


def pass_on(request: Request, state: str, work_item: int | None, *, by: User | None, at: datetime) -> None:
    """Its asker withdrew, those who joined it did not: the oldest of them takes its place in the list."""
    joined = list(Joining.objects.filter(into=request).order_by("request__received_at", "request"))
    if not joined:
        return
    heir = joined[0].request
    joined[0].delete()
    state = State.NEW if state == State.ASKED_BACK else State(state)
    change_state(heir, state, [State.JOINED], work_item=work_item)
    rest = [joining.pk for joining in joined[1:]]
    Joining.objects.filter(pk__in=rest).update(into=heir)
    Request.objects.filter(joining__in=rest).update(version=F("version") + 1, changed_at=Now())
    record("backlog.request_took_over", heir, by=by, at=at, of=request)
