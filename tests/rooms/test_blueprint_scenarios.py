"""Scenarios: named changes of the newest plan's problem, solved beside the draft, compared, made the draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Refused
from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog.models import Request, WorkItem
from luotsi.rooms.blueprint import actions
from luotsi.rooms.blueprint.actions.scenarios import MOST_SCENARIOS
from luotsi.rooms.blueprint.models import Blueprint, Scenario, ShareMinimum
from luotsi.rooms.blueprint.queries.comparison import comparison_of
from luotsi.rooms.blueprint.queries.outlook import asker_groups, solved_of, standing_of
from luotsi.rooms.blueprint.queries.scenarios import what_if_of
from luotsi.rooms.blueprint.rules.scenarios import Changes, changed, factor, known_shares
from luotsi.rooms.blueprint.saying_outlook import signed
from luotsi.values import monday_of
from tests.world import NOW, TODAY, person, stakeholder
from tests.world_blueprint import backlog_of, item, planned, quarter

AROUND = "what-if scenarios scenarios/new scenarios/compare doubt fairness fairness/prices worth".split()
MONDAY = monday_of(timezone.localdate()) + timedelta(weeks=1)


def browser(who: str) -> Client:
    client = Client()
    client.force_login(person(who))
    return client


def with_plan(count: int, **fields: Any) -> Blueprint:
    """Items of two departments and of nobody's, planned."""
    for n, one in enumerate(backlog_of(count, **fields)):
        if n % 3 < 2:
            asked_by(one, ("Sales", "Service")[n % 3])
    blueprint = quarter(starts_on=MONDAY)
    planned(blueprint, seconds=1, on=MONDAY)
    return blueprint


def asked_by(one: WorkItem, department: str, days_ago: int = 3) -> None:
    asker = stakeholder(f"Somebody {one.pk} {department}", department=department)
    Request.objects.create(
        title=one.title, asker=asker, received_at=NOW - timedelta(days=days_ago), state="accepted", work_item=one
    )


def scenario(blueprint: Blueprint, name: str = "More design", **changes: Any) -> Scenario:
    """Asked for and solved, here and now."""
    made = actions.ask_for_scenario(
        blueprint, name=name, changes=Changes(**changes), by=person("liisa"), at=NOW, time_limit_seconds=1
    )
    Job.objects.filter(pk=made.job_id).update(run_after=NOW.replace(year=2020))
    worker.drain()
    made.refresh_from_db()
    return made


def slots(blueprint: Blueprint) -> set[tuple[int, str, int]]:
    return set(blueprint.slots.values_list("work_item", "way", "start"))


# -- what a scenario changes ------------------------------------------------------------------------------------

PROBLEM = {
    "weeks": 2, "skills": {"design": {"hours": [10, 20]}, "web": {}}, "budgets": {"money": 100.0},
    "items": [
        {"id": "1", "class": "should", "pin": {"start": 0}, "goal": "7", "asker": "Sales"}, {"id": "2", "class": "could"},
    ],
}  # fmt: skip


def test_changes_touch_what_they_name_and_leave_the_given_problem_alone() -> None:
    changes = Changes(
        hours={"design": factor(50), "nobody": 2.0}, budgets={"money": factor(-10)}, classes={"1": "wont", "9": "must"},
        shares={"asker": {"Sales": 0.2, "Gone": 0.3}, "goal": {"7": 0.1}},
    )  # fmt: skip
    after = changed(PROBLEM, changes)
    assert after["skills"] == {"design": {"hours": [15, 30]}, "web": {}}
    assert changed(PROBLEM, changes, first_week=1)["skills"]["design"]["hours"] == [10, 30]  # the first week is over
    assert after["budgets"] == {"money": 90}
    assert after["items"] == [{"id": "1", "class": "wont", "goal": "7", "asker": "Sales"}, PROBLEM["items"][1]]
    assert after["shares"] == {"goal": {"7": 0.1}, "asker": {"Sales": 0.2}}
    assert PROBLEM["items"][0]["class"] == "should" and PROBLEM["budgets"] == {"money": 100.0}


def test_changes_are_kept_as_written_and_a_share_of_nothing_is_none() -> None:
    changes = Changes(hours={"web": 1.2}, confidence=0.8)
    assert changes.to_json() == {"hours": {"web": 1.2}, "confidence": 0.8}
    assert Changes.from_json(changes.to_json()) == changes
    assert known_shares(PROBLEM, {"asker": {"Sales": 0.0}}) == {}


# -- asking, keeping, adopting ----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.database
def test_a_scenario_is_solved_beside_the_draft_and_becomes_it_when_chosen() -> None:
    blueprint = with_plan(6)
    was, newest = slots(blueprint), blueprint.runs.first()
    more = scenario(blueprint, hours={"designer": 2.0, "writer": 2.0, "video": 2.0, "web": 2.0, "strategy": 2.0})
    assert more.has_plan and more.value >= newest.value and slots(blueprint) == was
    assert 0 <= more.outlook["doubt"]["holds"] <= 1
    run = actions.adopt_scenario(more, by=person("mikko"), at=NOW + timedelta(hours=1))
    wanted = {(int(one["id"]), one["mode"], one["start"]) for one in more.answer["in"]}
    assert slots(blueprint) == wanted
    assert blueprint.runs.order_by("-asked_at")[0] == run and run.facts["scenario"] == more.pk
    assert Entry.objects.filter(verb="blueprint.scenario_adopted").count() == 1


@pytest.mark.django_db
@pytest.mark.database
def test_what_was_pinned_since_stays_where_a_person_put_it() -> None:
    blueprint = with_plan(4)
    same = scenario(blueprint)
    slot = blueprint.slots.all()[0]
    week = 0 if slot.start else 5
    actions.pin_item(blueprint, slot.work_item, week=week, by=person("mikko"), at=NOW + timedelta(hours=1))
    actions.adopt_scenario(same, by=person("mikko"), at=NOW + timedelta(hours=2))
    assert blueprint.slots.get(work_item=slot.work_item).start == week
    assert blueprint.runs.order_by("-asked_at")[0].has_changed_meanwhile


@pytest.mark.django_db
@pytest.mark.database
def test_a_plan_that_holds_is_found_and_its_price_is_said() -> None:
    blueprint = with_plan(24, effort_low_hours=Decimal(30), effort_high_hours=Decimal(150))
    sure = scenario(blueprint, "Sure", confidence=0.8)
    assert sure.outlook["is_reached"] and sure.outlook["doubt"]["holds"] >= 0.78 > sure.outlook["full_holds"]
    assert sure.outlook["price"] == pytest.approx(sure.outlook["full_value"] - sure.value)
    solved = solved_of(blueprint, person("liisa"))
    assert solved is not None
    compared = comparison_of(solved, standing_of(solved), [sure], MONDAY)
    assert [column.name for column in compared.columns] == ["The draft", "Sure"]
    assert {row.name for row in compared.askers} >= {"Sales", "Service"}
    assert browser("mikko").get(f"/blueprint/scenarios/{sure.pk}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.database
def test_a_scenario_needs_a_plan_a_name_of_its_own_and_a_problem_that_makes_sense() -> None:
    backlog_of(2)
    blueprint = quarter(starts_on=MONDAY)
    with pytest.raises(Refused, match="Make a plan first"):
        scenario(blueprint)
    planned(blueprint, seconds=1, on=MONDAY)
    scenario(blueprint, "Same")
    with pytest.raises(Refused, match="of that name"):
        scenario(blueprint, "Same ")
    given = {"blueprint": blueprint, "asked_at": NOW, "put_at": NOW, "problem": {}}
    Scenario.objects.bulk_create(Scenario(name=str(n), **given) for n in range(MOST_SCENARIOS))
    with pytest.raises(Refused, match="remove one first"):
        scenario(blueprint, "One too many")


@pytest.mark.django_db
@pytest.mark.database
def test_a_scenario_removed_while_it_waits_is_not_solved() -> None:
    blueprint = with_plan(2)
    made = actions.ask_for_scenario(blueprint, name="Gone", changes=Changes(), by=person("liisa"), at=NOW)
    actions.remove_scenario(made, by=person("liisa"), at=NOW)
    worker.drain()
    assert not Scenario.objects.exists() and Job.objects.get(kind="blueprint.scenario").state == "cancelled"
    with pytest.raises(Refused):
        actions.adopt_scenario(Scenario(blueprint=blueprint), by=person("liisa"), at=NOW)


@pytest.mark.django_db
@pytest.mark.database
def test_an_item_belongs_to_the_department_that_asked_first_and_still_asks() -> None:
    both, outside, nobodys = item("Both"), item("Outside"), item("Nobody’s")
    asked_by(both, "Service", days_ago=2)
    asked_by(both, "Sales", days_ago=9)
    partner = stakeholder("Partner", organisation="Bergnord")
    Request.objects.create(title="x", asker=partner, received_at=NOW, state="accepted", work_item=outside)
    ids = [str(one.pk) for one in (both, outside, nobodys)]
    assert asker_groups(ids) == {ids[0]: "Sales", ids[1]: "Bergnord"}
    Request.objects.filter(asker__department="Sales").update(state="withdrawn", work_item=None)
    assert asker_groups(ids)[ids[0]] == "Service"


@pytest.mark.django_db
@pytest.mark.database
def test_least_shares_are_replaced_whole_and_make_the_plan_old() -> None:
    blueprint = with_plan(4)
    later = NOW + timedelta(days=400)
    goal = solved_of(blueprint, person("liisa")).document["items"][0]["goal"]  # type: ignore[union-attr]
    for shares in ({"asker": {"Sales": 0.3}, "goal": {goal: 0.5}}, {"asker": {"Service": 0.25}}):
        actions.set_least_shares(blueprint, shares=shares, by=person("liisa"), at=later)
    assert [(row.by, row.key, row.share) for row in ShareMinimum.objects.all()] == [("asker", "Service", 0.25)]
    solved = solved_of(blueprint, person("liisa"))
    assert solved is not None and solved.is_old and solved.document["shares"] == {"asker": {"Service": 0.25}}
    assert not solved.planned.shares


@pytest.mark.django_db
def test_what_if_changes_the_weeks_ahead_and_knows_what_less_of_everything_can_be_worth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = import_module("luotsi.engines.planning.what_if")
    real = engine.what_if
    monkeypatch.setattr(engine, "what_if", lambda *given, **more: replace(real(*given, **more), bound=1e6))
    solved = solved_of(with_plan(4), person("liisa"))
    assert solved is not None and solved.run.value is not None
    solved.run.bound = solved.run.value + 2
    hours = solved.planned.skills["writer"].hours
    less, more = (what_if_of(solved, Changes(hours={"writer": by}), MONDAY + timedelta(weeks=5)) for by in (0.99, 1.01))
    assert (less.more, more.more[:3]) == ("2", "999")
    assert hours is not None and more.hours[0].difference == signed(sum(hours[5:]) / 100, 0)


# -- pages ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.database
def test_from_sliders_to_a_scenario_to_the_draft_through_the_pages() -> None:
    blueprint, mikko = with_plan(6), browser("mikko")
    base = f"/blueprint/{blueprint.pk}"
    page = mikko.get(f"{base}/what-if/", {"hours_0": "60"})
    fragment = mikko.get(f"{base}/what-if/", {"hours_0": "60"}, headers={"HX-Request": "true"})
    assert fragment.content.strip() in page.content and "→" in fragment.content.decode()
    assert b"Between" in mikko.get(f"{base}/what-if/", {"hours_0": "900"}).content
    assert b"Move a slider" in mikko.get(f"{base}/what-if/", {"hours_0": "0"}).content
    form = mikko.get(f"{base}/scenarios/new/", {"hours_0": "60", "hours_1": "nonsense"}).context["form"]
    assert [said for _, said in form.sliders()][:2] == ["+60 %", "±0 %"]
    placed = blueprint.slots.all()[0].work_item_id
    given = {"name": "Try", "hours_0": "60", "item_0": f"Whatever it is called #{placed}", "class_0": "wont"}
    assert mikko.post(f"{base}/scenarios/new/", {**given, "item_1": "Nobody knows it"}).status_code == 422
    waiting = mikko.post(f"{base}/scenarios/new/", given)
    made = Scenario.objects.get()
    assert waiting["Location"] == f"/blueprint/scenarios/{made.pk}/"
    assert b"as soon as a worker is free" in mikko.get(waiting["Location"]).content
    assert made.changes["classes"] == {str(placed): "wont"}
    Scenario.objects.update(time_limit_seconds=1)
    Job.objects.update(run_after=NOW.replace(year=2020))
    worker.drain()
    over = mikko.get(waiting["Location"], headers={"HX-Request": "true"})
    assert over["HX-Redirect"] == waiting["Location"]
    compared = mikko.get(f"{base}/scenarios/compare/", {"scenario": [str(made.pk), "x", "9" * 30]})
    assert b"Make this the draft" in compared.content
    assert mikko.post(f"/blueprint/scenarios/{made.pk}/adopt/")["Location"] == f"{base}/draft/"
    assert not blueprint.slots.filter(work_item=placed).exists()
    mikko.post(f"/blueprint/scenarios/{made.pk}/remove/")
    assert not Scenario.objects.exists()


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("who", ["sara", "eva", "aino"])
def test_whatever_lies_around_a_draft_is_the_teams(who: str) -> None:
    blueprint = quarter(starts_on=TODAY)
    made = Scenario.objects.create(blueprint=blueprint, name="x", asked_at=NOW, put_at=NOW, problem={})
    client = browser(who)
    for end in AROUND:
        assert client.get(f"/blueprint/{blueprint.pk}/{end}/").status_code == 403, end
    assert client.get(f"/blueprint/scenarios/{made.pk}/").status_code == 403
    for verb in ("adopt", "stop", "remove"):
        assert client.post(f"/blueprint/scenarios/{made.pk}/{verb}/").status_code == 403
