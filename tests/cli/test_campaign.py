"""`luotsi campaign` keeps what commands.md promises: rows, keys, exit codes, every fault named by its field."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.running import Runner, runner


@pytest.fixture
def luotsi(monkeypatch, capsys) -> Runner:
    return runner(monkeypatch, capsys, "campaign")


def document(answers: str, **more: object) -> dict:
    """One contact a letter: y, n or p."""
    words = {"y": "yes", "n": "no", "p": "pending"}
    rows = [
        {
            "id": f"c{k}",
            "invited_at": f"2026-01-{1 + k // 24:02}T{k % 24:02}:00",
            "results": {"accepted": words[letter]},
        }
        for k, letter in enumerate(answers)
    ]
    criterion = {"name": "accepted", "at_least": 0.10, "response_days": 14}
    return {"criteria": [criterion], "contacts": 500, "now": "2026-03-01", "outcomes": rows, **more}


def test_boundary_gives_a_row_for_every_number_of_contacts(luotsi):
    said = luotsi("boundary", "--at-least", "0.10", "--contacts", 500)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert (said.code, len(rows)) == (0, 500)
    assert rows[49] == {"n": "50", "abort_if_at_most": "0", "scale_if_at_least": "12"}
    assert rows[0] == {"n": "1", "abort_if_at_most": "", "scale_if_at_least": ""}


def test_boundary_as_json_carries_its_guarantee(luotsi):
    said = luotsi("boundary", "--at-least", "0.10", "--contacts", 100, "--floor", 0.05, "--ceiling", 0.15, "--json")
    assert len(said.document["rows"]) == 100
    assert 0.04 < said.document["guarantee"]["wrong_scale"] <= 0.05
    assert 0.04 < said.document["guarantee"]["wrong_abort"] <= 0.05


def test_boundary_says_when_a_side_can_never_decide(luotsi):
    said = luotsi("boundary", "--at-least", "0.10", "--contacts", 20)
    assert said.code == 0
    assert "too few to abort" in said.err


def test_boundary_of_at_most_turns_its_columns(luotsi):
    said = luotsi("boundary", "--at-most", "0.02", "--contacts", 200)
    assert said.out.splitlines()[0] == "n,scale_if_at_most,abort_if_at_least"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--at-least", "1.5"), "--at-least"),
        (("--at-least", "0.1", "--floor", "0.2"), "zone"),
        (("--at-least", "0.1", "--error-scale", "0.7"), "error"),
        (("--at-least", "0.1", "--at-most", "0.1"), "either"),
    ],
)
def test_a_faulty_boundary_is_named(luotsi, options, named):
    said = luotsi("boundary", *options, "--contacts", 50)
    assert (said.code, said.out) == (2, "")
    assert named in said.err


def test_decide_answers_with_the_promised_keys(luotsi, tmp_path):
    path = tmp_path / "campaign.json"
    path.write_text(json.dumps(document("n" * 43)))
    said = luotsi("decide", path, "--json")
    assert (said.code, said.document["decision"]) == (0, "abort")
    criterion = said.document["criteria"][0]
    assert {"name", "decision", "n", "successes", "pending", "interval", "next", "reasons"} <= set(criterion)
    assert set(criterion["next"]) == {"abort_if", "scale_if"}


def test_decide_reads_standard_input_and_names_what_would_abort(luotsi):
    said = luotsi("decide", "-", "--json", stdin=json.dumps(document("n" * 40)))
    assert said.document["criteria"][0]["next"]["abort_if"] == {"contacts": 3, "at_most": 0}


def test_a_campaign_that_ended_without_an_answer_ends_with_1(luotsi):
    said = luotsi("decide", "-", "--json", stdin=json.dumps(document("ynnnnnnn" * 5, contacts=40)))
    assert (said.code, said.document["decision"]) == (1, "inconclusive")


def test_impossible_rows_are_shown(luotsi):
    case = document("nn")
    case["outcomes"][1]["id"] = "c0"
    said = luotsi("decide", "-", "--json", stdin=json.dumps(case))
    assert said.document["rejected"] == [{"row": 2, "id": "c0", "code": "duplicate", "criterion": ""}]


def test_every_fault_is_named_by_its_field(luotsi):
    case = document("n", contacts=0)
    case["criteria"].append({"name": "x", "kind": "guess"})
    case["outcomes"][0]["results"] = {"accepted": "maybe"}
    case["outcomes"][0]["invited_at"] = "2026-02-31"
    said = luotsi("decide", "-", stdin=json.dumps(case))
    assert (said.code, said.out) == (2, "")
    for field in (
        "contacts",
        "criteria[1].kind",
        "criteria[1]",
        "outcomes[0].results.accepted",
        "outcomes[0].invited_at",
    ):
        assert f"column {field}:" in said.err


def test_a_target_that_is_no_share_is_named(luotsi):
    case = document("n", criteria=[{"name": "accepted", "at_least": 10}])
    said = luotsi("decide", "-", stdin=json.dumps(case))
    assert said.code == 2
    assert "criteria[0]" in said.err


@pytest.mark.parametrize(
    ("criterion", "more", "named"),
    [
        ({"kind": "goal_by_deadline", "at_least": 5.5}, {}, "whole number"),
        ({"kind": "goal_by_deadline", "at_least": 5000}, {"contacts": 20000}, "kind rate"),
        ({"kind": "goal_by_deadline", "at_least": 10}, {"horizon_changes": [{"invited": 3, "contacts": 5}]}, "planned"),
        ({"kind": "goal_by_deadline", "at_least": 5, "over_time": True}, {}, "criteria[0].over_time"),
        ({"over_time": True}, {"starts_at": "2026-01-01", "ends_on": "2026-03-01"}, "goal_by_deadline"),
        ({"kind": "mean", "at_least": 10, "cap": 10}, {}, "cap"),
        ({"kind": "mean", "at_least": 10, "average_deal_at_most": 5}, {}, "cap"),
        ({"response_days": 1e11}, {}, "criteria[0].response_days"),
        ({"name": "\ud800"}, {}, "criteria[0].name"),
        ({}, {"contacts": 1_000_000}, "column contacts"),
        ({}, {"ends_on": "9999-12-31"}, "column ends_on"),
        ({}, {"arm_shares": {"A": 0, "B": 0}}, "arm_shares"),
        ({}, {"arm_shares": {"A": 1e-9, "B": 1}}, "arm_shares"),
        ({}, {"tallies": {"accepted": [{"at": "2026-01-02", "invited": 3, "successes": 4}]}}, "tallies.accepted[0]"),
        ({"name": "acepted"}, {}, "outcomes[0].results.accepted: names no criterion"),
    ],
)
def test_what_no_rule_survives_is_named_and_not_computed(luotsi, criterion, more, named):
    case = document("nn")
    said = luotsi("decide", "-", stdin=json.dumps(case | {"criteria": [case["criteria"][0] | criterion]} | more))
    assert (said.code, said.out) == (2, "")
    assert named in said.err


def test_what_is_not_json_is_named_with_its_line(luotsi):
    said = luotsi("decide", "-", stdin='{"criteria": [\n,')
    assert said.code == 2
    assert "line 2" in said.err


def test_one_case_a_line_and_faulty_ones_answer_with_their_error(luotsi):
    lines = [json.dumps(document("n" * 43)), json.dumps({"contacts": 3}), json.dumps(document("y" * 30))]
    said = luotsi("decide", "--jsonl", stdin="\n".join(lines))
    told = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 2
    assert [case.get("decision", "error") for case in told] == ["abort", "error", "scale"]


def test_compare_says_which_arm(luotsi):
    case = document("ny" * 60)
    for k, row in enumerate(case["outcomes"]):
        row["arm"] = "AB"[k % 2]
    said = luotsi("compare", "-", "--json", stdin=json.dumps(case))
    assert (said.code, said.document["decision"]) == (0, "B")
    assert said.document["arms"][0] == {"arm": "A", "n": 60, "successes": 0, "pending": 0}


def test_compare_without_arms_is_bad_input(luotsi):
    said = luotsi("compare", "-", stdin=json.dumps(document("nn")))
    assert said.code == 2
    assert "two arms" in said.err
