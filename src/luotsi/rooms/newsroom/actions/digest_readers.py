"""Who gets the digest, and when: readers come in by hand or by themselves, and leave with one click."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.newsroom.models import Digest, DigestReader, DigestSchedule
from luotsi.rooms.newsroom.rules.digests import WEEK, leaves_at, prepared_at

if TYPE_CHECKING:
    from luotsi.rooms.people.queries import Stakeholder


@transaction.atomic
def set_schedule(*, schedule: DigestSchedule, by: User, at: datetime) -> DigestSchedule:
    """When it is prepared and leaves. Digests in preparation follow the new one, unless they are late already."""
    schedule.pk = 1
    schedule.save()
    for digest in Digest.objects.select_for_update().drafts():
        if digest.send_at is None or digest.send_at > at:
            digest.send_at = moment_of(schedule, digest, at)
            digest.approved_at = digest.approved_at if digest.send_at else None
            digest.approved_by = digest.approved_by if digest.send_at else None
            digest.save(update_fields=["send_at", "approved_at", "approved_by"])
    record("newsroom.digest_scheduled", schedule, by=by, at=at, is_on=schedule.is_on)
    return schedule


def moment_of(schedule: DigestSchedule, digest: Digest, at: datetime) -> datetime | None:
    """When a draft leaves by this schedule: never in the past, None where it leaves by hand."""
    if not schedule.is_on:
        return None
    zone = timezone.get_current_timezone()
    prepared = prepared_at(digest.week_on, schedule.prepare_weekday, schedule.prepare_hour, zone)
    found = leaves_at(prepared, schedule.send_weekday, schedule.send_hour)
    while found <= at:
        found = timezone.make_aware(timezone.make_naive(found) + WEEK)
    return found


@transaction.atomic
def add_reader(
    *, email: str = "", name: str = "", stakeholder: Stakeholder | None = None, by: User, at: datetime
) -> DigestReader:
    """By address, or one of the register. Raises Refused for somebody who ended it themselves: only they come back."""
    email = (stakeholder.email or "" if stakeholder else email).strip().lower()
    name = (stakeholder.name if stakeholder else name).strip()
    user = stakeholder.user if stakeholder and stakeholder.user_id else User.objects.filter(email__iexact=email).first()
    if not email and user is None:
        raise refused(
            _("There is no address. Give one in the register of stakeholders first."),
            code="newsroom.no_reader_address", field="email",
        )  # fmt: skip
    known = _known(user, email)
    if known is not None:
        return _take_back(known, by, at)
    reader = DigestReader.objects.create(
        user=user, stakeholder=stakeholder, email="" if user else email, name="" if user else name, since=at
    )
    record("newsroom.reader_added", reader, by=by, at=at)
    return reader


@transaction.atomic
def end_reader(*, reader: DigestReader, by: User, at: datetime) -> None:
    """Whoever leads takes somebody off the list."""
    if reader.ended_at is None:
        reader.ended_at, reader.ended_by = at, by
        reader.save(update_fields=["ended_at", "ended_by"])
        record("newsroom.reader_ended", reader, by=by, at=at)


@transaction.atomic
def subscribe(*, user: User, at: datetime) -> DigestReader:
    """Somebody with an account wants it, whatever was before."""
    reader = _known(user, user.email) or DigestReader(user=user, since=at)
    if reader.pk is None or reader.ended_at is not None:
        reader.ended_at, reader.ended_by, reader.since = None, None, at
        reader.save()
        record("newsroom.reader_came", reader, by=user, at=at)
    return reader


@transaction.atomic
def leave(*, reader: DigestReader, by: User | None, at: datetime) -> None:
    """By the link in a mail, or on the page. Twice is the same as once."""
    reader = DigestReader.objects.select_for_update(of=("self",)).get(pk=reader.pk)
    if reader.ended_at is None:
        reader.ended_at, reader.ended_by = at, None
        reader.save(update_fields=["ended_at", "ended_by"])
        record("newsroom.reader_left", reader, by=by, at=at)


@transaction.atomic
def come_back(*, reader: DigestReader, at: datetime) -> None:
    """By the same link: it was a slip."""
    reader = DigestReader.objects.select_for_update(of=("self",)).get(pk=reader.pk)
    if reader.ended_at is not None:
        reader.ended_at, reader.ended_by, reader.since = None, None, at
        reader.save(update_fields=["ended_at", "ended_by", "since"])
        record("newsroom.reader_came", reader, by=None, at=at)


def _known(user: User | None, email: str) -> DigestReader | None:
    found = DigestReader.objects.filter(user=user).first() if user else None
    return found or (DigestReader.objects.filter(email__iexact=email).first() if email else None)


def _take_back(reader: DigestReader, by: User, at: datetime) -> DigestReader:
    if reader.ended_at is None:
        raise refused(_("“{name}” gets it already."), code="newsroom.reader_known", field="email", name=reader.called)
    if reader.ended_by_id is None:
        raise refused(
            _("“{name}” unsubscribed. Only they can take it up again, by the link in any digest they have."),
            code="newsroom.reader_left", field="email", name=reader.called,
        )  # fmt: skip
    reader.ended_at, reader.ended_by, reader.since = None, None, at
    reader.save(update_fields=["ended_at", "ended_by", "since"])
    record("newsroom.reader_added", reader, by=by, at=at)
    return reader
