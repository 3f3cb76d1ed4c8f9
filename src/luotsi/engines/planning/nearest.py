"""The plan nearest to an earlier one: the fewest items moved or left, then the fewest left, with its proof."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np

from luotsi.engines.planning.check import check
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.earlier import Earlier
from luotsi.engines.planning.eviction import cheapest_entry
from luotsi.engines.planning.grid import Grid
from luotsi.engines.planning.highs import Outcome, Solver
from luotsi.engines.planning.model import build_model
from luotsi.engines.planning.polish import meet_minimums, polish
from luotsi.engines.planning.search import Search
from luotsi.engines.planning.solving import Limits

NEAREST_SHARE = 0.5  # of the time, at most, to find the fewest moves
START_SHARE = 0.1  # of the time, at most, to polish the plan it starts from
SEARCH_STEPS = 6


@dataclass(frozen=True)
class Nearest:
    """places is None where no plan was found; `is_infeasible` says that there is none.

    at_least: moves that no plan can do without. proven: no plan has fewer moves, or as few and fewer that leave.
    """

    places: np.ndarray | None
    at_least: int
    proven: bool
    is_infeasible: bool = False


def nearest_plan(grid: Grid, earlier: Earlier, limits: Limits) -> Nearest:
    """Found by repair and search, then proven: most of the earlier plan stands, so this is quick."""
    until = time.monotonic() + max(0.5, limits.left() * NEAREST_SHARE)
    as_it_was = Draft(grid, earlier.kept)
    if not earlier.gone_count and not check(grid.problem, as_it_was.chosen()):
        return Nearest(as_it_was.places, 0, True)
    start = _repaired(grid, earlier, limits)
    outcome = _proof(grid, earlier, start, limits, until - time.monotonic())
    if outcome.status == "infeasible":
        return Nearest(None, 0, False, is_infeasible=True)
    found = _better(grid, earlier, start, outcome, limits)
    return Nearest(found, _at_least(earlier, outcome.bound), outcome.status == "optimal")


def _keeping(grid: Grid, earlier: Earlier) -> np.ndarray:
    """Whole numbers, so that the order is exact: one item more at its place counts more than all that are in."""
    aim = np.isin(grid.item, earlier.items).astype(float)
    aim[earlier.kept] = _weight(earlier)
    return aim


def _weight(earlier: Earlier) -> float:
    return len(earlier.items) + 2.0


def _at_least(earlier: Earlier, bound: float | None) -> int:
    """Moves left over when the bound's whole part is all spent on places kept."""
    if bound is None:
        return earlier.gone_count
    kept = math.floor((math.floor(bound + 1e-4)) / _weight(earlier))
    return max(earlier.gone_count, len(earlier.items) - kept)


def _proof(grid: Grid, earlier: Earlier, start: Draft | None, limits: Limits, seconds: float) -> Outcome:
    model = build_model(grid)
    solver = Solver(model, seed=limits.seed)
    aim = np.zeros(model.columns)
    aim[: len(grid.item)] = _keeping(grid, earlier)
    solver.set_worth(aim)
    return solver.solve(
        time_limit_s=max(0.3, seconds) if limits.work_limit is None else 0.0,
        work_limit=limits.work_limit,
        start=None if start is None else start.places,
        should_stop=limits.should_stop,
    )


def _with_value(grid: Grid, earlier: Earlier) -> Grid:
    """For the search: places kept first, and among equals the value, which together stays below one."""
    highest = np.zeros(len(grid.items))
    np.maximum.at(highest, grid.item, np.abs(grid.worth))
    share = 0.5 / max(1e-9, float(highest.sum()))
    return replace(grid, worth=_keeping(grid, earlier) + grid.worth * share)


def _repaired(grid: Grid, earlier: Earlier, limits: Limits) -> Draft | None:
    """The earlier plan with as little pushed out as was found; None where a promise or minimum was not met so."""
    draft = Draft(_with_value(grid, earlier))
    for item, place in _in_order(grid, earlier):
        if place in draft.in_order(item) and draft.fits(np.array([place]))[0]:
            draft.put(place)
    for item in grid.order:
        if grid.promised[item] and not draft.has(item):
            entry = cheapest_entry(draft, item)
            if entry is None:
                return None
            draft = entry.after
    meet_minimums(draft)
    until = time.monotonic() + START_SHARE * limits.time_limit_s
    polish(draft, enough=lambda: limits.work_limit is None and time.monotonic() > until)
    return None if check(grid.problem, draft.chosen()) else _searched(draft, limits)


def _in_order(grid: Grid, earlier: Earlier) -> list[tuple[int, int]]:
    """Earlier places that are still there, what is promised (and what it comes after) first."""
    place_of = dict(zip(earlier.items.tolist(), earlier.places.tolist(), strict=True))
    promised = {item for item in range(len(grid.items)) if grid.promised[item]}
    promised |= {other for item in promised for other in grid.ancestors(item)}
    order = [*(item for item in grid.order if item in promised), *(item for item in grid.order if item not in promised)]
    return [(item, place_of[item]) for item in order if place_of.get(item, -1) >= 0]


def _searched(draft: Draft, limits: Limits) -> Draft:
    search = Search(draft, limits.seed)
    search.run(steps=SEARCH_STEPS, stop=lambda: limits.left() < 0)
    return search.best


def _better(
    grid: Grid, earlier: Earlier, start: Draft | None, outcome: Outcome, limits: Limits
) -> np.ndarray | None:  # fmt: skip
    """The nearer of both plans; the proof's knows no value, so it is searched from there."""
    if outcome.places is None:
        return None if start is None else start.places
    aim = _keeping(grid, earlier)
    if start is not None and aim[start.places].sum() >= aim[outcome.places].sum():
        return start.places
    return _searched(Draft(_with_value(grid, earlier), outcome.places), limits).places
