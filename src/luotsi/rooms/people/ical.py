"""Planned conversations as a calendar file: with whom, when and where to open it; nothing of what anybody thinks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luotsi.rooms.people.codes import State
from luotsi.rooms.people.models import Conversation


def as_calendar_file(conversations: Iterable[Conversation], base_url: str) -> bytes:
    """One event each; a plan that was changed updates its event, a cancelled one takes it out."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Luotsi//Conversations//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Conversations"))
    for conversation in conversations:
        calendar.add_component(_event(conversation, base_url))
    return bytes(calendar.to_ical())


def _event(conversation: Conversation, base_url: str) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"conversation-{conversation.pk}@luotsi")
    event.add("dtstamp", conversation.changed_at)
    event.add("sequence", conversation.revision)
    event.add("summary", _("Conversation with %(name)s") % {"name": conversation.stakeholder.name})
    event.add("status", "CANCELLED" if conversation.state == State.CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("url", base_url + reverse("people:conversation", args=[conversation.pk]))
    if conversation.planned_at is None:
        event.add("dtstart", conversation.planned_on)
        event.add("dtend", conversation.planned_on + timedelta(days=1))  # the day after, as calendars count
    else:
        local = datetime.combine(conversation.planned_on, conversation.planned_at, timezone.get_current_timezone())
        event.add("dtstart", local.astimezone(UTC))
        event.add("duration", timedelta(minutes=conversation.minutes))
    return event
