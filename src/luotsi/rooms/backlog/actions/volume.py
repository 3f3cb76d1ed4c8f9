"""Verbs of volume: make a forecast and keep it, tell the team's past weeks, guess a pace, mark stops and breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from luotsi.engines import statistics
from luotsi.engines.statistics import Forecast, Guess, NotEnough, Throughput
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import BadInput, Fault, Refused
from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog.models import ForecastRun, PaceGuess, WeekCount, WorkItem
from luotsi.rooms.backlog.queries.order import backlog_count
from luotsi.rooms.backlog.queries.record import past_forecasts
from luotsi.rooms.backlog.queries.scoring import kept_half_life, outcome_weights, score_of
from luotsi.rooms.backlog.queries.throughput import WeekRecord, newest_guess, weekly_record
from luotsi.values import monday_of

LONGEST_CURVE = 520
HISTORY_SHOWN = 52
SCORED_AT_ONCE = 500
EARLIEST_WEEK = date(1990, 1, 1)  # a slip in a year would make a record of thousands of empty weeks
MOST_DIGITS = 6
SCORES = ["score", "score_low", "score_high", "scored_at"]


def make_forecast(*, at: datetime, on: date, by: User | None = None) -> ForecastRun:
    """Forecast the backlog as it stands, and keep what was said. About a second; runs in a job."""
    weeks = weekly_record(on)
    history = throughput_of(weeks)
    guess = newest_guess()
    remaining = backlog_count()
    asked: Throughput | Guess = history
    if statistics.not_enough(history) is not None and guess is not None:
        asked = Guess(guess.low, guess.likely, guess.high)
    sigma = statistics.own_record(past_forecasts(weeks)).drift_sigma
    outcome = statistics.forecast_completion(asked, remaining, start=on, drift_sigma=sigma)
    with transaction.atomic():
        _resolve(weeks)
        run = ForecastRun.objects.create(
            made_at=at, starts_on=on, remaining=remaining, **_dates(outcome), answer=_answer(outcome, weeks),
            curve=_curve(outcome),
        )  # fmt: skip
        record("backlog.forecast_made", run, by=by, at=at, remaining=remaining)
    return run


def throughput_of(weeks: Sequence[WeekRecord]) -> Throughput:
    """The record as the engine takes it; arrivals only where every week knows its own."""
    breaks = [place for place, week in enumerate(weeks) if week.is_break]
    arrived = tuple(week.arrived for week in weeks if week.arrived is not None)
    return Throughput(
        completed=tuple(week.completed for week in weeks),
        arrived=arrived if weeks and len(arrived) == len(weeks) else None,
        stops=frozenset(place for place, week in enumerate(weeks) if week.is_stop),
        level_break=breaks[-1] if breaks else None,
    )


def _dates(outcome: statistics.Outcome) -> dict[str, date | None]:
    if not isinstance(outcome, Forecast):
        return {}
    return {"date_50": outcome.dates.p50, "date_85": outcome.dates.p85, "date_95": outcome.dates.p95}


def _answer(outcome: statistics.Outcome, weeks: Sequence[WeekRecord]) -> dict[str, Any]:
    """Everything that the forecast page shows, so that the page asks for one row."""
    past = [
        [week.starts_on.isoformat(), week.completed, week.arrived, week.is_stop, week.is_break]
        for week in weeks[-HISTORY_SHOWN:]
    ]
    if isinstance(outcome, NotEnough):
        return {"kind": "not_enough", "reason": outcome.reason, "weeks": past, "flags": []}
    flags = list(outcome.flags)
    if outcome.history.arrival_pace is None and "guess" not in flags:
        flags.append("arrivals_unknown")
    return {
        "kind": "dates" if isinstance(outcome, Forecast) else "never",
        "flags": flags,
        "weeks": past,
        "fan": asdict(outcome.fan),
        "history": asdict(outcome.history),
        "pace_needed": outcome.pace_needed,
        "unfinished_share": outcome.unfinished_share,
        "drift_sigma": outcome.drift_sigma,
    }


def _curve(outcome: statistics.Outcome) -> dict[str, Any]:
    if isinstance(outcome, NotEnough):
        return {}
    curve = outcome.curve
    levels = {name: list(getattr(curve, name)[:LONGEST_CURVE]) for name in ("p50", "p85", "p95")}
    return {**levels, "first_week_share": curve.calendar.first_week_share} if levels["p50"] else {}


def _resolve(weeks: Sequence[WeekRecord]) -> None:
    """Write down when as much as an earlier forecast spoke of was really finished."""
    for run in ForecastRun.objects.filter(resolved_on__isnull=True).exclude(answer__kind="not_enough"):
        run.resolved_on = _finished_on(run, weeks)
        if run.resolved_on is not None:
            run.save(update_fields=["resolved_on"])


def _finished_on(run: ForecastRun, weeks: Sequence[WeekRecord]) -> date | None:
    """By the rule of the back-test: what arrived counts against what was finished where the forecast did so."""
    if run.remaining == 0:
        return run.starts_on
    left, first = float(run.remaining), monday_of(run.starts_on)
    with_arrivals = run.answer.get("history", {}).get("arrival_pace") is not None
    for week in weeks:
        if week.starts_on >= first:
            net = week.completed - ((week.arrived or 0) if with_arrivals else 0)
            left -= net * (run.curve.get("first_week_share", 1.0) if week.starts_on == first else 1.0)
            if left <= 0:
                return week.starts_on + timedelta(days=6)
    return None


@dataclass(frozen=True, slots=True)
class ToldWeek:
    """One line of a throughput file."""

    starts_on: date
    completed: int
    arrived: int | None = None


def tell_weeks(weeks: Iterable[ToldWeek], *, by: User, at: datetime) -> int:
    """Past weeks as a file says; a week told again is replaced. All of them or none."""
    told = list(weeks)
    with transaction.atomic():
        WeekCount.objects.bulk_create(
            [WeekCount(starts_on=week.starts_on, completed=week.completed, arrived=week.arrived) for week in told],
            update_conflicts=True, unique_fields=["starts_on"], update_fields=["completed", "arrived"],
        )  # fmt: skip
        if told:
            last = WeekCount.objects.get(starts_on=max(week.starts_on for week in told))
            record("backlog.weeks_told", last, by=by, at=at, count=len(told))
    return len(told)


def read_weeks(content: bytes, name: str) -> list[ToldWeek]:
    """A weekly file (`week` or `iso_week`, `completed`, optional `arrived`); raises BadInput with every fault."""
    from luotsi.kernel.tables import read_table

    sheet = read_table(content, name=name)
    week_column = next((column for column in ("week", "iso_week") if column in sheet.columns), "")
    missing = [column for column in (week_column or "week", "completed") if column not in sheet.columns]
    if missing:
        advice = "Name the columns week (2026-W07, or a date in it) and completed."
        raise BadInput([Fault(name, f"there is no column {column}.", line=1, advice=advice) for column in missing])
    faults: list[Fault] = []
    weeks: dict[date, ToldWeek] = {}
    for row in sheet.rows:
        week = _told(row, week_column, name, faults)
        if week is not None and week.starts_on in weeks:
            faults.append(Fault(name, "this week stands in the file twice.", row.line, week_column))
        elif week is not None:
            weeks[week.starts_on] = week
    if faults:
        raise BadInput(faults)
    return list(weeks.values())


def _told(row: Any, week_column: str, name: str, faults: list[Fault]) -> ToldWeek | None:
    week = _week_of(row[week_column])
    if week is None or week < EARLIEST_WEEK:
        advice = "Write 2026-W07, or a date in the week such as 2026-02-11."
        faults.append(Fault(name, f"“{row[week_column]}” is no week.", row.line, week_column, advice=advice))
    counts: dict[str, int | None] = {}
    for column in ("completed", "arrived"):
        text = row.get(column) or ""
        if text.strip().isdecimal() and len(text.strip()) <= MOST_DIGITS:
            counts[column] = int(text)
        elif text.strip() or column == "completed":
            faults.append(Fault(name, f"“{text}” is no whole number, 0 or more.", row.line, column))
    if week is None or counts.get("completed") is None:
        return None
    return ToldWeek(week, counts["completed"] or 0, counts.get("arrived"))


def _week_of(text: str) -> date | None:
    text = text.strip()
    try:
        if "W" in text.upper():
            year, week = text.upper().replace("-", "").split("W")
            return date.fromisocalendar(int(year), int(week), 1)
        return monday_of(date.fromisoformat(text[:10]))
    except (ValueError, OverflowError):
        return None


def guess_pace(*, low: float, likely: float, high: float, by: User, at: datetime) -> PaceGuess:
    """What the team believes it finishes a week; used, and labelled, until there is a record."""
    if not 0 <= low <= likely <= high or high <= 0:
        raise Refused("A guess runs from low over likely to high, none below 0.", code="guess_order", field="likely")
    with transaction.atomic():
        guess = PaceGuess.objects.create(low=low, likely=likely, high=high, by=by, at=at)
        record("backlog.pace_guessed", guess, by=by, at=at)
    return guess


def mark_week(*, week: WeekRecord, is_stop: bool, is_break: bool, by: User, at: datetime) -> WeekCount:
    """A known stop is left out of the record; a level break is where the record starts anew."""
    with transaction.atomic():
        told, _ = WeekCount.objects.update_or_create(
            starts_on=week.starts_on,
            defaults={"is_stop": is_stop, "is_break": is_break},
            create_defaults={
                "completed": week.completed, "arrived": week.arrived, "is_stop": is_stop, "is_break": is_break,
            },
        )  # fmt: skip
        record("backlog.week_marked", told, by=by, at=at, stop=is_stop, level_break=is_break)
    return told


def rescore_all(*, at: datetime, on: date) -> int:
    """Let confidence decay: every ranked item's score anew, written where it has changed; how many were."""
    weights, half_life = outcome_weights(on), kept_half_life()
    pks = list(WorkItem.objects.ranked().values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(pks), SCORED_AT_ONCE):
        # Small batches: nobody who wants to write waits longer than one of them.
        # Locked from the reading on, so that an edit in between keeps the score that it made.
        with transaction.atomic():
            held = WorkItem.objects.select_for_update().filter(pk__in=pks[start : start + SCORED_AT_ONCE])
            items = held.order_by("pk").prefetch_related("contributions")
            moved = [item for item in items if _rescore(item, on, weights, half_life, at)]
            WorkItem.objects.bulk_update(moved, SCORES, batch_size=100)
        changed += len(moved)
    return changed


def _rescore(item: WorkItem, on: date, weights: dict[int, float], half_life: int, at: datetime) -> bool:
    worths = {part.outcome_id: part.value for part in item.contributions.all()}
    found = score_of(item, worths, on=on, weights=weights, half_life=half_life)
    before = (item.score, item.score_low, item.score_high)
    item.score, item.score_low, item.score_high = (found.middle, found.low, found.high) if found else (None,) * 3
    item.scored_at = at
    return before != (item.score, item.score_low, item.score_high)


def ask_for_forecast(*, by: User | None, at: datetime) -> Job:
    """Queue a forecast; while one waits, that one serves."""
    return enqueue("backlog.forecast", by=by, at=at, unique_key="backlog.forecast")
