"""Everything kept about one person, in every room: what the person themself reads, and what is exported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luotsi.rooms.people.models import Conversation, SensitiveReading, Stakeholder
from luotsi.rooms.people.queries.thoughts import Thoughts, whole_of
from luotsi.rooms.people.signals import Section, ask_kept
from luotsi.rooms.people.words import FIELDS, WHAT_READ

REGISTER = (
    "name", "email", "organisation", "department", "function", "kind", "added_at", "left_on", "influence", "interest",
    "weighed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One person with every section of what is kept about them; empty sections are left out."""

    stakeholder: Stakeholder
    sections: tuple[Section, ...]


def everything_about(stakeholder: Stakeholder) -> Person:
    """Asks every room. Whoever shows it logs the reading."""
    thoughts = whole_of(stakeholder)
    own = [
        _register(stakeholder),
        _account(stakeholder),
        _roles(thoughts),
        Section("conversations", _("Conversations"), tuple(_talk(one) for one in thoughts.conversations)),
        Section("said", _("What came of them"), tuple(row for one in thoughts.conversations for row in _came(one))),
        _endorsements(thoughts),
        _needs(thoughts),
        _investments(stakeholder),
    ]
    every = (*own, *ask_kept(stakeholder), _readings(stakeholder))
    return Person(stakeholder, tuple(section for section in every if section.rows))


def cells_of(row: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """A row as words and values, without what is empty."""
    return [(FIELDS.get(code, code), _said(value)) for code, value in row.items() if value not in (None, "", [])]


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value


def _register(stakeholder: Stakeholder) -> Section:
    row = {name: getattr(stakeholder, name) for name in REGISTER} | {"kind": stakeholder.get_kind_display()}
    return Section("register", _("Who this is"), (row,))


def _account(stakeholder: Stakeholder) -> Section:
    user = stakeholder.user
    rows = (
        ()
        if user is None
        else (
            {
                "name": user.name,
                "email": user.email,
                "role": str(user.get_role_display()),
                "language": user.language,
                "created_at": user.created_at,
                "seen_at": user.seen_at,
            },
        )
    )
    return Section("account", _("Account"), rows)


def _roles(thoughts: Thoughts) -> Section:
    rows = (
        {
            "role": str(one.get_role_display()),
            "detractor_kind": str(one.get_detractor_kind_display()),
            "since": one.since,
        }
        for one in thoughts.roles
    )
    return Section("roles", _("Roles"), tuple(rows))


def _talk(one: Conversation) -> dict[str, Any]:
    return {
        "day": one.planned_on,
        "state": str(one.get_state_display()),
        "stage": str(one.get_stage_display()),
        "purpose": one.purpose,
        "held_by": one.held_by.name if one.held_by else "",
        "held_at": one.held_at,
        "guide": one.guide,
        "notes": one.notes,
        "draft": " · ".join(str(value) for value in one.draft.values()),
    }


def _came(one: Conversation) -> Iterator[dict[str, Any]]:
    for objection in one.objections.all():
        yield {
            "day": one.planned_on, "objection": objection.said, "worry": objection.worry,
            "eased_how": objection.eased_how, "eased_at": objection.eased_at,
        }  # fmt: skip
    for quote in one.quotes.all():
        yield {
            "day": one.planned_on, "quote": quote.words, "leave": str(quote.get_leave_display()),
            "asked_at": quote.asked_at,
        }  # fmt: skip


def _endorsements(thoughts: Thoughts) -> Section:
    rows = (
        {
            "at": one.at,
            "endorsement": str(one.get_strength_display()),
            "evidence": one.evidence,
            "by": one.by.name if one.by else "",
        }
        for one in thoughts.endorsements
    )
    return Section("endorsements", _("Endorsement"), tuple(rows))


def _needs(thoughts: Thoughts) -> Section:
    rows = ({"at": one.at, "need": one.text, "met_at": one.met_at} for one in thoughts.needs)
    return Section("needs", _("Needs"), tuple(rows))


def _investments(stakeholder: Stakeholder) -> Section:
    rows = (
        {
            "investment": str(one.get_kind_display()),
            "about": one.about,
            "amount": one.amount,
            "unit": one.unit,
            "offered_at": one.offered_at,
            "agreed_at": one.agreed_at,
            "delivered_at": one.delivered_at,
        }
        for one in stakeholder.investments.all()
    )
    return Section("investments", _("Investments"), tuple(rows))


def _readings(stakeholder: Stakeholder) -> Section:
    found = SensitiveReading.objects.filter(about=stakeholder).select_related("who")[:500]
    rows = (
        {
            "at": one.at,
            "who": one.who.name if one.who else _("guest link"),
            "what": str(WHAT_READ.get(one.what, one.what)),
        }
        for one in found
    )
    return Section("readings", _("Who read this"), tuple(rows))
