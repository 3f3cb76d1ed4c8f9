"""What counts as agreement, who is due and who comes first, until when words are kept: pure rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from luotsi.rooms.people.codes import DetractorKind, Role, Stage, Strength
from luotsi.rooms.people.guides import MOST_QUESTIONS, guide_for
from luotsi.rooms.people.rules import (
    DAYS,
    Due,
    Why,
    cadence_days,
    counts_as_agreement,
    domains_above,
    due_on,
    is_due,
    is_sceptic,
    sceptics_first,
    shortest_cadence_days,
    thoughts_end_on,
)
from tests.world import TODAY


def test_only_full_and_investing_count_as_agreement() -> None:
    counting = {strength.value for strength in Strength if counts_as_agreement(strength)}
    assert counting == {"full", "invests"}
    assert {strength.value for strength in Strength if strength.counts} == counting


def test_what_counts_is_asked_in_one_place_by_goals_too() -> None:
    from luotsi.rooms.goals import models as goals
    from luotsi.rooms.goals import queries as goals_queries

    assert goals.Strength is Strength and goals_queries.counts_as_agreement is counts_as_agreement


def test_every_stage_has_a_cadence_for_every_role() -> None:
    assert set(DAYS) == set(Stage.values)
    assert all(set(roles) == set(Role.values) for roles in DAYS.values())
    assert cadence_days("rollout", "detractor") < cadence_days("running", "detractor")


def test_the_most_pressing_role_sets_the_cadence() -> None:
    roles = ["champion", "detractor"]
    assert shortest_cadence_days("before_case", roles) == cadence_days("before_case", "detractor")
    assert shortest_cadence_days("before_case", []) == max(DAYS["before_case"].values())


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(29, False), (30, True), (31, True)], ids=["a day before", "on the day", "a day after"]
)
def test_a_detractor_is_due_thirty_days_after_the_last_talk_before_a_case(days_ago: int, expected: bool) -> None:
    last = TODAY - timedelta(days=days_ago)
    due = is_due(stage="before_case", roles=["detractor"], last_held_on=last, known_since=last, on=TODAY)
    assert due is expected


def test_who_was_never_talked_to_is_due_from_the_day_they_were_entered() -> None:
    assert due_on(stage="running", roles=["champion"], last_held_on=None, known_since=TODAY) == TODAY


def test_not_heard_yet_is_not_sceptical_but_lukewarm_is() -> None:
    assert not is_sceptic(["champion"], None) and not is_sceptic([], "full")
    assert is_sceptic(["champion"], "lukewarm") and is_sceptic([], "not_a_no") and is_sceptic(["detractor"], "invests")


def line(pk: int, **fields: object) -> Due:
    given = {"stage": "before_case", "roles": (), "due_on": TODAY, "days_over": 0, "why": Why.TOO_LONG_AGO, **fields}
    return Due(stakeholder_id=pk, **given)  # type: ignore[arg-type]


def test_before_a_decision_sceptics_come_first_the_most_influential_first() -> None:
    soon, far = TODAY + timedelta(days=10), TODAY + timedelta(days=60)
    dues = [
        line(1, days_over=90),
        line(2, decision_on=soon, strength="full", influence=5),
        line(3, decision_on=soon, strength="lukewarm", influence=2),
        line(4, decision_on=soon, roles=("detractor",), influence=4),
        line(5, decision_on=far, roles=("detractor",), influence=5, days_over=1),
    ]
    assert [due.stakeholder_id for due in sceptics_first(dues, TODAY)] == [4, 3, 2, 1, 5]


def test_a_decision_that_has_passed_presses_nobody() -> None:
    assert not line(1, decision_on=TODAY - timedelta(days=1)).is_before_decision(TODAY)
    assert line(1, decision_on=TODAY).is_before_decision(TODAY)


def test_words_end_after_the_last_talk_or_after_leaving_whichever_is_first() -> None:
    heard, left = date(2026, 5, 31), date(2026, 3, 1)
    assert thoughts_end_on(last_heard_on=heard, left_on=None, months=24) == date(2028, 5, 31)
    assert thoughts_end_on(last_heard_on=heard, left_on=left, months=24) == date(2028, 3, 1)
    assert thoughts_end_on(last_heard_on=heard, left_on=None, months=21) == date(2028, 2, 29)
    assert thoughts_end_on(last_heard_on=None, left_on=left, months=24) is None


def test_addresses_below_a_domain_belong_to_it() -> None:
    assert domains_above("mail.acme.example") == ["mail.acme.example", "acme.example", "example"]
    assert domains_above("") == []


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("role", [(role, "") for role in Role.values if role != "detractor"])
def test_a_guide_is_a_few_open_questions(stage: str, role: tuple[str, str]) -> None:
    questions = guide_for(stage, [role])
    assert 4 <= len(questions) <= MOST_QUESTIONS and len(set(questions)) == len(questions)
    assert all(question.endswith("?") for question in questions)


@pytest.mark.parametrize("kind", DetractorKind.values)
def test_a_detractor_is_asked_by_the_kind_first_however_many_roles(kind: str) -> None:
    every = [(role, kind if role == "detractor" else "") for role in Role.values]
    alone, together = guide_for("before_case", [("detractor", kind)]), guide_for("before_case", every)
    assert len(together) == MOST_QUESTIONS
    assert len(set(alone) & set(together)) >= 3
    assert guide_for("before_case", [("detractor", "resistant")]) != guide_for(
        "before_case", [("detractor", "apathetic")]
    )
