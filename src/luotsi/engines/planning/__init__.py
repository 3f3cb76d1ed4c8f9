"""The Blueprint planner: the plan worth most that fits, with its proof, and a reason for all that is left out.

    problem = Problem.from_json(document)      # BadProblem names every fault
    plan = solve(problem, time_limit_s=30)     # Plan: status, value, bound, gap, chosen, left_out …
    assert not check(problem, plan.chosen)     # independent of the solver

Importing this package loads no solver.
"""

from __future__ import annotations

from collections.abc import Callable

from luotsi.engines.planning.check import Violation, check, check_left_out, value_of
from luotsi.engines.planning.compare import Comparison, Difference, Scenario, compare
from luotsi.engines.planning.doubt import Doubt, doubt
from luotsi.engines.planning.fairness import Fairness, MinimumPrice, ShareRow, fairness, price_minimums
from luotsi.engines.planning.force import Forced, force
from luotsi.engines.planning.plan import EntryTerms, LeftOut, Move, MustConflict, Plan, Reason, ShadowPrices
from luotsi.engines.planning.problem import (
    BadProblem,
    Expert,
    Goal,
    Item,
    Mode,
    Pin,
    Placed,
    Problem,
    ProblemFault,
    Share,
    Skill,
)
from luotsi.engines.planning.robust import Robust, robust
from luotsi.engines.planning.what_if import WhatIf, what_if, with_facts

__all__ = [
    "BadProblem", "Comparison", "Difference", "Doubt", "EntryTerms", "Expert", "Fairness", "Forced", "Goal", "Item",
    "LeftOut", "MinimumPrice", "Mode", "Move", "MustConflict", "Pin", "Placed", "Plan", "Problem", "ProblemFault",
    "Reason", "Robust", "Scenario", "ShadowPrices", "Share", "ShareRow", "Skill", "Violation", "WhatIf", "check",
    "check_left_out", "compare", "doubt", "fairness", "force", "price_minimums", "robust", "solve", "value_of",
    "what_if", "with_facts",
]  # fmt: skip


def solve(
    problem: Problem,
    *,
    time_limit_s: float = 30,
    work_limit: int | None = None,
    workers: int = 2,
    seed: int = 1,
    on_progress: Callable[[float | None, float | None, float | None, float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The plan worth most that keeps every rule.

    time_limit_s: seconds, above 0. work_limit: steps of the solver, 1 or more; then no clock is asked and the
    answer is repeatable. workers: 1 (proof and search in turn) or 2 (side by side). on_progress(value, bound,
    gap, seconds) is called in this thread when one of them changes; should_stop() is asked in this thread,
    usually several times a second, at worst after some seconds, and ends it with the best plan so far.
    """
    from luotsi.engines.planning.portfolio import Limits
    from luotsi.engines.planning.replan import find_replan
    from luotsi.engines.planning.solving import find_plan

    limits = Limits(time_limit_s, work_limit, workers, seed, on_progress, should_stop)
    return find_replan(problem, limits) if problem.previous else find_plan(problem, limits)
