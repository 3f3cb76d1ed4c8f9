"""When the musts cannot all fit: a smallest set of musts and limits that clash, and the plan that breaks fewest.

The conflict is found by deletion: whatever can go while the rest still clashes, goes; what is left is irreducible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import Grid
from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.model import Model
from luotsi.engines.planning.plan import MustConflict, Reason

LIMIT_KEY = {"hours": "skill", "in_progress": "skill", "expert_hours": "expert", "budget": "budget"}


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that may be dropped: a must (item), a limit (code, name) or a minimum (number)."""

    item: int | None = None
    limit: tuple[str, str] | None = None
    minimum: int | None = None


def find_conflict(model: Model, *, seed: int, seconds_left: Callable[[], float]) -> MustConflict:
    """A minimal conflict; `minimal` is False where time ran out before that was shown."""
    homeless = _homeless(model.grid)
    if homeless is not None:
        return homeless
    tester = _Tester(model, seed, seconds_left)
    core = tester.parts
    size = max(1, len(core) // 2)
    while True:
        core = _thinned(core, size, tester)
        if size == 1:
            break
        size = max(1, min(size // 2, len(core) // 2))
    return MustConflict(
        musts=tuple(model.grid.items[part.item].id for part in core if part.item is not None),
        limits=tuple(_named(model.grid, part) for part in core if part.item is None),
        minimal=not tester.unsure,
    )


def _thinned(core: list[_Part], size: int, tester: _Tester) -> list[_Part]:
    at = 0
    while at < len(core):
        rest = core[:at] + core[at + size :]
        if tester.clashes(rest):
            core = rest
        else:
            at += size
    return core


class _Tester:
    """Says whether some musts, limits and minimums clash, on one model whose rows are opened and closed."""

    def __init__(self, model: Model, seed: int, seconds_left: Callable[[], float]) -> None:
        grid = model.grid
        self._model, self._left = model, seconds_left
        self._solver = Solver(model, seed=seed)
        self._solver.set_worth(np.zeros(model.columns))
        self.unsure = False
        musts = [_Part(item=item) for item in range(len(grid.items)) if grid.promised[item]]
        names = dict.fromkeys(
            (limit.code, limit.name) for row, limit in enumerate(grid.limits) if row in model.limit_row
        )
        limits = [_Part(limit=name) for name in names]
        self.parts = musts + limits + [_Part(minimum=number) for number in range(len(grid.minimums))]

    def clashes(self, parts: list[_Part]) -> bool:
        """True only where it is proven."""
        left = self._left()
        if left <= 0:
            self.unsure = True
            return False
        self._set_rows(parts)
        outcome = self._solver.solve(time_limit_s=left)
        if outcome.status == "stopped" and outcome.places is None:
            self.unsure = True
        return outcome.status == "infeasible"

    def _set_rows(self, parts: list[_Part]) -> None:
        model, grid = self._model, self._model.grid
        kept = set(parts)
        for item, row in model.item_row.items():
            self._solver.set_row(row, float(_Part(item=item) in kept), 1.0)
        for number, row in model.limit_row.items():
            limit = grid.limits[number]
            closed = _Part(limit=(limit.code, limit.name)) in kept
            self._solver.set_row(row, -np.inf, model.upper[row] if closed else np.inf)
        for name, row in model.total_row.items():
            closed = _Part(limit=name) in kept
            self._solver.set_row(row, -np.inf, model.upper[row] if closed else np.inf)
        for number, row in model.minimum_row.items():
            closed = _Part(minimum=number) in kept
            self._solver.set_row(row, model.lower[row] if closed else -np.inf, np.inf)


def _homeless(grid: Grid) -> MustConflict | None:
    """A promised item that has no place at all clashes alone: with its window or with what it comes after."""
    for item in range(len(grid.items)):
        if grid.promised[item] and grid.first[item] == grid.first[item + 1]:
            reason = homeless_reason(grid, item)
            return MustConflict(
                (grid.items[item].id,), (Reason(reason.code, {"id": grid.items[item].id, **reason.about}),)
            )
    return None


def homeless_reason(grid: Grid, number: int) -> Reason:
    """Why an item has no place whatever else is planned: its window, or what it comes after."""
    item = grid.items[number]
    if any(grid.problem.starts(item, mode) for mode in item.modes):
        return Reason("after", {"ids": list(item.after)})
    return Reason("window", {})


def _named(grid: Grid, part: _Part) -> Reason:
    if part.limit is not None:
        code, name = part.limit
        return Reason(code, {LIMIT_KEY[code]: name})
    minimum = grid.minimums[part.minimum or 0]
    return Reason(minimum.code, minimum.about)


def rescue(model: Model, *, seed: int, seconds: float) -> tuple[Solver, Draft] | None:
    """A solver and a first plan for "the fewest promises broken, then least missing of the minimums".

    The solver holds both from then on, so that it may look for the plan worth most. None where no plan was
    found in time.
    """
    solver = Solver(model, seed=seed)
    solver.open_minimums()
    for row in model.item_row.values():
        solver.set_row(row, 0.0, 1.0)
    kept = _best(solver, _promise_count(model), seconds / 2)
    if kept is None:
        return None
    count = len({int(item) for item in model.grid.item[kept] if model.grid.promised[item]})
    solver.set_row(model.promised_row, count, np.inf)
    draft = Draft(model.grid, kept)
    if _missing(draft) > 0:
        draft = _with_least_missing(solver, draft, seconds / 2)
    solver.set_row(model.missing_row, -np.inf, _missing(draft) + 1e-6)
    solver.set_worth(model.worth)
    return solver, draft


def _promise_count(model: Model) -> np.ndarray:
    promised = np.zeros(model.columns)
    picks = np.arange(len(model.pick_item)) + len(model.grid.item)
    promised[picks[model.grid.promised[model.pick_item]]] = 1.0
    return promised


def _with_least_missing(solver: Solver, draft: Draft, seconds: float) -> Draft:
    model = solver.model
    lacking = np.zeros(model.columns)
    lacking[model.whole_columns :] = -1.0
    found = _best(solver, lacking, seconds)
    return draft if found is None else Draft(model.grid, found)


def _missing(draft: Draft) -> float:
    return float(np.maximum(draft.grid.needed - draft.level, 0.0).sum())


def _best(solver: Solver, worth: np.ndarray, seconds: float) -> np.ndarray | None:
    solver.set_worth(worth)
    return solver.solve(time_limit_s=max(0.5, seconds)).places
