"""Replanning: an earlier plan is kept as far as the new facts allow, and of such plans the one worth most is taken.

First the fewest moves (moved or left, then left) are found and proven, which is quick, for most of the earlier plan
stands; then value is sought among plans with no more. With a price (`move_cost`) both are weighed in one go.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.earlier import Earlier, earlier_on, held_grid
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.moves import count_moves, moves_between
from luotsi.engines.planning.nearest import Nearest, nearest_plan
from luotsi.engines.planning.plan import Plan, gap_of
from luotsi.engines.planning.portfolio import Limits
from luotsi.engines.planning.problem import Placed, Problem
from luotsi.engines.planning.solving import find_plan, plan_on


def find_replan(problem: Problem, limits: Limits) -> Plan:
    """The answer to a problem with an earlier plan; `moves` and `moves_proven` are filled in."""
    if not _weighs_moves(problem):
        return _told(problem, find_plan(problem, limits))
    return _near(build_grid(problem), limits) or _near_rescue(problem, limits)


def _weighs_moves(problem: Problem) -> bool:
    """Frozen places are kept anyway."""
    return problem.move_cost != 0 and any(placed.id not in problem.frozen for placed in problem.previous)


def _told(problem: Problem, plan: Plan, nearest: Nearest | None = None) -> Plan:
    moves = moves_between(problem.previous, plan.chosen)
    made = count_moves(moves)[0]
    at_least = 0 if nearest is None else min(nearest.at_least, made)
    proven = made == 0 or (nearest is not None and nearest.proven)
    return replace(plan, moves=moves, moves_proven=proven, moves_at_least=made if proven else at_least)


def _near(grid: Grid, limits: Limits, draft: Draft | None = None) -> Plan | None:
    """The plan near the earlier one; None where it is proven that no plan keeps every promise."""
    earlier = earlier_on(grid, grid.problem.previous)
    if grid.problem.move_cost is not None:
        return _weighed(grid, earlier, limits, draft)
    nearest = nearest_plan(grid, earlier, limits)
    if nearest.is_infeasible:
        return None
    if nearest.places is None:  # stopped before any plan was found: then value alone leads
        plan = plan_on(grid, limits, draft)
        return None if plan is None else _told(grid.problem, plan)
    held = held_grid(grid, earlier, Draft(grid, nearest.places))
    plan = plan_on(held, limits, Draft(held, nearest.places))
    return None if plan is None else _told(grid.problem, plan, nearest)


def _weighed(grid: Grid, earlier: Earlier, limits: Limits, draft: Draft | None) -> Plan | None:
    """Keeping a place is worth what its move would cost."""
    cost = float(grid.problem.move_cost or 0.0)
    worth = grid.worth.copy()
    worth[earlier.kept] += cost
    priced = replace(grid, worth=worth)
    plan = plan_on(priced, _net(limits, cost * len(earlier.items)), draft and Draft(priced, draft.places))
    if plan is None:
        return None
    kept = len(earlier.items) - count_moves(moves_between(grid.problem.previous, plan.chosen))[0]
    return _told(grid.problem, _without_bonus(plan, cost * kept))


def _net(limits: Limits, all_moves: float) -> Limits:
    """Tells value and bound less what the moves cost."""
    tell = limits.on_progress
    if tell is None:
        return limits

    def net(value: float | None, bound: float | None, gap: float | None, seconds: float) -> None:
        value = None if value is None else value - all_moves
        bound = None if bound is None else bound - all_moves
        tell(value, bound, gap_of(value, bound), seconds)

    return replace(limits, on_progress=net)


def _without_bonus(plan: Plan, bonus: float) -> Plan:
    """The bound among plans that make no more moves, in value alone."""
    if plan.value is None or plan.bound is None or plan.status == "optimal":
        return plan
    bound = max(plan.value, plan.bound - bonus)
    return replace(plan, bound=bound, gap=gap_of(plan.value, bound))


def _near_rescue(problem: Problem, limits: Limits) -> Plan:
    """Where the promises cannot all hold: near the earlier plan among those that keep the promises found to fit."""
    found = find_plan(problem, limits)
    if found.status != "infeasible" or not found.chosen:
        return _told(problem, found)
    grid = build_grid(problem, kept=frozenset(_kept_promises(problem, found.chosen)))
    places = [grid.place_of(placed) for placed in found.chosen]
    grid = replace(grid, needed=np.minimum(grid.needed, Draft(grid, places).level))
    rest = replace(limits, time_limit_s=max(1.0, limits.time_limit_s / 2), begun=time.monotonic())
    plan = _near(grid, rest, Draft(grid, places))
    near = _told(problem, found if plan is None else plan)  # other promises broken might have moved less
    return replace(near, status="infeasible", conflict=found.conflict, seconds=limits.seconds())


def _kept_promises(problem: Problem, chosen: tuple[Placed, ...]) -> list[int]:
    where = {placed.id: placed for placed in chosen}
    return [
        number
        for number, item in enumerate(problem.items)
        if item.id in where and problem.keeps_promise(item, item.mode(where[item.id].mode), where[item.id].start)
    ]
