"""The pages of background work: the team follows and cancels, others do not see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.jobs import actions, worker
from luotsi.kernel.jobs.models import Job, State
from tests.rooms import jobs_of_tests
from tests.world import person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
jobs_of_tests.register()
HTMX = {"HTTP_HX_REQUEST": "true"}


def browser(who: str) -> Client:
    client = Client()
    client.force_login(person(who))
    return client


def queue(kind: str = "tests.make", **fields: Any) -> Job:
    return actions.enqueue(kind, by=person("mikko"), at=timezone.now(), number=1, **fields)


def text(response: Any) -> str:
    return response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("liisa", 200), ("mikko", 200), ("sara", 403), ("eva", 403)])
def test_only_the_team_opens_the_pages(who: str, status: int) -> None:
    address = f"/jobs/{queue().pk}/"
    assert browser(who).get("/jobs/").status_code == status
    assert browser(who).get(address).status_code == status
    assert browser(who).post(f"{address}cancel/").status_code == (302 if status == 200 else status)


def test_a_guest_is_sent_to_sign_in() -> None:
    assert Client().get("/jobs/").status_code == 302


def test_a_job_that_is_not_there_is_a_404() -> None:
    assert browser("mikko").get("/jobs/999/").status_code == 404


def test_the_fragment_asks_for_itself_until_the_job_is_over() -> None:
    queued = queue()
    mikko = browser("mikko")
    fragment = text(mikko.get(f"/jobs/{queued.pk}/?next=/backlog/", **HTMX))
    assert f'hx-get="/jobs/{queued.pk}/?next=%2Fbacklog%2F"' in fragment
    assert "<html" not in fragment and "<progress" in fragment
    worker.drain()
    over = mikko.get(f"/jobs/{queued.pk}/?next=/backlog/", **HTMX)
    assert over["HX-Redirect"] == "/backlog/"
    assert "hx-get" not in text(over)


def test_the_page_without_scripts_refreshes_itself_and_ends_with_a_link() -> None:
    queued = queue()
    mikko = browser("mikko")
    assert '<noscript><meta http-equiv="refresh"' in text(mikko.get(f"/jobs/{queued.pk}/"))
    worker.drain()
    page = text(mikko.get(f"/jobs/{queued.pk}/?next=/backlog/"))
    assert "refresh" not in page and 'href="/backlog/"' in page


def test_nobody_is_sent_to_another_site() -> None:
    queued = queue()
    worker.drain()
    answer = browser("mikko").get(f"/jobs/{queued.pk}/?next=https://evil.example.com/", **HTMX)
    assert "HX-Redirect" not in answer and "evil" not in text(answer)


def test_progress_is_shown_as_a_share() -> None:
    queued = queue()
    Job.objects.filter(pk=queued.pk).update(state=State.RUNNING, claim="0" * 32, progress_done=30, progress_total=120)
    fragment = text(browser("mikko").get(f"/jobs/{queued.pk}/", **HTMX))
    assert 'value="25" max="100"' in fragment and "30 of 120" in fragment


def test_cancel_is_a_post_and_comes_back_to_the_page_it_was_pressed_on() -> None:
    queued = queue()
    mikko = browser("mikko")
    assert mikko.get(f"/jobs/{queued.pk}/cancel/").status_code == 405
    answer = mikko.post(f"/jobs/{queued.pk}/cancel/", {"next": "/backlog/"})
    assert (answer.status_code, answer["Location"]) == (302, "/backlog/")
    queued.refresh_from_db()
    assert queued.state == State.CANCELLED
    assert mikko.post(f"/jobs/{queued.pk}/cancel/").status_code == 422


def test_a_refusal_stands_on_the_page_and_a_traceback_only_in_its_details() -> None:
    refused, crashed = queue("tests.refuse"), queue("tests.crash")
    Job.objects.filter(pk=crashed.pk).update(attempts=1)
    worker.drain()
    mikko = browser("mikko")
    assert "The file has no rows." in text(mikko.get(f"/jobs/{refused.pk}/", **HTMX))
    assert "Traceback" not in text(mikko.get(f"/jobs/{crashed.pk}/", **HTMX))
    assert "RuntimeError: the handler broke" in text(mikko.get(f"/jobs/{crashed.pk}/"))


def test_the_list_leaves_housekeeping_out_unless_asked_and_takes_few_queries(
    django_assert_max_num_queries: Any,
) -> None:
    mikko = browser("mikko")
    for number in range(60):
        queue(unique_key=f"import:{number}")
    queue("jobs.tidy", unique_key="every:jobs.tidy")
    with django_assert_max_num_queries(6):
        page = text(mikko.get("/jobs/"))
    assert page.count("tests.make") == 50 and "jobs.tidy" not in page
    assert "jobs.tidy" in text(mikko.get("/jobs/?all=1"))
