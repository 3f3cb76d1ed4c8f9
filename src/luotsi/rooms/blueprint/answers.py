"""What this room answers when the backlog asks: hours left in the quarter, and dates that are published."""

from __future__ import annotations

from datetime import date
from typing import Any

from luotsi.rooms.backlog.signals import QuarterCapacity, planned_dates_asked, quarter_capacity_asked
from luotsi.rooms.blueprint.models import Blueprint, PlannedDate
from luotsi.rooms.blueprint.queries.capacity import from_capacity
from luotsi.rooms.blueprint.rules import hours_left


def connect() -> None:
    quarter_capacity_asked.connect(_quarter_capacity, dispatch_uid="blueprint.quarter_capacity")
    planned_dates_asked.connect(_planned_dates, dispatch_uid="blueprint.planned_dates")


def _quarter_capacity(sender: Any, *, on: date, **rest: Any) -> QuarterCapacity | None:
    """Of the quarter that runs on that day, else of the next one; one query: the hours are kept added up."""
    blueprint = Blueprint.objects.running(on).order_by("starts_on").first()
    if blueprint is None or not blueprint.capacity:
        return None
    hours = hours_left(from_capacity(blueprint.capacity).values(), blueprint.starts_on, on)
    return QuarterCapacity(round(hours, 1), blueprint.ends_on)


def _planned_dates(sender: Any, *, items: list[int], **rest: Any) -> dict[int, tuple[date, date]]:
    """From the newest published versions; where two quarters hold an item, the later one counts. One query."""
    rows = PlannedDate.objects.filter(work_item__in=items).order_by("blueprint__starts_on")
    return {
        row: (starts_on, ends_on) for row, starts_on, ends_on in rows.values_list("work_item", "starts_on", "ends_on")
    }
