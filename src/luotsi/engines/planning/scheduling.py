"""Pure scheduling: all that may be done is promised, so only when and in which mode is open. CP-SAT on intervals.

Choosing among items is not its strength; placing what is given is: makespans of published projects are proven in
seconds. A bound or an impossibility is only claimed where nothing had to be rounded (`intervals`).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from luotsi.engines.planning.check import check, value_of
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Relaxation, Solver
from luotsi.engines.planning.intervals import Intervals, open_items
from luotsi.engines.planning.model import Model, build_model
from luotsi.engines.planning.plan import LeftOut, Plan, Reason, ShadowPrices, gap_of
from luotsi.engines.planning.polish import tidy
from luotsi.engines.planning.prices import shadow_prices
from luotsi.engines.planning.problem import Placed, Problem

if TYPE_CHECKING:
    from luotsi.engines.planning.portfolio import Limits

ASK_S = 0.05  # between two looks at the clock and at who asks to stop
EFFORT_PER_WORK = 0.3  # CP-SAT's deterministic time for one step of a work limit
RELAX_SHARE = 0.1  # of the time limit, at most, for the linear relaxation: prices and a first bound
PATIENCE_SHARE = 0.4  # of the time that is left: with no schedule by then, others shall look for one

Tell = Callable[[float | None, float | None], None]


@dataclass(frozen=True)
class Schedule:
    """What was found: the places (None: none yet), a bound on the value (None: none proven), and what is certain."""

    places: tuple[Placed, ...] | None
    bound: float | None
    proven: bool = False
    impossible: bool = False


def is_scheduling(problem: Problem) -> bool:
    """Whether every item that may be in the plan is promised, and no earlier plan is to be kept."""
    open_ = open_items(problem)
    return bool(open_) and not problem.previous and all(problem.is_promised(item) for item in open_)


def plan_schedule(problem: Problem, limits: Limits) -> Plan | None:
    """The plan of a pure scheduling problem; status infeasible, and nothing else, where it is proven that there is
    none. None where no schedule was found soon enough.
    """
    grid = build_grid(problem)
    if (np.diff(grid.first)[grid.promised] == 0).any():
        return None  # behind something that is never done: the conflict is found elsewhere
    model, relaxation = _relaxed(grid, limits)
    first_bound = None if relaxation is None else float(relaxation.bound)

    def tell(value: float | None, bound: float | None) -> None:
        if limits.on_progress is not None:
            now = (value, _least(bound, first_bound))
            limits.on_progress(*now, gap_of(*now), limits.seconds())

    found = find_schedule(
        problem,
        seconds=limits.left(),
        effort=None if limits.work_limit is None else limits.work_limit * EFFORT_PER_WORK,
        seed=limits.seed,
        tell=tell,
        should_stop=limits.should_stop or _never,
    )
    if found.impossible:
        return Plan("infeasible", None, None, None, limits.seconds())
    if found.places is None:
        return None
    prices = ShadowPrices() if relaxation is None else shadow_prices(model, relaxation)
    return _plan(grid, found, _least(found.bound, first_bound), prices, limits.seconds())


def find_schedule(
    problem: Problem,
    *,
    seconds: float,
    effort: float | None = None,
    seed: int = 1,
    tell: Tell | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Schedule:
    """The best places for all items.

    effort: CP-SAT's deterministic time instead of seconds, so that the answer is repeatable. tell(value, bound) and
    should_stop() are called in this thread.
    """
    model = Intervals(problem)
    if model.homeless or _breaks_minimums(problem):
        return Schedule(None, None, impossible=True)
    run = _Run(model, _solver(effort, seconds, seed))
    run.watch(tell or _silent, should_stop or _never, patience=PATIENCE_SHARE * seconds)
    return run.schedule()


def _never() -> bool:
    return False


def _silent(value: float | None, bound: float | None) -> None:
    pass


def _relaxed(grid: Grid, limits: Limits) -> tuple[Model, Relaxation | None]:
    model = build_model(grid)
    seconds = math.inf if limits.work_limit is not None else max(0.1, RELAX_SHARE * limits.left())
    return model, Solver(model, seed=limits.seed).relax(seconds)


def _least(*bounds: float | None) -> float | None:
    return min((bound for bound in bounds if bound is not None), default=None)


def _plan(grid: Grid, found: Schedule, bound: float | None, prices: ShadowPrices, seconds: float) -> Plan:
    draft = Draft(grid, [grid.place_of(placed) for placed in found.places or ()])
    tidy(draft)
    value = value_of(grid.problem, draft.chosen())
    proven = found.proven or gap_of(value, bound) == 0.0
    bound = value if proven else None if bound is None else max(bound, value)
    wonts = (item for item in grid.items if item.moscow == "wont")
    return Plan(
        status="optimal" if proven else "feasible",
        value=value,
        bound=bound,
        gap=gap_of(value, bound),
        seconds=seconds,
        chosen=draft.chosen(),
        left_out=tuple(LeftOut(item.id, (Reason("class", {"class": "wont"}),)) for item in wonts),
        shadow_prices=prices,
    )


def _breaks_minimums(problem: Problem) -> bool:
    """Minimums count first modes, so with all items in the plan they hold or do not, whatever the weeks."""
    places = [Placed(item.id, item.modes[0].name, 0, item.modes[0].weeks - 1) for item in open_items(problem)]
    return any(broken.code in ("goal", "share") for broken in check(problem, places))


def _solver(effort: float | None, seconds: float, seed: int) -> cp_model.CpSolver:
    """One worker: two that share what they learn prove the hard projects later, and not the same in every run."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False  # Ctrl-C belongs to the command
    solver.parameters.random_seed = seed
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    elif math.isfinite(seconds):
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
    return solver


class _Run(cp_model.CpSolverSolutionCallback):
    """One solve in a thread of its own; what it finds is told in the thread that waits."""

    def __init__(self, model: Intervals, solver: cp_model.CpSolver) -> None:
        super().__init__()
        self._model, self._solver = model, solver
        self._best: tuple[Placed, ...] | None = None
        self._value: float | None = None
        self._bound: float | None = None
        self._status = cp_model.UNKNOWN
        if model.exact:
            solver.best_bound_callback = self._lower

    def on_solution_callback(self) -> None:
        self._best = self._model.places(self.value)
        self._value = value_of(self._model.problem, self._best)

    def _lower(self, cost: float) -> None:
        self._bound = self._model.value(cost)

    def watch(self, tell: Tell, should_stop: Callable[[], bool], patience: float) -> None:
        """Solve and wait; ends when asked to, and after `patience` seconds without any schedule."""
        thread = threading.Thread(target=self._solve, daemon=True)
        thread.start()
        begun = time.monotonic()
        told: tuple[float | None, float | None] = (None, None)
        try:
            while thread.is_alive():
                thread.join(ASK_S)
                if should_stop() or (self._best is None and time.monotonic() - begun > patience):
                    self._solver.stop_search()
                now = (self._value, self._bound)
                if now != told:
                    told = now
                    tell(*now)
        finally:
            self._solver.stop_search()

    def _solve(self) -> None:
        self._status = self._solver.solve(self._model.model, self)
        if self._status in (cp_model.OPTIMAL, cp_model.FEASIBLE) and self._model.exact:
            self._lower(self._solver.best_objective_bound)

    def schedule(self) -> Schedule:
        exact = self._model.exact
        proven = exact and self._status == cp_model.OPTIMAL
        bound = self._value if proven else self._bound
        return Schedule(self._best, bound, proven, impossible=exact and self._status == cp_model.INFEASIBLE)
