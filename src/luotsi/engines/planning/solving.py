"""From a problem to a plan: relaxation, first plan, proof and search (`portfolio`), polish, check, explanation."""

from __future__ import annotations

import time
from dataclasses import replace

from luotsi.engines.planning.check import check, value_of
from luotsi.engines.planning.conflict import find_conflict, open_model, rescue
from luotsi.engines.planning.dive import dive
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.explain import explain_left_out
from luotsi.engines.planning.greedy import first_plan, priced_worth
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Outcome, Relaxation, Solver
from luotsi.engines.planning.model import build_model
from luotsi.engines.planning.plan import Plan, ShadowPrices, gap_of
from luotsi.engines.planning.polish import insert_all, meet_minimums, polish, tidy
from luotsi.engines.planning.portfolio import POLISH_SHARE, Limits, Portfolio
from luotsi.engines.planning.prices import limit_prices, shadow_prices
from luotsi.engines.planning.problem import Problem
from luotsi.engines.planning.scheduling import is_scheduling, plan_schedule

CONFLICT_S = 10.0


def find_plan(problem: Problem, limits: Limits) -> Plan:
    """The answer to a problem; never raises for lack of time or of a plan."""
    scheduled = plan_schedule(problem, limits) if is_scheduling(problem) else None
    if scheduled is not None:
        return _infeasible(problem, limits) if scheduled.status == "infeasible" else scheduled
    return plan_on(build_grid(problem), limits) or _infeasible(problem, limits)


def plan_on(grid: Grid, limits: Limits, draft: Draft | None = None) -> Plan | None:
    """The best plan on a grid, from `draft` on where one is known; None where it is proven that there is none."""
    if any(grid.promised[item] and grid.first[item] == grid.first[item + 1] for item in range(len(grid.items))):
        return None
    limits = limits.keeping_for(len(grid.items))
    model = build_model(grid)
    solver = Solver(model, seed=limits.seed)
    relaxation = solver.relax(max(1.0, limits.left()), with_totals=False)
    first = draft if draft is not None else _first(solver, relaxation, limits)
    run = Portfolio(model, solver, relaxation, first, limits)
    outcome = run.outcome()
    return None if outcome.status == "infeasible" else _answer(run, outcome)


def _first(solver: Solver, relaxation: Relaxation | None, limits: Limits) -> Draft | None:
    """The better of a dive and greedy plans, the same in every run; None where none keeps every rule."""
    grid = solver.model.grid
    found = [] if relaxation is None else [dive(solver, relaxation, seconds_left=limits.left())]
    wishes = [None] if relaxation is None else [priced_worth(grid, limit_prices(solver.model, relaxation)), None]
    found += [draft for draft in (first_plan(grid, wanted) for wanted in wishes) if draft is not None]
    for draft in found:
        meet_minimums(draft)
    return max((draft for draft in found if _is_valid(draft)), key=lambda draft: draft.value, default=None)


def _is_valid(draft: Draft) -> bool:
    return not check(draft.grid.problem, draft.chosen())


def _answer(run: Portfolio, outcome: Outcome) -> Plan:
    best = _best_draft(run, outcome)
    bounds = [known for known in (outcome.bound, run.bound) if known is not None]
    bound = min(bounds) if bounds else None
    prices = ShadowPrices() if run.relaxation is None else shadow_prices(run.model, run.relaxation)
    if best is None:
        return Plan("no_plan", None, bound, None, run.limits.seconds(), shadow_prices=prices)
    value = value_of(best.grid.problem, best.chosen())
    proven = outcome.status == "optimal" or run.search_proved or gap_of(value, bound) == 0.0
    bound = value if proven or bound is None else max(bound, value)
    left_out = explain_left_out(best, enough=run.limits.is_late)
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


def _best_draft(run: Portfolio, outcome: Outcome) -> Draft | None:
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
    plan = None if draft is None else plan_on(draft.grid, rest, draft)
    if plan is None:
        return Plan("infeasible", None, None, None, limits.seconds(), conflict=conflict)
    return replace(plan, status="infeasible", conflict=conflict, seconds=limits.seconds())
