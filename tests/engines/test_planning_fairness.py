"""Shares of a plan by goal and asker, minimums of both kinds, and what each minimum costs."""

from __future__ import annotations

from typing import Any

import pytest

from luotsi.engines.planning import Placed, Problem, check, fairness, price_minimums, solve
from tests.engines.planning_cases import best_value, tiny


def work(id_: str, goal: str | None, asker: str | None, value: float, hours: float, **more: Any) -> dict[str, Any]:
    modes = [{"weeks": 1, "hours": {"writer": hours}}]
    return {"id": id_, "goal": goal, "asker": asker, "value": value, "modes": modes, **more}


def quarter(**more: Any) -> dict[str, Any]:
    return {
        "weeks": 1,
        "skills": {"writer": {"hours": [10]}},
        "goals": {"pipeline": {}, "hiring": {}},
        "items": [
            work("A", "pipeline", "sales", 9, 6),
            work("B", "pipeline", "board", 5, 4),
            work("C", "hiring", "people", 4, 4),
            work("D", None, None, 1, 6, **{"class": "wont"}),
        ],
        **more,
    }


def test_shares_stand_beside_what_was_asked_for() -> None:
    problem = Problem.from_json(quarter())
    found = fairness(problem, (Placed("A", "own", 0, 0), Placed("C", "own", 0, 0)))
    pipeline, hiring, none = found.goals
    assert (pipeline.name, pipeline.value, pipeline.hours, pipeline.asked_hours) == ("pipeline", 9, 6, 10)
    assert (pipeline.value_share, pipeline.hours_share, pipeline.asked_share) == pytest.approx((9 / 13, 0.6, 0.5))
    assert (hiring.value_share, hiring.hours_share, hiring.asked_share) == pytest.approx((4 / 13, 0.4, 0.2))
    assert (none.name, none.hours, none.asked_hours) == (None, 0, 6)
    assert [row.name for row in found.askers] == ["board", "people", "sales", None]
    assert found.to_json()["askers"][0] == {
        "name": "board", "value": 0, "value_share": 0, "hours": 0, "hours_share": 0, "asked_hours": 4,
        "asked_share": 0.2,
    }  # fmt: skip


def test_an_empty_plan_has_no_shares_and_a_share_counts_lateness() -> None:
    problem = Problem.from_json({**quarter(), "weeks": 2, "skills": {"writer": {}}})
    assert {row.hours_share for row in fairness(problem, ()).goals} == {0.0}
    late = Problem.from_json(
        {"weeks": 2, "skills": {"writer": {}}, "items": [work("A", None, "sales", 9, 1, value_lost_per_week=2)]}
    )
    assert fairness(late, (Placed("A", "own", 1, 1),)).askers[0].value == 7


@pytest.mark.parametrize(
    "shares", [{"goal": {"pipeline": 0.5}}, {"asker": {"product": 0.6}, "goal": {"awareness": 0.3}}]
)
def test_minimum_shares_of_goals_and_askers_hold_in_the_best_plan(shares: dict[str, Any]) -> None:
    planned = 0
    for seed in range(12):
        document = {**tiny(seed, most=4), "shares": shares}
        document["items"][0] |= {"asker": "product", "goal": "awareness"}
        problem = Problem.from_json(document)
        best = best_value(problem)
        plan = solve(problem, time_limit_s=5, workers=1)
        assert (plan.status == "infeasible") == (best is None), seed
        if best is not None:
            planned += 1
            assert plan.value == pytest.approx(best, abs=1e-6), seed
            assert check(problem, plan.chosen) == (), seed
    assert planned >= 6


def prices(document: dict[str, Any], seconds: float = 5) -> dict[tuple[str, str], Any]:
    problem = Problem.from_json(document)
    plan = solve(problem, time_limit_s=5, workers=1)
    found = price_minimums(problem, plan, seconds=seconds, workers=1)
    return {(row.by, row.name): row for row in found}


def test_the_price_of_a_minimum_is_the_value_of_the_best_plan_without_it() -> None:
    found = prices(quarter(goals={"pipeline": {"min_hours": 4}, "hiring": {"min_hours": 4}}))
    assert (found["goal", "hiring"].price, found["goal", "hiring"].exact) == (pytest.approx(1), True)
    assert found["goal", "hiring"].at_least == found["goal", "hiring"].at_most == found["goal", "hiring"].price
    assert (found["goal", "hiring"].needed, found["goal", "hiring"].reached) == (4, 4)
    assert (found["goal", "pipeline"].price, found["goal", "pipeline"].exact) == (0, True)


def test_the_price_of_a_share_is_that_of_trying_everything() -> None:
    priced = 0
    for seed in range(14):
        document = {
            **tiny(seed, most=4),
            "shares": {"asker": {"sales": 0.5}},
            "goals": {"pipeline": {}, "awareness": {}},
        }
        best, free = (
            best_value(Problem.from_json({**document, "shares": given})) for given in (document["shares"], {})
        )
        row = prices(document).get(("asker", "sales"))
        assert row is not None
        assert row.kind == "share"
        if best is None:
            assert row.price is None
            continue
        assert row.exact
        assert row.price == pytest.approx(free - best, abs=1e-6), seed
        priced += row.price > 0
    assert priced >= 2


def test_without_time_a_price_lies_between_bounds_and_is_not_called_exact() -> None:
    row = prices(quarter(goals={"pipeline": {}, "hiring": {"min_hours": 4}}), seconds=0)["goal", "hiring"]
    assert not row.exact
    assert row.at_least <= 1 <= row.at_most
    assert row.relaxed == pytest.approx(1)


def test_prices_beside_an_earlier_plan_count_only_plans_that_move_no_more() -> None:
    document = quarter(goals={"pipeline": {}, "hiring": {"min_hours": 4}})
    document["previous"] = [{"id": "C", "mode": "own", "start": 0, "end": 0}]
    assert prices(document)["goal", "hiring"].price == 0
