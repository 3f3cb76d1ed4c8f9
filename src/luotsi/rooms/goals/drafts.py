"""What is handed in to the room's actions: a goal, a Guidepoint, an outcome, a metric, a value, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from luotsi.rooms.goals.models import Goal, Metric

if TYPE_CHECKING:
    from luotsi.rooms.people.queries import Stakeholder


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDraft:
    name: str
    unit: str = ""
    kind: str = Metric.Kind.RESULT


@dataclass(frozen=True, slots=True, kw_only=True)
class AimDraft:
    """From where to where, measured how, by when. A metric that is only described is found or added with the aim."""

    title: str
    metric: Metric | MetricDraft
    baseline: Decimal
    target: Decimal
    starts_on: date
    by_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDraft(AimDraft):
    expires_on: date
    why: str = ""
    owner: Stakeholder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeDraft(AimDraft):
    goal: Goal
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidepointDraft:
    statement: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one metric on one day."""

    metric: Metric
    on: date
    value: Decimal


def take_over(row: Any, draft: Any) -> None:
    """Copy every field of a draft to its row."""
    for field in draft.__dataclass_fields__:
        setattr(row, field, getattr(draft, field))
