"""`luotsi news audit` keeps what commands.md promises: counts and headlines, sums compared, faults by line, a picture."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.running import Runner, runner

COUNTS = """company,quarter,hook,count
Norrby,2026Q2,completion,6
Norrby,2026Q2,product,5
Norrby,2026Q2,event,20
Norrby,2026Q2,other,3
Norrby,2026Q2,total_worthy,11
Norrby,2026Q2,total_filler,20
Norrby,2026Q2,total_other,3
Norrby,2026Q2,total,34
Kaarna,Q2 2026,special,4
Kaarna,2026-05,event,1
"""
NEWS = """company,date,headline,lead,hook
Norrby,2026-04-03,Norrby buys pump maker Kolvi for EUR 12 million,,
Norrby,2026-05-04,Norrby appoints Anna Berg as chief financial officer,,
Norrby,05.06.2026,Norrby at the Hannover fair,Come and see us.,event
Norrby,2026-06-06,Norrby revenue up 12% in the first quarter,,
Norrby,2026-06-07,Norrby and Kaarna sign a cooperation agreement,,
"""


@pytest.fixture
def luotsi(monkeypatch, capsys) -> Runner:
    return runner(monkeypatch, capsys, "news", "audit")


def write(folder: Path, text: str) -> Path:
    path = folder / "news.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_ready_made_counts_give_exact_shares_and_sums_are_not_counted(luotsi, tmp_path):
    said = luotsi(write(tmp_path, COUNTS))
    rows = {row["company"]: row for row in csv.DictReader(io.StringIO(said.out))}
    norrby = rows["Norrby"]
    assert said.code == 0
    assert (norrby["items"], norrby["worthy"], norrby["filler"], norrby["other"]) == ("34", "11", "20", "3")
    assert norrby["worthy_share"] == norrby["share_low"] == norrby["share_high"] == "0.3235"
    assert (norrby["camp"], norrby["event"], rows["Kaarna"]["camp"]) == ("quantity", "20", "quality")


def test_a_wrong_sum_is_named_with_its_line(luotsi, tmp_path):
    said = luotsi(write(tmp_path, COUNTS.replace("total_filler,20", "total_filler,21").replace("total,34", "total,35")))
    assert (said.code, said.out) == (2, "")
    assert "line 7" in said.err and "says 21, its rows add up to 20" in said.err and "line 9" in said.err


def test_headlines_are_read_and_a_hook_in_the_file_is_certain(luotsi, tmp_path):
    said = luotsi(write(tmp_path, NEWS), "--json")
    (row,) = said.document["rows"]
    assert (row["items"], row["exact"], row["event"], row["acquisition"], row["appointment"]) == (5, 1, 1, 1, 1)
    assert row["share_low"] <= row["worthy_share"] <= row["share_high"]
    assert row["period"] == "2026Q2" and said.document["level"] == 0.9
    again = luotsi(write(tmp_path, NEWS), "--json", "--ignore-hooks").document["rows"][0]
    assert again["exact"] == 0


def test_one_quarter_is_shown_with_the_trend_of_those_before(luotsi, tmp_path):
    earlier = "".join(f"Norrby,2026Q1,{hook},{count}\n" for hook, count in (("product", 1), ("event", 60)))
    document = luotsi(write(tmp_path, COUNTS + earlier), "--period", "2026-Q2", "--json").document
    assert [row["company"] for row in document["rows"]] == ["Kaarna", "Norrby"]
    trend = document["rows"][1]["trend"]
    assert (trend["code"], trend["quarters"]) == ("rising", 2) and trend["low"] > 0
    assert document["rows"][0]["trend"] is None


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_picture_is_drawn(luotsi, tmp_path, suffix):
    picture = tmp_path / f"rooms{suffix}"
    assert luotsi(write(tmp_path, COUNTS), "--chart", picture).code == 0
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG") if suffix == ".png" else "Norrby" in content.decode()


def test_an_answer_may_go_to_a_file(luotsi, tmp_path):
    out = tmp_path / "audit.xlsx"
    assert luotsi(write(tmp_path, COUNTS), "--out", out).code == 0
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("Norrby,2026Q2,gossip,1", "line 12, column hook"),
        ("Norrby,2026Q2,product,1", "stands on line 3 too"),
        ("Norrby,2026Q5,product,1", "'2026Q5' is no quarter"),
        ("Kaarna,2026Q2,product,-1", "column count"),
        ("Kaarna,2026Q2,product,999999999", "more than anybody publishes"),
        (",2026Q2,product,1", "column company"),
        ("Kaarna,,product,1", "line 12, column quarter"),
    ],
)
def test_every_fault_is_named(luotsi, tmp_path, row, named):
    said = luotsi(write(tmp_path, f"{COUNTS}{row}\n"))
    assert (said.code, said.out) == (2, "")
    assert named in said.err


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("headline,date\na,2026-01-01\n", "column company"),
        ("company,headline\na,b\n", "column date"),
        ("company,date\na,2026-01-01\n", "column headline"),
        ("company,date,headline\na,2026-01-01,\n", "line 2, column headline"),
        ("company,date,headline\na,03/04/2026,b\n", "Write 2026-11-23"),
    ],
)
def test_a_file_that_lacks_something_is_told_what(luotsi, tmp_path, text, named):
    said = luotsi(write(tmp_path, text))
    assert (said.code, named in said.err) == (2, True)


def test_a_quarter_without_news_and_a_wrong_option_are_said(luotsi, tmp_path):
    file = write(tmp_path, COUNTS)
    assert "the file has 2026Q2" in luotsi(file, "--period", "2020Q1").err
    assert luotsi(file, "--period", "spring").code == 2
    assert luotsi(file, "--chart", "rooms.bmp").code == 2
