"""`luotsi news classify` keeps what commands.md promises: columns, keys, exit codes, every faulty row named."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.running import Runner, runner

FILE = """id;headline;lead;lang;company;date
n1;Norrby Pumps appoints Anna Berg as chief executive;;en;Norrby;2026-03-01
;Keskivalo Oy avasi uuden toimiston Ouluun;Tilat ovat satamassa.;;Keskivalo;2026-03-02
"""


@pytest.fixture
def luotsi(monkeypatch, capsys) -> Runner:
    return runner(monkeypatch, capsys, "news")


@pytest.fixture
def headlines(tmp_path):
    path = tmp_path / "headlines.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_pipe_gets_the_promised_columns(luotsi, headlines):
    said = luotsi("classify", headlines)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert said.code == 0
    assert list(rows[0]) == ["id", "lang", "hook", "worthy", "probability", "alternatives", "reasons"]
    assert [(row["id"], row["lang"], row["hook"]) for row in rows] == [
        ("n1", "en", "appointment"),
        ("2", "fi", "division"),
    ]


def test_json_carries_alternatives_and_reasons(luotsi, headlines):
    first = luotsi("classify", headlines, "--json").document["rows"][0]
    assert first["worthy"] is False
    assert 0.5 < first["probability"] <= 1
    assert {"hook", "probability"} == set(first["alternatives"][0])
    reason = first["reasons"][0]
    assert "Norrby Pumps appoints Anna Berg as chief executive"[reason["start"] : reason["end"]] == reason["words"]


def test_out_writes_a_file(luotsi, headlines, tmp_path):
    said = luotsi("classify", headlines, "--out", tmp_path / "hooks.json")
    assert (said.code, said.out) == (0, "")
    assert len(json.loads((tmp_path / "hooks.json").read_text(encoding="utf-8"))["rows"]) == 2


def test_one_line_answers_one_line_and_a_faulty_one_ends_with_2(luotsi):
    lines = '{"headline": "Norrby Pumps acquires Fjeldby", "id": "a"}\n{"headline": 3}\n{"headline": " "}\n'
    said = luotsi("classify", "--jsonl", stdin=lines)
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 2
    assert (answers[0]["id"], answers[0]["hook"]) == ("a", "acquisition")
    assert "text" in answers[1]["error"]
    assert "headline" in answers[2]["error"]


def test_every_faulty_row_is_named_and_nothing_is_written(luotsi, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("headline,lang\nGood news,en\n,en\nNeuigkeiten,de\n", encoding="utf-8")
    said = luotsi("classify", path, "--out", tmp_path / "hooks.csv")
    assert (said.code, said.out) == (2, "")
    assert "line 3, column headline" in said.err
    assert "line 4, column lang" in said.err
    assert not (tmp_path / "hooks.csv").exists()


def test_a_file_without_headlines_says_which_columns_it_has(luotsi, tmp_path):
    path = tmp_path / "titles.csv"
    path.write_text("title\nGood news\n", encoding="utf-8")
    said = luotsi("classify", path)
    assert said.code == 2
    assert "headline" in said.err
    assert "title" in said.err


def test_a_file_and_lines_at_once_are_refused(luotsi, headlines):
    assert luotsi("classify", headlines, "--jsonl").code == 2
    assert luotsi("classify").code == 2
