"""What Today says: what waits for this reader, what changed since they were here, where the quarter stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.queries import Line, readable, search_entries
from luotsi.rooms.backlog.queries.items import anything_asked_or_done, items_in_hands_of
from luotsi.rooms.backlog.queries.requests import own_requests, to_triage
from luotsi.rooms.backlog.words import TOLD
from luotsi.rooms.blueprint.queries import capacity as blueprint
from luotsi.rooms.campaigns import queries as campaigns
from luotsi.rooms.cases import queries as cases
from luotsi.rooms.goals import queries as goals
from luotsi.rooms.goals.queries import AimLine
from luotsi.rooms.newsroom import queries as newsroom
from luotsi.rooms.people import queries as people

CHANGES = 12
PREREAD_AHEAD = timedelta(days=5)  # two days to send it, three to digest it
OWN = 200  # an asker's requests looked through for changes


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: what waits, the verb that settles it, and where; `learnt` before it was put aside."""

    text: str
    verb: str
    url: str
    since: date | datetime | None = None
    learnt: str = ""


def waiting_for(user: User, on: date, *, guidepoint: Any, forecast: Any) -> list[Waiting]:
    """The reader's tasks, most urgent first; a fixed number of queries."""
    found: list[Waiting] = []
    if user.may("capacity.write") and guidepoint is None:
        found += _to_begin(on)
    if user.may("requests.triage"):
        found += _to_triage(on)
    found += _to_answer(user)
    if user.may("people.talk"):
        found += _to_talk(user, on)
    if user.may("campaigns.write"):
        found += _at_a_verdict(user)
    if user.may("newsroom.write"):
        found += _in_the_newsroom(user)
    if user.may("cases.write"):
        found += _on_the_road(user, on)
    if user.may("backlog.write"):
        found += _in_hand(user)
    if user.may("goals.write"):
        found += _to_align(guidepoint, forecast)
    return found


def _to_begin(on: date) -> Iterator[Waiting]:
    """The first steps of a workspace that is still empty; one query."""
    has_team, has_goal, has_work = User.objects.values_list(
        Exists(blueprint.current_members()),
        Exists(goals.goals_for_choice(on)),
        Exists(anything_asked_or_done()),
    )[:1].get()
    if not has_team:
        yield Waiting(_("Nobody knows yet who is on the team"), _("Paste a list"), reverse("blueprint:paste"))
    if not has_goal:
        yield Waiting(_("There is no goal yet that work could serve"), _("Add one"), reverse("goals:add"))
    if not has_work:
        yield Waiting(_("Nothing has been asked for yet"), _("Bring in a file"), reverse("backlog:imports"))


def _to_triage(on: date) -> Iterator[Waiting]:
    waiting, oldest, again = to_triage(on)
    if waiting:
        text = ngettext("%d request waits for an answer", "%d requests wait for an answer", waiting)
        yield Waiting(text % waiting, _("Triage"), reverse("backlog:inbox"), oldest)
    if again:
        text = ngettext("%d refusal is to be looked at again", "%d refusals are to be looked at again", again)
        yield Waiting(text % again, _("Look again"), reverse("backlog:inbox"))


def _to_answer(user: User) -> Iterator[Waiting]:
    for request in own_requests(user).filter(state="asked_back")[:5]:
        text = _("The team asks about “%s”") % request.title
        yield Waiting(text, _("Answer"), reverse("backlog:status", args=[request.pk]), request.received_at)


def _to_talk(user: User, on: date) -> Iterator[Waiting]:
    """One's own conversations of today and tomorrow, and those whose day has passed; one query."""
    for talk in people.to_hold(user, on + timedelta(days=1))[:5]:
        words = _("The conversation with %s was planned") if talk.planned_on < on else _("You talk with %s")
        page, verb = ("note", _("Note it")) if talk.planned_on <= on else ("conversation", _("Prepare"))
        yield Waiting(words % talk.stakeholder.name, verb, reverse(f"people:{page}", args=[talk.pk]), talk.planned_on)


def _at_a_verdict(user: User) -> Iterator[Waiting]:
    """Campaigns that decided themselves and wait for somebody to act on it."""
    verbs = {"scale": _("Scale"), "abort": _("Write the lesson")}
    for line in campaigns.at_a_verdict(user)[:5]:
        text = _("“%s” has come to a verdict") % line.campaign.title
        verb = verbs.get(line.stands, _("End it with its lesson"))
        yield Waiting(text, verb, reverse("campaigns:campaign", args=[line.campaign.pk]), line.campaign.started_at)


def _in_the_newsroom(user: User) -> Iterator[Waiting]:
    """Sources that cannot be read, a digest to approve, readings nobody is sure of: for whoever may; one query."""
    waits = newsroom.waiting(user)
    if waits.digest and waits.week_on and user.may("newsroom.send"):
        is_late = waits.send_at is not None and waits.send_at < timezone.now()
        text = _("The digest of week %s is late") if is_late else _("The digest of week %s waits to be approved")
        url = reverse("newsroom:digest", args=[waits.digest])
        yield Waiting(text % f"{waits.week_on:%V}", _("Look at it"), url, waits.send_at if is_late else None)
    if waits.broken and user.may("newsroom.sources"):
        text = ngettext("%d source of news cannot be read", "%d sources of news cannot be read", waits.broken)
        yield Waiting(text % waits.broken, _("See what to do"), reverse("newsroom:sources"), waits.broken_since)
    if waits.unsure:
        text = ngettext("%d piece of news is sorted unsurely", "%d pieces of news are sorted unsurely", waits.unsure)
        yield Waiting(text % waits.unsure, _("Sort"), reverse("newsroom:items") + "?state=unsure&first=unsure")


def _on_the_road(user: User, on: date) -> Iterator[Waiting]:
    """Cases that came back today, and pre-reads that must go out so that there is time to digest them."""
    says = {
        "back": (_("“%s” is back: look at it again"), _("Look again")),
        "preread": (_("The pre-read of “%s” has to go out"), _("Prepare it")),
    }
    for case, what in cases.to_look_after(user, on, on + PREREAD_AHEAD)[:8]:
        text, verb = says[what]
        learnt = (case.learnt or "") if what == "back" else ""
        yield Waiting(text % case.title, verb, reverse("cases:case", args=[case.pk]), case.presents_on, learnt)


def _in_hand(user: User) -> Iterator[Waiting]:
    for item in items_in_hands_of(user)[:5]:
        yield Waiting(item.title, _("Go on"), reverse("backlog:item", args=[item.pk]), item.started_on)


def _to_align(guidepoint: Any, forecast: Any) -> Iterator[Waiting]:
    if guidepoint is None:
        yield Waiting(_("There is no Guidepoint for these months"), _("Write it"), reverse("goals:add_guidepoint"))
    if forecast is None:
        yield Waiting(_("How long all this takes is not known"), _("Tell the pace"), reverse("backlog:forecast"))


def changes_for(user: User, since: datetime) -> list[Line]:
    """What others did since: everything for the team, what concerns one's own requests for an asker."""
    entries = search_entries().filter(at__gt=since).exclude(by=user)
    if user.may("activity.see"):
        return readable(entries.exclude(verb__startswith="jobs.")[:CHANGES])
    own = {f"backlog.request:{pk}": pk for pk in own_requests(user).values_list("pk", flat=True)[:OWN]}
    lines = readable(entries.filter(subject__in=list(own), verb__in=list(TOLD))[:CHANGES])
    return [replace(line, url=reverse("backlog:status", args=[own[line.entry.subject]])) for line in lines]


def quarter(on: date) -> tuple[Any, list[AimLine[Any]]]:
    """The Guidepoint of these months and where each of its outcomes stands; two queries."""
    outcomes = list(goals.outcomes_on(on))
    guidepoint = outcomes[0].guidepoint if outcomes else goals.guidepoint_of(on)
    return guidepoint, goals.lines(outcomes, on)
