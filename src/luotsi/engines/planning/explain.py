"""Why each item is left out and what would let it in: one pass over the present plan, nothing solved anew.

Every claim comes with a plan that proves it, found here; so each is true, and each may be more than the least needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.conflict import LIMIT_KEY, homeless_reason
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.eviction import Eviction
from luotsi.engines.planning.giving_way import Steps, best_entry, possible_steps
from luotsi.engines.planning.grid import TOLERANCE
from luotsi.engines.planning.plan import EntryTerms, LeftOut, Reason
from luotsi.engines.planning.terms import (
    Extra,
    extra_hours_with_predecessors,
    extras,
    hours_cuts,
    lacking,
    up,
    windows,
)

NO_EXTRA = Extra()


def explain_left_out(draft: Draft, *, enough: Callable[[], bool] = lambda: False) -> tuple[LeftOut, ...]:
    """One answer for every item that is not in the plan, in the order of the problem.

    When `enough()` says so, who would make room is not looked for any more; those worth most are looked at first.
    """
    out = np.flatnonzero(draft.place < 0).tolist()
    if not out:
        return ()
    known = _known(draft)
    found = {item: _left_out(draft, item, known, enough) for item in _by_worth(draft, out)}
    return tuple(found[item] for item in out)


def _by_worth(draft: Draft, items: list[int]) -> list[int]:
    best = np.full(len(draft.grid.items), -np.inf)
    np.maximum.at(best, draft.grid.item, draft.grid.worth)
    return sorted(items, key=lambda item: (-best[item], item))


@dataclass(frozen=True)
class _Known:
    """What one look at all items left out told, by item."""

    steps: Steps
    hours_cut: dict[int, float]
    extra: dict[str, dict[int, Extra]]
    window: dict[int, tuple[int, int]]


def _known(draft: Draft) -> _Known:
    lack = lacking(draft)
    extra = {code: extras(lack, code) for code in ("hours", "expert_hours", "in_progress", "budget")}
    return _Known(possible_steps(draft), hours_cuts(lack), extra, windows(draft))


def _left_out(draft: Draft, number: int, known: _Known, enough: Callable[[], bool]) -> LeftOut:
    grid, item = draft.grid, draft.grid.items[number]
    if item.moscow == "wont":
        return LeftOut(item.id, (Reason("class", {"class": "wont"}),))
    if grid.first[number] == grid.first[number + 1]:
        return LeftOut(item.id, (homeless_reason(grid, number),), EntryTerms(window=_window(known, number)))
    entry = None if enough() else best_entry(known.steps, number)
    rise, displaced = _rise(draft, number, entry)
    return LeftOut(item.id, tuple(_because(draft, number, displaced)), _terms(draft, number, known, rise, displaced))


def _terms(draft: Draft, number: int, known: _Known, rise: float | None, displaced: tuple[str, ...]) -> EntryTerms:
    if all(draft.has(earlier) for earlier in draft.grid.before[number]):
        hours = known.extra["hours"].get(number, NO_EXTRA)
    else:
        hours = extra_hours_with_predecessors(draft, number)
    experts = known.extra["expert_hours"].get(number, NO_EXTRA)
    return EntryTerms(
        value_rise=rise,
        displaces=displaced,
        hours_cut=known.hours_cut.get(number),
        extra_hours=hours.total,
        extra_hours_by_week=hours.by_week,
        extra_expert_hours=experts.total,
        extra_expert_hours_by_week=experts.by_week,
        extra_in_progress=known.extra["in_progress"].get(number, NO_EXTRA).total,
        extra_budget=known.extra["budget"].get(number, NO_EXTRA).total,
        window=_window(known, number),
    )


def _window(known: _Known, number: int) -> dict[str, int] | None:
    found = known.window.get(number)
    return None if found is None else {"earliest": found[0], "latest": found[1]}


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
        Reason(code, {LIMIT_KEY[code]: name, **({"weeks": weeks} if weeks else {}), "short": up(short), **where})
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
    return up(loss / weight), tuple(grid.items[other].id for other in entry.gone)
