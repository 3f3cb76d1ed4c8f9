"""A bad problem is refused by name, with every fault; a good one is read as commands.md says."""

from __future__ import annotations

import copy
import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.planning import BadProblem, Placed, Problem, check, solve

GOOD: dict[str, Any] = {
    "weeks": 4,
    "skills": {"writer": {"hours": [10, 10, 10, 10], "in_progress": 2}},
    "experts": {"legal": {"hours": [4, 4, 4, 4]}},
    "budgets": {"money": 500},
    "goals": {"pipeline": {"min_hours": 4}},
    "weights": {"must": 1, "should": 1, "could": 0.6},
    "items": [
        {
            "id": "A",
            "title": "Fair",
            "class": "must",
            "goal": "pipeline",
            "asker": "sales",
            "value": 10,
            "value_lost_per_week": 1,
            "earliest": 0,
            "latest": 3,
            "effort_range": [0.8, 1.4],
            "modes": [
                {
                    "name": "own",
                    "weeks": 2,
                    "hours": {"writer": 5},
                    "expert_hours": {"legal": 2},
                    "costs": {"money": 0},
                    "in_progress": "writer",
                }
            ],
        },
        {"id": "B", "class": "could", "value": 5, "after": ["A"], "modes": [{"name": "own", "weeks": 1}]},
    ],
}


def faults_after(change: Any) -> dict[str, str]:
    document = copy.deepcopy(GOOD)
    change(document)
    with pytest.raises(BadProblem) as refused:
        Problem.from_json(document)
    return {fault.path: fault.text for fault in refused.value.faults}


def setting(path: str, value: Any) -> Any:
    """A change that sets one place of the document, `items.0.modes.0.weeks` for example."""

    def change(document: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = document
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[int(last) if isinstance(place, list) else last] = value

    return change


@pytest.mark.parametrize(
    ("where", "value", "path", "text"),
    [
        ("weeks", 0, "weeks", "out of range"),
        ("weeks", "13", "weeks", "a text, not a whole number"),
        ("skils", {}, "skils", "unknown key"),
        ("skills.writer", {"hours": [10, 10]}, "skills.writer.hours", "has 2 weeks, the problem has 4"),
        ("skills.writer", {"hours": [10, -1, 1, 1]}, "skills.writer.hours[1]", "out of range"),
        ("skills.writer", {"hours": 10}, "skills.writer.hours", "not a list"),
        ("skills.writer", {"in_progress": 1.5}, "skills.writer.in_progress", "not a whole number"),
        ("experts.legal", {"hours": [1]}, "experts.legal.hours", "has 1 weeks"),
        ("budgets.money", -5, "budgets.money", "out of range"),
        ("goals.pipeline", {"hours": 4}, "goals.pipeline.hours", "unknown key"),
        ("weights", {"must": -1}, "weights.must", "out of range"),
        ("weights", {"urgent": 1}, "weights.urgent", "unknown key"),
        ("items.0.class", "perhaps", "items[0].class", "no class"),
        ("items.0.goal", "fame", "items[0].goal", "unknown goal 'fame'"),
        ("items.0.value", math.nan, "items[0].value", "not a finite number"),
        ("items.0.value", True, "items[0].value", "true or false, not a number"),
        ("items.0.value_lost_per_week", -1, "items[0].value_lost_per_week", "out of range"),
        ("items.0.earliest", 4, "items[0].earliest", "out of range"),
        ("items.0.latest", 0, "items[0].latest", "impossible window"),
        ("items.1.after", ["C"], "items[1].after[0]", "unknown item 'C'"),
        ("items.1.after", ["A", "A"], "items[1].after", "names 'A' 2 times"),
        ("items.0.after", ["B"], "items[0].after", "cycle: A after B after A"),
        ("items.0.after", ["A"], "items[0].after", "cycle: A after A"),
        ("items.1.id", "A", "items[1].id", "stands already at items[0]"),
        ("items.0.modes", [], "items[0].modes", "is empty"),
        ("items.0.modes", [{"name": "x", "weeks": 0}], "items[0].modes[0].weeks", "out of range"),
        ("items.0.modes", [{"name": "x", "weeks": 1}] * 2, "items[0].modes", "are named 'x'"),
        ("items.0.modes.0.hours", {"writer": -3}, "items[0].modes[0].hours.writer", "out of range"),
        ("items.0.modes.0.hours", {"poet": 3}, "items[0].modes[0].hours.poet", "unknown skill 'poet'"),
        ("items.0.modes.0.hours", {"writer": math.inf}, "items[0].modes[0].hours.writer", "not a finite number"),
        ("items.0.modes.0.expert_hours", {"tax": 3}, "items[0].modes[0].expert_hours.tax", "unknown expert 'tax'"),
        ("items.0.modes.0.costs", {"gold": 3}, "items[0].modes[0].costs.gold", "unknown budget 'gold'"),
        ("items.0.modes.0.in_progress", "poet", "items[0].modes[0].in_progress", "unknown skill 'poet'"),
        ("items.0.pin", {"mode": "vendor"}, "items[0].pin.mode", "unknown mode 'vendor'"),
        ("items.0.pin", {"mode": "own", "start": 3}, "items[0].pin.start", "pin outside the window"),
        ("items.0.pin", {}, "items[0].pin", "neither mode nor start"),
        ("items.0.forbidden", [9], "items[0].forbidden[0]", "out of range"),
        ("items.0.effort_range", [2, 1], "items[0].effort_range", "not a range"),
        ("items.0.colour", "red", "items[0].colour", "unknown key"),
        ("frozen_until", 5, "frozen_until", "out of range"),
        ("previous", [{"id": "Z", "mode": "own", "start": 0}], "previous[0].id", "unknown item 'Z'"),
        ("move_cost", -1, "move_cost", "out of range"),
        ("move_cost", "much", "move_cost", "not a number"),
        ("shares", {"goal": {"fame": 0.2}}, "shares.goal.fame", "unknown goal 'fame'"),
        ("shares", {"asker": {"sales": 1.2}}, "shares.asker.sales", "out of range"),
    ],
)
def test_a_fault_is_refused_by_name(where: str, value: Any, path: str, text: str) -> None:
    found = faults_after(setting(where, value))
    assert path in found, found
    assert text in found[path]


def test_a_pin_in_a_forbidden_week_is_refused() -> None:
    def change(document: dict[str, Any]) -> None:
        document["items"][0] |= {"pin": {"mode": "own", "start": 1}, "forbidden": [2]}

    assert "forbidden weeks: 2" in faults_after(change)["items[0].pin.start"]


def test_all_faults_are_named_at_once() -> None:
    def change(document: dict[str, Any]) -> None:
        document["items"][0]["value"] = None
        document["items"][1]["after"] = ["C"]
        document["budgets"]["money"] = "lots"
        document["extra"] = 1

    assert set(faults_after(change)) == {"items[0].value", "items[1].after[0]", "budgets.money", "extra"}


@pytest.mark.parametrize("document", [None, [], 3, "x", {}, {"weeks": 3}, {"weeks": 3, "items": 5}, {"weeks": None}])
def test_what_is_no_problem_at_all_is_refused(document: Any) -> None:
    with pytest.raises(BadProblem):
        Problem.from_json(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
PATHS = ["skills", "skills.writer", "items", "items.0", "items.0.modes", "items.0.modes.0", "items.0.modes.0.hours",
         "items.0.id", "items.0.after", "items.0.pin", "items.0.class", "goals", "weights", "previous", "shares", "budgets"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), JSON)
def test_nothing_but_a_bad_problem_is_ever_raised(path: str, value: Any) -> None:
    document = copy.deepcopy(GOOD)
    setting(path, value)(document)
    try:
        Problem.from_json(document)
    except BadProblem as refused:
        assert refused.faults


def test_defaults_are_those_of_the_commands_page() -> None:
    problem = Problem.from_json({"weeks": 5, "items": [{"id": "A", "value": 3, "modes": [{"weeks": 2}]}]})
    item = problem.items[0]
    assert (item.earliest, item.latest, item.value_lost_per_week, item.modes[0].in_progress) == (0, 4, 0, None)
    plan = solve(problem, time_limit_s=5)
    assert (plan.status, plan.value) == ("optimal", 3)


def test_the_worth_falls_with_every_week_after_the_earliest_possible_end() -> None:
    problem = Problem.from_json(GOOD)
    first = problem.by_id["A"]
    assert [problem.worth(first, end) for end in (1, 2, 3)] == [10, 9, 8]
    plan = solve(problem, time_limit_s=5)
    assert plan.chosen == (Placed("A", "own", 0, 1), Placed("B", "own", 2, 2))
    assert plan.value == pytest.approx(10 + 0.6 * 5)


def test_frozen_items_keep_their_place_and_nothing_new_starts_there() -> None:
    document = copy.deepcopy(GOOD)
    document["items"].append({"id": "C", "value": 9, "value_lost_per_week": 1, "modes": [{"weeks": 1}]})
    document |= {"previous": [{"id": "A", "mode": "own", "start": 1, "end": 2}], "frozen_until": 2}
    problem = Problem.from_json(document)
    plan = solve(problem, time_limit_s=5)
    assert plan.chosen == (Placed("A", "own", 1, 2), Placed("B", "own", 3, 3), Placed("C", "own", 2, 2))
    moved = (Placed("A", "own", 0, 1), Placed("C", "own", 0, 0))
    assert {violation.code for violation in check(problem, moved)} == {"frozen"}


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ([], "class"),
        ([("A", "own", 0, 1), ("A", "own", 0, 1)], "twice"),
        ([("Z", "own", 0, 1)], "unknown"),
        ([("A", "vendor", 0, 1)], "mode"),
        ([("A", "own", 0, 2)], "end"),
        ([("A", "own", 3, 4)], "horizon"),
        ([("A", "own", 0, 1), ("B", "own", 1, 1)], "after"),
        ([("A", "own", 0, 1), ("B", "own", 0, 1)], "end"),
    ],
)
def test_the_checker_names_the_broken_rule(chosen: list[tuple[str, str, int, int]], code: str) -> None:
    problem = Problem.from_json(GOOD)
    assert code in {violation.code for violation in check(problem, [Placed(*place) for place in chosen])}


def test_the_checker_finds_every_overfilled_limit() -> None:
    def item(id_: str) -> dict[str, Any]:
        uses = {"hours": {"writer": 6}, "expert_hours": {"legal": 3}, "costs": {"money": 300}, "in_progress": "writer"}
        return {"id": id_, "value": 1, "asker": "x", "modes": [{"name": "own", "weeks": 1, **uses}]}

    document = {**GOOD, "skills": {"writer": {"hours": [10] * 4, "in_progress": 1}}, "items": [item("A"), item("B")]}
    document["shares"] = {"goal": {"pipeline": 0.5}}
    problem = Problem.from_json(document)
    both = [Placed("A", "own", 0, 0), Placed("B", "own", 0, 0)]
    codes = {violation.code for violation in check(problem, both)}
    assert codes == {"hours", "expert_hours", "in_progress", "budget", "goal", "share"}


def test_importing_the_planner_loads_no_heavy_library() -> None:
    script = "import sys, luotsi.engines.planning; print({'numpy', 'highspy', 'ortools'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "set()"
