"""Investor relations: whom to talk to this week, why, and with what in hand. For the lead; every reading is logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from luotsi.rooms.cases.codes import OPEN, State
from luotsi.rooms.cases.models import Adjustment, Case, CaseConversation
from luotsi.rooms.cases.queries.said import said_in
from luotsi.rooms.cases.queries.wins import unheard
from luotsi.rooms.cases.rules.roles import TO_BE_HEARD
from luotsi.rooms.people import queries as people
from luotsi.rooms.people.rules import is_sceptic

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User
    from luotsi.rooms.people.queries import DueLine, Stakeholder, Thoughts

NEAR = timedelta(days=21)  # so long before a presentation whoever doubts, or was not asked, comes first
PROMISE_DAYS = 14  # so long after it was agreed a promise is asked after
MOST_PEOPLE = 40


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is in the list. `weight` orders people; `about` names the case or the promise."""

    code: str
    weight: float
    about: str = ""
    url: str = ""
    days: int = 0


@dataclass(slots=True)
class Talk:
    """One person to talk to: why, and with what in hand."""

    stakeholder: Stakeholder
    reasons: list[Reason] = field(default_factory=list)
    due: DueLine | None = None
    last_at: datetime | None = None
    last_words: str = ""
    needs: list[str] = field(default_factory=list)
    changes: list[Adjustment] = field(default_factory=list)
    planned: Any = None

    @property
    def weight(self) -> float:
        return max((reason.weight for reason in self.reasons), default=0)


Finder = Callable[["User", date], Iterable[tuple[int, Reason]]]


def before_a_decision(user: User, on: date) -> Iterable[tuple[int, Reason]]:
    """Who has a say in what is presented soon, and doubts it or was not asked; the nearest day weighs most."""
    soon = list(Case.objects.open().filter(presents_on__gte=on, presents_on__lte=on + NEAR).prefetch_related("roles"))
    said = said_in([case.pk for case in soon])
    for case in soon:
        days, told = ((case.presents_on or on) - on).days, said[case.pk]
        roles: dict[int, set[str]] = {}
        for role in case.roles.all():
            roles.setdefault(role.stakeholder_id, set()).add(role.role)
        for person in roles.keys() | told.heard.keys():
            code = _standing(roles.get(person, set()), person in told.heard, told.strengths.get(person))
            if code:
                weight = (100 if code == "decision_near" else 80) + (NEAR.days - days) / 10
                yield person, Reason(code, weight, case.title, reverse("cases:case", args=[case.pk]), days)


def _standing(roles: set[str], is_heard: bool, strength: str | None) -> str:
    if is_sceptic(roles, strength):
        return "decision_near"
    return "unheard" if roles & set(TO_BE_HEARD) and not is_heard else ""


def open_worries(user: User, on: date) -> Iterable[tuple[int, Reason]]:
    """A worry said aloud in a case under way that nobody has eased."""
    rows = CaseConversation.objects.filter(
        case__state__in=(*OPEN, State.RUNNING), conversation__objections__isnull=False,
        conversation__objections__eased_at__isnull=True,
    )  # fmt: skip
    found = rows.order_by("case").values_list("conversation__stakeholder", "case", "case__title").distinct()
    for person, pk, title in found:
        yield person, Reason("open_worry", 70, title, reverse("cases:case", args=[pk]))


def promises(user: User, on: date) -> Iterable[tuple[int, Reason]]:
    """An investment that was agreed and has not come for two weeks."""
    late = people.stakeholders_for(user).filter(
        investments__agreed_at__date__lte=on - timedelta(days=PROMISE_DAYS), investments__delivered_at__isnull=True
    )
    for person, about, agreed_at in late.values_list("pk", "investments__about", "investments__agreed_at"):
        yield person, Reason("promise", 50, about, days=(on - timezone.localdate(agreed_at)).days)


def without_a_win(user: User, on: date) -> Iterable[tuple[int, Reason]]:
    """Who backs a running case and has heard of no win for too long: momentum is lost."""
    for one in unheard(user, on):
        url = reverse("cases:case", args=[one.case.pk])
        yield one.stakeholder.pk, Reason("no_win", 45, one.case.title, url, one.days)


# Each answers pairs of stakeholder id and reason. A part of the room that knows another reason adds its finder here.
FINDERS: list[Finder] = [before_a_decision, open_worries, promises, without_a_win]


def relations_for(user: User, on: date, *, at: datetime) -> list[Talk]:
    """Doubters before a decision first; nobody for who may not know thoughts. A fixed number of queries."""
    if not user.may("people.see_thoughts"):
        return []
    due = people.due_for(user, on, at=at)
    found = {line.stakeholder.pk: Talk(line.stakeholder, [_of(line)], line) for line in due.lines}
    extra: dict[int, list[Reason]] = {}
    for finder in FINDERS:
        for person, reason in finder(user, on):
            extra.setdefault(person, []).append(reason)
    for one in people.stakeholders_for(user).filter(pk__in=set(extra) - set(found), erased_at__isnull=True):
        found[one.pk] = Talk(one)
    for person, reasons in extra.items():
        if person in found:
            found[person].reasons = _merged(found[person].reasons, reasons)
    talks = sorted(found.values(), key=lambda talk: (-talk.weight, talk.stakeholder.name))[:MOST_PEOPLE]
    _put_in_hand(user, talks, due.planned, at)
    return talks


def _merged(due: list[Reason], more: list[Reason]) -> list[Reason]:
    """The most pressing first. What a case says of its own decision takes the place of the same from the cadence."""
    told = {(reason.code, reason.url) for reason in more}
    kept = [reason for reason in due if (reason.code, reason.url) not in told]
    return sorted([*more, *kept], key=lambda reason: -reason.weight)


def _of(line: DueLine) -> Reason:
    """Why people says they are due, with the case it is about."""
    over = line.due.days_over
    weight = {"decision_near": 100, "never_heard": 40}.get(line.due.why, 20) + min(over, 90) // 10
    return Reason(str(line.due.why), weight, line.in_force.title, line.in_force.url, over)


def _put_in_hand(user: User, talks: list[Talk], planned: Iterable[Any], at: datetime) -> None:
    """Last words, needs not met, and what changed since because of them."""
    known = people.thoughts_for(user, [talk.stakeholder.pk for talk in talks], at=at, what="relations")
    changes: dict[int, list[Adjustment]] = {}
    for one in Adjustment.objects.filter(because_of__in=list(known)).select_related("case").order_by("-at"):
        changes.setdefault(one.because_of_id or 0, []).append(one)
    days = {one.stakeholder_id: one for one in planned}
    for talk in talks:
        pk = talk.stakeholder.pk
        _recall(talk, known.get(pk))
        talk.planned = days.get(pk)
        since = talk.last_at
        talk.changes = [one for one in changes.get(pk, ()) if since is None or one.at >= since][:3]


def _recall(talk: Talk, thoughts: Thoughts | None) -> None:
    if thoughts is None:
        return
    held = sorted((one for one in thoughts.conversations if one.is_held), key=_held_at)
    talk.needs = [need.text for need in thoughts.needs if need.met_at is None][:3]
    if held:
        talk.last_at, talk.last_words = held[-1].held_at, _words_of(held[-1])


def _held_at(conversation: Any) -> Any:
    return conversation.held_at


def _words_of(conversation: Any) -> str:
    """What they said last: an objection before a quote before our note."""
    said = [one.said for one in conversation.objections.all()]
    quoted = [one.words for one in conversation.quotes.all()]
    return next(iter([*said, *quoted, conversation.notes]), "")


def cases_to_present(user: User, on: date) -> list[Case]:
    """The next days on which something is presented: what the week is for."""
    if not user.may("cases.write"):
        return []
    return list(Case.objects.open().filter(presents_on__gte=on).order_by("presents_on", "pk")[:5])
