"""The team's verbs on requests: accept into a work item, ask back, decline with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Conflict, Refused
from luotsi.rooms.backlog.actions.items import ItemFields, create_item
from luotsi.rooms.backlog.actions.states import State, change_state
from luotsi.rooms.backlog.actions.telling import tell_all, tell_asker
from luotsi.rooms.backlog.models import Question, Refusal, Request, WorkItem

UNDECIDED = (State.NEW, State.ASKED_BACK, State.DECLINED)  # a declined one may be looked at again


def accept_request(
    request: Request,
    *,
    by: User,
    at: datetime,
    fields: ItemFields | None = None,
    into: WorkItem | None = None,
    version: int | None = None,
) -> WorkItem:
    """Accept into a new work item (`fields`) or into one that is there (`into`); exactly one of the two.

    Raises Conflict when somebody else decided first, or when the item is finished or dropped.
    """
    if (fields is None) == (into is None):
        raise Refused(_("Say into which item: a new one, or one that is there."), code="accept_into_what", field="into")
    with transaction.atomic():
        item = create_item(fields=fields, by=by, at=at) if fields is not None else _open_item(into)
        change_state(request, State.ACCEPTED, UNDECIDED, version=version, work_item=item)
        record("backlog.request_accepted", request, by=by, at=at, work_item=item)
        tell_all(request, "accepted", by=by, at=at)
    return item


def ask_back(request: Request, *, text: str, by: User, at: datetime, version: int | None = None) -> Question:
    """Ask the asker; the request waits for the answer outside the inbox."""
    if not text.strip():
        raise Refused(_("Write the question."), code="question_empty", field="text")
    with transaction.atomic():
        change_state(request, State.ASKED_BACK, UNDECIDED, version=version)
        question = Question.objects.create(request=request, text=text.strip(), by=by, at=at)
        record("backlog.asked_back", request, by=by, at=at, question=question)
        tell_asker(request, "asked_back", by=by, at=at)
    return question


def decline_request(
    request: Request,
    *,
    reason: str,
    by: User,
    at: datetime,
    goes_first: WorkItem | None = None,
    look_again_on: date | None = None,
    version: int | None = None,
) -> Refusal:
    """A no, with its reason, the work that goes first, and when it is looked at again.

    Raises Refused without a reason or with a day that is past.
    """
    if not reason.strip():
        raise Refused(_("A no needs its reason: the asker reads it."), code="reason_missing", field="reason")
    if look_again_on is not None and look_again_on <= timezone.localdate(at):
        raise Refused(
            _("Choose a day to look again that is still to come."), code="look_again_past", field="look_again_on"
        )
    with transaction.atomic():
        change_state(request, State.DECLINED, UNDECIDED, version=version)
        refusal = Refusal.objects.create(
            request=request, reason=reason.strip(), goes_first=goes_first, look_again_on=look_again_on, by=by, at=at
        )
        record("backlog.request_declined", request, by=by, at=at, goes_first=goes_first)
        tell_all(request, "declined", by=by, at=at)
    return refusal


def _open_item(item: WorkItem | None) -> WorkItem:
    assert item is not None, "accept_request has checked that there is one"
    found = WorkItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if found is None or not found.is_open:
        raise Conflict(_("This item is finished or dropped; choose another."), code="item_not_open")
    return found
