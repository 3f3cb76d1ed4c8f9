"""Reading Excel workbooks: values as a person sees them, merged cells filled, formulas by their kept result."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from luotsi.kernel.tables.csv_in import too_many_rows
from luotsi.kernel.tables.header import LOOKED_AT, header_place
from luotsi.kernel.tables.sheet import Faults, Limits, Note, Sheet, sheet_of
from luotsi.kernel.tables.written import without_guard

Grid = dict[int, dict[int, str]]
FILLED_AT_MOST = 2_000_000


def is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_xlsx(data: bytes, name: str, limits: Limits, *, keep_good: bool = False) -> Sheet:
    """The first sheet that is visible and not empty. Raises BadInput."""
    faults = Faults(name)
    _refuse_bombs(data, faults, limits)
    try:
        title, grid, merged, others = _open(data, faults, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError) as error:
        raise faults.stop("broken_workbook", f"the workbook is damaged ({error}).") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, OverflowError) as error:
        kind = type(error).__name__
        raise faults.stop(
            "broken_workbook", f"the workbook cannot be read ({kind}).", advice="Save it again."
        ) from None
    if not grid:
        raise faults.stop("empty", "the workbook has no filled cell.")
    _fill_merged(grid, merged, faults)
    return _sheet(grid, name, _other_sheets(title, others), faults, limits, keep_good)


def _other_sheets(title: str, others: list[str]) -> tuple[Note, ...]:
    if not others:
        return ()
    return (Note("one_sheet", f"The sheet “{title}” was read; not read: {', '.join(others)}."),)


def _refuse_bombs(data: bytes, faults: Faults, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > limits.workbook_bytes:
                raise faults.stop(
                    "too_big", f"unpacked, the workbook is larger than {limits.workbook_bytes / 1e6:g} MB."
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive, part, faults)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise faults.stop("broken_workbook", f"the workbook is damaged ({error}).") from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        raise faults.stop("broken_workbook", "the workbook is damaged.") from None


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo, faults: Faults) -> None:
    """No workbook has a document type; only entity bombs do. It must stand before the first element."""
    parser, seen = expat.ParserCreate(), []
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("doctype")
    parser.StartElementHandler = lambda *_: seen.append("element")
    with archive.open(part) as stream:
        try:
            while not seen and (chunk := stream.read(4096)):
                parser.Parse(chunk)
        except expat.ExpatError:
            raise faults.stop("broken_workbook", f"{part.filename} in the workbook is no XML.") from None
    if seen and seen[0] == "doctype":
        raise faults.stop(
            "document_type", f"{part.filename} in the workbook declares entities; no spreadsheet does so."
        )


def _open(data: bytes, faults: Faults, limits: Limits) -> tuple[str, Grid, list[Any], list[str]]:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles it does not know
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        grid: Grid = {}
        merged: list[Any] = []
        chosen = ""
        for sheet in visible:
            grid, merged = _grid(sheet, faults, limits)
            chosen = sheet.title
            if grid:
                break
        return chosen, grid, merged, [sheet.title for sheet in visible if sheet.title != chosen]


def _grid(sheet: Any, faults: Faults, limits: Limits) -> tuple[Grid, list[Any]]:
    """Filled cells only: a single cell at the far end of a sheet must not cost a million empty rows."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                cell["value"] = _NO_RESULT
            return cell

    book, grid = sheet.parent, {}
    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, row in parser.parse():
            cells = dict(_cells(row, faults, limits))
            if cells:
                grid[number] = cells
            if len(grid) > limits.rows + LOOKED_AT:
                raise too_many_rows(faults, limits, number)
    return grid, list(parser.merged_cells.mergeCell) if parser.merged_cells else []


_NO_RESULT = object()


def _cells(row: list[dict[str, Any]], faults: Faults, limits: Limits) -> Iterator[tuple[int, str]]:
    for cell in row:
        value, column = cell["value"], cell["column"]
        text = "" if value is _NO_RESULT else value if type(value) is str else _shown(value)
        if text and column <= limits.columns and len(text) <= limits.cell_chars and "\x00" not in text:
            yield column, without_guard(text)
        elif text or value is _NO_RESULT:
            _explain(value, text, cell["row"], column, faults, limits)


def _explain(value: Any, text: str, line: int, column: int, faults: Faults, limits: Limits) -> None:
    place = f"{_letters(column)}{line}"
    if value is _NO_RESULT:
        advice = "Open the file in a spreadsheet, save it, and bring it again."
        faults.add("formula", "a formula without a kept result.", line=line, column=place, advice=advice)
    elif column > limits.columns:
        raise faults.stop("too_many_columns", f"more than {limits.columns:,} columns.", line=line, column=place)
    else:
        said = f"the cell has {len(text):,} characters; {limits.cell_chars:,} are read."
        faults.add("long_cell", said, line=line, column=place, advice="Shorten it.")


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _fill_merged(grid: Grid, merged: list[Any], faults: Faults) -> None:
    """Every cell of a merged area shows the area's text; a title over the whole width stays one cell."""
    right = max(max(cells) for cells in grid.values())
    budget = FILLED_AT_MOST
    for area in merged:
        text = grid.get(area.min_row, {}).get(area.min_col, "")
        rows = _rows_of(area, grid) if text else []
        if _is_title(area, rows, grid):
            continue
        budget -= len(rows) * (min(area.max_col, right) - area.min_col + 1)
        if budget < 0:
            raise faults.stop("too_big", "merged areas cover more cells than can be filled.")
        for number in rows:
            for column in range(area.min_col, min(area.max_col, right) + 1):
                grid[number].setdefault(column, text)


def _rows_of(area: Any, grid: Grid) -> list[int]:
    if area.max_row - area.min_row < len(grid):
        return [number for number in range(area.min_row, area.max_row + 1) if number in grid]
    return [number for number in grid if area.min_row <= number <= area.max_row]


def _is_title(area: Any, rows: list[int], grid: Grid) -> bool:
    if area.max_col == area.min_col:
        return False
    return all(area.min_col <= column <= area.max_col for number in rows for column in grid[number])


def _sheet(grid: Grid, name: str, notes: tuple[Note, ...], faults: Faults, limits: Limits, keep_good: bool) -> Sheet:
    lines = sorted(grid)
    left = min(min(cells) for cells in grid.values())
    right = max(max(cells) for cells in grid.values())
    leading = [_line(grid[line], left, right) for line in lines[:LOOKED_AT]]
    place = header_place(leading, careful=False)
    if place:
        line = lines[place]
        notes += (Note("header_below", f"The header was found on line {line}; above it are titles.", line),)
    if len(lines) - place - 1 > limits.rows:
        raise too_many_rows(faults, limits, lines[place + limits.rows + 1])
    if faults and not keep_good:
        raise faults.stop_now()
    bad = {fault.line for fault in faults.all()}
    rows = ((line, _line(grid[line], left, right)) for line in lines[place + 1 :] if line not in bad)
    above = tuple(tuple(cells) for cells in leading[:place])
    return sheet_of(name, leading[place], rows, notes=notes, above=above, faults=faults.all(), kind="xlsx")


def _line(cells: dict[int, str], left: int, right: int) -> list[str]:
    return [cells.get(column, "") for column in range(left, right + 1)]
