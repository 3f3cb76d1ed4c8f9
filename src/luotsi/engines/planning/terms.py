"""What would let items in with the plan untouched: fewer hours, more of what is short, another window.

All places of all items left out are looked at together, so each figure is the least for which nothing else moves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import TOLERANCE, Grid, build_grid

Weekly = Mapping[str, Mapping[int, float]]  # name -> week -> amount


@dataclass(frozen=True)
class Lacking:
    """The places of all items left out that their predecessors allow, and what each lacks in each of its rows."""

    draft: Draft
    places: np.ndarray
    lacks: np.ndarray
    welcome: np.ndarray  # items that no minimum shuts out

    @property
    def rows(self) -> np.ndarray:
        return self.draft.grid.uses_row[self.places]

    def only(self, code: str) -> np.ndarray:
        """Places that lack something, and nothing but this."""
        of_code = np.array([*(limit.code == code for limit in self.draft.grid.limits), True])
        return ((self.lacks == 0) | of_code[self.rows]).all(axis=1) & (self.lacks > 0).any(axis=1)

    def least(self, at: np.ndarray, amount: np.ndarray) -> dict[int, int]:
        """For every item the index (into places) with the least amount, of those the most worth."""
        grid = self.draft.grid
        order = np.lexsort((-grid.worth[self.places[at]], np.round(amount, 6)))
        best: dict[int, int] = {}
        for index in at[order].tolist():
            best.setdefault(int(grid.item[self.places[index]]), index)
        return best


def lacking(draft: Draft) -> Lacking:
    grid = draft.grid
    out = np.flatnonzero(draft.place < 0)
    places = np.concatenate([np.zeros(0, int), *(draft.in_order(int(item)) for item in out)]).astype(int)
    floor = np.minimum(grid.needed, draft.level) - TOLERANCE
    welcome = (draft.level[:, None] + grid.gives >= floor[:, None]).all(axis=0)
    return Lacking(draft, places, draft.lacks(places), welcome)


def hours_cuts(given: Lacking) -> dict[int, float]:
    """Hours off the item's effort so that it fits; every mode's hours fall in the same proportion."""
    grid = given.draft.grid
    at = np.flatnonzero(given.only("hours") & (grid.worth[given.places] >= 0))
    amounts = grid.uses_amount[given.places[at]]
    lacks = given.lacks[at]
    share = np.divide(lacks, amounts, out=np.zeros_like(lacks), where=amounts > 0).max(axis=1, initial=0.0)
    by_place = dict(zip(at.tolist(), share.tolist(), strict=True))
    cuts = {}
    for item, index in given.least(at, share).items():
        effort = grid.items[item].effort_hours
        cut = up(by_place[index] * effort)
        if 0 < cut < effort and _keeps_minimums(given.draft, item, 1 - cut / effort):
            cuts[item] = cut
    return cuts


def _keeps_minimums(draft: Draft, item: int, factor: float) -> bool:
    after = draft.level + draft.grid.gives[:, item] * factor
    return bool((after >= np.minimum(draft.grid.needed, draft.level) - TOLERANCE).all())


@dataclass(frozen=True)
class Extra:
    """More of one kind of limit: in all by name, and in which weeks (a budget has none)."""

    total: Mapping[str, float] = field(default_factory=dict)
    by_week: Weekly = field(default_factory=dict)


def extras(given: Lacking, code: str) -> dict[int, Extra]:
    """The least sum of one kind of limit that lets each item in; items that lack other kinds, too, have none."""
    grid = given.draft.grid
    worthy = (grid.worth[given.places] >= 0) & given.welcome[grid.item[given.places]]
    at = np.flatnonzero(given.only(code) & worthy)
    found = {}
    for item, index in given.least(at, given.lacks[at].sum(axis=1)).items():
        rows, lacks = given.rows[index], given.lacks[index]
        found[item] = named(grid, dict(zip(rows[lacks > 0].tolist(), lacks[lacks > 0].tolist(), strict=True)))
    return found


def named(grid: Grid, granted: Mapping[int, float]) -> Extra:
    """Amounts by limit row, by name and week; work in progress counts the most of any week."""
    by_week: dict[str, dict[int, float]] = {}
    whole = all(grid.limits[row].code == "in_progress" for row in granted)
    for row, amount in sorted(granted.items()):
        limit = grid.limits[row]
        by_week.setdefault(limit.name, {})[limit.week or 0] = up(amount)
    total = {name: up(max(weeks.values()) if whole else sum(weeks.values())) for name, weeks in by_week.items()}
    return Extra(total, by_week)


def extra_hours_with_predecessors(draft: Draft, item: int) -> Extra:
    """Hours that let an item in together with all that it comes after."""
    grid, after = draft.grid, draft.copy()
    granted: dict[int, float] = {}
    for step in [*(other for other in grid.ancestors(item) if not draft.has(other)), item]:
        own = after.in_order(step)
        lacks = after.lacks(own)
        hours = np.array([*(limit.code == "hours" for limit in grid.limits), True])
        usable = ((lacks == 0) | hours[grid.uses_row[own]]).all(axis=1)
        own, lacks = own[usable], lacks[usable]
        if not len(own):
            return Extra()
        best = int(np.lexsort((-grid.worth[own], np.round(lacks.sum(axis=1), 6)))[0])
        for row, lack in zip(grid.uses_row[own[best]].tolist(), lacks[best].tolist(), strict=True):
            if lack > 0:
                granted[row] = granted.get(row, 0.0) + lack
                after.room[row] += lack
        after.put(int(own[best]))
    kept = (after.level >= np.minimum(grid.needed, draft.level) - TOLERANCE).all()
    return named(grid, granted) if kept and after.value >= draft.value - TOLERANCE else Extra()


def windows(draft: Draft) -> dict[int, tuple[int, int]]:
    """The window nearest to each item's own (fewest weeks more) in which it fits as it is; none where none does."""
    grid, problem = draft.grid, draft.grid.problem
    out = [
        item
        for item in np.flatnonzero(draft.place < 0).tolist()
        if problem.items[item].moscow != "wont" and all(draft.has(earlier) for earlier in grid.before[item])
    ]
    wide = build_grid(
        replace(
            problem,
            items=tuple(
                replace(problem.items[item], earliest=0, latest=problem.weeks - 1, after=(), pin=None, moscow="should")
                for item in out
            ),
            previous=(),
        )
    )
    if not len(wide.item) or wide.limits != grid.limits:
        return {}
    found = _nearest(draft, wide, out)
    return {out[number]: window for number, window in found.items()}


def _nearest(draft: Draft, wide: Grid, out: list[int]) -> dict[int, tuple[int, int]]:
    problem, of = draft.grid.problem, wide.item
    items = [problem.items[item] for item in out]
    earliest, latest = (np.array([getattr(item, end) for item in items])[of] for end in ("earliest", "latest"))
    shortest = np.array([min(mode.weeks for mode in item.modes) for item in items])[of]
    now_earliest, now_latest = np.minimum(earliest, wide.start), np.maximum(latest, wide.end)
    late = np.maximum(0, wide.end - (now_earliest + shortest - 1))
    value, lost = (np.array([getattr(item, kind) for item in items])[of] for kind in ("value", "value_lost_per_week"))
    worth = value - lost * late
    more = (earliest - now_earliest) + (now_latest - latest)
    open_ = np.array([draft.window(item) for item in out])
    amounts = wide.uses_amount
    fits = ((amounts <= draft.room[wide.uses_row] + TOLERANCE) | (amounts == 0)).all(axis=1)
    fits &= (more > 0) & (worth > TOLERANCE) & (wide.start >= open_[of, 0]) & (wide.end <= open_[of, 1])
    at = np.flatnonzero(fits)
    best: dict[int, tuple[int, int]] = {}
    for place in at[np.lexsort((wide.start[at], -worth[at], more[at]))].tolist():
        if draft.keeps_minimums(with_=[out[of[place]]]):
            best.setdefault(int(of[place]), (int(now_earliest[place]), int(now_latest[place])))
    return best


def up(amount: float) -> float:
    """Rounded up at six digits: what is named has to be enough."""
    return math.ceil(amount * 1e6 - 1e-3) / 1e6
