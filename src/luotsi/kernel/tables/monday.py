"""A monday.com export made flat: groups, repeated headers, subitems and totals between the items."""

from __future__ import annotations

import re
from dataclasses import replace

from luotsi.kernel.tables.sheet import Row, Sheet, with_more

MORE = ("Board", "Group", "Subitem names", "Created by (log)", "Created on (log)")
LOG = re.compile(
    r"^(?P<who>.*?)\s*(?P<when>(?:[^\W\d_]{3,}\.? \d{1,2}, \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2} [^\W\d_]{3,}\.? \d{4}).*)$"
)


def is_monday(sheet: Sheet) -> bool:
    if not sheet.columns or sheet.columns[0].casefold() not in ("name", "item", "task"):
        return False
    return sheet.has("Item ID (auto generated)") or sheet.has("Subitems") or len(sheet.above) >= 2


def flat_monday(sheet: Sheet) -> Sheet:
    """Items only, each with its board, group, subitems' names and who made it when."""
    board = _lone(sheet.above[0]) if sheet.above else ""
    group = _lone(sheet.above[-1]) if sheet.above else ""
    items: list[tuple[Row, list[str]]] = []
    within_subitems = False
    for place, row in enumerate(sheet.rows):
        below = sheet.rows[place + 1] if place + 1 < len(sheet.rows) else None
        if _is_header(row, sheet):
            within_subitems = False
        elif _lone(row.cells) and below is not None and _is_header(below, sheet):
            group = _lone(row.cells)
        elif row.cells[0].strip().casefold() == "subitems":
            within_subitems = True
        elif not row.cells[0].strip():
            if within_subitems and items and len(row.cells) > 1 and row.cells[1].strip():
                items[-1][1][2] += f"- {row.cells[1].strip()}\n"
        else:
            within_subitems = False
            items.append((row, [board, group, "", *_made(row)]))
    return replace(with_more(sheet, MORE, items), above=())


def _lone(cells: tuple[str, ...]) -> str:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return filled[0] if len(filled) == 1 and cells[0].strip() else ""


def _is_header(row: Row, sheet: Sheet) -> bool:
    names = [cell.strip() for cell in row.cells if cell.strip()]
    return (
        len(names) >= 2
        and row.cells[0].strip() == sheet.columns[0]
        and set(names) <= {re.sub(r" \(\d+\)$", "", name) for name in sheet.columns}
    )


def _made(row: Row) -> tuple[str, str]:
    found = LOG.match(row["Creation Log"].strip())
    return (found["who"], found["when"]) if found else ("", "")
