"""From the backlog to a plan that is kept: the problem, the answer, pins, conflicts, facts that change meanwhile."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from luotsi.engines.planning import Placed, Problem, check
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Refused
from luotsi.rooms.backlog import actions as backlog
from luotsi.rooms.backlog.signals import planned_dates, quarter_capacity
from luotsi.rooms.blueprint import actions, problem, queries
from luotsi.rooms.blueprint.actions import Frame
from luotsi.rooms.blueprint.models import WEEKS, Blueprint, PlanRun, Skill, TeamMember
from luotsi.rooms.blueprint.problem import put_problem
from luotsi.rooms.blueprint.saying import Words
from tests.world import NOW, TODAY, person
from tests.world_blueprint import backlog_of, item, made, planned, published, quarter, serving, team

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LATER = NOW + timedelta(hours=1)


def who() -> dict[str, object]:
    return {"by": person("liisa"), "at": LATER}


def placed(blueprint: Blueprint) -> list[Placed]:
    return [Placed(str(slot.work_item_id), slot.way, slot.start, slot.end) for slot in blueprint.slots.all()]


def put(blueprint: Blueprint, on=TODAY) -> dict[str, dict]:
    return {one["id"]: one for one in put_problem(blueprint, on=on).problem["items"]}


# -- the problem ------------------------------------------------------------------------------------------------


def test_an_item_is_put_with_its_value_before_effort_its_class_goal_and_usual_way() -> None:
    blueprint = quarter()
    asked = item("A story", hours=30, worth=8, moscow="could", confidence=Decimal("0.7"), deliverable="blog")
    found = put(blueprint)[str(asked.pk)]
    assert found["value"] == pytest.approx(8 * 0.7 * float(serving().weight))
    assert (found["class"], found["goal"], found["earliest"]) == ("could", str(serving().goal_id), 0)
    (mode,) = found["modes"]
    assert mode["name"] == "usual" and mode["in_progress"] == "writer"
    assert mode["weeks"] * sum(mode["hours"].values()) == pytest.approx(30, abs=0.05)


def test_a_nearer_date_makes_an_item_lose_more_by_waiting() -> None:
    blueprint = quarter()
    near, far = (item(f"{weeks}", needed_on=TODAY + timedelta(weeks=weeks)) for weeks in (2, 10))
    found = put(blueprint)
    assert found[str(near.pk)]["value_lost_per_week"] == pytest.approx(found[str(near.pk)]["value"] / 4)
    assert found[str(far.pk)]["value_lost_per_week"] == pytest.approx(found[str(far.pk)]["value"] / 20)


def test_what_no_plan_can_hold_is_left_out_with_its_own_reason() -> None:
    blueprint = quarter()
    items = {
        "no_estimate": item("No estimate", hours=None),
        "no_value": item("Serves nothing", worth=0),
        "class": item("Not this time", moscow="wont"),
        "too_long": item("Endless", hours=5000),
    }
    out = put_problem(blueprint, on=TODAY).out
    assert {code: out[one.pk][0]["code"] for code, one in items.items()} == {code: code for code in items}


def test_a_described_way_takes_the_place_of_the_usual_one_and_costs_count_against_the_budget() -> None:
    blueprint = quarter(budget=Decimal(900))
    asked = item("A film", moscow="must")
    writer = Skill.objects.get(name="writer")
    actions.add_way(asked, name="own team", weeks=2, hours={writer: Decimal(20)}, cost=Decimal(0), **who())
    actions.add_way(asked, name="agency", weeks=1, hours={writer: Decimal(2)}, cost=Decimal(1000), **who())
    modes = {mode["name"]: mode for mode in put(blueprint)[str(asked.pk)]["modes"]}
    assert modes["own team"]["hours"] == {"writer": 10} and modes["agency"]["costs"] == {"money": 1000}
    planned(blueprint)
    assert blueprint.slots.get().way == "own team"  # the agency is dearer than the budget
    with pytest.raises(Refused):
        actions.add_way(asked, name="agency", weeks=1, hours={}, cost=Decimal(0), **who())


def test_only_the_first_by_advice_are_weighed_but_every_must_and_every_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem, "MOST_ITEMS", 4)
    blueprint = quarter()
    items = [item(f"Item {n}", worth=9 - n) for n in range(7)]
    must = item("Must", worth=0.1, hours=40, moscow="must")
    actions.pin_item(blueprint, items[6], **who())
    put_now = put_problem(blueprint, on=TODAY)
    assert set(put_now.versions) == {*(one.pk for one in items[:4]), items[6].pk, must.pk}
    assert put_now.open_count == 8


def test_weeks_gone_by_are_closed_and_what_has_begun_keeps_its_place() -> None:
    blueprint = quarter()
    begun, waiting = item("Begun", hours=40), item("Waiting", hours=10)
    actions.pin_item(blueprint, begun, week=0, by=person("liisa"), at=NOW)
    on = TODAY + timedelta(weeks=1, days=2)
    found = put_problem(blueprint, on=on).problem
    assert found["frozen_until"] == 1 and found["previous"][0]["id"] == str(begun.pk)
    assert put(blueprint, on)[str(waiting.pk)]["earliest"] == 1
    run = planned(blueprint, on=on)
    assert run.status == "optimal"
    assert {slot.work_item_id: slot.start for slot in blueprint.slots.all()} == {begun.pk: 0, waiting.pk: 1}


# -- the plan ---------------------------------------------------------------------------------------------------


def test_the_plan_that_is_kept_is_the_planners_and_keeps_every_rule() -> None:
    backlog_of(30)
    blueprint = quarter()
    run = planned(blueprint)
    assert run.status in ("optimal", "feasible") and run.answer is not None
    assert not check(Problem.from_json(run.problem), placed(blueprint))
    kept = {(one["id"], one["mode"], one["start"], one["end"]) for one in run.answer["in"]}
    assert {(one.id, one.mode, one.start, one.end) for one in placed(blueprint)} == kept
    assert blueprint.slots.count() + blueprint.left_out.count() == 30
    assert (run.value, run.bound, run.gap) == (run.answer["value"], run.answer["bound"], run.answer["gap"])
    assert not run.has_changed_meanwhile
    assert Entry.objects.filter(verb="blueprint.planned", details__items=len(kept)).count() == 1


def test_a_pin_is_kept_by_the_next_plan_and_taken_away_again() -> None:
    items = backlog_of(20)
    blueprint = quarter()
    actions.pin_item(blueprint, items[3], week=7, **who())
    assert blueprint.slots.get(work_item=items[3]).start == 7  # at once, before any plan
    planned(blueprint)
    assert blueprint.slots.get(work_item=items[3]).start == 7
    actions.unpin_item(blueprint, items[3], **who())
    assert not blueprint.pins.exists() and blueprint.slots.filter(work_item=items[3]).exists()
    with pytest.raises(Refused):
        actions.unpin_item(blueprint, items[3], **who())


def test_an_excluded_item_stays_out_and_a_closed_week_stays_free() -> None:
    blueprint = quarter()
    away, careful = item("Away", worth=9), item("Careful", worth=8, hours=10)
    actions.exclude_item(blueprint, away, **who())
    actions.forbid_weeks(blueprint, careful, weeks=[0, 1], **who())
    planned(blueprint)
    assert not blueprint.slots.filter(work_item=away).exists()
    assert blueprint.left_out.get(work_item=away).because == [{"code": "excluded"}]
    assert blueprint.slots.get(work_item=careful).start == 2
    actions.readmit_item(blueprint, away, **who())
    planned(blueprint)
    assert blueprint.slots.filter(work_item=away).exists()


def test_a_pin_beyond_the_quarter_or_in_the_past_or_without_an_estimate_is_refused() -> None:
    blueprint = quarter()
    long, unknown = item("Long", hours=60), item("Unknown", hours=None)
    for asked, week, at in ((long, 12, NOW), (long, 0, NOW + timedelta(weeks=2)), (unknown, 3, NOW)):
        with pytest.raises(Refused):
            actions.pin_item(blueprint, asked, week=week, by=person("liisa"), at=at)
    assert not blueprint.pins.exists() and not blueprint.slots.exists()


def test_musts_that_cannot_fit_are_named_with_the_limit_and_the_fewest_are_broken() -> None:
    blueprint = quarter()
    hours = sum(blueprint.capacity["writer"]["hours"])
    writer = Skill.objects.get(name="writer")
    musts = [item(f"Must {n}", moscow="must") for n in range(3)]
    for must in musts:
        actions.add_way(
            must, name="own", weeks=WEEKS, hours={writer: Decimal(str(round(hours * 0.45)))}, cost=Decimal(0), **who()
        )
    run = planned(blueprint)
    assert run.status == "infeasible" and run.answer is not None
    assert blueprint.slots.count() == 2
    document = queries.document_of(queries.draft_of(blueprint))
    said = Words.of(document).conflict(document["conflict"])
    assert set(said["musts"]) == {(must.pk, must.title) for must in musts} and said["limits"] == ["the hours of writer"]
    assert [left["title"] for left in actions.musts_left_out(document)] == [blueprint.left_out.get().work_item.title]


def test_a_goal_gets_at_least_its_hours() -> None:
    serves = serving()
    blueprint = quarter(minimums={serves.goal_id: Decimal(50)})
    backlog_of(15)
    run = planned(blueprint)
    assert run.problem["goals"][str(serves.goal_id)] == {"min_hours": 50}
    given = sum(slot.weeks * sum(slot.hours.values()) for slot in blueprint.slots.all())
    assert given >= 50


def test_asking_twice_makes_one_plan() -> None:
    backlog_of(3)
    blueprint = quarter()
    first = actions.ask_for_plan(blueprint, by=person("liisa"), at=NOW, on=TODAY)
    assert actions.ask_for_plan(blueprint, by=person("mikko"), at=NOW, on=TODAY).pk == first.pk
    assert PlanRun.objects.count() == 1


def test_a_plan_made_on_facts_that_changed_meanwhile_says_so_and_leaves_what_a_person_put_alone() -> None:
    items = backlog_of(6)
    blueprint = quarter()
    run = actions.ask_for_plan(blueprint, by=person("liisa"), at=NOW, on=TODAY, time_limit_seconds=5)
    actions.pin_item(blueprint, items[0], week=9, **who())
    backlog.finish_item(items[1], spent_hours=None, by=person("mikko"), at=LATER)
    assert made(run).has_changed_meanwhile
    assert blueprint.slots.get(work_item=items[0]).start == 9
    assert not blueprint.slots.filter(work_item=items[1]).exists()


def test_a_plan_without_capacity_work_or_time_left_is_refused() -> None:
    with pytest.raises(Refused):
        actions.begin_blueprint(frame=Frame(TODAY), by=person("liisa"), at=NOW)
    blueprint = quarter()
    with pytest.raises(Refused):
        actions.ask_for_plan(blueprint, by=person("liisa"), at=NOW, on=TODAY)
    item()
    with pytest.raises(Refused):
        actions.ask_for_plan(blueprint, by=person("liisa"), at=NOW, on=TODAY + timedelta(weeks=WEEKS))


def test_a_quarter_starts_on_a_monday_and_only_once() -> None:
    quarter()
    for starts_on in (TODAY, TODAY + timedelta(days=1)):
        with pytest.raises(Refused):
            quarter(starts_on=starts_on)


# -- capacity and what the backlog asks -------------------------------------------------------------------------


def test_leave_holidays_and_leaving_change_the_hours_of_the_running_quarter() -> None:
    blueprint = quarter()
    mikko = TeamMember.objects.get(name="Mikko Mäkelä")

    def writer() -> list[float]:
        return Blueprint.objects.get(pk=blueprint.pk).capacity["writer"]["hours"]

    whole = writer()[2]
    leave = actions.add_leave(
        mikko, starts_on=TODAY + timedelta(weeks=2), ends_on=TODAY + timedelta(weeks=2, days=6), **who()
    )
    assert writer()[2] == pytest.approx(whole - 37.5 * 0.8, abs=0.02) and writer()[3] == whole
    actions.remove_leave(leave, **who())
    actions.add_holiday(name="Independence day", starts_on=TODAY, ends_on=TODAY, **who())
    assert writer()[0] == pytest.approx(whole * 0.8, abs=0.02)
    actions.member_left(mikko, on=TODAY + timedelta(weeks=4, days=6), **who())
    assert writer()[4] == whole and writer()[5] == pytest.approx(whole - 37.5 * 0.8, abs=0.02)


def test_a_skill_renamed_is_renamed_in_the_draft_and_one_in_use_is_not_removed() -> None:
    blueprint = quarter()
    planned_item = item("Story", deliverable="blog")
    actions.pin_item(blueprint, planned_item, week=1, **who())
    skill = Skill.objects.get(name="writer")
    actions.save_skill(skill, name="Copywriter", most_in_progress=4, **who())
    assert "copywriter" in blueprint.slots.get().hours
    blueprint.refresh_from_db()
    assert blueprint.capacity["copywriter"]["in_progress"] == 4 and "writer" not in blueprint.capacity
    with pytest.raises(Refused):
        actions.remove_skill(skill, **who())


def test_pasting_the_list_again_changes_people_instead_of_doubling_them() -> None:
    team()
    team()
    assert TeamMember.objects.count() == 5 and Skill.objects.count() == 5


def test_a_recipe_says_which_skills_take_the_hours_and_adds_up_to_all() -> None:
    blueprint = quarter()
    asked = item("A page", hours=20, deliverable="web")
    web, designer = (Skill.objects.get(name=name) for name in ("web", "designer"))
    with pytest.raises(Refused):
        actions.save_recipe("web", shares={web: Decimal("0.5")}, **who())
    actions.save_recipe("web", shares={web: Decimal("0.75"), designer: Decimal("0.25")}, **who())
    (mode,) = put(Blueprint.objects.get(pk=blueprint.pk))[str(asked.pk)]["modes"]
    assert mode["hours"] == {"web": 15, "designer": 5}


def test_the_backlog_is_told_the_hours_left_in_one_query(django_assert_num_queries) -> None:
    assert quarter_capacity(TODAY) is None
    blueprint = quarter()
    hours = sum(sum(skill["hours"]) for skill in blueprint.capacity.values())
    with django_assert_num_queries(1):
        answer = quarter_capacity(TODAY)
    assert answer is not None and answer.hours == pytest.approx(hours, abs=0.1)
    assert answer.ends_on == TODAY + timedelta(weeks=13, days=-1)
    assert quarter_capacity(TODAY + timedelta(weeks=13)) is None


def test_the_backlog_is_told_published_dates_and_never_those_of_the_draft(django_assert_num_queries) -> None:
    blueprint = quarter()
    asked = item(hours=10)
    actions.pin_item(blueprint, asked, week=2, **who())
    assert planned_dates([asked.pk]) == {}
    published(blueprint)
    actions.pin_item(blueprint, asked, week=5, **who())
    monday = TODAY + timedelta(weeks=2)
    with django_assert_num_queries(1):
        assert planned_dates([asked.pk]) == {asked.pk: (monday, monday + timedelta(days=4))}
    published(blueprint)
    assert planned_dates([asked.pk])[asked.pk][0] == TODAY + timedelta(weeks=5)
