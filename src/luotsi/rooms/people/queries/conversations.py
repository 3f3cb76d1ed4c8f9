"""Questions about conversations and what came of them, for this room's pages and for the cases above.

Those that take ids know nothing of readers: whoever shows their answers asks for permission and logs the reading
with `readings.record_readings` (quotes with leave need neither).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Max, Model, Q, QuerySet

from luotsi.kernel.errors import Missing
from luotsi.rooms.people.codes import Leave, State
from luotsi.rooms.people.models import (
    CalendarFeed,
    Conversation,
    CustomerDomain,
    Endorsement,
    Investment,
    Need,
    Objection,
    Quote,
    Stakeholder,
)
from luotsi.rooms.people.models.conversations import ConversationQuerySet

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User

RowT = TypeVar("RowT", bound=Model)


def conversations_for(user: User) -> ConversationQuerySet:
    """All for the lead; for a member those they hold themselves; for everybody else none."""
    found = Conversation.objects.select_related("stakeholder", "held_by")
    if user.may("people.see_thoughts"):
        return found
    return found.filter(held_by=user) if user.may("people.talk") else found.none()


def own_conversations(user: User) -> ConversationQuerySet:
    """Those this user holds themselves."""
    return conversations_for(user).filter(held_by=user)


def conversation_for(user: User, pk: int) -> Conversation:
    found = conversations_for(user).filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such conversation, or it is not yours to see.", code="people.conversation_unknown")
    return found


def objection_for(user: User, pk: int) -> Objection:
    found = Objection.objects.filter(conversation__in=conversations_for(user), pk=pk)
    return _found(found.select_related("conversation__stakeholder").first())


def quote_for(user: User, pk: int) -> Quote:
    found = Quote.objects.filter(conversation__in=conversations_for(user), pk=pk)
    return _found(found.select_related("conversation__stakeholder").first())


def need_for(user: User, pk: int) -> Need:
    found = Need.objects.select_related("stakeholder").filter(pk=pk)
    if not user.may("people.see_thoughts"):
        found = found.filter(conversation__in=conversations_for(user))
    return _found(found.first())


def investments_for(user: User, stakeholder: Stakeholder) -> list[Investment]:
    """For the team: what somebody puts in is work agreed on, not what they think."""
    return list(stakeholder.investments.select_related("by")) if user.may("people.write") else []


def investment_for(user: User, pk: int) -> Investment:
    found = Investment.objects.select_related("stakeholder").filter(pk=pk)
    return _found(found.first() if user.may("people.write") else None)


def to_hold(user: User, until: date) -> QuerySet[Conversation]:
    """One's own planned conversations up to that day, overdue ones first."""
    found = Conversation.objects.planned().filter(held_by=user, planned_on__lte=until)
    return found.select_related("stakeholder").order_by("planned_on", "planned_at", "pk")


def in_calendar(user: User, on: date) -> QuerySet[Conversation]:
    """One's own planned conversations, and those cancelled of late, so that calendars take them out."""
    lately = Q(state=State.CANCELLED, planned_on__gte=on - timedelta(days=30))
    found = Conversation.objects.filter(Q(state=State.PLANNED) | lately, held_by=user)
    return found.select_related("stakeholder").order_by("planned_on", "pk")


def feed_of(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user).first()


def feed_by(user_id: int, nonce: str) -> CalendarFeed:
    """The private calendar with that nonce, of somebody who may still talk here. Raises Missing."""
    found = CalendarFeed.objects.select_related("user").filter(user=user_id, nonce=nonce).first()
    if found is None or not found.user.may("people.talk"):
        raise Missing("This calendar address has ended.", code="people.feed_unknown")
    return found


def customer_domains() -> QuerySet[CustomerDomain]:
    return CustomerDomain.objects.all()


def customer_domain_for(user: User, pk: int) -> CustomerDomain:
    return _found(CustomerDomain.objects.filter(pk=pk).first() if user.may("settings.write") else None)


# For the rooms above


def conversations_by_id(ids: Iterable[int]) -> dict[int, Conversation]:
    """With stakeholder, interviewer, and what came of each; five queries."""
    found = Conversation.objects.filter(pk__in=list(ids)).select_related("stakeholder", "held_by")
    return {one.pk: one for one in found.prefetch_related("objections", "quotes", "needs", "endorsements")}


def endorsements_of(ids: Iterable[int], until: datetime | None = None) -> dict[int, list[Endorsement]]:
    """Every endorsement of these stakeholders up to that moment, newest first."""
    rows = Endorsement.objects.filter(stakeholder__in=list(ids)).order_by("-at", "-pk")
    found: dict[int, list[Endorsement]] = {}
    for row in rows.until(until) if until is not None else rows:
        found.setdefault(row.stakeholder_id, []).append(row)
    return found


def objections_open(conversation_ids: Iterable[int]) -> list[Objection]:
    """Not eased yet, oldest first."""
    found = Objection.objects.filter(conversation__in=list(conversation_ids), eased_at__isnull=True)
    return list(found.select_related("conversation__stakeholder").order_by("pk"))


def quotes_with_leave(conversation_ids: Iterable[int]) -> list[Quote]:
    """Only what somebody gave leave to quote; `shows_name` says whether under their name."""
    found = Quote.objects.filter(conversation__in=list(conversation_ids)).exclude(leave=Leave.NONE)
    return list(found.select_related("conversation__stakeholder").order_by("pk"))


@dataclass(slots=True)
class Came:
    """What a held conversation came to, without a word of it: with whom, the newest strength, the worries."""

    stakeholder_id: int
    name: str
    stood: tuple[datetime, int, str] | None = None  # when, which row, how strongly
    objections: int = 0
    open_objections: int = 0


def came_of(conversation_ids: Iterable[int]) -> dict[int, Came]:
    """By conversation, those that were held; three queries. It turns into counts and states, never shown by itself."""
    held = Conversation.objects.held().filter(pk__in=list(conversation_ids)).order_by()
    found = {pk: Came(who, name) for pk, who, name in held.values_list("pk", "stakeholder", "stakeholder__name")}
    stands = Endorsement.objects.filter(conversation__in=found).order_by("at", "pk")
    for talk, at, row, strength in stands.values_list("conversation", "at", "pk", "strength"):
        found[talk or 0].stood = (at, row, strength)
    worries = Objection.objects.filter(conversation__in=found).order_by("pk")
    for talk, eased_at in worries.values_list("conversation", "eased_at"):
        found[talk].objections += 1
        found[talk].open_objections += eased_at is None
    return found


def last_held(stakeholder_ids: Iterable[int]) -> dict[int, datetime]:
    """When each was last talked with; whoever never was is absent."""
    held = Conversation.objects.held().filter(stakeholder__in=list(stakeholder_ids)).order_by()
    return dict(held.values_list("stakeholder").annotate(Max("held_at")))


def _found(row: RowT | None) -> RowT:
    if row is None:
        raise Missing("It is not there, or not yours to see.", code="people.row_unknown")
    return row
