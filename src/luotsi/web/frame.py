"""What the frame of every page shows: the loop as four words, each opening its rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.kernel.accounts.permissions import may


@dataclass(frozen=True, slots=True)
class Door:
    """One room's entrance in the bar."""

    name: Any
    url_name: str
    permission: str


# A later room adds its line here; a word without doors is not shown.
LOOP: tuple[tuple[str, Any, tuple[Door, ...]], ...] = (
    (
        "align",
        pgettext_lazy("loop", "Align"),
        (
            Door(_("Goals"), "goals:list", "goals.see"),
            Door(_("Cases"), "cases:list", "cases.see"),
            Door(_("Who to talk to"), "cases:relations", "people.see_thoughts"),
            Door(_("Stakeholders"), "people:list", "people.see"),
            Door(_("What is kept about me"), "people:me", "account.own"),
        ),
    ),
    (
        "plan",
        pgettext_lazy("loop", "Plan"),
        (
            Door(_("Inbox"), "backlog:inbox", "requests.triage"),
            Door(_("Marketing Backlog"), "backlog:list", "backlog.see"),
            Door(_("Forecast"), "backlog:forecast", "forecast.see"),
            Door(_("Blueprint"), "blueprint:current", "blueprint.see"),
            Door(_("My requests"), "backlog:mine", "requests.see"),
        ),
    ),
    (
        "speak",
        pgettext_lazy("loop", "Speak"),
        (
            Door(_("Newsroom"), "newsroom:front", "newsroom.see"),
            Door(_("Campaigns"), "campaigns:list", "campaigns.see"),
        ),
    ),
    ("listen", pgettext_lazy("loop", "Listen"), ()),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the loop with the doors this reader may open, and whether all is sample data."""
    user = getattr(request, "user", None)
    return {
        "loop": _doors_for(user) if user is not None and user.is_authenticated else (),
        "is_sample": settings.DEMO,
    }


def _doors_for(user: Any) -> list[tuple[str, Any, list[Door]]]:
    return [(code, word, [door for door in doors if may(user, door.permission)]) for code, word, doors in LOOP]
