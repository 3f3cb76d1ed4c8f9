"""The order in which the sample's story happened: everything is noted with its day, then told oldest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from luotsi.values import monday_of

Deed = Callable[[datetime], object]
FIRST_MINUTE, LAST_MINUTE = 8 * 60, 16 * 60
SATURDAY = 5


@dataclass
class Timeline:
    """Deeds by day. `days` count back from `at`; what happened on a weekend is moved to the Friday before."""

    at: datetime
    deeds: list[tuple[date, int, Deed]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def this_monday(self) -> date:
        return monday_of(self.today)

    def day(self, days: int) -> date:
        """The day so many days ago; a negative number lies ahead."""
        return self.today - timedelta(days=days)

    def days_to(self, day: date) -> int:
        """How many days ago that day is."""
        return (self.today - day).days

    def note(self, days: int, deed: Deed) -> None:
        """Never today: whoever opens the sample finds the day before them untouched."""
        day = self.day(max(days, 1))
        if day.weekday() >= SATURDAY:
            day -= timedelta(days=day.weekday() - SATURDAY + 1)
        self.deeds.append((day, len(self.deeds), deed))

    def tell(self) -> None:
        """Do everything, oldest first; deeds of one day in the order in which they were noted."""
        by_day: dict[date, list[Deed]] = {}
        for day, _, deed in sorted(self.deeds, key=lambda noted: noted[:2]):
            by_day.setdefault(day, []).append(deed)
        for day, deeds in by_day.items():
            step = (LAST_MINUTE - FIRST_MINUTE) / len(deeds)
            for number, deed in enumerate(deeds):
                deed(self._moment(day, FIRST_MINUTE + int(step * number)))

    def _moment(self, day: date, minute: int) -> datetime:
        return datetime.combine(day, datetime.min.time(), self.at.tzinfo) + timedelta(minutes=minute)
