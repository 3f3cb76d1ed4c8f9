"""How many hours are missing for all promises to hold: the least to add, by skill, and what is proven at least."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from ortools.sat.python import cp_model

from luotsi.engines.planning.clash import SCALE, Placing, Promises
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.model import Model, build_model
from luotsi.engines.planning.spreading import Spread

PROOF_SHARE = 0.6  # of the time
KICKS = 40  # of the quick search for every promised item, before the proof


@dataclass(frozen=True, slots=True)
class Shortage:
    """by_week: hours by skill and week, enough for all promises; at_least: proven for their sum; empty: no help."""

    by_week: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    at_least: float = 0.0

    @property
    def hours(self) -> dict[str, float]:
        return {skill: round(sum(weeks.values()), 6) for skill, weeks in self.by_week.items()}


def shortage(
    promises: Promises, musts: Iterable[int], *, seconds: float, seed: int, minimums: bool = False
) -> Shortage:
    """The fewest hours found within `seconds`; all other limits (and the minimums, where asked) hold."""
    until, musts = time.monotonic() + seconds, list(musts)
    spread = Spread(promises, musts, seed)

    def enough() -> bool:
        """Most of the time is for the proof, once nothing but hours overflows."""
        return time.monotonic() > until - seconds * (PROOF_SHARE if _only_hours(spread.best) else 0.1)

    spread.run(enough, steps=KICKS * len(musts))
    grid = promises.grid
    placing = Placing(promises, musts, range(len(grid.items)) if minimums else ())
    over = _hours_open(placing)
    if minimums:
        _minimums(placing)
    placing.model.minimize(cp_model.LinearExpr.sum(list(over.values())))
    for place, column in placing.column.items():
        placing.model.add_hint(column, bool(spread.best.place[grid.item[place]] == place))
    status, solver = placing.solve(until - time.monotonic(), seed)
    if status == cp_model.INFEASIBLE:
        return Shortage()
    found = [_by_skill(Draft(grid, placing.chosen(solver)))] if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else []
    if spread.is_whole and not minimums and _only_hours(spread.best):
        found.append(_by_skill(spread.best))
    best = min(found, key=_sum, default={})
    floor = max(solver.best_objective_bound / SCALE, 0.0 if minimums else _floor(promises, seed, seconds))
    return Shortage(best, round(min(floor, _sum(best)) if best else max(0.0, floor), 6))


def _floor(promises: Promises, seed: int, seconds: float) -> float:
    """Hours that are short even if items could be split: a column for each week's hours that overflow, least sum."""
    model = build_model(promises.grid, dict(promises.keeping))
    hours = {row: limit for limit, row in model.limit_row.items() if promises.grid.limits[limit].code == "hours"}
    loose = _loosened(model, np.array(sorted(hours), int))
    solver = Solver(loose, seed=seed)
    solver.open_minimums()
    for row in model.promise_row.values():
        solver.set_row(row, 1.0, 1.0)
    for (code, _), row in model.total_row.items():
        if code == "hours":
            solver.set_row(row, -np.inf, np.inf)
    relaxation = solver.relax(seconds)
    return 0.0 if relaxation is None else max(0.0, -relaxation.bound)


def _loosened(model: Model, rows: np.ndarray) -> Model:
    """The model with one more column for each of these rows, of which one unit makes room for one and costs one."""
    new = np.arange(model.columns, model.columns + len(rows))
    before = np.zeros(len(model.lower) + 1, int)
    before[rows + 1] = 1
    at = model.matrix_start[rows + 1]
    return replace(
        model,
        columns=model.columns + len(rows),
        worth=np.concatenate([np.zeros(model.columns), -np.ones(len(rows))]),
        matrix_start=(model.matrix_start + np.cumsum(before)).astype(np.int32),
        matrix_index=np.insert(model.matrix_index, at, new).astype(np.int32),
        matrix_value=np.insert(model.matrix_value, at, -1.0),
    )


def _hours_open(placing: Placing) -> dict[int, cp_model.IntVar]:
    """Close all limits but hours; what each week's hours overflow by is counted."""
    grid, over = placing.promises.grid, {}
    for row, used, room, most in placing.rows({(limit.code, limit.name) for limit in grid.limits}):
        if grid.limits[row].code == "hours":
            over[row] = placing.model.new_int_var(0, most - room, "")
            placing.model.add(used - over[row] <= room)
        else:
            placing.model.add(used <= room)
    return over


def _only_hours(draft: Draft) -> bool:
    """Whether nothing but hours overflows."""
    return all(
        limit.code == "hours" or room >= -1e-6 for limit, room in zip(draft.grid.limits, draft.room, strict=False)
    )


def _minimums(placing: Placing) -> None:
    grid = placing.promises.grid
    gives = np.ceil(grid.gives * SCALE - 1e-6).astype(np.int64)
    for row, needed in enumerate(grid.needed):
        amounts = gives[row][grid.item[placing.places]].tolist()
        given = cp_model.LinearExpr.weighted_sum(list(placing.column.values()), amounts)
        placing.model.add(given >= int(np.floor(needed * SCALE + 1e-6)))


def _by_skill(draft: Draft) -> dict[str, dict[int, float]]:
    hours: dict[str, dict[int, float]] = {}
    for limit, room in zip(draft.grid.limits, draft.room, strict=False):
        if limit.code == "hours" and room < -1e-6:
            hours.setdefault(limit.name, {})[limit.week or 0] = round(-float(room), 6)
    return hours


def _sum(by_week: Mapping[str, Mapping[int, float]]) -> float:
    return sum(sum(weeks.values()) for weeks in by_week.values())
