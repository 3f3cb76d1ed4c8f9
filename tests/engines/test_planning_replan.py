"""An earlier plan is kept as far as the facts allow: fewest moves, then fewest left, then most value."""

from __future__ import annotations

import copy
import random
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from luotsi.engines.planning import BadProblem, Placed, Plan, Problem, check, solve, value_of
from luotsi.engines.planning.greedy import first_plan
from luotsi.engines.planning.grid import build_grid
from luotsi.engines.planning.moves import count_moves, moves_between
from tests.engines.planning_cases import plans, tiny

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from plan_instances import instance

SECONDS = 5


def changed(seed: int) -> dict[str, Any] | None:
    """A tiny problem after some facts changed, with the best plan before as `previous`; None where it had none."""
    document = tiny(seed, most=4)
    before = solve(Problem.from_json(document), time_limit_s=SECONDS, workers=1)
    if before.status != "optimal" or not before.chosen:
        return None
    dice = random.Random(f"changed/{seed}")
    document["previous"] = [placed.to_json() for placed in before.chosen]
    hours = document["skills"]["writer"]["hours"]
    week = dice.randrange(len(hours))
    hours[week] = hours[week] // 2
    inside = {placed.id for placed in before.chosen}
    for item in document["items"]:
        if item["id"] not in inside and item["class"] in ("should", "could") and dice.random() < 0.4:
            item["class"] = "must"
        elif item["id"] in inside and dice.random() < 0.2:
            item["modes"][0]["hours"]["writer"] += 2
    return document


def best_near(problem: Problem) -> tuple[int, int, float] | None:
    """Fewest moves, fewest left and most value, by trying every plan."""
    found = []
    for plan in plans(problem):
        if not check(problem, plan):
            moves, left = count_moves(moves_between(problem.previous, plan))
            found.append((moves, left, -value_of(problem, plan)))
    return min(found, default=None)


def reached(problem: Problem, plan: Plan) -> tuple[int, int, float]:
    moves, left = count_moves(plan.moves)
    return moves, left, -value_of(problem, plan.chosen)


@lru_cache(maxsize=1)
def cases() -> list[tuple[int, dict[str, Any]]]:
    return [(seed, document) for seed in range(24) if (document := changed(seed)) is not None]


def test_fewest_moves_then_fewest_left_then_value_is_that_of_trying_everything() -> None:
    moved = infeasible = 0
    for seed, document in cases():
        problem = Problem.from_json(document)
        best = best_near(problem)
        plan = solve(problem, time_limit_s=SECONDS, workers=1)
        if best is None:
            infeasible += 1
            assert plan.status == "infeasible", seed
            continue
        assert (plan.status, plan.moves_proven) == ("optimal", True), seed
        assert check(problem, plan.chosen) == (), seed
        assert reached(problem, plan) == pytest.approx(best, abs=1e-6), seed
        assert plan.moves_at_least == best[0]
        assert plan.value == plan.bound == pytest.approx(value_of(problem, plan.chosen))
        moved += best[0] > 0
    assert moved >= 4
    assert len(cases()) - infeasible >= 9


def test_a_price_for_moves_is_weighed_against_value() -> None:
    for seed, document in cases()[:12]:
        problem = Problem.from_json({**document, "move_cost": 2.5})
        nets = [
            value_of(problem, plan) - 2.5 * count_moves(moves_between(problem.previous, plan))[0]
            for plan in plans(problem)
            if not check(problem, plan)
        ]
        plan = solve(problem, time_limit_s=SECONDS, workers=1)
        if not nets:
            assert plan.status == "infeasible"
            continue
        assert plan.value == pytest.approx(value_of(problem, plan.chosen))
        assert plan.value - 2.5 * count_moves(plan.moves)[0] == pytest.approx(max(nets)), seed
        assert plan.bound == plan.value


def test_work_limits_make_replanning_repeatable() -> None:
    document = instance(24, 5)
    draft = first_plan(build_grid(Problem.from_json(document)))
    assert draft is not None
    document["previous"] = [placed.to_json() for placed in draft.chosen()]
    hours = document["skills"]["designer"]["hours"]
    hours[3:7] = [round(amount * 0.5) for amount in hours[3:7]]
    document["goals"] = {goal: {} for goal in document["goals"]}  # this plan, made in no time, misses some
    problem = Problem.from_json(document)
    first, second = solve(problem, work_limit=2), solve(problem, work_limit=2)
    assert (first.chosen, first.moves, first.bound) == (second.chosen, second.moves, second.bound)
    assert check(problem, first.chosen) == ()
    assert 0 < count_moves(first.moves)[0] <= 4


def test_a_price_of_nothing_lets_value_alone_lead() -> None:
    document = copy.deepcopy(QUARTER)
    document["items"][2]["value"] = 50
    free = solve(Problem.from_json({**document, "move_cost": 0}), time_limit_s=SECONDS, workers=1)
    plain = {key: value for key, value in document.items() if key != "previous"}
    assert free.value == solve(Problem.from_json(plain), time_limit_s=SECONDS, workers=1).value
    assert "C" in {placed.id for placed in free.chosen}


def week(id_: str, value: float, hours: float = 5, **more: Any) -> dict[str, Any]:
    return {"id": id_, "value": value, "modes": [{"weeks": 1, "hours": {"writer": hours}}], **more}


QUARTER: dict[str, Any] = {
    "weeks": 3,
    "skills": {"writer": {"hours": [5, 5, 0]}},
    "items": [week("A", 8), week("B", 6), week("C", 5)],
    "previous": [{"id": "A", "mode": "own", "start": 1, "end": 1}, {"id": "B", "mode": "own", "start": 0, "end": 0}],
}


def near(**changes: Any) -> Plan:
    return solve(Problem.from_json({**copy.deepcopy(QUARTER), **changes}), time_limit_s=SECONDS, workers=1)


def codes(plan: Plan) -> dict[str, str]:
    return {move.id: move.code for move in plan.moves}


def test_on_unchanged_facts_nothing_moves() -> None:
    plan = near()
    assert (plan.moves, plan.moves_proven, plan.moves_at_least) == ((), True, 0)
    assert set(plan.chosen) == {Placed("A", "own", 1, 1), Placed("B", "own", 0, 0)}


def test_more_hours_only_add() -> None:
    plan = near(skills={"writer": {"hours": [5, 5, 5]}})
    assert codes(plan) == {"C": "entered"}
    assert plan.moves[0].after == Placed("C", "own", 2, 2)


def test_an_item_moves_rather_than_leaves() -> None:
    plan = near(skills={"writer": {"hours": [0, 5, 5]}})
    assert codes(plan) == {"B": "moved"}
    assert plan.to_json()["moves"][0]["before"] == {"id": "B", "mode": "own", "start": 0, "end": 0}


def test_a_new_must_pushes_out_what_is_worth_least() -> None:
    plan = near(items=[week("A", 8), week("B", 6), week("C", 5, **{"class": "must"})])
    assert codes(plan) == {"B": "left", "C": "entered"}
    assert plan.left_out[0].because[0].code == "hours"


def test_what_would_move_too_much_stands_among_the_reasons() -> None:
    """B's week is gone; the nearest other one lacks an hour, and there B would be one move more."""
    plan = near(skills={"writer": {"hours": [0, 5, 4]}})
    assert codes(plan) == {"B": "left"}
    because = {reason.code: reason.about for left in plan.left_out if left.id == "B" for reason in left.because}
    assert because["hours"]["short"] == 1
    assert because["moves"] == {"against": "previous", "short": 1, "mode": "own", "start": 2}


def test_fewer_moves_count_more_than_a_place_for_all() -> None:
    """C has to stand where B did. That B leaves is one move; that A makes room for B were two."""
    items = [week("A", 8), week("B", 6, latest=1), week("C", 5, latest=0, **{"class": "must"})]
    hours = {"writer": {"hours": [5, 5, 5]}}
    assert codes(near(items=items, skills=hours)) == {"B": "left", "C": "entered"}
    assert codes(near(items=items, skills=hours, move_cost=1)) == {"A": "moved", "B": "moved", "C": "entered"}


def test_an_item_worth_more_does_not_push_out_what_was_promised() -> None:
    assert codes(near(items=[week("A", 8), week("B", 6), week("C", 500)])) == {}
    assert codes(near(items=[week("A", 8), week("B", 6), week("C", 500)], move_cost=1)) == {"B": "left", "C": "entered"}


def test_a_place_that_is_gone_counts_as_a_move() -> None:
    gone = [{"id": "A", "mode": "vendor", "start": 1, "end": 1}, QUARTER["previous"][1]]
    plan = near(previous=gone)
    assert codes(plan) == {"A": "moved"}
    assert (plan.moves_at_least, plan.moves_proven) == (1, True)
    late = near(items=[week("A", 8, earliest=2), week("B", 6), week("C", 5)])
    assert codes(late) == {"A": "left", "C": "entered"}


def test_a_begun_item_that_overruns_keeps_its_place_and_the_next_one_waits() -> None:
    longer = {**week("B", 6), "modes": [{"weeks": 2, "hours": {"writer": 5}}]}
    plan = near(skills={"writer": {"hours": [5, 5, 5]}}, items=[week("A", 8), longer], frozen_until=1)
    assert plan.chosen == (Placed("A", "own", 2, 2), Placed("B", "own", 0, 1))
    assert codes(plan) == {"A": "moved"}


def test_frozen_weeks_that_no_longer_fit_are_named_and_the_rest_stays_near() -> None:
    plan = near(skills={"writer": {"hours": [0, 5, 5]}}, frozen_until=1)
    assert plan.status == "infeasible"
    assert plan.conflict is not None
    assert plan.conflict.musts == ("B",)
    assert Placed("A", "own", 1, 1) in plan.chosen


def test_moves_read_backwards_undo_themselves() -> None:
    back = {"entered": "left", "left": "entered", "moved": "moved"}
    one = (Placed("A", "own", 0, 0), Placed("B", "own", 1, 1), Placed("C", "own", 2, 2))
    two = (Placed("D", "own", 0, 0), Placed("B", "vendor", 1, 1), Placed("C", "own", 2, 3))
    there, again = moves_between(one, two), moves_between(two, one)
    assert {(move.id, move.code) for move in there} == {("A", "left"), ("B", "moved"), ("D", "entered")}
    assert {(move.id, back[move.code], move.after, move.before) for move in there} == {
        (move.id, move.code, move.before, move.after) for move in again
    }
    assert count_moves(there) == (2, 1)


def test_a_frozen_place_of_an_unknown_mode_is_refused_by_name() -> None:
    gone = [{"id": "A", "mode": "vendor", "start": 0, "end": 0}]
    with pytest.raises(BadProblem) as refused:
        Problem.from_json({**QUARTER, "previous": gone, "frozen_until": 1})
    assert [fault.path for fault in refused.value.faults] == ["previous[0].mode"]


def test_a_plan_without_an_earlier_one_says_nothing_of_moves() -> None:
    plan = solve(Problem.from_json({key: QUARTER[key] for key in ("weeks", "skills", "items")}), work_limit=5)
    assert not {"moves", "moves_proven", "moves_at_least"} & plan.to_json().keys()


def test_progress_with_a_price_tells_value_less_what_moves_cost() -> None:
    told: list[float] = []
    problem = Problem.from_json({**QUARTER, "move_cost": 3})
    solve(problem, work_limit=5, on_progress=lambda value, bound, gap, seconds: told.append(bound or value or 0.0))
    assert told
    assert max(told) <= 14 + 1e-6
