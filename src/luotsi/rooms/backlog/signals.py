"""What the backlog asks rooms above it, which it may not import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class QuarterCapacity:
    """How many hours of backlog work the team has left until `ends_on`."""

    hours: float
    ends_on: date


# Sent with `on`; whoever plans quarters answers with a QuarterCapacity, or None while there is no plan.
quarter_capacity_asked = Signal()

# Sent with `items` (ids); whoever plans answers {item id: (starts_on, ends_on)} for what the published plan holds.
planned_dates_asked = Signal()


def quarter_capacity(on: date) -> QuarterCapacity | None:
    """The answer of the room that plans quarters, if there is one."""
    answers: Any = quarter_capacity_asked.send(sender=None, on=on)
    return next((answer for _, answer in answers if answer is not None), None)


def planned_dates(items: list[int]) -> dict[int, tuple[date, date]]:
    """When the published Blueprint has these items."""
    found: dict[int, tuple[date, date]] = {}
    answers: Any = planned_dates_asked.send(sender=None, items=items)
    for _, answer in answers:
        found.update(answer or {})
    return found
