"""`luotsi plan` for people: Ctrl-C, bad problems by name, what the table says, and a plan that is to hold."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from luotsi.cli.plan_course import Course, course_line
from luotsi.cli.plan_table import show_plan, terms, worth_more
from luotsi.engines.planning import Problem, solve
from tests.cli.command import LUOTSI, clean_environment, luotsi


def item(id_: str, value: float, hours: float, **more: Any) -> dict[str, Any]:
    return {"id": id_, "value": value, "modes": [{"name": "own", "weeks": 1, "hours": {"writer": hours}}], **more}


SMALL: dict[str, Any] = {
    "weeks": 2,
    "skills": {"writer": {"hours": [10, 10]}},
    "goals": {"pipeline": {}},
    "items": [
        item("fair", 8, 9, title="Stand at the fair", goal="pipeline", asker="sales"),
        item("film", 6, 9, title="Film"),
        item("flyer", 1, 9, title="Flyer", asker="product"),
    ],
}


def test_ctrl_c_ends_with_the_best_plan_so_far() -> None:
    # thirty like items of odd hours: no proof within the limit
    items = [item(f"i{number}", 30 + number % 17, 11 + number * 7 % 13) for number in range(30)]
    hard = {"weeks": 8, "skills": {"writer": {"hours": [25] * 8}}, "items": items}
    started = subprocess.Popen(
        [*LUOTSI, "plan", "-", "--json", "--time-limit", "60"],
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stdin is not None
    started.stdin.write(json.dumps(hard))
    started.stdin.close()
    while not listens_for_ctrl_c(started.pid):
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    assert started.wait(timeout=50) == 0
    assert started.stdout is not None
    assert started.stderr is not None
    given = json.loads(started.stdout.read())
    assert given["status"] in ("feasible", "optimal")
    assert given["in"]
    assert "best plan so far" in started.stderr.read()


def listens_for_ctrl_c(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    blocked = next(line for line in status.splitlines() if line.startswith("SigBlk"))
    return bool(int(blocked.split()[1], 16) & 1 << (signal.SIGINT - 1))


def test_ctrl_c_is_what_it_was_once_the_plan_is_there() -> None:
    with Course(1.0) as course:
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
        assert not course.should_stop()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_course_says_what_is_known() -> None:
    assert course_line(None, None, None) == "No plan yet"
    assert course_line(None, 12.0, None) == "No plan yet, at most 12.0"
    assert course_line(10.0, 12.5, 0.25) == "Value 10.0, at most 12.5, gap 25.00%"


def test_bad_problems_are_refused_by_name_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    loop = [item("a", 1, 1, after=["b"]), item("b", 1, 1, after=["a"])]
    late = item("late", 1, 1, earliest=1, latest=0)
    path.write_text(json.dumps({**SMALL, "items": [*loop, late]}), encoding="utf-8")
    said = luotsi("plan", path)
    assert said.code == 2
    assert said.out == ""
    lines = said.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{path}, column items[2].latest: impossible window")
    assert lines[1].startswith(f"{path}, column items[0].after: cycle: a after b after a")
    assert "remove one of these" in lines[1]


def test_unknown_skills_and_negative_hours_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    strange = {"id": "s", "value": 1, "modes": [{"name": "own", "weeks": 1, "hours": {"wirter": 2, "writer": -1}}]}
    path.write_text(json.dumps({**SMALL, "items": [strange]}), encoding="utf-8")
    said = luotsi("plan", path)
    assert said.code == 2
    assert said.out == ""
    assert "items[0].modes[0].hours.wirter" in said.err
    assert "items[0].modes[0].hours.writer: -1 is out of range" in said.err


def test_the_table_shows_the_plan_the_reasons_the_shares_and_what_more_is_worth(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    problem = Problem.from_json(SMALL)
    show_plan(problem, solve(problem, time_limit_s=5))
    shown = capsys.readouterr().out
    assert "optimal: value 14.0, gap 0.00%, 2 in, 1 left out" in shown
    assert "Stand at the fair" in shown
    assert "hours writer short by" in shown
    assert "extra writer 8 h" in shown
    assert "share of value" in shown
    assert "sales" in shown
    assert "One more hour of writer in week" in shown


def test_what_moved_against_an_earlier_plan_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    first = solve(Problem.from_json(SMALL), time_limit_s=5)
    without = {**SMALL, "items": SMALL["items"][1:], "previous": [placed.to_json() for placed in first.chosen]}
    without["previous"] = [placed for placed in without["previous"] if placed["id"] != "fair"]
    problem = Problem.from_json(without)
    show_plan(problem, solve(problem, time_limit_s=5))
    shown = capsys.readouterr().out
    assert "changed" in shown
    assert "flyer" in shown
    assert "entered" in shown


def test_each_change_that_lets_an_item_in_is_said() -> None:
    said = {
        "value_rise": 2.5,
        "displaces": ["film"],
        "hours_cut": 3,
        "extra_hours": {"writer": 8},
        "extra_budget": {"money": 500},
        "extra_in_progress": {"writer": 1},
        "window": {"earliest": 2, "latest": 4},
    }
    words = ["value +2.5 (for film)", "3 hours less", "extra writer 8 h", "extra money 500"]
    assert terms(said) == " or ".join([*words, "more at once: writer +1", "window 2–4"])


def test_prices_name_the_three_dearest_hours_only() -> None:
    names = [f"s{number}" for number in range(4)]
    skills = {name: {"hours": [5]} for name in names}
    items = [
        {"id": name, "value": 10 + at, "modes": [{"name": "own", "weeks": 1, "hours": {name: 8}}]}
        for at, name in enumerate(names)
    ]
    small = [{**one, "id": f"{one['id']}b", "value": 1} for one in items]
    plan = solve(Problem.from_json({"weeks": 1, "skills": skills, "items": items + small}), time_limit_s=5)
    assert len(worth_more(plan)) <= 3


def test_a_wanted_confidence_is_kept_and_its_price_is_told() -> None:
    said = luotsi("plan", "-", "--json", "--confidence", "0.8", "--time-limit", "1", given=json.dumps(SMALL))
    assert said.code == 0
    given = json.loads(said.out)
    held = given["robust"]
    assert held["confidence"] == 0.8
    assert held["is_reached"] == (held["doubt"]["holds"] >= 0.8)
    assert held["price"] == pytest.approx(held["full_value"] - given["value"])


def test_a_confidence_outside_0_and_1_is_refused() -> None:
    said = luotsi("plan", "-", "--confidence", "1.5", given=json.dumps(SMALL))
    assert said.code == 2
    assert "--confidence" in said.err
