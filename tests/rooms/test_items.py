"""Work items: what may be said about one, what its score is made of, and how it comes and goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Conflict, Refused
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import Request, WorkItem
from luotsi.rooms.backlog.rules import Worth, ad_hoc_share, score
from tests.world import NOW, TODAY, outcome, person
from tests.world_backlog import request

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def make(title: str = "Customer stories", **fields: object) -> WorkItem:
    return actions.create_item(fields=ItemFields(title=title, **fields), by=person("liisa"), at=NOW)  # type: ignore[arg-type]


def edited(item: WorkItem, **fields: object) -> WorkItem:
    given = ItemFields(**{"title": item.title, **fields})  # type: ignore[arg-type]
    return actions.edit_item(item, fields=given, version=item.version, by=person("mikko"), at=NOW)


def accepted_into(item: WorkItem) -> Request:
    asked = request(f"Asked for {Request.objects.count()}")
    actions.accept_request(asked, into=item, by=person("liisa"), at=NOW)
    return Request.objects.get(pk=asked.pk)


def test_the_score_is_weighted_value_times_confidence_over_effort() -> None:
    found = score(
        [Worth(8, 1.5), Worth(2, 1)], confidence=0.5, judged_on=TODAY, on=TODAY,
        effort_low_hours=10, effort_high_hours=30, half_life_weeks=26,
    )  # fmt: skip
    assert found is not None
    assert (found.middle, found.low, found.high) == pytest.approx((14 * 0.5 / 20, 14 * 0.5 / 30, 14 * 0.5 / 10))


def test_confidence_that_nobody_renews_halves_in_its_half_life() -> None:
    def at(weeks: int) -> float:
        found = score(
            [Worth(8, 1)], confidence=0.9, judged_on=TODAY - timedelta(weeks=weeks), on=TODAY,
            effort_low_hours=10, effort_high_hours=10, half_life_weeks=26,
        )  # fmt: skip
        assert found is not None
        return found.middle

    assert at(26) == pytest.approx(at(0) / 2)
    assert at(52) == pytest.approx(at(0) / 4)


def test_an_item_without_an_estimate_has_no_score() -> None:
    assert make().score is None


def test_an_ended_outcome_counts_nothing_any_more() -> None:
    living = outcome()
    item = make(worths={living.pk: Decimal(8)}, effort_low_hours=Decimal(10), effort_high_hours=Decimal(10))
    later = living.guidepoint.ends_on + timedelta(days=1)
    worths = {living.pk: Decimal(8)}
    before, after = (queries.score_of(item, worths, on=day) for day in (TODAY, later))
    assert before is not None and before.value == 8 * float(living.weight)
    assert after is not None and after.value == 0


def test_an_item_serves_the_outcome_it_gives_most_to() -> None:
    little, much = outcome(title="Fewer lost tenders"), outcome(title="More references")
    item = make(worths={little.pk: Decimal(2), much.pk: Decimal(7)})
    assert item.outcome_id == much.pk
    assert edited(item, worths={little.pk: Decimal(2)}).outcome_id == little.pk
    assert edited(WorkItem.objects.get(pk=item.pk)).is_ad_hoc


def test_one_figure_of_effort_is_both_ends_and_a_turned_range_is_refused() -> None:
    assert make(effort_low_hours=Decimal(8)).effort_hours == 8
    with pytest.raises(Refused):
        make(effort_low_hours=Decimal(9), effort_high_hours=Decimal(8))


def test_an_edit_that_began_with_an_older_version_changes_nothing() -> None:
    item = make()
    edited(item, title="Customer stories, filmed")
    with pytest.raises(Conflict):
        actions.edit_item(item, fields=ItemFields(title="Mine"), version=1, by=person("liisa"), at=NOW)
    assert WorkItem.objects.get(pk=item.pk).title == "Customer stories, filmed"


def test_finished_work_leaves_the_order_and_comes_back_when_taken_up_again() -> None:
    item = make()
    done = actions.finish_item(item, spent_hours=Decimal(6), by=person("mikko"), at=NOW)
    assert (done.rank, done.finished_on, done.is_open) == (None, NOW.date(), False)
    again = actions.reopen_item(done, by=person("mikko"), at=NOW)
    assert again.rank is not None and again.finished_on is None


def test_an_item_cannot_be_finished_twice() -> None:
    item = make()
    actions.finish_item(item, spent_hours=None, by=person("mikko"), at=NOW)
    with pytest.raises(Conflict):
        actions.finish_item(item, spent_hours=None, by=person("liisa"), at=NOW)


def test_the_database_itself_refuses_a_ranked_item_that_is_done() -> None:
    item = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.filter(pk=item.pk).update(state=WorkItem.State.DONE, finished_on=TODAY)


def test_every_change_is_in_the_log_with_who_and_what_but_without_the_words() -> None:
    item = make("Secret merger campaign")
    edited(item, title="Other words")
    actions.drop_item(item, reason="Cancelled for the merger.", by=person("liisa"), at=NOW)
    said = list(Entry.objects.order_by("id").values_list("verb", "by__name", "details"))
    assert [verb for verb, _, _ in said] == ["backlog.item_created", "backlog.item_edited", "backlog.item_dropped"]
    assert "merger" not in str(said)
    assert said[1][1] == "Mikko Mäkelä" and "title" in said[1][2]["fields"]


def test_a_bulk_change_changes_all_or_none() -> None:
    items = [make(f"Item {number}") for number in range(3)]
    assert actions.change_many(items, changes={"moscow": "must"}, by=person("liisa"), at=NOW) == 3
    assert set(WorkItem.objects.values_list("moscow", flat=True)) == {"must"}
    with pytest.raises(Refused):
        actions.change_many(items, changes={"rank": 1}, by=person("liisa"), at=NOW)


def test_a_new_item_stands_where_its_score_puts_it() -> None:
    living = outcome()
    worth = {living.pk: Decimal(10)}
    slow = make("Slow", worths=worth, effort_low_hours=Decimal(100), effort_high_hours=Decimal(100))
    unknown = make("Unknown")
    quick = make("Quick", worths=worth, effort_low_hours=Decimal(10), effort_high_hours=Decimal(10))
    assert list(WorkItem.objects.ranked()) == [quick, slow, unknown]


def test_the_ad_hoc_share_is_effort_without_an_outcome_over_all() -> None:
    assert ad_hoc_share(30, 40) == 0.75
    assert ad_hoc_share(0, 0) is None


def test_days_are_the_teams_days_also_shortly_after_midnight() -> None:
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # in Helsinki the 23rd has begun
    item = actions.create_item(fields=ItemFields(title="At night"), by=person("liisa"), at=late)
    assert item.judged_on == date(2026, 11, 23)
    assert actions.start_item(item, by=person("liisa"), at=late).started_on == date(2026, 11, 23)
    done = actions.finish_item(item, spent_hours=None, by=person("liisa"), at=late)
    assert done.finished_on == date(2026, 11, 23)


def test_an_item_taken_up_again_has_left_the_place_that_asked_for_a_reason() -> None:
    first, *_ = [make(f"Item {n}", effort_low_hours=Decimal(1), effort_high_hours=Decimal(1)) for n in range(12)]
    assert actions.move_item(first, place=12, by=person("liisa"), at=NOW).departs
    done = actions.finish_item(first, spent_hours=None, by=person("liisa"), at=NOW)
    assert actions.reopen_item(done, by=person("liisa"), at=NOW).departure is None


def test_taking_promised_work_out_needs_a_reason_which_its_askers_read() -> None:
    asked = accepted_into(make())
    with pytest.raises(Refused):
        actions.drop_item(asked.work_item, reason=" ", by=person("liisa"), at=NOW)
    actions.drop_item(asked.work_item, reason="The fair was cancelled.", by=person("liisa"), at=NOW)
    assert Job.objects.filter(kind="backlog.tell_asker", args__what="dropped").count() == 1
    assert queries.status_of(asked).standing.item.drop_reason == "The fair was cancelled."


def test_work_whose_last_asker_withdraws_leaves_the_list_unless_somebody_has_begun_it() -> None:
    waiting, begun = make("Waiting"), make("Begun")
    first, second, third = (accepted_into(item) for item in (waiting, waiting, begun))
    actions.start_item(begun, by=person("mikko"), at=NOW)
    actions.withdraw_request(first, by=None, at=NOW)
    assert WorkItem.objects.get(pk=waiting.pk).is_open
    for last in (second, third):
        actions.withdraw_request(last, by=None, at=NOW)
    assert not WorkItem.objects.get(pk=waiting.pk).is_open
    assert WorkItem.objects.get(pk=begun.pk).is_open
