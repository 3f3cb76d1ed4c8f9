"""Reasons are true: what would let an item in does let it in, and a conflict is as small as it says."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from luotsi.engines.planning import Plan, Problem, check, solve
from tests.engines.planning_cases import best_value, fewest_broken_promises, tiny

CODES = {"class", "window", "after", "hours", "expert_hours", "in_progress", "budget", "goal", "worth_less"}


def solved(document: dict[str, Any]) -> Plan:
    return solve(Problem.from_json(document), time_limit_s=10, workers=1)


def forced(document: dict[str, Any], id_: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A copy in which the item has to be in (all classes weigh the same here)."""
    changed = copy.deepcopy(document)
    item = next(item for item in changed["items"] if item["id"] == id_)
    item["class"] = "must"
    return changed, item


def test_each_change_alone_lets_the_item_in_at_no_loss() -> None:
    """Over random cases: after the change some plan with the item is worth at least the present one."""
    tried = dict.fromkeys(CHANGES, 0)
    for seed in range(100, 150):
        document = tiny(seed, musts=0.05)
        plan = solved(document)
        if plan.status != "optimal":
            continue
        for left in plan.left_out:
            terms = left.would_enter_if.to_json()
            for name in tried:
                if name in terms:
                    changed, item = forced(document, left.id)
                    CHANGES[name](changed, item, terms)
                    after = solved(changed)
                    assert after.status == "optimal", (seed, left)
                    assert after.value >= plan.value - 1e-6, (seed, left)
                    tried[name] += 1
    short = {name: count for name, count in tried.items() if count < LEAST_TRIED.get(name, 7)}
    assert not short, tried


def _raise_value(document: dict[str, Any], item: dict[str, Any], terms: dict[str, Any]) -> None:
    item["value"] += terms["value_rise"]


def _cut_hours(document: dict[str, Any], item: dict[str, Any], terms: dict[str, Any]) -> None:
    own = item["modes"][0]
    factor = 1 - terms["hours_cut"] / (own["weeks"] * sum(own["hours"].values()))
    for mode in item["modes"]:
        mode["hours"] = {skill: hours * factor for skill, hours in mode["hours"].items()}


def _add_hours(document: dict[str, Any], item: dict[str, Any], terms: dict[str, Any]) -> None:
    for skill, weeks in terms["extra_hours_by_week"].items():
        for week, hours in weeks.items():
            document["skills"][skill]["hours"][int(week)] += hours
        assert sum(weeks.values()) == pytest.approx(terms["extra_hours"][skill])


def _add_expert_hours(document: dict[str, Any], item: dict[str, Any], terms: dict[str, Any]) -> None:
    for expert, weeks in terms["extra_expert_hours_by_week"].items():
        for week, hours in weeks.items():
            document["experts"][expert]["hours"][int(week)] += hours


def _add_line(document: dict[str, Any], item: dict[str, Any], terms: dict[str, Any]) -> None:
    for skill, more in terms["extra_in_progress"].items():
        document["skills"][skill]["in_progress"] += int(more)


def _add_money(document: dict[str, Any], item: dict[str, Any], terms: dict[str, Any]) -> None:
    for budget, more in terms["extra_budget"].items():
        document["budgets"][budget] += more


def _move_window(document: dict[str, Any], item: dict[str, Any], terms: dict[str, Any]) -> None:
    assert terms["window"] != {"earliest": item.get("earliest", 0), "latest": item["latest"]}
    item.update(terms["window"])


CHANGES = {
    "value_rise": _raise_value,
    "hours_cut": _cut_hours,
    "extra_hours": _add_hours,
    "extra_expert_hours": _add_expert_hours,
    "extra_in_progress": _add_line,
    "extra_budget": _add_money,
    "window": _move_window,
}
LEAST_TRIED = {"extra_in_progress": 0, "extra_expert_hours": 1, "extra_budget": 2, "window": 1}


def test_everything_left_out_has_a_reason_of_the_promised_codes() -> None:
    seen: set[str] = set()
    for seed in range(100, 125):
        for left in solved(tiny(seed)).left_out:
            codes = {reason.code for reason in left.because}
            assert codes, left
            assert codes <= CODES, left
            seen |= codes
    assert seen >= CODES - {"window", "goal", "in_progress"}, seen


@pytest.mark.parametrize("seed", range(200, 230))
def test_a_conflict_is_minimal_and_the_plan_breaks_the_fewest_promises(seed: int) -> None:
    document = tiny(seed, musts=0.7, most=4)
    problem = Problem.from_json(document)
    plan = solve(problem, time_limit_s=5, workers=1)
    assert (plan.status == "infeasible") == (best_value(problem) is None)
    if plan.status != "infeasible":
        return
    conflict = plan.conflict.to_json()
    assert conflict["minimal"]
    _assert_minimal(document, conflict)
    broken = check(problem, plan.chosen)
    assert {violation.code for violation in broken} <= {"class", "pin", "goal", "share"}
    promises = {violation.about for violation in broken if violation.code in ("class", "pin")}
    assert len(promises) == fewest_broken_promises(problem)


def _assert_minimal(document: dict[str, Any], conflict: dict[str, Any]) -> None:
    musts, limits = conflict["musts"], conflict["limits"]
    assert best_value(only(document, musts, limits)) is None
    for must in musts:
        assert best_value(only(document, [other for other in musts if other != must], limits)) is not None
    for limit in limits:
        if limit["code"] not in ("window", "after"):
            assert best_value(only(document, musts, [other for other in limits if other != limit])) is not None


def only(document: dict[str, Any], musts: list[str], limits: list[dict[str, Any]]) -> Problem:
    """The problem with these musts and limits alone; everything else may be left out or overrun."""
    changed = copy.deepcopy(document)
    for item in changed["items"]:
        if item["id"] not in musts:
            item["class"] = "wont" if item["class"] == "wont" else "should"
            item.pop("pin", None)
    kept = {(limit["code"], limit.get("skill") or limit.get("expert") or limit.get("budget")) for limit in limits}
    goals = {limit["goal"] for limit in limits if limit["code"] == "goal"}
    weeks = changed["weeks"]
    for name, skill in changed["skills"].items():
        if ("hours", name) not in kept:
            skill["hours"] = [1000] * weeks
        if ("in_progress", name) not in kept:
            skill.pop("in_progress", None)
    for name, expert in changed["experts"].items():
        if ("expert_hours", name) not in kept:
            expert["hours"] = [1000] * weeks
    changed["budgets"] = {
        name: money if ("budget", name) in kept else 10**6 for name, money in changed["budgets"].items()
    }
    changed["goals"] = {name: goal if name in goals else {} for name, goal in changed["goals"].items()}
    if not any(limit["code"] == "share" for limit in limits):
        changed.pop("shares", None)
    return Problem.from_json(changed)


SKILL = {"w": {"hours": [10, 10, 10, 10]}}


def work(id_: str, hours: int, **more: Any) -> dict[str, Any]:
    return {"id": id_, "value": 5, "modes": [{"name": "own", "weeks": 1, "hours": {"w": hours}}], **more}


def test_two_musts_that_cannot_fit_are_named_with_the_limit() -> None:
    window = {"class": "must", "earliest": 1, "latest": 1}
    plan = solved(
        {"weeks": 4, "skills": SKILL, "items": [work("A", 6, **window), work("B", 6, **window), work("C", 3)]}
    )
    assert plan.status == "infeasible"
    assert plan.conflict.to_json() == {
        "musts": ["A", "B"],
        "limits": [{"code": "hours", "skill": "w"}],
        "minimal": True,
        "hours_short": {"w": 2},
        "hours_short_by_week": {"w": {"1": 2}},
        "hours_short_at_least": 2,
        "hours_short_exact": True,
    }
    assert {placed.id for placed in plan.chosen} in ({"A", "C"}, {"B", "C"})


def test_a_goal_minimum_that_cannot_be_met_stands_in_the_conflict() -> None:
    plan = solved(
        {
            "weeks": 4,
            "skills": SKILL,
            "goals": {"g": {"min_hours": 50}},
            "items": [work("A", 6, goal="g"), work("B", 6)],
        }
    )
    assert plan.status == "infeasible"
    assert plan.conflict.to_json()["limits"] == [{"code": "goal", "goal": "g"}]
    assert {placed.id for placed in plan.chosen} == {"A", "B"}


def test_a_must_behind_a_wont_is_a_conflict_of_its_own() -> None:
    plan = solved(
        {
            "weeks": 4,
            "skills": SKILL,
            "items": [work("A", 1, **{"class": "wont"}), work("B", 1, **{"class": "must"}, after=["A"])],
        }
    )
    assert plan.conflict.to_json()["musts"] == ["B"]
    assert plan.conflict.to_json()["limits"] == [{"code": "after", "id": "B", "ids": ["A"]}]


def test_an_item_without_any_open_week_is_left_out_for_its_window() -> None:
    plan = solved({"weeks": 4, "skills": SKILL, "items": [work("A", 1, forbidden=[0, 1, 2, 3])]})
    assert plan.left_out[0].to_json()["because"] == [{"code": "window"}]


def test_a_share_in_the_way_is_named_as_a_goal() -> None:
    document = {
        "weeks": 4,
        "skills": SKILL,
        "shares": {"asker": {"sales": 0.5}},
        "items": [work("A", 5, asker="sales"), work("B", 8, asker="product")],
    }
    plan = solved(document)
    assert [placed.id for placed in plan.chosen] == ["A"]
    assert plan.left_out[0].to_json()["because"] == [{"code": "goal", "share": {"asker": "sales"}}]


def test_a_full_line_of_work_is_named_as_in_progress() -> None:
    mode = {"name": "own", "weeks": 1, "hours": {"w": 1}, "in_progress": "w"}
    items = [{"id": id_, "value": value, "latest": 0, "modes": [mode]} for id_, value in (("A", 5), ("B", 4))]
    plan = solved({"weeks": 4, "skills": {"w": {"in_progress": 1}}, "items": items})
    assert plan.left_out[0].to_json()["because"] == [
        {"code": "in_progress", "skill": "w", "weeks": [0], "short": 1, "mode": "own", "start": 0},
        {"code": "worth_less", "than": ["A"]},
    ]
    assert plan.left_out[0].to_json()["would_enter_if"] == {
        "value_rise": 1,
        "displaces": ["A"],
        "extra_in_progress": {"w": 1},
        "window": {"earliest": 0, "latest": 1},
        "at_most": True,
    }


@pytest.mark.parametrize("name", ["extra_in_progress", "window", "value_rise"])
def test_each_way_out_of_a_full_line_of_work_lets_the_second_item_in(name: str) -> None:
    mode = {"name": "own", "weeks": 1, "hours": {"w": 1}, "in_progress": "w"}
    items = [{"id": id_, "value": value, "latest": 0, "modes": [mode]} for id_, value in (("A", 5), ("B", 4))]
    document = {"weeks": 4, "skills": {"w": {"in_progress": 1}}, "items": items}
    plan = solved(document)
    changed, item = forced(document, "B")
    CHANGES[name](changed, item, plan.left_out[0].would_enter_if.to_json())
    after = solved(changed)
    assert after.value >= plan.value
    assert {placed.id for placed in after.chosen} == ({"B"} if name == "value_rise" else {"A", "B"})


def test_an_hour_that_binds_has_a_price_and_an_idle_one_has_none() -> None:
    items = [work("A", 10, latest=0), work("B", 10, latest=0), work("C", 2, earliest=2)]
    prices = solved({"weeks": 4, "skills": SKILL, "items": items}).shadow_prices.skills["w"]
    assert prices[0] == pytest.approx(0.5)
    assert prices[1:] == (0, 0, 0)
