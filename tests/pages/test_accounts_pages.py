"""The settings pages: oneself, tokens shown once, people and roles for the lead, guest links."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.models import GuestLink, PersonalToken, User
from tests.clients import as_
from tests.world import CAST, person

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("who", CAST)
def test_everybody_has_settings_and_tokens_and_only_the_lead_the_rest(who: str) -> None:
    client = as_(who)
    assert client.get("/settings/").status_code == client.get("/settings/tokens/").status_code == 200
    expected = 200 if who == "liisa" else 403
    for path in ("people/", "guests/"):
        assert client.get(f"/settings/{path}").status_code == expected
        assert (f"/settings/{path}" in client.get("/settings/").content.decode()) == (who == "liisa")


def test_name_language_and_theme_are_ones_own_to_change() -> None:
    client = as_("mikko")
    assert client.post("/settings/", {"name": "Mikko M.", "language": "fi", "theme": "dark"}).status_code == 302
    mikko = User.objects.get(email="mikko@example.com")
    assert (mikko.name, mikko.language, mikko.theme) == ("Mikko M.", "fi", "dark")
    page = client.get("/settings/")
    assert page["Content-Language"] == "fi" and 'data-theme="dark"' in page.content.decode()
    assert client.post("/settings/", {"name": "", "language": "xx", "theme": "pink"}).status_code == 422


def test_a_token_is_shown_once_and_opens_the_api_until_it_is_revoked() -> None:
    client = as_("mikko")
    answer = client.post("/settings/tokens/make/", {"name": "CRM", "scope": "read", "days": "30"})
    secret = re.search(r"<code>(luo_[\w-]+)</code>", answer.content.decode())[1]  # type: ignore[index]
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get("/settings/tokens/").content.decode()
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert Client().get("/api/v1/goals", **bearer).status_code == 200  # type: ignore[arg-type]
    client.post(f"/settings/tokens/{PersonalToken.objects.get().pk}/revoke/")
    assert Client().get("/api/v1/goals", **bearer).status_code == 401  # type: ignore[arg-type]
    assert "<strong>CRM</strong>" not in client.get("/settings/tokens/").content.decode()


def test_a_token_without_a_purpose_is_not_made_and_others_cannot_revoke_it() -> None:
    client = as_("mikko")
    assert client.post("/settings/tokens/make/", {"name": " ", "scope": "read"}).status_code == 422
    client.post("/settings/tokens/make/", {"name": "CRM", "scope": "write", "days": "0"})
    token = PersonalToken.objects.get()
    assert token.expires_at is None
    assert as_("liisa").post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404


def test_the_lead_invites_changes_roles_and_closes_accounts(mailoutbox: list[Any]) -> None:
    client, mikko = as_("liisa"), person("mikko")
    invited = {"name": "Nina", "email": "nina@example.com", "role": "stakeholder", "language": ""}
    assert client.post("/settings/people/invite/", invited).status_code == 302
    link = re.search(r"http://[^/]+(/welcome/\S+)", mailoutbox[0].body)[1]  # type: ignore[index]
    guest = Client()
    assert guest.get(link).status_code == 200
    assert guest.post(link)["Location"] == "/"
    assert Client().post(link).status_code == 404, "the link works once"
    assert client.post("/settings/people/invite/", invited).status_code == 422
    client.post(f"/settings/people/{mikko.pk}/role/", {"role": "executive"})
    client.post(f"/settings/people/{mikko.pk}/close/")
    mikko.refresh_from_db()
    assert (mikko.role, mikko.is_active) == ("executive", False)
    assert "Closed" in client.get("/settings/people/").content.decode()
    client.post(f"/settings/people/{mikko.pk}/open/")
    client.post(f"/settings/people/{mikko.pk}/invite/")
    assert mailoutbox[1].to == ["mikko@example.com"]


def test_a_closed_account_is_out_at_once() -> None:
    client = as_("mikko")
    User.objects.filter(email="mikko@example.com").update(is_active=False)
    assert client.get("/settings/").status_code == 302


@pytest.mark.parametrize("who", ["mikko", "sara", "eva"])
def test_only_the_lead_changes_people_and_guest_links(who: str) -> None:
    liisa, client = person("liisa"), as_(who)
    link = guests.open_link("/ask/", by=liisa, at=timezone.now())
    before = list(User.objects.values_list("email", "role", "is_active"))
    for path in ("invite/", f"{liisa.pk}/role/", f"{liisa.pk}/close/", f"{liisa.pk}/open/", f"{liisa.pk}/invite/"):
        assert client.post(f"/settings/people/{path}", {"role": "member"}).status_code == 403
    assert client.post(f"/settings/guests/{link.pk}/revoke/").status_code == 403
    assert list(User.objects.values_list("email", "role", "is_active")) == before
    assert GuestLink.objects.get().revoked_at is None


def test_the_last_lead_is_told_why_not() -> None:
    liisa = person("liisa")
    answer = as_("liisa").post(f"/settings/people/{liisa.pk}/close/")
    assert answer.status_code == 422 and "is the only lead" in answer.content.decode()


def test_guest_links_are_listed_and_revoked() -> None:
    client = as_("liisa")
    assert "No guest link is open" in client.get("/settings/guests/").content.decode()
    link = guests.open_link("/goals/", by=person("liisa"), at=timezone.now(), label="For the board")
    assert "For the board" in client.get("/settings/guests/").content.decode()
    client.post(f"/settings/guests/{link.pk}/revoke/")
    assert "For the board" not in client.get("/settings/guests/").content.decode()


@pytest.mark.parametrize("path", ["", "tokens/", "people/", "guests/"])
def test_settings_stay_quick_whatever_their_size(path: str, django_assert_max_num_queries: Any) -> None:
    client, liisa = as_("liisa"), person("liisa")
    for number in range(30):
        User.objects.create_user(f"p{number}@example.com", name=f"P {number}", role="member")
        guests.open_link(f"/ask/{number}/", by=liisa, at=timezone.now())
        client.post("/settings/tokens/make/", {"name": f"T {number}", "scope": "read", "days": "30"})
    with django_assert_max_num_queries(12):
        assert client.get(f"/settings/{path}").status_code == 200


def test_nobody_gives_themselves_the_address_of_somebody_else() -> None:
    """Own requests are known by their asker's address: an address that nobody has checked would open them."""
    client = as_("sara")
    added = client.post("/account/email/", {"action_add": "", "email": "victor@example.com"})
    made_first = client.post("/account/email/", {"action_primary": "", "email": "victor@example.com"})
    assert (added.status_code, made_first.status_code) == (404, 404)
    assert client.get("/account/email/").status_code == 404
    assert User.objects.get(name="Sara Salo").email == "sara@example.com"
