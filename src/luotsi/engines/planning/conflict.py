"""When the musts cannot all fit: a smallest set of musts and limits that clash, and the plan that breaks fewest.

The conflict is found by deletion: whatever can go while the rest still clashes, goes; what is left is irreducible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.model import Model, build_model
from luotsi.engines.planning.plan import MustConflict, Reason
from luotsi.engines.planning.problem import Problem

ONE_TEST_S = 1.5
LIMIT_KEY = {"hours": "skill", "in_progress": "skill", "expert_hours": "expert", "budget": "budget", "moves": "against"}


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that may be dropped: a must (item), a limit (code, name) or a minimum (number)."""

    item: int | None = None
    limit: tuple[str, str] | None = None
    minimum: int | None = None


def open_model(problem: Problem) -> Model:
    """The model in which every promise may be broken: kept or not is a row of its own."""
    grid = build_grid(problem, kept=frozenset())
    promises = {
        number: _keeping(grid, number) for number, item in enumerate(problem.items) if problem.is_promised(item)
    }
    return build_model(grid, promises)


def _keeping(grid: Grid, number: int) -> np.ndarray:
    """The places at which a promised item is where it was promised to be."""
    item = grid.items[number]
    own = grid.places_of(number)
    kept = [grid.problem.keeps_promise(item, grid.mode_of(place), int(grid.start[place])) for place in own]
    return own[np.array(kept, bool)]


def find_conflict(model: Model, *, seed: int, seconds_left: Callable[[], float]) -> MustConflict:
    """A minimal conflict of an open model; `minimal` is False where time ran out before that was shown."""
    alone = _homeless(model)
    if alone is not None:
        return alone
    tester = _Tester(model, seed, seconds_left)
    core = _focused(tester)
    if tester.is_hopeless(core):
        core = _thinned(_halved(core, tester.is_hopeless), 1, tester.is_hopeless)
    else:
        core = _halved(core, tester.clashes)
    tester.unsure = False  # what could not be told of larger parts does not matter once each is tried alone
    core = _thinned(core, 1, tester.clashes)
    return MustConflict(
        musts=tuple(model.grid.items[part.item].id for part in core if part.item is not None),
        limits=tuple(_named(model.grid, part) for part in core if part.item is None),
        minimal=not tester.unsure,
    )


def _focused(tester: _Tester) -> list[_Part]:
    """All musts with the limits of one name, if those clash already: a small start where much is overloaded."""
    musts = [part for part in tester.parts if part.item is not None]
    for name in dict.fromkeys(part.limit[1] for part in tester.parts if part.limit is not None):
        own = [part for part in tester.parts if part.limit is not None and part.limit[1] == name]
        if tester.clashes(musts + own):
            return musts + own
    return tester.parts


def _halved(core: list[_Part], clashes: Callable[[list[_Part]], bool]) -> list[_Part]:
    """Drop large parts first, then ever smaller ones."""
    size = max(1, len(core) // 2)
    while size > 1:
        core = _thinned(core, size, clashes)
        size = max(1, min(size // 2, len(core) // 2))
    return core


def _thinned(core: list[_Part], size: int, clashes: Callable[[list[_Part]], bool]) -> list[_Part]:
    at = 0
    while at < len(core):
        rest = core[:at] + core[at + size :]
        if clashes(rest):
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
        musts = [_Part(item=item) for item in model.promise_row]
        names = dict.fromkeys(
            (limit.code, limit.name) for row, limit in enumerate(grid.limits) if row in model.limit_row
        )
        limits = [_Part(limit=name) for name in names]
        self.parts = musts + limits + [_Part(minimum=number) for number in range(len(grid.minimums))]

    def is_hopeless(self, parts: list[_Part]) -> bool:
        """True where already fractions of items clash."""
        self._set_rows(parts)
        return self._left() > 0 and self._solver.is_hopeless(ONE_TEST_S)

    def clashes(self, parts: list[_Part]) -> bool:
        """True only where it is proven."""
        left = self._left()
        if left <= 0:
            self.unsure = True
            return False
        self._set_rows(parts)
        outcome = self._solver.solve(time_limit_s=min(left, ONE_TEST_S))
        if outcome.status == "stopped" and outcome.places is None:
            self.unsure = True
        return outcome.status == "infeasible"

    def _set_rows(self, parts: list[_Part]) -> None:
        model, grid = self._model, self._model.grid
        kept = set(parts)
        for item, row in model.promise_row.items():
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


def _homeless(model: Model) -> MustConflict | None:
    """A promised item that has no place at all clashes alone: with its window or with what it comes after."""
    for item in model.promise_row:
        if not len(_keeping(model.grid, item)):
            id_ = model.grid.items[item].id
            reason = homeless_reason(model.grid, item)
            return MustConflict((id_,), (Reason(reason.code, {"id": id_, **reason.about}),))
    return None


def homeless_reason(grid: Grid, number: int) -> Reason:
    """Why an item has no place whatever else is planned: its window, or what it comes after."""
    item = grid.items[number]
    starts = ((mode, start) for mode in item.modes for start in grid.problem.starts(item, mode))
    if any(grid.problem.keeps_promise(item, mode, start) for mode, start in starts):
        return Reason("after", {"ids": list(item.after)})
    return Reason("window", {})


def _named(grid: Grid, part: _Part) -> Reason:
    if part.limit is not None:
        code, name = part.limit
        return Reason(code, {LIMIT_KEY[code]: name})
    minimum = grid.minimums[part.minimum or 0]
    return Reason(minimum.code, minimum.about)


def rescue(model: Model, *, seed: int, seconds: float) -> Draft | None:
    """A first plan that breaks the fewest promises, then lacks least of the minimums; None if not found in time.

    Its grid promises what the plan keeps and wants of each minimum what the plan gives, so that it can be
    improved like any other.
    """
    solver = Solver(model, seed=seed)
    solver.open_minimums()
    kept = _best(solver, _kept_count(model), seconds / 2)
    if kept is None:
        return None
    solver.set_row(model.kept_row, len(_kept_promises(model, kept)), np.inf)
    if _missing(Draft(model.grid, kept)) > 0:
        closer = _best(solver, _missing_count(model), seconds / 2)
        kept = kept if closer is None else closer
    return _on_own_grid(model, kept)


def _on_own_grid(model: Model, places: np.ndarray) -> Draft:
    given = Draft(model.grid, places)
    grid = build_grid(model.grid.problem, kept=frozenset(_kept_promises(model, places)))
    grid = replace(grid, needed=np.minimum(grid.needed, given.level))
    return Draft(grid, [grid.place_of(placed) for placed in given.chosen()])


def _kept_promises(model: Model, places: np.ndarray) -> list[int]:
    chosen = set(places.tolist())
    return [item for item in model.promise_row if chosen.intersection(_keeping(model.grid, item).tolist())]


def _kept_count(model: Model) -> np.ndarray:
    worth = np.zeros(model.columns)
    for item in model.promise_row:
        worth[_keeping(model.grid, item)] = 1.0
    return worth


def _missing_count(model: Model) -> np.ndarray:
    worth = np.zeros(model.columns)
    worth[model.whole_columns :] = -1.0
    return worth


def _missing(draft: Draft) -> float:
    return float(np.maximum(draft.grid.needed - draft.level, 0.0).sum())


def _best(solver: Solver, worth: np.ndarray, seconds: float) -> np.ndarray | None:
    solver.set_worth(worth)
    return solver.solve(time_limit_s=max(0.5, seconds)).places
