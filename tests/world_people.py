"""Stakeholders that were talked with: makers, and a planted world in which every sensitive field holds a mark of its own.

A mark is a word that occurs nowhere else, so that whoever finds it on a page has read that very field.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import Role
from luotsi.rooms.people import actions
from luotsi.rooms.people.actions import InvestmentDraft, ObjectionDraft, PlanDraft, QuoteDraft, RoleDraft
from luotsi.rooms.people.models import Conversation, Stakeholder
from tests.world import NOW, PASSWORD, person, stakeholder

# Every field that holds what somebody thinks, by the place it is planted in.
OF_A_TALK = ("purpose", "guide", "notes", "need", "said", "worry", "eased", "quote", "evidence")
OF_A_PLAN = ("purpose", "guide", "draft")
RESISTANT = "Sees nothing in it for them"


def colleague() -> User:
    """A second member of the team, who has talked with nobody."""
    found = User.objects.filter(email="nils@example.com").first()
    fields: dict[str, Any] = {"name": "Nils Niemi", "role": Role.MEMBER, "password": PASSWORD}
    return found or User.objects.create_user("nils@example.com", **fields)


def planned(
    with_whom: Stakeholder, by: User | None = None, at: datetime = NOW, clock: time | None = None, **fields: Any
) -> Conversation:
    """A conversation planned for the day of `at`, by and for the lead unless told otherwise."""
    who = by or person("liisa")
    plan = PlanDraft(**{"on": at.date(), "at": clock, **fields})
    return actions.plan_conversation(stakeholder=with_whom, plan=plan, held_by=who, by=who, at=at)


def held(with_whom: Stakeholder, by: User | None = None, at: datetime = NOW, **said: Any) -> Conversation:
    """A conversation planned and noted at the same moment."""
    conversation = planned(with_whom, by, at)
    noted = {"notes": "They listened.", **said}
    return actions.note_conversation(conversation=conversation, by=by or person("liisa"), at=at, **noted)


def mark(whose: str, heard_by: str, field: str) -> str:
    return f"zq{whose}x{heard_by}x{field}"


def marks(whose: str, heard_by: str) -> set[str]:
    """All marks of one person's held and planned conversation with one interviewer."""
    talk = {mark(whose, heard_by, field) for field in OF_A_TALK}
    return talk | {mark(whose, f"{heard_by}plan", field) for field in OF_A_PLAN}


def put_in(whose: str) -> str:
    """What the team knows of: the mark of an investment."""
    return mark(whose, "team", "invest")


def _talk(with_whom: Stakeholder, whose: str, who: str, at: datetime) -> None:
    def m(field: str) -> str:
        return mark(whose, who, field)

    by = person(who)
    plan = PlanDraft(on=at.date(), purpose=m("purpose"), guide=m("guide"))
    talk = actions.plan_conversation(stakeholder=with_whom, plan=plan, held_by=by, by=by, at=at)
    actions.note_conversation(
        conversation=talk, notes=m("notes"), needs=[m("need")], by=by, at=at, endorsement="against",
        objections=[ObjectionDraft(m("said"), m("worry"), m("eased"))], quotes=[QuoteDraft(m("quote"))],
        evidence=m("evidence"),
    )  # fmt: skip
    later = f"{who}plan"
    plan = PlanDraft(
        on=at.date() + timedelta(days=1), purpose=mark(whose, later, "purpose"), guide=mark(whose, later, "guide")
    )
    ahead = actions.plan_conversation(stakeholder=with_whom, plan=plan, held_by=by, by=by, at=at)
    actions.keep_draft(conversation=ahead, draft={"notes": mark(whose, later, "draft")})


def plant(at: datetime = NOW) -> dict[str, Stakeholder]:
    """Sara and Omar, each heard by the lead and by Mikko, with a mark in every field."""
    found = {}
    for whose, name in (("sara", "Sara Salo"), ("omar", "Omar Onwudiwe")):
        one = stakeholder(name, email=f"{whose}@example.com", user=person(whose), added_at=at)
        for who in ("liisa", "mikko"):
            _talk(one, whose, who, at)
        kind = "resistant" if whose == "sara" else ""
        roles = [RoleDraft("detractor", kind)] if kind else [RoleDraft("champion")]
        actions.place(stakeholder=one, roles=roles, influence=4, interest=2, by=person("liisa"), at=at)
        draft = InvestmentDraft("hours", put_in(whose), Decimal(8), "h")
        actions.offer_investment(stakeholder=one, draft=draft, by=person("liisa"), at=at)
        found[whose] = one
    return found


def everything_kept() -> Iterator[tuple[str, str]]:
    """Every table of the database with its rows as text."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield table, "\n".join(str(row) for row in cursor.fetchall())


def tables_with(word: str) -> set[str]:
    """Where a word is kept, whatever its case."""
    return {table for table, rows in everything_kept() if word.casefold() in rows.casefold()}
