"""The rules of cases as tables: each check at its edges, the words of the tone, where the road leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.rules.checks import ALL, SHOWN, THOUGHTS, checks_of, missing_for
from luotsi.rooms.cases.rules.facts import CaseFacts, GoalFact, PersonFact, TouchFact
from luotsi.rooms.cases.rules.road import NEEDS, STEPS, next_step, reopens_as, stage_of
from luotsi.rooms.cases.rules.tone import tone_of
from luotsi.rooms.cases.words import CHECKS, FOUND, MATTERS, MENDED_IN

ON = date(2026, 11, 23)
EMPTY = CaseFacts(on=ON)
BOSS = PersonFact("Eva", frozenset({"decision_maker"}), is_heard=True)
SMALL = TouchFact("Service", hours=120)


def days(number: int) -> date:
    return ON + timedelta(days=number)


@pytest.mark.parametrize(
    ("code", "fields", "state", "what", "names"),
    [
        ("why", {"whys": ("a", " ", "")}, "missing", "unanswered", ("why_goals", "why_care")),
        ("why", {"whys": ("a", "b", "c")}, "ok", "answered", ()),
        ("goals", {}, "missing", "none", ()),
        ("goals", {"goals": (GoalFact("Old", days(-1)),)}, "missing", "ended", ("Old",)),
        ("goals", {"goals": (GoalFact("Old", days(-1)), GoalFact("New"))}, "better", "ended", ("Old",)),
        ("goals", {"goals": (GoalFact("New"),)}, "ok", "living", ("New",)),
        ("touches", {}, "missing", "none", ()),
        ("touches", {"touches": (TouchFact("Sales"),)}, "missing", "unmeasured", ("Sales",)),
        ("touches", {"touches": (SMALL,)}, "better", "one_small", ("Service",)),
        ("touches", {"touches": (SMALL, SMALL)}, "better", "one_small", ("Service",)),
        ("touches", {"touches": (replace(SMALL, hours=400),)}, "ok", "measured", ("Service",)),
        ("touches", {"touches": (replace(SMALL, hours=399.9),)}, "better", "one_small", ("Service",)),
        ("touches", {"touches": (TouchFact("Service", people_count=50),)}, "ok", "measured", ("Service",)),
        ("touches", {"touches": (TouchFact("Service", True, change_share=-0.25),)}, "ok", "measured", ("Service",)),
        ("touches", {"touches": (SMALL, TouchFact("Sales"))}, "better", "one_small", ("Service",)),
        ("touches", {"touches": (SMALL, TouchFact("Sales", True))}, "ok", "measured", ("Service", "Sales")),
        (
            "touches", {"touches": (SMALL, TouchFact("Sales", True), TouchFact("HR"))}, "better", "unmeasured", ("HR",),
        ),
        ("heard", {}, "missing", "no_decision_maker", ()),
        ("heard", {"people": (replace(BOSS, is_heard=False),)}, "missing", "unheard", ("Eva",)),
        ("heard", {"people": (BOSS, PersonFact("Omar", frozenset({"influencer"})))}, "missing", "unheard", ("Omar",)),
        ("heard", {"people": (BOSS, PersonFact("Outi", frozenset({"contributor"})))}, "ok", "heard", ()),
        ("backing", {"people": (PersonFact("A", strength="lukewarm"),)}, "missing", "nobody", ("A",)),
        ("backing", {"people": (PersonFact("A", strength="not_a_no"),)}, "missing", "nobody", ("A",)),
        ("backing", {"people": (PersonFact("A", strength="against"),)}, "missing", "nobody", ()),
        ("backing", {"people": (PersonFact("A", strength="full"),)}, "ok", "some", ()),
        ("backing", {"people": (PersonFact("A", strength="invests"),)}, "ok", "some", ()),
        ("doubts", {"people": (PersonFact("A", strength="against"),)}, "missing", "unasked", ("A",)),
        ("doubts", {"people": (PersonFact("A", strength="against", told_worry=True),)}, "ok", "asked", ()),
        ("doubts", {"people": (PersonFact("A"), PersonFact("B", strength="full"))}, "ok", "asked", ()),
        ("worries", {"worries": ("A", "A", "B")}, "better", "open", ("A", "B")),
        ("worries", {}, "ok", "eased", ()),
        ("numbers", {}, "missing", "none", ()),
        ("numbers", {"numbers": 2, "old_numbers": ("Calls",)}, "better", "old", ("Calls",)),
        ("numbers", {"numbers": 1}, "ok", "there", ()),
        ("quotes", {}, "missing", "none", ()),
        ("asks", {"asks": ("Money",)}, "ok", "there", ()),
        ("preread", {}, "missing", "no_day", ()),
        ("preread", {"presents_on": days(10)}, "missing", "to_send", ()),
        ("preread", {"presents_on": days(3)}, "missing", "to_send", ()),
        ("preread", {"presents_on": days(2)}, "missing", "late", ()),
        ("preread", {"presents_on": days(10), "preread_on": days(7)}, "ok", "sent", ()),
        ("preread", {"presents_on": days(10), "preread_on": days(8)}, "better", "sent", ()),
        ("tone", {"risks": (("No time", " "),)}, "better", "bare_risks", ("No time",)),
        ("tone", {"idea": "Nobody reads it. It fails."}, "better", "complains", ("nobody", "fails")),
        ("tone", {"idea": "It fails today; we save two days and gain talks."}, "ok", "solves", ()),
    ],
)  # fmt: skip
def test_each_check_finds(code: str, fields: dict[str, Any], state: str, what: str, names: tuple[str, ...]) -> None:
    check = ALL[code](replace(EMPTY, **fields))
    assert (check.state, check.what, check.names) == (state, what, names)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nobody answers, the work is wasted, calls fail.", "en"),
        ("Kukaan ei lue niitä, työ menee hukkaan ja se on ongelma.", "fi"),
        ("Никто не читает, мы теряем время, это проблема.", "ru"),
        ("Nadie lo lee, perdemos tiempo y es un problema.", "es"),
        ("Masalah: pekerjaan sia-sia, kita kehilangan waktu.", "id"),
    ],
)
def test_complaints_are_found_in_five_languages(text: str, language: str) -> None:
    found = tone_of(text)
    assert found.language == language and len(found.complaints) > len(found.solutions)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We save two days and sales can reach more mills.", "en"),
        ("Säästämme kaksi päivää, ja se auttaa huoltoa.", "fi"),
        ("Мы экономим два дня, это поможет сервису.", "ru"),
        ("Ahorramos dos días y ayudamos al servicio.", "es"),
        ("Kita menghemat dua hari dan membantu layanan.", "id"),
    ],
)
def test_solutions_are_found_in_five_languages(text: str, language: str) -> None:
    found = tone_of(text)
    assert found.language == language and found.solutions and not found.complaints


def test_a_text_without_either_has_no_language_and_no_fault() -> None:
    assert tone_of("Pump 7, Kotka.").language == "" and ALL["tone"](EMPTY).state == "ok"


def test_every_check_has_its_words_and_a_place_where_it_is_mended() -> None:
    for code in ALL:
        assert CHECKS[code] and MATTERS[code] and MENDED_IN[code]
    assert {code for code, _what in FOUND} == set(ALL)
    assert {*SHOWN, *(code for codes in NEEDS.values() for code in codes)} == set(ALL)


def test_presenting_wants_evidence_where_the_first_test_wants_a_hypothesis() -> None:
    hypothesis = replace(EMPTY, whys=("a", "b", "c"), goals=(GoalFact("New"),), talks_held=1)
    assert missing_for(hypothesis, NEEDS[State.TESTED]) == []
    missing = {check.code for check in missing_for(hypothesis, NEEDS[State.PRESENTED])}
    assert missing == {"numbers", "quotes", "heard", "preread"}


def test_what_needs_to_get_better_holds_nothing_up() -> None:
    whole = replace(
        EMPTY, whys=("a", "b", "c"), goals=(GoalFact("New"),), touches=(SMALL,), numbers=1, old_numbers=("Calls",),
        quotes=1, asks=("Money",), presents_on=days(9),
    )  # fmt: skip
    assert missing_for(whole, NEEDS[State.PREREAD_SENT]) == []
    assert {check.code for check in checks_of(whole) if check.state == "better"} == {"touches", "numbers"}


def test_thoughts_are_never_what_a_step_before_the_presentation_asks_for() -> None:
    asked = {step: THOUGHTS & set(codes) for step, codes in NEEDS.items() if THOUGHTS & set(codes)}
    assert asked == {State.PRESENTED: {"doubts"}}


def test_the_road_leads_to_its_presentation_and_no_step_by_hand_decides() -> None:
    walked, here = [State.DRAFT], State.DRAFT
    while (step := next_step(here)) is not None:
        walked.append(step)
        here = step
    assert walked == ["draft", "tested", "adjusted", "preread_sent", "presented"]
    reachable = {step for steps in STEPS.values() for step in steps}
    assert reachable.isdisjoint({State.DECIDED, State.RUNNING, State.CLOSED})


@pytest.mark.parametrize(
    ("state", "since_yes", "stage"),
    [("draft", 0, "before_case"), ("presented", 0, "before_case"), ("running", 30, "approved"),
     ("running", 31, "rollout"), ("running", 181, "running"), ("closed", 0, "running")],
)  # fmt: skip
def test_the_stage_of_conversations_follows_the_road(state: str, since_yes: int, stage: str) -> None:
    assert stage_of(state, since_yes) == stage


def test_a_not_yet_is_adjusted_and_a_no_starts_from_its_why() -> None:
    assert (reopens_as("not_yet"), reopens_as("no")) == (State.ADJUSTED, State.DRAFT)
