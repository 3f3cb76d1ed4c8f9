"""How values stand in a file that a spreadsheet may open: no text of ours is ever taken for a formula."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
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
