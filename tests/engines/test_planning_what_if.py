"""The last plan under other facts, at once; and two scenarios side by side."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest

from luotsi.engines.planning import (
    BadProblem,
    Placed,
    Plan,
    Problem,
    Scenario,
    check,
    compare,
    solve,
    value_of,
    what_if,
    with_facts,
)
from tests.engines.planning_cases import best_value, tiny

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from plan_instances import instance


def work(id_: str, value: float, hours: float, **more: Any) -> dict[str, Any]:
    return {"id": id_, "value": value, "modes": [{"weeks": 1, "hours": {"writer": hours}}], **more}


def quarter(**more: Any) -> dict[str, Any]:
    return {
        "weeks": 2,
        "skills": {"writer": {"hours": [10, 10]}},
        "budgets": {"money": 0},
        "goals": {"pipeline": {}, "hiring": {}},
        "items": [
            work("A", 9, 10, goal="pipeline", asker="sales"),
            work("B", 8, 10, goal="hiring", asker="people"),
            {
                "id": "C", "value": 5, "asker": "sales",
                "modes": [{"name": "vendor", "weeks": 1, "hours": {}, "costs": {"money": 100}}],
            },
            work("D", 4, 5, asker="people"),
        ],
        **more,
    }  # fmt: skip


def solved(document: dict[str, Any]) -> tuple[Problem, Plan]:
    problem = Problem.from_json(document)
    return problem, solve(problem, time_limit_s=5, workers=1)


def test_more_money_lets_an_item_in() -> None:
    problem, plan = solved(quarter())
    found = what_if(problem, plan, budgets={"money": 100})
    assert [move.id for move in found.entered] == ["C"]
    assert (found.left, found.moved) == ((), ())
    assert (found.value_change, found.plan.status) == (5, "optimal")


def test_fewer_hours_push_out_what_is_worth_least_for_them() -> None:
    problem, plan = solved(quarter())
    found = what_if(problem, plan, hours={"writer": 0.5})
    assert [move.id for move in found.left] == ["A", "B"]
    assert [move.id for move in found.entered] == ["D"]
    assert found.plan.value == 4
    assert check(with_facts(problem, hours={"writer": 0.5}), found.plan.chosen) == ()


def test_hours_of_weeks_that_are_over_stay_as_they_were() -> None:
    problem, plan = solved(quarter())
    found = what_if(problem, plan, hours={"writer": 0.5}, from_week=problem.weeks)
    assert (found.entered, found.left, found.value_change) == ((), (), 0)
    was = problem.skills["writer"].hours
    now = with_facts(problem, hours={"writer": 0.5}, from_week=1).skills["writer"].hours
    assert was and now and now == (was[0], *(hours / 2 for hours in was[1:]))


def test_another_value_turns_the_choice() -> None:
    problem, plan = solved(quarter(items=[work("A", 9, 20), work("B", 8, 10), work("D", 4, 10)]))
    assert {placed.id for placed in plan.chosen} == {"B", "D"}
    found = what_if(problem, plan, values={"D": 0})
    assert [move.id for move in found.left] == ["D"] or found.plan.value == 8
    assert found.bound >= found.plan.value


def test_on_the_same_facts_nothing_changes() -> None:
    problem, plan = solved(quarter())
    found = what_if(problem, plan)
    assert (found.entered, found.left, found.moved, found.value_change) == ((), (), (), 0)
    assert set(found.plan.chosen) == set(plan.chosen)


def test_a_must_that_cannot_be_kept_is_named() -> None:
    document = quarter()
    document["items"][0]["class"] = "must"
    problem, plan = solved(document)
    half, fifth = (what_if(problem, plan, hours={"writer": factor}) for factor in (0.5, 0.2))
    assert half.broken == fifth.broken == (("class", "A"),)
    assert {placed.id for placed in half.plan.chosen} == {"D"}
    assert (half.plan.status, fifth.plan.status) == ("no_plan", "infeasible")  # halves of A do fit: no proof


def test_a_must_is_kept_at_the_cost_of_others() -> None:
    document = quarter()
    document["items"][3]["class"] = "must"
    problem, plan = solved(document)
    found = what_if(problem, plan, hours={"writer": 0.5})
    assert found.broken == ()
    assert "D" in {placed.id for placed in found.plan.chosen}


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"hours": {"poet": 1}}, "hours.poet"),
        ({"budgets": {"money": -1}}, "budgets.money"),
        ({"values": {"Z": 1}}, "values.Z"),
        ({"hours": {"writer": float("nan")}}, "hours.writer"),
    ],
)
def test_bad_facts_are_refused_by_name(facts: dict[str, Any], path: str) -> None:
    problem, plan = solved(quarter())
    with pytest.raises(BadProblem) as refused:
        what_if(problem, plan, **facts)
    assert [fault.path for fault in refused.value.faults] == [path]


def facts_of(seed: int) -> dict[str, Any]:
    dice = random.Random(f"facts/{seed}")
    return {
        "hours": {"writer": dice.choice((0.5, 0.8, 1.0, 1.5)), "web": dice.choice((0.6, 1.0, 1.4))},
        "budgets": {"money": dice.choice((0, 50, 300))},
        "values": {"T0": dice.choice((0.2, 1.0, 3.0))},
    }


def test_no_plan_is_worth_more_than_the_bound_and_every_answer_keeps_the_rules() -> None:
    asked = best_found = 0
    for seed in range(18):
        problem, plan = solved(tiny(seed, most=4))
        if plan.status != "optimal":
            continue
        facts = facts_of(seed)
        changed = with_facts(problem, **facts)
        best, found = best_value(changed), what_if(problem, plan, **facts)
        if found.plan.status in ("optimal", "feasible"):
            assert check(changed, found.plan.chosen) == (), seed
            assert found.plan.value == pytest.approx(value_of(changed, found.plan.chosen))
            assert best is not None
            assert found.plan.value - 1e-6 <= best <= found.bound + 1e-6, seed
            assert found.plan.status == "feasible" or found.plan.value == pytest.approx(best)
            asked += 1
            best_found += found.plan.value > best - 1e-6
        else:
            assert found.broken, seed
            assert found.plan.status == "no_plan" or best is None, seed
    assert asked >= 7
    assert best_found >= asked * 0.8


def test_at_three_hundred_items_it_takes_a_second_and_loses_no_more_than_what_no_longer_fits() -> None:
    from luotsi.engines.planning.draft import Draft
    from luotsi.engines.planning.greedy import first_plan
    from luotsi.engines.planning.grid import build_grid
    from luotsi.engines.planning.polish import meet_minimums, polish
    from luotsi.engines.planning.rework import repaired

    problem = Problem.from_json(instance(300, 2))
    draft = first_plan(build_grid(problem))
    assert isinstance(draft, Draft)
    meet_minimums(draft)
    polish(draft, pushing=False)
    plan = Plan("feasible", value_of(problem, draft.chosen()), None, None, 0.0, draft.chosen())
    assert check(problem, plan.chosen) == ()
    facts = {"hours": {"writer": 0.8, "web": 1.1}}
    changed = with_facts(problem, **facts)
    trivial = repaired(build_grid(changed), plan.chosen)
    found = what_if(problem, plan, **facts)
    assert found.plan.seconds < 2.5  # one on a machine with nothing else to do
    assert check(changed, found.plan.chosen) == ()
    assert value_of(changed, trivial.chosen()) <= found.plan.value <= found.bound


def test_a_comparison_says_who_wins_and_who_loses() -> None:
    problem, plan = solved(quarter())
    other = with_facts(problem, hours={"writer": 0.5}, budgets={"money": 100})
    found = compare(Scenario(problem, plan), Scenario(other, solve(other, time_limit_s=5, workers=1)))
    assert (found.value, found.value_change) == ((17, 9), -8)
    assert [(row.name, row.hours, row.code) for row in found.skills] == [("writer", (20, 5), "loses")]
    askers = {row.name: (row.value, row.code) for row in found.askers}
    assert askers == {"people": ((8, 4), "loses"), "sales": ((9, 5), "loses")}
    goals = {row.name: (row.value_change, row.hours_change, row.code) for row in found.goals}
    assert goals == {"pipeline": (-9, -10, "loses"), "hiring": (-8, -10, "loses"), None: (9, 5, "wins")}
    assert [move.id for move in found.entered] == ["C", "D"]
    assert [move.id for move in found.left] == ["A", "B"]
    assert found.to_json()["askers"][0]["code"] == "loses"


def test_a_comparison_with_itself_is_empty_and_with_no_plan_has_no_value() -> None:
    problem, plan = solved(quarter())
    same = compare(Scenario(problem, plan), Scenario(problem, plan))
    assert {row.code for row in (*same.goals, *same.askers, *same.skills)} == {"same"}
    assert (same.entered, same.left, same.moved, same.value_change) == ((), (), (), 0)
    none = compare(Scenario(problem, plan), Scenario(problem, Plan("no_plan", None, None, None, 1.0)))
    assert (none.value, none.value_change) == ((17, None), None)
    assert [move.code for move in none.left] == ["left", "left"]


def test_a_moved_item_is_named_with_both_places() -> None:
    problem = Problem.from_json(quarter())
    one = Plan("feasible", 9, None, None, 0.0, (Placed("A", "own", 0, 0),))
    two = Plan("feasible", 9, None, None, 0.0, (Placed("A", "own", 1, 1),))
    (move,) = compare(Scenario(problem, one), Scenario(problem, two)).moved
    assert (move.before.start, move.after.start) == (0, 1)
