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
from luotsi.engines.planning.portfolio import Limits
from luotsi.engines.planning.search import Search

NEAREST_SHARE = 0.55  # of the time, at most, to find the fewest moves
START_SHARE = 0.1  # of the time, at most, to polish the plan it starts from
SEARCH_STEPS = 6
RELAX_S = 0.5  # for a bound where the proof did not get to one


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
    prover = _Prover(grid, earlier, limits, until)
    first = prover.most_kept(start)
    if first.status == "infeasible":
        return Nearest(None, 0, False, is_infeasible=True)
    found = _nearer(grid, earlier, start, first)
    proven = first.status == "optimal"
    if proven and found is not None:
        second = prover.fewest_left(found)
        found, proven = _nearer(grid, earlier, found, second), second.status == "optimal"
    if found is not None and found is not start:
        found = _searched(Draft(_with_value(grid, earlier), found.places), limits)
    places = None if found is None else found.places
    return Nearest(places, _at_least(earlier, first.bound), proven)


def _keeping(grid: Grid, earlier: Earlier) -> np.ndarray:
    """Whole numbers, so that the order is exact: one item more at its place counts more than all that are in."""
    aim = np.isin(grid.item, earlier.items).astype(float)
    aim[earlier.kept] = len(earlier.items) + 2.0
    return aim


def _at_least(earlier: Earlier, most_kept: float | None) -> int:
    if most_kept is None:
        return earlier.gone_count
    return max(earlier.gone_count, len(earlier.items) - math.floor(most_kept + 1e-4))


class _Prover:
    """One count after the other (half the time of both in one sum): items at their place, then items in the plan."""

    def __init__(self, grid: Grid, earlier: Earlier, limits: Limits, until: float) -> None:
        self._grid, self._earlier, self._limits, self._until = grid, earlier, limits, until
        stays = earlier.places >= 0
        at_place = zip(earlier.items[stays].tolist(), earlier.places[stays].tolist(), strict=True)
        self._model = build_model(grid, {item: np.array([place]) for item, place in at_place})
        self._solver = Solver(self._model, seed=limits.seed)

    def most_kept(self, start: Draft | None) -> Outcome:
        aim = np.zeros(self._model.columns)
        aim[self._earlier.kept] = 1.0
        outcome = self._solve(aim, start)
        if outcome.status != "stopped" or outcome.bound is not None:
            return outcome
        relaxation = self._solver.relax(RELAX_S)
        return outcome if relaxation is None else replace(outcome, bound=relaxation.bound)

    def fewest_left(self, start: Draft) -> Outcome:
        """With as many at their place as the plan given has."""
        kept = int(np.isin(self._earlier.kept, start.places).sum())
        self._solver.set_row(self._model.kept_row, float(kept), np.inf)
        aim = np.zeros(self._model.columns)
        aim[: len(self._grid.item)] = np.isin(self._grid.item, self._earlier.items)
        return self._solve(aim, start)

    def _solve(self, aim: np.ndarray, start: Draft | None) -> Outcome:
        limits = self._limits
        self._solver.set_worth(aim)
        return self._solver.solve(
            time_limit_s=max(0.3, self._until - time.monotonic()) if limits.work_limit is None else 0.0,
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


def _nearer(grid: Grid, earlier: Earlier, draft: Draft | None, outcome: Outcome) -> Draft | None:
    """The plan that is nearer; the draft of two that are equally near, for it was searched for value, too."""
    if outcome.places is None:
        return draft
    aim = _keeping(grid, earlier)
    is_nearer = draft is None or aim[outcome.places].sum() > aim[draft.places].sum()
    return Draft(grid, outcome.places) if is_nearer else draft
