"""`luotsi forecast` keeps what commands.md promises: formats, keys, exit codes, every fault named."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import Runner, runner

RECORD = (3, 5, 2, 4, 6, 3, 4, 5, 0, 2, 7, 3, 4, 4, 5, 3)
WEEKS = tuple(f"2026-W{number:02d}" for number in range(31, 47))


@pytest.fixture
def luotsi(monkeypatch, capsys) -> Runner:
    return runner(monkeypatch, capsys, "forecast")


@pytest.fixture
def weekly(tmp_path) -> Path:
    return write(tmp_path / "weekly.csv", "week,completed", zip(WEEKS, RECORD, strict=True))


def write(path: Path, header: str, rows) -> Path:
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return path


def test_json_has_exactly_the_promised_keys_and_dates_follow_the_weeks(luotsi, weekly):
    answer = luotsi("--throughput", weekly, "--remaining", 40, "--start", "2026-11-23", "--json")
    assert answer.code == 0
    assert list(answer.document) == ["weeks", "dates", "unfinished_share", "flags"]
    assert list(answer.document["weeks"]) == list(answer.document["dates"]) == ["50", "85", "95"]
    assert 8 <= answer.document["weeks"]["50"] <= 14 < answer.document["weeks"]["85"] < answer.document["weeks"]["95"]
    assert answer.document["dates"]["50"] == f"{_after('2026-11-23', answer.document['weeks']['50'])}"


def _after(start: str, weeks: int) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(start) + timedelta(weeks=weeks)).isoformat()


def test_in_a_pipe_the_answer_is_csv(luotsi, weekly):
    answer = luotsi("--throughput", weekly, "--remaining", 40)
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["level"] for row in rows] == ["50", "85", "95"] and rows[0].keys() == {"level", "weeks", "date"}


def test_without_a_start_weeks_count_from_the_monday_after_the_record(luotsi, weekly):
    document = luotsi("--throughput", weekly, "--remaining", 40, "--json").document
    assert document["dates"]["85"] == _after("2026-11-16", document["weeks"]["85"])


def test_the_same_input_gives_the_same_output_and_a_seed_changes_it(luotsi, weekly):
    first, again, other = (
        luotsi("--throughput", weekly, "--remaining", 400, "--json", *seed).out for seed in ((), (), ("--seed", 2))
    )
    assert first == again != other


def test_a_person_at_a_terminal_reads_sentences(luotsi, weekly, monkeypatch):
    monkeypatch.setattr("luotsi.cli.output.sys.stdout.isatty", lambda: True, raising=False)
    answer = luotsi("--throughput", weekly, "--remaining", "40-60", "--start", "2026-11-16")
    assert "40 to 60 items at 3.8 a week (last 16 weeks):" in answer.out and "85 %" in answer.out


def test_out_writes_the_file_its_suffix_names(luotsi, weekly, tmp_path):
    assert luotsi("--throughput", weekly, "--remaining", 40, "--out", tmp_path / "a.json").out == ""
    assert json.loads((tmp_path / "a.json").read_text())["weeks"]["50"] > 5
    luotsi("--throughput", weekly, "--remaining", 40, "--out", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[0] == "level,weeks,date"


def test_semicolons_a_gzip_an_iso_week_column_dates_and_any_order_are_read(luotsi, weekly, tmp_path):
    plain = luotsi("--throughput", weekly, "--remaining", 40, "--json").out
    dated = [("2026-07-29", 3), *zip(WEEKS[1:], RECORD[1:], strict=True)]
    text = "\ufeffrepo;iso_week;completed\n" + "".join(f"x;{week};{count}\n" for week, count in reversed(dated))
    (tmp_path / "other.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert luotsi("--throughput", tmp_path / "other.csv.gz", "--remaining", 40, "--json").out == plain


def test_missing_weeks_are_an_error_that_names_them(luotsi, tmp_path):
    rows = [(week, count) for week, count in zip(WEEKS, RECORD, strict=True) if week not in ("2026-W33", "2026-W40")]
    answer = luotsi("--throughput", write(tmp_path / "gap.csv", "week,completed", rows), "--remaining", 40)
    assert answer.code == 2 and answer.out == ""
    assert "gap.csv, column week: missing weeks: 2026-W33, 2026-W40." in answer.err


def test_weeks_run_on_over_the_end_of_a_year_with_53_weeks(luotsi, tmp_path):
    turn = [("2026-W52", 3), ("2026-W53", 1), ("2027-W01", 4), ("2027-W02", 5)]
    assert luotsi("--throughput", write(tmp_path / "turn.csv", "week,completed", turn), "--remaining", 9).code == 0
    del turn[1]
    answer = luotsi("--throughput", write(tmp_path / "turn.csv", "week,completed", turn), "--remaining", 9)
    assert "missing weeks: 2026-W53." in answer.err


def test_every_fault_of_options_and_file_is_named_with_its_line(luotsi, tmp_path):
    bad = write(
        tmp_path / "bad.csv",
        "week,completed",
        [("2026-W01", 3), ("2026-W02", "many"), ("2026-W02", 1), ("soon", 2), ("2026-W60", -1)],
    )
    answer = luotsi("--throughput", bad, "--remaining", "a lot", "--start", "3.4.2026")
    assert answer.code == 2 and answer.out == ""
    found = answer.err.splitlines()
    assert len(found) == 7
    assert found[0].startswith("--remaining: ") and found[1].startswith("--start: '3.4.2026' is not a date")
    assert [line.split(":")[0] for line in found[2:]] == [
        "bad.csv, line 3, column completed",
        "bad.csv, line 4, column week",
        "bad.csv, line 5, column week",
        "bad.csv, line 6, column week",
        "bad.csv, line 6, column completed",
    ]


def test_a_file_without_the_columns_is_told_which_are_missing(luotsi, tmp_path):
    answer = luotsi("--throughput", write(tmp_path / "x.csv", "month,done", [("May", 3)]), "--remaining", 4)
    assert answer.code == 2
    assert "no column week or iso_week" in answer.err and "no column completed" in answer.err


@pytest.mark.parametrize("remaining", ["", "-3", "9-3", "4.5", "1e3", "99999999999"])
def test_a_remaining_that_is_no_number_or_range_is_refused(luotsi, weekly, remaining):
    answer = luotsi("--throughput", weekly, f"--remaining={remaining}")
    assert answer.code == 2 and "--remaining" in answer.err


def test_without_anything_given_both_options_are_asked_for(luotsi):
    answer = luotsi()
    assert answer.code == 2 and "--throughput" in answer.err and "--remaining" in answer.err


def test_a_file_that_is_not_there_is_bad_input(luotsi, tmp_path):
    answer = luotsi("--throughput", tmp_path / "none.csv", "--remaining", 4)
    assert answer.code == 2 and "none.csv" in answer.err


def test_arrivals_make_it_later(luotsi, weekly, tmp_path):
    arrivals = write(
        tmp_path / "in.csv", "week,arrived", [(week, n // 2) for week, n in zip(WEEKS, RECORD, strict=True)]
    )
    alone = luotsi("--throughput", weekly, "--remaining", 40, "--json").document
    growing = luotsi("--throughput", weekly, "--remaining", 40, "--arrivals", arrivals, "--json").document
    assert growing["weeks"]["50"] > 1.3 * alone["weeks"]["50"]


def test_missing_weeks_of_arrivals_are_named(luotsi, weekly, tmp_path):
    arrivals = write(tmp_path / "in.csv", "week,arrived", [(week, 1) for week in WEEKS[:-2]])
    answer = luotsi("--throughput", weekly, "--remaining", 40, "--arrivals", arrivals)
    assert answer.code == 2 and "in.csv, column week: missing weeks: 2026-W45, 2026-W46." in answer.err


def test_arrivals_as_fast_as_completion_end_with_1_and_say_the_pace_needed(luotsi, weekly, tmp_path):
    arrivals = write(tmp_path / "in.csv", "week,arrived", [(week, 5) for week in WEEKS])
    answer = luotsi("--throughput", weekly, "--remaining", 40, "--arrivals", arrivals, "--json")
    assert answer.code == 1
    assert answer.document["weeks"] == answer.document["dates"] == {"50": None, "85": None, "95": None}
    assert "never_at_this_pace" in answer.document["flags"] and answer.document["pace_needed"] > 5
    assert "5.0 items arrive a week and 3.8 are finished" in answer.err


def test_too_little_history_ends_with_1_and_says_what_is_needed(luotsi, tmp_path):
    short = write(tmp_path / "short.csv", "week,completed", [("2026-W01", 3), ("2026-W02", 4)])
    answer = luotsi("--throughput", short, "--remaining", 4, "--json")
    assert answer.code == 1
    assert answer.document == {"not_enough": {"reason": "too_few_weeks", "needed": {"weeks": 4, "completed": 1}}}
    assert "2 complete weeks are too few, 4 are needed" in answer.err


def test_later_than_ten_years_ends_with_1(luotsi, weekly):
    answer = luotsi("--throughput", weekly, "--remaining", 100000, "--json")
    assert answer.code == 1 and "beyond_horizon" in answer.document["flags"]
    assert answer.document["unfinished_share"] > 0.99


def test_a_start_inside_the_record_is_taken_but_said(luotsi, weekly):
    answer = luotsi("--throughput", weekly, "--remaining", 40, "--start", "2026-11-12")
    assert answer.code == 0 and "last week of the record is not complete" in answer.err
    assert "8 weeks before" in luotsi("--throughput", weekly, "--remaining", 9, "--start", "2027-01-11").err


def case(**more: object) -> str:
    return json.dumps({"completed": RECORD, "remaining": 40, **more})


def test_jsonl_answers_a_line_for_each_case(luotsi):
    cases = [
        case(start="2026-11-23"),
        case(remaining=[40, 60]),
        case(remaining=0, start="2026-11-23"),
        case(completed=[3, 4]),
        case(completed=[0] * 9),
        case(arrived=[9] * 16),
    ]
    answer = luotsi("--jsonl", stdin="\n".join(cases) + "\n\n")
    assert answer.code == 0
    dated, range_, done, short, nothing, never = answer.lines
    assert list(dated) == ["weeks", "dates", "unfinished_share", "flags"] and dated["dates"]["50"] > "2027-01"
    assert range_["weeks"]["50"] > dated["weeks"]["50"] and range_["dates"] == {"50": None, "85": None, "95": None}
    assert done["weeks"]["95"] == 0 and done["dates"]["95"] == "2026-11-23"
    assert short["not_enough"]["reason"] == "too_few_weeks"
    assert nothing["not_enough"]["reason"] == "nothing_completed"
    assert never["weeks"]["50"] is None and "never_at_this_pace" in never["flags"] and never["pace_needed"] > 9


def test_jsonl_flags_what_lies_far_and_beyond(luotsi):
    far, beyond = luotsi("--jsonl", stdin=case(remaining=380) + "\n" + case(remaining=10_000)).lines
    assert "far" in far["flags"] and far["weeks"]["50"] < 520
    assert beyond["weeks"] == {"50": None, "85": None, "95": None} and "beyond_horizon" in beyond["flags"]


def test_a_file_and_a_case_give_the_same_answer(luotsi, weekly):
    by_file = luotsi("--throughput", weekly, "--remaining", 40, "--start", "2026-11-23", "--json").document
    assert luotsi("--jsonl", stdin=case(start="2026-11-23")).lines == [by_file]


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        (case(remaining=-1), "remaining"),
        (case(remaining=[9, 3]), "9 to 3"),
        (case(remaining=True), "remaining"),
        (case(remaining=None), "remaining"),
        (case(completed="3,4"), "completed"),
        (case(completed=[3, None, 4.5, 1]), "completed[2]"),
        (case(completed=[3, 1, -1, 1]), "completed[2]"),
        (case(arrived=[1, 2]), "2 weeks for 16"),
        (case(arrivals=[1] * 16), "arrived is meant"),
        (case(start="23.11.2026"), "start"),
        (case(start=20261123), "start"),
        ("{oops", "not JSON"),
        ("[1, 2]", "object"),
    ],
)
def test_a_faulty_case_answers_an_error_and_the_others_are_answered_before_it_ends_with_2(luotsi, faulty, said):
    answer = luotsi("--jsonl", stdin=f"{faulty}\n{case()}\n")
    assert answer.code == 2
    assert list(answer.lines[0]) == ["error"] and said in answer.lines[0]["error"]
    assert answer.lines[1]["weeks"]["50"] > 5


def test_keys_of_the_askers_own_are_passed_over(luotsi):
    assert luotsi("--jsonl", stdin=case(id="R7")).code == 0


def test_jsonl_and_files_together_are_refused(luotsi, weekly):
    answer = luotsi("--jsonl", "--throughput", weekly)
    assert answer.code == 2 and "--seed alone" in answer.err


def test_help_shows_an_example(luotsi):
    answer = luotsi("--help")
    assert answer.code == 0 and "luotsi forecast --throughput weekly.csv --remaining 120" in answer.out
