"""What goes into a completion forecast and what comes out: frozen, free of words for users (codes only)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

LEVELS = (50, 85, 95)
HORIZON_WEEKS = 520
FAR_WEEKS = 104

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Throughput:
    """The record of one team, complete weeks only, oldest first.

    `completed` and `arrived` are counts a week (0 or more); `stops` are the places (from 0) of weeks with a known
    stop, left out rather than counted as 0; `level_break` is the place of the first week after the team
    changed: nothing before it is used.
    """

    completed: tuple[int, ...]
    arrived: tuple[int, ...] | None = None
    stops: frozenset[int] = frozenset()
    level_break: int | None = None

    def __post_init__(self) -> None:
        if self.arrived is not None and len(self.arrived) != len(self.completed):
            raise ValueError(f"{len(self.arrived)} weeks of arrivals for {len(self.completed)} completed weeks")
        if any(count < 0 for count in (*self.completed, *(self.arrived or ()))):
            raise ValueError("a weekly count is 0 or more")

    def __len__(self) -> int:
        return len(self.completed)

    def before(self, week: int) -> Throughput:
        """The record as it stood when `week` weeks of it were known."""
        known = self.level_break if self.level_break is not None and self.level_break < week else None
        arrived = None if self.arrived is None else self.arrived[:week]
        return Throughput(self.completed[:week], arrived, self.stops, known)


@dataclass(frozen=True, slots=True)
class Guess:
    """A weekly pace that somebody guesses where no record exists: low, likely, high, in items a week."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.likely <= self.high or self.high <= 0:
            raise ValueError("a guess is 0 <= low <= likely <= high, high above 0")


@dataclass(frozen=True, slots=True)
class ByLevel(Generic[T]):
    """One value for each level of certainty; None where the horizon is too short to give one."""

    p50: T | None
    p85: T | None
    p95: T | None

    def at(self, level: int) -> T | None:
        """The value at `level` (50, 85 or 95)."""
        return {50: self.p50, 85: self.p85, 95: self.p95}[level]

    def items(self) -> Iterator[tuple[int, T | None]]:
        return iter(((50, self.p50), (85, self.p85), (95, self.p95)))


@dataclass(frozen=True, slots=True)
class WeekCalendar:
    """From weeks counted from 1 to days. `first_week_share` is the part of the first week still to come."""

    start: date | None
    first_week_share: float = 1.0

    def day(self, weeks: int | None) -> date | None:
        """The day on which `weeks` weeks have passed; weeks 0 is the start itself."""
        if self.start is None or weeks is None:
            return None
        return self.start + timedelta(days=self._days(weeks))

    def weeks_until(self, day: date) -> int:
        """How many weeks are wholly over on `day`."""
        if self.start is None:
            raise ValueError("without a start no day can be counted in weeks")
        return max(0, ((day - self.start).days - self._first_days) // 7 + 1)

    @property
    def _first_days(self) -> int:
        return int(7 * self.first_week_share + 0.5)

    def _days(self, weeks: int) -> int:
        return self._first_days + 7 * (weeks - 1) if weeks else 0


@dataclass(frozen=True, slots=True)
class CompletionCurve:
    """How much is finished by each week, whatever arrives meanwhile: `p85[w - 1]` items or more with 85 %."""

    p50: tuple[int, ...]
    p85: tuple[int, ...]
    p95: tuple[int, ...]
    calendar: WeekCalendar

    def week_for(self, place: int, level: int) -> int | None:
        """The week (from 1) in which the item at `place` (from 1) is finished; None: after the curve's end."""
        if place <= 0:
            return 0
        finished = {50: self.p50, 85: self.p85, 95: self.p95}[level]
        week = bisect_left(finished, place) + 1
        return week if week <= len(finished) else None

    def date_for(self, place: int, level: int) -> date | None:
        """The day for `place`; None also where the forecast has no start."""
        return self.calendar.day(self.week_for(place, level))


@dataclass(frozen=True, slots=True)
class Fan:
    """What remains at the end of each week, arrivals included: `p85[w - 1]` items or fewer with 85 %."""

    p05: tuple[int, ...]
    p15: tuple[int, ...]
    p50: tuple[int, ...]
    p85: tuple[int, ...]
    p95: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HistoryUsed:
    """What the forecast rests on: weeks and items counted, weighted paces a week, variance over mean."""

    weeks: int
    completed: int
    pace: float
    arrival_pace: float | None
    spread: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What every simulated answer carries beside its dates.

    `finished_shares[w]` is the chance of being finished within w weeks, w = 0 to the horizon.
    """

    remaining: tuple[int, int]
    unfinished_share: float
    flags: tuple[str, ...]
    history: HistoryUsed
    pace_needed: float
    finished_shares: tuple[float, ...]
    curve: CompletionCurve
    fan: Fan
    simulations: int
    seed: int
    drift_sigma: float

    def chance_within(self, weeks: int) -> float:
        """The chance of being finished within `weeks` weeks."""
        return self.finished_shares[min(max(weeks, 0), len(self.finished_shares) - 1)]

    def chance_by(self, day: date) -> float:
        """The chance of being finished by `day`; only weeks that are wholly over on it count."""
        return self.chance_within(self.curve.calendar.weeks_until(day))


@dataclass(frozen=True, slots=True)
class Forecast(Evidence):
    """Dates. Flags: done, far, beyond_horizon, guess and those of `_trust`."""

    weeks: ByLevel[int]
    dates: ByLevel[date]


@dataclass(frozen=True, slots=True)
class NeverAtThisPace(Evidence):
    """Work arrives at least as fast as it is finished: the chance of not finishing and the pace needed, no date."""


@dataclass(frozen=True, slots=True)
class NotEnough:
    """No dates can be computed; ask for a guess. `reason`: too_few_weeks or nothing_completed."""

    reason: str
    weeks: int
    needed_weeks: int
    needed_completed: int


Outcome = Forecast | NeverAtThisPace | NotEnough
