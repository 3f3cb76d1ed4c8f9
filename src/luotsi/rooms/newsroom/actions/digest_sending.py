"""A digest leaves: a person approves it, a copy is kept as it was sent, and each reader has one mail waiting."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.guests import open_link
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.sayings import refused
from luotsi.rooms.newsroom.actions.digests import locked
from luotsi.rooms.newsroom.models import Digest, DigestMail, DigestReader, SentDigest
from luotsi.rooms.newsroom.queries.digests import content_of

State = DigestMail.State


@transaction.atomic
def approve_digest(*, digest: Digest, by: User, at: datetime) -> Digest:
    """It leaves by itself at its moment. Raises Refused without a moment to come, and for an empty one."""
    digest = locked(digest)
    _check_sendable(digest)
    if digest.send_at is None or digest.send_at <= at:
        raise refused(
            _("Its moment has passed, or there is no schedule. Send it now instead."), code="newsroom.no_moment"
        )
    if not digest.is_approved:
        digest.approved_at, digest.approved_by = at, by
        digest.save(update_fields=["approved_at", "approved_by"])
        record("newsroom.digest_approved", digest, by=by, at=at)
        enqueue("newsroom.leave_digest", by=None, at=at, run_after=digest.send_at, digest=digest.pk)
    return digest


@transaction.atomic
def hold_digest(*, digest: Digest, by: User, at: datetime) -> Digest:
    """The approval is taken back; it stays until somebody approves it again."""
    digest = locked(digest)
    if digest.is_approved:
        digest.approved_at, digest.approved_by = None, None
        digest.save(update_fields=["approved_at", "approved_by"])
        record("newsroom.digest_held", digest, by=by, at=at)
    return digest


@transaction.atomic
def send_digest(*, digest: Digest, by: User | None, at: datetime) -> SentDigest:
    """Now: the copy is written and every reader's mail waits for the worker. Raises Refused when it was sent before."""
    digest = locked(digest)
    _check_sendable(digest)
    if not digest.is_approved:
        digest.approved_at, digest.approved_by = at, by
    sent = SentDigest.objects.create(digest=digest, content=content_of(digest), at=at, by=by)
    digest.sent_at, digest.sent_by = at, by
    digest.save(update_fields=["approved_at", "approved_by", "sent_at", "sent_by"])
    readers = [one for one in DigestReader.objects.select_related("user") if one.is_subscribed]
    DigestMail.objects.bulk_create(
        (DigestMail(sent=sent, reader=one, changed_at=at) for one in readers), batch_size=500
    )  # fmt: skip
    open_link(reverse("newsroom:digest", args=[digest.pk]), by=by, at=at, label=f"newsroom.digest:{digest.pk}")
    record("newsroom.digest_sent", digest, by=by, at=at, count=len(readers))
    ask_to_mail(sent=sent, at=at)
    return sent


def send_if_due(*, digest_id: int, at: datetime) -> bool:
    """What was approved leaves at its moment; what was taken back, sent or moved meanwhile does not."""
    with transaction.atomic():
        digest = Digest.objects.to_send(at).select_for_update().filter(pk=digest_id).first()
        if digest is None:
            return False
        send_digest(digest=digest, by=digest.approved_by, at=at)
    return True


@transaction.atomic
def mail_again(*, sent: SentDigest, by: User, at: datetime) -> int:
    """Try once more where an address was refused, or where nobody knows whether the mail went. Answers how many."""
    open_ones = sent.mails.filter(state__in=(State.REFUSED, State.BEGUN))
    if DigestReader.objects.filter(mails__in=open_ones).exists() and _is_at_work(sent):
        raise refused(
            _("The mails are going out at this moment. Look again when that is done."), code="newsroom.mails_going"
        )
    count = open_ones.update(state=State.WAITING, error="", changed_at=at)
    if count or sent.mails.filter(state=State.WAITING).exists():
        record("newsroom.digest_mailed_again", sent.digest, by=by, at=at, count=count)
        ask_to_mail(sent=sent, at=at)
    return count


def ask_to_mail(*, sent: SentDigest, at: datetime) -> None:
    """One job for all mails of a digest; asked twice it runs once."""
    enqueue("newsroom.mail_digest", by=None, at=at, unique_key=mail_key(sent.pk), sent=sent.pk)


def mail_key(sent_id: int) -> str:
    return f"newsroom.mail_digest:{sent_id}"


def _is_at_work(sent: SentDigest) -> bool:
    from luotsi.kernel.jobs.models import Job
    from luotsi.kernel.jobs.models import State as JobState

    return Job.objects.filter(unique_key=mail_key(sent.pk), state=JobState.RUNNING).exists()


def _check_sendable(digest: Digest) -> None:
    if not digest.entries.filter(is_chosen=True).exists():
        raise refused(
            _("There is no story in it. Take one in, or drop the digest of this week."), code="newsroom.digest_empty"
        )
