"""Tables in and out: CSV, gzip, .xlsx, JSON and Parquet, without Django.

Every cell is read as text, nothing is evaluated; faults are BadInput with file, line, column and advice.
"""

from luotsi.kernel.tables.reading import read_table
from luotsi.kernel.tables.sheet import DEFAULT, Limits, Note, Row, Sheet
from luotsi.kernel.tables.writing import to_csv_bytes, write_table

__all__ = [
    "DEFAULT",
    "Limits",
    "Note",
    "Row",
    "Sheet",
    "read_table",
    "to_csv_bytes",
    "write_table",
]
