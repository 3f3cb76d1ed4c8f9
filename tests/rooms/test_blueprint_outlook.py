"""The draft looked at twice: chances, shares, prices of hours; and how many questions its pages ask."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from luotsi.rooms.blueprint import actions
from luotsi.rooms.blueprint.models import PlanRun, Scenario, ShareMinimum
from luotsi.rooms.blueprint.problem import put_problem
from luotsi.rooms.blueprint.queries.chances import chances_of
from luotsi.rooms.blueprint.queries.outlook import doubt_line, doubt_of, solved_of, standing_of
from luotsi.rooms.blueprint.queries.shares import said_prices
from luotsi.rooms.blueprint.queries.worth import worth_of
from luotsi.rooms.blueprint.saying_outlook import odds, signed
from tests.rooms.test_blueprint_scenarios import AROUND, MONDAY, browser, with_plan
from tests.world import NOW, person
from tests.world_blueprint import item, quarter

STARTS = date(2026, 11, 23)


# -- in words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "in fewer than 1 of 100 quarters"),
        (0.034, "in 3 of 100 quarters"),
        (0.42, "in 4 of 10 quarters"),
        (0.8, "in 8 of 10 quarters"),
        (0.93, "in 93 of 100 quarters"),
        (1.0, "in more than 99 of 100 quarters"),
    ],
)
def test_a_chance_is_said_as_people_count(chance: float, said: str) -> None:
    assert odds(chance) == said


def test_a_difference_has_its_true_sign() -> None:
    assert [signed(value) for value in (1.25, -3, 0.01, -0.04)] == ["+1.2", "−3", "±0", "±0"]


def chances(first_week: int = 0) -> Any:
    doubt = {
        "holds": 0.3, "by_week": [0.9, 0.6, 0.3], "hours_left": 4.2, "hours_left_by_skill": {"web": 4.2},
        "by_skill": {"design": 1.0, "web": 0.3},
        "by_item": {
            "1": {"holds": 0.9, "done_by": {"50": 0, "85": 0, "95": 1}},
            "2": {"holds": 0.6, "done_by": {"50": 1, "85": 2, "95": None}},
            "3": {"holds": 0.3, "done_by": {"50": None, "85": None, "95": None}},
        },
    }  # fmt: skip
    places = [{"id": id_, "end": end} for id_, end in (("1", 0), ("2", 1), ("3", 2))]
    return chances_of(doubt, places, STARTS, {"1": "First", "2": "Second", "3": "Third"}, first_week)


def test_the_least_certain_comes_first_with_the_friday_that_can_be_promised() -> None:
    found = chances()
    assert [(one.title, one.planned, one.promise, one.is_later) for one in found.items] == [
        ("Third", "11 Dec", "", True), ("Second", "4 Dec", "11 Dec", True), ("First", "27 Nov", "27 Nov", False),
    ]  # fmt: skip
    assert [one.skill for one in found.skills] == ["web", "design"]
    assert [(week.ends, week.due) for week in found.weeks] == [("27 Nov", 1), ("4 Dec", 2), ("11 Dec", 3)]
    assert found.kind == "bad" and "in 3 of 10 quarters" in found.sentence
    assert [week.ends for week in chances(first_week=2).weeks] == ["11 Dec"]


def test_where_to_hire_names_the_dearest_hour_first_and_no_price_that_is_nothing() -> None:
    prices = {
        "skills": {"design": [0.1, 0.4, 0.0], "web": [0.001, 0.0, 0.0]}, "experts": {"lawyer": [0.0, 0.9, 0.9]},
        "budgets": {"money": 0.002},
    }  # fmt: skip
    found = worth_of(prices, STARTS, 3)
    assert [row.name for row in found.skills] == ["design", "web"]
    assert [cell.level for cell in found.skills[0].cells] == [1, 2, 0]
    assert found.advice[0].startswith("One more hour of lawyer in the week of 30 Nov is worth 0.90 points")
    assert found.advice[-1] == "One more thousand of budget is worth 2 points." and len(found.advice) == 3
    assert worth_of(prices, STARTS, 3, first_week=2).skills[0].best.level == 0
    assert worth_of({}, STARTS, 3).advice == []


def test_a_price_that_is_not_proven_says_between_what_it_lies() -> None:
    one = {"by": "goal", "name": "7", "needed": 30.0, "reached": 40.0, "kind": "hours", "exact": False,
           "price": 0.5, "at_least": 0.2, "at_most": 3.0, "relaxed": 1.1}  # fmt: skip
    share = {**one, "by": "asker", "name": "Sales", "needed": 0.3, "reached": 0.2, "kind": "share"}
    said = said_prices(
        [one, {**share, "price": None}, {**share, "exact": True}, {**share, "at_most": 0.0}], {"7": "Grow"}
    )
    assert (said[0].name, said[0].needed, said[1].reached) == ("Grow", "30 h", "20 %")
    assert said[0].said == "about 1.1 points more; between 0.2 and 3 for certain"
    assert "plan again first" in said[1].said
    assert (said[2].said, said[3].said) == ("0.5 points more", "no more: it costs nothing")


# -- the draft as it stands -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.database
def test_doubt_is_about_the_draft_as_it_stands_and_counts_what_no_plan_knows() -> None:
    blueprint, lead = with_plan(6), person("liisa")
    moved = blueprint.slots.filter(start=0)[0]
    actions.pin_item(blueprint, moved.work_item, week=7, by=lead, at=NOW)
    actions.pin_item(blueprint, item("Came later"), week=2, by=lead, at=NOW)
    solved = solved_of(blueprint, lead)
    assert solved is not None
    stands = standing_of(solved)
    assert stands.unknown == 1
    assert next(one.start for one in stands.chosen if one.id == str(moved.work_item_id)) == 7
    line = doubt_line(blueprint, MONDAY)
    assert line is not None and len(line.items) == len(stands.chosen)
    page = browser("liisa").get(f"/blueprint/{blueprint.pk}/publish/").content.decode()
    assert line.sentence in page
    assert b"1 item was placed or changed since" in browser("mikko").get(f"/blueprint/{blueprint.pk}/doubt/").content


@pytest.mark.django_db
@pytest.mark.database
def test_shares_are_set_by_form_and_together_are_no_more_than_all() -> None:
    blueprint, mikko = with_plan(6), browser("mikko")
    path = f"/blueprint/{blueprint.pk}/fairness/"
    form = mikko.get(path).context["form"]
    sales, service = (form.field_of("asker", name).name for name in ("Sales", "Service"))
    assert mikko.post(path, {sales: "60", service: "50"}).status_code == 422
    assert not ShareMinimum.objects.exists()
    assert mikko.post(path, {sales: "10"}).status_code == 302
    assert ShareMinimum.objects.get().share == 0.1
    assert mikko.get(path).context["form"][sales].value() == "10"
    assert put_problem(blueprint, on=MONDAY).problem["shares"] == {"asker": {"Sales": 0.1}}
    prices = mikko.get(path + "prices/", headers={"HX-Request": "true"})
    assert b"Sales" in prices.content and prices.content.strip() in mikko.get(path + "prices/").content


@pytest.mark.django_db
@pytest.mark.database
def test_pages_around_a_draft_lead_to_a_plan_where_there_is_none() -> None:
    blueprint, mikko = quarter(starts_on=MONDAY), browser("mikko")
    for end in AROUND:
        page = mikko.get(f"/blueprint/{blueprint.pk}/{end}/").content
        assert b"There is no plan to look at yet" in page, end


@pytest.mark.django_db
@pytest.mark.database
def test_every_page_around_a_draft_takes_at_most_twelve_queries(django_assert_max_num_queries) -> None:
    blueprint = with_plan(80)
    run = PlanRun.objects.get()
    outlook = {"doubt": doubt_of(_asked(blueprint)).to_json(), "first_week": 0}
    kept = [
        Scenario(
            blueprint=blueprint, name=f"Scenario {n}", asked_at=NOW, put_at=NOW, problem=run.problem, answer=run.answer,
            facts=run.facts, outlook=outlook, status=run.status, value=run.value, finished_at=NOW,
        )
        for n in range(3)
    ]  # fmt: skip
    Scenario.objects.bulk_create(kept)
    pks = [one.pk for one in Scenario.objects.all()]
    base, mikko = f"/blueprint/{blueprint.pk}", browser("mikko")
    compare = "scenarios/compare/?" + "&".join(f"scenario={pk}" for pk in pks)
    ends = (
        "what-if/?hours_0=30",
        "scenarios/",
        "scenarios/new/",
        compare,
        "doubt/",
        "fairness/",
        "fairness/prices/",
        "worth/",
    )
    for path in [*(f"{base}/{end}" for end in ends), f"/blueprint/scenarios/{pks[0]}/"]:
        with django_assert_max_num_queries(12):
            assert mikko.get(path).status_code == 200, path


def _asked(blueprint: Any) -> Any:
    solved = solved_of(blueprint, person("liisa"))
    assert solved is not None
    return solved.asked(standing_of(solved).chosen)
