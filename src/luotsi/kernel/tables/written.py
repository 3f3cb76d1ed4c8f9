"""How values stand in a file that a spreadsheet may open: no text of ours is ever taken for a formula."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
GUARDED = re.compile(r"'+[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?%?")


def guarded(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet would take it for a formula; numbers stay."""
    if text.startswith(FORMULA_STARTS):
        return text if NUMBER.fullmatch(text) else "'" + text
    return "'" + text if GUARDED.match(text) else text


def without_guard(text: str) -> str:
    """The inverse of `guarded`, so that what we write we read back."""
    return text[1:] if text.startswith("'") and GUARDED.match(text) else text


def listed(names: Iterable[str]) -> str:
    """Several names as one cell; a name with a separator in it stands in quotation marks."""
    return "; ".join(_quoted(name) for name in names if name)


def _quoted(name: str) -> str:
    plain = " ".join(name.split())
    return '"' + plain.replace('"', '""') + '"' if re.search('[;,"]', plain) else plain


def unlisted(text: str) -> list[str]:
    """The names in a cell: separated by semicolons or lines where there are any, else by commas."""
    bare = re.sub(r'"(?:[^"]|"")*"', "", text)
    separator = ";" if ";" in bare or "\n" in bare.strip() else ","
    try:
        (names,) = csv.reader(
            [text.replace("\r", "").replace("\n", separator)], delimiter=separator, skipinitialspace=True
        )
    except (csv.Error, ValueError):
        names = text.split(separator)
    return [name.strip() for name in names if name.strip()]


def as_text(value: object) -> str:
    """One value as a cell's text: ISO dates, true/false, JSON for lists and mappings."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list | Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, set | frozenset):
        return json.dumps(sorted(map(str, value)), ensure_ascii=False)
    return str(value)
