"""Pure formulas of this room: the score, the order's numbers, the ad hoc share. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LEAST_HOURS = 1.0  # below an hour nobody estimates: keeps the score finite
GAP = 2**32  # between neighbours of a fresh order: 32 moves fit between the same two before any renumbering
DEPARTURE_SHARE = 0.1  # of the list: a rank farther from the advised place than this asks for its reason
DEPARTURE_LEAST = 3  # places


@dataclass(frozen=True, slots=True)
class Worth:
    """What an item gives to one living outcome: `value` 0–10, `weight` of the outcome."""

    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """Cost of delay divided by duration, in weighted value points per hour, with the spread of the effort."""

    middle: float
    low: float
    high: float
    value: float  # weighted value to living outcomes
    confidence: float  # as given
    decay: float  # what weeks have left of it, 0–1
    weeks: int  # whole ones, since it was judged


def score(
    worths: Sequence[Worth],
    *,
    confidence: float,
    judged_on: date,
    on: date,
    effort_low_hours: float | None,
    effort_high_hours: float | None,
    half_life_weeks: float,
) -> Score | None:
    """Weighted value × confidence × decay ÷ effort; None while the effort is not known.

    The weighted value is what a week of delay costs (Reinertsen: cost of delay), the effort stands for the
    duration. Confidence that nobody renews halves every `half_life_weeks`; it decays week by week, not day by day.
    """
    if effort_low_hours is None or effort_high_hours is None:
        return None
    value = sum(worth.value * worth.weight for worth in worths)
    weeks = max((on - judged_on).days, 0) // 7
    decay = 0.5 ** (weeks / half_life_weeks)
    delay_costs = value * confidence * decay
    middle = (effort_low_hours + effort_high_hours) / 2
    return Score(
        middle=delay_costs / max(middle, LEAST_HOURS),
        low=delay_costs / max(effort_high_hours, LEAST_HOURS),
        high=delay_costs / max(effort_low_hours, LEAST_HOURS),
        value=value,
        confidence=confidence,
        decay=decay,
        weeks=weeks,
    )


def rank_between(before: int | None, after: int | None) -> int | None:
    """A number between two neighbours' ranks (None: no neighbour there); None when there is no room."""
    if before is None and after is None:
        return 0
    if before is None:
        return after - GAP  # type: ignore[operator]
    if after is None:
        return before + GAP
    return (before + after) // 2 if after - before > 1 else None


def spread_ranks(before: int | None, after: int | None, count: int) -> list[int] | None:
    """`count` evenly spread ranks strictly between two neighbours; None when they do not fit."""
    if before is None and after is None:
        return [number * GAP for number in range(count)]
    if before is None:
        return [after - GAP * (count - number) for number in range(count)]  # type: ignore[operator]
    if after is None:
        return [before + GAP * (number + 1) for number in range(count)]
    step = (after - before) // (count + 1)
    return [before + step * (number + 1) for number in range(count)] if step > 0 else None


def departs(place: int, advised: int, count: int) -> bool:
    """Whether a place is so far from the advised one, in a list of `count`, that it should say why."""
    return abs(place - advised) > max(DEPARTURE_LEAST, DEPARTURE_SHARE * count)


def ad_hoc_share(hours_without_outcome: float, hours: float) -> float | None:
    """Effort finished without an outcome over all effort finished; None when nothing was finished."""
    return hours_without_outcome / hours if hours else None
