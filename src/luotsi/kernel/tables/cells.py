"""Typed cells of a sheet that is brought in: whatever is wrong is collected as a fault with line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from luotsi.kernel.errors import BadInput, Fault, Refused
from luotsi.kernel.tables.dates import AmbiguousDate, day_comes_first, parse_date
from luotsi.kernel.tables.numbers import AmbiguousNumber, parse_number
from luotsi.kernel.tables.sheet import Faults, Row, Sheet

T = TypeVar("T")
WRITE_DATE = "Write it as 2026-11-23."
WRITE_NUMBER = "Write it as 1234.5."


class Cells:
    """Reads the cells of one sheet. A cell at fault answers None and is remembered in `faults`."""

    def __init__(self, sheet: Sheet, needed: Iterable[str]) -> None:
        """Raises BadInput when a needed column or every row is missing."""
        self.sheet, self.faults = sheet, Faults(sheet.name)
        self._day_first: dict[str, bool | None] = {}
        needed = tuple(needed)
        for column in needed:
            if not sheet.has(column):
                advice = f"Needed are: {', '.join(needed)}."
                self.fault(None, column, "column_missing", f"there is no column “{column}”.", advice)
        if not self.faults and not sheet.rows:
            self.fault(None, "", "empty", "there are no rows below the header.", "Add a row for each.")
        if self.faults:
            raise self.faults.stop_now()

    def fault(self, row: Row | None, column: str, code: str, text: str, advice: str = "") -> None:
        self.faults.add(code, text, line=row.line if row else 1, column=column, advice=advice)

    def refused(self, row: Row, refusal: Refused) -> None:
        """A rule said no to this row."""
        self.fault(row, refusal.field, refusal.code or "refused", refusal.text)

    def stop_if_faulty(self) -> None:
        if self.faults:
            raise BadInput(self.faults.all())

    def text(self, row: Row, column: str, *, most: int = 100_000, needed: bool = False) -> str:
        text = row[column].strip()
        if needed and not text:
            self.fault(row, column, "cell_empty", "the cell is empty.", f"Give the {column.replace('_', ' ')}.")
        if len(text) > most:
            self.fault(row, column, "cell_long", f"{len(text)} characters; there is room for {most}.", "Shorten it.")
        return text

    def day(self, row: Row, column: str, *, needed: bool = False) -> date | None:
        text = self.text(row, column, needed=needed)
        if not text:
            return None
        try:
            found = parse_date(text, day_first=self._day_order(column))
        except AmbiguousDate as either:
            self.fault(row, column, "day_ambiguous", f"{either}.", WRITE_DATE)
            return None
        if found is None:
            self.fault(row, column, "day_unreadable", f"“{text[:60]}” is no day.", WRITE_DATE)
        return found

    def number(self, row: Row, column: str, *, needed: bool = False) -> Decimal | None:
        text = self.text(row, column, needed=needed)
        if not text:
            return None
        try:
            found = parse_number(text)
        except AmbiguousNumber as either:
            self.fault(row, column, "number_ambiguous", f"{either}.", WRITE_NUMBER)
            return None
        if found is None:
            self.fault(row, column, "number_unreadable", f"“{text[:60]}” is no number.", WRITE_NUMBER)
            return None
        return Decimal(repr(found))

    def choice(self, row: Row, column: str, choices: Iterable[str], *, default: str = "") -> str:
        text, known = self.text(row, column).casefold() or default, tuple(choices)
        if text not in known and text != default:
            advice = f"Use one of: {', '.join(filter(None, known))}."
            self.fault(row, column, "choice_unknown", f"“{text[:60]}” is not known here.", advice)
        return text

    def _day_order(self, column: str) -> bool | None:
        if column not in self._day_first:
            self._day_first[column] = day_comes_first(row[column] for row in self.sheet)
        return self._day_first[column]


def all_or_good(sheet: Sheet, bring_in: Callable[[Sheet], T], *, good_rows_only: bool) -> tuple[T, tuple[Fault, ...]]:
    """`bring_in` the sheet; where that is refused and good rows suffice, again without the rows at fault.

    Answers what came in, and the faults of what was left out. Raises BadInput when all is wanted or nothing is left.
    """
    left_out: tuple[Fault, ...] = ()
    while True:
        try:
            return bring_in(sheet), left_out
        except BadInput as bad:
            lines = {fault.line for fault in bad.faults if fault.line is not None}
            kept = [row for row in sheet.rows if row.line not in lines]
            if not good_rows_only or not kept or len(kept) == len(sheet.rows):
                raise
            left_out = (*left_out, *bad.faults)
            sheet = replace(sheet, rows=kept)
