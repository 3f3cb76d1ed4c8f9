"""Hostile files: whatever comes in, the answer is a table or BadInput, soon and without filling the memory."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from luotsi.kernel.errors import BadInput
from luotsi.kernel.tables import DEFAULT, Limits, Sheet, apply, guess_mapping, read_table, recognise

SAMPLES = Path(__file__).parent.parent / "data" / "imports"


NARROW = Limits(workbook_bytes=4_000_000)


def code(data: bytes, name: str = "", limits: Limits = DEFAULT) -> str:
    with pytest.raises(BadInput) as error:
        read_table(data, name=name, limits=limits)
    return error.value.faults[0].code


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["requests.csv", "requests.xlsx", "requests.json", ""])
@pytest.mark.parametrize(
    "start",
    [
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7\n",
        b"MZ\x90\x00\x03\x00",
        b"\x7fELF\x02",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"Rar!\x1a\x07\x00",
        b"SQLite format 3\x00",
    ],
)
def test_other_kinds_of_files_are_told_by_their_content(start: bytes, name: str) -> None:
    assert code(start + bytes(100), name) == "not_a_table"


def test_a_csv_that_begins_with_two_letters_of_a_program_is_a_csv() -> None:
    assert read_table(b"MZ,b\n1,2\n").columns == ("MZ", "b")


def test_web_pages_and_xml_are_refused() -> None:
    assert code(b"<!DOCTYPE html><table><tr><td>x</td></tr></table>", "jira.xls") == "not_a_table"
    assert code(b"<?xml version='1.0'?><rss/>", "x.xml") == "not_a_table"


def test_bombs_are_refused_before_they_unfold() -> None:
    began = time.monotonic()
    assert code(gzip.compress(bytes(60_000_000))) == "too_big"
    assert code(gzip.compress(gzip.compress(b"a,b"))) == "nested_archive"
    assert (
        code(archive(xl__workbook_xml=b"<a/>", xl__worksheets__sheet1_xml=bytes(5_000_000)), limits=NARROW) == "too_big"
    )
    assert time.monotonic() - began < 20


def test_entities_in_a_workbook_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
    assert code(archive(xl__workbook_xml=bomb)) == "document_type"
    wide = bomb.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")
    assert code(archive(xl__workbook_xml=wide)) == "document_type"


def test_a_zip_that_is_no_workbook_and_a_workbook_that_is_broken_are_told_apart() -> None:
    assert code(archive(readme=b"hello")) == "not_a_table"
    assert code(archive(xl__workbook_xml=b"<a/>")) == "broken_workbook"
    assert code((SAMPLES / "monday.xlsx").read_bytes()[:4000]) == "not_a_table"


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    book = Workbook()
    book.active.append(["title", "b"])
    book.active["B1048576"] = "far"
    began = time.monotonic()
    assert [row.line for row in read_table(saved(book))] == [1_048_576]
    book.active["XFD9"] = "wide"
    assert code(saved(book)) == "too_many_columns"
    assert time.monotonic() - began < 5


def test_merged_areas_over_a_whole_sheet_are_clipped() -> None:
    book = Workbook()
    for row in (["t", "b"], ["x", "y"], ["z", None]):
        book.active.append(row)
    book.active.merged_cells.add("B2:XFD1048576")
    assert [row.cells for row in read_table(saved(book))] == [("x", "y"), ("z", "y")]


def test_many_rows_and_huge_cells_are_refused_with_their_line() -> None:
    with pytest.raises(BadInput) as many:
        read_table(b"a,b\n" + b"1,2\n" * 300_000)
    assert many.value.faults[0].code == "too_many_rows"
    assert many.value.faults[0].line > 200_000
    with pytest.raises(BadInput) as huge:
        read_table(b"a,b\n1,2\n1," + b"x" * 150_000 + b"\n")
    assert [(fault.code, fault.line, fault.column) for fault in huge.value.faults] == [("long_cell", 3, "b")]


def test_a_parquet_file_that_unfolds_is_refused(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "bomb.parquet"
    for query, expected in (
        ("SELECT repeat('x', 1000000) a FROM range(3)", "long_cell"),
        ("SELECT repeat('x', 90000) a FROM range(3000)", "too_big"),
        ("SELECT 1 a FROM range(300000)", "too_many_rows"),
    ):
        duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
        assert code(path.read_bytes()) == expected
    assert code(b"PAR1" + bytes(100) + b"PAR1") == "broken_parquet"


def test_json_of_any_depth_is_a_table_or_bad_input() -> None:
    for depth in (*range(10, 1100, 7), 100_000):
        answers(b'[{"a":' + b"[" * depth + b"]" * depth + b"}]")
        answers(b'{"a":' * depth + b"1" + b"}" * depth)


def test_a_nul_byte_is_named_by_line_and_byte() -> None:
    with pytest.raises(BadInput) as error:
        read_table(b"a,b\r\n1,2\r\nx\x00,3\r\n", name="list.csv")
    assert str(error.value.faults[0]).startswith("list.csv, line 3, column byte 2: a NUL byte")
    with pytest.raises(BadInput, match="UTF-16"):
        read_table("title,b\n1,2\n".encode("utf-16-le"))


FINNISH = "otsikko;kuvaus\nEsite mittalaitteista;Pöytäkirja päätöksestä, hyvää yötä – “näin”\n"
SPANISH = "título;año\n¿Qué pasó?;España, mañana\n"
RUSSIAN = "заголовок;описание\nЛистовка о датчиках;Чтобы порты узнали о нас к осени\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FINNISH, "cp1252"),
        (SPANISH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16"),
        (FINNISH, "utf-32"),
    ],
)
def test_an_old_encoding_is_recognised_and_said(text: str, encoding: str) -> None:
    sheet = read_table(text.encode(encoding))
    assert ";".join(sheet.columns) + "\n" + ";".join(sheet.rows[0].cells) + "\n" == text
    (note,) = sheet.notes
    assert note.code == "encoding"
    assert encoding.upper() in note.text.upper()


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        ("tytuł;opis\nŻółta łódź;zażółć gęślą jaźń\n".encode("cp1250"), 1, "byte 5"),
        ("a;b\nşişli ığdır;1\n".encode("cp1254"), 2, "byte 1"),
        (RUSSIAN.encode("cp866"), 1, "byte 1"),
        (RUSSIAN.encode("iso8859-5"), 1, "byte 1"),
        ("a;b\nGröße;1\n".encode("mac_roman"), 2, "byte 3"),
        ("a;b\nä;1\n".encode() + "öljy;2\n".encode("cp1252"), 3, "byte 1"),
        ("a;b\nДа;1\n".encode("cp1251"), 2, "byte 1"),
        (RUSSIAN.encode("utf-16")[:-1], 2, ""),
    ],
)
def test_an_encoding_that_is_not_certain_is_refused_at_its_first_bad_byte(data: bytes, line: int, column: str) -> None:
    with pytest.raises(BadInput) as error:
        read_table(data)
    (fault,) = error.value.faults
    assert fault.code == "wrong_encoding"
    if column:
        assert (fault.line, fault.column) == (line, column)


def answers(data: bytes, name: str = "") -> Sheet | None:
    """The sheet or None for BadInput; anything else that is raised fails the test."""
    try:
        sheet = read_table(data, name=name)
        recipe = recognise(sheet)
        mapped = recipe.apply(sheet) if recipe else apply(sheet, guess_mapping(sheet.columns, sheet.rows))
        assert len(mapped.rows) <= max(len(sheet), 1)
        return sheet
    except BadInput as error:
        assert all(fault.text and fault.file for fault in error.faults)
        return None


QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@QUICK
@given(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"PAR1", b"\x1f\x8b\x08", b"[{", b"\xff\xfe", b"\xef\xbb\xbf", b"a,b\n", b'"']
    ),
    st.binary(max_size=400),
    st.sampled_from(["", "x.csv", "x.json", "x.xlsx", "x.parquet", "x.csv.gz"]),
)
def test_random_bytes_are_a_table_or_bad_input(start: bytes, rest: bytes, name: str) -> None:
    answers(start + rest, name)


@QUICK
@given(st.sampled_from(sorted(SAMPLES.glob("*.[cjx]*"))), st.data())
def test_a_sample_with_a_few_bytes_changed_is_a_table_or_bad_input(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([None, data.draw(st.integers(0, len(content)))]))
    answers(bytes(content[:cut]), path.name)


@QUICK
@given(st.text(alphabet=st.sampled_from("ab,;\t\"\r\n'=ä"), max_size=60))
def test_a_csv_of_separators_and_quotes_is_read_or_faulted_by_line(text: str) -> None:
    try:
        sheet = read_table(text.encode(), name="x.csv")
    except BadInput as error:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert all(fault.code == "empty" or 1 <= fault.line <= lines for fault in error.faults)
    else:
        assert all(len(row.cells) == len(sheet.columns) for row in sheet)
