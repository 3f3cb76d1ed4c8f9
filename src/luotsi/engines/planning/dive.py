"""A first plan by diving: what the relaxation is sure of is placed, the relaxation solved anew, and so on to the end.

Each new relaxation starts from the last one, so a dive costs little more than the first; where much is shared by
many (5,000 items) it ends within half a per cent of the bound.
"""

from __future__ import annotations

import numpy as np

from luotsi.engines.planning.cpsat import replan
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.eviction import cheapest_entry
from luotsi.engines.planning.highs import Relaxation, Solver
from luotsi.engines.planning.polish import insert_all, move_all

SURE = 0.999  # a place with so much of an item is taken
SHARE = 0.02  # of the others, the fullest first, are taken in one round
NONE = 1e-6
PROMISED_ROUNDS = 9  # in the first rounds only promised items are placed, as long as some wait
RELAX_S = 60.0
END_PLACES = 300  # as few are left to choose from when the rest is chosen at once
END_EFFORT = 1.0  # CP-SAT's deterministic time for it


def dive(solver: Solver, relaxation: Relaxation, *, seconds_left: float) -> Draft:
    """The plan at the bottom; promises may be missing. Leaves the solver's columns as they were."""
    run = _Dive(solver)
    values: np.ndarray | None = relaxation.values
    rounds = 0
    while values is not None and run.place(values, only_promised=rounds < PROMISED_ROUNDS):
        values, rounds = run.relax(seconds_left), rounds + 1
    solver.free_columns()
    draft = max(run.kept, _ended(run.branch), key=lambda draft: draft.value)
    for item in draft.grid.order:
        if draft.grid.promised[item] and not draft.has(item):
            entry = cheapest_entry(draft, item)
            draft = draft if entry is None else entry.after
    insert_all(draft)
    move_all(draft)
    return draft


def _ended(draft: Draft) -> Draft:
    """The rest chosen all at once."""
    waiting = np.flatnonzero(draft.place < 0)
    open_ = waiting[np.diff(draft.grid.first)[waiting] > 0]
    found, _closed = replan(draft, open_.tolist(), effort=END_EFFORT, seed=1)
    return draft if found is None else found


class _Dive:
    """`kept` is the plan of the last round whose relaxation could still be solved, `branch` the one where few
    enough places were left to choose among all at once.
    """

    def __init__(self, solver: Solver) -> None:
        self._solver, self._grid = solver, solver.model.grid
        self._draft = Draft(self._grid)
        self.kept = self.branch = self._draft.copy()
        self._closed = np.zeros(len(self._grid.item), bool)

    def place(self, values: np.ndarray, *, only_promised: bool) -> bool:
        """Take the fullest places; False where nothing is left to take."""
        self.kept = self._draft.copy()
        changed = False
        for place in self._fullest(values[: len(self._grid.item)], only_promised=only_promised):
            item = int(self._grid.item[place])
            if not self._draft.has(item) and self._draft.fits(np.array([place]))[0]:
                if place not in self._draft.in_order(item):
                    continue  # what it comes after is not placed yet
                self._draft.put(place)
            else:
                self._closed[place] = True
            changed = True
        return changed

    def _fullest(self, values: np.ndarray, *, only_promised: bool) -> list[int]:
        grid = self._grid
        waiting = np.flatnonzero((self._draft.place[grid.item] < 0) & (values > NONE) & ~self._closed)
        promised = waiting[grid.promised[grid.item[waiting]]]
        if only_promised and len(promised):
            waiting = promised
        waiting = waiting[np.argsort(-values[waiting], kind="stable")]
        sure = int((values[waiting] > SURE).sum())
        return waiting[: sure + max(1, int(SHARE * (len(waiting) - sure)))].tolist()

    def relax(self, seconds_left: float) -> np.ndarray | None:
        """The relaxation with all that is placed; None where it has no solution."""
        grid, draft = self._grid, self._draft
        waiting = np.flatnonzero(draft.place[grid.item] < 0)
        fits = draft.fits(waiting)
        self._closed[waiting[~fits]] = True
        if int(fits.sum()) >= END_PLACES:
            self.branch = draft.copy()
        upper = (~self._closed & (draft.place[grid.item] < 0)).astype(float)
        lower = np.zeros(len(upper))
        upper[draft.places] = lower[draft.places] = 1.0
        self._solver.bound_places(lower, upper)
        found = self._solver.relax(min(RELAX_S, max(0.1, seconds_left)), with_totals=False)
        return None if found is None else found.values
