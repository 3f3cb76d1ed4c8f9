"""When the musts cannot all fit: a smallest set of musts and limits that clash, the hours short, and the plan that
breaks fewest.

Musts and limits alone are tried first (`must_clash`); where they can all hold, minimums are in the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.linear_clash import Part, Tester
from luotsi.engines.planning.model import Model, build_model
from luotsi.engines.planning.must_clash import (
    MustClash,
    find_must_clash,
    keeping,
    promises_alone,
    promises_of,
)
from luotsi.engines.planning.plan import MustConflict, Reason
from luotsi.engines.planning.problem import Problem
from luotsi.engines.planning.shortage import Shortage, shortage
from luotsi.engines.planning.smallest import shrunk

LIMIT_KEY = {"hours": "skill", "in_progress": "skill", "expert_hours": "expert", "budget": "budget", "moves": "against"}
SHORTAGE_SHARE = 0.3  # of the time
SPARE_S = 1.0  # kept back for what asks no clock


def open_model(problem: Problem) -> Model:
    """The model in which every promise may be broken: kept or not is a row of its own."""
    promises = promises_of(problem)
    return build_model(promises.grid, dict(promises.keeping))


def find_conflict(model: Model, *, seed: int, seconds_left: Callable[[], float]) -> MustConflict:
    """A minimal conflict of an open model; `minimal` is False where time ran out before that was shown."""
    alone = _homeless(model)
    if alone is not None:
        return alone
    problem = model.grid.problem
    for_hours = seconds_left() * SHORTAGE_SHARE
    promises = promises_alone(problem)
    clash = find_must_clash(promises, seed=seed, seconds_left=lambda: seconds_left() - for_hours - SPARE_S)
    if clash is not None:
        short = shortage(promises, promises.keeping, seconds=min(for_hours, seconds_left()), seed=seed)
        return _with_hours(_of_musts(clash), short)
    conflict = _with_minimums(model, seed, lambda: seconds_left() - for_hours - SPARE_S)
    if not any(limit.code in LIMIT_KEY for limit in conflict.limits):
        return conflict
    full = promises_of(problem)
    left = min(for_hours, seconds_left())
    return _with_hours(conflict, shortage(full, full.keeping, seconds=left, seed=seed, minimums=True))


def _of_musts(clash: MustClash) -> MustConflict:
    limits = tuple(Reason(code, {LIMIT_KEY[code]: name}) for code, name in clash.limits)
    return MustConflict(clash.musts, limits, clash.minimal)


def _with_hours(conflict: MustConflict, short: Shortage) -> MustConflict:
    return replace(
        conflict, hours_short=short.hours, hours_short_by_week=short.by_week, hours_short_at_least=short.at_least
    )


def _with_minimums(model: Model, seed: int, seconds_left: Callable[[], float]) -> MustConflict:
    """A conflict in which minimums have a part: as few of them and of the rest as can be."""
    tester = Tester(model, seed, seconds_left)
    parts = tester.minimums + tester.limits + tester.musts
    if tester.is_hopeless(parts):
        parts = shrunk(parts, tester.is_hopeless)
    tester.unsure = False  # what could not be told of larger parts does not matter once each is tried alone
    core = shrunk(parts, tester.clashes)
    musts = sorted(part.item for part in core if part.item is not None)
    return MustConflict(
        musts=tuple(model.grid.items[item].id for item in musts),
        limits=tuple(_named(model.grid, part) for part in core if part.item is None),
        minimal=not tester.unsure,
    )


def _homeless(model: Model) -> MustConflict | None:
    """A promised item that has no place at all clashes alone: with its window or with what it comes after."""
    for item in model.promise_row:
        if not len(keeping(model.grid, item)):
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


def _named(grid: Grid, part: Part) -> Reason:
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
    return [item for item in model.promise_row if chosen.intersection(keeping(model.grid, item).tolist())]


def _kept_count(model: Model) -> np.ndarray:
    worth = np.zeros(model.columns)
    for item in model.promise_row:
        worth[keeping(model.grid, item)] = 1.0
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
