"""`luotsi plan` keeps what commands.md promises: formats, exit codes, every fault named."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import luotsi

PROBLEM: dict[str, Any] = {
    "weeks": 3,
    "skills": {"writer": {"hours": [10, 10, 10]}},
    "items": [
        {"id": "A", "title": "Fair", "class": "must", "value": 5, "modes": [{"name": "own", "weeks": 1, "hours": {"writer": 8}}]},
        {"id": "B", "title": "Film", "value": 9, "modes": [{"name": "own", "weeks": 2, "hours": {"writer": 8}}]},
        {"id": "C", "title": "Flyer", "value": 1, "modes": [{"name": "own", "weeks": 1, "hours": {"writer": 8}}]},
    ],
}  # fmt: skip
CLASHING = {**PROBLEM, "items": [{**item, "class": "must", "latest": 1} for item in PROBLEM["items"]]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(PROBLEM), encoding="utf-8")
    return path


def test_the_answer_has_the_promised_keys(file: Path) -> None:
    said = luotsi("plan", file, "--json")
    assert said.code == 0
    given = json.loads(said.out)
    assert list(given) == ["status", "value", "bound", "gap", "seconds", "in", "out", "shadow_prices", "conflict"]
    assert (given["status"], given["value"], given["bound"], given["gap"]) == ("optimal", 14, 14, 0)
    assert {placed["id"] for placed in given["in"]} == {"A", "B"}
    assert set(given["in"][0]) == {"id", "mode", "start", "end"}
    left = given["out"][0]
    assert left["id"] == "C"
    assert left["because"][0]["code"] == "hours"
    assert left["would_enter_if"]["extra_hours"] == {"writer": 6}
    assert given["conflict"] is None


def test_a_pipe_gets_the_rows_of_the_plan_as_csv(file: Path) -> None:
    said = luotsi("plan", file)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert {row["id"] for row in rows} == {"A", "B"}
    assert set(rows[0]) == {"id", "mode", "start", "end"}
    assert said.err == ""


def test_out_chooses_its_format_by_suffix(file: Path, tmp_path: Path) -> None:
    assert luotsi("plan", file, "--out", tmp_path / "plan.json").code == 0
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["status"] == "optimal"
    assert luotsi("plan", file, "--out", tmp_path / "plan.csv").code == 0
    assert (tmp_path / "plan.csv").read_text(encoding="utf-8-sig").startswith("id,mode,start,end")


def test_standard_input_is_read_by_a_dash() -> None:
    said = luotsi("plan", "-", "--json", given=json.dumps(PROBLEM))
    assert json.loads(said.out)["value"] == 14


def test_musts_that_cannot_fit_are_the_answer_and_exit_1() -> None:
    said = luotsi("plan", "-", "--json", given=json.dumps(CLASHING))
    assert said.code == 1
    given = json.loads(said.out)
    assert given["status"] == "infeasible"
    assert given["conflict"]["limits"] == [{"code": "hours", "skill": "writer"}]
    assert len(given["conflict"]["musts"]) == 2
    assert given["in"]
    assert "cannot all fit" in said.err


def test_every_fault_is_one_line_with_file_and_path_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps({**PROBLEM, "weeks": 2, "colour": 1}), encoding="utf-8")
    said = luotsi("plan", path, "--out", tmp_path / "plan.json")
    assert said.code == 2
    assert said.out == ""
    lines = said.err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(str(path)) for line in lines)
    assert "colour: unknown key" in lines[0]
    assert "skills.writer.hours: has 3 weeks, the problem has 2" in lines[1]
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.parametrize(
    ("text", "said_so"),
    [
        ('{"weeks": 3,\n "items": [}', "line 2, column 12"),
        ('{"weeks": 3, "weeks": 4, "items": []}', "stands twice"),
        ("", "line 1, column 1"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_not_json_is_named_by_line_and_column(text: str, said_so: str) -> None:
    said = luotsi("plan", "-", given=text)
    assert said.code == 2
    assert said_so in said.err
    assert len(said.err.splitlines()) == 1


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    said = luotsi("plan", tmp_path / "none.json")
    assert said.code == 2
    assert "none.json" in said.err


def test_a_line_a_case_with_jsonl_and_2_after_all_when_one_was_faulty() -> None:
    cases = [json.dumps(PROBLEM), json.dumps({"weeks": 0}), json.dumps(CLASHING)]
    said = luotsi("plan", "--jsonl", given="\n".join(cases))
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 2
    assert [answer.get("status", "error") for answer in answers] == ["optimal", "error", "infeasible"]
    assert "weeks" in answers[1]["error"]


def test_a_work_limit_gives_the_same_answer_twice(file: Path) -> None:
    first, second = (json.loads(luotsi("plan", file, "--json", "--work-limit", 3).out) for _ in range(2))
    assert {**first, "seconds": 0} == {**second, "seconds": 0}
