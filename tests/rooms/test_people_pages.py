"""The register's pages: who sees them, who may change them, and that they stay quick."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from luotsi.rooms.people.models import Stakeholder
from tests.clients import as_
from tests.world import stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SALES = {"name": "Sara Salo", "email": "Sara@example.com", "department": "Sales", "kind": "inside"}


def test_an_empty_register_says_what_it_is_for_and_offers_the_first_step() -> None:
    text = as_("mikko").get("/people/").content.decode()
    assert "Nobody is entered yet" in text and 'href="/people/add/"' in text
    assert "/people/add/" not in as_("eva").get("/people/").content.decode()


@pytest.mark.parametrize("who", ["liisa", "mikko", "eva"])
def test_team_and_executives_see_the_register(who: str) -> None:
    sara = stakeholder()
    assert "Sara Salo" in as_(who).get("/people/").content.decode()
    assert as_(who).get(f"/people/{sara.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["sara", "aino"])
def test_others_are_kept_out(who: str) -> None:
    sara = stakeholder()
    client = as_(who)
    assert client.get("/people/").status_code == client.get(f"/people/{sara.pk}/").status_code == 403


def test_whoever_is_not_signed_in_is_asked_to() -> None:
    answer = Client().get("/people/")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("who", ["eva", "sara", None])
def test_only_the_team_changes_the_register(who: str | None) -> None:
    sara = stakeholder()
    client = as_(who) if who else Client()
    for path in ("add/", f"{sara.pk}/edit/", f"{sara.pk}/leave/", f"{sara.pk}/come-back/"):
        assert client.post(f"/people/{path}", SALES).status_code in (302 if who is None else 403, 403)
    assert list(Stakeholder.objects.values_list("name", "left_on", "email")) == [("Sara Salo", None, None)]


def test_a_stakeholder_is_added_edited_leaves_and_comes_back() -> None:
    client = as_("mikko")
    assert client.post("/people/add/", SALES).status_code == 302
    sara = Stakeholder.objects.get()
    assert (sara.email, sara.department) == ("sara@example.com", "Sales")
    client.post(f"/people/{sara.pk}/edit/", {**SALES, "department": "Key accounts"})
    client.post(f"/people/{sara.pk}/leave/")
    page = client.get(f"/people/{sara.pk}/").content.decode()
    assert "Key accounts" in page and "Left on" in page and "entered this person" in page
    assert "Sara" not in client.get("/people/").content.decode().split("<table")[-1].split("</table")[0]
    assert "Sara Salo" in client.get("/people/?left=on").content.decode()
    client.post(f"/people/{sara.pk}/come-back/")
    assert "Left on" not in client.get(f"/people/{sara.pk}/").content.decode()


def test_a_taken_address_is_refused_at_its_field_and_keeps_what_was_typed() -> None:
    stakeholder(email="sara@example.com")
    answer = as_("mikko").post("/people/add/", SALES)
    assert answer.status_code == 422
    assert (
        "is in the register already" in answer.content.decode()
        and 'value="Sara@example.com"' in answer.content.decode()
    )
    other = stakeholder("Omar Onwudiwe")
    assert as_("mikko").post(f"/people/{other.pk}/edit/", SALES).status_code == 422


def test_somebody_who_is_not_there_is_a_404() -> None:
    assert as_("liisa").get("/people/999/").status_code == 404


def test_the_register_stays_quick_whatever_its_size(django_assert_max_num_queries: Any) -> None:
    for number in range(120):
        stakeholder(f"Person {number:03}", user=None)
    client = as_("liisa")
    with django_assert_max_num_queries(12):
        page = client.get("/people/")
    assert "Person 099" in page.content.decode() and "Person 100" not in page.content.decode()
    assert "Person 119" in client.get("/people/?page=2").content.decode()


def test_the_register_is_searched_in_the_page() -> None:
    stakeholder(department="Sales")
    stakeholder("Omar Onwudiwe", department="Product")
    text = as_("liisa").get("/people/?q=product").content.decode()
    assert "Omar" in text and "Sara" not in text
    assert as_("liisa").get("/people/?q=%00&left=maybe&page=-3").status_code == 200
