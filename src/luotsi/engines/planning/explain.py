"""Why each item is left out and what would let it in: one pass over the present plan, nothing solved anew.

Every claim comes with a plan that proves it, found here; so each is true, and each may be more than the least needed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.conflict import LIMIT_KEY, homeless_reason
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.eviction import Eviction, cheapest_entry
from luotsi.engines.planning.grid import TOLERANCE
from luotsi.engines.planning.plan import EntryTerms, LeftOut, Reason


def explain_left_out(draft: Draft) -> tuple[LeftOut, ...]:
    """One answer for every item that is not in the plan, in the order of the problem."""
    return tuple(_left_out(draft, item) for item in range(len(draft.grid.items)) if not draft.has(item))


def _left_out(draft: Draft, number: int) -> LeftOut:
    grid, item = draft.grid, draft.grid.items[number]
    if item.moscow == "wont":
        return LeftOut(item.id, (Reason("class", {"class": "wont"}),))
    if grid.first[number] == grid.first[number + 1]:
        return LeftOut(item.id, (homeless_reason(grid, number),))
    entry = cheapest_entry(draft, number)
    rise, displaced = _rise(draft, number, entry)
    extra = _extra_hours(draft, number)
    terms = EntryTerms(
        value_rise=rise,
        displaces=displaced,
        hours_cut=_hours_cut(draft, number),
        extra_hours=extra.total,
        extra_hours_by_week=extra.by_week,
    )
    return LeftOut(item.id, tuple(_because(draft, number, displaced)), terms)


def _because(draft: Draft, number: int, displaced: tuple[str, ...]) -> list[Reason]:
    grid, item = draft.grid, draft.grid.items[number]
    missing = [grid.items[earlier].id for earlier in grid.before[number] if not draft.has(earlier)]
    if missing:
        return [Reason("after", {"ids": missing})]
    own = draft.in_order(number)
    if not len(own):
        return [Reason("after", {"ids": list(item.after)})]
    free = own[draft.fits(own)]
    if len(free):
        blocked = grid.worth[free].max() > TOLERANCE and not draft.keeps_minimums(with_=[number])
        return _minimums_in_the_way(draft, number) if blocked else [Reason("worth_less", {})]
    reasons = _short(draft, own)
    return [*reasons, Reason("worth_less", {"than": list(displaced)})] if displaced else reasons


def _minimums_in_the_way(draft: Draft, number: int) -> list[Reason]:
    """Shares that would fall below their minimum; goals are only ever helped by one more item."""
    grid = draft.grid
    worse = draft.level + grid.gives[:, number] < np.minimum(grid.needed, draft.level) - TOLERANCE
    return [Reason("goal", {"share": grid.minimums[row].about}) for row in np.flatnonzero(worse)]


def _short(draft: Draft, own: np.ndarray) -> list[Reason]:
    """What the place that lacks least is short of."""
    grid = draft.grid
    lacks = draft.lacks(own)
    capacity = np.maximum(grid.capacity[grid.uses_row[own]], 1.0)
    nearest = int(np.argmin((lacks / capacity).sum(axis=1)))
    found: dict[tuple[str, str], tuple[list[int], float]] = {}
    for row, lack in zip(grid.uses_row[own[nearest]], lacks[nearest], strict=True):
        if lack > 0:
            limit = grid.limits[row]
            weeks, short = found.get((limit.code, limit.name), ([], 0.0))
            weeks = weeks if limit.week is None else [*weeks, limit.week]
            found[limit.code, limit.name] = weeks, short + float(lack)
    where = _place(draft, own[nearest])
    return [
        Reason(code, {LIMIT_KEY[code]: name, **({"weeks": weeks} if weeks else {}), "short": _up(short), **where})
        for (code, name), (weeks, short) in found.items()
    ]


def _place(draft: Draft, place: int) -> dict[str, str | int]:
    placed = draft.grid.placed(int(place))
    return {"mode": placed.mode, "start": placed.start}


def _rise(draft: Draft, number: int, entry: Eviction | None) -> tuple[float | None, tuple[str, ...]]:
    """How much more the item must be worth for the plan with it, and the items that then leave."""
    grid = draft.grid
    weight = grid.problem.weight(grid.items[number])
    if entry is None or weight <= 0:
        return None, ()
    loss = max(0.0, draft.value - entry.after.value)
    return _up(loss / weight), tuple(grid.items[other].id for other in entry.gone)


def _hours_cut(draft: Draft, number: int) -> float | None:
    """Hours off the item's effort so that it fits as it is, nothing else touched."""
    grid = draft.grid
    effort = grid.items[number].effort_hours
    own = draft.in_order(number)
    own = own[grid.worth[own] >= 0]
    if not len(own) or effort <= 0:
        return None
    lacks = draft.lacks(own)
    own, lacks = own[_only_hours(draft, own, lacks)], lacks[_only_hours(draft, own, lacks)]
    if not len(own):
        return None
    amounts = grid.uses_amount[own]
    shares = np.divide(lacks, amounts, out=np.zeros_like(lacks), where=amounts > 0).max(axis=1)
    cut = _up(float(shares.min()) * effort)
    if cut <= 0 or cut >= effort or not _minimums_with(draft, number, 1 - cut / effort):
        return None
    return cut


def _only_hours(draft: Draft, own: np.ndarray, lacks: np.ndarray) -> np.ndarray:
    """Places that lack nothing but hours of skills."""
    grid = draft.grid
    is_hours = np.array([*(limit.code == "hours" for limit in grid.limits), True])
    return ((lacks == 0) | is_hours[grid.uses_row[own]]).all(axis=1)


def _minimums_with(draft: Draft, number: int, factor: float) -> bool:
    grid = draft.grid
    after = draft.level + grid.gives[:, number] * factor
    return bool((after >= np.minimum(grid.needed, draft.level) - TOLERANCE).all())


@dataclass(frozen=True)
class _Extra:
    total: dict[str, float]
    by_week: dict[str, dict[int, float]]


def _extra_hours(draft: Draft, number: int) -> _Extra:
    """Hours of skills that let the item in together with all it comes after, nothing else touched."""
    grid, after = draft.grid, draft.copy()
    granted: dict[int, float] = {}
    for step in [*(other for other in grid.ancestors(number) if not draft.has(other)), number]:
        own = after.in_order(step)
        lacks = after.lacks(own)
        usable = _only_hours(after, own, lacks)
        own, lacks = own[usable], lacks[usable]
        if not len(own):
            return _Extra({}, {})
        best = min(range(len(own)), key=lambda at: (round(float(lacks[at].sum()), 6), -grid.worth[own[at]]))
        for row, lack in zip(grid.uses_row[own[best]].tolist(), lacks[best].tolist(), strict=True):
            if lack > 0:
                granted[row] = granted.get(row, 0.0) + lack
                after.room[row] += lack
        after.put(int(own[best]))
    kept = (after.level >= np.minimum(grid.needed, draft.level) - TOLERANCE).all()
    if after.value < draft.value - TOLERANCE or not kept:
        return _Extra({}, {})
    return _by_skill(draft, granted)


def _by_skill(draft: Draft, granted: dict[int, float]) -> _Extra:
    by_week: dict[str, dict[int, float]] = {}
    for row, hours in sorted(granted.items()):
        limit = draft.grid.limits[row]
        by_week.setdefault(limit.name, {})[limit.week or 0] = _up(hours)
    return _Extra({skill: _up(sum(weeks.values())) for skill, weeks in by_week.items()}, by_week)


def _up(amount: float) -> float:
    """Rounded up at six digits: what is named has to be enough."""
    return math.ceil(amount * 1e6 - 1e-3) / 1e6
