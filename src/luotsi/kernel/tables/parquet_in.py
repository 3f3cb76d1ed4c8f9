"""Reading Parquet through DuckDB, sizes looked at before anything is fetched."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from luotsi.kernel.tables.csv_in import too_many_rows
from luotsi.kernel.tables.sheet import Faults, Limits, Sheet, sheet_of
from luotsi.kernel.tables.written import as_text

FETCHED = 2_000


def read_parquet(data: bytes, name: str, limits: Limits) -> Sheet:
    """The sheet of a Parquet file; row n stands on line n + 1, as if below a header. Raises BadInput."""
    import duckdb

    faults = Faults(name)
    with tempfile.TemporaryDirectory(prefix="luotsi-") as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(data)
        try:
            with duckdb.connect(config=_modest()) as database:
                return _read(database, str(path), faults, limits)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0].replace(str(path), "the file")[:200]
            raise faults.stop("broken_parquet", f"this is no readable Parquet file: {reason}") from None


def _modest() -> dict[str, Any]:
    return {"memory_limit": "1GB", "threads": 1, "autoinstall_known_extensions": False}


def _read(database: Any, path: str, faults: Faults, limits: Limits) -> Sheet:
    (count,) = database.execute("SELECT count(*) FROM read_parquet(?)", [path]).fetchone()
    if count > limits.rows:
        raise too_many_rows(faults, limits, limits.rows + 2)
    header = [entry[0] for entry in database.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()]
    if len(header) > limits.columns:
        raise faults.stop("too_many_columns", f"{len(header):,} columns; {limits.columns:,} are read.", line=1)
    _weigh(database, path, header, faults, limits)
    cursor = database.execute("SELECT * FROM read_parquet(?)", [path])
    rows = list(_rows(cursor, header, faults))
    if faults:
        raise faults.stop_now()
    return sheet_of(faults.file, header, rows, kind="parquet")


def _weigh(database: Any, path: str, header: list[str], faults: Faults, limits: Limits) -> None:
    """A few bytes of Parquet can stand for gigabytes of text: ask the engine before fetching."""
    sizes = "max(strlen(COLUMNS(*)::VARCHAR)), sum(strlen(COLUMNS(*)::VARCHAR))"
    answer = database.execute(f"SELECT {sizes} FROM read_parquet(?)", [path]).fetchone()  # noqa: S608
    longest, whole = answer[: len(header)], sum(size or 0 for size in answer[len(header) :])
    for column, size in zip(header, longest, strict=True):
        if (size or 0) > 4 * limits.cell_chars:
            raise faults.stop("long_cell", f"a cell of {size:,} bytes.", column=column, advice="Shorten it.")
    if whole > 4 * limits.file_bytes:
        raise faults.stop("too_big", f"{whole:,} bytes of text when unpacked.", advice="Split the file.")


def _rows(cursor: Any, header: list[str], faults: Faults) -> Iterator[tuple[int, list[str]]]:
    line = 1
    while fetched := cursor.fetchmany(FETCHED):
        for values in fetched:
            line += 1
            cells = [_text(value) for value in values]
            for column, cell in zip(header, cells, strict=True):
                if "\x00" in cell:
                    faults.add("nul_byte", "a NUL character.", line=line, column=column, advice="Remove it.")
            yield line, cells


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return "; ".join(value)
    return as_text(value)
