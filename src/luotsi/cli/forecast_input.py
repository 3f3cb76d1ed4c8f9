"""What `luotsi forecast` is asked: options and weekly files, or one JSON case. Every fault is named before it stops."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luotsi.engines.statistics import Throughput
from luotsi.kernel.errors import BadInput, Fault
from luotsi.values import monday_of

if TYPE_CHECKING:
    from luotsi.kernel.tables import Sheet

WEEK = timedelta(days=7)
ISO_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})(?:-?[1-7])?", re.IGNORECASE)
WHOLE = re.compile(r"(\d{1,10})(?:\.0+)?")
RANGE = re.compile(r"(\d{1,10})(?:\s*[-–]\s*(\d{1,10}))?")
LARGEST = 1_000_000_000
SHOWN_WEEKS = 60
KEYS = ("completed", "arrived", "remaining", "start")


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine is asked, and what the person should know about it."""

    history: Throughput
    remaining: tuple[int, int]
    start: date | None
    notes: tuple[str, ...] = ()


def read_files(throughput: Path | None, remaining: str | None, arrivals: Path | None, start: str | None) -> Question:
    """The question of the options; BadInput with every fault of options and files."""
    faults: list[Fault] = []
    left = _read_remaining(remaining, faults)
    day = _read_start(start, "--start", faults)
    completed = _read_throughput(throughput, faults)
    arrived = _read_arrivals(arrivals, completed, faults)
    if faults or left is None:
        raise BadInput(faults)
    after = max(completed) + WEEK
    history = Throughput(tuple(completed[week] for week in sorted(completed)), arrived)
    return Question(history, left, day or after, _notes(day, after))


def read_case(case: dict[str, Any]) -> Question:
    """The question of one JSON case."""
    faults: list[Fault] = [_unknown(key, meant) for key, meant in _misspelt(case)]
    completed = _counts(case, "completed", faults)
    arrived = _counts(case, "arrived", faults) if case.get("arrived") is not None else None
    left = _case_remaining(case.get("remaining"), faults)
    start = _read_start(case.get("start"), "start", faults)
    if arrived is not None and not faults and len(arrived) != len(completed):
        faults.append(_fault("arrived", f"{len(arrived)} weeks for {len(completed)} weeks of completed."))
    if faults or left is None:
        raise BadInput(faults)
    return Question(Throughput(completed, arrived), left, start)


def _notes(start: date | None, after: date) -> tuple[str, ...]:
    """A start that does not follow the record is taken, but said."""
    if start is None:
        return ()
    if start < after - WEEK:
        return (f"Note: the record runs to {after - timedelta(days=1)}, after the start {start}.",)
    if start < after:
        return (f"Note: the last week of the record is not complete on {start}; leave it out.",)
    if start >= after + 8 * WEEK:
        return (f"Note: the record ends {(start - after).days // 7} weeks before the start.",)
    return ()


def _read_remaining(text: str | None, faults: list[Fault]) -> tuple[int, int] | None:
    found = RANGE.fullmatch((text or "").strip())
    if not found:
        faults.append(Fault("--remaining", "give the items left: a number, or a range such as 100-140."))
        return None
    low, high = int(found[1]), int(found[2] or found[1])
    return _checked_range(low, high, "--remaining", "", faults)


def _checked_range(low: int, high: int, file: str, column: str, faults: list[Fault]) -> tuple[int, int] | None:
    if 0 <= low <= high <= LARGEST:
        return low, high
    faults.append(Fault(file, f"the range is low to high, 0 to {LARGEST}, not {low} to {high}.", column=column))
    return None


def _read_start(text: Any, name: str, faults: list[Fault]) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        faults.append(Fault(name, f"{text!r} is not a date; write it like 2026-11-23."))
        return None


def _read_throughput(path: Path | None, faults: list[Fault]) -> dict[date, int]:
    if path is None:
        faults.append(Fault("--throughput", "give the weekly file with the columns week and completed."))
        return {}
    counts, column = _read_weekly(path, "completed", faults)
    if counts:
        weeks = _weeks_between(min(counts), max(counts))
        _name_missing(path, column, weeks, counts, "Write 0 where nothing was finished.", faults)
    return counts


def _read_arrivals(path: Path | None, completed: dict[date, int], faults: list[Fault]) -> tuple[int, ...] | None:
    if path is None:
        return None
    counts, column = _read_weekly(path, "arrived", faults)
    if counts:
        _name_missing(path, column, sorted(completed), counts, "Arrivals need every week of the throughput.", faults)
    return tuple(counts.get(week, 0) for week in sorted(completed))


def _read_weekly(path: Path, value: str, faults: list[Fault]) -> tuple[dict[date, int], str]:
    """Counts by the Monday of their week, and the name of the column that holds the weeks."""
    from luotsi.kernel.tables import read_table

    try:
        sheet = read_table(path)
    except BadInput as bad:
        faults.extend(bad.faults)
        return {}, ""
    column = next((name for name in ("week", "iso_week") if sheet.has(name)), "")
    if not column:
        faults.append(Fault(path.name, "there is no column week or iso_week.", line=1, column="week"))
    if not sheet.has(value):
        faults.append(Fault(path.name, f"there is no column {value}.", line=1, column=value))
    return (_by_week(sheet, path.name, column, value, faults) if column and sheet.has(value) else {}), column


def _by_week(sheet: Sheet, file: str, column: str, value: str, faults: list[Fault]) -> dict[date, int]:
    counts: dict[date, int] = {}
    for row in sheet.rows:
        week, count = _monday(row[column]), WHOLE.fullmatch(row[value].strip())
        if week is None:
            text = f"{row[column]!r} is neither a week like 2026-W07 nor a date like 2026-02-10."
            faults.append(Fault(file, text, row.line, column))
        elif week in counts:
            faults.append(Fault(file, f"the week {_name(week)} stands here a second time.", row.line, column))
        if count is None or int(count[1]) > LARGEST:
            faults.append(Fault(file, f"{row[value]!r} is not a whole number from 0.", row.line, value))
        if week is not None:
            counts[week] = int(count[1]) if count else 0
    if not sheet.rows:
        faults.append(Fault(file, "there are no weeks below the header."))
    return counts


def _monday(text: str) -> date | None:
    text = text.strip()
    try:
        if found := ISO_WEEK.fullmatch(text):
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday_of(date.fromisoformat(text[:10])) if re.fullmatch(r"[-\d]{10}([T ].*)?", text) else None
    except ValueError:
        return None


def _name(week: date) -> str:
    year, number, _ = week.isocalendar()
    return f"{year}-W{number:02d}"


def _weeks_between(first: date, last: date) -> list[date]:
    return [first + WEEK * step for step in range((last - first).days // 7 + 1)]


def _name_missing(
    path: Path, column: str, wanted: Iterable[date], counts: dict[date, int], advice: str, faults: list[Fault]
) -> None:
    missing = [_name(week) for week in wanted if week not in counts]
    if missing:
        more = f" and {len(missing) - SHOWN_WEEKS} more" if len(missing) > SHOWN_WEEKS else ""
        text = f"missing weeks: {', '.join(missing[:SHOWN_WEEKS])}{more}."
        faults.append(Fault(path.name, text, column=column, code="missing_weeks", advice=advice))


def _fault(key: str, text: str) -> Fault:
    return Fault("case", text, column=key)


def _misspelt(case: dict[str, Any]) -> list[tuple[str, str]]:
    """Keys that look like one of ours; other keys are the asker's own and are passed over."""
    strange = [key for key in case if key not in KEYS]
    return [(key, close[0]) for key in strange if (close := get_close_matches(key.lower(), KEYS, 1, 0.65))]


def _unknown(key: str, meant: str) -> Fault:
    return _fault(key, f"unknown; {meant} is meant?")


def _counts(case: dict[str, Any], key: str, faults: list[Fault]) -> tuple[int, ...]:
    given = case.get(key)
    if not isinstance(given, list):
        faults.append(_fault(key, "give a list of weekly counts, oldest first."))
        return ()
    for place, value in enumerate(given):
        if not _is_whole(value):
            faults.append(_fault(f"{key}[{place}]", f"{value!r} is not a whole number from 0."))
    return tuple(int(value) if _is_whole(value) else 0 for value in given)


def _case_remaining(given: Any, faults: list[Fault]) -> tuple[int, int] | None:
    ends = given if isinstance(given, list) else [given, given]
    if len(ends) != 2 or not all(_is_whole(end) for end in ends):
        faults.append(_fault("remaining", f"{given!r} is neither a whole number from 0 nor a range [low, high]."))
        return None
    return _checked_range(int(ends[0]), int(ends[1]), "case", "remaining", faults)


def _is_whole(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value <= LARGEST and value == int(value)
