"""A published version as a calendar file and as CSV."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.kernel.tables import to_csv_bytes
from luotsi.rooms.blueprint.models import Version
from luotsi.rooms.blueprint.queries.calendar import main_skill
from luotsi.rooms.blueprint.queries.documents import Document
from luotsi.rooms.blueprint.saying import Words, way_name

COLUMNS = (
    "id", "title", "moscow", "outcome", "in_plan", "starts_on", "ends_on", "way", "skill", "hours",
    "why_not", "would_enter_if",
)  # fmt: skip


def as_calendar_file(version: Version, base_url: str) -> bytes:
    """One all-day event per item, Monday to Friday; a later version updates the events of an earlier one."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Luotsi//Blueprint//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Blueprint from %(day)s") % {"day": version.blueprint.starts_on.isoformat()})
    for item in version.document["items"]:
        starts_on, ends_on = _days(version, item)
        event = Event()
        event.add("uid", f"blueprint-{version.blueprint_id}-{item['id']}@luotsi")
        event.add("dtstamp", version.published_at)
        event.add("sequence", version.number)
        event.add("summary", item["title"])
        event.add("dtstart", starts_on)
        event.add("dtend", ends_on + timedelta(days=1))  # the day after the last, as calendars count
        event.add("transp", "TRANSPARENT")
        if item["outcome_title"]:
            event.add("description", item["outcome_title"])
        event.add("url", base_url + reverse("backlog:item", args=[item["id"]]))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def as_csv(version: Version) -> bytes:
    """Every item of the version, those left out below, with why and what would let them in."""
    words = Words.of(version.document)
    rows = [_row(version, item) for item in version.document["items"]]
    rows += [_out_row(left, words) for left in version.document["left_out"]]
    return to_csv_bytes(rows, COLUMNS)


def _row(version: Version, item: Document) -> dict[str, object]:
    starts_on, ends_on = _days(version, item)
    weeks = item["end"] - item["start"] + 1
    return {
        "id": item["id"], "title": item["title"], "moscow": item["moscow"], "outcome": item["outcome_title"],
        "in_plan": "yes", "starts_on": starts_on, "ends_on": ends_on, "way": way_name(item["way"]),
        "skill": main_skill(item), "hours": round(weeks * sum(item["hours"].values()), 1),
    }  # fmt: skip


def _out_row(left: Document, words: Words) -> dict[str, object]:
    return {
        "id": left["id"], "title": left["title"], "moscow": left["moscow"], "outcome": left["outcome_title"],
        "in_plan": "no", "why_not": " ".join(words.reason(reason) for reason in left["because"]),
        "would_enter_if": " | ".join(words.terms(left)),
    }  # fmt: skip


def _days(version: Version, item: Document) -> tuple[date, date]:
    blueprint = version.blueprint
    return blueprint.monday(item["start"]), blueprint.monday(item["end"]) + timedelta(days=4)
