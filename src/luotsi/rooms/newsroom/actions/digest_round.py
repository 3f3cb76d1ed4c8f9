"""What the schedule does by itself, once an hour: prepare, let leave what was approved, mail what still waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from luotsi.kernel.jobs.actions import enqueue
from luotsi.rooms.newsroom.actions.digest_sending import ask_to_mail, send_if_due
from luotsi.rooms.newsroom.actions.digests import prepare_digest
from luotsi.rooms.newsroom.models import Digest, DigestMail, SentDigest
from luotsi.rooms.newsroom.queries.digests import schedule
from luotsi.rooms.newsroom.rules.digests import prepared_at, week_before

STILL_NEWS = timedelta(days=3)  # mails that could not go are tried for so long


def go_round(*, at: datetime) -> dict[str, int]:
    """Answers how many were prepared and how many left."""
    prepared = prepare_if_due(at=at)
    due = Digest.objects.to_send(at).values_list("pk", flat=True)
    left = sum(send_if_due(digest_id=pk, at=at) for pk in due)
    waiting = DigestMail.objects.filter(state=DigestMail.State.WAITING, sent__at__gt=at - STILL_NEWS)
    for sent in SentDigest.objects.filter(pk__in=waiting.values("sent")):
        ask_to_mail(sent=sent, at=at)
    return {"prepared": int(prepared), "left": left}


def prepare_if_due(*, at: datetime) -> bool:
    """Last week's digest once its day and hour have come, if nobody prepared or dropped it; its preparer is told."""
    now, plan = timezone.localtime(at), schedule()
    week_on = week_before(now.date())
    if not plan.is_on or now < prepared_at(week_on, plan.prepare_weekday, plan.prepare_hour, now.tzinfo):
        return False
    is_dropped = plan.dropped_week_on is not None and week_on <= plan.dropped_week_on
    if is_dropped or Digest.objects.filter(week_on=week_on).exists():
        return False
    digest = prepare_digest(week_on=week_on, by=None, at=at)
    enqueue(
        "newsroom.tell_preparer", by=None, at=at, unique_key=f"newsroom.tell_preparer:{digest.pk}", digest=digest.pk
    )
    return True
