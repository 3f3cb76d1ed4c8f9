"""The forecast's own record: dates it gave to this team, and what it would have said of the team's past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luotsi.engines import statistics
from luotsi.engines.statistics import ByLevel, OwnRecord, PastForecast
from luotsi.rooms.backlog.models import ForecastRun
from luotsi.rooms.backlog.queries.throughput import WeekRecord


@dataclass(frozen=True, slots=True)
class GivenForecast:
    """One forecast that was really given, the first of its week."""

    run: ForecastRun
    past: PastForecast


def given_forecasts(weeks: Sequence[WeekRecord]) -> list[GivenForecast]:
    """The first dated forecast of each week; daily ones would count the same luck seven times. One query.

    Of an empty list no date was given.
    """
    watched_until = weeks[-1].starts_on if weeks else None
    found: dict[tuple[int, int], GivenForecast] = {}
    runs = (
        ForecastRun.objects.filter(date_50__isnull=False, remaining__gt=0).defer("answer", "curve").order_by("made_at")
    )
    for run in runs:
        year, week, _ = run.starts_on.isocalendar()
        found.setdefault((year, week), GivenForecast(run, _past(run, watched_until)))
    return list(found.values())


def past_forecasts(weeks: Sequence[WeekRecord]) -> list[PastForecast]:
    return [given.past for given in given_forecasts(weeks)]


def record_of(weeks: Sequence[WeekRecord]) -> OwnRecord:
    """Shares of dates kept among those that were given and have come."""
    return statistics.own_record(past_forecasts(weeks))


def _past(run: ForecastRun, watched_until: date | None) -> PastForecast:
    def weeks_to(day: date | None) -> int | None:
        return None if day is None else max(0, -(-(day - run.starts_on).days // 7))

    watched = 0 if watched_until is None else max(0, (watched_until - run.starts_on).days // 7 + 1)
    weeks = ByLevel(*(weeks_to(day) for day in (run.date_50, run.date_85, run.date_95)))
    return PastForecast(weeks=weeks, took=weeks_to(run.resolved_on), watched=watched)
