"""Reads news.csv for the audit: headlines or ready-made counts, every fault with its line."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.kernel.tables import Row, Sheet

PERIODS = ("period", "quarter")
TOTALS = ("total", "total_worthy", "total_filler", "total_other")
QUARTER = re.compile(r"(\d{4})[\s-]*Q([1-4])|Q([1-4])[\s/-]*(\d{4})", re.IGNORECASE)
MOST_NEWS = 100_000  # of one hook in a quarter: the audit holds a chance for each possible number
MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Told:
    """One headline; `hook` is empty where nobody said it."""

    company: str
    period: str
    headline: str
    lead: str = ""
    lang: str = ""
    hook: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """So many pieces of news of a hook."""

    company: str
    period: str
    hook: str
    count: int


@dataclass(slots=True)
class News:
    """What a file told."""

    name: str
    told: list[Told] = field(default_factory=list)
    counted: list[Count] = field(default_factory=list)


def quarter_named(text: str) -> str:
    """ "2017Q2" for "2017-Q2", "Q2 2017" and "2017-05"; empty for anything else."""
    text = text.strip()
    if found := QUARTER.fullmatch(text):
        return f"{found[1] or found[4]}Q{found[2] or found[3]}"
    if (found := MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        return quarter_of(date(int(found[1]), int(found[2]), 1))
    return ""


def quarter_of(day: date) -> str:
    return f"{day.year:04}Q{(day.month + 2) // 3}"


def read_news(file: Path, *, ignore_hooks: bool = False) -> News:
    """All rows; BadInput names every fault."""
    from luotsi.kernel.tables import read_table

    sheet = read_table(file)
    _check_columns(sheet)
    reader = _Reader(sheet, ignore_hooks)
    for row in sheet:
        reader.row(row)
    reader.compare_totals()
    if reader.faults:
        raise BadInput(reader.faults)
    return reader.news


def _check_columns(sheet: Sheet) -> None:
    missing = []
    if not sheet.has("company"):
        missing.append(("company", "Name the column with the company: company."))
    if not any(sheet.has(name) for name in ("date", *PERIODS)):
        missing.append(("date", "Add a column date, or period with quarters such as 2017Q2."))
    if not sheet.has("headline") and not (sheet.has("hook") and sheet.has("count")):
        missing.append(("headline", "Add a column headline, or the two columns hook and count."))
    if missing:
        raise BadInput(sheet.lacks(name, advice) for name, advice in missing)


class _Reader:
    def __init__(self, sheet: Sheet, ignore_hooks: bool) -> None:
        from luotsi.kernel.tables.dates import day_comes_first

        self.news, self.faults = News(sheet.name), list[Fault]()
        self._sheet, self._ignore_hooks = sheet, ignore_hooks and sheet.has("headline")
        self._has_counts = sheet.has("count") and sheet.has("hook") and not self._ignore_hooks
        self._day_first = day_comes_first(row["date"] for row in sheet)
        self._totals: list[tuple[Row, str, str, str, int]] = []
        self._seen: dict[tuple[str, str, str], int] = {}

    def row(self, row: Row) -> None:
        """Take in one row, or its faults."""
        company, period, hook = row["company"].strip(), self._period(row), row["hook"].strip().lower()
        if not company:
            self._fault(row, "company", "empty.", "Name the company.")
        if not company or not period:
            return
        if self._has_counts and (row["count"].strip() or not row["headline"].strip()):
            self._counted(row, company, period, hook)
        else:
            self._told(row, company, period, "" if self._ignore_hooks else hook)

    def _told(self, row: Row, company: str, period: str, hook: str) -> None:
        headline = row["headline"].strip()
        if not headline:
            self._fault(row, "headline", "empty.", "Give the news its headline.")
        elif hook and not self._is_hook(hook):
            self._unknown(row, hook)
        else:
            lang = row["lang"].strip().lower()
            self.news.told.append(Told(company, period, headline, row["lead"].strip(), lang, hook))

    def _counted(self, row: Row, company: str, period: str, hook: str) -> None:
        text = row["count"].strip()
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            self._fault(row, "count", f"{text!r} is no count.", "Write a whole number, 0 or more.")
        elif int(text) > MOST_NEWS:
            self._fault(row, "count", f"{text} in a quarter is more than anybody publishes.", "Correct the number.")
        elif hook in TOTALS:
            self._totals.append((row, company, period, hook, int(text)))
        elif not self._is_hook(hook):
            self._unknown(row, hook)
        elif (first := self._seen.setdefault((company, period, hook), row.line)) != row.line:
            self._fault(
                row, "hook", f"{hook} of {company} in {period} stands on line {first} too.", "Keep one of them."
            )
        else:
            self.news.counted.append(Count(company, period, hook, int(text)))

    def compare_totals(self) -> None:
        """Rows total_* are sums that somebody made before; a wrong one means that a row is wrong or missing."""
        from luotsi.engines.text.hooks.news import worthiness_of

        sums: dict[tuple[str, str, str], int] = defaultdict(int)
        for one in self.news.counted:
            for name in ("total", f"total_{worthiness_of(one.hook)}"):
                sums[one.company, one.period, name] += one.count
        for row, company, period, name, said in self._totals:
            ours = sums[company, period, name]
            if said != ours:
                text = f"{name} of {company} in {period} says {said}, its rows add up to {ours}."
                self._fault(row, "count", text, "Correct the sum or the rows.")

    def _period(self, row: Row) -> str:
        given = next((row[name].strip() for name in PERIODS if row[name].strip()), "")
        if given:
            if not (named := quarter_named(given)):
                self._fault(row, self._period_column(), f"{given!r} is no quarter.", "Write 2017Q2.")
            return named
        return self._quarter_of_date(row)

    def _quarter_of_date(self, row: Row) -> str:
        from luotsi.kernel.tables import AmbiguousDate, parse_date

        text = row["date"].strip()
        if named := quarter_named(text):
            return named
        try:
            day = parse_date(text, day_first=self._day_first)
        except AmbiguousDate as wrong:
            self._fault(row, "date", f"{wrong}.", "Write 2026-11-23.")
            return ""
        if day is None:
            column = "date" if self._sheet.has("date") else self._period_column()
            self._fault(row, column, f"{text!r} is no date." if text else "empty.", "Write 2026-11-23.")
        return quarter_of(day) if day else ""

    def _period_column(self) -> str:
        return next((name for name in PERIODS if self._sheet.has(name)), "date")

    def _is_hook(self, hook: str) -> bool:
        from luotsi.engines.text.hooks.news import HOOKS

        return hook in HOOKS

    def _unknown(self, row: Row, hook: str) -> None:
        from luotsi.engines.text.hooks.news import HOOKS

        self._fault(row, "hook", f"{hook!r} is no hook." if hook else "empty.", f"It is one of {', '.join(HOOKS)}.")

    def _fault(self, row: Row, column: str, text: str, advice: str) -> None:
        self.faults.append(Fault(self.news.name, text, row.line, column, "bad_row", advice))
