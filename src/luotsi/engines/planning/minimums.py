"""What each minimum costs: the value a plan could have without it, exact where both plans are proven."""

from __future__ import annotations

from dataclasses import dataclass, replace

from luotsi.engines.planning.check import check
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.earlier import earlier_on, held_grid
from luotsi.engines.planning.fairness import MinimumPrice
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.model import build_model
from luotsi.engines.planning.plan import Plan
from luotsi.engines.planning.portfolio import Limits
from luotsi.engines.planning.problem import Goal, Item, Placed, Problem, Share
from luotsi.engines.planning.solving import plan_on

LEAST_S = 0.2  # below this no search is begun; the relaxation answers alone
RELAX_S = 2.0
ROUNDING = 1e-6


def priced_minimums(
    problem: Problem, plan: Plan, *, seconds: float, workers: int, seed: int
) -> tuple[MinimumPrice, ...]:  # fmt: skip
    """See `fairness.price_minimums`."""
    asked = _minimums(problem)
    if plan.value is None or not asked or check(problem, plan.chosen):
        return tuple(_row(problem, plan.chosen, minimum, None, None, None) for minimum in asked)
    free = _relaxed_without(problem, plan, asked)
    found = []
    for number, minimum in enumerate(asked):
        limits = Limits(time_limit_s=seconds / (len(asked) - number), workers=workers, seed=seed)
        found.append(_priced(problem, plan, minimum, free[number], limits))
        seconds = max(0.0, seconds - limits.seconds())
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


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """The relaxation's bound without a minimum, and how much that is above the one with it; None: not in time."""

    bound: float | None = None
    price: float | None = None


def _relaxed_without(problem: Problem, plan: Plan, asked: list[_Minimum]) -> list[_Relaxed]:
    """One relaxation with all minimums, and one more for each that has a price there."""
    model = build_model(_grid(problem, plan))
    relaxation = Solver(model, seed=1).relax(RELAX_S)
    if relaxation is None:
        return [_Relaxed()] * len(asked)
    found = []
    for number, minimum in enumerate(asked):  # the grid's minimums stand in this order, too
        if abs(relaxation.prices[model.minimum_row[number]]) < ROUNDING:
            found.append(_Relaxed(relaxation.bound, 0.0))
            continue
        free = Solver(build_model(_grid(_without(problem, minimum), plan)), seed=1).relax(RELAX_S)
        price = None if free is None else max(0.0, free.bound - relaxation.bound)
        found.append(_Relaxed(None if free is None else free.bound, price))
    return found


def _priced(problem: Problem, plan: Plan, minimum: _Minimum, relaxed: _Relaxed, limits: Limits) -> MinimumPrice:
    value, free = plan.value or 0.0, relaxed.bound
    if free is not None and free <= value + ROUNDING:  # then no plan without it is worth more
        return _row(problem, plan.chosen, minimum, relaxed, plan, Plan("optimal", value, value, 0.0, 0.0))
    if limits.time_limit_s < LEAST_S:
        return _row(problem, plan.chosen, minimum, relaxed, plan, Plan("feasible", value, free, None, 0.0))
    grid = _grid(_without(problem, minimum), plan)
    draft = Draft(grid, [grid.place_of(placed) for placed in plan.chosen])
    found = plan_on(grid, limits, draft)
    if found is not None and not check(problem, found.chosen):  # it keeps the minimum unasked: that costs nothing
        return _row(problem, plan.chosen, minimum, relaxed, found, found)
    return _row(problem, plan.chosen, minimum, relaxed, plan, found)


def _row(
    problem: Problem,
    chosen: tuple[Placed, ...],
    minimum: _Minimum,
    relaxed: _Relaxed | None,
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
    return MinimumPrice(*known, price, exact, kind, at_least, at_most, None if relaxed is None else relaxed.price)


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


def _reached(problem: Problem, chosen: tuple[Placed, ...], minimum: _Minimum) -> float:
    items = [problem.by_id[placed.id] for placed in chosen]
    own = _hours([item for item in items if getattr(item, minimum.by) == minimum.name])
    if minimum.share is None:
        return own
    return own / _hours(items) if _hours(items) else 0.0


def _hours(items: list[Item]) -> float:
    return sum(item.effort_hours for item in items)
