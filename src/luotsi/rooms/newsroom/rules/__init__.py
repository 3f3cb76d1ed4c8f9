"""Formulas that only this room needs: quarters, when to try a broken source again, how sure is sure."""

from __future__ import annotations

import re
from datetime import date, timedelta

QUARTER = re.compile(r"\d{4}Q[1-4]", re.ASCII)
SURE_FROM = 0.6  # below it a reading asks to be looked at
READ_EVERY = timedelta(hours=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(hours=1), timedelta(days=2)


def quarter_of(day: date) -> str:
    """`2026Q4`; four digits, so that quarters sort as their texts, also those of a day that was mistyped."""
    return f"{day.year:04}Q{(day.month - 1) // 3 + 1}"


def quarters_back(newest: str, count: int) -> list[str]:
    """So many quarters up to this one, oldest first."""
    year, number = int(newest[:4]), int(newest[5])
    index = year * 4 + number - 1
    return [f"{one // 4:04}Q{one % 4 + 1}" for one in range(index - count + 1, index + 1)]


def is_quarter(text: str) -> bool:
    return bool(QUARTER.fullmatch(text)) and text >= "1900"


def pause_after(tries: int) -> timedelta:
    """How long a source is left alone after so many failures in a row: twice as long each time, two days at most."""
    return min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
