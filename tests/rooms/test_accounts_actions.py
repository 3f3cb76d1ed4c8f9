"""Tokens, invitations, roles and guest links: what they open, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from luotsi.kernel.accounts import actions, guests, queries, team, tokens
from luotsi.kernel.accounts.models import PersonalToken, Scope, User
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Missing, Refused, Unavailable
from tests.world import NOW, person

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def made(scope: Scope = Scope.READ, days: int | None = 90) -> tuple[PersonalToken, str]:
    return tokens.make_token(user=person("mikko"), name="CRM", scope=scope, days=days, at=NOW)


def test_only_the_digest_of_a_token_is_kept() -> None:
    token, secret = made()
    assert secret.startswith("luo_") and len(secret) > 40
    kept = PersonalToken.objects.values().get()
    assert secret not in str(kept) and secret not in str(Entry.objects.values().get())
    assert tokens.user_of(secret, writes=False, at=NOW) == person("mikko")
    assert tokens.user_of(secret + "x", writes=False, at=NOW) is None
    assert token.scopes == ["read"]


def test_a_token_that_may_only_read_does_not_write() -> None:
    _, reads = made()
    _, writes = made(Scope.WRITE)
    with pytest.raises(PermissionDenied):
        tokens.user_of(reads, writes=True, at=NOW)
    assert tokens.user_of(writes, writes=True, at=NOW) == tokens.user_of(writes, writes=False, at=NOW)


def test_a_token_ends_by_its_day_by_being_revoked_and_with_its_person() -> None:
    token, secret = made()
    assert tokens.user_of(secret, writes=False, at=NOW + timedelta(days=90)) is None
    tokens.revoke_token(token=token, by=person("mikko"), at=NOW)
    tokens.revoke_token(token=token, by=person("mikko"), at=NOW)
    assert tokens.user_of(secret, writes=False, at=NOW) is None
    assert Entry.objects.filter(verb="accounts.token_revoked").count() == 1
    _, other = made(days=None)
    assert tokens.user_of(other, writes=False, at=NOW + timedelta(days=9999)) is not None
    User.objects.update(is_active=False)
    assert tokens.user_of(other, writes=False, at=NOW) is None


def test_using_a_token_is_noted_but_does_not_write_each_time(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    _, secret = made()
    tokens.user_of(secret, writes=False, at=NOW)
    assert PersonalToken.objects.get().used_at == NOW
    with django_assert_num_queries(1):
        tokens.user_of(secret, writes=False, at=NOW + timedelta(minutes=5))


def test_an_invitation_lets_in_once_and_speaks_the_invited_ones_language() -> None:
    liisa = person("liisa")
    nina = team.invite(email="Nina@Example.com", name="Nina", role="member", language="fi", by=liisa, at=NOW)
    assert (nina.email, nina.language, nina.has_usable_password()) == ("nina@example.com", "fi", False)
    message = mail.outbox[0]
    assert (
        message.to == ["nina@example.com"]
        and f"/welcome/{nina.pk}/" in message.body
        and "/account/login/" in message.body
    )
    assert "Liisa Laine" in message.subject


def test_whoever_is_let_in_already_is_not_invited_twice() -> None:
    person("mikko")
    with pytest.raises(Refused):
        team.invite(email="MIKKO@example.com", name="M", role="lead", language="", by=person("liisa"), at=NOW)
    assert mail.outbox == []


def test_when_the_mail_does_not_go_out_the_person_is_let_in_all_the_same(settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(Unavailable):
        team.invite(email="nina@example.com", name="Nina", role="member", language="", by=person("liisa"), at=NOW)
    assert User.objects.filter(email="nina@example.com").exists()


def test_the_last_lead_can_neither_step_down_nor_leave() -> None:
    liisa, mikko = person("liisa"), person("mikko")
    for locked_out in (
        lambda: team.change_role(user=liisa, role="member", by=liisa, at=NOW),
        lambda: team.close_account(user=liisa, by=liisa, at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            locked_out()
        assert refused.value.code == "accounts.last_lead"
    team.change_role(user=mikko, role="lead", by=liisa, at=NOW)
    team.close_account(user=liisa, by=mikko, at=NOW)
    assert not User.objects.get(pk=liisa.pk).is_active
    team.open_account(user=liisa, by=mikko, at=NOW)
    assert User.objects.get(pk=liisa.pk).is_active


def test_a_revoked_guest_link_is_gone_from_the_list() -> None:
    liisa = person("liisa")
    link = guests.open_link("/ask/", by=liisa, at=NOW)
    assert list(queries.guest_links_for(liisa)) == [link] and not queries.guest_links_for(person("mikko")).exists()
    actions.revoke_guest_link(link=link, by=liisa, at=NOW)
    assert not queries.guest_links_for(liisa).exists()
    with pytest.raises(Missing):
        queries.guest_link_for(liisa, link.pk)


def test_nobody_finds_the_tokens_of_others() -> None:
    token, _ = made()
    assert queries.token_for(person("mikko"), token.pk) == token
    with pytest.raises(Missing):
        queries.token_for(person("liisa"), token.pk)
