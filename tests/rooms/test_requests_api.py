"""The API of requests: the same rules as the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from luotsi.kernel.accounts.models import Scope
from luotsi.kernel.accounts.tokens import make_token
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.models import Refusal, Request, WorkItem
from tests.world import NOW, outcome, person
from tests.world_backlog import imported_request, request, work_item

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Caller:
    """A program with one of the cast's tokens."""

    def __init__(self, who: str, scope: Scope = Scope.WRITE) -> None:
        _, self.secret = make_token(user=person(who), name="test", scope=scope, days=None, at=NOW)

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        client = Client(headers={"Authorization": f"Bearer {self.secret}"})
        data = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", data, content_type="application/json")


def test_a_program_asks_as_its_owner() -> None:
    answer = Caller("sara")("POST", "/requests", {"wanted": "More leads", "needed_on": "2027-03-01"})
    assert answer.status_code == 201
    made = Request.objects.get()
    assert (made.source, made.asker.email, answer.json()["id"]) == ("api", "sara@example.com", made.pk)
    assert answer.json()["names_date"] is True


def test_nothing_asked_is_refused() -> None:
    answer = Caller("sara")("POST", "/requests", {"for_whom": "Everybody"})
    assert (answer.status_code, answer.json()["field"]) == (422, "wanted")


def test_one_sees_ones_own_and_the_team_all() -> None:
    mine, other = request(), request("A podcast", asker=person("omar"))
    assert [row["id"] for row in Caller("sara")("GET", "/requests").json()["rows"]] == [mine.pk]
    assert Caller("mikko")("GET", "/requests").json()["count"] == 2
    for path in ("", "/status"):
        assert Caller("sara")("GET", f"/requests/{other.pk}{path}").status_code == 404
    assert Caller("sara")("POST", f"/requests/{other.pk}/withdraw").status_code == 404


def test_the_list_is_filtered_by_state_phrasing_and_words() -> None:
    request("Podcasts for welders"), request("Price page")
    call = Caller("mikko")
    assert [row["title"] for row in call("GET", "/requests?q=podcast").json()["rows"]] == ["Podcasts for welders"]
    assert call("GET", "/requests?state=declined").json()["count"] == 0
    assert call("GET", "/requests?state=lost").status_code == 422


@pytest.mark.parametrize("verb", ["accept", "ask-back", "decline", "join"])
def test_only_the_team_triages(verb: str) -> None:
    made = request()
    body = {"text": "x", "reason": "x", "into_id": made.pk}
    assert Caller("sara")("POST", f"/requests/{made.pk}/{verb}", body).status_code == 403
    assert Caller("mikko", Scope.READ)("POST", f"/requests/{made.pk}/{verb}", body).status_code in (401, 403)


def test_accepting_into_a_new_item_and_into_one_that_is_there() -> None:
    one, other, served = request(), request("Another"), outcome()
    call = Caller("mikko")
    answer = call("POST", f"/requests/{one.pk}/accept", {"title": "Price page", "outcome_id": served.pk, "value": 7})
    item = WorkItem.objects.get()
    assert (answer.json()["state"], answer.json()["work_item_id"], item.outcome) == ("accepted", item.pk, served)
    assert call("POST", f"/requests/{other.pk}/accept", {"into_id": item.pk}).json()["work_item_id"] == item.pk
    status = Caller("sara")("GET", f"/requests/{one.pk}/status").json()
    assert (status["state"], status["place"], status["refusal"]) == ("accepted", 1, None)


@pytest.mark.parametrize(("field", "verb"), [("into_id", "accept"), ("outcome_id", "accept"), ("into_id", "join")])
def test_what_is_not_there_is_named(field: str, verb: str) -> None:
    made = request()
    answer = Caller("mikko")("POST", f"/requests/{made.pk}/{verb}", {field: 2**40})
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_a_refusal_without_a_reason_is_not_saved_by_the_api(reason: str | None) -> None:
    made = request()
    assert Caller("mikko")("POST", f"/requests/{made.pk}/decline", {"reason": reason}).status_code == 422
    assert not Refusal.objects.exists()


def test_a_decision_made_meanwhile_is_a_conflict() -> None:
    made = request()
    seen = made.version
    actions.ask_back(made, text="Why?", by=person("liisa"), at=NOW)
    call = Caller("mikko")
    assert call("POST", f"/requests/{made.pk}/decline", {"reason": "No.", "version": seen}).status_code == 409
    answer = call("POST", f"/requests/{made.pk}/decline", {"reason": "No.", "goes_first_id": work_item().pk})
    assert answer.json()["state"] == "declined"
    status = Caller("sara")("GET", f"/requests/{made.pk}/status").json()
    assert status["refusal"]["reason"] == "No." and status["open_questions"] == ["Why?"]


def test_recurring_work_is_joined_only_by_a_persons_word() -> None:
    one, other = imported_request("Announcement of Beta 1"), imported_request("Announcement of Beta 2")
    call = Caller("mikko")
    refused = call("POST", f"/requests/{other.pk}/join", {"into_id": one.pk})
    assert (refused.status_code, refused.json()["code"]) == (422, "never_merged_recurring")
    joined = call("POST", f"/requests/{other.pk}/join", {"into_id": one.pk, "same_work": True})
    assert (joined.json()["state"], joined.json()["joined_to_id"]) == ("joined", one.pk)


def test_an_asker_confirms_and_withdraws() -> None:
    made, call = request(), Caller("sara")
    assert call("POST", f"/requests/{made.pk}/confirm", {"answer": "later"}).json()["state"] == "new"
    assert call("POST", f"/requests/{made.pk}/withdraw").json()["state"] == "withdrawn"
    assert call("POST", f"/requests/{made.pk}/confirm", {"answer": "yes"}).json()["state"] == "new"
    assert call("POST", f"/requests/{made.pk}/confirm", {"answer": "perhaps"}).status_code == 422


def test_a_list_of_requests_needs_few_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        request(f"Wish {number}", days=number)
    call = Caller("mikko")
    with django_assert_max_num_queries(12):
        assert call("GET", "/requests").json()["count"] == 40
