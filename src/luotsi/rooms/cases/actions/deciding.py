"""What is decided, how what was no yes comes back by itself, and what a yes becomes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.sayings import refused
from luotsi.rooms.backlog import actions as backlog
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.cases.actions.cases import locked
from luotsi.rooms.cases.actions.road import step_to
from luotsi.rooms.cases.codes import Answer, State
from luotsi.rooms.cases.drafts import DecisionDraft, WorkDraft
from luotsi.rooms.cases.models import Case, CaseWork, Decision
from luotsi.rooms.cases.rules.road import reopens_as


@transaction.atomic
def decide_case(*, case: Case, draft: DecisionDraft, by: User | None, at: datetime) -> Decision:
    """Keep the answer of this round. A yes runs; a no or a not yet waits for its day. Raises Refused before it was
    presented, and for a no without its reason, what was learnt and a day that lies ahead."""
    case = locked(case)
    _refuse_unpresented(case)
    is_yes = draft.answer == Answer.YES
    if not is_yes:
        _check_no(draft, timezone.localdate(at))
    decision = Decision.objects.create(
        case=case, round=case.round, answer=draft.answer, reason=draft.reason.strip(), learnt=draft.learnt.strip(),
        look_again_on=None if is_yes else draft.look_again_on, decided_by=draft.decided_by, by=by, at=at,
    )  # fmt: skip
    record("cases.decided", case, by=by, at=at, answer=draft.answer, decision=decision)
    case.back_on = decision.look_again_on
    step_to(case, State.RUNNING if is_yes else State.DECIDED, by=by, at=at)
    return decision


@transaction.atomic
def take_up_again(*, case: Case, by: User | None, at: datetime) -> Case:
    """Begin the next round, with what was learnt on top; earlier than its day where something has changed.
    Raises Refused for a case that does not wait."""
    case = locked(case)
    if case.state != State.DECIDED:
        raise refused(_("“{case}” does not wait to be looked at again."), code="cases.not_waiting", case=case)
    last = case.decisions.order_by("-round")[0]
    case.round, case.back_on, case.presents_on = case.round + 1, None, None
    record("cases.came_back", case, by=by, at=at, round=case.round)
    step_to(case, reopens_as(last.answer), by=by, at=at)
    return case


def bring_back_due(*, at: datetime) -> int:
    """Everything whose day has come; its owner gets a mail. Twice a day or twenty times, each comes back once."""
    due = list(Case.objects.due_back(timezone.localdate(at)).order_by("back_on", "pk"))
    return sum(_bring_back(case, at) for case in due)


@transaction.atomic
def close_case(*, case: Case, came: str, by: User, at: datetime) -> Case:
    """It has run its course, or is given up. Raises Refused without saying what came of it."""
    case = locked(case)
    if case.state not in (State.RUNNING, State.DECIDED):
        raise refused(
            _("“{case}” is still on its way. A case ends after it was decided."), code="cases.undecided", case=case
        )
    if not came.strip():
        raise refused(
            _("Write down what came of it: the next case begins with it."), code="cases.came_missing", field="came"
        )
    case.came, case.back_on = came.strip(), None
    step_to(case, State.CLOSED, by=by, at=at)
    return case


@transaction.atomic
def make_work(*, case: Case, draft: WorkDraft, by: User, at: datetime) -> CaseWork:
    """Put a piece of it into the backlog as the team's own initiative. Raises Refused before the yes."""
    case = locked(case)
    if case.state != State.RUNNING:
        raise refused(_("Work begins with the yes. “{case}” does not run."), code="cases.not_running", case=case)
    fields = ItemFields(
        title=draft.title, description=draft.description,
        worths={draft.outcome.pk: draft.worth} if draft.outcome else {},
        effort_low_hours=draft.effort_low_hours, effort_high_hours=draft.effort_high_hours,
    )  # fmt: skip
    item = backlog.create_item(fields=fields, by=by, at=at)
    work = CaseWork.objects.create(case=case, item=item, by=by, at=at)
    record("cases.became_work", case, by=by, at=at, item=item)
    return work


@transaction.atomic
def _bring_back(case: Case, at: datetime) -> bool:
    """Whether it came back now: another worker may have been faster."""
    case = locked(case)
    if case.state != State.DECIDED or case.back_on is None or case.back_on > timezone.localdate(at):
        return False
    take_up_again(case=case, by=None, at=at)
    if case.owner_id is not None:
        enqueue("cases.tell_owner", by=None, at=at, case=case.pk)
    return True


def _refuse_unpresented(case: Case) -> None:
    if case.state in (State.DECIDED, State.RUNNING, State.CLOSED):
        raise refused(
            _("“{case}” was decided already, and a decision stays as it fell. Look at the case for what it says."),
            code="cases.decided_already",
            case=case,
        )
    if case.state != State.PRESENTED:
        raise refused(
            _("“{case}” has not been presented, so nobody can have decided on it. Present it first."),
            code="cases.not_presented",
            case=case,
        )


def _check_no(draft: DecisionDraft, today: date) -> None:
    if not draft.reason.strip():
        raise refused(
            _("What was no yes is kept with its reason: understanding it is the way to the next yes."),
            code="cases.reason_missing",
            field="reason",
        )
    if not draft.learnt.strip():
        raise refused(
            _("Write down what was learnt: the next round begins with it."), code="cases.learnt_missing", field="learnt"
        )
    if draft.look_again_on is None or draft.look_again_on <= today:
        raise refused(
            _("Choose a day ahead on which this comes back by itself."),
            code="cases.look_again_missing",
            field="look_again_on",
        )
