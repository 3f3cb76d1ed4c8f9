"""Verbs of goals, Guidepoint, outcomes and metrics. Agreement lives in agreeing.py, measurement in measuring.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import refused
from luotsi.rooms.goals.drafts import AimDraft, GoalDraft, GuidepointDraft, MetricDraft, OutcomeDraft, take_over
from luotsi.rooms.goals.models import Goal, Guidepoint, Metric, Outcome
from luotsi.rooms.goals.rules import Life


@transaction.atomic
def add_metric(*, draft: MetricDraft, by: User | None, at: datetime) -> Metric:
    """Raises Refused when the name is taken, whatever its case."""
    metric = Metric()
    _write_metric(metric, draft)
    record("goals.metric_added", metric, by=by, at=at, kind=metric.kind)
    return metric


@transaction.atomic
def edit_metric(*, metric: Metric, draft: MetricDraft, by: User, at: datetime) -> Metric:
    """Raises Refused when the name is taken, or when a target would become a count of output."""
    is_target = metric.goals.exists() or metric.outcomes.exists()
    if draft.kind == Metric.Kind.OUTPUT and is_target:
        raise refused(
            _(
                "“{metric}” is the target of a goal or an outcome, and a count of output is never a target. "
                "Give those another metric first."
            ),
            code="goals.metric_is_target",
            field="kind",
            metric=metric,
        )
    _write_metric(metric, draft)
    record("goals.metric_edited", metric, by=by, at=at, kind=metric.kind)
    return metric


@transaction.atomic
def add_goal(*, draft: GoalDraft, by: User | None, at: datetime) -> Goal:
    """Raises Refused for a metric of output, no way to go, or dates out of order."""
    goal = Goal(created_at=at)
    _write_goal(goal, draft, by, at)
    record("goals.goal_added", goal, by=by, at=at)
    return goal


@transaction.atomic
def edit_goal(*, goal: Goal, draft: GoalDraft, by: User, at: datetime) -> Goal:
    """Raises Refused as `add_goal` does."""
    _write_goal(goal, draft, by, at)
    record("goals.goal_edited", goal, by=by, at=at)
    return goal


@transaction.atomic
def give_up_goal(*, goal: Goal, by: User, at: datetime) -> Goal:
    """From now on nothing may be aligned to it. Giving up twice changes nothing."""
    if goal.given_up_on is None:
        goal.given_up_on = timezone.localdate(at)
        goal.save(update_fields=["given_up_on"])
        record("goals.goal_given_up", goal, by=by, at=at)
    return goal


@transaction.atomic
def take_up_goal(*, goal: Goal, by: User, at: datetime) -> Goal:
    """Pursue a goal again that was given up."""
    if goal.given_up_on is not None:
        goal.given_up_on = None
        goal.save(update_fields=["given_up_on"])
        record("goals.goal_taken_up", goal, by=by, at=at)
    return goal


@transaction.atomic
def add_guidepoint(*, draft: GuidepointDraft, by: User | None, at: datetime) -> Guidepoint:
    """A statement that reads as tactics is saved: pointing it out is the page's part (queries.tactics_in)."""
    guidepoint = Guidepoint(created_by=by, created_at=at)
    _write_guidepoint(guidepoint, draft, at)
    record("goals.guidepoint_added", guidepoint, by=by, at=at)
    return guidepoint


@transaction.atomic
def edit_guidepoint(*, guidepoint: Guidepoint, draft: GuidepointDraft, by: User, at: datetime) -> Guidepoint:
    """Agreement given before stays, and is shown as given to the earlier text."""
    _write_guidepoint(guidepoint, draft, at)
    record("goals.guidepoint_edited", guidepoint, by=by, at=at)
    return guidepoint


@transaction.atomic
def add_outcome(*, guidepoint: Guidepoint, draft: OutcomeDraft, by: User | None, at: datetime) -> Outcome:
    """Raises Refused when the Guidepoint is full, the goal has ended, or the aim is none (see `add_goal`)."""
    # Locked, so that two people adding at once cannot both be the fifth.
    Guidepoint.objects.select_for_update().get(pk=guidepoint.pk)
    if guidepoint.outcomes.count() >= Outcome.MOST:
        raise refused(
            _(
                "A Guidepoint holds at most {most} outcomes; this one has them all. "
                "Remove or change one, so that the direction stays clear."
            ),
            code="goals.too_many_outcomes",
            most=Outcome.MOST,
        )
    outcome = Outcome(guidepoint=guidepoint)
    _write_outcome(outcome, draft, by, at)
    record("goals.outcome_added", outcome, by=by, at=at, guidepoint=guidepoint, goal=draft.goal)
    return outcome


@transaction.atomic
def edit_outcome(*, outcome: Outcome, draft: OutcomeDraft, by: User, at: datetime) -> Outcome:
    """Raises Refused as `add_outcome` does."""
    _write_outcome(outcome, draft, by, at)
    record("goals.outcome_edited", outcome, by=by, at=at, guidepoint=outcome.guidepoint, goal=draft.goal)
    return outcome


@transaction.atomic
def remove_outcome(*, outcome: Outcome, by: User, at: datetime) -> None:
    """Raises Refused for the last outcome of a Guidepoint, and while work serves it."""
    guidepoint = Guidepoint.objects.select_for_update().get(pk=outcome.guidepoint_id)
    if guidepoint.outcomes.count() == 1:
        raise refused(
            _("A Guidepoint holds at least one outcome, and this is its last. Add another first, or change this one."),
            code="goals.last_outcome",
        )
    record("goals.outcome_removed", guidepoint, by=by, at=at, outcome=outcome)
    try:
        with transaction.atomic():
            outcome.delete()
    except ProtectedError:
        raise refused(
            _("Work serves “{outcome}”. Align that work to another outcome first."),
            code="goals.outcome_in_use",
            outcome=outcome,
        ) from None
    _restate(guidepoint, at)


def _write_metric(metric: Metric, draft: MetricDraft) -> None:
    if not draft.name.strip():
        raise refused(_("A metric needs a name."), code="goals.metric_name_missing", field="name")
    if Metric.objects.filter(name__iexact=draft.name.strip()).exclude(pk=metric.pk).exists():
        raise _name_taken(draft)
    take_over(metric, draft)
    metric.name = draft.name.strip()
    try:
        with transaction.atomic():
            metric.save()
    except IntegrityError:  # somebody was faster
        raise _name_taken(draft) from None


def _name_taken(draft: MetricDraft) -> Refused:
    return refused(
        _("There is a metric called “{name}” already. Use that one."),
        code="goals.metric_name_taken",
        field="name",
        name=draft.name.strip(),
    )


def _write_goal(goal: Goal, draft: GoalDraft, by: User | None, at: datetime) -> None:
    metric = _metric_of(draft, by, at)
    _check_aim(draft, metric)
    if draft.expires_on < draft.starts_on:
        raise refused(
            _("A goal cannot expire before it begins. Choose a later day."),
            code="goals.expires_early",
            field="expires_on",
        )
    take_over(goal, replace(draft, metric=metric))
    goal.save()


def _write_guidepoint(guidepoint: Guidepoint, draft: GuidepointDraft, at: datetime) -> None:
    if not draft.statement.strip():
        raise refused(
            _("A Guidepoint is one clear statement; write it first."), code="goals.no_statement", field="statement"
        )
    if draft.ends_on <= draft.starts_on:
        raise refused(
            _("A Guidepoint ends after it begins. Choose a later day."), code="goals.ends_early", field="ends_on"
        )
    take_over(guidepoint, draft)
    guidepoint.stated_at = at
    guidepoint.save()


def _write_outcome(outcome: Outcome, draft: OutcomeDraft, by: User | None, at: datetime) -> None:
    metric = _metric_of(draft, by, at)
    _check_aim(draft, metric)
    _check_living(draft.goal, timezone.localdate(at))
    take_over(outcome, replace(draft, metric=metric))
    outcome.save()
    _restate(outcome.guidepoint, at)


def _restate(guidepoint: Guidepoint, at: datetime) -> None:
    guidepoint.stated_at = at
    guidepoint.save(update_fields=["stated_at"])


def _metric_of(draft: AimDraft, by: User | None, at: datetime) -> Metric:
    """The metric meant: chosen, found by name, or added on the spot."""
    if isinstance(draft.metric, Metric):
        return draft.metric
    known = Metric.objects.filter(name__iexact=draft.metric.name.strip()).first()
    return known or add_metric(draft=draft.metric, by=by, at=at)


def _check_aim(draft: AimDraft, metric: Metric) -> None:
    if not draft.title.strip():
        raise refused(_("It needs a title."), code="goals.title_missing", field="title")
    if not metric.may_be_target:
        raise refused(
            _(
                "“{metric}” counts output. It may be recorded, but it is never a target: how we are measured is "
                "how we behave. Choose a metric of what shall be different for somebody."
            ),
            code="goals.output_as_target",
            field="metric",
            metric=metric,
        )
    if draft.target == draft.baseline:
        raise refused(
            _("Baseline and target are the same, so there is no way to go. Change one of them."),
            code="goals.no_way_to_go",
            field="target",
        )
    if draft.by_on <= draft.starts_on:
        raise refused(_("The day to reach it comes after its first day."), code="goals.by_early", field="by_on")


def _check_living(goal: Goal, on: date) -> None:
    ended = goal.life(on)
    if ended == Life.GIVEN_UP:
        raise refused(
            _("The goal “{goal}” was given up on {on}, and nothing may be aligned to it. Choose a living goal."),
            code="goals.goal_given_up",
            field="goal",
            goal=goal,
            on=goal.given_up_on,
        )
    if ended == Life.EXPIRED:
        raise refused(
            _(
                "The goal “{goal}” expired on {on}, and nothing may be aligned to an expired goal. "
                "Choose a living goal, or set a later end if it still matters."
            ),
            code="goals.goal_expired",
            field="goal",
            goal=goal,
            on=goal.expires_on,
        )
