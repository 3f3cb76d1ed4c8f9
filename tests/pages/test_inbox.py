"""The inbox and its verbs: the team triages, with and without htmx; nobody else sees or changes anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.models import Joining, Question, Refusal, Request, WorkItem
from tests.clients import as_
from tests.world import NOW, outcome, person
from tests.world_backlog import imported_request, request, work_item

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/inbox/"}
VERBS = ("accept", "ask-back", "decline", "join")


def text(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, **headers)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["sara", "eva", "aino", None])
def test_only_the_team_opens_the_inbox_and_triages(who: str | None) -> None:
    made, client = request(), as_(who) if who else Client()
    refused = 403 if who else 302
    for path in ("/inbox/", f"/requests/{made.pk}/", *(f"/requests/{made.pk}/{verb}/" for verb in VERBS)):
        assert client.get(path).status_code == refused
    for path in (*(f"/requests/{made.pk}/{verb}/" for verb in VERBS), "/inbox/join/", "/inbox/review/"):
        assert client.post(path, {"reason": "x", "text": "x", "title": "x", "confidence": "0.5"}).status_code == refused
    made.refresh_from_db()
    assert made.state == Request.State.NEW


def test_an_empty_inbox_says_what_it_is_for() -> None:
    assert "The inbox is empty" in text(as_("mikko"), "/inbox/")


def test_the_oldest_stands_first_with_what_its_words_tell() -> None:
    request("A brochure about welding robots", days=1)
    request("A webinar in March so that plant managers trust us more", days=9)
    page = text(as_("mikko"), "/inbox/")
    assert page.index("A webinar in March") < page.index("A brochure about welding robots")
    for mark in ("names a thing", "Design", "names a date"):
        assert mark in page


def test_the_fragment_is_part_of_the_page() -> None:
    request()
    client = as_("mikko")
    part = text(client, "/inbox/", **HTMX)
    assert "<html" not in part and 'id="inbox"' in part
    panel = text(client, f"/requests/{Request.objects.get().pk}/", **HTMX)
    assert "<html" not in panel and 'data-key="d"' in panel


def test_accepting_makes_an_item_with_what_was_said() -> None:
    served, made, client = outcome(), request(), as_("mikko")
    assert 'name="effort_low_hours"' in text(client, f"/requests/{made.pk}/accept/")
    answer = client.post(
        f"/requests/{made.pk}/accept/",
        {
            "title": "Price page", "outcome": served.pk, "value": "7", "confidence": "0.7", "effort_low_hours": "10",
            "effort_high_hours": "20", "moscow": "should", "version": made.version,
        },
    )  # fmt: skip
    assert answer["Location"] == "/inbox/"
    item = WorkItem.objects.get()
    assert (item.title, item.outcome, item.moscow, item.effort_hours) == ("Price page", served, "should", 15)
    made.refresh_from_db()
    assert made.work_item == item


def test_accepting_into_an_item_that_is_there() -> None:
    item, made, client = work_item("Price calculator"), request(), as_("mikko")
    assert "Price calculator" in text(client, f"/requests/{made.pk}/accept/?q=calculators")
    client.post(f"/requests/{made.pk}/accept/", {"into": item.pk, "version": made.version})
    made.refresh_from_db()
    assert made.work_item == item and WorkItem.objects.count() == 1


@pytest.mark.parametrize("into", ["0", "x", "99", "9" * 30])
def test_an_item_that_is_not_there_is_no_place_to_go(into: str) -> None:
    made = request()
    answer = as_("mikko").post(f"/requests/{made.pk}/accept/", {"into": into})
    assert answer.status_code in (404, 422)
    made.refresh_from_db()
    assert made.state == Request.State.NEW


def test_an_effort_the_wrong_way_round_is_said_at_its_field() -> None:
    made = request()
    wrong = {"title": "x", "confidence": "0.5", "effort_low_hours": "9", "effort_high_hours": "3"}
    answer = as_("mikko").post(f"/requests/{made.pk}/accept/", wrong)
    assert answer.status_code == 422 and not WorkItem.objects.exists()
    assert "above the high end" in answer.content.decode()


def test_a_refusal_without_a_reason_is_not_saved_by_the_page() -> None:
    made, client = request(), as_("mikko")
    for reason in ("", "   "):
        answer = client.post(f"/requests/{made.pk}/decline/", {"reason": reason, "version": made.version})
        assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()
    assert not Refusal.objects.exists()


def test_declining_offers_the_head_of_the_list_as_what_goes_first() -> None:
    item, made, client = work_item("The trade fair"), request(), as_("mikko")
    assert f'<option value="{item.pk}" selected>The trade fair</option>' in text(
        client, f"/requests/{made.pk}/decline/"
    )
    later = (timezone.localdate() + timedelta(days=60)).isoformat()
    given = {"reason": "It reaches nobody.", "goes_first": item.pk, "look_again_on": later, "version": made.version}
    client.post(f"/requests/{made.pk}/decline/", given)
    refusal = Refusal.objects.get()
    assert (refusal.goes_first, refusal.look_again_on.isoformat()) == (item, later)


def test_asking_back_needs_a_question() -> None:
    made, client = request(), as_("mikko")
    assert client.post(f"/requests/{made.pk}/ask-back/", {"text": ""}).status_code == 422
    client.post(f"/requests/{made.pk}/ask-back/", {"text": "For which plants?"})
    assert Question.objects.get().text == "For which plants?"
    assert "1 waits for its asker" in text(client, "/inbox/")


def test_with_htmx_the_list_answers_and_the_next_request_is_at_hand() -> None:
    first, second = request("First", days=2), request("Second", days=1)
    answer = as_("mikko").post(f"/requests/{first.pk}/ask-back/", {"text": "Why?", "version": first.version}, **HTMX)
    part = answer.content.decode()
    assert answer["HX-Retarget"] == "#inbox" and "<html" not in part
    assert second.title in part and f"/requests/{first.pk}/" not in part and "Asked." in part


def test_from_a_page_of_its_own_htmx_goes_back_to_the_inbox() -> None:
    made = request()
    here = {**HTMX, "HTTP_HX_CURRENT_URL": f"http://testserver/requests/{made.pk}/"}
    answer = as_("mikko").post(f"/requests/{made.pk}/ask-back/", {"text": "Why?"}, **here)
    assert answer["HX-Redirect"] == "/inbox/"


def test_whoever_decides_second_reads_what_happened_and_changes_nothing() -> None:
    made = request()
    actions.decline_request(made, reason="No.", by=person("liisa"), at=NOW)
    answer = as_("mikko").post(f"/requests/{made.pk}/ask-back/", {"text": "Why?", "version": made.version - 1})
    assert answer.status_code == 422 and "Somebody else has dealt with this request" in answer.content.decode()
    assert not Question.objects.exists()


def test_duplicates_are_joined_in_bulk() -> None:
    made = [request("Spare part prices are found on the site", days=9 - n) for n in range(3)]
    client = as_("mikko")
    page = text(client, "/inbox/")
    assert "The same work, asked several times" in page and page.count('name="requests"') == 2
    client.post("/inbox/join/", {"into": made[0].pk, "requests": [one.pk for one in made[1:]]})
    assert set(Joining.objects.values_list("request", "into")) == {(made[1].pk, made[0].pk), (made[2].pk, made[0].pk)}


def test_recurring_work_is_not_offered_for_joining_and_asks_for_a_persons_word() -> None:
    first = imported_request("Amplify the announcement of Beta 1")
    again = imported_request("Amplify the announcement of Beta 2")
    client = as_("mikko")
    assert 'name="requests"' not in text(client, "/inbox/")
    page = text(client, f"/requests/{again.pk}/join/")
    assert "another time" in page and f'name="into" value="{first.pk}"' not in page
    refused = client.post(f"/requests/{again.pk}/join/", {"into": first.pk})
    assert refused.status_code == 422 and not Joining.objects.exists()
    client.post(f"/requests/{again.pk}/join/", {"into": first.pk, "same_work": "on"})
    assert Joining.objects.get().into == first


def test_what_was_declined_returns_on_its_day_below_the_list() -> None:
    made = request()
    actions.decline_request(made, reason="No.", by=person("liisa"), at=NOW)
    made.refusals.update(look_again_on=timezone.localdate())
    assert "due to be looked at again" in text(as_("mikko"), "/inbox/")


def test_the_review_mails_askers_of_old_requests() -> None:
    request(at=timezone.now(), days=120)
    client = as_("mikko")
    assert "more than three months ago" in text(client, "/inbox/")
    client.post("/inbox/review/")
    from luotsi.kernel.jobs.models import Job

    assert Job.objects.filter(args__what="still_needed").count() == 1


def test_the_page_of_one_request_shows_history_comments_and_where_it_went() -> None:
    made, client = request(), as_("mikko")
    client.post(f"/requests/{made.pk}/comment/", {"text": "Sales asked for this last year too."})
    item = work_item("Price calculator")
    actions.accept_request(made, into=item, by=person("liisa"), at=NOW)
    page = text(client, f"/requests/{made.pk}/")
    for part in ("Sales asked for this last year too.", "Price calculator", "accepted this into the backlog"):
        assert part in page
    assert 'data-key="d"' not in page


def test_the_pages_need_few_queries_however_many_requests(django_assert_max_num_queries: Any) -> None:
    client = as_("mikko")
    for count in (3, 40):
        for number in range(count):
            request(f"Spare part prices of machine {count}-{number} are found", days=number)
        text(client, "/inbox/")
        made = Request.objects.untriaged().first()
        for path in ("/inbox/", f"/requests/{made.pk}/", *(f"/requests/{made.pk}/{verb}/" for verb in VERBS)):
            with django_assert_max_num_queries(12):
                text(client, path)


def test_whoever_was_just_asked_whether_they_need_it_is_not_asked_again() -> None:
    request(days=120, at=timezone.now())
    client = as_("liisa")
    for _ in range(3):
        client.post("/inbox/review/")
    assert Job.objects.filter(kind="backlog.tell_asker", args__what="still_needed").count() == 1


def test_a_number_that_no_database_knows_joins_nothing() -> None:
    answer = as_("mikko").post("/inbox/join/", {"into": request().pk, "requests": ["9" * 30]})
    assert answer.status_code == 422 and not Joining.objects.exists()
