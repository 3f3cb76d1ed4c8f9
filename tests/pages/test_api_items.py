"""Work items over the API: the same rules and the same order as on the pages."""

from __future__ import annotations

import pytest

from luotsi.rooms.backlog.models import WorkItem
from tests.pages.test_api import Caller
from tests.world import outcome

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def add(call: Caller, title: str, **fields: object) -> dict:
    answer = call("POST", "/work-items", {"title": title, **fields})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_item_is_added_read_changed_moved_started_and_finished() -> None:
    call, serving = Caller("mikko"), outcome()
    first, second = add(call, "One"), add(call, "Two", worths=[{"outcome_id": serving.pk, "value": 8}])
    assert (first["place"], second["place"], second["outcome_id"]) == (1, 2, serving.pk)
    path = f"/work-items/{second['id']}"
    assert call("POST", f"{path}/move", {"place": 1}).json() == {"place": 1, "advised": None, "departs": False}
    assert [row["title"] for row in call("GET", "/work-items").json()["rows"]] == ["Two", "One"]
    changed = call("PATCH", path, {"version": 1, "effort_low_hours": 4, "effort_high_hours": 12}).json()
    assert changed["worths"] == [{"outcome_id": serving.pk, "value": 8.0}]
    assert changed["score"] == pytest.approx(8 * float(serving.weight) * 0.5 / 8) and changed["version"] == 2
    assert call("POST", f"{path}/start").json()["state"] == "in_progress"
    done = call("POST", f"{path}/finish", {"spent_hours": 9.5}).json()
    assert (done["state"], done["place"], done["spent_hours"]) == ("done", None, 9.5)
    assert call("GET", "/work-items?state=done").json()["count"] == 1
    assert call("POST", f"{path}/reopen").json()["place"] == 2  # at the end: nothing below it has a lower score


def test_an_older_version_is_a_conflict_and_changes_nothing() -> None:
    call = Caller("liisa")
    item = add(call, "One")
    path = f"/work-items/{item['id']}"
    assert call("PATCH", path, {"version": 1, "title": "Theirs"}).status_code == 200
    assert call("PATCH", path, {"version": 1, "title": "Mine"}).status_code == 409
    assert WorkItem.objects.get().title == "Theirs"


def test_a_move_says_one_way_where_to() -> None:
    call = Caller("liisa")
    one, two = add(call, "One"), add(call, "Two")
    for body in ({}, {"place": 1, "above_id": two["id"]}):
        assert call("POST", f"/work-items/{one['id']}/move", body).json()["code"] == "place_missing"
    assert call("POST", f"/work-items/{two['id']}/move", {"above_id": one["id"]}).json()["place"] == 1
    assert call("POST", f"/work-items/{two['id']}/move", {"below_id": 999}).status_code == 404


def test_an_ended_outcome_is_refused_by_name_and_a_stakeholder_only_reads() -> None:
    answer = Caller("liisa")("POST", "/work-items", {"title": "x", "worths": [{"outcome_id": 999, "value": 1}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "outcome_unknown")
    item = add(Caller("mikko"), "One")
    assert Caller("sara")("GET", f"/work-items/{item['id']}").status_code == 200
    assert Caller("sara")("POST", f"/work-items/{item['id']}/drop", {"reason": "x"}).status_code == 403
