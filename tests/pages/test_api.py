"""The API: who gets in, the same rules as the pages, and a fuzz that finds no server error and no undocumented answer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts.models import Scope
from luotsi.kernel.accounts.tokens import make_token
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.api import BearerToken
from luotsi.rooms.goals.models import Goal, Measurement, Metric
from luotsi.web.api import REFUSALS, api
from tests.world import NOW, goal, guidepoint, measurement, metric, outcome, person, stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Caller:
    """A program with one of the cast's tokens."""

    def __init__(self, who: str, scope: Scope = Scope.WRITE) -> None:
        _, self.secret = make_token(user=person(who), name="test", scope=scope, days=None, at=NOW)

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        data = json.dumps(body) if body is not None else ""
        return Client(headers={"Authorization": f"Bearer {self.secret}"}).generic(
            method, f"/api/v1{path}", data, content_type="application/json"
        )


def goal_in(**fields: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "More pipeline",
        "metric_id": fields.pop("metric_id", None) or metric().pk,
        "baseline": 20,
        "target": 60.5,
        "starts_on": str(today),
        "by_on": str(today + timedelta(days=90)),
        "expires_on": str(today + timedelta(days=90)),
        **fields,
    }


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer luo_x"}, {"Authorization": "Basic eDp5"}])
def test_without_an_open_token_nothing_is_given_out(header: dict[str, str]) -> None:
    answer = Client(headers=header).get("/api/v1/goals")
    assert answer.status_code == 401 and answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthorised"


def test_a_session_alone_does_not_open_the_api() -> None:
    client = Client()
    client.force_login(person("liisa"))
    assert client.get("/api/v1/goals").status_code == 401


def test_a_token_reaches_as_far_as_its_scope_and_its_role() -> None:
    body = goal_in()
    assert Caller("liisa", Scope.READ)("POST", "/goals", body).status_code == 403
    assert Caller("mikko")("POST", "/goals", body).status_code == 403
    assert Caller("sara")("GET", "/goals").status_code == 200
    assert not Goal.objects.exists()


def test_a_goal_is_added_read_changed_given_up_and_taken_up() -> None:
    call = Caller("liisa")
    added = call("POST", "/goals", goal_in(owner_id=stakeholder().pk)).json()
    assert (added["target"], added["standing"]["verdict"], added["life"]) == (60.5, "unmeasured", "living")
    path = f"/goals/{added['id']}"
    assert call("GET", path).json() == added
    changed = call("PATCH", path, {"title": " Renamed "}).json()
    assert changed == {**added, "title": "Renamed"}
    assert call("PATCH", path, {"owner_id": None}).json()["owner_id"] is None
    assert call("POST", f"{path}/give-up").json()["life"] == "given_up"
    assert call("GET", "/goals").json() == {"count": 0, "rows": []}
    assert call("GET", "/goals?which=all").json()["count"] == 1
    assert call("POST", f"{path}/take-up").json()["given_up_on"] is None
    assert set(Entry.objects.exclude(verb__startswith="accounts.").values_list("verb", flat=True)) == {
        "goals.goal_added", "goals.goal_edited", "goals.goal_given_up", "goals.goal_taken_up",
    }  # fmt: skip


def test_the_rules_of_the_pages_are_the_rules_of_the_api() -> None:
    call = Caller("liisa")
    posts = metric("Posts published", kind=Metric.Kind.OUTPUT)
    answer = call("POST", "/goals", goal_in(metric_id=posts.pk))
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == ("goals.output_as_target", "metric")
    assert call("POST", "/goals", goal_in(metric_id=999)).json()["code"] == "goals.reference_unknown"
    assert call("POST", "/metrics", {"name": "posts PUBLISHED"}).json()["code"] == "goals.metric_name_taken"
    assert call("GET", "/goals/999").status_code == 404


def test_a_faulty_body_is_answered_place_by_place() -> None:
    call = Caller("liisa")
    answer = call("POST", "/goals", goal_in(title=" ", baseline="x", starts_on="soon"))
    assert answer.status_code == 422
    assert {fault["place"].rpartition(".")[2] for fault in answer.json()["faults"]} == {
        "title",
        "baseline",
        "starts_on",
    }
    assert call("PUT", "/goals", {}).status_code == 405
    client = Client(headers={"Authorization": f"Bearer {call.secret}"})
    assert client.post("/api/v1/goals", "{", content_type="application/json").status_code == 400
    for odd in (
        '{"name": "a\\u0000b"}',
        '{"name": "\\ud800"}',
        '{"name": "x", "unit": "' + "x" * 31 + '"}',
        "[]",
        '"x"',
    ):
        assert client.post("/api/v1/metrics", odd, content_type="application/json").status_code == 422, odd


def test_measurements_are_recorded_whole_or_not_at_all() -> None:
    call, leads, today = Caller("mikko"), metric(), timezone.localdate()
    good = {"metric_id": leads.pk, "on": str(today), "value": 41.5}
    bad = {**good, "on": str(today + timedelta(days=3))}
    for faulty in (bad, {**good, "metric_id": 999}, good):
        assert call("POST", "/measurements", {"values": [good, faulty]}).status_code == 422
    assert not Measurement.objects.exists()
    assert call("POST", "/measurements", {"values": [good]}).json() == {"written": 1}
    read = call("GET", f"/measurements?metric_id={leads.pk}&since={today}").json()
    assert read == {"count": 1, "rows": [{"metric_id": leads.pk, "on": str(today), "value": 41.5, "source": "api"}]}
    assert call("GET", f"/measurements?until={today - timedelta(days=1)}").json()["count"] == 0
    assert call("GET", "/metrics").json()["rows"] == [
        {"id": leads.pk, "name": "Qualified leads", "unit": "a month", "kind": "result"}
    ]


def test_the_guidepoint_tells_who_agrees_and_not_how_strongly() -> None:
    call, today = Caller("sara"), timezone.localdate()
    assert call("GET", "/guidepoint").status_code == 404
    end = today + timedelta(days=60)
    held = guidepoint(starts_on=today, ends_on=end)
    outcome(guidepoint=held, goal=goal(expires_on=end), starts_on=today, by_on=end)
    for name, strength in (("Eva Ekström", "invests"), ("Omar Onwudiwe", "lukewarm")):
        held.agreements.create(stakeholder=stakeholder(name), strength=strength, at=NOW)
    answer = call("GET", "/guidepoint")
    assert answer.json()["agreed_by"] == ["Eva Ekström"] and "lukewarm" not in answer.content.decode()
    assert call("GET", "/outcomes").json()["rows"] == answer.json()["outcomes"]


def test_reading_takes_few_queries_whatever_the_rows(django_assert_max_num_queries: Any) -> None:
    call = Caller("liisa")
    far = timezone.localdate() + timedelta(days=300)
    for number in range(60):
        one = goal(f"Goal {number}", metric=metric(f"M {number}"), expires_on=far, owner=stakeholder(f"O {number}"))
        measurement(number, of=one.metric)
    with django_assert_max_num_queries(12):
        assert len(call("GET", "/goals?limit=60").json()["rows"]) == 60
    with django_assert_max_num_queries(12):
        assert call("GET", "/measurements?limit=50&offset=20").json()["count"] == 60


def test_every_operation_names_its_permission_and_documents_every_refusal() -> None:
    schema = api.get_openapi_schema()
    operations = [operation for methods in schema["paths"].values() for operation in methods.values()]
    assert len(operations) >= 12
    for operation in operations:
        assert set(REFUSALS) <= set(operation["responses"])
        assert operation["security"] == [{"BearerToken": []}] and operation["x-permission"]
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            assert all(isinstance(operation.auth_callbacks[0], BearerToken) for operation in view.operations)


def test_no_two_types_of_the_schema_share_a_name() -> None:
    """The schema knows types by name: of two with one name the second would hide the first."""
    seen: dict[str, Any] = {}
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                models = [*operation.models, *(one for one in operation.response_models.values() if one)]
                for model in models:
                    for name, told in model.model_json_schema().get("$defs", {}).items():
                        if "enum" in told:
                            assert seen.setdefault(name, told) == told, name


def test_the_reference_page_is_made_from_the_schema_and_runs_no_script() -> None:
    answer = Client().get("/api/v1/docs/")
    page = answer.content.decode()
    assert answer.status_code == 200 and "POST /api/v1/measurements" in page and "goals.measure" in page
    assert "cdn" not in page and Client().get("/api/v1/openapi.json").json()["openapi"].startswith("3.")
