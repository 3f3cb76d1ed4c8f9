"""The port to CP-SAT: a part of a plan, or all of it, solved anew in whole numbers that never overfill.

Amounts are rounded up and room down at a thousandth, so what fits here fits for certain. A bound is only
claimed where nothing had to be rounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import TOLERANCE, Grid

SCALE = 1000
LARGEST_WORTH = 10**6  # what the largest worth becomes in whole numbers

Columns = dict[int, dict[int, cp_model.IntVar]]  # item -> place -> chosen?


def replan(
    draft: Draft, free: list[int], *, effort: float, seed: int, seconds: float = math.inf
) -> tuple[Draft | None, bool]:
    """The best plan found when only `free` items may change (None: none was found), and whether none is better.

    effort: CP-SAT's deterministic time, so that the answer does not depend on the machine. seconds: the most of them.
    """
    part = _part(draft, free)
    if part is None:
        return None, True
    solver = _solver(effort, seed)
    if math.isfinite(seconds):
        solver.parameters.max_time_in_seconds = max(0.05, seconds)
    status = solver.solve(part.model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return _filled(part, solver) if found else None, status == cp_model.OPTIMAL


@dataclass(frozen=True)
class _Part:
    """What stays, and the model of what may change; one unit of worth is `unit` in whole numbers."""

    rest: Draft
    model: cp_model.CpModel
    columns: Columns
    unit: float
    exact: bool


def _part(draft: Draft, free: list[int]) -> _Part | None:
    rest = draft.copy()
    for item in free:
        if rest.has(item):
            rest.take(item)
    model = cp_model.CpModel()
    columns = _columns(model, rest, free)
    if columns is None:
        return None
    _limits(model, rest, columns)
    _minimums(model, rest, draft, columns)
    _precedence(model, rest.grid, columns)
    unit, exact = _unit(rest.grid)
    _aim(model, rest.grid, columns, unit)
    _hint(model, draft, columns)
    return _Part(rest, model, columns, unit, exact and _is_whole(rest.grid))


def _filled(part: _Part, solver: cp_model.CpSolver) -> Draft:
    after = part.rest.copy()
    for own in part.columns.values():
        for place, column in own.items():
            if solver.boolean_value(column):
                after.put(place)
    return after


class Proof:
    """All items solved at once: the best plan with its bound. `halt` may be called from another thread."""

    def __init__(self, draft: Draft, items: list[int], *, effort: float, seed: int) -> None:
        self._part = _part(draft, items)
        self._solver = _solver(effort, seed)
        self.best, self.proven = draft, False
        self.bound: float | None = None

    def run(self, seconds: float) -> None:
        part = self._part
        if part is None:
            return
        if np.isfinite(seconds):
            self._solver.parameters.max_time_in_seconds = max(0.01, seconds)
        if part.exact:
            self._solver.best_bound_callback = self._lower
        status = self._solver.solve(part.model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.best = _filled(part, self._solver)
            self.proven = status == cp_model.OPTIMAL and part.exact
            self._lower(self._solver.best_objective_bound)

    def halt(self) -> None:
        self._solver.stop_search()

    def _lower(self, bound: float) -> None:
        if self._part is not None and self._part.exact:
            self.bound = float(bound / self._part.unit + self._part.rest.value)


def _solver(effort: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.symmetry_level = 0
    solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False  # the command's own answer to Ctrl-C stands
    return solver


def _unit(grid: Grid) -> tuple[float, bool]:
    """Whole numbers for worth, and whether they say exactly the same."""
    largest = max(1e-9, float(np.abs(grid.worth).max(initial=0.0)))
    for unit in (1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6):
        if largest * unit < 1e9 and np.allclose(
            grid.worth * unit, np.round(grid.worth * unit), rtol=0, atol=1e-7 * unit
        ):
            return unit, True
    return LARGEST_WORTH / largest, False


def _is_whole(grid: Grid) -> bool:
    """Whether all amounts and limits are whole at SCALE, so that rounding them changed nothing."""
    limits = grid.capacity[np.isfinite(grid.capacity)]
    numbers = np.concatenate([grid.uses_amount.ravel(), limits, grid.gives.ravel(), grid.needed]) * SCALE
    return bool(np.allclose(numbers, np.round(numbers), rtol=0, atol=1e-6))


def _columns(model: cp_model.CpModel, rest: Draft, free: list[int]) -> Columns | None:
    """A column for every place that is open; None where a promised item has none."""
    grid, inside, columns = rest.grid, set(free), {}
    for item in free:
        own = _open_places(rest, item, inside)
        columns[item] = {int(place): model.new_bool_var("") for place in own[rest.fits(own)]}
        has_to = grid.promised[item] or any(rest.has(later) for later in grid.behind[item])
        if has_to and not columns[item]:
            return None
        (model.add_exactly_one if has_to else model.add_at_most_one)(list(columns[item].values()))
    return columns


def _open_places(rest: Draft, item: int, inside: set[int]) -> np.ndarray:
    """Places that the items which stay leave open in time; free predecessors are left to the model."""
    grid, own = rest.grid, rest.grid.places_of(item)
    first, last = 0.0, np.inf
    for earlier in grid.before[item]:
        if earlier not in inside:
            first = max(first, grid.end[rest.place[earlier]] + 1 if rest.has(earlier) else np.inf)
    for later in grid.behind[item]:
        if rest.has(later):
            last = min(last, grid.start[rest.place[later]] - 1)
    return own[(grid.start[own] >= first) & (grid.end[own] <= last)]


def _limits(model: cp_model.CpModel, rest: Draft, columns: Columns) -> None:
    grid = rest.grid
    names = {place: column for own in columns.values() for place, column in own.items()}
    places, variables = np.array(list(names), int), list(names.values())
    at, slot = np.nonzero(grid.uses_amount[places]) if len(places) else (np.zeros(0, int),) * 2
    rows = grid.uses_row[places[at], slot]
    amounts = np.ceil(grid.uses_amount[places[at], slot] * SCALE - 1e-6).astype(np.int64)
    order = np.argsort(rows, kind="stable")
    for own in np.split(order, np.flatnonzero(np.diff(rows[order])) + 1) if len(order) else []:
        room = int(np.floor((rest.room[rows[own[0]]] + TOLERANCE) * SCALE))
        if amounts[own].sum() > room:
            used = [variables[index] for index in at[own]]
            model.add(cp_model.LinearExpr.weighted_sum(used, amounts[own].tolist()) <= room)


def _minimums(model: cp_model.CpModel, rest: Draft, draft: Draft, columns: Columns) -> None:
    """Minimums hold; one that is missed already may not get worse."""
    grid = rest.grid
    for number in range(len(grid.minimums)):
        used, amounts = [], []
        for item, own in columns.items():
            amount = int(np.floor(grid.gives[number, item] * SCALE + 1e-6))
            used += list(own.values())
            amounts += [amount] * len(own)
        wanted = min(grid.needed[number], draft.level[number]) - rest.level[number]
        least = int(np.ceil((wanted - TOLERANCE) * SCALE))
        if used and (least > 0 or min(amounts) < 0):
            model.add(cp_model.LinearExpr.weighted_sum(used, amounts) >= least)


def _precedence(model: cp_model.CpModel, grid: Grid, columns: Columns) -> None:
    for item, own in columns.items():
        for earlier in grid.before[item]:
            theirs = columns.get(earlier)
            if theirs is None:
                continue
            for week in sorted({int(grid.start[place]) for place in own}):
                begun = [column for place, column in own.items() if grid.start[place] <= week]
                done = [column for place, column in theirs.items() if grid.end[place] < week]
                model.add(cp_model.LinearExpr.sum(begun) <= cp_model.LinearExpr.sum(done))


def _aim(model: cp_model.CpModel, grid: Grid, columns: Columns, unit: float) -> None:
    names = {place: column for own in columns.values() for place, column in own.items()}
    if names:
        worth = grid.worth[np.array(list(names), int)]
        whole = np.round(worth * unit).astype(np.int64).tolist()
        model.maximize(cp_model.LinearExpr.weighted_sum(list(names.values()), whole))


def _hint(model: cp_model.CpModel, draft: Draft, columns: Columns) -> None:
    for item, own in columns.items():
        for place, column in own.items():
            model.add_hint(column, bool(draft.place[item] == place))
