"""`luotsi requests check` on plain files."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from luotsi.cli.requests import requests
from luotsi.kernel.errors import BadInput

PILE = """title;body;created;labels;state
Newsletter May 2027;Topics, please;2027-04-20;email;closed
Newsletter June 2027;Topics, please;2027-05-20;email;open
Brochure about gas boilers;So that installers stop calling;2027-05-21;;open
We need a leaflet on gas boilers;;2027-05-25;;open
"""


def run(*arguments: str, given: str = "") -> str:
    result = CliRunner().invoke(requests, ["check", *arguments], input=given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    file = tmp_path / "requests.csv"
    file.write_text(PILE, encoding="utf-8")
    return file


def test_json_holds_one_answer_a_row(pile: Path) -> None:
    rows = json.loads(run(str(pile), "--json"))["rows"]
    assert [row["row"] for row in rows] == [1, 2, 3, 4]
    assert set(rows[0]) == {"row", "phrasing", "deliverable", "names_date", "similar"}
    assert [row["phrasing"] for row in rows] == ["tactic", "tactic", "both", "tactic"]
    assert [row["deliverable"] for row in rows] == ["email", "email", "design", "design"]
    assert rows[0]["similar"][0]["row"] == 2
    assert rows[0]["similar"][0]["kind"] == "recurring"
    assert rows[2]["similar"][0]["row"] == 4
    assert rows[2]["similar"][0]["kind"] == "duplicate"


def test_a_pipe_gets_csv_with_similar_as_json(pile: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(str(pile)))))
    assert list(rows[0]) == ["row", "phrasing", "deliverable", "names_date", "similar"]
    assert json.loads(rows[3]["similar"])[0]["row"] == 3


def test_the_suffix_of_out_chooses_the_format(pile: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    assert run(str(pile), "--out", str(out)) == ""
    assert len(json.loads(out.read_text(encoding="utf-8"))["rows"]) == 4


def test_a_summary_stands_in_for_a_body_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "requests.csv"
    file.write_text("title,summary\nBrochure,So that installers stop calling us\n", encoding="utf-8")
    assert json.loads(run(str(file), "--json"))["rows"][0]["phrasing"] == "both"


def test_each_line_of_jsonl_is_answered_alone() -> None:
    lines = '{"title": "A brochure by Friday"}\n{"title": "More enquiries from dentists", "labels": ["web"]}\n'
    answers = [json.loads(line) for line in run("--jsonl", given=lines).splitlines()]
    assert [answer["row"] for answer in answers] == [1, 2]
    assert [answer["phrasing"] for answer in answers] == ["tactic", "outcome"]
    assert answers[0]["names_date"] is True
    assert all(answer["similar"] == [] for answer in answers)


@pytest.mark.parametrize(
    "line",
    ['{"titel": "x"}', '{"title": 3}', '{"title": "x", "created": "soon"}', '{"title": "x", "labels": 3}', "no json"],
)
def test_a_faulty_line_is_answered_with_its_error_and_the_others_go_on(line: str) -> None:
    result = CliRunner().invoke(requests, ["check", "--jsonl"], input=line + '\n{"title": "A brochure"}\n')
    first, second = (json.loads(answer) for answer in result.output.splitlines())
    assert "error" in first
    assert second["deliverable"] == "design"
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("name,body\nx,y\n", 1, "title"),
        ("title,created\nBrochure,soon\n", 2, "created"),
        ("title,created\nBrochure,03/04/2027\n", 2, "created"),
        ("title,body\nBrochure,x\n,y\n", 3, "title"),
    ],
)
def test_a_fault_is_named_by_line_and_column(tmp_path: Path, content: str, line: int, column: str) -> None:
    file = tmp_path / "requests.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as bad:
        CliRunner().invoke(requests, ["check", str(file)], catch_exceptions=False)
    assert (bad.value.faults[0].line, bad.value.faults[0].column) == (line, column)


def test_a_file_and_jsonl_do_not_go_together(pile: Path) -> None:
    assert CliRunner().invoke(requests, ["check", str(pile), "--jsonl"]).exit_code == 2
    assert CliRunner().invoke(requests, ["check"]).exit_code == 2
