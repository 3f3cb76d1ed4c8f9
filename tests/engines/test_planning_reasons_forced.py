"""Forcing an item in has the price that trying everything finds; nothing left out still fits; hours short suffice."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from luotsi.engines.planning import (
    BadProblem,
    Pin,
    Placed,
    Plan,
    Problem,
    check,
    check_left_out,
    force,
    solve,
    value_of,
)
from luotsi.engines.planning.smallest import shrunk
from tests.engines.planning_cases import plans, tiny


def solved(problem: Problem) -> Plan:
    return solve(problem, time_limit_s=10, workers=1)


def valid_plans(problem: Problem) -> list[tuple[float, set[str]]]:
    """Every valid plan by its value and its items, by trying all."""
    return [
        (value_of(problem, plan), {placed.id for placed in plan}) for plan in plans(problem) if not check(problem, plan)
    ]


def test_the_price_of_forcing_an_item_in_is_what_trying_everything_finds() -> None:
    priced = impossible = 0
    for seed in range(100, 125):
        problem = Problem.from_json(tiny(seed, musts=0.05, most=4))
        plan = solved(problem)
        if plan.status != "optimal":
            continue
        valid = valid_plans(problem)
        for left in plan.left_out:
            found = force(problem, plan, left.id)
            best = max((value for value, ids in valid if left.id in ids), default=None)
            assert found.exact, (seed, left.id)
            if best is None:
                assert found.price is None, (seed, left.id)
                impossible += 1
                continue
            assert found.price == pytest.approx(plan.value - best, abs=1e-6), (seed, left.id)
            assert not check(problem, found.plan.chosen)
            now = {placed.id for placed in found.plan.chosen}
            assert left.id in now
            assert found.displaced == tuple(placed.id for placed in plan.chosen if placed.id not in now)
            priced += 1
    assert priced >= 5
    assert impossible >= 2


SKILL = {"w": {"hours": [10, 10, 10, 10]}}


def work(id_: str, hours: float, value: float = 5, **more: Any) -> dict[str, Any]:
    return {"id": id_, "value": value, "modes": [{"name": "own", "weeks": 1, "hours": {"w": hours}}], **more}


def test_what_is_in_already_costs_nothing_and_an_unknown_item_is_refused() -> None:
    problem = Problem.from_json({"weeks": 4, "skills": SKILL, "items": [work("A", 6), work("B", 6)]})
    plan = solved(problem)
    assert (force(problem, plan, "A").price, force(problem, plan, "A").exact) == (0, True)
    with pytest.raises(BadProblem, match="unknown item 'Z'"):
        force(problem, plan, "Z")


def test_a_forced_item_stays_in_its_class_and_keeps_its_pin() -> None:
    items = [work("A", 8, 9, latest=0), work("B", 8, 4, latest=0, **{"class": "could"})]
    problem = Problem.from_json({"weeks": 4, "skills": SKILL, "items": items})
    found = force(problem, solved(problem), "B")
    assert found.price == pytest.approx(9 - 0.6 * 4)
    assert found.at_least == pytest.approx(found.price)
    assert found.to_json()["displaced"] == ["A"]


def test_nothing_that_is_left_out_still_fits() -> None:
    for seed in range(100, 130):
        problem = Problem.from_json(tiny(seed, musts=0.2))
        assert check_left_out(problem, solved(problem)) == (), seed


def test_an_item_forgotten_beside_a_plan_is_found_by_the_checker() -> None:
    found = 0
    for seed in range(100, 120):
        problem = Problem.from_json(tiny(seed, musts=0))
        plan = solved(problem)
        for placed in plan.chosen:
            rest = replace(plan, chosen=tuple(other for other in plan.chosen if other is not placed))
            if not check(problem, rest.chosen) and value_of(problem, [placed]) > 0:
                claims = {claim.about: claim for claim in check_left_out(problem, rest)}
                assert claims[placed.id].code == "fits", seed
                assert claims[placed.id].excess >= value_of(problem, [placed]) - 1e-9
                found += 1
    assert found >= 10


def test_a_full_week_a_pin_or_frozen_weeks_are_no_room() -> None:
    items = [work("A", 6, latest=0), work("B", 6, latest=0), work("C", 1)]
    problem = Problem.from_json({"weeks": 4, "skills": SKILL, "items": items})
    plan = Plan("feasible", 5, None, None, 0, (Placed("A", "own", 0, 0),))
    assert [claim.about for claim in check_left_out(problem, plan)] == ["C"]
    pinned = replace(problem, items=(*problem.items[:2], replace(problem.items[2], pin=Pin("own", 0))))
    assert [claim.week for claim in check_left_out(pinned, plan)] == [0]
    frozen = replace(problem, previous=(Placed("A", "own", 0, 0),), frozen_until=4)
    assert check_left_out(frozen, plan) == ()


def test_the_hours_short_let_all_musts_in() -> None:
    """Where minimums have a part in the clash, they are met then, too."""
    helped = 0
    for seed in range(200, 216):
        document = tiny(seed, musts=0.7, most=4)
        conflict = solved(Problem.from_json(document)).conflict
        if conflict is None or not conflict.hours_short:
            continue
        changed = copy.deepcopy(document)
        if not any(limit.code in ("goal", "share") for limit in conflict.limits):
            changed["goals"] = {name: {} for name in changed["goals"]}  # the musts clash without any minimum
            changed.pop("shares", None)
        for skill, weeks in conflict.hours_short_by_week.items():
            assert sum(weeks.values()) == pytest.approx(conflict.hours_short[skill])
            for week, hours in weeks.items():
                changed["skills"][skill]["hours"][week] += hours
        assert solved(Problem.from_json(changed)).status == "optimal", seed
        assert conflict.to_json()["hours_short_exact"], seed
        helped += 1
    assert helped >= 2


def test_dropping_parts_leaves_a_smallest_clash_of_the_parts_named_first() -> None:
    asked: list[int] = []

    def clashes(parts: list[int]) -> bool:
        asked.append(len(parts))
        return {3, 40}.issubset(parts) or {3, 7}.issubset(parts)

    assert shrunk(range(100), clashes) == [3, 7]
    assert len(asked) < 40


def test_money_is_priced_by_the_thousand_too() -> None:
    vendor = {"name": "vendor", "weeks": 1, "costs": {"money": 500}}
    items = [{"id": id_, "value": 10, "modes": [vendor]} for id_ in ("A", "B")]
    prices = solved(Problem.from_json({"weeks": 2, "budgets": {"money": 500}, "items": items})).shadow_prices.to_json()
    assert prices["budgets"]["money"] == pytest.approx(0.02)
    assert prices["budgets_per_thousand"] == {"money": 20}
