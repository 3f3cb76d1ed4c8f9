"""Begin a case, change what it says, align it to current goals."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.drafts import CaseDraft, take_over
from luotsi.rooms.cases.models import Case, CaseGoal, Step

if TYPE_CHECKING:
    from luotsi.rooms.backlog.queries import Request
    from luotsi.rooms.goals.queries import Goal, Outcome


@transaction.atomic
def add_case(*, draft: CaseDraft, by: User | None, at: datetime, request: Request | None = None) -> Case:
    """Begin with why, as a draft, from a request where there is one. Raises Refused without a title."""
    case = Case(created_at=at, owner=by, request=request)
    _write(case, draft)
    Step.objects.create(case=case, round=1, state=State.DRAFT, by=by, at=at)
    record("cases.added", case, by=by, at=at, **({"request": request} if request else {}))
    return case


@transaction.atomic
def edit_case(*, case: Case, draft: CaseDraft, by: User, at: datetime) -> Case:
    """Raises Refused without a title, and for a case that waits for its day or is closed."""
    case = locked(case)
    refuse_at_rest(case)
    _write(case, draft)
    record("cases.edited", case, by=by, at=at)
    return case


@transaction.atomic
def align_case(*, case: Case, goal: Goal, by: User | None, at: datetime, outcome: Outcome | None = None) -> CaseGoal:
    """Serve a living goal, or an outcome and with it its goal. Raises Refused, by its name, for one that has ended."""
    case = locked(case)
    refuse_at_rest(case)
    _refuse_ended(goal, at)
    link, is_new = CaseGoal.objects.get_or_create(case=case, goal=goal, outcome=outcome, defaults={"by": by, "at": at})
    if is_new:
        record("cases.aligned", case, by=by, at=at, goal=goal)
    return link


@transaction.atomic
def unalign_case(*, link: CaseGoal, by: User, at: datetime) -> None:
    case = locked(link.case)
    refuse_at_rest(case)
    record("cases.unaligned", case, by=by, at=at, goal=link.goal)
    link.delete()


def locked(case: Case) -> Case:
    """The row as it is now, held until the transaction ends."""
    return Case.objects.select_for_update().get(pk=case.pk)


def refuse_at_rest(case: Case) -> None:
    """A case that waits for its day, or is closed, stays as it was decided on."""
    if case.state == State.CLOSED:
        raise refused(_("“{case}” is closed, and stays as it was. Begin a new case."), code="cases.closed", case=case)
    if case.state == State.DECIDED:
        raise refused(
            _("“{case}” comes back on {on}. Take it up again first if you want to change it now."),
            code="cases.waits",
            case=case,
            on=case.back_on,
        )


def _write(case: Case, draft: CaseDraft) -> None:
    if not draft.title.strip():
        raise refused(_("A case needs a title."), code="cases.title_missing", field="title")
    take_over(case, draft)
    case.save()
    search.index(search.Kind.CASE, case, " ".join((case.title, case.idea, *case.whys)))


def _refuse_ended(goal: Goal, at: datetime) -> None:
    if goal.is_living(timezone.localdate(at)):
        return
    raise refused(
        _("The goal “{goal}” ended on {on}, and nothing may be aligned to it. Choose a goal that is pursued today."),
        code="cases.goal_ended",
        field="aim",
        goal=goal,
        on=goal.given_up_on or goal.expires_on,
    )
