"""The Ask page: one question first, a tactic asked for its outcome once, like requests, guests without an account."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts.guests import address_of, open_link
from luotsi.kernel.errors import Unavailable
from luotsi.kernel.jobs.models import Job
from luotsi.kernel.jobs.worker import drain
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.mail import send_to_asker
from luotsi.rooms.backlog.models import Joining, Request
from luotsi.rooms.people.models import Stakeholder
from tests.clients import as_
from tests.world import NOW, person
from tests.world_backlog import imported_request, request

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OUTCOME = {"wanted": "More plant managers ask us first, so that sales win more tenders"}
TACTIC = {"wanted": "A brochure about welding robots"}
WHO = {"asker_name": "Gunnar Guest", "asker_email": "gunnar@partner.example"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def guest(path: str = "/ask/") -> Client:
    """A browser that has followed a guest link."""
    client = Client()
    link = open_link(path, by=person("liisa"), at=timezone.now())
    client.get(address_of(link).removeprefix("http://127.0.0.1:8000"))
    return client


def said(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("who", ["liisa", "sara", "eva", "aino"])
def test_everybody_may_ask_and_lands_on_the_status_page(who: str) -> None:
    client = as_(who)
    assert "What should be different afterwards?" in said(client.get("/ask/"))
    answer = client.post("/ask/", OUTCOME)
    made = Request.objects.get()
    assert answer["Location"] == f"/requests/{made.pk}/status/"
    assert made.asker.email == f"{who}@example.com"


def test_a_stranger_is_asked_to_sign_in_and_a_guest_link_opens_only_this_page() -> None:
    assert Client().get("/ask/").status_code == 302
    client = guest()
    assert client.get("/ask/").status_code == 200
    for other in ("/inbox/", "/requests/mine/", "/backlog/", "/import/"):
        assert client.get(other).status_code == 302


def test_a_guest_says_who_asks_and_then_follows_the_request() -> None:
    client = guest()
    assert "Your e-mail" in said(client.get("/ask/"))
    faulty = client.post("/ask/", OUTCOME)
    assert faulty.status_code == 422 and not Request.objects.exists()
    client.post("/ask/", {**OUTCOME, **WHO})
    made = Request.objects.get()
    assert made.asker.name == "Gunnar Guest"
    assert client.get(f"/requests/{made.pk}/status/").status_code == 200


def test_a_tactic_is_asked_for_its_outcome_once_and_kept_beside_it() -> None:
    client = as_("sara")
    second = said(client.post("/ask/", TACTIC))
    assert "what should be different once it is there?" in second and "Go on without" in second
    assert not Request.objects.exists()
    client.post("/ask/", {"wanted": "Welders trust our robots", "tactic": TACTIC["wanted"], "asked_once": "True"})
    made = Request.objects.get()
    assert (made.wanted, made.tactic) == ("Welders trust our robots", "A brochure about welding robots")


def test_whoever_wants_to_may_go_on_without() -> None:
    client = as_("sara")
    client.post("/ask/", {"wanted": "", "tactic": TACTIC["wanted"], "asked_once": "True", "without": "1"})
    made = Request.objects.get()
    assert made.is_tactic and made.title == TACTIC["wanted"]


def test_the_second_step_comes_in_place_with_htmx_and_keeps_what_was_said() -> None:
    client = guest()
    whole = {**TACTIC, **WHO, "for_whom": "Welders", "needed_on": "2027-02-01"}
    part = said(client.post("/ask/", whole, **HTMX))
    assert part.lstrip().startswith("{#") is False and "<html" not in part
    for kept in ('value="Welders"', 'value="2027-02-01"', 'value="Gunnar Guest"', "A brochure about welding robots"):
        assert kept in part
    saved = client.post("/ask/", {**OUTCOME, **WHO}, **HTMX)
    assert saved["HX-Redirect"] == f"/requests/{Request.objects.get().pk}/status/"


def test_nothing_said_is_answered_at_the_question() -> None:
    answer = as_("sara").post("/ask/", {"wanted": " "})
    assert answer.status_code == 422
    assert "Say what should be different afterwards." in said(answer)


def test_like_requests_appear_as_titles_and_states_without_names() -> None:
    made = request("Spare part prices are found on the site")
    for client in (guest(), as_("omar")):
        whole = said(client.get("/ask/similar/", {"wanted": "Spare part prices found on the site"}))
        part = said(client.get("/ask/similar/", {"wanted": "Spare part prices found on the site"}, **HTMX))
        assert made.title in part and "Waiting for a decision" in part and "Sara" not in part
        assert part.strip() in whole and "<html" in whole and "<html" not in part


def test_recurring_work_is_shown_and_not_offered_for_joining() -> None:
    imported_request("Amplify the announcement of Beta 1")
    part = said(as_("sara").get("/ask/similar/", {"wanted": "Amplify the announcement of Beta 2"}))
    assert "another time" in part and 'name="join"' not in part


def test_joining_instead_of_repeating() -> None:
    made = request("Spare part prices are found on the site")
    client = as_("omar")
    assert f'name="join" value="{made.pk}"' in said(client.get("/ask/similar/", {"wanted": made.title}))
    answer = client.post("/ask/", {"wanted": made.title, "join": made.pk})
    joined = Joining.objects.get()
    assert joined.into == made and answer["Location"] == f"/requests/{joined.request_id}/status/"
    status = said(client.get(answer["Location"]))
    assert "It goes on with a like request" in status and "Sara" not in status


def test_recurring_work_is_not_joined_by_hand_made_posts_either() -> None:
    first = imported_request("Amplify the announcement of Beta 1")
    answer = as_("sara").post("/ask/", {"wanted": "Amplify the announcement of Beta 2", "join": first.pk})
    assert answer.status_code == 422 and not Joining.objects.exists()
    assert Request.objects.count() == 1 and not Stakeholder.objects.exists()


def test_a_number_alone_opens_nobodys_request_to_a_guest() -> None:
    other = request("Our merger with Acme is understood by everybody")
    client = guest()
    answer = client.post("/ask/", {**OUTCOME, **WHO, "join": other.pk})
    assert not Joining.objects.exists() and Request.objects.count() == 2
    assert "Acme" not in said(client.get(answer["Location"]))


def test_a_request_to_join_that_is_gone_does_not_lose_the_asking() -> None:
    as_("sara").post("/ask/", {**OUTCOME, "join": "999999999999999999999"})
    as_("sara").post("/ask/", {**OUTCOME, "join": "99"})
    assert Request.objects.count() == 2 and not Joining.objects.exists()


def test_the_page_needs_few_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        request(f"Spare part prices of machine {number} are found", days=number)
    client = as_("omar")
    client.get("/ask/similar/", {"wanted": "Spare part prices"})
    for path in ("/ask/", "/ask/similar/?wanted=Spare part prices of machine 4"):
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200


# -- mail ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_guest_gets_the_link_by_mail_and_it_opens_the_page_in_another_browser() -> None:
    guest().post("/ask/", {**OUTCOME, **WHO})
    drain()
    (sent,) = mail.outbox
    assert sent.to == ["gunnar@partner.example"] and OUTCOME["wanted"][:40] in sent.subject
    address = next(line for line in sent.body.splitlines() if line.startswith("http"))
    elsewhere = Client()
    page = elsewhere.get(address.removeprefix("http://127.0.0.1:8000"), follow=True)
    assert page.status_code == 200 and "Nobody has decided yet" in said(page)


@pytest.mark.django_db(transaction=True)
def test_a_user_gets_the_page_itself_and_the_mail_speaks_their_language() -> None:
    person("sara", language="fi")
    made = request(at=timezone.now())
    drain()
    (sent,) = mail.outbox
    assert f"http://127.0.0.1:8000/requests/{made.pk}/status/" in sent.body


def test_mail_that_is_no_longer_true_is_not_sent() -> None:
    made = request()
    actions.decline_request(made, reason="Not now.", by=person("liisa"), at=NOW)
    assert not send_to_asker(made.pk, "accepted")
    assert send_to_asker(made.pk, "declined")
    assert "Not now." in mail.outbox[-1].body


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_is_tried_again_and_blocks_nothing(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.pages.test_ask.NobodyThere"
    made = request(at=timezone.now())
    actions.decline_request(made, reason="Not now.", by=person("liisa"), at=timezone.now())
    with pytest.raises(Unavailable):
        send_to_asker(made.pk, "declined")
    drain()
    made.refresh_from_db()
    assert made.state == Request.State.DECLINED
    assert set(Job.objects.values_list("state", "note")) == {("queued", "mail_unavailable")}


class NobodyThere:
    """A mail backend whose server does not answer."""

    def __init__(self, **options: Any) -> None:
        pass

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("nobody there")
