"""What Today says: what waits for this reader, what changed since they were here, where the quarter stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.queries import Line, readable, search_entries
from luotsi.rooms.backlog import queries as backlog
from luotsi.rooms.backlog.queries.items import items_in_hands_of
from luotsi.rooms.backlog.queries.requests import due_again, inbox, own_requests
from luotsi.rooms.goals import queries as goals
from luotsi.rooms.goals.queries import AimLine

CHANGES = 12
OWN = 200  # an asker's requests looked through for changes


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: what waits, the verb that settles it, and where."""

    text: str
    verb: str
    url: str
    since: date | datetime | None = None


def waiting_for(user: User, on: date) -> list[Waiting]:
    """The reader's tasks, most urgent first; a fixed number of queries."""
    found: list[Waiting] = []
    if user.may("requests.triage"):
        found += _to_triage(on)
    found += _to_answer(user)
    if user.may("backlog.write"):
        found += _in_hand(user)
    if user.may("goals.write"):
        found += _to_align(on)
    return found


def _to_triage(on: date) -> Iterator[Waiting]:
    untriaged = inbox().order_by().aggregate(count=Count("pk"), oldest=Min("received_at"))
    if untriaged["count"]:
        text = ngettext("%d request waits for an answer", "%d requests wait for an answer", untriaged["count"])
        yield Waiting(text % untriaged["count"], _("Triage"), reverse("backlog:inbox"), untriaged["oldest"])
    again = due_again(on).order_by().count()
    if again:
        text = ngettext("%d refusal is to be looked at again", "%d refusals are to be looked at again", again)
        yield Waiting(text % again, _("Look again"), reverse("backlog:inbox"))


def _to_answer(user: User) -> Iterator[Waiting]:
    for request in own_requests(user).filter(state="asked_back")[:5]:
        text = _("The team asks about “%s”") % request.title
        yield Waiting(text, _("Answer"), reverse("backlog:status", args=[request.pk]), request.received_at)


def _in_hand(user: User) -> Iterator[Waiting]:
    for item in items_in_hands_of(user)[:5]:
        yield Waiting(item.title, _("Go on"), reverse("backlog:item", args=[item.pk]), item.started_on)


def _to_align(on: date) -> Iterator[Waiting]:
    guidepoint = goals.current_guidepoint(on)
    if guidepoint is None:
        yield Waiting(_("There is no Guidepoint for these months"), _("Write it"), reverse("goals:add_guidepoint"))
    if backlog.newest_forecast() is None:
        yield Waiting(_("How long all this takes is not known"), _("Tell the pace"), reverse("backlog:forecast"))


def changes_for(user: User, since: datetime) -> list[Line]:
    """What others did since: everything for the team, what concerns one's own requests for an asker."""
    entries = search_entries().filter(at__gt=since).exclude(by=user)
    if not user.may("activity.see"):
        own = [f"backlog.request:{pk}" for pk in own_requests(user).values_list("pk", flat=True)[:OWN]]
        entries = entries.filter(subject__in=own)
    return readable(entries.exclude(verb__startswith="jobs.")[:CHANGES])


def quarter(on: date) -> tuple[Any, list[AimLine[Any]]]:
    """The Guidepoint of these months and where each of its outcomes stands."""
    guidepoint = goals.current_guidepoint(on)
    return guidepoint, goals.lines(guidepoint.outcomes.all(), on) if guidepoint else []
