"""What a case is made of: put in, changed, taken out. Each is one entry in the log, without its words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.cases.actions.cases import locked, refuse_at_rest
from luotsi.rooms.cases.codes import Kind
from luotsi.rooms.cases.drafts import AskDraft, FigureDraft, RiskDraft, TouchDraft, take_over
from luotsi.rooms.cases.models import Adjustment, Ask, Case, Evidence, Risk, Touch

if TYPE_CHECKING:
    from luotsi.rooms.goals.queries import Metric
    from luotsi.rooms.people.queries import Stakeholder

MEASURED_BY = _("Say what it is measured by: a metric, or a few words.")
BOTH_NUMBERS = _("From where to where: today's value and the expected one belong together.")


@transaction.atomic
def put_touch(*, case: Case, draft: TouchDraft, by: User | None, at: datetime, row: Touch | None = None) -> Touch:
    """A team and the effect on it, new or changed. Raises Refused for half a measure."""
    _need(draft.team, "team")
    _need(draft.effect, "effect")
    if (draft.baseline is None) != (draft.expected is None):
        raise refused(BOTH_NUMBERS, code="cases.half_a_measure", field="expected")
    if draft.expected is not None and draft.metric is None and not draft.measure.strip():
        raise refused(MEASURED_BY, code="cases.measure_missing", field="measure")
    return _put(row or Touch(case=case), draft, "touch", by, at)


@transaction.atomic
def put_ask(*, case: Case, draft: AskDraft, by: User | None, at: datetime, row: Ask | None = None) -> Ask:
    """Raises Refused without saying what for, and for an amount below nothing."""
    _need(draft.what, "what")
    if draft.amount is not None and draft.amount < 0:
        raise refused(_("An amount is not below 0."), code="cases.amount_negative", field="amount")
    return _put(row or Ask(case=case), draft, "ask", by, at)


@transaction.atomic
def put_risk(*, case: Case, draft: RiskDraft, by: User | None, at: datetime, row: Risk | None = None) -> Risk:
    _need(draft.what, "what")
    return _put(row or Risk(case=case), draft, "risk", by, at)


@transaction.atomic
def add_figure(
    *, case: Case, draft: FigureDraft, by: User | None, at: datetime, row: Evidence | None = None
) -> Evidence:
    """A number by hand. Raises Refused without its source, and for a day that lies ahead."""
    _need(draft.says, "says")
    if not draft.source.strip():
        raise refused(
            _("A number without its source convinces nobody. Say where it is from."),
            code="cases.source_missing",
            field="source",
        )
    if draft.as_of_on > timezone.localdate(at):
        raise refused(
            _("This day lies ahead. Give the day on which the number was true."),
            code="cases.figure_ahead",
            field="as_of_on",
        )
    return _put(row or Evidence(case=case, kind=Kind.FIGURE, by=by, at=at), draft, "evidence", by, at)


@transaction.atomic
def add_metric(*, case: Case, metric: Metric, by: User | None, at: datetime, says: str = "") -> Evidence:
    """A metric's newest value, as it is on the day somebody reads. The same metric twice is there once."""
    return _add_evidence(case, {"metric": metric}, {"kind": Kind.METRIC, "says": says.strip()}, by, at)


@transaction.atomic
def add_quote(*, case: Case, quote: Any, by: User | None, at: datetime) -> Evidence:
    """Words from a conversation of this case. Raises Refused without leave to quote, and for words said elsewhere."""
    if not quote.may_be_quoted:
        raise refused(
            _("There is no leave to quote these words. Ask for it, then take them."),
            code="cases.no_leave",
            field="quote",
        )
    if not case.talks.filter(conversation=quote.conversation_id).exists():
        raise refused(
            _("These words were said in a conversation about something else. Link that conversation to the case."),
            code="cases.quote_elsewhere",
            field="quote",
        )
    return _add_evidence(case, {"quote": quote}, {"kind": Kind.QUOTE}, by, at)


@transaction.atomic
def note_adjustment(
    *, case: Case, what: str, by: User | None, at: datetime, because_of: Stakeholder | None = None
) -> Adjustment:
    """What changed because of whom: an idea grows by those who were asked."""
    _need(what, "what")
    case = locked(case)
    refuse_at_rest(case)
    made = Adjustment.objects.create(
        case=case, round=case.round, what=what.strip(), because_of=because_of, by=by, at=at
    )
    record("cases.adjusted", case, by=by, at=at)
    return made


@transaction.atomic
def remove_row(*, row: Touch | Ask | Risk | Evidence | Adjustment, by: User, at: datetime) -> None:
    """Take something out of a case again."""
    case = locked(row.case)
    refuse_at_rest(case)
    kind = type(row).__name__.lower()
    row.delete()
    record("cases.taken_out", case, by=by, at=at, kind=kind)


def _put(row: Any, draft: Any, kind: str, by: User | None, at: datetime) -> Any:
    case = locked(row.case)
    refuse_at_rest(case)
    is_new = row.pk is None
    take_over(row, draft)
    row.save()
    record("cases.put_in" if is_new else "cases.changed", case, by=by, at=at, kind=kind)
    return row


def _add_evidence(
    case: Case, what: dict[str, Any], defaults: dict[str, Any], by: User | None, at: datetime
) -> Evidence:
    case = locked(case)
    refuse_at_rest(case)
    found, is_new = Evidence.objects.get_or_create(case=case, **what, defaults={**defaults, "by": by, "at": at})
    if is_new:
        record("cases.put_in", case, by=by, at=at, kind="evidence")
    return found


def _need(text: str, field: str) -> None:
    if not text.strip():
        raise refused(_("This is needed; write it first."), code="cases.text_missing", field=field)
