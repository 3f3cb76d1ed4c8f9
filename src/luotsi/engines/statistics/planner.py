"""Before the start: what happens at which true rate, and how big must it be?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from luotsi.engines.statistics.boundary import as_boundary, table_of
from luotsi.engines.statistics.campaign_results import CampaignPlan, Ending, Size
from luotsi.engines.statistics.campaign_types import Criterion
from luotsi.engines.statistics.criteria import fatal_points, weak_points_of
from luotsi.engines.statistics.crossing import Walk, walk
from luotsi.engines.statistics.deadline import goal_table

SIZES = (20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 700, 1000, 1500, 2000)
MULTIPLES = (0.25, 0.5, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
HIGHEST_RATE = 0.95
LARGEST_GOAL = 20_000


def campaign_plan(
    criterion: Criterion, contacts: int, rates: Sequence[float] | None, power: float, musts: int
) -> CampaignPlan:
    """Endings, sizes, table and weak points of one criterion; ValueError for a kind without a planned number."""
    if criterion.kind not in ("rate", "goal_by_deadline"):
        raise ValueError("only a rate or a goal can be planned")
    weak = fatal_points((criterion,), contacts)
    if weak:
        return CampaignPlan(None, (), (), weak)
    asked = tuple(rates) if rates is not None else default_rates(criterion, contacts)
    error = criterion.error_abort / musts
    weak = weak_points_of((criterion,), contacts)
    if criterion.kind == "goal_by_deadline":
        endings = tuple(_goal_ending(criterion, contacts, rate, error) for rate in asked)
        return CampaignPlan(None, endings, tuple(_goal_size(criterion, rate, power) for rate in asked), weak)
    table = as_boundary(criterion, table_of(criterion, contacts, error), "calibrated")
    endings = tuple(_ending(criterion, contacts, rate, error) for rate in asked)
    return CampaignPlan(table, endings, tuple(_size(criterion, rate, power, error) for rate in asked), weak)


def default_rates(criterion: Criterion, contacts: int) -> tuple[float, ...]:
    """A quarter to three times the target."""
    target = criterion.target if criterion.kind == "rate" else criterion.target / contacts
    return tuple(dict.fromkeys(round(min(target * times, HIGHEST_RATE), 6) for times in MULTIPLES))


def _ending(criterion: Criterion, contacts: int, rate: float, error: float) -> Ending:
    ended = _walked(criterion, contacts, rate, error)
    scale, abort = (ended.scale, ended.abort) if criterion.direction == "at_least" else (ended.abort, ended.scale)
    return Ending(rate, contacts, scale, abort, max(0.0, 1 - scale - abort), ended.expected)


@lru_cache(maxsize=1024)
def _walked(criterion: Criterion, contacts: int, rate: float, error: float) -> Walk:
    table = table_of(criterion, contacts, error)
    return walk(table.up, table.lo, float(rate))


def _size(criterion: Criterion, rate: float, power: float, error: float) -> Size:
    """The smallest of the usual sizes that decides rightly often enough; within the zone nothing is right."""
    floor, ceiling = criterion.zone
    if floor <= rate <= ceiling:
        return Size(rate, power, None)
    up = rate > ceiling
    chance = (lambda ended: ended.scale) if up else (lambda ended: ended.abort)
    place = bisect_left(SIZES, True, key=lambda size: chance(_walked(criterion, size, rate, error)) >= power)
    return Size(rate, power, SIZES[place] if place < len(SIZES) else None)


def _goal_ending(criterion: Criterion, contacts: int, rate: float, error: float) -> Ending:
    """Called on track, given up, or neither until the end."""
    table = goal_table(int(criterion.target), contacts, criterion.error_scale, error)
    ended = walk(table.up, table.lo, float(rate))
    return Ending(rate, contacts, ended.scale, ended.abort, max(0.0, 1 - ended.scale - ended.abort), ended.expected)


def _goal_size(criterion: Criterion, rate: float, power: float) -> Size:
    """Contacts that bring the goal with the chance `power`."""
    from scipy.special import bdtrc

    goal = int(criterion.target)
    low, high = goal - 1, LARGEST_GOAL
    if bdtrc(goal - 1, high, rate) < power:
        return Size(rate, power, None)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if bdtrc(goal - 1, middle, rate) >= power else (middle, high)
    return Size(rate, power, high)
