"""The team's own record, week by week: finished and arrived, and effort with and without an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DecimalField, Min, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth, TruncWeek

from luotsi.rooms.backlog.models import PaceGuess, WeekCount, WorkItem
from luotsi.rooms.backlog.rules import ad_hoc_share
from luotsi.values import monday_of

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """One complete week. `arrived` is None where a file told only what was finished."""

    starts_on: date
    completed: int
    arrived: int | None
    is_stop: bool = False
    is_break: bool = False


def weekly_record(on: date) -> list[WeekRecord]:
    """Complete weeks before `on`, oldest first, none missing; a week from a file counts as the file says.

    The record begins with the first week anything is known of. Three queries.
    """
    from_files = {week.starts_on: week for week in WeekCount.objects.all()}
    finished = _by_week(WorkItem.objects.finished().values(week=TruncWeek("finished_on")))
    arrived = _by_week(_arrivals().values(week=TruncWeek("arrived_at")))
    known = [*from_files, *finished]
    if not known:
        return []
    this_week, week, record = monday_of(on), min(known), []
    while week < this_week:
        record.append(_week(week, from_files.get(week), finished, arrived))
        week += WEEK
    return record


def newest_guess() -> PaceGuess | None:
    return PaceGuess.objects.first()


def _week(week: date, told: WeekCount | None, finished: dict[date, int], arrived: dict[date, int]) -> WeekRecord:
    if told is not None:
        return WeekRecord(week, told.completed, told.arrived, told.is_stop, told.is_break)
    return WeekRecord(week, finished.get(week, 0), arrived.get(week, 0))


def _arrivals() -> Any:
    """Work arrives when it was first asked for; the team's own ideas when they were written down."""
    return WorkItem.objects.annotate(
        asked_at=Min("requests__received_at"), arrived_at=Coalesce("asked_at", "created_at")
    ).order_by()


def _by_week(weeks: Any) -> dict[date, int]:
    counted: dict[date, int] = {}
    for row in weeks.order_by().annotate(count=Count("pk", distinct=True)).values_list("week", "count"):
        week = row[0].date() if hasattr(row[0], "date") else row[0]
        counted[week] = counted.get(week, 0) + row[1]
    return counted


@dataclass(frozen=True, slots=True)
class AdHocMonth:
    """Finished effort of one month, in hours; `share` is the part that served no outcome."""

    starts_on: date
    hours: float
    hours_ad_hoc: float

    @property
    def share(self) -> float | None:
        return ad_hoc_share(self.hours_ad_hoc, self.hours)


HOURS = DecimalField(max_digits=12, decimal_places=1)


def _effort() -> Coalesce:
    """Hours spent, else the middle of the estimate."""
    low, high = (Coalesce(name, 0, output_field=HOURS) for name in ("effort_low_hours", "effort_high_hours"))
    return Coalesce("spent_hours", (low + high) / 2, output_field=HOURS)


def ad_hoc_months(on: date, months: int = 12) -> list[AdHocMonth]:
    """Month by month, oldest first. One query."""
    effort = _effort()
    rows = (
        WorkItem.objects.finished()
        .filter(finished_on__gt=on - timedelta(days=31 * months))
        .values(month=TruncMonth("finished_on"))
        .annotate(hours=Sum(effort), ad_hoc=Sum(effort, filter=Q(outcome__isnull=True)))
        .order_by("month")
    )
    return [AdHocMonth(row["month"], float(row["hours"] or 0), float(row["ad_hoc"] or 0)) for row in rows]


@dataclass(frozen=True, slots=True)
class Served:
    """What one outcome (None: ad hoc) got: finished hours and items of the last months, and what is still promised."""

    outcome: int | None
    title: str
    finished_hours: float
    finished_count: int
    promised_count: int


def served_outcomes(on: date, months: int = 3) -> list[Served]:
    """What serves which outcome, most finished hours first. One query."""
    since = on - timedelta(days=31 * months)
    done = Q(state=WorkItem.State.DONE, finished_on__gt=since)
    effort = _effort()
    rows = (
        WorkItem.objects.filter(done | Q(rank__isnull=False))
        .order_by()
        .values("outcome", "outcome__title")
        .annotate(
            hours=Sum(effort, filter=done),
            done=Count("pk", filter=done),
            promised=Count("pk", filter=Q(rank__isnull=False)),
        )
    )
    found = [
        Served(row["outcome"], row["outcome__title"] or "", float(row["hours"] or 0), row["done"], row["promised"])
        for row in rows
    ]
    return sorted(found, key=lambda served: (-served.finished_hours, served.title))
