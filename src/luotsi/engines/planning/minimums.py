"""What each minimum costs: the value a plan could have without it, exact where both plans are proven."""

from __future__ import annotations

from dataclasses import dataclass, replace

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.earlier import earlier_on, held_grid
from luotsi.engines.planning.fairness import MinimumPrice
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.model import build_model
from luotsi.engines.planning.plan import Plan
from luotsi.engines.planning.problem import Goal, Item, Placed, Problem, Share
from luotsi.engines.planning.solving import Limits, _plan_on

LEAST_S = 0.2  # below this no search is begun; the relaxation answers alone
ROUNDING = 1e-6


def priced_minimums(
    problem: Problem, plan: Plan, *, seconds: float, workers: int, seed: int
) -> tuple[MinimumPrice, ...]:  # fmt: skip
    """See `fairness.price_minimums`."""
    asked = _minimums(problem)
    if plan.value is None or plan.status not in ("optimal", "feasible") or not asked:
        return tuple(_row(problem, plan.chosen, minimum, None, None, None) for minimum in asked)
    relaxed = _relaxed(_grid(problem, plan), seconds)
    found = []
    for number, minimum in enumerate(asked):
        begun = Limits(workers=workers, seed=seed)
        share = seconds / (len(asked) - number)
        found.append(_priced(problem, plan, minimum, relaxed, replace(begun, time_limit_s=share)))
        seconds = max(0.0, seconds - begun.seconds())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Minimum:
    by: str
    name: str
    needed: float
    share: Share | None = None


def _minimums(problem: Problem) -> list[_Minimum]:
    goals = [_Minimum("goal", name, goal.min_hours) for name, goal in problem.goals.items() if goal.min_hours > 0]
    return goals + [_Minimum(share.by, share.name, share.least, share) for share in problem.shares if share.least > 0]


def _priced(problem: Problem, plan: Plan, minimum: _Minimum, relaxed: float | None, limits: Limits) -> MinimumPrice:
    grid = _grid(_without(problem, minimum), plan)
    free = _relaxed(grid, max(LEAST_S, limits.time_limit_s))
    estimate = None if free is None or relaxed is None else max(0.0, free - relaxed)
    same = free is not None and plan.value is not None and free <= plan.value + ROUNDING
    if same or limits.time_limit_s < LEAST_S:
        bare = Plan("optimal" if same else "feasible", plan.value, plan.value if same else free, None, 0.0)
        return _row(problem, plan.chosen, minimum, estimate, plan, bare)
    draft = Draft(grid, [grid.place_of(placed) for placed in plan.chosen])
    return _row(problem, plan.chosen, minimum, estimate, plan, _plan_on(grid, limits, draft))


def _row(
    problem: Problem,
    chosen: tuple[Placed, ...],
    minimum: _Minimum,
    relaxed: float | None,
    plan: Plan | None,
    free: Plan | None,
) -> MinimumPrice:
    known = (minimum.by, minimum.name, minimum.needed, _reached(problem, chosen, minimum))
    kind = "hours" if minimum.share is None else "share"
    if plan is None or free is None or plan.value is None or free.value is None:
        return MinimumPrice(*known, None, False, kind)
    price = max(0.0, free.value - plan.value)
    exact = plan.status == free.status == "optimal"
    upper = None if free.bound is None else max(price, free.bound - plan.value)
    lower = 0.0 if plan.bound is None else max(0.0, free.value - plan.bound)
    at_least, at_most = (price, price) if exact else (lower, upper)
    return MinimumPrice(*known, price, exact, kind, at_least, at_most, relaxed)


def _without(problem: Problem, minimum: _Minimum) -> Problem:
    if minimum.share is None:
        return replace(problem, goals={**problem.goals, minimum.name: Goal()})
    return replace(problem, shares=tuple(share for share in problem.shares if share is not minimum.share))


def _grid(problem: Problem, plan: Plan) -> Grid:
    grid = build_grid(problem)
    if not problem.previous or problem.move_cost == 0:
        return grid
    draft = Draft(grid, [grid.place_of(placed) for placed in plan.chosen])
    return held_grid(grid, earlier_on(grid, problem.previous), draft)


def _relaxed(grid: Grid, seconds: float) -> float | None:
    relaxation = Solver(build_model(grid), seed=1).relax(max(LEAST_S, seconds))
    return None if relaxation is None else relaxation.bound


def _reached(problem: Problem, chosen: tuple[Placed, ...], minimum: _Minimum) -> float:
    items = [problem.by_id[placed.id] for placed in chosen]
    own = _hours([item for item in items if getattr(item, minimum.by) == minimum.name])
    if minimum.share is None:
        return own
    return own / _hours(items) if _hours(items) else 0.0


def _hours(items: list[Item]) -> float:
    return sum(item.effort_hours for item in items)
