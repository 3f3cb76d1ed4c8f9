"""Do some promises fit below some limits? Whole-number answers by CP-SAT on the promised items alone.

Amounts are rounded down and room up, so a clash found is one; what fits is looked at again in exact numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import TOLERANCE, Grid

SCALE = 1000
TRIES = ((2, 0.35), (1, 0.35), (0, 0.3))  # how linear, for which share of the time: what one way misses another finds
LimitName = tuple[str, str]  # code, name


@dataclass(frozen=True)
class Promises:
    """A grid in which nothing is promised, and for every promised item the places that would keep its promise."""

    grid: Grid
    keeping: Mapping[int, np.ndarray]


class Placing:
    """A CP-SAT model of some items' places: each at most once, after its predecessors, promised ones exactly once."""

    def __init__(self, promises: Promises, musts: Iterable[int], others: Iterable[int] = ()) -> None:
        grid = promises.grid
        self.promises, self.model = promises, cp_model.CpModel()
        musts = list(musts)
        behind = [earlier for must in musts for earlier in grid.ancestors(must)]
        self.items = sorted({*musts, *behind, *others})
        self.places = np.concatenate([np.zeros(0, int), *(grid.places_of(item) for item in self.items)]).astype(int)
        columns = [self.model.new_bool_var("") for _ in self.places]
        self.column = dict(zip(self.places.tolist(), columns, strict=True))
        for item in self.items:
            self.model.add_at_most_one(self._of(grid.places_of(item)))
        for must in musts:
            self.model.add_bool_or(self._of(promises.keeping[must]))
        self._precedence()

    def _of(self, places: np.ndarray) -> list[cp_model.IntVar]:
        return [self.column[place] for place in places.tolist()]

    def _precedence(self) -> None:
        grid = self.promises.grid
        for item in self.items:
            own = grid.places_of(item)
            for earlier in grid.before[item]:
                theirs = grid.places_of(earlier) if earlier in self.items else np.zeros(0, int)
                for week in np.unique(grid.start[own]):
                    begun = self._of(own[grid.start[own] <= week])
                    done = self._of(theirs[grid.end[theirs] < week])
                    self.model.add(cp_model.LinearExpr.sum(begun) <= cp_model.LinearExpr.sum(done))

    def rows(self, limits: Iterable[LimitName]) -> Iterable[tuple[int, cp_model.LinearExpr, int, int]]:
        """Every row of these limits that may overflow: its number, what is used, the room and the most used."""
        grid, kept = self.promises.grid, set(limits)
        at, slot = np.nonzero(grid.uses_amount[self.places])
        rows = grid.uses_row[self.places[at], slot]
        amounts = np.floor(grid.uses_amount[self.places[at], slot] * SCALE + 1e-6).astype(np.int64)
        order = np.argsort(rows, kind="stable")
        edges = np.flatnonzero(np.diff(rows[order])) + 1
        for own in np.split(order, edges) if len(order) else []:
            row = int(rows[own[0]])
            if row >= len(grid.limits) or (grid.limits[row].code, grid.limits[row].name) not in kept:
                continue
            room = int(np.ceil(grid.capacity[row] * SCALE - 1e-6))
            if amounts[own].sum() > room:
                used = [self.column[place] for place in self.places[at[own]].tolist()]
                yield row, cp_model.LinearExpr.weighted_sum(used, amounts[own].tolist()), room, int(amounts[own].sum())

    def solve(self, seconds: float, seed: int, *, linear: int = 2) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver]:
        """linear: how much CP-SAT leans on linear programs, 0 to 2."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.linearization_level = linear
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        return solver.solve(self.model), solver

    def chosen(self, solver: cp_model.CpSolver) -> np.ndarray:
        return np.array([place for place, column in self.column.items() if solver.boolean_value(column)], int)


def clashes(
    promises: Promises, musts: Iterable[int], limits: Iterable[LimitName], *, seconds: float, seed: int
) -> bool | None:
    """True: proven that they cannot all hold; False: they can; None: not known in time."""
    limits = set(limits)
    placing = Placing(promises, musts)
    for _, used, room, _ in placing.rows(limits):
        placing.model.add(used <= room)
    for linear, share in TRIES:
        status, solver = placing.solve(seconds * share, seed, linear=linear)
        if status == cp_model.INFEASIBLE:
            return True
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False if _holds(Draft(promises.grid, placing.chosen(solver)), limits) else None
    return None


def _holds(draft: Draft, limits: set[LimitName]) -> bool:
    closed = np.array([(limit.code, limit.name) in limits for limit in draft.grid.limits], bool)
    return bool((draft.room[:-1][closed] >= -10 * TOLERANCE).all())
