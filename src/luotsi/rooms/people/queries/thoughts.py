"""What people think, for those who may know: the lead all, a member what they heard themselves, oneself everything.

There is no other way to it for a page, and every reading is logged here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from luotsi.rooms.people.models import Conversation, Endorsement, Need, Objection, Stakeholder, StandingRole
from luotsi.rooms.people.queries.register import stakeholder_for
from luotsi.rooms.people.readings import record_readings

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User

RowT = TypeVar("RowT", StandingRole, Conversation, Endorsement, Need)
WHAT_CAME = ("objections", "quotes", "needs", "endorsements")


@dataclass(frozen=True, slots=True)
class Thoughts:
    """What may be read about one person. Unless `is_whole`, only what the reader heard themselves, newest first."""

    stakeholder: Stakeholder
    is_whole: bool
    roles: tuple[StandingRole, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    needs: tuple[Need, ...] = ()

    @property
    def newest(self) -> Endorsement | None:
        return self.endorsements[0] if self.endorsements else None

    @property
    def influence(self) -> int | None:
        return self.stakeholder.influence if self.is_whole else None

    @property
    def interest(self) -> int | None:
        return self.stakeholder.interest if self.is_whole else None

    @property
    def open_objections(self) -> list[Objection]:
        return [one for talk in self.conversations for one in talk.objections.all() if one.is_open]


def thoughts_for(
    user: User, stakeholder_ids: Iterable[int], *, at: datetime | None = None, what: str = "thoughts"
) -> dict[int, Thoughts]:
    """By stakeholder id; whoever this reader may know nothing about is absent. Each reading is logged."""
    asked = set(stakeholder_ids)
    whole = asked if user.may("people.see_thoughts") else _oneself(user, asked)
    heard = _heard_by(user, asked - whole)
    found = _whole_of(whole) | _parts_of(heard)
    record_readings(who=user, about_ids=found, what=what, at=at or timezone.now())
    return found


def whole_of(stakeholder: Stakeholder) -> Thoughts:
    """Everything about one person, for the person themself and for export. Whoever shows it logs the reading."""
    return _whole_of({stakeholder.pk})[stakeholder.pk]


def may_know_all(user: User, stakeholder: Stakeholder) -> bool:
    return user.may("people.see_thoughts") or bool(_oneself(user, {stakeholder.pk}))


def _oneself(user: User, asked: set[int]) -> set[int]:
    own = stakeholder_for(user)
    return {own.pk} & asked if own is not None else set()


def _heard_by(user: User, asked: set[int]) -> list[Conversation]:
    if not asked or not user.may("people.talk"):
        return []
    return list(_told().filter(stakeholder__in=asked, held_by=user))


def _told() -> QuerySet[Conversation]:
    found = Conversation.objects.select_related("stakeholder", "held_by").prefetch_related(*WHAT_CAME)
    return found.order_by("-planned_on", "-pk")


def _whole_of(asked: set[int]) -> dict[int, Thoughts]:
    if not asked:
        return {}
    roles = _by_stakeholder(StandingRole.objects.filter(stakeholder__in=asked))
    conversations = _by_stakeholder(_told().filter(stakeholder__in=asked))
    endorsements = _by_stakeholder(
        Endorsement.objects.filter(stakeholder__in=asked).select_related("by", "conversation")
    )
    needs = _by_stakeholder(Need.objects.filter(stakeholder__in=asked))
    return {
        one.pk: Thoughts(
            one, True, roles.get(one.pk, ()), conversations.get(one.pk, ()), endorsements.get(one.pk, ()),
            needs.get(one.pk, ()),
        )
        for one in Stakeholder.objects.filter(pk__in=asked)
    }  # fmt: skip


def _parts_of(heard: Iterable[Conversation]) -> dict[int, Thoughts]:
    found = {}
    for pk, talks in _by_stakeholder(heard).items():
        endorsements = sorted((one for talk in talks for one in talk.endorsements.all()), key=lambda one: one.at)
        needs = tuple(need for talk in talks for need in talk.needs.all())
        found[pk] = Thoughts(talks[0].stakeholder, False, (), talks, tuple(reversed(endorsements)), needs)
    return found


def _by_stakeholder(rows: Iterable[RowT]) -> dict[int, tuple[RowT, ...]]:
    found: dict[int, list[RowT]] = {}
    for row in rows:
        found.setdefault(row.stakeholder_id, []).append(row)
    return {pk: tuple(kept) for pk, kept in found.items()}
