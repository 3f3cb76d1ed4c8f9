"""Volume as dates: the newest forecast, and the likely date of every place in the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from luotsi.engines.statistics import CompletionCurve, WeekCalendar
from luotsi.rooms.backlog.models import ForecastRun

DISTRUST = frozenset({"guess", "short_history", "few_completed", "level_break_suspected", "mostly_zero_weeks"})


@dataclass(frozen=True, slots=True)
class LikelyDates:
    """When the item at one place is finished, with even chances and with 85 %; None: later than the horizon."""

    date_50: date | None
    date_85: date | None
    is_guess: bool
    is_trusted: bool
    flags: tuple[str, ...]


def newest_forecast() -> ForecastRun | None:
    """The forecast that counts now, without its long lists."""
    return ForecastRun.objects.defer("answer", "curve").first()


def likely_dates(places: Iterable[int]) -> dict[int, LikelyDates]:
    """Likely dates by place, from the newest forecast; empty while there is none. One query."""
    return dates_of(newest_forecast(), places)


def dates_of(run: ForecastRun | None, places: Iterable[int]) -> dict[int, LikelyDates]:
    """Likely dates by place as one forecast says; its curve is read once per process."""
    curve, flags = _curve_of(run.pk, run.made_at) if run is not None else (None, ())
    if curve is None:
        return {}
    trusted = DISTRUST.isdisjoint(flags)
    return {
        place: LikelyDates(curve.date_for(place, 50), curve.date_for(place, 85), "guess" in flags, trusted, flags)
        for place in places
    }


@lru_cache(maxsize=4)
def _curve_of(run: int, made_at: datetime) -> tuple[CompletionCurve | None, tuple[str, ...]]:
    """A forecast's curve; a run is never rewritten, so it may be kept."""
    kept = ForecastRun.objects.get(pk=run)
    flags = tuple(kept.answer.get("flags", ()))
    if not kept.curve:
        return None, flags
    calendar = WeekCalendar(kept.starts_on, kept.curve.get("first_week_share", 1.0))
    p50, p85, p95 = (tuple(kept.curve[name]) for name in ("p50", "p85", "p95"))
    return CompletionCurve(p50, p85, p95, calendar), flags
