"""Which row is the header? Title rows above it are common in exports for people."""

from __future__ import annotations

import re
from collections.abc import Sequence

LOOKED_AT = 40
NUMBER_OR_DATE = re.compile(r"[\s\d.,:/+%€$£-]*\d[\s\d.,:/T+%€$£Z-]*")


def header_place(rows: Sequence[Sequence[str]], *, careful: bool) -> int:
    """The index of the header among the leading rows (blank rows included).

    `careful` is for plain text, where the first line is the header unless it is a lone title over a table
    whose lines all have one width.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows[:LOOKED_AT]]
    first = next((place for place, count in enumerate(filled) if count), 0)
    widest = max(filled, default=0)
    if widest < 2 or filled[first] >= max(2, round(0.6 * widest)):
        return first
    if careful and not _is_lone_title(rows, filled, first):
        return first
    for place in range(first, len(filled)):
        if filled[place] >= max(2, round(0.6 * widest)) and _names_columns(rows[place]):
            return place
    return first


def _names_columns(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    return len(cells) >= 2 and not any(NUMBER_OR_DATE.fullmatch(cell) or len(cell) > 100 for cell in cells)


def _is_lone_title(rows: Sequence[Sequence[str]], filled: Sequence[int], first: int) -> bool:
    if filled[first] != 1:
        return False
    widths = [len(rows[place]) for place in range(first, len(filled)) if filled[place] > 1]
    lone = sum(1 for count in filled if count == 1)
    return len(widths) >= 2 and lone <= 3 and len(set(widths)) == 1 and widths[0] >= 3
