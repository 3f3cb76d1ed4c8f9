"""Bringing in a file by hand: drop, look, start, watch, read; and who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luotsi.kernel.jobs.worker import drain
from luotsi.rooms.backlog.models import ImportRun, RememberedMapping, Request
from luotsi.rooms.backlog.queries.imports import stored_path
from tests.clients import as_
from tests.rooms.test_imports import BROKEN, FAULTY, GOOD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
HTMX = {"HTTP_HX_REQUEST": "true"}


def drop(client: Client, text: str | bytes, name: str = "pile.csv") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post("/import/", {"file": SimpleUploadedFile(name, data)})


def choices(**more: str) -> dict[str, str]:
    given = {"title": "title", "external_id": "external_id", "created_on": "created_on", "asker_name": "asker_name"}
    return {**{f"map_{field}": f'["{column}"]' for field, column in given.items()}, "good_rows_only": "no",
            "closed_as": "history", **more}  # fmt: skip


@pytest.mark.parametrize("who", ["sara", "eva", "aino"])
def test_only_the_team_brings_files_in(who: str) -> None:
    drop(as_("mikko"), GOOD)
    run = ImportRun.objects.get()
    client = as_(who)
    assert drop(client, GOOD).status_code == client.get("/import/").status_code == 403
    for path in ("", "start/", "discard/"):
        assert client.post(f"/import/{run.pk}/{path}", choices()).status_code == 403


def test_a_file_is_dropped_looked_at_started_and_brought_in() -> None:
    client = as_("mikko")
    address = drop(client, GOOD)["Location"]
    page = client.get(address).content.decode()
    assert "3 rows:" in page and "Plant managers find our prices" in page and "2 open" in page and "1 closed" in page
    assert not Request.objects.exists()
    assert client.post(f"{address}start/", choices()).status_code == 302
    assert "Being brought in" in client.get(address).content.decode()
    drain()
    done = client.get(address).content.decode()
    assert "3 requests were brought in." in done
    assert Request.objects.count() == 3


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_answered_at_once(name: str) -> None:
    client = as_("mikko")
    answer = drop(client, BROKEN[name])
    if answer.status_code == 302:  # readable, but no column is a title: the page asks which
        page = client.get(answer["Location"]).content.decode()
        assert "Nothing is brought in like this" in page or "fault" in page
    else:
        assert answer.status_code == 422 and "nothing was kept" in answer.content.decode()
        assert not ImportRun.objects.exists()


def test_nothing_dropped_is_nothing_brought_in() -> None:
    answer = as_("mikko").post("/import/", {})
    assert answer.status_code == 422 and "Choose a file first." in answer.content.decode()


def test_faults_are_named_by_line_and_column_and_the_good_rows_may_come_in() -> None:
    client = as_("mikko")
    address = drop(client, FAULTY)["Location"]
    assert "line 5, column created_on" in client.get(address).content.decode()
    refused = client.post(f"{address}start/", choices())
    assert refused.status_code == 422 and "line 5, column created_on" in refused.content.decode()
    client.post(f"{address}start/", choices(good_rows_only="yes"))
    drain()
    assert Request.objects.count() == 3
    assert "1 row was left out." in client.get(address).content.decode()


def test_another_mapping_is_previewed_before_anything_happens() -> None:
    client = as_("mikko")
    address = drop(client, GOOD)["Location"]
    other = choices(map_title='["asker_name"]', preview="1")
    part = client.post(f"{address}start/", other, **HTMX).content.decode()
    assert "<html" not in part and "<td>Omar Onwudiwe</td>" in part
    assert "<html" in client.post(f"{address}start/", other).content.decode()
    assert ImportRun.objects.get().state == "uploaded" and not RememberedMapping.objects.exists()


def test_a_column_that_is_not_in_the_file_is_no_choice() -> None:
    client = as_("mikko")
    address = drop(client, GOOD)["Location"]
    answer = client.post(f"{address}start/", choices(map_title='["nothing"]'))
    assert answer.status_code == 422 and ImportRun.objects.get().state == "uploaded"


def test_known_requests_are_counted_before_they_are_left_alone() -> None:
    client = as_("mikko")
    client.post(f"{drop(client, GOOD)['Location']}start/", choices())
    drain()
    again = drop(client, GOOD)["Location"]
    page = client.get(again).content.decode()
    assert "3 known already" in page and "as you mapped them the last time" in page
    client.post(f"{again}start/", choices())
    drain()
    assert "3 were known already." in client.get(again).content.decode()
    assert Request.objects.count() == 3


def test_not_this_file_deletes_it() -> None:
    client = as_("mikko")
    address = drop(client, GOOD)["Location"]
    run = ImportRun.objects.get()
    client.post(f"{address}discard/")
    assert not stored_path(run).exists()
    assert "pile.csv" not in client.get("/import/").content.decode().split("messages")[0]


def test_the_pages_need_few_queries(django_assert_max_num_queries: Any) -> None:
    client = as_("mikko")
    rows = "".join(f"Wish {n} of plant manager,K-{n},2026-01-02,open,Person {n % 5},,Sales\n" for n in range(300))
    address = drop(client, GOOD + rows)["Location"]
    with django_assert_max_num_queries(12):
        client.get(address)
    client.post(f"{address}start/", choices())
    with django_assert_max_num_queries(12):
        client.get(address)
    drain()
    client.get(address)
    for path in (address, "/import/"):
        with django_assert_max_num_queries(12):
            client.get(path)
