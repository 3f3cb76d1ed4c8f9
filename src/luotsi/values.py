"""A few immutable types of the standard library alone, shared by every layer: Period, Share, Interval, Money.

What belongs to one room or engine stays there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `starts_on` to `ends_on`, both inclusive."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(f"a period cannot end ({self.ends_on}) before it starts ({self.starts_on})")

    @classmethod
    def of_weeks(cls, starts_on: date, weeks: int) -> Period:
        """`weeks` whole weeks from `starts_on`."""
        return cls(starts_on, starts_on + timedelta(days=7 * weeks - 1))

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """A part of a whole, 0 to 1."""

    value: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.value <= 1.0:
            raise ValueError(f"a share lies between 0 and 1, not {self.value}")

    @classmethod
    def of(cls, part: float, whole: float) -> Share | None:
        """`part` of `whole`; None where there is no whole to share."""
        return cls(part / whole) if whole else None


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of numbers, both ends inclusive."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if self.high < self.low:
            raise ValueError(f"an interval cannot end ({self.high}) below its start ({self.low})")

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str


def monday_of(day: date) -> date:
    """The Monday of the ISO week that `day` lies in."""
    return day - timedelta(days=day.weekday())
