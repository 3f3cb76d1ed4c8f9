"""Triage: accepted into an item, declined with a reason, joined to a like request; two people at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Conflict, Refused
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import Joining, Refusal, Request, WorkItem
from luotsi.rooms.backlog.queries.requests import due_again, inbox
from luotsi.rooms.backlog.queries.similar import like_requests, like_text
from luotsi.rooms.backlog.queries.triage import first_guess
from tests.world import NOW, TODAY, outcome, person
from tests.world_backlog import imported_request, request, work_item

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = Request.State
LATER = TODAY + timedelta(days=60)


def decline(made: Request, reason: str = "It reaches nobody we need.", **more: object) -> Refusal:
    return actions.decline_request(made, reason=reason, by=person("liisa"), at=NOW, **more)  # type: ignore[arg-type]


def accept(made: Request, **more: object) -> WorkItem:
    given = more or {"fields": ItemFields(title=made.title)}
    return actions.accept_request(made, by=person("liisa"), at=NOW, **given)  # type: ignore[arg-type]


def test_several_requests_may_feed_one_item() -> None:
    one, other = request("Prices are found"), request("Fewer calls about prices")
    item = accept(one)
    assert accept(other, into=item) == item
    assert set(item.requests.all()) == {one, other}
    assert WorkItem.objects.count() == 1


def test_accepting_into_a_finished_item_changes_nothing() -> None:
    item, made = work_item(), request()
    actions.finish_item(item, spent_hours=None, by=person("liisa"), at=NOW)
    with pytest.raises(Conflict):
        accept(made, into=item)
    made.refresh_from_db()
    assert made.state == State.NEW


def test_accepting_says_into_what_exactly() -> None:
    made = request()
    with pytest.raises(Refused):
        actions.accept_request(made, by=person("liisa"), at=NOW)
    with pytest.raises(Refused):
        accept(made, into=work_item(), fields=ItemFields(title="Both"))


def test_a_refusal_without_a_reason_is_not_saved() -> None:
    made = request()
    with pytest.raises(Refused) as refused:
        decline(made, reason="  \n ")
    assert refused.value.field == "reason"
    made.refresh_from_db()
    assert made.state == State.NEW
    assert not Refusal.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Refusal.objects.create(request=made, reason="", at=NOW)


def test_a_no_keeps_its_reason_what_goes_first_and_when_it_is_looked_at_again() -> None:
    item, made = work_item(), request()
    decline(made, goes_first=item, look_again_on=LATER)
    status = queries.status_of(queries.request_for(person("sara"), made.pk))
    assert status.refusal is not None
    assert (status.refusal.reason, status.refusal.goes_first) == ("It reaches nobody we need.", item)
    assert status.refusal.look_again_on == LATER


def test_a_day_that_is_past_is_no_day_to_look_again() -> None:
    with pytest.raises(Refused) as refused:
        decline(request(), look_again_on=TODAY)
    assert refused.value.field == "look_again_on"


def test_a_declined_request_returns_on_its_day_and_may_then_be_accepted() -> None:
    made = request()
    decline(made, look_again_on=LATER)
    assert made not in due_again(LATER - timedelta(days=1))
    assert made in due_again(LATER)
    accept(made)
    assert made not in due_again(LATER)


def test_declined_again_without_a_day_it_does_not_return() -> None:
    made = request()
    decline(made, look_again_on=LATER)
    actions.decline_request(made, reason="Still not.", by=person("liisa"), at=NOW + timedelta(days=70))
    assert made not in due_again(LATER + timedelta(days=365))


def test_whoever_decides_second_is_told_so() -> None:
    made = request()
    seen_by_both = made.version
    accept(made)
    late = Request.objects.get(pk=made.pk)
    with pytest.raises(Conflict):
        decline(late, version=seen_by_both)
    with pytest.raises(Conflict):
        decline(late)
    assert Request.objects.get().state == State.ACCEPTED
    assert not Refusal.objects.exists()


def test_two_refusals_at_once_leave_one() -> None:
    made = request()
    version = made.version
    decline(made, version=version)
    with pytest.raises(Conflict):
        decline(made, "Another reason.", version=version)
    assert Refusal.objects.count() == 1


def test_the_conflict_of_an_accept_leaves_no_item_behind() -> None:
    made = request()
    decline(made)
    with pytest.raises(Conflict):
        accept(made, fields=ItemFields(title="Too late"), version=1)
    assert not WorkItem.objects.exists()


def test_the_inbox_is_oldest_first() -> None:
    young, old = request("Young"), request("Old", days=9)
    assert list(inbox()) == [old, young]


# -- joining -----------------------------------------------------------------------------------------------------


def test_who_joined_follows_the_other_into_the_list() -> None:
    work_item("First of all")
    one = request("Prices of spare parts are found on the site", days=3)
    other = request("Prices of spare parts are found on the site", asker=person("omar"))
    actions.join_request(other, one, by=person("liisa"), at=NOW)
    item = accept(one)
    status = queries.status_of(queries.request_for(person("omar"), other.pk))
    assert status.is_joined and status.standing is not None
    assert (status.standing.item, status.standing.place) == (item, 2)
    told = Job.objects.filter(args={"request": other.pk, "what": "accepted"})
    assert told.count() == 1


def test_recurring_and_sibling_work_is_never_merged_unasked() -> None:
    first = imported_request("Amplify the announcement of Beta 1")
    again = imported_request("Amplify the announcement of Beta 2")
    here, there = imported_request("Landing page for Finland"), imported_request("Landing page for Spain")
    for one, other, code in ((again, first, "never_merged_recurring"), (there, here, "never_merged_sibling")):
        with pytest.raises(Refused) as refused:
            actions.join_request(one, other, by=person("liisa"), at=NOW)
        assert refused.value.code == code
    assert not Joining.objects.exists()
    assert not any(like.may_be_joined for likes in like_requests([first, here]).values() for like in likes)


def test_a_person_may_say_that_it_is_the_same_work_all_the_same() -> None:
    first, again = imported_request("Announcement of Beta 1"), imported_request("Announcement of Beta 2")
    actions.join_request(again, first, same_work=True, by=person("liisa"), at=NOW)
    assert again.joining.into == first


def test_bulk_joining_is_all_or_nothing() -> None:
    first = imported_request("Amplify the announcement of Beta 1")
    same, again = imported_request(first.title), imported_request("Amplify the announcement of Beta 2")
    with pytest.raises(Refused):
        actions.join_many([same, again], first, by=person("liisa"), at=NOW)
    assert not Joining.objects.exists()
    assert actions.join_many([same], first, by=person("liisa"), at=NOW) == 1


def test_a_chain_of_joinings_leads_to_its_end() -> None:
    a, b, c = (imported_request("Prices are found on the site") for _ in range(3))
    actions.join_request(a, b, by=None, at=NOW)
    actions.join_request(b, c, by=None, at=NOW)
    assert Joining.objects.get(request=a).into == c
    d = imported_request("Prices are found on the site")
    actions.join_request(d, Request.objects.get(pk=a.pk), by=None, at=NOW)
    assert d.joining.into == c


def test_nothing_is_joined_to_itself_or_in_a_circle() -> None:
    a, b = (imported_request("Prices are found on the site") for _ in range(2))
    with pytest.raises(Refused):
        actions.join_request(a, a, by=None, at=NOW)
    actions.join_request(a, b, by=None, at=NOW)
    with pytest.raises(Refused):
        actions.join_request(b, Request.objects.get(pk=a.pk), by=None, at=NOW)


def test_nothing_is_joined_to_what_is_decided_against() -> None:
    a, b = (imported_request("Prices are found on the site") for _ in range(2))
    decline(b)
    with pytest.raises(Conflict):
        actions.join_request(a, b, by=None, at=NOW)


def test_when_the_first_asker_withdraws_the_others_keep_the_place() -> None:
    one = request("Prices are found on the site", days=5)
    other = request("Prices are found on the site", asker=person("omar"), days=3)
    third = request("Prices are found on the site", asker=person("aino"))
    for joined in (other, third):
        actions.join_request(joined, one, by=person("liisa"), at=NOW)
    item = accept(Request.objects.get(pk=one.pk))
    actions.withdraw_request(Request.objects.get(pk=one.pk), by=person("sara"), at=NOW)
    other.refresh_from_db()
    assert (other.state, other.work_item) == (State.ACCEPTED, item)
    assert Joining.objects.get(request=third).into == other


def test_a_joined_request_may_stand_on_its_own_again() -> None:
    a, b = (imported_request("Prices are found on the site") for _ in range(2))
    actions.join_request(a, b, by=None, at=NOW)
    actions.part_request(a, by=None, at=NOW)
    assert a.state == State.NEW
    assert not Joining.objects.exists()
    assert Entry.objects.filter(verb="backlog.request_parted").count() == 1


# -- likeness ----------------------------------------------------------------------------------------------------


def test_the_index_follows_what_is_asked_renamed_and_decided() -> None:
    made = request("Spare part prices are found on the site")
    assert [like.request for like in like_text("Spare part prices found on site")] == [made]
    newer = request("Webinar on welding robots")
    assert [like.request for like in like_text("A webinar about welding robots")] == [newer]
    actions.withdraw_request(newer, by=None, at=NOW)
    assert like_text("A webinar about welding robots") == []


def test_a_keystroke_costs_few_queries_and_no_texts(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(5):
        request(f"Spare part prices of machine {number} are found", body="long text " * 50)
    like_text("Spare part prices")
    with django_assert_max_num_queries(3) as captured:
        like_text("Spare part prices of machine")
    assert not any('"body"' in query["sql"] for query in captured.captured_queries)


# -- the first guess ----------------------------------------------------------------------------------------------


def test_the_accept_form_is_filled_from_the_request_and_from_like_work() -> None:
    served = outcome("Plant managers book a first talk")
    for hours in (10, 20, 30):
        work_item(f"Page {hours}", deliverable="web", effort_low_hours=hours, effort_high_hours=2 * hours)
    made = request("Landing page: plant managers book a first talk")
    guess = first_guess(made, on=TODAY)
    assert (guess["deliverable"], guess["outcome"]) == ("web", served.pk)
    assert (guess["effort_low_hours"], guess["effort_high_hours"]) == (20, 40)


def test_without_like_work_no_effort_is_made_up() -> None:
    guess = first_guess(request("Landing page for spare parts"), on=TODAY)
    assert (guess["outcome"], guess["effort_low_hours"]) == (None, None)
