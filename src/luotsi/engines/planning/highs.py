"""The port to HiGHS: a model in, values, prices and bounds out. Nothing else knows the solver.

HiGHS keeps one scheduler per process and answers nothing when its number of threads changes, so it always gets
one thread here; the other core searches (see `search`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from luotsi.engines.planning.model import Model

INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


@dataclass(frozen=True)
class Relaxation:
    """The linear relaxation: an upper bound, the columns' values and what one more unit of each row is worth."""

    bound: float
    values: np.ndarray
    prices: np.ndarray


@dataclass(frozen=True)
class Outcome:
    """status: optimal, stopped (by a limit) or infeasible. places is None without a plan."""

    status: str
    places: np.ndarray | None
    value: float | None
    bound: float | None


class Solver:
    """One model in HiGHS whose bounds and worth may be changed between solves."""

    def __init__(self, model: Model, *, seed: int) -> None:
        self.model = model
        self._highs = highspy.Highs()
        for name, value in {
            "output_flag": False,
            "threads": 1,
            "random_seed": seed,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 1e-7,
            "mip_feasibility_tolerance": 1e-7,
        }.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_lp(model))

    def set_worth(self, worth: np.ndarray) -> None:
        index = np.arange(self.model.columns, dtype=np.int32)
        self._highs.changeColsCost(len(index), index, worth.astype(float))

    def open_minimums(self) -> None:
        """Let minimums be missed; what they lack stands in the model's missing row."""
        for column in range(self.model.whole_columns, self.model.columns):
            self._highs.changeColBounds(column, 0.0, highspy.kHighsInf)

    def bound_places(self, lower: np.ndarray, upper: np.ndarray) -> None:
        """Set bounds for the columns of all places."""
        index = np.arange(len(lower), dtype=np.int32)
        self._highs.changeColsBounds(len(index), index, lower, upper)

    def free_columns(self) -> None:
        places = len(self.model.grid.item)
        self.bound_places(np.zeros(places), np.ones(places))

    def set_row(self, row: int, lower: float, upper: float) -> None:
        self._highs.changeRowBounds(row, lower, upper)

    def is_hopeless(self, time_limit_s: float) -> bool:
        """Whether even the linear relaxation is infeasible: a quick proof, where it is one."""
        return self.relax(time_limit_s) is None and self._highs.getModelStatus() in INFEASIBLE

    def relax(self, time_limit_s: float, *, with_totals: bool = True) -> Relaxation | None:
        """The linear relaxation, or None where it is infeasible or not done in time.

        Without the rows over the whole quarter, which the weekly rows imply, it is the same and found in half the time.
        """
        self._highs.setOptionValue("solve_relaxation", True)
        # HiGHS counts the seconds of all relaxations of one model together
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + time_limit_s)
        if not with_totals:
            self._set_totals(open_=True)
        self._highs.run()
        relaxation = self._relaxation()
        if not with_totals:
            self._set_totals(open_=False)
        self._highs.setOptionValue("solve_relaxation", False)
        return relaxation

    def _relaxation(self) -> Relaxation | None:
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._highs.getSolution()
        return Relaxation(
            self._highs.getInfo().objective_function_value,
            np.array(solution.col_value),
            np.array(solution.row_dual),
        )

    def _set_totals(self, *, open_: bool) -> None:
        for row in self.model.total_row.values():
            self.set_row(row, -np.inf, np.inf if open_ else float(self.model.upper[row]))

    def solve(
        self,
        *,
        time_limit_s: float,
        work_limit: int | None = None,
        start: np.ndarray | None = None,
        on_change: Callable[[float | None, float | None], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Outcome:
        """The best plan within the limits; work_limit counts the points where HiGHS asks whether to go on."""
        self._highs.clearSolver()
        self._highs.setOptionValue("time_limit", time_limit_s if work_limit is None else highspy.kHighsInf)
        if start is not None:
            values = self.model.start_for(start)
            index = np.arange(len(values), dtype=np.int32)
            self._highs.setSolution(len(values), index, values)
        watch = _Watch(work_limit, on_change, should_stop)
        self._highs.cbMipInterrupt.subscribe(watch.interrupt)
        try:
            self._highs.run()
        finally:
            self._highs.cbMipInterrupt.unsubscribe(watch.interrupt)
        return self._outcome()

    def _outcome(self) -> Outcome:
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        if status == highspy.HighsModelStatus.kModelEmpty:
            return Outcome("optimal", np.zeros(0, int), 0.0, 0.0)
        if status in INFEASIBLE:
            return Outcome("infeasible", None, None, None)
        bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else None
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Outcome("stopped", None, None, bound)
        values = np.array(self._highs.getSolution().col_value)[: len(self.model.grid.item)]
        name = "optimal" if status == highspy.HighsModelStatus.kOptimal else "stopped"
        return Outcome(name, np.flatnonzero(values > 0.5), info.objective_function_value, bound)


class _Watch:
    """Looks at HiGHS while it searches: tells changes, stops it on request or when the work is used up."""

    def __init__(
        self,
        work_limit: int | None,
        on_change: Callable[[float | None, float | None], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self._work, self._asked = work_limit, 0
        self._on_change, self._should_stop = on_change, should_stop
        self._next = 0.0
        self._last: tuple[float | None, float | None] = (None, None)

    def interrupt(self, event: highspy.HighsCallbackEvent) -> None:
        self._asked += 1
        if self._work is not None and self._asked > self._work:
            event.interrupt()
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + 0.1
        if self._should_stop is not None and self._should_stop():
            event.interrupt()
        seen = (_finite(event.data_out.mip_primal_bound), _finite(event.data_out.mip_dual_bound))
        if self._on_change is not None and seen != self._last:
            self._last = seen
            self._on_change(*seen)


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) and abs(value) < 1e29 else None


def _lp(model: Model) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.columns, len(model.lower)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = model.worth
    lp.col_lower_ = np.zeros(model.columns)
    lp.col_upper_ = (np.arange(model.columns) < model.whole_columns).astype(float)
    lp.row_lower_, lp.row_upper_ = model.lower, model.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.matrix_start
    lp.a_matrix_.index_ = model.matrix_index
    lp.a_matrix_.value_ = model.matrix_value
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if column < model.whole_columns else highspy.HighsVarType.kContinuous
        for column in range(model.columns)
    ]
    return lp
