"""From a problem to a plan: relaxation, first plan, proof and search side by side, polish, check, explanation.

HiGHS proves on one thread, the search finds on the other. They do not tell each other what they find, so a
proven optimum does not depend on which of them was faster.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from luotsi.engines.planning.check import check, value_of
from luotsi.engines.planning.conflict import find_conflict, open_model, rescue
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.explain import explain_left_out
from luotsi.engines.planning.greedy import first_plan, priced_worth
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Outcome, Relaxation, Solver
from luotsi.engines.planning.model import Model, build_model
from luotsi.engines.planning.plan import Plan, ShadowPrices, gap_of
from luotsi.engines.planning.polish import insert_all, meet_minimums, polish, tidy
from luotsi.engines.planning.prices import limit_prices, shadow_prices
from luotsi.engines.planning.problem import Problem
from luotsi.engines.planning.ruin import Ruin
from luotsi.engines.planning.scheduling import is_scheduling, plan_schedule
from luotsi.engines.planning.search import WHOLE_EFFORT, Search

CONFLICT_S = 10.0
EFFORT_PER_WORK = 0.3  # of CP-SAT, for one step of HiGHS
POLISH_SHARE = 0.05  # of the time limit, kept for the last polish
RUIN_STEPS = 5  # for every item
FIRST_STEPS = 6  # of the search, before the proof starts from what was found


@dataclass(frozen=True)
class Limits:
    """How long to look, and whom to tell."""

    time_limit_s: float = 30.0
    work_limit: int | None = None
    workers: int = 2
    seed: int = 1
    on_progress: Callable[[float | None, float | None, float | None, float], None] | None = None
    should_stop: Callable[[], bool] | None = None
    begun: float = field(default_factory=time.monotonic)

    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def left(self) -> float:
        """Seconds for the search; a little is kept back for polish and explanation."""
        return float("inf") if self.work_limit is not None else self.time_limit_s * 0.95 - self.seconds()


def find_plan(problem: Problem, limits: Limits) -> Plan:
    """The answer to a problem; never raises for lack of time or of a plan."""
    scheduled = plan_schedule(problem, limits) if is_scheduling(problem) else None
    if scheduled is not None:
        return _infeasible(problem, limits) if scheduled.status == "infeasible" else scheduled
    return _plan_on(build_grid(problem), limits) or _infeasible(problem, limits)


def _plan_on(grid: Grid, limits: Limits, draft: Draft | None = None) -> Plan | None:
    """The best plan on a grid, from `draft` on where one is known; None where it is proven that there is none."""
    if any(grid.promised[item] and grid.first[item] == grid.first[item + 1] for item in range(len(grid.items))):
        return None
    model = build_model(grid)
    solver = Solver(model, seed=limits.seed)
    relaxation = solver.relax(max(1.0, limits.left()))
    first = draft if draft is not None else _first(model, relaxation, limits)
    run = _Run(model, solver, relaxation, None if first is None else _warm(model, relaxation, first, limits), limits)
    outcome = run.outcome()
    return None if outcome.status == "infeasible" else _answer(run, outcome)


def _first(model: Model, relaxation: Relaxation | None, limits: Limits) -> Draft | None:
    """The better of two greedy plans; None where none keeps every rule."""
    prices = None if relaxation is None else limit_prices(model, relaxation)
    drafts = [first_plan(model.grid, guide) for guide in ([None] if prices is None else [prices, None])]
    for draft in drafts:
        if draft is not None:
            meet_minimums(draft)
    valid = [draft for draft in drafts if draft is not None and _is_valid(draft)]
    return max(valid, key=lambda draft: draft.value, default=None)


def _warm(model: Model, relaxation: Relaxation | None, draft: Draft, limits: Limits) -> Draft:
    """The plan after a first short search, the same in every run: from there the proof starts."""
    ruin = Ruin(draft, _wanted(model, relaxation), limits.seed)
    ruin.run(steps=RUIN_STEPS * len(model.grid.items), stop=lambda: limits.left() < 0)
    polish(ruin.best, pushing=False)
    search = Search(ruin.best, limits.seed)
    search.run(steps=FIRST_STEPS, stop=lambda: limits.left() < 0)
    return search.best


def _is_valid(draft: Draft) -> bool:
    return not check(draft.grid.problem, draft.chosen())


class _Run:
    """One solve: HiGHS in this thread, the search beside it (workers 2) or before and after it (workers 1)."""

    def __init__(
        self, model: Model, solver: Solver, relaxation: Relaxation | None, draft: Draft | None, limits: Limits
    ) -> None:
        self.model, self.relaxation, self.limits = model, relaxation, limits
        self._solver, self.draft = solver, draft
        self._search = None if draft is None else Search(draft, limits.seed + 1)
        self._stop = threading.Event()
        self._told: tuple[float | None, float | None] = (None, None)

    @property
    def best(self) -> Draft | None:
        return None if self._search is None else self._search.best

    @property
    def bound(self) -> float | None:
        known = [self.relaxation.bound] if self.relaxation is not None else []
        known += [self._search.bound] if self._search is not None and self._search.bound is not None else []
        return min(known, default=None)

    @property
    def search_proved(self) -> bool:
        return self._search is not None and self._search.proven

    def outcome(self) -> Outcome:
        """Prove and search until something is proven or the limits are reached."""
        self._tell(None, None)
        if self._search is None:
            return self._prove(1.0)
        return self._side_by_side(self._search) if self.limits.workers > 1 else self._in_turn(self._search)

    def _side_by_side(self, search: Search) -> Outcome:
        thread = threading.Thread(target=self._find, args=(search, 1.0), daemon=True)
        thread.start()
        try:
            outcome = self._prove(1.0)
            # a small problem waits for the search's proof, so that the same of two equal plans is always given
            if outcome.status != "stopped" and not search.is_small:
                self._stop.set()
        except BaseException:
            self._stop.set()
            search.halt()
            raise
        finally:
            while thread.is_alive():
                thread.join(0.1)
                if self._asked_to_stop():
                    search.halt()
        return outcome

    def _in_turn(self, search: Search) -> Outcome:
        if search.is_small:
            self._find(search, 0.5)
            return Outcome("stopped", None, None, None) if search.proven else self._prove(1.0)
        outcome = self._prove(0.6)
        if outcome.status == "stopped":
            self._find(search, 1.0)
        return outcome

    def _prove(self, share: float) -> Outcome:
        return self._solver.solve(
            time_limit_s=max(0.1, self.limits.left() * share) if self.limits.work_limit is None else 0.0,
            work_limit=self.limits.work_limit,
            start=None if self.draft is None else self.draft.places,
            on_change=self._tell,
            should_stop=lambda: self._asked_to_stop() or self.search_proved,
        )

    def _find(self, search: Search, share: float) -> None:
        work = self.limits.work_limit
        if search.is_small:
            effort = WHOLE_EFFORT if work is None else min(WHOLE_EFFORT, work * EFFORT_PER_WORK)
            search.prove(effort=effort, seconds=self.limits.left() * share)
        if not search.proven and share == 1.0:
            search.run(steps=None if work is None else work, stop=self._over)

    def _over(self) -> bool:
        return self._stop.is_set() or self.limits.left() <= 0

    def _asked_to_stop(self) -> bool:
        if self.limits.should_stop is not None and self.limits.should_stop():
            self._stop.set()
        return self._stop.is_set()

    def _tell(self, value: float | None, bound: float | None) -> None:
        """Report the better value and bound of both sides, when one of them has changed."""
        if self.limits.on_progress is None:
            return
        values = [known for known in (value, self.best.value if self.best else None) if known is not None]
        bounds = [known for known in (bound, self.bound) if known is not None]
        now = (float(max(values)) if values else None, float(min(bounds)) if bounds else None)
        if now != self._told:
            self._told = now
            self.limits.on_progress(*now, gap_of(*now), self.limits.seconds())

    def is_valid(self, draft: Draft) -> bool:
        """Breaks no rule that the first plan keeps (it breaks some where musts cannot all fit)."""
        broken = check(self.model.grid.problem, draft.chosen())
        allowed = () if self.draft is None else check(self.model.grid.problem, self.draft.chosen())
        return {(one.code, one.about) for one in broken} <= {(one.code, one.about) for one in allowed}


def _wanted(model: Model, relaxation: Relaxation | None) -> np.ndarray:
    return model.grid.worth if relaxation is None else priced_worth(model.grid, limit_prices(model, relaxation))


def _answer(run: _Run, outcome: Outcome) -> Plan:
    best = _best_draft(run, outcome)
    bounds = [known for known in (outcome.bound, run.bound) if known is not None]
    bound = min(bounds) if bounds else None
    prices = ShadowPrices() if run.relaxation is None else shadow_prices(run.model, run.relaxation)
    if best is None:
        return Plan("no_plan", None, bound, None, run.limits.seconds(), shadow_prices=prices)
    value = value_of(best.grid.problem, best.chosen())
    proven = outcome.status == "optimal" or run.search_proved or gap_of(value, bound) == 0.0
    bound = value if proven or bound is None else max(bound, value)
    left_out = explain_left_out(best)
    return Plan(
        status="optimal" if proven else "feasible",
        value=value,
        bound=bound,
        gap=gap_of(value, bound),
        seconds=run.limits.seconds(),
        chosen=best.chosen(),
        left_out=left_out,
        shadow_prices=prices,
    )


def _best_draft(run: _Run, outcome: Outcome) -> Draft | None:
    """The proven plan; else the best valid one of both sides, polished."""
    proof = None if outcome.places is None else Draft(run.model.grid, outcome.places)
    proof = proof if proof is not None and run.is_valid(proof) else None
    proven = run.best if run.search_proved else proof if outcome.status == "optimal" else None
    found = [draft for draft in (proof, run.best) if draft is not None]
    if not found:
        return None
    best = (proven or max(found, key=lambda draft: draft.value)).copy()
    if proven is None:
        until = time.monotonic() + POLISH_SHARE * run.limits.time_limit_s
        polish(best, enough=lambda: run.limits.work_limit is None and time.monotonic() > until)
    tidy(best)
    insert_all(best)
    return best


def _infeasible(problem: Problem, limits: Limits) -> Plan:
    """The conflict, and the plan that breaks the fewest promises."""
    until = time.monotonic() + CONFLICT_S
    model = open_model(problem)
    conflict = find_conflict(model, seed=limits.seed, seconds_left=lambda: until - time.monotonic())
    half = min(CONFLICT_S, max(2.0, limits.time_limit_s / 2))
    draft = rescue(model, seed=limits.seed, seconds=half)
    rest = replace(limits, time_limit_s=max(1.0, limits.time_limit_s / 2), begun=time.monotonic())
    plan = None if draft is None else _plan_on(draft.grid, rest, draft)
    if plan is None:
        return Plan("infeasible", None, None, None, limits.seconds(), conflict=conflict)
    return replace(plan, status="infeasible", conflict=conflict, seconds=limits.seconds())
