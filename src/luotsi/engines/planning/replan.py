"""Replanning: an earlier plan is kept as far as the new facts allow, and of such plans the one worth most is taken.

First the fewest moves (moved or left, then left) are found and proven, which is quick, for most of the earlier plan
stands; then value is sought among plans with no more. With a price (`move_cost`) both are weighed in one go.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from luotsi.engines.planning.check import check
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Outcome, Solver
from luotsi.engines.planning.model import build_model
from luotsi.engines.planning.moves import Earlier, count_moves, earlier_on, held_grid, moves_between
from luotsi.engines.planning.plan import Plan, gap_of
from luotsi.engines.planning.problem import Placed, Problem
from luotsi.engines.planning.solving import Limits, _plan_on, find_plan

NEAREST_SHARE = 0.6  # of the time, at most, to find the fewest moves


def find_replan(problem: Problem, limits: Limits) -> Plan:
    """The answer to a problem with an earlier plan; `moves` and `moves_proven` are filled in."""
    if not _weighs_moves(problem):
        return _told(problem, find_plan(problem, limits), proven=False)
    return _near(build_grid(problem), limits) or _near_rescue(problem, limits)


def _weighs_moves(problem: Problem) -> bool:
    """Frozen places are kept anyway."""
    return problem.move_cost != 0 and any(placed.id not in problem.frozen for placed in problem.previous)


def _told(problem: Problem, plan: Plan, *, proven: bool) -> Plan:
    moves = moves_between(problem.previous, plan.chosen)
    least = sum(problem.by_id[placed.id].moscow == "wont" for placed in problem.previous)
    return replace(plan, moves=moves, moves_proven=proven or count_moves(moves)[0] <= least)


def _near(grid: Grid, limits: Limits, draft: Draft | None = None) -> Plan | None:
    """The plan near the earlier one; None where it is proven that no plan keeps every promise."""
    earlier = earlier_on(grid)
    if grid.problem.move_cost is not None:
        return _weighed(grid, earlier, limits, draft)
    nearest = _nearest(grid, earlier, limits)
    if nearest.status == "infeasible":
        return None
    if nearest.places is None:  # stopped before any plan was found: then value alone leads
        plan = _plan_on(grid, limits, draft)
        return None if plan is None else _told(grid.problem, plan, proven=False)
    held = held_grid(grid, earlier, Draft(grid, nearest.places))
    plan = _plan_on(held, limits, Draft(held, nearest.places))
    return None if plan is None else _told(grid.problem, plan, proven=nearest.status == "optimal")


def _nearest(grid: Grid, earlier: Earlier, limits: Limits) -> Outcome:
    """A plan with the fewest moves, and of those the fewest that leave."""
    as_it_was = Draft(grid, earlier.kept)
    if not earlier.gone_count and not check(grid.problem, as_it_was.chosen()):
        return Outcome("optimal", as_it_was.places, None, None)
    model = build_model(grid)
    solver = Solver(model, seed=limits.seed)
    aim = np.zeros(model.columns)
    aim[: len(grid.item)] = _keeping(grid, earlier)
    solver.set_worth(aim)
    return solver.solve(
        time_limit_s=max(0.5, limits.left() * NEAREST_SHARE) if limits.work_limit is None else 0.0,
        work_limit=limits.work_limit,
        should_stop=limits.should_stop,
    )


def _keeping(grid: Grid, earlier: Earlier) -> np.ndarray:
    """Whole numbers, so that the order is exact: one item more at its place counts more than all that are in."""
    aim = np.isin(grid.item, earlier.items).astype(float)
    aim[earlier.kept] = len(earlier.items) + 2.0
    return aim


def _weighed(grid: Grid, earlier: Earlier, limits: Limits, draft: Draft | None) -> Plan | None:
    """Keeping a place is worth what its move would cost."""
    cost = float(grid.problem.move_cost or 0.0)
    worth = grid.worth.copy()
    worth[earlier.kept] += cost
    priced = replace(grid, worth=worth)
    plan = _plan_on(priced, _net(limits, cost * len(earlier.items)), draft and Draft(priced, draft.places))
    if plan is None:
        return None
    kept = len(earlier.items) - count_moves(moves_between(grid.problem.previous, plan.chosen))[0]
    return _told(grid.problem, _without_bonus(plan, cost * kept), proven=False)


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
        return _told(problem, found, proven=False)
    grid = build_grid(problem, kept=frozenset(_kept_promises(problem, found.chosen)))
    places = [grid.place_of(placed) for placed in found.chosen]
    grid = replace(grid, needed=np.minimum(grid.needed, Draft(grid, places).level))
    rest = replace(limits, time_limit_s=max(1.0, limits.time_limit_s / 2), begun=time.monotonic())
    plan = _near(grid, rest, Draft(grid, places))
    near = _told(problem, found, proven=False) if plan is None else plan
    return replace(near, status="infeasible", conflict=found.conflict, moves_proven=False, seconds=limits.seconds())


def _kept_promises(problem: Problem, chosen: tuple[Placed, ...]) -> list[int]:
    where = {placed.id: placed for placed in chosen}
    return [
        number
        for number, item in enumerate(problem.items)
        if item.id in where and problem.keeps_promise(item, item.mode(where[item.id].mode), where[item.id].start)
    ]
