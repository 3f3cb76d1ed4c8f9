"""API of goals, the Guidepoint, metrics and measurements: the same actions as the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.api import BearerToken, Id, Span, Window, text
from luotsi.kernel.errors import Missing, Refused
from luotsi.rooms.goals import actions, measuring, queries
from luotsi.rooms.goals.drafts import GoalDraft, MetricDraft, Value
from luotsi.rooms.goals.models import Goal, Measurement, Metric
from luotsi.rooms.goals.rules import Life, Verdict
from luotsi.rooms.people import queries as people

router = Router(tags=["goals"])

see, write, measure = BearerToken("goals.see"), BearerToken("goals.write"), BearerToken("goals.measure")
Number = Annotated[Decimal, Field(max_digits=16, decimal_places=4, allow_inf_nan=False)]
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]
MOST_VALUES = 1000


class MetricOut(Schema):
    id: int
    name: str
    unit: str
    kind: Metric.Kind


class MetricIn(Schema):
    name: text(120, least=1)  # type: ignore[valid-type]
    unit: text(30) = ""  # type: ignore[valid-type]
    kind: Metric.Kind = Metric.Kind.RESULT


class StandingOut(Schema):
    """Where it stands today; shares run from 0 at the baseline to 1 at the target, paces are per week."""

    verdict: Verdict
    value: float | None
    measured_on: date | None
    share: float | None
    expected: float
    pace_needed: float | None
    pace_so_far: float | None


class AimOut(Schema):
    id: int
    title: str
    metric: MetricOut
    baseline: float
    target: float
    starts_on: date
    by_on: date
    life: Life = Field(description="Of the goal: living, ends_soon, expired or given_up.")
    standing: StandingOut


class GoalOut(AimOut):
    why: str
    owner_id: int | None
    expires_on: date
    given_up_on: date | None


class OutcomeOut(AimOut):
    goal_id: int
    guidepoint_id: int
    weight: float


class GuidepointOut(Schema):
    """How strongly somebody agrees is not given out here; who agrees is."""

    id: int
    statement: str
    starts_on: date
    ends_on: date
    outcomes: list[OutcomeOut]
    agreed_by: list[str]


class GoalIn(Schema):
    title: text(200, least=1)  # type: ignore[valid-type]
    why: text(10_000) = ""  # type: ignore[valid-type]
    metric_id: Id
    baseline: Number
    target: Number
    starts_on: date
    by_on: date
    expires_on: date
    owner_id: Id | None = None


class GoalChange(Schema):
    """What is left out stays as it is."""

    title: text(200, least=1) = None  # type: ignore[valid-type]
    why: text(10_000) = None  # type: ignore[valid-type]
    metric_id: Id = None  # type: ignore[assignment]
    baseline: Number = None  # type: ignore[assignment]
    target: Number = None  # type: ignore[assignment]
    starts_on: date = None  # type: ignore[assignment]
    by_on: date = None  # type: ignore[assignment]
    expires_on: date = None  # type: ignore[assignment]
    owner_id: Id | None = None


class MeasurementOut(Schema):
    metric_id: int
    on: date
    value: float
    source: Measurement.Source


class MeasurementIn(Schema):
    metric_id: Id
    on: date
    value: Number


class MeasurementsIn(Schema):
    values: list[MeasurementIn] = Field(min_length=1, max_length=MOST_VALUES)


class Written(Schema):
    written: int


class MeasurementsWanted(Span):
    metric_id: Id | None = None
    since: date | None = None
    until: date | None = None


class GoalsWanted(Span):
    which: Literal["living", "all"] = "living"


@router.get("/goals", response=Window[GoalOut], auth=see, summary="Goals")
def list_goals(request: SignedInRequest, wanted: Query[GoalsWanted]) -> Any:
    """Living goals, or all of them, by the day they expire."""
    today = timezone.localdate()
    goals = queries.goals_for(request.user)
    count, rows = wanted.of(goals.living(today) if wanted.which == "living" else goals)  # type: ignore[attr-defined]
    return {"count": count, "rows": [_goal_out(line) for line in queries.lines(rows, today)]}


@router.post("/goals", response={201: GoalOut}, auth=write, summary="Add a goal")
def add_goal(request: SignedInRequest, given: GoalIn) -> Any:
    goal = actions.add_goal(draft=_draft(request, given.dict()), by=request.user, at=timezone.now())
    return Status(201, _one(goal))


@router.get("/goals/{goal_id}", response=GoalOut, auth=see, summary="One goal")
def show_goal(request: SignedInRequest, goal_id: Key) -> Any:
    return _one(queries.goal_for(request.user, goal_id))


@router.patch("/goals/{goal_id}", response=GoalOut, auth=write, summary="Change a goal")
def change_goal(request: SignedInRequest, goal_id: Key, given: GoalChange) -> Any:
    goal = queries.goal_for(request.user, goal_id)
    kept = {name: getattr(goal, name) for name in GoalIn.model_fields}
    draft = _draft(request, {**kept, **given.dict(exclude_unset=True)})
    return _one(actions.edit_goal(goal=goal, draft=draft, by=request.user, at=timezone.now()))


@router.post("/goals/{goal_id}/give-up", response=GoalOut, auth=write, summary="Give a goal up")
def give_up_goal(request: SignedInRequest, goal_id: Key) -> Any:
    """From now on nothing may be aligned to it."""
    goal = queries.goal_for(request.user, goal_id)
    return _one(actions.give_up_goal(goal=goal, by=request.user, at=timezone.now()))


@router.post("/goals/{goal_id}/take-up", response=GoalOut, auth=write, summary="Take a goal up again")
def take_up_goal(request: SignedInRequest, goal_id: Key) -> Any:
    goal = queries.goal_for(request.user, goal_id)
    return _one(actions.take_up_goal(goal=goal, by=request.user, at=timezone.now()))


@router.get("/guidepoint", response=GuidepointOut, auth=see, summary="Today's Guidepoint")
def show_guidepoint(request: SignedInRequest) -> Any:
    today = timezone.localdate()
    guidepoint = queries.current_guidepoint(today)
    if guidepoint is None:
        raise Missing("There is no Guidepoint for today.", code="goals.no_guidepoint")
    return {
        "id": guidepoint.pk,
        "statement": guidepoint.statement,
        "starts_on": guidepoint.starts_on,
        "ends_on": guidepoint.ends_on,
        "outcomes": [_outcome_out(line) for line in queries.lines(guidepoint.outcomes.all(), today)],
        "agreed_by": [stakeholder.name for stakeholder in queries.agreed(guidepoint)],
    }


@router.get("/outcomes", response=Window[OutcomeOut], auth=see, summary="Living outcomes")
def list_outcomes(request: SignedInRequest, wanted: Query[Span]) -> Any:
    """Those that work may be aligned to today, heaviest first."""
    today = timezone.localdate()
    count, rows = wanted.of(queries.outcomes_for_choice(today))
    return {"count": count, "rows": [_outcome_out(line) for line in queries.lines(rows, today)]}


@router.get("/metrics", response=Window[MetricOut], auth=see, summary="Metrics")
def list_metrics(request: SignedInRequest, wanted: Query[Span]) -> Any:
    count, rows = wanted.of(queries.metrics_for(request.user))
    return {"count": count, "rows": rows}


@router.post("/metrics", response={201: MetricOut}, auth=write, summary="Add a metric")
def add_metric(request: SignedInRequest, given: MetricIn) -> Any:
    """A count of output (posts, mails sent) may be recorded, and is never a target."""
    return Status(201, actions.add_metric(draft=MetricDraft(**given.dict()), by=request.user, at=timezone.now()))


@router.get("/measurements", response=Window[MeasurementOut], auth=see, summary="Measurements")
def list_measurements(request: SignedInRequest, wanted: Query[MeasurementsWanted]) -> Any:
    """By metric and day, oldest first; `since` and `until` are inclusive."""
    found = queries.measurements_for(request.user, metric_id=wanted.metric_id, since=wanted.since, until=wanted.until)
    count, rows = wanted.of(found)
    return {"count": count, "rows": rows}


@router.post("/measurements", response={201: Written}, auth=measure, summary="Record measurements")
def add_measurements(request: SignedInRequest, given: MeasurementsIn) -> Any:
    """All values or none. A second value of a metric for the same day replaces the first."""
    metrics = queries.metrics_for(request.user).in_bulk({value.metric_id for value in given.values})
    values = []
    for place, value in enumerate(given.values):
        if value.metric_id not in metrics:
            raise _unknown("metric_id", value.metric_id, place=f"values.{place}")
        values.append(Value(metrics[value.metric_id], value.on, value.value))
    written = measuring.record_values(values=values, source=Measurement.Source.API, by=request.user, at=timezone.now())
    return Status(201, {"written": written})


def _draft(request: SignedInRequest, given: dict[str, Any]) -> GoalDraft:
    metric_id, owner_id = given.pop("metric_id"), given.pop("owner_id")
    metric = queries.metrics_for(request.user).filter(pk=metric_id).first()
    if metric is None:
        raise _unknown("metric_id", metric_id)
    owner = people.stakeholders_for_choice().filter(pk=owner_id).first() if owner_id is not None else None
    if owner_id is not None and owner is None:
        raise _unknown("owner_id", owner_id)
    return GoalDraft(**given, metric=metric, owner=owner)


def _unknown(field: str, value: int, place: str = "") -> Refused:
    where = f"{place}: " if place else ""
    return Refused(
        f"{where}there is no {field.removesuffix('_id')} {value}.", code="goals.reference_unknown", field=field
    )


def _one(goal: Goal) -> dict[str, Any]:
    return _goal_out(queries.lines([goal], timezone.localdate())[0])


def _goal_out(line: queries.AimLine[Goal]) -> dict[str, Any]:
    goal = line.aim
    more = {"why": goal.why, "owner_id": goal.owner_id, "expires_on": goal.expires_on, "given_up_on": goal.given_up_on}
    return {**_aim_out(line), **more}


def _outcome_out(line: queries.AimLine[Any]) -> dict[str, Any]:
    outcome = line.aim
    more = {"goal_id": outcome.goal_id, "guidepoint_id": outcome.guidepoint_id, "weight": outcome.weight}
    return {**_aim_out(line), **more}


def _aim_out(line: queries.AimLine[Any]) -> dict[str, Any]:
    aim = line.aim
    shared = ("title", "metric", "baseline", "target", "starts_on", "by_on")
    return {"id": aim.pk, **{name: getattr(aim, name) for name in shared}, "life": line.life, "standing": line.standing}
