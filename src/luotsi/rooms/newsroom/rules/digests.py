"""When a week's digest is prepared and when it leaves. A week is named by its Monday; weekdays count from Monday, 0."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from luotsi.values import monday_of

WEEK = timedelta(days=7)
MOST_PROPOSED = 8  # chosen by proposal; a person may take in more


def week_before(day: date) -> date:
    """The Monday of the last week that is over."""
    return monday_of(day) - WEEK


def prepared_at(week_on: date, weekday: int, hour: int, zone: tzinfo | None) -> datetime:
    """In the week after it, on that weekday."""
    return datetime.combine(week_on + WEEK + timedelta(days=weekday), time(hour), zone)


def leaves_at(prepared: datetime, weekday: int, hour: int) -> datetime:
    """The first such weekday and hour after it was prepared."""
    days = (weekday - prepared.weekday()) % 7
    found = datetime.combine(prepared.date() + timedelta(days=days), time(hour), prepared.tzinfo)
    return found if found > prepared else datetime.combine(found.date() + WEEK, time(hour), prepared.tzinfo)
