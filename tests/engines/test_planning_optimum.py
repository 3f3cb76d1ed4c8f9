"""The plan is the best one: against trying everything, against itself, and at the size of a real quarter."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from luotsi.engines.planning import Problem, check, solve, value_of
from tests.engines.planning_cases import best_value, tiny

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from plan_instances import instance


@pytest.mark.parametrize("seed", range(50))
def test_the_value_is_that_of_trying_everything(seed: int) -> None:
    problem = Problem.from_json(tiny(seed))
    best = best_value(problem)
    plan = solve(problem, time_limit_s=10, workers=1)
    if best is None:
        assert plan.status == "infeasible"
        assert plan.conflict is not None
        return
    assert plan.status == "optimal"
    assert plan.value == pytest.approx(best, abs=1e-6)
    assert plan.gap == 0
    assert check(problem, plan.chosen) == ()
    assert value_of(problem, plan.chosen) == pytest.approx(plan.value)


def test_the_tiny_cases_hold_both_kinds() -> None:
    bests = [best_value(Problem.from_json(tiny(seed))) for seed in range(20)]
    assert 2 < sum(best is None for best in bests) < 14


def test_a_quarter_of_sixty_items_is_planned_in_seconds_at_a_small_gap() -> None:
    problem = Problem.from_json(instance(60, 4))
    plan = solve(problem, time_limit_s=6)
    assert plan.status in ("optimal", "feasible")
    assert check(problem, plan.chosen) == ()
    assert plan.gap is not None
    assert 0 <= plan.gap < 0.15
    assert plan.seconds < 12
    assert {placed.id for placed in plan.chosen} | {left.id for left in plan.left_out} == set(problem.by_id)


def test_a_proven_optimum_is_the_same_in_every_run() -> None:
    problem = Problem.from_json(instance(24, 5))
    first, second = solve(problem, time_limit_s=20), solve(problem, time_limit_s=40, workers=1)
    assert first.status == second.status == "optimal"
    assert first.chosen == second.chosen
    assert first.left_out == second.left_out
    assert first.shadow_prices == second.shadow_prices


def test_a_work_limit_makes_a_run_repeatable() -> None:
    problem = Problem.from_json(instance(80, 2))
    first, second = solve(problem, work_limit=2), solve(problem, work_limit=2)
    assert (first.value, first.bound, first.chosen) == (second.value, second.bound, second.chosen)
    assert first.left_out == second.left_out


def test_progress_is_told_and_the_bound_never_falls_below_the_value() -> None:
    told: list[tuple[float | None, float | None]] = []
    plan = solve(
        Problem.from_json(instance(60, 4)),
        time_limit_s=3,
        on_progress=lambda value, bound, gap, seconds: told.append((value, bound)),
    )
    assert told
    assert all(bound >= value - 1e-6 for value, bound in told if value is not None and bound is not None)
    assert plan.value is not None
    assert plan.value >= max(value for value, _ in told if value is not None) - 1e-6


def test_a_stopped_run_gives_the_best_plan_so_far() -> None:
    problem = Problem.from_json(instance(80, 2))
    plan = solve(problem, time_limit_s=60, should_stop=lambda: True)
    assert plan.seconds < 30
    assert plan.status in ("feasible", "no_plan")
    assert plan.status == "no_plan" or check(problem, plan.chosen) == ()


def test_nothing_left_out_of_a_stopped_plan_still_fits_with_worth() -> None:
    problem = Problem.from_json(instance(80, 2))
    plan = solve(problem, time_limit_s=2)
    for left in plan.left_out:
        item = problem.by_id[left.id]
        for mode in item.modes:
            for start in problem.starts(item, mode):
                more = (*plan.chosen, _placed(item.id, mode, start))
                assert check(problem, more) or problem.worth(item, start + mode.weeks - 1) <= 1e-6


def _placed(id_: str, mode, start: int):
    from luotsi.engines.planning import Placed

    return Placed(id_, mode.name, start, start + mode.weeks - 1)
