"""Dates and numbers as people and programs write them, in the five languages; what is ambiguous is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

# Full names, inflected where a date inflects them; any start of three letters or more counts, earlier rows first.
MONTHS = (
    "january february march april may june july august september october november december",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
    " marraskuuta joulukuuta",
)
SHORT = {"ags": 8, "agt": 8, "kes": 6, "hei": 7}

ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T\s].*)?", re.DOTALL)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d.*)?")
NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+.*|T.*)?", re.DOTALL)
DAY_NAME = re.compile(r"^[^\W\d]+\.?,\s+|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+", re.IGNORECASE)
WORD_BEFORE = re.compile(r"^[^\W\d_]+\.?,?\s+(?=\d)")
DAY_MONTH = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th)?[\s/-]*(?:of\s+|de\s+)?([^\W\d_]{3,})\.?,?[\s/-]*(?:de\s+|del\s+)?(\d{4}|\d{2})\b.*",
    re.DOTALL | re.IGNORECASE,
)
MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b.*", re.DOTALL | re.IGNORECASE)
LONGEST = 60


class AmbiguousDate(ValueError):
    """Day first or month first: both are possible. `either` holds the two dates."""

    def __init__(self, text: str, day_first: date, month_first: date) -> None:
        super().__init__(f"{text} is {day_first} or {month_first}")
        self.either = (day_first, month_first)


@lru_cache(maxsize=5000)
def parse_date(text: str, *, day_first: bool | None = None) -> date | None:
    """The day a text names, None where it names none.

    Times and zones are not looked at: the day is the one that is written. 03/04/2026 raises AmbiguousDate unless
    `day_first` says which; dots (3.4.2026) always mean day first.
    """
    text = text.strip()
    if not text or len(text) > LONGEST or not any(letter.isdigit() for letter in text):
        return None
    if found := ISO.fullmatch(text):
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if found := COMPACT.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMERIC.fullmatch(WORD_BEFORE.sub("", text)):
        return _numeric(text, found, day_first)
    return _named(DAY_NAME.sub("", text))


def _numeric(text: str, found: re.Match[str], day_first: bool | None) -> date | None:
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    by_day, by_month = _date(year, second, first), _date(year, first, second)
    if found[2] == "." or by_day == by_month:
        return by_day
    if day_first is not None:
        return by_day if day_first else by_month
    if by_day and by_month:
        raise AmbiguousDate(text, by_day, by_month)
    return by_day or by_month


def _named(text: str) -> date | None:
    if found := DAY_MONTH.fullmatch(text):
        day, name, year = found[1], found[2], found[3]
    elif found := MONTH_DAY.fullmatch(text):
        name, day, year = found[1], found[2], found[3]
    else:
        return None
    month = month_number(name)
    return _date(_year(year), month, int(day)) if month else None


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or a start of it (three letters at least), else None."""
    name = name.casefold().strip(".")
    if len(name) < 3:
        return None
    if name in SHORT:
        return SHORT[name]
    for row in MONTHS:
        for number, month in enumerate(row.split(), start=1):
            if month.startswith(name):
                return number
    return None


def _year(text: str) -> int:
    # Two digits: exports of today's trackers hold no dates before 1970.
    year = int(text)
    return year if len(text) == 4 else 2000 + year if year < 70 else 1900 + year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """What a column proves about 03/04/2026: True day first, False month first, None nothing or both."""
    proofs = set()
    for text in texts:
        found = NUMERIC.fullmatch(text.strip()[:LONGEST])
        if found and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                proofs.add(True)
            elif second > 12 >= first:
                proofs.add(False)
    return proofs.pop() if len(proofs) == 1 else None
