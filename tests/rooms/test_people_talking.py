"""Conversations: planned, kept as a draft, noted, followed up; roles and investments; the log that names no thought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Refused
from luotsi.rooms.people import actions, queries
from luotsi.rooms.people.actions import InvestmentDraft, ObjectionDraft, PlanDraft, QuoteDraft, RoleDraft
from luotsi.rooms.people.guides import BY_ROLE
from luotsi.rooms.people.models import Conversation, Endorsement, Investment, StandingRole
from luotsi.rooms.people.signals import InForce, stages_of
from tests.world import NOW, TODAY, person, stakeholder
from tests.world_people import held, planned

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_somebody_is_several_things_at_once_and_keeps_the_day_each_began() -> None:
    sara, liisa = stakeholder(), person("liisa")
    roles = [RoleDraft("influencer"), RoleDraft("detractor", "resistant")]
    actions.set_standing_roles(stakeholder=sara, roles=roles, by=liisa, at=NOW)
    later = NOW + timedelta(days=30)
    roles = [RoleDraft("influencer"), RoleDraft("champion")]
    actions.set_standing_roles(stakeholder=sara, roles=roles, by=liisa, at=later)
    found = dict(StandingRole.objects.filter(stakeholder=sara).values_list("role", "since"))
    assert found == {"influencer": NOW, "champion": later}


@pytest.mark.parametrize("roles", [[RoleDraft("customer")], [RoleDraft("detractor")], [RoleDraft("detractor", "loud")]])
def test_an_unknown_role_or_a_detractor_without_kind_is_refused(roles: list[RoleDraft]) -> None:
    with pytest.raises(Refused):
        actions.set_standing_roles(stakeholder=stakeholder(), roles=roles, by=person("liisa"), at=NOW)
    assert not StandingRole.objects.exists() and not Entry.objects.exists()


def test_only_a_detractor_has_a_kind_in_the_database_too() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StandingRole.objects.create(stakeholder=stakeholder(), role="champion", detractor_kind="resistant", since=NOW)


@pytest.mark.parametrize("weight", [0, 6, -1])
def test_influence_and_interest_are_weighed_from_one_to_five(weight: int) -> None:
    with pytest.raises(Refused) as refused:
        actions.weigh(stakeholder=stakeholder(), influence=3, interest=weight, by=person("liisa"), at=NOW)
    assert refused.value.field == "interest"


def test_a_planned_conversation_brings_its_guide_by_the_roles() -> None:
    sara, liisa = stakeholder(), person("liisa")
    actions.set_standing_roles(stakeholder=sara, roles=[RoleDraft("detractor", "apathetic")], by=liisa, at=NOW)
    assert any("waiting to see" in question for question in planned(sara).questions)
    assert planned(sara, guide="Only this one?").questions == ["Only this one?"]


def test_a_guide_for_a_member_gives_no_role_away() -> None:
    sara, liisa, mikko = stakeholder(), person("liisa"), person("mikko")
    plain = planned(sara, mikko).questions
    actions.set_standing_roles(stakeholder=sara, roles=[RoleDraft("detractor", "resistant")], by=liisa, at=NOW)
    by_lead = actions.plan_conversation(
        stakeholder=sara, stage="before_case", purpose="", held_by=mikko, on=TODAY, by=liisa, at=NOW
    )
    assert planned(sara, mikko).questions == plain == by_lead.questions != planned(sara, liisa).questions


def test_nobody_is_planned_who_has_left() -> None:
    with pytest.raises(Refused) as refused:
        planned(stakeholder(left_on=TODAY))
    assert refused.value.code == "people.has_left"


def test_what_came_of_a_conversation_is_kept_with_the_worry_and_the_leave() -> None:
    sara = stakeholder()
    talk = held(
        sara,
        notes="",
        needs=["A figure", "  "],
        objections=[ObjectionDraft("Who pays?", "That her team pays", ""), ObjectionDraft(" ")],
        quotes=[QuoteDraft("Show me", "by_name"), QuoteDraft("Not this")],
        endorsement="lukewarm",
        evidence="She nodded.",
    )
    assert talk.is_held and talk.held_at == NOW
    assert [need.text for need in talk.needs.all()] == ["A figure"]
    (objection,) = talk.objections.all()
    assert (objection.worry, objection.is_open) == ("That her team pays", True)
    assert [(quote.words, quote.may_be_quoted, quote.asked_at) for quote in talk.quotes.all()] == [
        ("Show me", True, NOW),
        ("Not this", False, None),
    ]
    assert queries.objections_open([talk.pk]) == [objection]
    assert [quote.words for quote in queries.quotes_with_leave([talk.pk])] == ["Show me"]
    assert Endorsement.objects.get().conversation == talk


def test_an_endorsement_needs_its_evidence_and_nothing_is_half_noted() -> None:
    talk = planned(stakeholder())
    with pytest.raises(Refused) as refused:
        actions.note_conversation(conversation=talk, notes="Well", endorsement="full", by=person("liisa"), at=NOW)
    assert refused.value.field == "evidence"
    talk.refresh_from_db()
    assert talk.is_planned and talk.notes == "" and not Endorsement.objects.exists()


def test_nothing_noted_is_refused_and_noting_twice_too() -> None:
    talk = planned(stakeholder())
    with pytest.raises(Refused) as refused:
        actions.note_conversation(conversation=talk, notes=" ", by=person("liisa"), at=NOW)
    assert refused.value.code == "people.nothing_noted"
    actions.note_conversation(conversation=talk, notes="Well", by=person("liisa"), at=NOW)
    for verb in (
        lambda: actions.note_conversation(conversation=talk, notes="Again", by=person("liisa"), at=NOW),
        lambda: actions.keep_draft(conversation=talk, draft={"notes": "late"}),
        lambda: actions.cancel_conversation(conversation=talk, by=person("liisa"), at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.code == "people.noted_already"


def test_a_draft_is_kept_and_gone_once_it_is_noted() -> None:
    talk = planned(stakeholder())
    actions.keep_draft(conversation=talk, draft={"notes": "Half", "need_1": " ", "quote_1": "x" * 30_000})
    kept = Conversation.objects.get().draft
    assert set(kept) == {"notes", "quote_1"} and len(kept["quote_1"]) == 20_000
    assert actions.note_conversation(conversation=talk, notes="Whole", by=person("liisa"), at=NOW).draft == {}


def test_a_changed_plan_counts_its_revisions_and_a_cancelled_one_stays_cancelled() -> None:
    talk, liisa = planned(stakeholder()), person("liisa")
    plan = PlanDraft(on=TODAY + timedelta(days=2), stage="rollout")
    assert actions.change_plan(conversation=talk, plan=plan, held_by=liisa, by=liisa, at=NOW).revision == 1
    actions.cancel_conversation(conversation=talk, by=liisa, at=NOW)
    actions.cancel_conversation(conversation=talk, by=liisa, at=NOW)
    talk.refresh_from_db()
    assert (talk.state, talk.revision) == ("cancelled", 2)
    with pytest.raises(Refused):
        actions.change_plan(conversation=talk, plan=plan, held_by=liisa, by=liisa, at=NOW)


def test_an_objection_is_eased_by_something_not_by_a_click() -> None:
    talk = held(stakeholder(), objections=[ObjectionDraft("Who pays?")])
    (objection,) = talk.objections.all()
    with pytest.raises(Refused):
        actions.ease_objection(objection=objection, how=" ", by=person("liisa"), at=NOW)
    actions.ease_objection(objection=objection, how="A sheet with the cost", by=person("liisa"), at=NOW)
    assert queries.objections_open([talk.pk]) == []


def test_leave_to_quote_can_be_taken_back() -> None:
    talk = held(stakeholder(), quotes=[QuoteDraft("Show me", "anywhere")])
    (quote,) = talk.quotes.all()
    assert quote.shows_name
    actions.give_leave(quote=quote, leave="none", by=person("liisa"), at=NOW)
    assert queries.quotes_with_leave([talk.pk]) == []


def test_an_investment_is_offered_agreed_and_delivered_in_this_order() -> None:
    sara, liisa = stakeholder(), person("liisa")
    draft = InvestmentDraft("hours", "Two engineers", Decimal(12), "h")
    one = actions.offer_investment(stakeholder=sara, draft=draft, by=liisa, at=NOW)
    with pytest.raises(Refused) as refused:
        actions.deliver_investment(investment=one, by=liisa, at=NOW)
    assert refused.value.code == "people.investment_not_agreed"
    actions.agree_investment(investment=one, by=liisa, at=NOW)
    actions.deliver_investment(investment=one, by=liisa, at=NOW)
    assert Investment.objects.get().step == "delivered"
    with pytest.raises(IntegrityError), transaction.atomic():
        Investment.objects.filter(pk=one.pk).update(agreed_at=None)


def test_the_log_says_that_something_was_noted_and_never_what() -> None:
    sara = stakeholder()
    held(sara, endorsement="against", evidence="Said so", objections=[ObjectionDraft("No")])
    actions.weigh(stakeholder=sara, influence=5, interest=1, by=person("liisa"), at=NOW)
    entries = list(Entry.objects.order_by("pk").values_list("verb", "details"))
    assert [verb for verb, _ in entries] == [
        "people.conversation_planned",
        "people.conversation_noted",
        "people.standing_set",
    ]
    assert all(set(details) <= {"conversation"} for _, details in entries)


def test_the_newest_endorsement_counts_and_earlier_ones_stay() -> None:
    sara = stakeholder()
    held(sara, at=NOW - timedelta(days=40), endorsement="against", evidence="Said so")
    held(sara, endorsement="full", evidence="Told others")
    now = queries.endorsements_of([sara.pk])[sara.pk]
    assert [one.strength for one in now] == ["full", "against"]
    before = queries.endorsements_of([sara.pk], until=NOW - timedelta(days=1))[sara.pk]
    assert [one.strength for one in before] == ["against"]
    assert queries.last_held([sara.pk, 0]) == {sara.pk: NOW}


def test_who_is_due_is_told_with_the_reason_and_who_is_planned_is_not() -> None:
    liisa = person("liisa")
    old = NOW - timedelta(days=200)
    people = {name: stakeholder(name, added_at=old) for name in ("Never", "Long ago", "Lately", "Planned", "No role")}
    for name, one in people.items():
        if name != "No role":
            actions.set_standing_roles(stakeholder=one, roles=[RoleDraft("champion")], by=liisa, at=old)
    held(people["Long ago"], at=NOW - timedelta(days=70))
    held(people["Lately"], at=NOW - timedelta(days=5))
    planned(people["Planned"])
    found = queries.due_for(liisa, TODAY, at=NOW)
    assert [(line.stakeholder.name, str(line.due.why)) for line in found.lines] == [
        ("Never", "never_heard"),
        ("Long ago", "too_long_ago"),
    ]
    assert [one.stakeholder.name for one in found.planned] == ["Planned"] and found.unplaced == 1
    assert queries.due_for(person("mikko"), TODAY, at=NOW).lines == []
    assert queries.due_count(TODAY) == 2


def test_a_room_above_may_tell_the_stage_and_a_near_decision_puts_sceptics_first() -> None:
    liisa = person("liisa")
    calm, sceptic = stakeholder("Calm", added_at=NOW - timedelta(days=300)), stakeholder("Sceptic")
    actions.set_standing_roles(stakeholder=calm, roles=[RoleDraft("champion")], by=liisa, at=NOW)
    held(sceptic, at=NOW - timedelta(days=25), endorsement="lukewarm", evidence="Nodded")

    def tell(sender: object, stakeholder_ids: list[int], **kwargs: object) -> dict[int, list[InForce]]:
        stand = InForce("approved", ("detractor",), "A case", "/cases/1/", TODAY + timedelta(days=7))
        return {pk: [stand] for pk in stakeholder_ids if pk == sceptic.pk}

    stages_of.connect(tell)
    try:
        lines = queries.due_for(liisa, TODAY, at=NOW).lines
    finally:
        stages_of.disconnect(tell)
    assert [line.stakeholder.name for line in lines] == ["Sceptic", "Calm"]
    assert (lines[0].due.stage, str(lines[0].due.why), lines[0].in_force.url) == (
        "approved",
        "decision_near",
        "/cases/1/",
    )


def test_a_guide_prepared_for_the_lead_loses_the_questions_by_role_when_a_member_takes_over() -> None:
    sara, liisa = stakeholder(), person("liisa")
    actions.set_standing_roles(stakeholder=sara, roles=[RoleDraft("detractor", "resistant")], by=liisa, at=NOW)
    talk = planned(sara)
    telling = "What could go wrong for you"
    assert telling in talk.guide
    with translation.override("fi"):
        finnish = str(BY_ROLE["resistant"][0])
    guide = f"{talk.guide}\n{finnish}\nAnd one of my own?"
    plan = PlanDraft(on=TODAY, guide=guide)
    kept = actions.change_plan(conversation=talk, plan=plan, held_by=liisa, by=liisa, at=NOW)
    assert kept.guide == guide
    passed_on = actions.change_plan(conversation=talk, plan=plan, held_by=person("mikko"), by=liisa, at=NOW)
    assert telling not in passed_on.guide and finnish not in passed_on.guide
    assert "And one of my own?" in passed_on.questions and len(passed_on.questions) > 2


def test_what_belongs_to_something_left_empty_is_not_lost_without_a_word() -> None:
    talk = planned(stakeholder())
    for said, field in (
        ({"notes": "Short.", "evidence": "She nodded."}, "endorsement"),
        ({"notes": "Short.", "objections": [ObjectionDraft("", "No time", "")]}, "said_1"),
        ({"notes": "Short.", "objections": [ObjectionDraft("", "", "A smaller first step")]}, "said_1"),
    ):
        with pytest.raises(Refused) as refused:
            actions.note_conversation(conversation=talk, by=person("liisa"), at=NOW, **said)  # type: ignore[arg-type]
        assert refused.value.field == field
    talk.refresh_from_db()
    assert talk.is_planned


def test_without_a_day_a_talk_is_planned_for_today_in_the_teams_own_time_zone() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past one on the 24th in Helsinki
    talk = actions.plan_conversation(stakeholder=stakeholder(), held_by=None, by=None, at=late)
    assert talk.planned_on == TODAY + timedelta(days=1)
