"""Questions to goals, Guidepoint, outcomes and measurements, for their pages and for other rooms.

Everybody who may see goals sees all of them; how strongly somebody agrees is answered by `agreed_for` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from luotsi.kernel.errors import Missing
from luotsi.rooms.goals.models import Agreement, Escalation, Goal, Guidepoint, Measurement, Metric, Outcome, Strength
from luotsi.rooms.goals.rules import Life, Standing, standing
from luotsi.rooms.people import queries as people
from luotsi.rooms.people.rules import counts_as_agreement

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User
    from luotsi.rooms.people.queries import Stakeholder

AimT = TypeVar("AimT", bound=Goal | Outcome)


# For other rooms


def living_outcomes(on: date) -> QuerySet[Outcome]:
    """Outcomes that work may serve on that day: the Guidepoint has not ended, the goal has not expired."""
    return Outcome.objects.living(on).select_related("goal", "metric", "guidepoint")


def outcomes_for_choice(on: date) -> QuerySet[Outcome]:
    """What a choice field offers: living outcomes, heaviest first."""
    return living_outcomes(on).order_by("-weight", "title", "id")


def current_guidepoint(on: date) -> Guidepoint | None:
    """The Guidepoint of that day (the one begun last where two overlap), its outcomes loaded."""
    return Guidepoint.objects.current(on).prefetch_related("outcomes__goal", "outcomes__metric").first()


def guidepoint_of(on: date) -> Guidepoint | None:
    """The Guidepoint of that day, without its outcomes."""
    return Guidepoint.objects.current(on).first()


def outcomes_on(on: date) -> QuerySet[Outcome]:
    """The outcomes of that day's Guidepoint, with it and what they serve and are measured by; one query."""
    current = Guidepoint.objects.current(on).values("pk")[:1]
    return Outcome.objects.filter(guidepoint=Subquery(current)).select_related("goal", "metric", "guidepoint")


def latest_values(metrics: Iterable[Metric | int], on: date | None = None) -> dict[int, Measurement]:
    """The newest measurement of each metric by metric id, not later than `on`; one query."""
    keys = {metric.pk if isinstance(metric, Metric) else metric for metric in metrics}
    if not keys:
        return {}
    candidates = Measurement.objects.filter(metric=OuterRef("metric")).order_by("-on")
    if on is not None:
        candidates = candidates.filter(on__lte=on)
    newest = Measurement.objects.filter(metric__in=keys, pk=Subquery(candidates.values("pk")[:1]))
    return {measurement.metric_id: measurement for measurement in newest}


def goals_for_choice(on: date) -> QuerySet[Goal]:
    return Goal.objects.living(on)


def metrics_for_choice() -> QuerySet[Metric]:
    """Results and output alike: both may serve as evidence."""
    return Metric.objects.order_by("name")


# Where aims stand


@dataclass(frozen=True, slots=True)
class AimLine(Generic[AimT]):
    """A goal or an outcome with where it stands today and where its goal is in its life."""

    aim: AimT
    standing: Standing
    life: Life
    days_left: int


def lines(aims: Iterable[AimT], on: date) -> list[AimLine[AimT]]:
    """One query more, whatever the number of aims."""
    aims = list(aims)
    latest = latest_values((aim.metric_id for aim in aims), on)
    return [_line(aim, latest.get(aim.metric_id), on) for aim in aims]


def _line(aim: AimT, newest: Measurement | None, on: date) -> AimLine[AimT]:
    goal = aim.goal if isinstance(aim, Outcome) else aim
    value, measured_on = (newest.value, newest.on) if newest else (None, None)
    return AimLine(aim, standing(aim.way, value, measured_on, on), goal.life(on), (goal.expires_on - on).days)


def sorted_by_life(found: Iterable[AimLine[Goal] | AimLine[Outcome]]) -> dict[str, list[AimLine]]:
    """Outcomes, living goals and ended goals, as the first page shows them."""
    found = list(found)
    goals = [line for line in found if isinstance(line.aim, Goal)]
    alive = (Life.LIVING, Life.ENDS_SOON)
    return {
        "outcomes": [line for line in found if isinstance(line.aim, Outcome)],
        "living": [line for line in goals if line.life in alive],
        "ended": [line for line in goals if line.life not in alive],
    }


def other_guidepoints(current: Guidepoint | None) -> QuerySet[Guidepoint]:
    """Earlier and coming ones, newest first."""
    return Guidepoint.objects.exclude(pk=current.pk) if current else Guidepoint.objects.all()


def metrics_to_measure(on: date) -> list[Metric]:
    """What living goals and outcomes are measured by, and what was measured in the last half year."""
    aimed = Q(goals__in=Goal.objects.living(on)) | Q(outcomes__in=Outcome.objects.living(on))
    recent = Q(measurements__on__gt=on - timedelta(days=182))
    return list(Metric.objects.filter(pk__in=Metric.objects.filter(aimed | recent).values("pk")))


def aims_of(metric: Metric) -> list[Goal | Outcome]:
    """The goals and outcomes that are measured by it, newest first."""
    found: list[Goal | Outcome] = [*metric.goals.all(), *metric.outcomes.all()]
    return sorted(found, key=lambda aim: aim.by_on, reverse=True)


def values_of(metric: Metric) -> QuerySet[Measurement]:
    """Every measurement, newest first."""
    return metric.measurements.select_related("by").order_by("-on")


def values_since(metric: Metric, day: date) -> list[Measurement]:
    """From that day on, oldest first: what a chart shows."""
    return list(metric.measurements.filter(on__gte=day).order_by("on"))


def tactics_in(statement: str) -> tuple[str, ...]:
    """The things a statement lists when it reads as a list of tactics instead of an outcome; else nothing."""
    from luotsi.engines.text import reads_as_tactics  # word lists are loaded when a statement is read

    found = reads_as_tactics(statement)
    return tuple(dict.fromkeys(thing.text for thing in found.things)) if found else ()


# Loading by id, for a user


def goals_for(user: User) -> QuerySet[Goal]:
    """All goals for whoever may see goals; nothing for anybody else."""
    found = Goal.objects.select_related("metric", "owner")
    return found if user.may("goals.see") else found.none()


def goal_for(user: User, pk: int) -> Goal:
    return _found(goals_for(user).filter(pk=pk).first(), "goal")


def guidepoints_for(user: User) -> QuerySet[Guidepoint]:
    found = Guidepoint.objects.prefetch_related("outcomes__goal", "outcomes__metric")
    return found if user.may("goals.see") else found.none()


def guidepoint_for(user: User, pk: int) -> Guidepoint:
    return _found(guidepoints_for(user).filter(pk=pk).first(), "guidepoint")


def outcome_for(user: User, pk: int) -> Outcome:
    found = Outcome.objects.select_related("goal", "metric", "guidepoint") if user.may("goals.see") else None
    return _found(found.filter(pk=pk).first() if found is not None else None, "outcome")


def metrics_for(user: User) -> QuerySet[Metric]:
    """Metrics with `value_count`."""
    found = Metric.objects.annotate(value_count=Count("measurements")).order_by("name", "id")
    return found if user.may("goals.see") else found.none()


def metric_for(user: User, pk: int) -> Metric:
    return _found(metrics_for(user).filter(pk=pk).first(), "metric")


def measurements_for(
    user: User, *, metric_id: int | None = None, since: date | None = None, until: date | None = None
) -> QuerySet[Measurement]:
    """Those that match all that is given, by metric and day."""
    found = Measurement.objects.order_by("metric", "on") if user.may("goals.see") else Measurement.objects.none()
    if metric_id is not None:
        found = found.filter(metric=metric_id)
    if since is not None:
        found = found.filter(on__gte=since)
    return found if until is None else found.filter(on__lte=until)


def measurement_for(user: User, pk: int) -> Measurement:
    """For whoever may measure."""
    found = Measurement.objects.select_related("metric") if user.may("goals.measure") else None
    return _found(found.filter(pk=pk).first() if found is not None else None, "measurement")


def escalations_for(user: User, guidepoint: Guidepoint) -> list[Escalation]:
    """What went up: for those who may see people, and for whoever was asked."""
    found = guidepoint.escalations.select_related("asked_of", "asked_by")
    if user.may("people.see"):
        return list(found)
    own = people.stakeholder_for(user)
    return list(found.filter(asked_of=own)) if own else []


def escalation_to_answer_for(user: User, pk: int) -> Escalation:
    """For whoever records agreement, and for whoever was asked."""
    found = Escalation.objects.select_related("guidepoint").filter(pk=pk).first()
    own = None if user.may("goals.agree") else people.stakeholder_for(user)
    if found is None or not (user.may("goals.agree") or (own is not None and found.asked_of_id == own.pk)):
        raise _missing("question")
    return found


def answerable(user: User, escalations: Sequence[Escalation]) -> set[int]:
    """The ids of the open ones that this user may answer."""
    still_open = [one for one in escalations if one.is_open]
    if user.may("goals.agree") or not still_open:
        return {one.pk for one in still_open}
    own = people.stakeholder_for(user)
    return {one.pk for one in still_open if own is not None and one.asked_of_id == own.pk}


# Agreement


def newest_agreements(guidepoint: Guidepoint) -> list[Agreement]:
    """Each stakeholder's newest stand, strongest first. For this module: strength is personal."""
    newest = Agreement.objects.filter(guidepoint=guidepoint, stakeholder=OuterRef("stakeholder")).order_by("-at", "-id")
    found = guidepoint.agreements.filter(pk=Subquery(newest.values("pk")[:1])).select_related("stakeholder", "by")
    order = list(Strength)
    return sorted(found, key=lambda stand: (-order.index(Strength(stand.strength)), stand.stakeholder.name))


def agreed(guidepoint: Guidepoint) -> list[Stakeholder]:
    """Who agrees: fully or investing. "Not a no" and "lukewarm" never count."""
    return _counting(newest_agreements(guidepoint))


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agrees, for everybody; every stand with its strength only for those who may know, else None.

    `collide`: some agree while others are against (False for those who may not know).
    """

    by: Sequence[Stakeholder]
    stands: Sequence[Agreement] | None
    collide: bool


def agreed_for(user: User, guidepoint: Guidepoint) -> Agreed:
    stands = newest_agreements(guidepoint)
    by = _counting(stands)
    if not user.may("goals.see_agreement"):
        return Agreed(by, None, False)
    return Agreed(by, stands, bool(by) and any(stand.strength == Strength.AGAINST for stand in stands))


def _counting(stands: Iterable[Agreement]) -> list[Stakeholder]:
    return [stand.stakeholder for stand in stands if counts_as_agreement(stand.strength)]


RowT = TypeVar("RowT")


def _found(row: RowT | None, what: str) -> RowT:
    if row is None:
        raise _missing(what)
    return row


def _missing(what: str) -> Missing:
    return Missing(f"There is no such {what}, or it is not yours to see.", code=f"goals.{what}_unknown")
