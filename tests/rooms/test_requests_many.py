"""Many people at once: sixteen ask, sixteen triage the same request, sixteen join the same two crosswise."""

from __future__ import annotations

import pytest
from django.utils import timezone

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Conflict, Refused
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.actions import Asker, ItemFields, RequestFields
from luotsi.rooms.backlog.models import Joining, Request, WorkItem
from tests.world import person
from tests.world_backlog import imported_request
from tests.writers import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def ask(index: int, times: int) -> int:
    """One of many askers."""
    for number in range(times):
        now = timezone.now()
        who = Asker(f"Asker {index % 4}", f"asker{index % 4}@example.com")
        fields = RequestFields(wanted=f"Customers of region {index} find answer {number}")
        actions.submit_request(fields=fields, asker=who, by=None, at=now)
    return times


def decide(index: int, request: int, by: int) -> str:
    """One of many members who decide about the same request: even ones accept, odd ones decline."""
    from luotsi.kernel.accounts.models import User

    made, who, now = Request.objects.get(pk=request), User.objects.get(pk=by), timezone.now()
    try:
        if index % 2:
            actions.decline_request(made, reason=f"No {index}", by=who, at=now, version=1)
        else:
            actions.accept_request(made, fields=ItemFields(title=f"Yes {index}"), by=who, at=now, version=1)
    except Conflict:
        return "conflict"
    return "decided"


def join(index: int, one: int, other: int) -> str:
    """Even ones join one way round, odd ones the other way."""
    into, what = (one, other) if index % 2 else (other, one)
    try:
        actions.join_request(
            Request.objects.get(pk=what), Request.objects.get(pk=into), by=None, at=timezone.now(), same_work=True
        )
    except (Conflict, Refused):
        return "refused"
    return "joined"


def test_sixteen_people_asking_at_once_lose_no_request() -> None:
    at_once("tests.rooms.test_requests_many:ask", 16, times=4)
    assert Request.objects.count() == 64
    assert Entry.objects.filter(verb="backlog.request_submitted").count() == 64


def test_of_sixteen_who_decide_at_once_one_decides() -> None:
    made = imported_request("Prices are found")
    answers = at_once("tests.rooms.test_requests_many:decide", 16, request=made.pk, by=person("liisa").pk)
    assert answers.count("decided") == 1 and answers.count("conflict") == 15
    made.refresh_from_db()
    assert WorkItem.objects.count() == (made.state == Request.State.ACCEPTED)
    assert made.refusals.count() == (made.state == Request.State.DECLINED)


def test_two_requests_joined_crosswise_at_once_are_joined_one_way() -> None:
    one, other = imported_request("Prices are found"), imported_request("Prices are found")
    answers = at_once("tests.rooms.test_requests_many:join", 8, one=one.pk, other=other.pk)
    assert answers.count("joined") == 1
    assert Joining.objects.count() == 1
    assert sorted(Request.objects.values_list("state", flat=True)) == ["joined", "new"]
