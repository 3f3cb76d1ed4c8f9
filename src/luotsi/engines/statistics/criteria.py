"""What is wrong or weak with criteria before the first result, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import ceil, log

from luotsi.engines.statistics.boundary import MOST_CONTACTS, table_of
from luotsi.engines.statistics.campaign_results import WeakPoint
from luotsi.engines.statistics.campaign_types import INVITED, KINDS, Criterion
from luotsi.engines.statistics.case import horizon_of
from luotsi.engines.statistics.rate import too_short
from luotsi.engines.statistics.timed import slots_for

FATAL = frozenset(
    "target_not_a_share zone_outside_target unknown_of twice_named goal_above_contacts unknown_kind "
    "error_out_of_range at_most_not_possible goal_not_whole goal_too_large cap_too_low "
    "over_time_not_possible".split()
)
LARGEST_GOAL_TABLE = 5_000_000
FLOOR_SHARE, CEILING_SHARE = 2 / 3, 4 / 3


def weak_points_of(criteria: tuple[Criterion, ...], contacts: int) -> tuple[WeakPoint, ...]:
    """In the order of the criteria, those of the whole campaign first."""
    found = list(_of_the_whole(criteria))
    musts = sum(criterion.role == "must" for criterion in criteria) or 1
    for criterion in criteria:
        fatal = list(_fatal(criterion, criteria, contacts))
        found.extend(fatal or _weak(criterion, horizon_of(criterion, criteria, contacts), musts))
    return tuple(found)


def fatal_points(criteria: tuple[Criterion, ...], contacts: int) -> tuple[WeakPoint, ...]:
    """Only what no rule survives; costs nothing."""
    found = [point for point in _of_the_whole(criteria) if point.code in FATAL]
    return (*found, *(point for criterion in criteria for point in _fatal(criterion, criteria, contacts)))


def _of_the_whole(criteria: tuple[Criterion, ...]) -> Iterator[WeakPoint]:
    musts = [criterion for criterion in criteria if criterion.role == "must"]
    if not musts:
        yield WeakPoint("no_must")
    elif all(criterion.counts_output for criterion in musts):
        yield WeakPoint("only_output")
    names = [criterion.name for criterion in criteria]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield WeakPoint("twice_named", name)


def _fatal(criterion: Criterion, criteria: tuple[Criterion, ...], contacts: int) -> Iterator[WeakPoint]:
    name, floor, ceiling = criterion.name, *criterion.zone
    if criterion.kind not in KINDS:
        yield WeakPoint("unknown_kind", name)
        return
    if criterion.kind == "rate" and not (0 < floor and ceiling < 1 and 0 < criterion.target < 1):
        yield WeakPoint("target_not_a_share", name)
    elif criterion.target <= 0:
        yield WeakPoint("target_not_a_share", name)
    if criterion.direction == "at_most" and criterion.kind in ("goal_by_deadline", "mean"):
        yield WeakPoint("at_most_not_possible", name)
    if not floor <= criterion.target <= ceiling:
        yield WeakPoint("zone_outside_target", name)
    if not (0 < criterion.error_scale < 0.5 and 0 < criterion.error_abort < 0.5):
        yield WeakPoint("error_out_of_range", name)
    if criterion.over_time and (criterion.kind != "goal_by_deadline" or criterion.of != INVITED):
        yield WeakPoint("over_time_not_possible", name)
    if criterion.kind == "goal_by_deadline":
        yield from _fatal_goal(criterion, criterion.contacts or contacts)
    largest = [limit for limit in (criterion.cap, criterion.average_deal_at_most) if limit is not None]
    if criterion.kind == "mean" and largest and min(largest) <= criterion.target:
        yield WeakPoint("cap_too_low", name)
    if criterion.of != INVITED and not _leads_to_the_invited(criterion, criteria):
        yield WeakPoint("unknown_of", name)


def _fatal_goal(criterion: Criterion, contacts: int) -> Iterator[WeakPoint]:
    contacts = slots_for(criterion.target) if criterion.over_time else contacts
    if criterion.target != int(criterion.target):
        yield WeakPoint("goal_not_whole", criterion.name)
    elif criterion.target > contacts:
        yield WeakPoint("goal_above_contacts", criterion.name, contacts=ceil(criterion.target))
    elif criterion.target * contacts > LARGEST_GOAL_TABLE:
        yield WeakPoint("goal_too_large", criterion.name)


def _leads_to_the_invited(criterion: Criterion, criteria: tuple[Criterion, ...]) -> bool:
    """Whether `of` names a criterion with yes and no, and no circle."""
    by_name, seen = {other.name: other for other in criteria}, {criterion.name}
    at = criterion.of
    while at != INVITED:
        if at not in by_name or at in seen or by_name[at].kind not in ("rate", "goal_by_deadline"):
            return False
        seen.add(at)
        at = by_name[at].of
    return True


def _weak(criterion: Criterion, contacts: int, musts: int) -> Iterator[WeakPoint]:
    if criterion.kind == "mean" and criterion.cap is None and criterion.average_deal_at_most is None:
        yield WeakPoint("no_cap", criterion.name)
    if criterion.kind != "count_rate" and criterion.response_days is None:
        yield WeakPoint("no_response_days", criterion.name)
    if criterion.kind == "rate":
        yield from _too_short(criterion, contacts, criterion.error_abort / musts)


def _too_short(criterion: Criterion, contacts: int, error_abort: float) -> Iterator[WeakPoint]:
    table = table_of(criterion, contacts, error_abort)
    for reason in too_short(criterion, table):
        needed = shortest(criterion, reason, error_abort)
        floor, ceiling = FLOOR_SHARE * criterion.target, min(CEILING_SHARE * criterion.target, 0.999)
        yield WeakPoint(f"cannot_{reason.rsplit('_', 1)[1]}", criterion.name, needed, floor, ceiling)


def shortest(criterion: Criterion, reason: str, error_abort: float) -> int | None:
    """The shortest horizon in which the side named by `reason` (too_short_to_abort …) can decide at all."""

    @cache
    def fits(contacts: int) -> bool:
        return reason not in too_short(criterion, table_of(criterion, contacts, error_abort))

    upper = (reason == "too_short_to_scale") == (criterion.direction == "at_least")
    error = criterion.error_scale if reason == "too_short_to_scale" else error_abort
    null = criterion.zone[0] if upper else 1 - criterion.zone[1]
    # Nothing but successes (nothing but failures) must be rarer than the error.
    low = max(0, ceil(log(error) / log(null)) - 1)
    high = low + 1
    while not fits(high):
        if high > MOST_CONTACTS:
            return None
        low, high = high, high + max(1, high // 20)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
