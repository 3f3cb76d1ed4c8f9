"""Tables in and out: CSV, gzip, .xlsx, JSON and Parquet, without Django.

Every cell is read as text, nothing is evaluated; faults are BadInput with file, line, column and advice. Requests
exported by other programs are recognised or mapped by hand; what they mean is decided elsewhere.
"""

from luotsi.kernel.tables.applying import apply
from luotsi.kernel.tables.dates import AmbiguousDate, parse_date
from luotsi.kernel.tables.fields import FIELDS, WARNINGS, Mapped, MappedRow, Mapping
from luotsi.kernel.tables.guessing import guess_mapping, signature
from luotsi.kernel.tables.known_exports import Recipe, recipes, recognise
from luotsi.kernel.tables.numbers import AmbiguousNumber, parse_number
from luotsi.kernel.tables.reading import read_table
from luotsi.kernel.tables.sheet import DEFAULT, Limits, Note, Row, Sheet
from luotsi.kernel.tables.writing import to_csv_bytes, write_table

__all__ = [
    "DEFAULT",
    "FIELDS",
    "WARNINGS",
    "AmbiguousDate",
    "AmbiguousNumber",
    "Limits",
    "Mapped",
    "MappedRow",
    "Mapping",
    "Note",
    "Recipe",
    "Row",
    "Sheet",
    "apply",
    "guess_mapping",
    "parse_date",
    "parse_number",
    "read_table",
    "recipes",
    "recognise",
    "signature",
    "to_csv_bytes",
    "write_table",
]
