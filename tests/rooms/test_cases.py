"""Cases on their road: what is refused and why, decisions that stay, what comes back by itself, what people decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Refused
from luotsi.kernel.jobs.models import Job
from luotsi.kernel.jobs.registry import KINDS
from luotsi.rooms.backlog.models import WorkItem
from luotsi.rooms.cases import actions, queries
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.drafts import AskDraft, DecisionDraft, WorkDraft
from luotsi.rooms.cases.mail import send_back_again
from luotsi.rooms.cases.models import Case, CaseRole, Decision, Evidence, Step
from luotsi.rooms.cases.queries.facts import facts_for, facts_of
from luotsi.rooms.cases.rules.checks import checks_of
from luotsi.rooms.people import actions as people
from luotsi.rooms.people.drafts import RoleDraft
from luotsi.rooms.people.queries.person import everything_about
from luotsi.rooms.people.signals import ask_stages
from tests.world import NOW, TODAY, goal, guidepoint, measurement, metric, outcome, person
from tests.world_cases import SPAN, case, figure, no, presented, ready_case, role, someone, talk, touch, walk

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOMORROW = TODAY + timedelta(days=1)


def refused(code: str, verb: Any, **arguments: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        verb(**{"by": person("liisa"), "at": NOW, **arguments})
    assert caught.value.code == code
    return caught.value


def found(made: Case) -> dict[str, str]:
    return {check.code: check.what for check in checks_of(facts_of(made, TODAY))}


def test_nothing_is_aligned_to_a_goal_that_has_ended_and_the_refusal_names_it() -> None:
    old = goal("Be found at all", **{**SPAN, "expires_on": TODAY - timedelta(days=3)})
    error = refused("cases.goal_ended", actions.align_case, case=case(), goal=old)
    assert "Be found at all" in error.text and error.details["on"] == old.expires_on
    given_up = goal("A fair everywhere", **SPAN, given_up_on=TODAY)
    refused("cases.goal_ended", actions.align_case, case=case(), goal=given_up)


def test_an_outcome_brings_its_goal_and_a_goal_that_ends_later_is_pointed_out() -> None:
    made, aim = case(), goal(**SPAN)
    served = outcome(goal=aim, guidepoint=guidepoint(ends_on=TODAY + timedelta(days=30)))
    actions.align_case(case=made, goal=aim, outcome=served, by=None, at=NOW)
    actions.align_case(case=made, goal=aim, outcome=served, by=None, at=NOW)
    assert made.goals.count() == 1 and found(made)["goals"] == "living"
    late = {check.code: check for check in checks_of(facts_of(made, TODAY + timedelta(days=31)))}
    assert late["goals"].what == "ended" and late["goals"].is_missing


def test_the_road_is_walked_in_its_order_and_each_step_says_what_it_needs() -> None:
    made = case()
    refused("cases.no_such_step", actions.take_step, case=made, to="presented")
    refused("cases.not_ready", actions.take_step, case=made, to="tested")
    missing = [check.code for check in queries.missing_for_step(made, "tested", TODAY)]
    assert missing == ["goals", "talks"]
    assert not Step.objects.filter(state="tested").exists()


def test_a_member_cannot_go_on_without_and_the_lead_only_with_a_reason_that_is_kept() -> None:
    made = case()
    refused("cases.not_ready", actions.take_step, case=made, to="tested", by=person("mikko"), reason="We must.")
    refused("cases.not_ready", actions.take_step, case=made, to="tested", reason="  ")
    step = actions.take_step(case=made, to="tested", reason="The fair is next week.", by=person("liisa"), at=NOW)
    assert (step.missing, step.reason) == (["goals", "talks"], "The fair is next week.")
    assert Case.objects.get().state == State.TESTED
    entry = Entry.objects.filter(verb="cases.stepped").get()
    assert entry.details == {"to": "tested", "missing": ["goals", "talks"]}


def test_a_case_with_everything_is_walked_to_its_presentation() -> None:
    made = presented()
    assert made.state == State.PRESENTED
    assert [step.state for step in made.steps.all()] == ["draft", "tested", "adjusted", "preread_sent", "presented"]
    assert all(not step.missing for step in made.steps.all())


def test_an_unheard_influencer_or_a_doubt_nobody_asked_after_keeps_it_from_being_presented() -> None:
    made = walk(ready_case(), "tested", "adjusted", "preread_sent")
    role(made, "Omar Onwudiwe", "influencer")
    talk(made, "Sara Salo", "lukewarm")
    missing = queries.missing_for_step(made, "presented", TODAY)
    assert {check.code: check.names for check in missing} == {
        "heard": ("Omar Onwudiwe",), "doubts": ("Sara Salo",),
    }  # fmt: skip
    refused("cases.not_ready", actions.take_step, case=made, to="presented")
    talk(made, "Omar Onwudiwe", "full")
    talk(made, "Sara Salo", "lukewarm", said="Too little time.", worry="Another thing on top")
    assert queries.missing_for_step(made, "presented", TODAY) == []
    assert found(made)["worries"] == "open"


def test_lukewarm_and_not_a_no_are_never_counted_as_standing_behind_it() -> None:
    made = case()
    talk(made, "Sara Salo", "lukewarm")
    talk(made, "Omar Onwudiwe", "not_a_no")
    backing = {check.code: check for check in checks_of(facts_of(made, TODAY))}["backing"]
    assert backing.is_missing and backing.number == 0 and set(backing.names) == {"Sara Salo", "Omar Onwudiwe"}
    talk(made, "Sara Salo", "invests", at=NOW + timedelta(hours=1))
    backing = {check.code: check for check in checks_of(facts_of(made, TODAY))}["backing"]
    assert (backing.state, backing.number, backing.names) == ("ok", 1, ("Omar Onwudiwe",))


def test_an_endorsement_given_elsewhere_does_not_carry_this_case() -> None:
    other, made = case(title="Another"), case()
    talk(other, "Sara Salo", "invests")
    assert found(made)["backing"] == "nobody"


@pytest.mark.parametrize(
    ("missing", "code", "field"),
    [
        ({"reason": " "}, "cases.reason_missing", "reason"),
        ({"learnt": ""}, "cases.learnt_missing", "learnt"),
        ({"look_again_on": None}, "cases.look_again_missing", "look_again_on"),
        ({"look_again_on": TODAY}, "cases.look_again_missing", "look_again_on"),
    ],
)
@pytest.mark.parametrize("answer", ["no", "not_yet"])
def test_no_yes_is_not_saved_without_reason_lesson_and_day(
    answer: str, missing: dict[str, Any], code: str, field: str
) -> None:
    made = case()
    Case.objects.filter(pk=made.pk).update(state=State.PRESENTED)
    assert refused(code, actions.decide_case, case=made, draft=no(answer=answer, **missing)).field == field
    assert not Decision.objects.exists() and Case.objects.get().state == State.PRESENTED


def test_the_database_itself_wants_the_reason_and_keeps_a_decision_as_it_fell() -> None:
    made = case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(case=made, round=1, answer="no", reason="", learnt="x", look_again_on=TODAY, at=NOW)
    kept = Decision.objects.create(case=made, round=1, answer="yes", at=NOW)
    for column, value in (("answer", "no"), ("reason", "x"), ("round", 7)):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_decision SET {column} = %s", [value])
    for verb in (kept.save, kept.delete, Decision.objects.all().delete, lambda: Decision.objects.update(answer="no")):
        with pytest.raises(Refused):
            verb()


def test_nobody_decides_on_what_was_not_presented() -> None:
    refused("cases.not_presented", actions.decide_case, case=ready_case(), draft=DecisionDraft(answer="yes"))


@pytest.mark.parametrize("first", [DecisionDraft(answer="yes"), no()])
def test_what_two_people_decide_at_once_falls_once_and_the_second_is_told_so(first: DecisionDraft) -> None:
    made = presented()  # both have it before them as presented
    actions.decide_case(case=made, draft=first, by=person("liisa"), at=NOW)
    refused("cases.decided_already", actions.decide_case, case=made, draft=DecisionDraft(answer="yes"))
    assert Decision.objects.count() == 1


def test_a_no_waits_untouched_and_comes_back_by_itself_on_its_day_once() -> None:
    made = presented()
    actions.decide_case(case=made, draft=no(decided_by=someone("Eva Ekström")), by=person("liisa"), at=NOW)
    refused("cases.waits", actions.put_touch, case=made, draft=touch())
    day = NOW + timedelta(days=30)
    assert actions.bring_back_due(at=day - timedelta(days=1)) == 0
    assert [actions.bring_back_due(at=day) for _ in range(3)] == [1, 0, 0]
    back = Case.objects.get()
    assert (back.state, back.round, back.back_on, back.presents_on) == (State.DRAFT, 2, None, None)
    assert Job.objects.filter(kind="cases.tell_owner").count() == 1
    assert queries.back_today(person("mikko"), day.date()).get() == back
    assert KINDS["cases.come_back"].period == timedelta(hours=1)


def test_a_not_yet_comes_back_adjusted_and_may_be_taken_up_earlier() -> None:
    made = presented()
    actions.decide_case(case=made, draft=no(answer="not_yet"), by=person("liisa"), at=NOW)
    back = actions.take_up_again(case=made, by=person("mikko"), at=NOW + timedelta(days=2))
    assert (back.state, back.round) == (State.ADJUSTED, 2)
    refused("cases.not_waiting", actions.take_up_again, case=back)
    assert actions.bring_back_due(at=NOW + timedelta(days=90)) == 0


def test_its_owner_is_told_in_one_mail_with_what_was_learnt() -> None:
    made = presented()
    actions.decide_case(case=made, draft=no(), by=person("liisa"), at=NOW)
    assert not send_back_again(made.pk), "it is not back yet"
    actions.bring_back_due(at=NOW + timedelta(days=30))
    assert send_back_again(made.pk)
    (told,) = mail.outbox
    assert told.to == ["mikko@example.com"] and "Come before the autumn budget." in told.body
    assert f"/cases/{made.pk}/" in told.body


def test_a_second_round_needs_its_own_pre_read_and_its_own_decision() -> None:
    made = presented()
    actions.decide_case(case=made, draft=no(answer="not_yet"), by=person("liisa"), at=NOW)
    back = actions.take_up_again(case=made, by=person("liisa"), at=NOW)
    later = facts_of(back, TODAY)
    assert (later.preread_on, later.adjustments, later.presents_on) == (None, 0, None)
    walk(back, "preread_sent", "presented", reason="Said again in the corridor.")
    actions.decide_case(case=back, draft=DecisionDraft(answer="yes"), by=person("liisa"), at=NOW)
    assert [one.answer for one in queries.decisions_of(back)] == ["yes", "not_yet"]
    assert Case.objects.get().state == State.RUNNING


def test_a_yes_becomes_work_in_the_backlog_and_ends_with_what_came() -> None:
    served = outcome(goal=goal(**SPAN), guidepoint=guidepoint(ends_on=TODAY + timedelta(days=60)))
    made = presented()
    work = WorkDraft(title="Ten pages of answers", outcome=served)
    refused("cases.not_running", actions.make_work, case=made, draft=work)
    actions.decide_case(case=made, draft=DecisionDraft(answer="yes"), by=person("liisa"), at=NOW)
    made_work = actions.make_work(case=made, draft=work, by=person("mikko"), at=NOW)
    item = WorkItem.objects.get()
    assert made_work.item == item and item.outcome == served and item.rank is not None
    refused("cases.came_missing", actions.close_case, case=made, came=" ")
    closed = actions.close_case(case=made, came="Calls halved.", by=person("liisa"), at=NOW)
    assert (closed.state, closed.came) == (State.CLOSED, "Calls halved.")
    refused("cases.closed", actions.put_ask, case=made, draft=AskDraft(what="More"))


def test_half_a_measure_a_number_without_source_and_one_from_tomorrow_are_refused() -> None:
    made = case()
    refused("cases.half_a_measure", actions.put_touch, case=made, draft=touch(expected=3))
    refused("cases.measure_missing", actions.put_touch, case=made, draft=touch(baseline=1, expected=3))
    refused("cases.source_missing", actions.add_figure, case=made, draft=figure(source=" "))
    refused("cases.figure_ahead", actions.add_figure, case=made, draft=figure(as_of_on=TOMORROW))
    refused("cases.text_missing", actions.put_ask, case=made, draft=AskDraft(what=" "))
    refused("cases.amount_negative", actions.put_ask, case=made, draft=AskDraft(what="x", amount=-1))  # type: ignore[arg-type]


def test_only_words_with_leave_from_its_own_conversations_are_quoted() -> None:
    made, other = case(), case(title="Another")
    silent = talk(made, "Sara Salo", words="Between us", leave="none").quotes.get()
    refused("cases.no_leave", actions.add_quote, case=made, quote=silent)
    elsewhere = talk(other, "Omar Onwudiwe", words="Fine").quotes.get()
    refused("cases.quote_elsewhere", actions.add_quote, case=made, quote=elsewhere)
    people.give_leave(quote=silent, leave="inside", by=person("liisa"), at=NOW)
    actions.add_quote(case=made, quote=silent, by=person("liisa"), at=NOW)
    assert found(made)["quotes"] == "there"
    people.give_leave(quote=silent, leave="none", by=person("liisa"), at=NOW)
    assert found(made)["quotes"] == "none", "leave that was taken back counts no more"


def test_a_metric_counts_as_a_number_once_it_was_measured_and_grows_old() -> None:
    made, talks = case(), metric("First talks")
    actions.add_metric(case=made, metric=talks, by=person("liisa"), at=NOW)
    assert found(made)["numbers"] == "none"
    measurement(9, of=talks)
    assert found(made)["numbers"] == "there"
    later = {check.code: check.what for check in checks_of(facts_of(made, TODAY + timedelta(days=200)))}
    assert later["numbers"] == "old"


def test_a_member_sets_positions_and_leaves_the_stands_of_the_lead_alone() -> None:
    made = case()
    role(made, "Sara Salo", "influencer", "detractor", kind="apathetic")
    roles = [RoleDraft("decision_maker"), RoleDraft("champion")]
    actions.set_roles(case=made, stakeholder=someone(), roles=roles, by=person("mikko"), at=NOW)
    assert set(made.roles.values_list("role", "detractor_kind")) == {("decision_maker", ""), ("detractor", "apathetic")}
    actions.set_roles(case=made, stakeholder=someone(), roles=[], by=person("liisa"), at=NOW)
    assert not made.roles.exists()
    assert "detractor" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_a_detractor_is_named_with_the_kind_because_the_guide_depends_on_it() -> None:
    made, bare = case(), [RoleDraft("detractor")]
    error = refused("cases.detractor_kind_missing", actions.set_roles, case=made, stakeholder=someone(), roles=bare)
    assert error.field == "detractor_kind" and not made.roles.exists()


def test_people_learn_the_stage_and_the_roles_in_every_case_under_way() -> None:
    made = ready_case()
    eva = role(made, "Eva Ekström", "decision_maker", "influencer")
    (stand,) = ask_stages([eva.pk], TODAY)[eva.pk]
    assert (stand.stage, set(stand.roles)) == ("before_case", {"decision_maker", "influencer"})
    assert stand.decision_on == made.presents_on and stand.url == f"/cases/{made.pk}/"
    walk(made, "tested", "adjusted", "preread_sent", "presented")
    actions.decide_case(case=made, draft=DecisionDraft(answer="yes"), by=person("liisa"), at=NOW)
    stages = [ask_stages([eva.pk], TODAY + timedelta(days=days))[eva.pk][0].stage for days in (1, 40, 200)]
    assert stages == ["approved", "rollout", "running"]
    actions.close_case(case=made, came="It went well.", by=person("liisa"), at=NOW)
    assert ask_stages([eva.pk], TODAY) == {}


def test_what_a_case_keeps_about_somebody_is_in_their_export_and_goes_with_their_erasure() -> None:
    made = presented()
    eva = someone("Eva Ekström")
    role(made, "Eva Ekström", "detractor", kind="resistant")
    actions.put_ask(case=made, draft=AskDraft(what="A good word", kind="advocacy", of=eva), by=None, at=NOW)
    actions.decide_case(case=made, draft=no(decided_by=eva), by=person("liisa"), at=NOW)
    sections = {section.code: section.rows for section in everything_about(eva).sections}
    assert len(sections["case_roles"]) == 1 and sections["case_roles"][0]["role"] == "Detractor"
    assert sections["case_asks"][0]["about"] == "A good word"
    assert sections["case_changes"][0]["what"] == "Engineers write, we edit"
    assert "The budget of this year is spent." in sections["case_decisions"][0]["text"]
    assert sections["case_quotes"][0]["quote"] == "Our engineers lose a day a week on it."
    people.erase_person(stakeholder=eva, by=person("liisa"), at=NOW)
    assert not CaseRole.objects.exists() and not Evidence.objects.filter(kind="quote").exists()
    kept = Decision.objects.get()
    assert kept.decided_by is None and kept.reason == "The budget of this year is spent."
    assert made.adjustments.get().because_of is None and made.asks.filter(what="A good word").get().of is None
    assert not made.talks.exists()


def test_stands_end_with_the_term_of_thoughts_and_positions_stay() -> None:
    made = case()
    sara = role(made, "Sara Salo", "decision_maker", "champion")
    people.end_thoughts(stakeholder=sara, at=NOW)
    assert list(made.roles.values_list("role", flat=True)) == ["decision_maker"]


def test_the_facts_of_many_cases_cost_as_many_queries_as_of_one(django_assert_max_num_queries: Any) -> None:
    many = [ready_case(title=f"Case {n}") for n in range(4)]
    for cases in (many[:1], many):
        with django_assert_max_num_queries(12):
            assert len(facts_for(cases, TODAY)) == len(cases)


def test_the_way_to_a_yes_is_counted_from_the_first_day() -> None:
    made = presented(at=NOW - timedelta(days=60))
    actions.decide_case(case=made, draft=DecisionDraft(answer="yes"), by=person("liisa"), at=NOW)
    waiting = case(at=NOW - timedelta(days=5))
    ways = {way.case.pk: way for way in queries.ways_to_an_answer(person("liisa"), TODAY)}
    assert (ways[made.pk].days, ways[made.pk].answer) == (60, "yes")
    assert (ways[waiting.pk].days, ways[waiting.pk].answer) == (5, "")
    assert queries.middle_days_to_yes(ways.values()) == 60
