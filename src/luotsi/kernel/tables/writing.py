"""Writing tables: CSV, gzip, .xlsx, JSON, Parquet by suffix; whole or not at all."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from luotsi.kernel.errors import Unavailable
from luotsi.kernel.tables.sheet import refused
from luotsi.kernel.tables.written import as_text, guarded

TableRow = Mapping[str, Any]
NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')
EXCEL_CELL = 32_767
EXCEL_ROWS = 1_048_575


def write_table(
    target: Path | str | BinaryIO,
    rows: Sequence[TableRow],
    *,
    columns: Sequence[str],
    format: str | None = None,
) -> None:
    """Write `rows` under `columns`; `format` is csv, csv.gz, xlsx, json or parquet (default: by suffix).

    Text that a spreadsheet would take for a formula gets an apostrophe in CSV and .xlsx. A file that is there
    is replaced only when the new one is whole. Raises BadInput for a suffix that is not known.
    """
    name = str(target) if isinstance(target, str | Path) else getattr(target, "name", "output")
    data = _writer(format or _format_of(str(name)), str(name))(rows, columns)
    if isinstance(target, str | Path):
        _replace(Path(target), data)
    else:
        target.write(data)


def to_csv_bytes(rows: Sequence[TableRow], columns: Sequence[str]) -> bytes:
    """CSV in UTF-8 with a header row and LF line ends."""
    lines = [_csv_line(guarded(name) for name in columns)]
    lines += [_csv_line(_spreadsheet_text(row.get(name)) for name in columns) for row in rows]
    return "".join(lines).encode("utf-8", "replace")


def _csv_line(cells: Iterable[str]) -> str:
    # csv.writer with LF line ends leaves a bare CR unquoted, which begins a new row when it is read.
    quoted = ('"' + cell.replace('"', '""') + '"' if NEEDS_QUOTES.search(cell) else cell for cell in cells)
    return (",".join(quoted) or '""') + "\n"


def _format_of(name: str) -> str:
    lower = name.lower()
    return "csv.gz" if lower.endswith(".csv.gz") else lower.rpartition(".")[2]


def _writer(format: str, name: str) -> Callable[[Sequence[TableRow], Sequence[str]], bytes]:
    writers = {
        "csv": to_csv_bytes,
        "csv.gz": _csv_gz,
        "gz": _csv_gz,
        "xlsx": _xlsx,
        "json": _json,
        "parquet": _parquet,
    }
    if format not in writers:
        raise refused(
            name,
            "unknown_format",
            f"the format “{format}” cannot be written.",
            advice="Use .csv, .csv.gz, .xlsx, .json or .parquet.",
        )
    return writers[format]


def _replace(path: Path, data: bytes) -> None:
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.chmod(beside, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            os.replace(beside, path)
        except BaseException:
            os.unlink(beside)
            raise
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror or error}.", code="cannot_write") from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _spreadsheet_text(value: object) -> str:
    return guarded(value) if isinstance(value, str) else _guarded_unless_number(value)


def _guarded_unless_number(value: object) -> str:
    text = as_text(value)
    return text if isinstance(value, int | float | date) else guarded(text)


def _csv_gz(rows: Sequence[TableRow], columns: Sequence[str]) -> bytes:
    return gzip.compress(to_csv_bytes(rows, columns), mtime=0)


def _json(rows: Sequence[TableRow], columns: Sequence[str]) -> bytes:
    listed = [{name: _json_value(row.get(name)) for name in columns} for row in rows]
    return (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _json_value(value: object) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple | list | set | frozenset):
        return [
            _json_value(entry) for entry in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)
        ]
    if isinstance(value, Mapping):
        return {str(key): _json_value(entry) for key, entry in value.items()}
    return as_text(value)


def _xlsx(rows: Sequence[TableRow], columns: Sequence[str]) -> bytes:
    from openpyxl import Workbook

    if len(rows) > EXCEL_ROWS:
        raise refused("output", "too_many_rows", f"{len(rows):,} rows do not fit a sheet.", advice="Write .csv.")
    # All cells are looked at first: a workbook that is begun and given up cannot be closed cleanly.
    laid_out = [[_excel_value(name, 1, name) for name in columns]]
    laid_out += [[_excel_value(row.get(name), line, name) for name in columns] for line, row in enumerate(rows, 2)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Luotsi")
    for cells in laid_out:
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _excel_value(value: object, line: int, column: str) -> object:
    if value is None or isinstance(value, bool | int | float | date):
        return _without_zone(value)
    text = guarded(as_text(value))
    if len(text) > EXCEL_CELL:
        raise refused(
            "output",
            "long_cell",
            f"{len(text):,} characters; an Excel cell holds {EXCEL_CELL:,}.",
            line=line,
            column=column,
            advice="Write .csv or .json instead.",
        )
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)


def _without_zone(value: object) -> object:
    # A spreadsheet cell has no time zone; the ISO text keeps it.
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return str(value)
    return value


def _parquet(rows: Sequence[TableRow], columns: Sequence[str]) -> bytes:
    from luotsi.kernel.tables.parquet_out import parquet_bytes

    return parquet_bytes(rows, columns)
