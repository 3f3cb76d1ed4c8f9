"""Writing tables: what is written is read again the same, no cell becomes a formula, no file is half written."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from luotsi.kernel.errors import BadInput, Unavailable
from luotsi.kernel.tables import read_table, to_csv_bytes, write_table

SUFFIXES = ("csv", "csv.gz", "xlsx", "json", "parquet")
HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=already", "=", "-")
# What a workbook's XML cannot hold (control characters, a bare CR) is tried apart.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(lambda text: text.strip("\ufeff"))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_read_again_as_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"requests.{suffix}"
    rows = [
        {"title": 'He said "no", twice;\nthen left', "n": 3, "share": 0.25, "on": date(2026, 3, 4), "done": True},
        {"title": "Öljysatama на причале", "n": -7, "share": -1.5, "on": None, "done": False, "extra": "not asked for"},
    ]
    write_table(path, rows, columns=["title", "n", "share", "on", "done"])
    sheet = read_table(path)
    assert sheet.columns == ("title", "n", "share", "on", "done")
    assert [row.cells for row in sheet] == [
        ('He said "no", twice;\nthen left', "3", "0.25", "2026-03-04", "true"),
        ("Öljysatama на причале", "-7", "-1.5", "", "false"),
    ]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5), st.sampled_from(SUFFIXES))
def test_any_text_is_read_again_as_written(cells: list[tuple[str, str]], suffix: str) -> None:
    rows = [{"key": f"k{place}", "a": a, "b": b} for place, (a, b) in enumerate(cells)]
    buffer = io.BytesIO()
    write_table(buffer, rows, columns=["key", "a", "b"], format=suffix)
    sheet = read_table(buffer.getvalue(), name=f"x.{suffix}")
    assert [row.as_dict() for row in sheet] == rows


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "json", "parquet"])
def test_hostile_text_is_read_again_as_written(text: str, suffix: str) -> None:
    buffer = io.BytesIO()
    write_table(buffer, [{"id": "1", "a": text}], columns=["id", "a"], format=suffix)
    assert read_table(buffer.getvalue(), name=f"x.{suffix}").rows[0].cells == ("1", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    (_, cells) = csv.reader(io.StringIO(to_csv_bytes([{"id": "1", "a": text}], ["id", "a"]).decode(), newline=""))
    assert cells[1] == "'" + text
    buffer = io.BytesIO()
    write_table(buffer, [{"a": text}], columns=["a"], format="xlsx")
    cell = load_workbook(io.BytesIO(buffer.getvalue())).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_a_column_name_becomes_no_formula_either() -> None:
    written = to_csv_bytes([{"a": "x", "=1+1": "y"}], ["a", "=1+1"])
    assert written == b"a,'=1+1\nx,y\n"
    assert read_table(written).columns == ("a", "=1+1")


def test_numbers_stay_numbers() -> None:
    rows = [{"a": -5, "b": -2.5, "c": "-12.5", "d": "+3"}]
    assert to_csv_bytes(rows, ["a", "b", "c", "d"]) == b"a,b,c,d\n-5,-2.5,-12.5,+3\n"


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = [{"a": 1, "b": "x"}]
    for suffix in ("csv", "csv.gz", "json"):
        first, second = io.BytesIO(), io.BytesIO()
        write_table(first, rows, columns=["a", "b"], format=suffix)
        write_table(second, rows, columns=["a", "b"], format=suffix)
        assert first.getvalue() == second.getvalue()


def test_parquet_keeps_numbers_dates_and_nothing_apart_from_empty_text(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "x.parquet"
    rows = [
        {"n": 1, "x": 1, "d": date(2026, 3, 4), "t": datetime(2026, 3, 4, 5, tzinfo=UTC), "s": "", "b": True, "m": 1},
        {"n": None, "x": 2.5, "d": None, "t": None, "s": None, "b": None, "m": "\\N"},
    ]
    write_table(path, rows, columns=list("nxdtsbm"))
    kinds = [kind for _, kind, *_ in duckdb.execute(f"DESCRIBE FROM '{path}'").fetchall()]
    assert kinds == ["BIGINT", "DOUBLE", "DATE", "TIMESTAMP WITH TIME ZONE", "VARCHAR", "BOOLEAN", "VARCHAR"]
    assert duckdb.execute(f"SELECT n, x, d, s, b, m FROM '{path}'").fetchall() == [
        (1, 1.0, date(2026, 3, 4), "", True, "1"),
        (None, 2.5, None, None, None, "\\N"),
    ]


def test_json_keeps_lists_and_empty_values() -> None:
    buffer = io.BytesIO()
    write_table(buffer, [{"a": ("x", "y"), "b": None, "c": date(2026, 3, 4)}], columns=["a", "b", "c"], format="json")
    assert json.loads(buffer.getvalue()) == [{"a": ["x", "y"], "b": None, "c": "2026-03-04"}]


def test_a_text_too_long_for_a_spreadsheet_is_refused_and_not_cut() -> None:
    with pytest.raises(BadInput) as error:
        write_table(io.BytesIO(), [{"a": "x"}, {"a": "x" * 40_000}], columns=["a"], format="xlsx")
    assert [(fault.line, fault.column) for fault in error.value.faults] == [(3, "a")]


def test_control_characters_do_not_break_a_workbook() -> None:
    buffer = io.BytesIO()
    write_table(buffer, [{"a": "x\x01y", "b": "1"}], columns=["a", "b"], format="xlsx")
    assert read_table(buffer.getvalue()).rows[0]["a"] == "x\ufffdy"


def test_an_unknown_suffix_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        write_table(tmp_path / "x.docx", [], columns=["a"])


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(BadInput):
        write_table(path, [{"a": "x" * 40_000}], columns=["a"])
    assert path.read_bytes() == b"before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.xlsx"]
    with pytest.raises(Unavailable):
        write_table(tmp_path / "no folder" / "x.csv", [{"a": 1}], columns=["a"])
