"""Writing Parquet through DuckDB, each column in the narrowest type that all its values have."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from luotsi.kernel.tables.written import as_text

INT64 = 2**63


def parquet_bytes(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """A Parquet file with one text, whole number, number, truth, date or moment column per name."""
    import duckdb

    types = {name: _type([row.get(name) for row in rows]) for name in columns}
    with tempfile.TemporaryDirectory(prefix="luotsi-") as folder:
        lines, made = Path(folder) / "table.csv", Path(folder) / "table.parquet"
        _lay_out(lines, rows, columns)
        with duckdb.connect(config={"threads": 1}) as database:
            database.execute(
                "CREATE TABLE t AS SELECT * FROM read_csv(?, header=true, delim=',', quote='\"', escape='\"',"
                " columns=?, nullstr='\\N', allow_quoted_nulls=false, max_line_size=200000000)",
                [str(lines), types],
            )
            database.execute("COPY t TO '" + str(made).replace("'", "''") + "' (FORMAT parquet)")
        return made.read_bytes()


def _lay_out(path: Path, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        stream.write(",".join(_cell(name) for name in columns) + "\n")
        for row in rows:
            cells = (_cell(row.get(name)) for name in columns)
            stream.write(",".join(cells) + "\n")


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    return '"' + as_text(value).replace('"', '""') + '"'


def _type(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {int} and all(-INT64 <= value < INT64 for value in values if value is not None):
        return "BIGINT"
    if kinds and kinds <= {int, float}:
        return "DOUBLE"
    if kinds == {date}:
        return "DATE"
    if kinds == {datetime}:
        zoned = any(value.tzinfo for value in values if value is not None)
        return "TIMESTAMPTZ" if zoned else "TIMESTAMP"
    return "VARCHAR"
