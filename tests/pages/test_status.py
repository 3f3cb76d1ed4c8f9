"""The status page and "My requests": the asker sees everything, others nothing, a guest only what the link opens."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from luotsi.kernel.accounts.guests import address_of
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.mail import status_link
from luotsi.rooms.backlog.models import Confirmation, Request
from luotsi.rooms.backlog.queries import requests as questions
from luotsi.rooms.backlog.queries.volume import LikelyDates
from tests.clients import as_
from tests.world import NOW, outcome, person
from tests.world_backlog import request, work_item

pytestmark = [pytest.mark.django_db, pytest.mark.database]
VERBS = ("confirm/", "withdraw/", "part/", "answer/1/")


def guest_of(made: Request) -> Client:
    client = Client()
    client.get(address_of(status_link(made)).removeprefix("http://127.0.0.1:8000"))
    return client


def page(client: Client, made: Request) -> str:
    answer = client.get(f"/requests/{made.pk}/status/")
    assert answer.status_code == 200
    return answer.content.decode()


def dates(places: Any) -> dict[int, LikelyDates]:
    """A forecast as the volume's queries would answer it."""
    known = LikelyDates(date(2027, 3, 1), date(2027, 5, 20), is_guess=False, is_trusted=True, flags=())
    return dict.fromkeys(places, known)


def said(day: date) -> str:
    """A day as pages write it in the test's language."""
    return date_format(day, "DATE_FORMAT")


def accepted(made: Request, **fields: Any) -> Request:
    given = ItemFields(title=made.title, **fields)
    actions.accept_request(made, fields=given, by=person("liisa"), at=NOW)
    return made


def test_the_asker_sees_how_many_came_before() -> None:
    request("Earlier", days=3)
    assert "1 request came before it" in page(as_("sara"), request())


def test_the_asker_sees_place_dates_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "likely_dates", dates)
    work_item("The trade fair")
    served = outcome("Plant managers book a first talk")
    made = accepted(request(), worths={served.pk: Decimal(1)})
    text = page(as_("sara"), made)
    for part in (
        "place 2",
        said(date(2027, 3, 1)),
        said(date(2027, 5, 20)),
        "Plant managers book a first talk",
        "The trade fair",
    ):
        assert part in text


def test_without_a_forecast_the_page_says_so() -> None:
    assert "pace is not known yet" in page(as_("sara"), accepted(request()))


def test_a_no_shows_reason_what_goes_first_and_when_it_is_looked_at_again() -> None:
    made, item = request(), work_item("The trade fair")
    actions.decline_request(
        made, reason="It reaches nobody.", goes_first=item, look_again_on=date(2027, 2, 1), by=person("liisa"), at=NOW
    )
    text = page(as_("sara"), made)
    for part in ("It reaches nobody.", "The trade fair", said(date(2027, 2, 1)), "Declined, with a reason"):
        assert part in text
    assert "Still needed?" not in text


def test_done_work_says_when() -> None:
    made = accepted(request())
    actions.finish_item(made.work_item, spent_hours=None, by=person("liisa"), at=NOW)
    text = page(as_("sara"), made)
    assert "Done on" in text and "Still needed?" not in text


def test_a_question_is_answered_on_the_page() -> None:
    made = request()
    question = actions.ask_back(made, text="For which plants?", by=person("liisa"), at=NOW)
    client = as_("sara")
    assert "For which plants?" in page(client, made)
    address = f"/requests/{made.pk}/status/answer/{question.pk}/"
    empty = client.post(address, {"answer": " "})
    assert empty.status_code == 422 and 'aria-invalid="true"' in empty.content.decode()
    assert client.post(address, {"answer": "All of them."}).status_code == 302
    made.refresh_from_db()
    assert made.state == Request.State.NEW
    assert "All of them." in page(client, made)


def test_a_question_of_another_request_is_not_answered_here() -> None:
    mine, other = request(), request("Another", asker=person("omar"))
    question = actions.ask_back(other, text="Why?", by=person("liisa"), at=NOW)
    answer = as_("sara").post(f"/requests/{mine.pk}/status/answer/{question.pk}/", {"answer": "Because."})
    question.refresh_from_db()
    assert answer.status_code == 404 and not question.answer


@pytest.mark.parametrize(("answer", "state"), [("yes", "new"), ("later", "new"), ("no", "withdrawn")])
def test_still_needed_is_one_click(answer: str, state: str) -> None:
    made = request()
    assert "Still needed?" in page(as_("sara"), made)
    assert as_("sara").get(f"/requests/{made.pk}/status/confirm/").status_code == 405
    as_("sara").post(f"/requests/{made.pk}/status/confirm/", {"answer": answer})
    made.refresh_from_db()
    assert (made.state, Confirmation.objects.get().answer) == (state, answer)


def test_no_answer_is_no_answer() -> None:
    made = request()
    assert as_("sara").post(f"/requests/{made.pk}/status/confirm/", {"answer": "maybe"}).status_code == 422
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("who", ["omar", "eva", "aino"])
def test_others_neither_see_nor_change_it(who: str) -> None:
    made, client = request(), as_(who)
    assert client.get(f"/requests/{made.pk}/status/").status_code == 404
    for verb in VERBS:
        assert client.post(f"/requests/{made.pk}/status/{verb}", {"answer": "no"}).status_code == 404
    assert client.get(f"/requests/{made.pk}/").status_code == 403
    made.refresh_from_db()
    assert made.state == Request.State.NEW


def test_the_team_sees_it_too() -> None:
    made = request()
    assert made.title in page(as_("mikko"), made)


def test_a_guest_link_opens_its_request_and_no_other() -> None:
    made, other = request(), request("Another")
    client = guest_of(made)
    assert made.title in page(client, made)
    for path in (f"/requests/{other.pk}/status/", f"/requests/{made.pk}/", f"/requests/{made.pk}/accept/", "/inbox/"):
        assert client.get(path).status_code == 302
    for verb in VERBS:
        assert client.post(f"/requests/{other.pk}/status/{verb}", {"answer": "no"}).status_code == 302
    for verb in ("accept", "decline", "join", "ask-back"):
        assert client.post(f"/requests/{made.pk}/{verb}/", {"reason": "x"}).status_code == 302
    assert set(Request.objects.values_list("state", flat=True)) == {"new"}


def test_a_guest_with_an_account_of_another_sees_what_the_link_opens() -> None:
    made, client = request(), as_("omar")
    client.get(address_of(status_link(made)).removeprefix("http://127.0.0.1:8000"))
    assert made.title in page(client, made)
    other = request("Another")
    assert client.get(f"/requests/{other.pk}/status/").status_code == 404


def test_a_guest_confirms_answers_and_withdraws() -> None:
    made = request()
    question = actions.ask_back(made, text="For which plants?", by=person("liisa"), at=NOW)
    client = guest_of(made)
    assert client.post(f"/requests/{made.pk}/status/answer/{question.pk}/", {"answer": "All."}).status_code == 302
    assert client.post(f"/requests/{made.pk}/status/confirm/", {"answer": "yes"}).status_code == 302
    assert client.post(f"/requests/{made.pk}/status/withdraw/").status_code == 302
    made.refresh_from_db()
    assert made.state == Request.State.WITHDRAWN and Confirmation.objects.get().by is None


def test_the_link_is_one_until_shortly_before_it_ends() -> None:
    made = request()
    link = status_link(made)
    assert status_link(made) == link
    link.expires_at = datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())
    link.save()
    assert status_link(made) != link


def test_whoever_joined_sees_the_place_of_the_other_and_nothing_of_its_asker() -> None:
    one, other = request("Prices are found on the site"), request("Prices are found on the site", asker=person("omar"))
    actions.join_request(other, one, by=person("liisa"), at=NOW)
    accepted(Request.objects.get(pk=one.pk))
    text = page(as_("omar"), other)
    assert "place 1" in text and "Sara" not in text
    as_("omar").post(f"/requests/{other.pk}/status/part/")
    other.refresh_from_db()
    assert other.state == Request.State.NEW


def test_my_requests_lists_what_was_asked_with_its_next_step() -> None:
    assert "You have not asked for anything yet" in as_("sara").get("/requests/mine/").content.decode()
    made, waiting = accepted(request()), request("A podcast")
    actions.ask_back(waiting, text="For whom?", by=person("liisa"), at=NOW)
    request("Not hers", asker=person("omar"))
    text = as_("sara").get("/requests/mine/").content.decode()
    assert made.title in text and "Place 1" in text and "Answer the question" in text and "Not hers" not in text
    back = as_("sara").post(f"/requests/{made.pk}/status/confirm/", {"answer": "later", "next": "/requests/mine/"})
    assert back["Location"] == "/requests/mine/"


def test_the_pages_need_few_queries(django_assert_max_num_queries: Any) -> None:
    served = outcome()
    made = [accepted(request(f"Wish {n}"), worths={served.pk: Decimal(5)}) for n in range(8)]
    for number in range(4):
        actions.decline_request(request(f"No {number}"), reason="No.", by=person("liisa"), at=NOW)
    asked = request("Asked back")
    actions.ask_back(asked, text="Why?", by=person("liisa"), at=NOW)
    sara, guest = as_("sara"), guest_of(made[3])
    for client, path in (
        (sara, f"/requests/{made[3].pk}/status/"),
        (guest, f"/requests/{made[3].pk}/status/"),
        (sara, f"/requests/{asked.pk}/status/"),
        (sara, "/requests/mine/"),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200


def test_today_tells_an_asker_what_concerns_them_and_leads_to_their_own_page() -> None:
    made = request(at=timezone.now())
    actions.comment_on_request(made, text="Among ourselves", by=person("liisa"), at=timezone.now())
    actions.ask_back(made, text="For which country?", by=person("liisa"), at=timezone.now())
    page = as_("sara").get("/")
    assert [line.entry.verb for line in page.context["changes"]] == ["backlog.asked_back"]
    assert [line.url for line in page.context["changes"]] == [f"/requests/{made.pk}/status/"]
