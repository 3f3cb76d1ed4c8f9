"""Do parts of a problem clash? Asked of HiGHS on one model whose rows are opened and closed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.model import Model

ONE_TEST_S = 1.5


@dataclass(frozen=True, slots=True)
class Part:
    """Something that may be dropped: a must (item), a limit (code, name) or a minimum (number)."""

    item: int | None = None
    limit: tuple[str, str] | None = None
    minimum: int | None = None


class Tester:
    """Says whether some musts, limits and minimums clash: `is_hopeless` already as fractions, `clashes` as whole."""

    def __init__(self, model: Model, seed: int, seconds_left: Callable[[], float]) -> None:
        grid = model.grid
        self._model, self._left = model, seconds_left
        self._solver = Solver(model, seed=seed)
        self._solver.set_worth(np.zeros(model.columns))
        self.unsure, self._used = False, 0.0
        names = dict.fromkeys(
            (limit.code, limit.name) for row, limit in enumerate(grid.limits) if row in model.limit_row
        )
        self.musts = [Part(item=item) for item in model.promise_row]
        self.limits = [Part(limit=name) for name in names]
        self.minimums = [Part(minimum=number) for number in range(len(grid.minimums))]

    @property
    def parts(self) -> list[Part]:
        return self.musts + self.limits + self.minimums

    def is_hopeless(self, parts: list[Part]) -> bool:
        left = self._left()
        if left <= 0:
            return False
        self._set_rows(parts)
        begun = time.monotonic()
        hopeless = self._solver.is_hopeless(self._used + left)  # HiGHS counts the time of all its runs
        self._used += time.monotonic() - begun
        return hopeless

    def clashes(self, parts: list[Part]) -> bool:
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

    def _set_rows(self, parts: list[Part]) -> None:
        model, grid = self._model, self._model.grid
        kept = set(parts)
        for item, row in model.promise_row.items():
            self._solver.set_row(row, float(Part(item=item) in kept), 1.0)
        for number, row in model.limit_row.items():
            limit = grid.limits[number]
            closed = Part(limit=(limit.code, limit.name)) in kept
            self._solver.set_row(row, -np.inf, model.upper[row] if closed else np.inf)
        for name, row in model.total_row.items():
            closed = Part(limit=name) in kept
            self._solver.set_row(row, -np.inf, model.upper[row] if closed else np.inf)
        for number, row in model.minimum_row.items():
            closed = Part(minimum=number) in kept
            self._solver.set_row(row, model.lower[row] if closed else -np.inf, np.inf)
