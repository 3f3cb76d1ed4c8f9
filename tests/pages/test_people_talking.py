"""Pages of conversations: planned, noted without a script, kept half done, followed up; the picture; few queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from luotsi.rooms.people import actions, queries
from luotsi.rooms.people.actions import RoleDraft
from luotsi.rooms.people.models import Conversation, Endorsement, Investment, Stakeholder, StandingRole
from tests.clients import as_, text
from tests.world import NOW, person, stakeholder
from tests.world_people import held, planned

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_conversation_is_planned_noted_and_followed_up_without_a_script() -> None:
    sara, client = stakeholder(), as_("mikko")
    plan = {"held_by": person("mikko").pk, "on": "2026-11-25", "minutes": "30", "stage": "before_case"}
    where = client.post(f"/people/{sara.pk}/talk/", plan)["Location"]
    talk = Conversation.objects.get()
    assert where == f"/people/conversations/{talk.pk}/" and '<ol class="guide">' in text(client, where)
    noted = {
        "endorsement": "lukewarm", "evidence": "Nodded", "need_1": "A figure", "said_1": "Who pays?",
        "worry_1": "Her team", "said_3": "Too late?", "quote_1": "Show me", "leave_1": "inside", "notes": "",
    }  # fmt: skip
    assert client.post(f"{where}note/", noted)["Location"] == where
    page = text(client, where)
    assert all(words in page for words in ("Nodded", "A figure", "Who pays?", "Her team", "Too late?", "Show me"))
    objection, quote, need = talk.objections.first(), talk.quotes.get(), talk.needs.get()
    assert objection is not None
    client.post(f"/people/objections/{objection.pk}/ease/", {"eased_how": "A sheet"})
    client.post(f"/people/quotes/{quote.pk}/leave/", {"leave": "by_name"})
    client.post(f"/people/needs/{need.pk}/met/")
    for row in (objection, quote, need):
        row.refresh_from_db()
    assert (objection.eased_how, quote.leave, need.met_at is not None) == ("A sheet", "by_name", True)


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() -> None:
    talk, client = planned(stakeholder()), as_("liisa")
    answer = client.post(f"/people/conversations/{talk.pk}/note/", {"endorsement": "full", "said_2": "Kept words"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Without it this is a guess" in page and "Kept words" in page
    assert client.post(f"/people/conversations/{talk.pk}/note/", {"notes": " "}).status_code == 422


def test_a_half_noted_page_is_kept_by_a_button_and_by_the_script() -> None:
    talk, client = planned(stakeholder()), as_("liisa")
    address = f"/people/conversations/{talk.pk}/"
    assert client.post(f"{address}draft/", {"notes": "Half", "endorsement": "full"}).status_code == 302
    page = text(client, f"{address}note/")
    assert (
        "Half" in page and 'value="full" id="id_endorsement_3" checked' in " ".join(page.split()) or "checked" in page
    )
    answer = client.post(f"{address}draft/", {"notes": "More"}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.content.decode()) == (200, "Kept")
    assert Conversation.objects.get().draft == {"notes": "More"}
    client.post(f"{address}note/", {"notes": "Whole"})
    late = client.post(f"{address}draft/", {"notes": "late"}, headers={"X-Autosave": "1"})
    assert late.status_code == 409 and Conversation.objects.get().notes == "Whole"
    assert client.get(f"{address}note/").status_code == 302


def test_a_page_on_which_nothing_was_typed_is_not_half_noted() -> None:
    talk, client = planned(stakeholder()), as_("liisa")
    typed = {"leave_1": "none", "leave_2": "none", "quote_2": "Every Friday", "leave_3": "by_name", "notes": " "}
    client.post(f"/people/conversations/{talk.pk}/draft/", typed | {"quote_2": ""})
    assert Conversation.objects.get().draft == {}
    client.post(f"/people/conversations/{talk.pk}/draft/", typed)
    assert Conversation.objects.get().draft == {"quote_2": "Every Friday", "leave_2": "none"}


def test_a_plan_is_changed_and_called_off_on_its_pages() -> None:
    talk, client = planned(stakeholder()), as_("liisa")
    address = f"/people/conversations/{talk.pk}/"
    plan = {"held_by": person("mikko").pk, "on": "2026-12-01", "minutes": "15", "stage": "rollout", "purpose": "Later"}
    person("mikko")
    assert client.post(f"{address}edit/", plan).status_code == 302
    talk.refresh_from_db()
    assert (talk.purpose, talk.stage, talk.held_by) == ("Later", "rollout", person("mikko"))
    client.post(f"{address}cancel/")
    assert "Cancelled" in text(client, address)
    assert client.post(f"{address}edit/", plan).status_code == 422


def test_a_member_plans_for_oneself_only() -> None:
    sara, client = stakeholder(), as_("mikko")
    plan = {"held_by": person("liisa").pk, "on": "2026-11-25", "minutes": "30", "stage": "before_case"}
    assert client.post(f"/people/{sara.pk}/talk/", plan).status_code == 422
    assert not Conversation.objects.exists()


def test_the_lead_places_somebody_and_notes_an_endorsement() -> None:
    sara, client = stakeholder(), as_("liisa")
    address = f"/people/{sara.pk}/"
    placed = {"roles": ["champion", "detractor"], "influence": "4", "interest": "2"}
    assert client.post(f"{address}standing/", placed).status_code == 422  # a detractor of no kind
    assert not StandingRole.objects.exists()
    assert client.post(f"{address}standing/", {**placed, "detractor_kind": "apathetic"}).status_code == 302
    assert client.post(f"{address}endorse/", {"strength": "invests", "evidence": "Pays the writer"}).status_code == 302
    page = text(client, address)
    assert "Champion" in page and "Waits how things turn out" in page and "Pays the writer" in page and "4 / 5" in page
    assert Endorsement.objects.get().strength == "invests"


def test_an_investment_climbs_its_ladder() -> None:
    sara, client = stakeholder(), as_("mikko")
    offer = {"kind": "hours", "about": "Two engineers", "amount": "12", "unit": "h"}
    assert client.post(f"/people/{sara.pk}/invest/", {"kind": "hours", "about": ""}).status_code == 422
    client.post(f"/people/{sara.pk}/invest/", offer)
    one = Investment.objects.get()
    for step in ("agree", "deliver"):
        client.post(f"/people/investments/{one.pk}/{step}/")
    one.refresh_from_db()
    assert one.step == "delivered" and text(client, f"/people/{sara.pk}/").count("is-reached") == 3


def fill(count: int) -> None:
    liisa, at = person("liisa"), timezone.now()
    for number in range(count):
        one = stakeholder(f"Person {number}", added_at=at - timedelta(days=300))
        actions.place(stakeholder=one, roles=[RoleDraft("champion")], influence=3, interest=3, by=liisa, at=at)
        for days, strength in ((100, "lukewarm"), (61, "full")):
            held(one, at=at - timedelta(days=days), endorsement=strength, evidence="Told others", needs=["One"])


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("path", "most"), [("due/", 14), ("picture/", 12), ("conversations/", 10), ("care/", 12), ("", 12)]
)
def test_pages_take_few_queries_however_many_people(
    path: str, most: int, count: int, django_assert_max_num_queries: Any
) -> None:
    fill(count)
    client = as_("liisa")
    with django_assert_max_num_queries(most):
        assert client.get(f"/people/{path}").status_code == 200


@pytest.mark.parametrize("count", [1, 12])
def test_a_persons_page_takes_few_queries_however_much_was_said(count: int, django_assert_max_num_queries: Any) -> None:
    sara = stakeholder()
    for number in range(count):
        held(sara, at=NOW - timedelta(days=number), endorsement="full", evidence="Said so", needs=["One", "Two"])
    own, talk = f"/people/{sara.pk}/", sara.conversations.all()[0]
    client = as_("liisa")
    # everything about one person asks every room, each a fixed number of times
    for path, most in ((own, 22), (f"{own}about/", 34), (f"/people/conversations/{talk.pk}/", 14)):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_the_picture_shows_the_quarter_asked_for_and_the_one_before() -> None:
    this = queries.quarter_of(timezone.localdate())
    mid_of_last = timezone.now() - timedelta(days=(timezone.localdate() - this.before.starts_on).days - 5)
    sara, liisa = stakeholder(), person("liisa")
    actions.weigh(stakeholder=sara, influence=5, interest=1, by=liisa, at=NOW)
    for at, strength in ((mid_of_last, "lukewarm"), (timezone.now(), "full")):
        actions.record_endorsement(stakeholder=sara, strength=strength, evidence="Said", by=liisa, at=at)
    found = queries.picture_for(liisa, this, at=timezone.now())
    assert found is not None
    (standing,) = found.standings
    assert (standing.strength, standing.before, standing.moved) == ("full", "lukewarm", 1)
    before, now = found.summaries
    assert (before.agreeing, before.heard, now.agreeing, now.influential_agreeing, now.up) == (0, 1, 1, 1, 1)
    client = as_("liisa")
    assert "Lukewarm" in text(client, f"/people/picture/?quarter={this.before.code}")
    assert "Nothing to draw yet" in text(client, f"/people/picture/?quarter={this.before.before.code}")
    assert text(client, "/people/picture/?quarter=nonsense") and text(client, "/people/picture/?quarter=2026-Q9")
    assert queries.picture_for(person("mikko"), this, at=timezone.now()) is None


def test_who_is_drawn_and_who_is_not_weighed_is_told() -> None:
    sara = stakeholder()
    actions.record_endorsement(
        stakeholder=sara, strength="not_a_no", evidence="Said", by=person("liisa"), at=timezone.now()
    )
    page = text(as_("liisa"), "/people/picture/")
    assert "is not in the drawing" in page and 'role="img"' not in page and "0 of 1" in page


def test_one_reads_everything_about_oneself_and_takes_it_along() -> None:
    sara = stakeholder(user=person("sara"), email="sara@example.com")
    held(sara, notes="Listens well", endorsement="against", evidence="Said no")
    client = as_("sara")
    page = text(client, "/people/me/")
    assert "Listens well" in page and "Said no" in page and "It is erased by itself on" in page
    assert client.get("/people/me/export/")["Content-Type"] == "application/zip"
    assert "You are not in the register" in text(as_("eva"), "/people/me/")
    assert as_("eva").get("/people/me/export/").status_code == 404


def test_the_link_for_a_person_opens_their_page_and_no_other() -> None:
    from django.test import Client

    sara, omar = stakeholder(), stakeholder("Omar Onwudiwe")
    held(sara, notes="Listens well")
    answer = as_("liisa").post(f"/people/{sara.pk}/about/link/").content.decode()
    address = answer.split("/g/")[1].split("<")[0].strip()
    guest = Client()
    assert guest.get(f"/g/{address}").status_code == 302
    assert "Listens well" in text(guest, f"/people/{sara.pk}/about/")
    assert guest.get(f"/people/{sara.pk}/about/export/").status_code == 200
    for closed in (f"/people/{omar.pk}/about/", f"/people/{sara.pk}/", "/people/due/"):
        assert guest.get(closed).status_code == 302
    assert guest.post(f"/people/{sara.pk}/about/link/").status_code == 302


def test_a_person_is_erased_in_one_step_after_being_told_what_goes() -> None:
    sara, client = stakeholder(), as_("liisa")
    assert "What stays" in text(client, f"/people/{sara.pk}/erase/")
    assert client.post(f"/people/{sara.pk}/erase/")["Location"] == "/people/"
    assert not Stakeholder.objects.exists()
    mikko = stakeholder("Mikko Mäkelä", email="mikko@example.com")
    person("mikko")
    answer = client.post(f"/people/{mikko.pk}/erase/")
    assert answer.status_code == 422 and "Close the account first" in answer.content.decode()


def test_today_tells_whom_one_talks_with() -> None:
    today = timezone.localdate()
    planned(stakeholder("Sara Salo"), person("mikko"), on=today + timedelta(days=1))
    planned(stakeholder("Omar Onwudiwe"), person("mikko"), on=today - timedelta(days=2))
    planned(stakeholder("Not Mine"), person("liisa"), on=today)
    page = text(as_("mikko"), "/")
    assert "You talk with Sara Salo" in page and "The conversation with Omar Onwudiwe was planned" in page
    assert "Not Mine" not in page.split("What changed")[0]
