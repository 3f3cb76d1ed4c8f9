"""One door for every file: what it is decides its content, not its name."""

from __future__ import annotations

from dataclasses import replace

from luotsi.kernel.tables.csv_in import read_csv
from luotsi.kernel.tables.decoding import decode
from luotsi.kernel.tables.sheet import DEFAULT, Limits, Sheet, refused
from luotsi.kernel.tables.source import PARQUET, ZIP, Source, load

JSON_NAMES = (".json", ".jsonl", ".ndjson", ".geojson")
TEXT_NAMES = (".csv", ".tsv", ".txt")


def read_table(source: Source, *, name: str = "", limits: Limits = DEFAULT, keep_good: bool = False) -> Sheet:
    """Read CSV, gzip, .xlsx, Parquet or JSON into a Sheet of text cells.

    Any fault raises BadInput that names file, line, column and what to do. With `keep_good`, rows that can be
    read are kept and the faults of the others stand in `Sheet.faults`; a file that is broken as a whole still
    raises.
    """
    name, data = load(source, name, limits)
    if data.startswith(ZIP):
        return _workbook(data, name, limits, keep_good)
    if data.startswith(PARQUET):
        from luotsi.kernel.tables.parquet_in import read_parquet

        return read_parquet(data, name, limits)
    text, notes = decode(data, name)
    sheet = _text_table(text, name, limits, keep_good)
    return replace(sheet, notes=notes + sheet.notes) if notes else sheet


def _workbook(data: bytes, name: str, limits: Limits, keep_good: bool) -> Sheet:
    from luotsi.kernel.tables.xlsx_in import is_workbook, read_xlsx

    if not is_workbook(data):
        raise refused(
            name,
            "not_a_table",
            "this is a ZIP archive and no readable .xlsx workbook.",
            advice="Unpack it and bring the file inside.",
        )
    return read_xlsx(data, name, limits, keep_good=keep_good)


def _text_table(text: str, name: str, limits: Limits, keep_good: bool) -> Sheet:
    start, lower = text[:200].lstrip(), name.lower()
    if start[:1] == "<" and not lower.endswith(TEXT_NAMES[:2]) or start[:9].lower() in ("<!doctype", "<html"):
        raise refused(name, "not_a_table", "this is a web page or XML.", line=1, advice="Export it as CSV or .xlsx.")
    if lower.endswith(JSON_NAMES) or _is_json(start, lower):
        from luotsi.kernel.tables.json_in import read_json

        return read_json(text, name, limits, keep_good=keep_good)
    return read_csv(text, name, limits, keep_good=keep_good)


def _is_json(start: str, lower: str) -> bool:
    if lower.endswith(TEXT_NAMES):
        return start[:1] in "[{" and "".join(start.split())[:2] in ("[{", '{"')
    return start[:1] in ("[", "{")
