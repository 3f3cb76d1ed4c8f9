"""Steps of the road: taken by hand, one after the other, with what each needs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.cases.actions.cases import locked, refuse_at_rest
from luotsi.rooms.cases.models import Case, Step
from luotsi.rooms.cases.queries.facts import facts_of
from luotsi.rooms.cases.rules.checks import missing_for
from luotsi.rooms.cases.rules.road import NEEDS, STEPS


@transaction.atomic
def take_step(*, case: Case, to: str, by: User, at: datetime, reason: str = "") -> Step:
    """Go on to `to`. Raises Refused where the road does not lead there, and for what is missing: then only the lead
    may go on, with a reason that is kept beside what was missing."""
    case = locked(case)
    refuse_at_rest(case)
    _refuse_detour(case, to)
    missing = [check.code for check in missing_for(facts_of(case, timezone.localdate(at)), NEEDS.get(to, ()))]
    if missing:
        _refuse_unready(by, reason)
    return step_to(case, to, by=by, at=at, missing=missing, reason=reason)


def step_to(
    case: Case, to: str, *, by: User | None, at: datetime, missing: list[str] | None = None, reason: str = ""
) -> Step:
    """Write the step down and stand there. For the verbs of this room, which have looked whether it may be."""
    case.state = to
    case.save()
    step = Step.objects.create(
        case=case, round=case.round, state=to, missing=missing or [], reason=reason.strip(), by=by, at=at
    )
    record("cases.stepped", case, by=by, at=at, to=to, missing=missing or [])
    return step


def _refuse_detour(case: Case, to: str) -> None:
    if to in STEPS.get(case.state, ()):
        return
    raise refused(
        _("The road does not lead there from where “{case}” stands. Take the steps in their order."),
        code="cases.no_such_step",
        field="to",
        case=case,
    )


def _refuse_unready(by: User, reason: str) -> None:
    if not by.may("cases.decide"):
        raise refused(
            _("Something that this step needs is missing. Add it first; the lead may go on without, with a reason."),
            code="cases.not_ready",
            field="to",
        )
    if not reason.strip():
        raise refused(
            _("Something that this step needs is missing. Add it, or write down why you go on all the same."),
            code="cases.not_ready",
            field="reason",
        )
