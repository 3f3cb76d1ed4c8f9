"""The one order: every move counts, whoever moves, however often and however many at once."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Conflict, Refused
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import Placement, WorkItem
from luotsi.rooms.backlog.rules import GAP, departs, rank_between, spread_ranks
from tests.world import NOW, person
from tests.writers import at_once

pytestmark = [pytest.mark.database]


def items(count: int) -> list[WorkItem]:
    return [actions.create_item(fields=ItemFields(title=f"Item {n}"), by=None, at=NOW) for n in range(count)]


def titles() -> list[str]:
    return [item.title.removeprefix("Item ") for item in WorkItem.objects.ranked()]


@pytest.mark.django_db
def test_an_item_goes_to_a_place_above_or_below_another() -> None:
    made = items(5)
    actions.move_item(made[4], place=2, by=None, at=NOW)
    assert titles() == ["0", "4", "1", "2", "3"]
    actions.move_item(made[0], above=made[3], by=None, at=NOW)
    assert titles() == ["4", "1", "2", "0", "3"]
    actions.move_item(made[4], below=made[3], by=None, at=NOW)
    assert titles() == ["1", "2", "0", "3", "4"]


@pytest.mark.django_db
def test_a_place_beyond_the_end_is_the_end_and_place_nought_is_refused() -> None:
    made = items(3)
    assert actions.move_item(made[0], place=99, by=None, at=NOW).place == 3
    with pytest.raises(Refused):
        actions.move_item(made[0], place=0, by=None, at=NOW)


@pytest.mark.django_db
def test_nothing_is_moved_next_to_an_item_that_has_left() -> None:
    made = items(3)
    actions.drop_item(made[1], reason="x", by=person("liisa"), at=NOW)
    with pytest.raises(Conflict):
        actions.move_item(made[2], above=made[1], by=None, at=NOW)
    with pytest.raises(Conflict):
        actions.move_item(made[1], place=1, by=None, at=NOW)
    assert titles() == ["0", "2"]


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(1, 9)), max_size=12))
def test_any_moves_leave_the_order_that_a_list_would_have(moves: list[tuple[int, int]]) -> None:
    WorkItem.objects.all().delete()
    made = items(8)
    expected = list(range(8))
    for which, place in moves:
        moved = actions.move_item(made[which], place=place, by=None, at=NOW)
        expected.remove(which)
        expected.insert(place - 1, which)
        assert moved.place == expected.index(which) + 1
    assert titles() == [str(number) for number in expected]


@pytest.mark.django_db
def test_a_hundred_moves_into_the_same_gap_find_room_by_renumbering_a_few_neighbours() -> None:
    made = items(120)
    for item in reversed(made[20:]):
        actions.move_item(item, place=2, by=None, at=NOW)
    assert titles() == ["0", *(str(n) for n in range(20, 120)), *(str(n) for n in range(1, 20))]
    ranks = list(WorkItem.objects.ranked().values_list("rank", flat=True))
    assert len(set(ranks)) == len(ranks)


@pytest.mark.django_db(transaction=True)
def test_sixteen_people_moving_at_once_lose_no_move() -> None:
    """Each puts an item of their own at the top, again and again: in the end all moves are in the log and the list."""
    made = items(16)
    at_once("tests.rooms.test_order:move_to_the_top", 16, items=[item.pk for item in made], times=5)
    assert Placement.objects.count() == 16 * 5
    assert sorted(titles(), key=int) == [str(n) for n in range(16)]
    ranks = list(WorkItem.objects.ranked().values_list("rank", flat=True))
    assert len(set(ranks)) == 16
    newest = Placement.objects.order_by("-id").first()
    assert newest is not None and newest.work_item == WorkItem.objects.ranked().first()


@pytest.mark.django_db(transaction=True)
def test_moving_what_somebody_finishes_in_the_same_moment_is_a_conflict_at_most() -> None:
    made, lead = items(24), person("liisa")
    at_once("tests.rooms.test_order:move_or_finish", 4, items=[item.pk for item in made], lead=lead.pk)
    assert not WorkItem.objects.ranked().exists()
    assert WorkItem.objects.finished().count() == 24


def move_or_finish(index: int, items: list[int], lead: int) -> None:
    """Two move each item to the top, two finish it; whoever comes too late is told so."""
    by = User.objects.get(pk=lead)
    for pk in items:
        item = WorkItem.objects.get(pk=pk)
        with suppress(Conflict):
            if index % 2:
                actions.finish_item(item, spent_hours=None, by=by, at=NOW)
            else:
                actions.move_item(item, place=1, by=by, at=NOW)


def move_to_the_top(index: int, items: list[int], times: int) -> None:
    for _ in range(times):
        actions.move_item(WorkItem.objects.get(pk=items[index]), place=1, by=None, at=NOW)


@pytest.mark.django_db
def test_a_rank_that_departs_from_the_score_keeps_its_reason(django_assert_max_num_queries) -> None:
    made = items(20)
    for number, item in enumerate(made):
        WorkItem.objects.filter(pk=item.pk).update(score=100 - number)
    last, liisa = WorkItem.objects.get(pk=made[19].pk), person("liisa")
    with django_assert_max_num_queries(12):
        moved = actions.move_item(last, place=1, by=liisa, at=NOW, reason="The board asked for it.")
    assert (moved.place, moved.advised, moved.departs) == (1, 20, True)
    assert queries.item_for(person("liisa"), last.pk).departure.reason == "The board asked for it."
    actions.move_item(last, place=20, by=person("liisa"), at=NOW)
    assert queries.item_for(person("liisa"), last.pk).departure is None


def test_small_departures_need_no_reason() -> None:
    assert not departs(4, 1, 10)
    assert departs(5, 1, 10)
    assert not departs(100, 200, 1000)


@given(st.integers(-(2**40), 2**40), st.integers(1, 10**6))
def test_a_rank_between_two_lies_between_them_or_there_is_no_room(low: int, gap: int) -> None:
    found = rank_between(low, low + gap)
    assert found is None if gap == 1 else low < found < low + gap


@given(st.integers(0, 50), st.integers(1, 10**4))
def test_spread_ranks_rise_strictly_between_their_neighbours(count: int, gap: int) -> None:
    found = spread_ranks(0, gap, count)
    if found is not None:
        assert [0, *found, gap] == sorted({0, *found, gap})
    assert spread_ranks(None, None, 2) == [0, GAP]
