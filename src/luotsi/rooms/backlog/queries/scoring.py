"""The score of an item from its parts as they stand: living outcomes, confidence, decay, effort."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.cache import cache

from luotsi.rooms.backlog.models import Backlog, WorkItem
from luotsi.rooms.backlog.queries.order import COUNT_SECONDS
from luotsi.rooms.backlog.rules import Score, Worth, score
from luotsi.rooms.goals import queries as goals

HALF_LIFE_KEY = "backlog.half_life"


def half_life_weeks() -> int:
    """How many weeks halve an unrenewed confidence; set by the lead, at most ten seconds old."""
    return cache.get_or_set(HALF_LIFE_KEY, kept_half_life, COUNT_SECONDS)  # type: ignore[return-value]


def kept_half_life() -> int:
    """As it stands now: what is kept for long is not made from a figure ten seconds old."""
    found = Backlog.objects.values_list("decay_half_life_weeks", flat=True).first()
    return found or Backlog._meta.get_field("decay_half_life_weeks").default


def outcome_weights(on: date) -> dict[int, float]:
    """Weight of every living outcome by id; what is not here counts nothing any more."""
    return {outcome.pk: float(outcome.weight) for outcome in goals.living_outcomes(on)}


def score_of(
    item: WorkItem,
    worths: Mapping[int, Decimal],
    *,
    on: date,
    weights: Mapping[int, float] | None = None,
    half_life: int | None = None,
) -> Score | None:
    """The score with its spread and parts. Two small queries, none when `weights` and `half_life` are handed in."""
    if weights is None:
        weights = outcome_weights(on) if worths else {}
    living = [Worth(float(value), weights[outcome]) for outcome, value in worths.items() if outcome in weights]
    return score(
        living,
        confidence=float(item.confidence),
        judged_on=item.judged_on,
        on=on,
        effort_low_hours=_hours(item.effort_low_hours),
        effort_high_hours=_hours(item.effort_high_hours),
        half_life_weeks=half_life or half_life_weeks(),
    )


def _hours(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
