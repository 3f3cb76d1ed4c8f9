"""Reading CSV: comma, semicolon or tab found by itself, every fault with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from luotsi.kernel.tables.header import LOOKED_AT, header_place
from luotsi.kernel.tables.sheet import Faults, Limits, Note, Sheet, sheet_of
from luotsi.kernel.tables.written import without_guard

SEPARATORS = (",", ";", "\t")
SAMPLE_CHARS = 200_000
Record = tuple[int, list[str]]


def read_csv(text: str, name: str, limits: Limits, *, keep_good: bool = False) -> Sheet:
    """The sheet of a CSV text. Raises BadInput; with `keep_good` faulty rows are left out and listed instead."""
    faults = Faults(name)
    text = text.rstrip("\x1a")  # old programs end a file so
    if not text.strip():
        raise faults.stop("empty", "the file is empty.", advice="It needs a header row and rows below it.")
    text, separator, skipped = _separator_line(text)
    separator = separator or find_separator(text)
    records = list(_records(text, separator, limits, faults, skipped))
    if not records:
        raise faults.stop("empty", "there is no readable row.")
    place = header_place([cells for _, cells in records[:LOOKED_AT]], careful=True)
    above = tuple(tuple(cells) for _, cells in records[:place])
    header = _header(records[place], faults, limits)
    rows = _rows(records[place + 1 :], header, faults, limits)
    sheet = sheet_of(name, header, rows, above=above, notes=_notes(records, place), kind="csv")
    if faults and not keep_good:
        raise faults.stop_now()
    return replace(sheet, faults=faults.all()) if faults else sheet


def _notes(records: list[Record], place: int) -> tuple[Note, ...]:
    if place == 0:
        return ()
    line = records[place][0]
    return (Note("header_below", f"The header was found on line {line}; the lines above are titles.", line),)


def _separator_line(text: str) -> tuple[str, str, int]:
    """Excel writes "sep=;" as a first line of its own."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5 and told[4] in ",;\t":
        return rest, told[4], 1
    return (rest, "\t", 1) if first.rstrip("\r").lower() == "sep=\t" else (text, "", 0)


def find_separator(text: str) -> str:
    """The one that gives most lines the same number of cells (more than one); comma where none does."""
    sample = text[:SAMPLE_CHARS]
    scores = {separator: _evenness(sample, separator) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    widths = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if any(cells):
                widths.append(len(cells))
            if len(widths) == LOOKED_AT:
                break
    except csv.Error:
        pass
    if not widths or max(widths) == 1:
        return (0.0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    if usual == 1:
        return (0.0, 0) if widths[0] == 1 else (0.1, widths[0])
    return (widths.count(usual) / len(widths) + (widths[0] == usual), usual)


def _records(text: str, separator: str, limits: Limits, faults: Faults, skipped: int) -> Iterator[Record]:
    """(line where it began, cells) of each record that is not blank."""
    _let_cells_grow(limits)
    lines = _Lines(text, limits, faults, skipped)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    count = 0
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _explain(error, lines, separator, limits, faults)
            continue
        if any(cells):
            count += 1
            if count > limits.rows + LOOKED_AT:
                raise too_many_rows(faults, limits, lines.first)
            yield lines.first, cells


def too_many_rows(faults: Faults, limits: Limits, line: int) -> Exception:
    return faults.stop(
        "too_many_rows", f"more than {limits.rows:,} rows.", line=line, advice="Split the file and bring the parts."
    )


def _let_cells_grow(limits: Limits) -> None:
    # The module's own limit would answer without a place; ours is checked cell by cell.
    if csv.field_size_limit() <= limits.line_chars:
        csv.field_size_limit(limits.line_chars + 1)


class _Lines:
    """Physical lines, remembering those of the record being read."""

    def __init__(self, text: str, limits: Limits, faults: Faults, skipped: int) -> None:
        self._lines = enumerate(io.StringIO(text, newline=""), start=1 + skipped)
        self._limits, self._faults = limits, faults
        self.first = skipped
        self.record: list[str] = []
        self._chars = 0

    def begin_record(self) -> None:
        self.record, self._chars = [], 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        if not self.record:
            self.first = number
        if len(line) > self._limits.line_chars:
            raise self._faults.stop(
                "long_line",
                f"the line is longer than {self._limits.line_chars:,} characters.",
                line=number,
                advice="Is this really a table?",
            )
        self.record.append(line)
        return line


def _explain(error: csv.Error, lines: _Lines, separator: str, limits: Limits, faults: Faults) -> None:
    offset, cell = open_quote("".join(lines.record), separator)
    endless = "field larger" in str(error)
    if endless and len(lines.record) == 1:
        faults.add("long_cell", f"a cell is longer than {limits.cell_chars:,} characters.", line=lines.first)
        return
    if endless or "unexpected end" in str(error):
        code, text = "open_quote", "the quotation mark that opens here is never closed."
    else:
        code, text = "stray_quote", "the quoted text that begins here has a single quotation mark in it."
    faults.add(
        code,
        text,
        line=lines.first + offset,
        column=f"cell {cell}",
        advice='Close it, or write quotation marks inside a text twice ("").',
    )
    if endless:
        raise faults.stop_now()


def open_quote(record: str, separator: str) -> tuple[int, int]:
    """(line offset, cell number) of the quotation mark that opened the last quoted cell of a record."""
    line, cell, began = 0, 1, (0, 1)
    quoted, fresh, place = False, True, 0
    while place < len(record):
        letter = record[place]
        if letter == "\n" or (letter == "\r" and record[place + 1 : place + 2] != "\n"):
            line += 1
        if quoted and letter == '"':
            if record[place + 1 : place + 2] == '"':
                place += 1
            elif record[place + 1 : place + 2] not in (separator, "\r", "\n", ""):
                return began
            else:
                quoted = False
        elif not quoted and fresh and letter == '"':
            quoted, began = True, (line, cell)
        elif not quoted and letter == separator:
            cell += 1
        fresh = not quoted and letter == separator
        place += 1
    return began


def _header(record: Record, faults: Faults, limits: Limits) -> list[str]:
    line, cells = record
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > limits.columns:
        raise faults.stop(
            "too_many_columns",
            f"{len(cells):,} columns; {limits.columns:,} are read.",
            line=line,
            advice="Leave out columns that are not needed.",
        )
    for cell in cells:
        if len(cell) > 1000:
            raise faults.stop("long_cell", "a column name of more than 1,000 characters.", line=line)
    return [without_guard(cell) for cell in cells]


def _rows(records: list[Record], header: list[str], faults: Faults, limits: Limits) -> Iterator[Record]:
    if len(records) > limits.rows:
        raise too_many_rows(faults, limits, records[limits.rows][0])
    for line, cells in records:
        extra = [cell for cell in cells[len(header) :] if cell.strip()]
        if extra:
            faults.add(
                "ragged_row",
                f"{len(cells)} cells, but the header has {len(header)} columns.",
                line=line,
                column=f"cell {len(header) + 1}",
                advice="Put a text that contains the separator in quotation marks.",
            )
            continue
        if _too_long(cells, header, line, faults, limits):
            continue
        yield line, [without_guard(cell) for cell in cells[: len(header)]]


def _too_long(cells: list[str], header: list[str], line: int, faults: Faults, limits: Limits) -> bool:
    long = [place for place, cell in enumerate(cells) if len(cell) > limits.cell_chars]
    for place in long:
        faults.add(
            "long_cell",
            f"the cell has {len(cells[place]):,} characters; {limits.cell_chars:,} are read.",
            line=line,
            column=header[place] if place < len(header) else f"cell {place + 1}",
            advice="Shorten it.",
        )
    return bool(long)
