"""Chances against closed forms and against plain loops on the same draws; plans that hold against fresh draws."""

from __future__ import annotations

import json
import math
import random
import sys
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.planning import Doubt, Placed, Problem, Robust, check, doubt, robust, solve, value_of
from luotsi.engines.planning.effort import Z90, draw_factors, spread_of
from luotsi.engines.planning.robust import free_hours
from luotsi.engines.planning.slipping import live_through, work_of
from tests.engines.planning_cases import tiny

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import plan_doubt_reference as plain
from plan_instances import instance

PHI = NormalDist().cdf
DRAWS = 20_000
FOUR_ERRORS = 4 * math.sqrt(0.25 / DRAWS)


def item(id_: str, hours: float, weeks: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": id_, "value": 10, "modes": [{"weeks": weeks, "hours": {"writer": hours}}], **more}


def problem_of(items: list[dict[str, Any]], hours: list[float]) -> Problem:
    return Problem.from_json({"weeks": len(hours), "skills": {"writer": {"hours": hours}}, "items": items})


def one_each(problem: Problem) -> list[Placed]:
    """Every item from its earliest week on."""
    return [
        Placed(item.id, item.modes[0].name, item.earliest, item.earliest + item.modes[0].weeks - 1)
        for item in problem.items
    ]


def test_a_range_holds_the_tenth_and_the_ninetieth_percentile() -> None:
    problem = problem_of([item("A", 10, effort_range=[0.8, 1.5])], [100])
    spread = spread_of(problem.items[0])
    assert spread.median == pytest.approx(math.sqrt(0.8 * 1.5))
    factors = draw_factors(problem.items, draws=DRAWS, seed=3)[0]
    assert (factors < 0.8).mean() == pytest.approx(0.1, abs=0.01)
    assert (factors > 1.5).mean() == pytest.approx(0.1, abs=0.01)
    assert factors.mean() == pytest.approx(spread.mean, abs=0.01)
    assert factors.var() == pytest.approx(spread.variance, abs=0.01)


def test_without_a_range_the_median_is_what_was_planned() -> None:
    spread = spread_of(problem_of([item("A", 10)], [100]).items[0])
    assert (spread.median, spread.sigma) == (1.0, 0.35)


@pytest.mark.parametrize("room", [7.0, 10.0, 13.0])
def test_one_item_in_one_week_holds_with_the_chance_of_the_log_normal(room: float) -> None:
    problem = problem_of([item("A", 10, effort_range=[0.7, 1.6])], [room])
    sigma = math.log(1.6 / 0.7) / (2 * Z90)
    expected = PHI((math.log(room / 10) - math.log(math.sqrt(0.7 * 1.6))) / sigma)
    assert doubt(problem, one_each(problem), draws=DRAWS).holds == pytest.approx(expected, abs=FOUR_ERRORS)


def test_an_overrun_slips_to_the_next_week() -> None:
    problem = problem_of([item("A", 10)], [11, 9])
    found = doubt(problem, one_each(problem), draws=DRAWS)
    assert found.by_week[0] == pytest.approx(PHI(math.log(1.1) / 0.35), abs=FOUR_ERRORS)
    assert found.holds == found.by_week[1] == pytest.approx(PHI(math.log(2.0) / 0.35), abs=FOUR_ERRORS)
    assert found.by_item["A"] == found.by_week[0]


def test_two_items_hold_with_the_chance_of_the_sum() -> None:
    problem = problem_of([item("A", 10), item("B", 6)], [18])
    steps = 4000
    factors = (math.exp(0.35 * NormalDist().inv_cdf((step + 0.5) / steps)) for step in range(steps))
    rest = [(18 - 10 * factor) / 6 for factor in factors]
    expected = sum(PHI(math.log(room) / 0.35) for room in rest if room > 0) / steps
    assert doubt(problem, one_each(problem), draws=DRAWS).holds == pytest.approx(expected, abs=FOUR_ERRORS)


def test_with_one_common_cause_all_items_err_together() -> None:
    problem = problem_of([item("A", 10), item("B", 6)], [18])
    expected = PHI(math.log(18 / 16) / 0.35)
    assert doubt(problem, one_each(problem), draws=DRAWS, common=1.0).holds == pytest.approx(expected, abs=FOUR_ERRORS)


def test_what_comes_after_waits_and_keeps_its_weeks() -> None:
    twice = {"effort_range": [2, 2]}
    items = [item("A", 10, **twice), item("B", 5, weeks=2, earliest=1, after=["A"], effort_range=[1, 1])]
    problem = problem_of(items, [10, 10, 10, 10])
    found = doubt(problem, one_each(problem), draws=10)
    assert found.done_by == {"A": {50: 1, 85: 1, 95: 1}, "B": {50: 3, 85: 3, 95: 3}}
    assert (found.holds, found.by_item, found.by_week) == (1.0, {"A": 0.0, "B": 0.0}, (0.0, 1.0, 0.0, 1.0))


def test_what_never_began_counts_as_undone() -> None:
    items = [item("A", 10, effort_range=[3, 3]), item("B", 4, earliest=1, after=["A"], effort_range=[1, 1])]
    problem = problem_of(items, [10, 10])
    found = doubt(problem, one_each(problem), draws=10)
    assert found.hours_left == found.hours_left_by_skill["writer"] == pytest.approx(10 + 4)
    assert found.done_by["B"] == {50: None, 85: None, 95: None}


def test_a_plan_packed_to_the_brim_holds_when_nothing_is_in_doubt() -> None:
    items = [item(f"I{number}", 0.1, effort_range=[1, 1]) for number in range(30)]
    problem = problem_of(items, [3.0])
    assert doubt(problem, one_each(problem), draws=10).holds == 1.0


def test_an_empty_plan_holds() -> None:
    found = doubt(problem_of([item("A", 10)], [1, 1]), [])
    assert (found.holds, found.by_week, found.by_item, found.hours_left) == (1.0, (1.0, 1.0), {}, 0.0)


def test_the_same_seed_gives_the_same_chances_and_another_seed_others() -> None:
    problem = problem_of([item("A", 10), item("B", 5)], [11, 4])
    first, again, other = (doubt(problem, one_each(problem), seed=seed) for seed in (1, 1, 2))
    assert first == again != other
    assert json.loads(json.dumps(first.to_json()))["by_item"]["A"].keys() == {"holds", "done_by"}


def some_plan(problem: Problem, seed: int) -> list[Placed]:
    """Most items anywhere, rules kept or not."""
    dice = random.Random(f"plan/{seed}")
    chosen = []
    for one in problem.items:
        mode = dice.choice(one.modes)
        if dice.random() < 0.85 and mode.weeks <= problem.weeks:
            start = dice.randint(0, problem.weeks - mode.weeks)
            chosen.append(Placed(one.id, mode.name, start, start + mode.weeks - 1))
    return chosen


def assert_equals_plain_loops(problem: Problem, chosen: list[Placed], draws: int) -> None:
    work = work_of(problem, chosen)
    factors = draw_factors(problem.items, draws=draws, seed=5, spread=0.6, common=0.2, only=work.rows)
    found = live_through(work, factors)
    for draw in range(draws):
        factor = dict(zip(work.ids, factors[:, draw], strict=True))
        ends, left = plain.live_through(problem, chosen, factor)
        assert dict(zip(work.ids, found.ends[:, draw].tolist(), strict=True)) == ends
        assert dict(zip(work.resources, found.left[:, draw].tolist(), strict=True)) == pytest.approx(left, abs=1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_the_arrays_equal_plain_loops_on_the_same_draws(seed: int) -> None:
    problem = Problem.from_json(tiny(seed))
    assert_equals_plain_loops(problem, some_plan(problem, seed), draws=25)


def test_the_arrays_equal_plain_loops_beyond_one_chunk_of_draws() -> None:
    problem = Problem.from_json(instance(30, 1))
    chosen = some_plan(problem, 1)
    work = work_of(problem, chosen)
    factors = draw_factors(problem.items, draws=1100, seed=5, only=work.rows)
    found = live_through(work, factors)
    for draw in (0, 511, 512, 1024, 1099):
        ends, _ = plain.live_through(problem, chosen, dict(zip(work.ids, factors[:, draw], strict=True)))
        assert dict(zip(work.ids, found.ends[:, draw].tolist(), strict=True)) == ends


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 200), st.integers(0, 10), st.floats(0, 5))
def test_more_hours_never_lower_a_chance(seed: int, week: int, more: float) -> None:
    document = tiny(seed)
    for one in document["items"]:
        one["after"] = []  # with them, what starts earlier may take the hours of something else
    problem = Problem.from_json(document)
    writer = problem.skills["writer"]
    hours = list(writer.hours or ())
    hours[week % problem.weeks] += more
    richer = replace(problem, skills={**problem.skills, "writer": replace(writer, hours=tuple(hours))})
    chosen = some_plan(problem, seed)
    before, after = doubt(problem, chosen, draws=200), doubt(richer, chosen, draws=200)
    assert all(now >= then for now, then in zip(after.by_week, before.by_week, strict=True))
    assert all(after.by_item[id_] >= chance for id_, chance in before.by_item.items())
    assert after.hours_left <= before.hours_left + 1e-9


@pytest.fixture(scope="module")
def kept() -> tuple[Problem, Robust]:
    problem = Problem.from_json(instance(40, 2))
    return problem, robust(problem, confidence=0.8, work_limit=40, workers=1)


def test_a_robust_plan_keeps_every_rule_and_holds_on_fresh_draws(kept: tuple[Problem, Robust]) -> None:
    problem, found = kept
    assert check(problem, found.plan.chosen) == ()
    assert found.is_reached
    assert doubt(problem, found.plan.chosen, draws=DRAWS, seed=99).holds >= 0.8
    assert found.full_holds is not None
    assert found.full_holds < 0.8


def test_the_price_of_confidence_is_value_given_up(kept: tuple[Problem, Robust]) -> None:
    problem, found = kept
    assert found.full_value is not None
    assert found.plan.value == pytest.approx(value_of(problem, found.plan.chosen))
    assert found.price == pytest.approx(found.full_value - found.plan.value)
    assert 0 < found.price < 0.5 * found.full_value
    assert found.buffers == free_hours(problem, found.plan.chosen)
    assert json.loads(json.dumps(found.to_json()))["is_reached"] is True


def test_what_is_held_back_for_its_chance_would_make_the_plan_too_doubtful() -> None:
    items = [item(f"I{number}", 3 + number % 3, value=10 + number) for number in range(14)]
    problem = problem_of(items, [12.0] * 4)
    found = robust(problem, confidence=0.8, work_limit=10, workers=1)
    held_back = [left for left in found.plan.left_out if left.because[0].code == "chance"]
    assert held_back
    assert {left.id for left in found.plan.left_out} == set(problem.by_id) - {one.id for one in found.plan.chosen}
    for left in held_back:
        one = problem.by_id[left.id]
        for mode in one.modes:
            for start in problem.starts(one, mode):
                more = (*found.plan.chosen, Placed(one.id, mode.name, start, start + mode.weeks - 1))
                if not check(problem, more):
                    assert doubt(problem, more, draws=4000, seed=1).holds < left.because[0].about["needed"] + 0.02


def test_a_plan_that_holds_anyway_costs_nothing() -> None:
    problem = problem_of([item("A", 5), item("B", 5)], [40, 40])
    found = robust(problem, confidence=0.9, work_limit=5, workers=1)
    assert (found.price, found.plan.status, len(found.plan.chosen)) == (0.0, "optimal", 2)


def test_musts_stay_in_even_where_they_are_too_doubtful() -> None:
    items = [{**item("A", 10), "class": "must"}, item("B", 2)]
    problem = problem_of(items, [10.0, 2.0])
    found = robust(problem, confidence=0.95, work_limit=5, workers=1)
    assert not found.is_reached
    assert [placed.id for placed in found.plan.chosen] == ["A"]
    assert [left.because[0].code for left in found.plan.left_out] == ["chance"]


def test_the_doubtful_item_leaves_and_not_the_sure_one() -> None:
    """Equal hours and equal value: what spreads less stays, which no flat buffer could tell."""
    sure, wild = item("S", 8, effort_range=[0.95, 1.05]), item("W", 8, effort_range=[0.4, 2.5])
    problem = problem_of([wild, sure], [17])
    assert len(solve(problem, work_limit=5, workers=1).chosen) == 2
    found = robust(problem, confidence=0.9, work_limit=5, workers=1)
    assert [placed.id for placed in found.plan.chosen] == ["S"]


@pytest.mark.parametrize("confidence", [0, 1, -0.5])
def test_a_confidence_is_a_chance(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        robust(problem_of([], [1]), confidence=confidence)


def test_a_repeated_search_by_steps_gives_the_same_plan() -> None:
    problem = Problem.from_json(instance(20, 3))
    first, again = (robust(problem, confidence=0.7, work_limit=10, workers=1) for _ in range(2))
    assert first.plan.chosen == again.plan.chosen
    assert isinstance(first.doubt, Doubt)
