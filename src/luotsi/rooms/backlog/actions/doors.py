"""Hand out the form to ask: a guest link to it, for people without an account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.models import GuestLink, User
from luotsi.kernel.activity.models import record


def open_ask_link(*, by: User, at: datetime) -> GuestLink:
    """Whoever holds it may ask, until it is revoked in the settings; it shows the form and titles of like requests."""
    with transaction.atomic():
        link = guests.open_link(reverse("backlog:ask"), by=by, at=at, days=None)
        record("backlog.ask_link_opened", link, by=by, at=at)
    return link
