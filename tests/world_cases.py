"""Makers for cases: one of Mikko's at its beginning, one that may be presented, and conversations about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from luotsi.rooms.cases import actions
from luotsi.rooms.cases.drafts import AskDraft, CaseDraft, DecisionDraft, FigureDraft, RiskDraft, TouchDraft
from luotsi.rooms.cases.models import Case
from luotsi.rooms.people import actions as people
from luotsi.rooms.people.drafts import ObjectionDraft, PlanDraft, QuoteDraft, RoleDraft
from luotsi.rooms.people.models import Conversation, Stakeholder
from tests.world import NOW, TODAY, goal, person, stakeholder

SPAN = {
    "starts_on": TODAY - timedelta(days=300), "by_on": TODAY + timedelta(days=900),
    "expires_on": TODAY + timedelta(days=900),
}  # fmt: skip


def draft(**fields: Any) -> CaseDraft:
    return CaseDraft(
        **{
            "title": "Answers instead of brochures",
            "idea": "One page per question, written with the service engineers.",
            "why_do": "Plant managers find an answer by themselves and call us with the right question.",
            "why_goals": "First talks grow when the right people call.",
            "why_care": "Service saves hours on the phone, and sales gets talks that are ready.",
            **fields,
        }
    )


def case(*, at: datetime = NOW, **fields: Any) -> Case:
    """Its three questions answered and nothing else."""
    return actions.add_case(draft=draft(**fields), by=person("mikko"), at=at)


def someone(name: str = "Sara Salo", **fields: Any) -> Stakeholder:
    return Stakeholder.objects.filter(name=name).first() or stakeholder(name, **fields)


def role(made: Case, name: str, *codes: str, kind: str = "", at: datetime = NOW) -> Stakeholder:
    """These roles for somebody of that name."""
    who = someone(name)
    drafts = [RoleDraft(code, kind if code == "detractor" else "") for code in codes]
    actions.set_roles(case=made, stakeholder=who, roles=drafts, by=person("liisa"), at=at)
    return who


def talk(
    made: Case, name: str, strength: str = "", *, said: str = "", worry: str = "", words: str = "", by: str = "liisa",
    leave: str = "by_name", at: datetime = NOW,
) -> Conversation:  # fmt: skip
    """A conversation about the case, held."""
    link = actions.plan_conversation(
        case=made, stakeholder=someone(name), plan=PlanDraft(on=at.date()), held_by=person(by), by=person(by), at=at
    )
    return people.note_conversation(
        conversation=link.conversation, notes="Talked about it.", endorsement=strength,
        evidence="In these words." if strength else "", objections=[ObjectionDraft(said, worry)] if said else [],
        quotes=[QuoteDraft(words, leave)] if words else [], by=person(by), at=at,
    )  # fmt: skip


def touch(team: str = "Service", **fields: Any) -> TouchDraft:
    return TouchDraft(**{"team": team, "effect": "Fewer calls that only ask for a brochure", "hours": 120, **fields})


def figure(**fields: Any) -> FigureDraft:
    return FigureDraft(
        **{
            "says": "calls a week that a page could answer", "value": Decimal(42), "source": "Service desk, week 44",
            "as_of_on": TODAY - timedelta(days=20), **fields,
        }
    )  # fmt: skip


def ready_case(*, at: datetime = NOW, aim: Any = None, **fields: Any) -> Case:
    """Everything that presenting needs: goal, teams, numbers, a quote, the decision maker heard, an ask, a day."""
    lead = person("liisa")
    made = case(at=at, **{"presents_on": at.date() + timedelta(days=14), **fields})
    by = {"by": lead, "at": at}
    actions.align_case(case=made, goal=aim or goal(**SPAN), **by)
    for team in ("Service", "Sales"):
        actions.put_touch(case=made, draft=touch(team), **by)
    actions.add_figure(case=made, draft=figure(as_of_on=at.date() - timedelta(days=20)), **by)
    role(made, "Eva Ekström", "decision_maker", at=at)
    heard = talk(made, "Eva Ekström", "full", words="Our engineers lose a day a week on it.", at=at)
    actions.add_quote(case=made, quote=heard.quotes.get(), **by)
    actions.put_ask(case=made, draft=AskDraft(what="Two engineers, one day each", kind="hours"), **by)
    actions.put_risk(case=made, draft=RiskDraft(what="Engineers lack time", answer="One hour a week"), **by)
    actions.note_adjustment(case=made, what="Engineers write, we edit", because_of=someone("Eva Ekström"), **by)
    return Case.objects.get(pk=made.pk)


def walk(made: Case, *steps: str, at: datetime = NOW, reason: str = "") -> Case:
    """The lead takes these steps one after the other."""
    for step in steps:
        actions.take_step(case=made, to=step, reason=reason, by=person("liisa"), at=at)
    return Case.objects.get(pk=made.pk)


def presented(*, at: datetime = NOW, **fields: Any) -> Case:
    return walk(ready_case(at=at, **fields), "tested", "adjusted", "preread_sent", "presented", at=at)


def no(**fields: Any) -> DecisionDraft:
    return DecisionDraft(
        **{
            "answer": "no", "reason": "The budget of this year is spent.", "learnt": "Come before the autumn budget.",
            "look_again_on": TODAY + timedelta(days=30), **fields,
        }
    )  # fmt: skip
