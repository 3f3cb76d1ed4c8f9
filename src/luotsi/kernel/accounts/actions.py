"""Let people in: add a user, the link that signs one in once; own settings; guest links revoked."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from luotsi.kernel.accounts.entrance import EntranceTokens
from luotsi.kernel.accounts.models import GuestLink, User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import BadInput, Fault, Refused


def add_user(*, email: str, name: str, role: str, by: User | None, at: datetime, password: str | None = None) -> User:
    """A new person who may sign in; without a password by emailed code or link only.

    Raises BadInput for an address or password that will not do, Refused when the address is taken.
    """
    address = email.strip().lower()
    _check(address, name, password)
    with transaction.atomic():
        if User.objects.filter(email=address).exists():
            raise Refused(f"{address} may sign in already.", code="user_exists", field="email")
        user = User.objects.create_user(address, password, name=name.strip(), role=role)
        record("accounts.user_added", user, by=by, at=at, role=role)
    return user


def entrance_link(user: User) -> str:
    """An address that signs this person in once, within three days; their next sign-in ends it."""
    token = EntranceTokens().make_token(user)
    return settings.PUBLIC_URL + reverse("enter_once", args=[user.pk, token])


def _check(address: str, name: str, password: str | None) -> None:
    faults = []
    try:
        validate_email(address)
    except ValidationError:
        faults.append(Fault(address or "e-mail", "is not an e-mail address.", code="email_invalid"))
    if not name.strip():
        faults.append(Fault("name", "is empty.", code="name_empty"))
    if password is not None:
        try:
            validate_password(password, User(email=address, name=name))
        except ValidationError as weak:
            faults.extend(Fault("password", text, code="password_weak") for text in weak.messages)
    if faults:
        raise BadInput(faults)


@transaction.atomic
def change_own_settings(*, user: User, name: str, language: str, theme: str, at: datetime) -> None:
    user.name, user.language, user.theme = name.strip(), language, theme
    user.save(update_fields=["name", "language", "theme"])
    record("accounts.settings_changed", user, by=user, at=at)


@transaction.atomic
def revoke_guest_link(*, link: GuestLink, by: User, at: datetime) -> None:
    """From now on it opens nothing. Revoking twice changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        record("accounts.guest_link_revoked", link, by=by, at=at)


@transaction.atomic
def forget_account(*, user: User) -> None:
    """Nobody signs in by it any more, and it names nobody; what was done with it keeps its number.

    For whoever erases a person, who writes the entry.
    """
    EmailAddress.objects.filter(user=user).delete()
    user.tokens.all().delete()
    user.name, user.email, user.language = f"#{user.pk}", f"erased-{user.pk}@erased.invalid", ""
    user.is_active, user.seen_at = False, None
    user.set_unusable_password()
    user.save()
