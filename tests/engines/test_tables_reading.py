"""Reading tables: what is tolerated, what is refused, and that every fault has its place."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys

import pytest
from openpyxl import Workbook

from luotsi.kernel.errors import BadInput
from luotsi.kernel.tables import Limits, Sheet, read_table, write_table


def table(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet]


def faults(data: bytes, **how: object) -> list[tuple[str, int | None, str]]:
    with pytest.raises(BadInput) as error:
        read_table(data, **how)
    return [(fault.code, fault.line, fault.column) for fault in error.value.faults]


def workbook(*rows: list, merge: tuple[str, ...] = ()) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for area in merge:
        book.active.merge_cells(area)
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separator_line_ends_and_mark_are_found_by_itself(separator: str, end: str, mark: str) -> None:
    text = mark + end.join(separator.join(cells) for cells in (["title", "näin"], ["a b", "1"], ["c", "2"])) + end
    sheet = read_table(text.encode())
    assert sheet.columns == ("title", "näin")
    assert [(row.line, row["title"], row["näin"]) for row in sheet] == [(2, "a b", "1"), (3, "c", "2")]


def test_decimal_commas_do_not_pass_for_separators() -> None:
    assert table(read_table(b"name;hours;cost\na;1,5;2,25\nb;2,5;3,75\n")) == [
        ("a", "1,5", "2,25"),
        ("b", "2,5", "3,75"),
    ]


def test_the_separator_line_of_a_spreadsheet_is_understood_and_counted() -> None:
    sheet = read_table(b"sep=;\na;b\n1,5;2\n")
    assert [(row.line, row.cells) for row in sheet] == [(3, ("1,5", "2"))]


def test_lines_are_physical_lines_also_after_a_cell_of_several_lines() -> None:
    sheet = read_table(b'a,b\n"one\ntwo\r\nthree",x\n\ny,z\n')
    assert [(row.line, row["a"]) for row in sheet] == [(2, "one\ntwo\r\nthree"), (6, "y")]


def test_columns_of_one_name_are_kept_apart_and_found_together() -> None:
    (row,) = read_table(b"Labels,Summary,Labels,Labels (2),labels\na,b,c,d,\n").rows
    assert read_table(b"Labels,Labels\n1,2\n").columns == ("Labels", "Labels (2)")
    assert row.all("Labels") == ("a", "c")
    assert row["Labels (2)"] == "d"
    assert row.all("Nothing") == ()


def test_names_are_matched_without_case_and_a_missing_cell_reads_as_empty() -> None:
    (row,) = read_table(b"Title , Due\nx\n").rows
    assert (row["title"], row["DUE"], row["no such"], row.get("due", "none")) == ("x", "", "", "none")


def test_title_rows_above_a_header_are_kept_aside_and_said() -> None:
    sheet = read_table(b"Report of May,,\n,,\nName,State,Date\na,open,x\nb,done,y\n")
    assert sheet.columns == ("Name", "State", "Date")
    assert [note.code for note in sheet.notes] == ["header_below"]
    assert (sheet.above, sheet.rows[0].line) == ((("Report of May", "", ""),), 4)


def test_a_table_of_one_column_has_its_header_on_the_first_line() -> None:
    assert table(read_table(b"title\nfirst\nsecond; with more\n")) == [("first",), ("second; with more",)]


def test_short_rows_are_padded_and_trailing_separators_forgiven() -> None:
    assert table(read_table(b"a,b,c\n1\n1,2,3,,\n")) == [("1", "", ""), ("1", "2", "3")]


def test_rows_with_too_many_cells_are_named_one_by_one() -> None:
    found = faults(b"a,b\n1,2,3\n4,5\n6,7,8,9\n", name="x.csv")
    assert found == [("ragged_row", 2, "cell 3"), ("ragged_row", 4, "cell 3")]


def test_good_rows_are_kept_when_asked_and_the_others_named() -> None:
    sheet = read_table(b"a,b\n1,2,3\n4,5\n", keep_good=True)
    assert table(sheet) == [("4", "5")]
    assert [(fault.line, fault.code) for fault in sheet.faults] == [(2, "ragged_row")]


def test_a_hundred_faults_are_named_and_the_rest_counted() -> None:
    with pytest.raises(BadInput) as error:
        read_table(b"a,b\n" + b"1,2,3\n" * 150)
    assert len(error.value.faults) == 101
    assert "50 more" in error.value.faults[-1].text


@pytest.mark.parametrize(
    ("data", "line", "cell"),
    [
        (b'a,b\n1,2\n3,"never closed\n4,5\n6,7\n', 3, "cell 2"),
        (b'a,b,c\n"x\ny",ok,"never\nclosed', 3, "cell 3"),
        (b'a,b\n1,"x\n' + b"3,4\n" * 600_000, 2, "cell 2"),
    ],
)
def test_an_unclosed_quotation_is_named_where_it_began(data: bytes, line: int, cell: str) -> None:
    assert faults(data)[0] == ("open_quote", line, cell)


def test_a_quotation_that_closes_in_the_wrong_place_is_named_where_it_began() -> None:
    assert faults(b'a,b\n1,"x\n3,4\n5,"q"\n7,8\n') == [("stray_quote", 2, "cell 2")]
    assert faults(b'a,b\n1,"x"y\n') == [("stray_quote", 2, "cell 2")]


def test_quotation_marks_within_bare_text_are_text() -> None:
    assert table(read_table(b'a,b\nthe 19" rack,2\n')) == [('the 19" rack', "2")]


def test_formulas_are_text() -> None:
    cells = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2")
    assert table(read_table(("a,b,c,d\n" + ",".join(cells) + "\n").encode())) == [cells]


def test_gzip_is_read_whatever_its_name() -> None:
    data = gzip.compress(b"a,b\n1,2\n")
    assert table(read_table(data, name="x.csv")) == table(read_table(data + data, name="x.csv.gz"))[:1] == [("1", "2")]


def test_json_of_every_common_form_is_read_with_its_lines() -> None:
    forms = (
        b'[\n{"a": 1},\n{"a": "x", "b": null}]',
        b'\n{"a": 1}\n{"a": "x"}',
        b'{"count": 2, "rows": [\n{"a": 1},\n{"a": "x"}]}',
        b'\n[{"a": 1}]\n[{"a": "x"}]',
    )
    for data in forms:
        assert [(row.line, row["a"]) for row in read_table(data)] == [(2, "1"), (3, "x")]


def test_json_objects_become_dotted_columns_and_lists_of_names_one_cell() -> None:
    (row,) = read_table(
        b'[{"author": {"login": "anna"}, "labels": [{"id": 7, "name": "a"}, {"name": "b; c"}], "n": 1.50}]'
    ).rows
    assert (row["author.login"], row["labels"], row["n"]) == ("anna", 'a; "b; c"', "1.50")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b'[{"a": 1},\n{"a": }]', "broken_json", 2),
        (b'[{"a": 1},\n3]', "not_an_object", 2),
        (b"[" * 100_000, "too_deep", 1),
        (b'[\n{"a": "\\u0000"}]', "nul_byte", 2),
        (b'{"a": 1} trailing', "not_a_table", 1),
    ],
)
def test_broken_json_is_named_by_line(data: bytes, code: str, line: int) -> None:
    assert faults(data, name="x.json")[0][:2] == (code, line)


def test_half_a_surrogate_pair_becomes_text_that_can_be_written() -> None:
    (row,) = read_table(b'[{"a": "x\\ud800y"}]').rows
    assert row["a"].encode() == b"x?y"


def test_a_workbook_is_read_as_a_person_sees_it() -> None:
    from datetime import date, datetime

    data = workbook(["a", "b", "c", "d", "e"], [1.0, 2.5, True, date(2026, 3, 12), datetime(2026, 3, 12, 15, 41)])
    assert table(read_table(data)) == [("1", "2.5", "true", "2026-03-12", "2026-03-12T15:41:00")]


def test_merged_cells_are_filled_and_a_merged_title_stays_one_cell() -> None:
    data = workbook(
        ["Our year"], ["team", "task", "state"], ["web", "x", "open"], [None, "y", "open"], merge=("A1:C1", "A3:A4")
    )
    sheet = read_table(data)
    assert sheet.above == (("Our year", "", ""),)
    assert table(sheet) == [("web", "x", "open"), ("web", "y", "open")]


def test_a_formula_without_a_kept_result_is_named_by_its_cell() -> None:
    assert faults(workbook(["a", "b"], ["x", "=1+1"])) == [("formula", 2, "B2")]


def test_a_formula_with_a_kept_result_reads_as_the_result() -> None:
    data = workbook(["a", "b"], ["x", "=1+1"])
    assert table(read_table(_edited(data, b"<v></v>", b"<v>2</v>", b"<v />", b"<v>2</v>"))) == [("x", "2")]


def _edited(data: bytes, *changes: bytes) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                for before, after in zip(changes[::2], changes[1::2], strict=True):
                    text = text.replace(before, after)
            new.writestr(part, text)
    return out.getvalue()


def test_the_first_sheet_with_cells_is_read_and_the_others_are_named() -> None:
    book, buffer = Workbook(), io.BytesIO()
    book.create_sheet("second").append(["a", "b"])
    book["second"].append(["1", "2"])
    book.create_sheet("hidden").sheet_state = "hidden"
    book.save(buffer)
    sheet = read_table(buffer.getvalue())
    assert table(sheet) == [("1", "2")]
    assert [note.code for note in sheet.notes] == ["one_sheet"]


def test_parquet_is_read_with_its_types_as_text() -> None:
    from datetime import date

    buffer = io.BytesIO()
    rows = [{"a": 1, "b": date(2026, 3, 12), "c": "ä"}, {"a": None, "b": None, "c": "="}]
    write_table(buffer, rows, columns=["a", "b", "c"], format="parquet")
    assert table(read_table(buffer.getvalue())) == [("1", "2026-03-12", "ä"), ("", "", "=")]


def test_limits_are_the_callers_and_each_is_named(tmp_path) -> None:
    small = Limits(rows=2, columns=3, cell_chars=5, file_bytes=100, line_chars=50)
    assert faults(b"a\n1\n2\n3\n", limits=small) == [("too_many_rows", 4, "")]
    assert faults(b"a,b,c,d\n1\n", limits=small) == [("too_many_columns", 1, "")]
    assert faults(b"a,b\n1,123456\n", limits=small) == [("long_cell", 2, "b")]
    assert faults(b"a\n" + b"x" * 60, limits=small) == [("long_line", 2, "")]
    assert faults(b"a\n" + b"x\n" * 60, limits=small)[0][0] == "too_big"
    assert faults(gzip.compress(b"x" * 1000), limits=small)[0][0] == "too_big"
    path = tmp_path / "big.csv"
    path.write_bytes(b"x" * 101)
    with pytest.raises(BadInput, match="larger than"):
        read_table(path, limits=small)


def test_a_file_that_is_not_there_is_bad_input(tmp_path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInput) as error:
            read_table(path)
        assert error.value.faults[0].code == "no_file"


def test_the_package_needs_neither_django_nor_heavy_libraries_to_be_imported() -> None:
    code = (
        "import sys, luotsi.kernel.tables;"
        "print([m for m in ('django','openpyxl','duckdb','numpy','pandas','charset_normalizer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
