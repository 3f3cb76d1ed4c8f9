"""The sample on other days, and a workspace without it: what an empty one asks of its lead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from luotsi.rooms.backlog.models import WorkItem
from luotsi.web import sample
from tests.world import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("weekday", [0, 6])
def test_it_can_be_filled_on_any_day_of_the_week(weekday: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planner is left out here: it has its own tests, and does not ask what day it is."""
    for verb in ("_solve", "_publish", "_decide", "_what_if"):
        monkeypatch.setattr(f"luotsi.web.sample.quarter.{verb}", lambda *given: None)
    at = datetime(2027, 3, 1, 22, 30, tzinfo=UTC) + timedelta(days=weekday)
    assert sample.fill_if_empty(at=at)
    assert WorkItem.objects.finished().count() == 60


def test_an_empty_workspace_leads_its_lead() -> None:
    client = Client()
    client.force_login(person("liisa"))
    page = client.get("/").content.decode()
    for step in ("/blueprint/capacity/paste/", "/goals/add/", "/import/"):
        assert f'href="{step}"' in page
    client.force_login(person("mikko"))
    assert "/blueprint/capacity/paste/" not in client.get("/").content.decode()


def test_the_way_out_of_the_sample_needs_no_sign_in() -> None:
    page = Client().get("/start/")
    assert page.status_code == 200 and b"luotsi serve" in page.content
