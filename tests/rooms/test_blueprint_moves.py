"""A moved item and what makes room for it; putting back; staying near what is published; stopping with what there is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from luotsi.engines.planning import Placed, Problem, check
from luotsi.kernel.errors import Refused
from luotsi.kernel.jobs.models import Job, State
from luotsi.rooms.blueprint import actions, jobs, queries, saying
from luotsi.rooms.blueprint.models import Aim, Blueprint, PlanRun, Skill, TeamMember
from luotsi.rooms.blueprint.problem import Near, put_problem
from luotsi.rooms.blueprint.queries.moves import can_be_put_back, moves_of
from luotsi.rooms.blueprint.queries.news import news_since
from luotsi.rooms.blueprint.queries.prices import can_be_priced, price_of
from luotsi.rooms.blueprint.telling import told_moves, told_news
from tests.world import NOW, TODAY, person
from tests.world_blueprint import backlog_of, item, made, planned, published, quarter

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LATER = NOW + timedelta(hours=1)


def who() -> dict[str, Any]:
    return {"by": person("liisa"), "at": LATER}


def where(blueprint: Blueprint) -> dict[int, int]:
    return dict(blueprint.slots.values_list("work_item", "start"))


def week_hours(blueprint: Blueprint) -> Decimal:
    return Decimal(int(min(blueprint.capacity["writer"]["hours"])))


def whole_week(title: str, week: int, blueprint: Blueprint) -> Any:
    """An item that takes all hours of the writers in one week, pinned there."""
    pinned = item(title)
    hours = {Skill.objects.get(name="writer"): week_hours(blueprint)}
    actions.add_way(pinned, name="own", weeks=1, hours=hours, cost=Decimal(0), by=person("liisa"), at=NOW)
    actions.pin_item(blueprint, pinned, week=week, way="own", by=person("liisa"), at=NOW)
    return pinned


def quarter_wide(title: str, blueprint: Blueprint) -> Any:
    """An item of little worth that takes most of the writers' hours in every week."""
    wide = item(title, worth=1)
    hours = {Skill.objects.get(name="writer"): week_hours(blueprint) * 12}
    actions.add_way(wide, name="own", weeks=13, hours=hours, cost=Decimal(0), by=person("liisa"), at=NOW)
    return wide


def three_weeks() -> tuple[Blueprint, list[Any]]:
    """Three items that fill a week each: planned in weeks 0, 1 and 2, free to move."""
    blueprint = quarter()
    items = [whole_week(f"Week {n}", n, blueprint) for n in range(3)]
    planned(blueprint)
    for one in items:
        actions.unpin_item(blueprint, one, by=person("liisa"), at=NOW)
    assert where(blueprint) == {one.pk: n for n, one in enumerate(items)}
    return blueprint, items


def document_of(blueprint: Blueprint) -> dict[str, Any]:
    return queries.document_of(queries.draft_of(blueprint))


def moved(blueprint: Blueprint, thing: Any, week: int) -> PlanRun:
    return made(actions.move_item(blueprint, thing, week=week, on=TODAY, **who()))


def test_what_stands_in_the_way_of_a_moved_item_moves_and_says_why_and_nothing_else_does() -> None:
    blueprint, items = three_weeks()
    run = moved(blueprint, items[0], 2)
    now = where(blueprint)
    assert run.aim == Aim.MOVES and now[items[0].pk] == 2 and now[items[1].pk] == 1 and now[items[2].pk] != 2
    assert not check(
        Problem.from_json(run.problem),
        [Placed(str(one.work_item_id), one.way, one.start, one.end) for one in blueprint.slots.all()],
    )
    told = told_moves(run, document_of(blueprint))
    ((asked,), (other,)) = told.wishes, told.others
    assert (asked.id, other.id) == (items[0].pk, items[2].pk) and told.is_granted
    assert "as you wished" in asked.what and "hours of writer too few" in other.why
    assert told.sentence == "1 other item moved."


def test_a_move_into_free_weeks_moves_nothing_else() -> None:
    blueprint, items = three_weeks()
    run = moved(blueprint, items[0], 9)
    assert where(blueprint) == {items[0].pk: 9, items[1].pk: 1, items[2].pk: 2}
    assert told_moves(run, document_of(blueprint)).sentence == "Nothing else had to move."


def test_a_wish_against_a_pin_is_not_kept_in_silence_and_can_be_put_back() -> None:
    blueprint, items = three_weeks()
    actions.pin_item(blueprint, items[2], week=2, way="own", by=person("liisa"), at=NOW)
    before = where(blueprint)
    run = moved(blueprint, items[0], 2)
    told = told_moves(run, document_of(blueprint))
    now = where(blueprint)
    assert run.status == "infeasible" and list(now.values()).count(2) == 1  # one of the two promises is broken
    assert told.is_granted == (now[items[0].pk] == 2) == ("cannot stand there" not in told.sentence)
    actions.put_back(run, **who())
    assert where(blueprint) == before
    assert list(blueprint.pins.values_list("work_item", flat=True)) == [items[2].pk]


def test_a_move_is_put_back_with_places_pins_and_closed_weeks() -> None:
    blueprint, items = three_weeks()
    actions.forbid_weeks(blueprint, items[0], weeks=[2, 3], by=person("liisa"), at=NOW)
    before, document, facts = where(blueprint), document_of(blueprint), blueprint.facts_changed_at
    run = moved(blueprint, items[0], 2)
    assert blueprint.pins.exists() and where(blueprint) != before
    actions.put_back(run, **who())
    blueprint.refresh_from_db()
    assert where(blueprint) == before and not blueprint.pins.exists()
    assert sorted(blueprint.forbidden.values_list("week", flat=True)) == [2, 3]
    assert document_of(blueprint) == document and blueprint.facts_changed_at == facts
    assert not news_since(blueprint.runs.get(), queries.draft_of(blueprint), TODAY).counts["decided"]
    assert not PlanRun.objects.filter(pk=run.pk).exists()


def test_a_draft_that_was_changed_since_cannot_be_put_back() -> None:
    blueprint, items = three_weeks()
    run = moved(blueprint, items[0], 2)
    actions.exclude_item(blueprint, items[1], by=person("mikko"), at=LATER + timedelta(minutes=1))
    assert not can_be_put_back(run, blueprint)
    with pytest.raises(Refused) as no:
        actions.put_back(run, **who())
    assert no.value.code == "changed_since"


def test_of_two_quick_moves_the_second_wins_and_both_are_put_back_together() -> None:
    blueprint, items = three_weeks()
    before = where(blueprint)
    first = actions.move_item(blueprint, items[0], week=5, on=TODAY, **who())
    second = actions.move_item(blueprint, items[1], week=6, on=TODAY, **who())
    assert second.pk != first.pk and Job.objects.get(pk=first.job_id).state == State.CANCELLED
    made(second)
    assert (where(blueprint)[items[0].pk], where(blueprint)[items[1].pk]) == (5, 6)
    actions.put_back(second, **who())
    assert where(blueprint) == before and not blueprint.pins.exists()


def test_a_plan_that_is_being_cancelled_hides_neither_the_newest_one_nor_the_one_being_made() -> None:
    blueprint, items = three_weeks()
    first = actions.move_item(blueprint, items[0], week=5, on=TODAY, **who())
    Job.objects.filter(pk=first.job_id).update(state=State.RUNNING, claim="00000000-0000-0000-0000-000000000001")
    second = actions.move_item(blueprint, items[0], week=7, on=TODAY, **who())
    plan, running = queries.newest_plans(blueprint)
    assert Job.objects.get(pk=first.job_id).is_being_cancelled
    assert plan is not None and plan.is_done and running == second


def test_a_plan_that_gave_way_to_a_newer_one_writes_nothing() -> None:
    blueprint, items = three_weeks()
    first = actions.move_item(blueprint, items[0], week=5, on=TODAY, **who())
    second = actions.move_item(blueprint, items[0], week=7, on=TODAY, **who())
    Job.objects.filter(pk=first.job_id).update(state=State.QUEUED, run_after=NOW.replace(year=2020))
    made(second)
    first.refresh_from_db()
    assert not first.is_done and where(blueprint)[items[0].pk] == 7


# -- near what is published ---------------------------------------------------------------------------------------


def test_new_facts_move_as_little_as_can_be_of_what_was_published() -> None:
    blueprint, items = three_weeks()
    version = published(blueprint)
    actions.pin_item(blueprint, items[2], week=8, by=person("liisa"), at=NOW)
    actions.unpin_item(blueprint, items[2], by=person("liisa"), at=NOW)
    must = whole_week("A new must", 1, blueprint)
    made(actions.replan_from(version, on=TODAY, **who()))
    now = where(blueprint)
    assert now[must.pk] == 1 and now[items[1].pk] != 1
    assert (now[items[0].pk], now[items[2].pk]) == (0, 2)  # where they were published, not where the draft had them


def test_weeks_that_stay_as_they_are_hold_even_what_a_better_plan_would_move() -> None:
    blueprint, items = three_weeks()
    version = published(blueprint)
    near = Near({row["id"]: (row["way"], row["start"]) for row in version.document["items"]}, keep_weeks=2)
    problem = put_problem(blueprint, on=TODAY, near=near).problem
    assert problem["frozen_until"] == 2
    # held or not, what has not begun is as late as the week says: the same places are worth the same
    later = put_problem(blueprint, on=TODAY + timedelta(weeks=1), near=near).problem
    assert [one["earliest"] for one in later["items"]] == [0, 1, 1]
    assert {one["id"]: one["start"] for one in problem["previous"]} == {str(one.pk): n for n, one in enumerate(items)}
    assert set(Problem.from_json(problem).frozen) == {str(items[0].pk), str(items[1].pk)}


def test_a_pin_within_the_weeks_that_stay_is_where_the_item_is_held() -> None:
    blueprint, items = three_weeks()
    version = published(blueprint)
    actions.pin_item(blueprint, items[2], week=1, by=person("liisa"), at=NOW)
    near = Near({row["id"]: (row["way"], row["start"]) for row in version.document["items"]}, keep_weeks=2)
    problem = Problem.from_json(put_problem(blueprint, on=TODAY, near=near).problem)
    assert problem.frozen[str(items[2].pk)].start == 1


def test_begun_work_that_overran_keeps_its_beginning_and_the_past_does_not_stand_against_it() -> None:
    blueprint, items = three_weeks()
    writer, way = Skill.objects.get(name="writer"), items[0].ways.get()
    actions.remove_way(way, **who())
    twice = 2 * week_hours(blueprint)
    actions.add_way(items[0], name="own", weeks=2, hours={writer: twice + 20}, cost=Decimal(0), **who())
    on = TODAY + timedelta(weeks=1)
    problem = put_problem(blueprint, on=on).problem
    (held,) = problem["previous"]
    assert (held["id"], held["start"], held["end"]) == (str(items[0].pk), 0, 1)
    hours = problem["skills"]["writer"]["hours"]
    assert hours[0] == pytest.approx(float(twice + 20) / 2) and hours[1:] == blueprint.capacity["writer"]["hours"][1:]


# -- what is new ------------------------------------------------------------------------------------------------


def test_what_is_new_since_a_plan_is_counted_by_kind() -> None:
    blueprint, items = three_weeks()
    run = blueprint.runs.get()
    assert not news_since(run, queries.draft_of(blueprint), TODAY)
    for member in TeamMember.objects.all()[:2]:
        actions.add_leave(member, starts_on=TODAY, ends_on=TODAY + timedelta(days=2), **who())
    item("A new must", moscow="must")
    blueprint.refresh_from_db()
    news = news_since(run, queries.draft_of(blueprint), TODAY)
    assert (news.counts["leave"], news.counts["musts"], news.counts["overrun"]) == (2, 1, 0)
    assert "the leave of 2 people" in told_news(news) and "1 new must" in told_news(news)
    later = news_since(run, queries.draft_of(blueprint), TODAY + timedelta(weeks=2))
    assert later.counts["overrun"] == 2 and "2 items should be done" in told_news(later)


# -- stopping ---------------------------------------------------------------------------------------------------


class Pretended:
    """A job's run that nobody cancels."""

    def is_cancelled(self) -> bool:
        return False

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        self.note = note


def test_the_search_ends_when_somebody_is_content_and_tells_its_course(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LOOK_SECONDS", 0.0)
    backlog_of(3)
    run = actions.ask_for_plan(quarter(), on=TODAY, time_limit_seconds=300, **who())
    watch = jobs.Watch(Pretended(), run)  # type: ignore[arg-type]
    watch.tell(10.0, 12.0, 0.2, 0.5)
    assert not watch.should_stop()
    actions.stop_and_keep(run, **who())
    with ThreadPoolExecutor(1) as solver:  # a thread of the solver's opens no connection of its own
        assert not solver.submit(watch.should_stop).result()
    assert watch.should_stop()
    run.refresh_from_db()
    assert run.course == [[0.5, 10.0, 12.0]] and run.stop_asked_at == LATER


def test_a_plan_that_was_stopped_is_kept() -> None:
    backlog_of(12)
    blueprint = quarter()
    run = actions.ask_for_plan(blueprint, on=TODAY, time_limit_seconds=300, **who())
    actions.stop_and_keep(run, **who())
    run = made(run)
    assert run.is_done and run.answer is not None and run.answer["seconds"] < 30
    assert blueprint.slots.count() == len(run.answer["in"]) > 5
    assert Job.objects.get(pk=run.job_id).state == State.DONE and run.course


def test_a_plan_moves_nothing_where_there_was_none_before() -> None:
    blueprint = quarter()
    backlog_of(3)
    assert moves_of(planned(blueprint, seconds=1), document_of(blueprint)) == []


# -- prices -----------------------------------------------------------------------------------------------------


def test_what_is_left_out_has_a_price_and_names_whom_it_would_displace() -> None:
    blueprint, _items = three_weeks()
    wide = quarter_wide("The whole quarter of the writers", blueprint)
    planned(blueprint, seconds=2)
    left = blueprint.left_out.get(work_item=wide)
    assert can_be_priced(left.because)
    price = price_of(blueprint, wide.pk)
    assert price is not None and price.points is not None and price.points > 0
    assert set(price.displaced) <= set(blueprint.slots.values_list("work_item", "work_item__title")) and price.displaced
    assert "lower the plan’s worth by" in saying.price(price)
    stands = price_of(blueprint, blueprint.slots.first().work_item_id)
    assert stands is not None and stands.points == 0 and "nothing" in saying.price(stands)


def test_an_item_that_was_not_weighed_has_no_price() -> None:
    blueprint, _items = three_weeks()
    unweighed = item("No estimate", hours=None)
    planned(blueprint, seconds=1)
    assert not can_be_priced(blueprint.left_out.get(work_item=unweighed).because)
    assert "plan again" in saying.price(price_of(blueprint, unweighed.pk))
