"""Who is due for a conversation, by stage and role: for the lead, who plans them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from luotsi.rooms.people.codes import Stage
from luotsi.rooms.people.models import Conversation, Endorsement, Stakeholder, StandingRole
from luotsi.rooms.people.queries.conversations import last_held
from luotsi.rooms.people.readings import record_readings
from luotsi.rooms.people.rules import Due, Why, due_on, is_sceptic, sceptics_first
from luotsi.rooms.people.signals import InForce, ask_stages

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User


@dataclass(frozen=True, slots=True)
class DueLine:
    """One person who is due, what it is about, and when they were last talked with."""

    stakeholder: Stakeholder
    due: Due
    in_force: InForce
    last_held_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueList:
    """Who to talk to; `planned` have a day already, `unplaced` nobody has given a role yet."""

    lines: list[DueLine]
    planned: list[Conversation]
    unplaced: int


def due_for(user: User, on: date, *, at: datetime | None = None) -> DueList:
    """Nothing for whoever may not know roles and endorsements. A fixed number of queries; the reading is logged."""
    if not user.may("people.see_thoughts"):
        return DueList([], [], 0)
    lines, planned, unplaced = _due(on)
    record_readings(who=user, about_ids=[line.stakeholder.pk for line in lines], what="due", at=at or timezone.now())
    return DueList(lines, planned, unplaced)


def due_count(on: date) -> int:
    """How many are due; a number names nobody."""
    return len(_due(on)[0])


def _due(on: date) -> tuple[list[DueLine], list[Conversation], int]:
    people = {one.pk: one for one in Stakeholder.objects.current().filter(erased_at__isnull=True)}
    planned = list(Conversation.objects.planned().select_related("stakeholder", "held_by").order_by("planned_on", "pk"))
    roles = _standing_roles()
    held, stages, newest = last_held(people), ask_stages(people, on), _newest()
    waiting = set(people) - {one.stakeholder_id for one in planned}
    lines = {}
    for pk in waiting & (set(roles) | set(stages) | set(held)):
        stands = stages.get(pk) or [InForce(Stage.BEFORE_CASE)]
        options = [_line(people[pk], stand, roles.get(pk, ()), held.get(pk), newest.get(pk), on) for stand in stands]
        lines[pk] = min(options, key=lambda line: line.due.due_on)
    due = {line.due: line for line in lines.values() if line.due.due_on <= on}
    unplaced = len(set(people) - set(roles) - set(stages) - set(held))
    return [due[one] for one in sceptics_first(list(due), on)], planned, unplaced


def _line(
    one: Stakeholder,
    stand: InForce,
    standing: tuple[str, ...],
    held_at: datetime | None,
    strength: str | None,
    on: date,
) -> DueLine:
    roles = tuple(dict.fromkeys((*standing, *stand.roles)))
    last_on = timezone.localdate(held_at) if held_at else None
    day = due_on(stage=stand.stage, roles=roles, last_held_on=last_on, known_since=timezone.localdate(one.added_at))
    due = Due(
        stakeholder_id=one.pk, stage=stand.stage, roles=roles, due_on=day, days_over=(on - day).days,
        why=Why.NEVER_HEARD if held_at is None else Why.TOO_LONG_AGO, strength=strength, influence=one.influence,
        decision_on=stand.decision_on,
    )  # fmt: skip
    return DueLine(one, _explained(due, on), stand, held_at)


def _explained(due: Due, on: date) -> Due:
    if due.is_before_decision(on) and is_sceptic(due.roles, due.strength):
        return replace(due, why=Why.DECISION_NEAR)
    return due


def _standing_roles() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for pk, role in StandingRole.objects.order_by("pk").values_list("stakeholder", "role"):
        found.setdefault(pk, []).append(role)
    return {pk: tuple(kept) for pk, kept in found.items()}


def _newest() -> dict[int, str]:
    """Everybody's newest endorsement."""
    return dict(Endorsement.objects.order_by("at", "pk").values_list("stakeholder", "strength"))
