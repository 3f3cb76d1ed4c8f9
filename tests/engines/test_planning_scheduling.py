"""Pure scheduling: known makespans, modes against a budget, the same answer twice, and honest about what cannot be."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from luotsi.engines.planning import Placed, Problem, check, solve, value_of
from luotsi.engines.planning.scheduling import find_schedule, is_scheduling

WEEKS = 9


def job(id_: str, weeks: int, hours: float = 0, after: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    mode = {"name": "own", "weeks": weeks, "hours": {"crew": hours} if hours else {}}
    return {"id": id_, "class": "must", "value": 0, "after": list(after), "modes": [mode], **more}


def project(jobs: list[dict[str, Any]], crew: float | list[float], **more: Any) -> dict[str, Any]:
    """The jobs and a last week after them all, worth the horizon less the makespan."""
    finish = job("finish", 1, after=tuple(one["id"] for one in jobs), value=WEEKS, value_lost_per_week=1)
    hours = crew if isinstance(crew, list) else [crew] * WEEKS
    return {"weeks": WEEKS, "skills": {"crew": {"hours": hours}}, "items": [*jobs, finish], **more}


def makespan(document: dict[str, Any]) -> float:
    problem = Problem.from_json(document)
    plan = solve(problem, time_limit_s=10)
    assert plan.status == "optimal"
    assert not check(problem, plan.chosen)
    assert plan.value == plan.bound == value_of(problem, plan.chosen)
    return WEEKS - plan.value


def test_two_that_fit_side_by_side_and_one_that_does_not() -> None:
    assert makespan(project([job("a", 2, 3), job("b", 2, 2), job("c", 3, 4)], crew=5)) == 5


def test_what_comes_after_waits() -> None:
    assert makespan(project([job("a", 2, 1), job("b", 3, 1, ("a",)), job("c", 4, 1)], crew=5)) == 5


def test_weeks_with_leave_hold_less() -> None:
    assert makespan(project([job("a", 1, 2), job("b", 1, 2)], crew=[2, 1, 1, 2, 2, 2, 2, 2, 2])) == 4


def test_half_hours_count_exactly() -> None:
    assert makespan(project([job("a", 1, 2.5), job("b", 1, 2.5), job("c", 1, 0.5)], crew=5)) == 2


def test_work_in_progress_limits_what_runs_at_once() -> None:
    jobs = [job(name, 2) for name in "abc"]
    for one in jobs:
        one["modes"][0]["in_progress"] = "crew"
    assert makespan(project(jobs, 0, skills={"crew": {"in_progress": 2}})) == 4


def test_money_buys_speed_where_it_is_worth_most() -> None:
    def either(id_: str, slow: int, fast: int, after: tuple[str, ...] = ()) -> dict[str, Any]:
        vendor = {"name": "vendor", "weeks": fast, "costs": {"money": 100}}
        made = job(id_, slow, 1, after)
        return {**made, "modes": [*made["modes"], vendor]}

    jobs = [either("a", 3, 2), either("b", 5, 1, ("a",))]
    assert makespan(project(jobs, crew=1, budgets={"money": 0})) == 8
    assert makespan(project(jobs, crew=1, budgets={"money": 100})) == 4
    assert makespan(project(jobs, crew=1, budgets={"money": 200})) == 3


def random_project(seed: int) -> dict[str, Any]:
    dice = random.Random(f"project/{seed}")
    jobs: list[dict[str, Any]] = []
    for number in range(4):
        before = (f"j{dice.randrange(number)}",) if number and dice.random() < 0.4 else ()
        made = job(f"j{number}", dice.choice((1, 2)), dice.choice((1, 2, 3)), before)
        if dice.random() < 0.5:
            quick = {"name": "vendor", "weeks": 1, "hours": {"crew": 1}, "costs": {"money": dice.choice((3, 5))}}
            made["modes"].append(quick)
        made |= {"value_lost_per_week": dice.choice((0, 0.5)), "earliest": dice.choice((0, 0, 1)), "latest": 6}
        jobs.append(made)
    crew = [dice.choice((2, 3, 4)) for _ in range(WEEKS)]
    return project(jobs, crew, budgets={"money": dice.choice((0, 4, 8))})


def best_by_trying_all(problem: Problem) -> float | None:
    """The best value over all places of the jobs; the finish stands right after the last."""
    *jobs, finish = problem.items
    places = [
        [
            Placed(item.id, mode.name, start, start + mode.weeks - 1)
            for mode in item.modes
            for start in problem.starts(item, mode)
        ]
        for item in jobs
    ]
    best = None
    for chosen in product(*places):
        week = max(placed.end for placed in chosen) + 1
        value = value_of(problem, [*chosen, Placed(finish.id, "own", week, week)])
        if (best is None or value > best) and not check(problem, [*chosen, Placed(finish.id, "own", week, week)]):
            best = value
    return best


@pytest.mark.parametrize("seed", range(6))
def test_small_projects_are_as_good_as_trying_everything(seed: int) -> None:
    problem = Problem.from_json(random_project(seed))
    assert is_scheduling(problem)
    found = find_schedule(problem, seconds=10)
    best = best_by_trying_all(problem)
    assert found.impossible == (best is None)
    if best is not None:
        assert found.proven
        assert not check(problem, found.places or ())
        assert value_of(problem, found.places or ()) == pytest.approx(best)


def test_the_same_work_gives_the_same_plan() -> None:
    problem = Problem.from_json(random_project(1))
    first, second = (solve(problem, work_limit=5, seed=3) for _ in range(2))
    assert first.chosen == second.chosen
    assert first.chosen


def test_musts_that_cannot_fit_end_in_their_conflict() -> None:
    document = project([job("a", 5, 3), job("b", 5, 3)], crew=5)
    plan = solve(Problem.from_json(document), time_limit_s=4)
    assert plan.status == "infeasible"
    assert plan.conflict is not None
    assert {"a", "b"} <= set(plan.conflict.musts)


def test_a_bound_is_not_claimed_where_amounts_had_to_be_rounded() -> None:
    third = 1 / 3
    problem = Problem.from_json(project([job(name, 1, third) for name in "abcd"], crew=1))
    found = find_schedule(problem, seconds=5)
    assert not found.proven
    assert not check(problem, found.places or ())
    assert found.places


def test_what_may_be_left_out_is_no_scheduling() -> None:
    document = project([job("a", 1, 1)], crew=5)
    assert is_scheduling(Problem.from_json(document))
    document["items"].append({**job("b", 1, 1), "class": "should"})
    assert not is_scheduling(Problem.from_json(document))
