"""Goals, Guidepoint and outcomes: what is refused, and by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Refused
from luotsi.rooms.goals import actions, agreeing, queries
from luotsi.rooms.goals.drafts import GoalDraft, GuidepointDraft, MetricDraft, OutcomeDraft
from luotsi.rooms.goals.models import Goal, Metric, Outcome, Strength
from tests.world import NOW, TODAY, goal, guidepoint, metric, outcome, person, stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def goal_draft(**fields: Any) -> GoalDraft:
    return GoalDraft(
        **{
            "title": "More pipeline",
            "metric": fields.pop("metric", None) or metric(),
            "baseline": Decimal(20),
            "target": Decimal(60),
            "starts_on": date(2026, 1, 1),
            "by_on": date(2026, 12, 31),
            "expires_on": date(2026, 12, 31),
            **fields,
        }
    )


def outcome_draft(serving: Goal, **fields: Any) -> OutcomeDraft:
    return OutcomeDraft(
        **{
            "title": "More first talks",
            "metric": fields.pop("metric", None) or metric("First talks"),
            "baseline": Decimal(4),
            "target": Decimal(12),
            "starts_on": date(2026, 10, 1),
            "by_on": date(2026, 12, 31),
            "goal": serving,
            **fields,
        }
    )


def refusal_of(action: Any, **arguments: Any) -> Refused:
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        action(**arguments, by=person("liisa"), at=NOW)
    assert Entry.objects.count() == before, "a refusal writes nothing"
    return refused.value


def test_a_goal_is_added_with_one_entry_that_copies_nothing() -> None:
    added = actions.add_goal(draft=goal_draft(), by=person("liisa"), at=NOW)
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject, entry.details) == ("goals.goal_added", f"goals.goal:{added.pk}", {})


def test_a_count_of_output_is_never_a_target() -> None:
    posts = metric("Posts published", kind=Metric.Kind.OUTPUT)
    for action, arguments in (
        (actions.add_goal, {"draft": goal_draft(metric=posts)}),
        (actions.add_outcome, {"draft": outcome_draft(goal(), metric=posts), "guidepoint": guidepoint()}),
    ):
        refused = refusal_of(action, **arguments)
        assert (refused.code, refused.field) == ("goals.output_as_target", "metric")
        assert "Posts published" in refused.text


def test_a_target_cannot_become_a_count_of_output_afterwards() -> None:
    goal()
    refused = refusal_of(actions.edit_metric, metric=metric(), draft=MetricDraft(name="Qualified leads", kind="output"))
    assert refused.code == "goals.metric_is_target"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"target": Decimal(20)}, "goals.no_way_to_go"),
        ({"by_on": date(2026, 1, 1)}, "goals.by_early"),
        ({"expires_on": date(2025, 12, 31)}, "goals.expires_early"),
        ({"title": "  "}, "goals.title_missing"),
    ],
)
def test_a_goal_that_cannot_be_pursued_is_refused(fields: dict[str, Any], code: str) -> None:
    assert refusal_of(actions.add_goal, draft=goal_draft(**fields)).code == code


def test_an_outcome_for_an_expired_goal_is_refused_by_name() -> None:
    old = goal("Last year's fair", expires_on=TODAY - timedelta(days=1))
    refused = refusal_of(actions.add_outcome, guidepoint=guidepoint(), draft=outcome_draft(old))
    assert (refused.code, refused.field) == ("goals.goal_expired", "goal")
    assert "Last year's fair" in refused.text


def test_an_outcome_for_a_goal_that_was_given_up_is_refused_until_it_is_taken_up_again() -> None:
    liisa, current = person("liisa"), guidepoint()
    given_up = actions.give_up_goal(goal=goal(), by=liisa, at=NOW)
    assert (
        refusal_of(actions.add_outcome, guidepoint=current, draft=outcome_draft(given_up)).code == "goals.goal_given_up"
    )
    actions.take_up_goal(goal=given_up, by=liisa, at=NOW)
    assert actions.add_outcome(guidepoint=current, draft=outcome_draft(given_up), by=liisa, at=NOW).pk


def test_a_metric_described_with_the_goal_is_found_or_added_once() -> None:
    liisa = person("liisa")
    described = MetricDraft(name="Renewals", unit="%")
    first = actions.add_goal(draft=goal_draft(metric=described), by=liisa, at=NOW)
    second = actions.add_goal(draft=goal_draft(metric=replace(described, name="renewals ")), by=liisa, at=NOW)
    assert first.metric == second.metric and first.metric.unit == "%"
    assert refusal_of(actions.add_goal, draft=goal_draft(metric=MetricDraft(name="New"), target=Decimal(20)))
    assert not Metric.objects.filter(name="New").exists()


def test_giving_up_twice_changes_nothing() -> None:
    liisa, pursued = person("liisa"), goal()
    for _ in range(2):
        actions.give_up_goal(goal=pursued, by=liisa, at=NOW)
    assert Entry.objects.count() == 1


def test_a_sixth_outcome_is_refused() -> None:
    current, serving = guidepoint(), goal()
    for number in range(Outcome.MOST):
        actions.add_outcome(
            guidepoint=current, draft=outcome_draft(serving, title=f"Outcome {number}"), by=None, at=NOW
        )
    refused = refusal_of(actions.add_outcome, guidepoint=current, draft=outcome_draft(serving))
    assert refused.code == "goals.too_many_outcomes"


def test_the_last_outcome_stays() -> None:
    first = outcome()
    assert refusal_of(actions.remove_outcome, outcome=first).code == "goals.last_outcome"
    second = outcome("Another")
    actions.remove_outcome(outcome=second, by=person("liisa"), at=NOW)
    assert list(Outcome.objects.all()) == [first]


def test_moving_an_outcome_to_an_expired_goal_is_refused() -> None:
    old = goal("Old", expires_on=TODAY - timedelta(days=1))
    living = outcome(goal=goal())
    assert refusal_of(actions.edit_outcome, outcome=living, draft=outcome_draft(old)).code == "goals.goal_expired"


def test_only_living_outcomes_are_offered_to_work() -> None:
    living = outcome(goal=goal())
    expiring = outcome("Ends today", goal=goal("Ends today", expires_on=TODAY))
    outcome("Too late", goal=goal("Over", expires_on=TODAY - timedelta(days=1)))
    outcome("Given up", goal=goal("Given up", given_up_on=TODAY))
    past = guidepoint("Past", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    outcome("Of a past quarter", guidepoint=past, goal=living.goal)
    assert set(queries.living_outcomes(TODAY)) == {living, expiring}
    assert [choice.title for choice in queries.outcomes_for_choice(TODAY)] == ["Ends today", living.title]


def test_the_guidepoint_of_today_is_the_one_begun_last() -> None:
    liisa = person("liisa")
    draft = GuidepointDraft(statement="Clear", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))
    actions.add_guidepoint(draft=draft, by=liisa, at=NOW)
    newer = actions.add_guidepoint(draft=replace(draft, starts_on=date(2026, 11, 1)), by=liisa, at=NOW)
    actions.add_guidepoint(draft=replace(draft, starts_on=date(2026, 12, 1)), by=liisa, at=NOW)
    assert queries.current_guidepoint(TODAY) == newer
    assert queries.current_guidepoint(date(2027, 6, 1)) is None


def test_a_statement_that_lists_tactics_is_pointed_out_and_a_result_is_not() -> None:
    assert queries.tactics_in("Four blog posts a week, a brochure and two webinars")
    assert queries.tactics_in("Plant managers ask us first when a line has to change.") == ()


def test_not_a_no_and_lukewarm_never_count_as_agreement() -> None:
    current = outcome().guidepoint
    for number, strength in enumerate(Strength):
        agreeing.record_agreement(
            guidepoint=current, stakeholder=stakeholder(f"Person {number}"), strength=strength, by=None, at=NOW
        )
    assert [one.name for one in queries.agreed(current)] == ["Person 4", "Person 3"]
    seen = queries.agreed_for(person("liisa"), current)
    assert seen.stands is not None and (len(seen.stands), len(seen.by), seen.collide) == (5, 2, True)


def test_the_newest_stand_of_a_stakeholder_counts() -> None:
    current, sara = outcome().guidepoint, stakeholder()
    for days, strength in enumerate((Strength.FULL, Strength.LUKEWARM)):
        agreeing.record_agreement(
            guidepoint=current, stakeholder=sara, strength=strength, by=None, at=NOW + timedelta(days=days)
        )
    assert queries.agreed(current) == []
    assert current.agreements.count() == 2


def test_how_strongly_somebody_agrees_is_for_the_lead_only_and_never_in_the_log() -> None:
    current = outcome().guidepoint
    agreeing.record_agreement(
        guidepoint=current, stakeholder=stakeholder(), strength=Strength.AGAINST, by=person("liisa"), at=NOW
    )
    assert "against" not in str(Entry.objects.get().details)
    for who in ("mikko", "sara", "omar", "eva", "aino"):
        assert queries.agreed_for(person(who), current) == queries.Agreed([], None, False)


def test_nobody_agrees_to_a_guidepoint_without_outcomes() -> None:
    refused = refusal_of(
        agreeing.record_agreement, guidepoint=guidepoint(), stakeholder=stakeholder(), strength=Strength.FULL
    )
    assert refused.code == "goals.nothing_to_agree_to"


def test_an_answer_from_above_is_kept() -> None:
    current, eva = guidepoint(), person("eva")
    owner = stakeholder("Eva Ekström", user=eva)
    asked = agreeing.escalate(
        guidepoint=current, question="New industries or more from today's?", asked_of=owner, by=person("liisa"), at=NOW
    )
    assert queries.answerable(eva, [asked]) == {asked.pk} and not queries.answerable(person("mikko"), [asked])
    agreeing.answer_escalation(escalation=asked, answer="New industries.", by=eva, at=NOW)
    assert refusal_of(agreeing.answer_escalation, escalation=asked, answer="Today's.").code == "goals.answered_already"
    kept = queries.escalations_for(eva, current)[0]
    assert kept.answer == "New industries." and not kept.is_open
    assert queries.escalations_for(person("sara"), current) == []
