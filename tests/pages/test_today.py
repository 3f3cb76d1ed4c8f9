"""Today: few queries from the first page of a visit on, and what changed since the visit before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts.models import User
from luotsi.rooms.backlog import actions
from tests.world import outcome, person
from tests.world_backlog import request, work_item

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def browser(who: str) -> Client:
    client = Client()
    client.force_login(person(who))
    return client


@pytest.mark.parametrize("count", [1, 30])
def test_the_first_page_of_a_visit_takes_sixteen_queries_at_most(
    count: int, django_assert_max_num_queries: Any
) -> None:
    served = outcome()
    for n in range(count):
        work_item(f"Item {n}", worths={served.pk: 5})
        request(f"Request {n}", at=timezone.now())
    liisa = browser("liisa")
    with django_assert_max_num_queries(16):  # one for each room that has something for the lead
        assert liisa.get("/").status_code == 200


def test_refusals_that_are_due_again_are_told_beside_what_waits() -> None:
    today = timezone.localdate()
    request("Waits")
    declined = request("Look again")
    at = timezone.now() - timedelta(days=9)
    actions.decline_request(
        declined, reason="Later.", by=person("liisa"), at=at, look_again_on=today - timedelta(days=1)
    )
    said = [line.text for line in browser("mikko").get("/").context["waiting"]]
    assert "1 request waits for an answer" in said and "1 refusal is to be looked at again" in said


def test_changes_are_told_until_the_visit_ends() -> None:
    User.objects.filter(pk=person("mikko").pk).update(seen_at=timezone.now() - timedelta(hours=2))
    mikko = browser("mikko")
    request("While Mikko was away", at=timezone.now() - timedelta(hours=1))
    request("Long before", at=timezone.now() - timedelta(days=2))
    for _ in range(2):
        changes = mikko.get("/").context["changes"]
        assert [line.name for line in changes if line.entry.verb == "backlog.request_submitted"] == [
            "While Mikko was away"
        ]
