"""Verbs of the private calendar address: open one, end it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core import signing
from django.db import transaction

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.rooms.people.models import CalendarFeed

SALT = "luotsi.people.calendar"


@transaction.atomic
def open_feed(*, user: User, at: datetime) -> CalendarFeed:
    """A new private address; an earlier one ends."""
    feed, _made = CalendarFeed.objects.update_or_create(
        user=user, defaults={"nonce": secrets.token_urlsafe(20), "created_at": at}
    )
    record("people.feed_opened", feed, by=user, at=at)
    return feed


@transaction.atomic
def close_feed(*, user: User, at: datetime) -> None:
    """The address answers no more. Closing twice changes nothing."""
    feed = CalendarFeed.objects.filter(user=user).first()
    if feed is not None:
        record("people.feed_closed", feed, by=user, at=at)
        feed.delete()


def token_of(feed: CalendarFeed) -> str:
    """What stands in the address; the database alone does not hold it."""
    return signing.dumps([feed.user_id, feed.nonce], salt=SALT)
