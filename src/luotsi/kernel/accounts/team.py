"""People and roles: invite somebody, change a role, let nobody lock the house from inside."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.actions import add_user, entrance_link
from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import Role
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Unavailable
from luotsi.kernel.sayings import refused


def invite(*, email: str, name: str, role: str, language: str, by: User, at: datetime) -> User:
    """Add somebody and mail them a link that signs them in.

    Raises Refused when the address is taken, Unavailable when the mail does not go out; then they are added all
    the same, and `send_invitation` can be tried again.
    """
    with transaction.atomic():
        user = add_user(email=email, name=name, role=role, by=by, at=at)
        user.language = language
        user.save(update_fields=["language"])
    send_invitation(user=user, by=by)
    return user


def send_invitation(*, user: User, by: User) -> None:
    """Mail a link that signs them in, once and for three days, and the address for every later time."""
    context = {
        "user": user,
        "inviter": by,
        "link": entrance_link(user),
        "address": settings.PUBLIC_URL + reverse("account_login"),
    }
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = gettext("%(name)s invites you to Luotsi") % {"name": by.name}
        text = render_to_string("accounts/mail/invitation.txt", context)
    try:
        EmailMessage(subject, text, to=[user.email]).send()
    except (SMTPException, OSError) as error:
        raise Unavailable(f"The mail server does not take the mail: {error}", code="mail_unavailable") from error


@transaction.atomic
def change_role(*, user: User, role: str, by: User, at: datetime) -> None:
    """Raises Refused when nobody would lead any more."""
    if role != Role.LEAD:
        _refuse_last_lead(user)
    user.role = role
    user.save(update_fields=["role"])
    record("accounts.role_changed", user, by=by, at=at, role=role)


@transaction.atomic
def close_account(*, user: User, by: User, at: datetime) -> None:
    """They can sign in no more; what they did keeps their name. Raises Refused when nobody would lead any more."""
    _refuse_last_lead(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("accounts.account_closed", user, by=by, at=at)


@transaction.atomic
def open_account(*, user: User, by: User, at: datetime) -> None:
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("accounts.account_opened", user, by=by, at=at)


def _refuse_last_lead(user: User) -> None:
    # Locked, so that two leads cannot step down at once.
    leads = list(User.objects.select_for_update().filter(role=Role.LEAD, is_active=True))
    if leads == [user]:
        raise refused(
            _("{name} is the only lead. Make somebody else a lead first."), code="accounts.last_lead", name=user.name
        )
