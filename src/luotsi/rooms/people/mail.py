"""Reminders of one's own conversations: one mail a person a day, with names and links, nothing of what is thought."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Unavailable
from luotsi.rooms.people.models import Conversation, ReminderSent

OVERDUE_EVERY_DAYS = 7  # the day after, then once a week


def to_remind(on: date) -> list[int]:
    """The ids of those with a conversation tomorrow, or one that became overdue yesterday or whole weeks ago."""
    waiting = _waiting(on).filter(held_by__is_active=True)
    sent = ReminderSent.objects.filter(on=on).values("user")
    rows = waiting.exclude(held_by__in=sent).values_list("held_by", "planned_on").order_by("held_by")
    return sorted({pk for pk, planned_on in rows if _is_told_on(planned_on, on)})


def remind(user_id: int, on: date, *, at: datetime) -> bool:
    """Write and send one mail. False where nothing is left to tell, or today's went out already.

    Raises Unavailable when the server refuses; then nothing is remembered, and it is tried again.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not user.may("people.talk"):
        return False
    with transaction.atomic():
        _sent, is_new = ReminderSent.objects.get_or_create(user=user, on=on)
        talks = list(_told_to(user, on))
        if not is_new or not any(_is_told_on(talk.planned_on, on) for talk in talks):
            return False
        with translation.override(user.language or settings.LANGUAGE_CODE):
            subject, text = _written(user, talks, on)
        _send(user, subject, text)
    return True


def _is_told_on(planned_on: date, on: date) -> bool:
    over_days = (on - planned_on).days
    return over_days == -1 or (over_days > 0 and over_days % OVERDUE_EVERY_DAYS == 1)


def _told_to(user: User, on: date) -> list[Conversation]:
    found = _waiting(on).filter(held_by=user)
    return list(found.select_related("stakeholder").order_by("planned_on", "planned_at", "pk"))


def _waiting(on: date) -> QuerySet[Conversation]:
    """Planned up to tomorrow; whoever left is not talked with any more."""
    return Conversation.objects.planned().filter(
        planned_on__lte=on + timedelta(days=1), stakeholder__left_on__isnull=True
    )


def _written(user: User, talks: list[Conversation], on: date) -> tuple[str, str]:
    rows = [(talk, settings.PUBLIC_URL + reverse("people:conversation", args=[talk.pk])) for talk in talks]
    subject = ngettext(
        "A conversation with %(name)s", "%(count)s conversations, the first with %(name)s", len(talks)
    ) % {"count": len(talks), "name": talks[0].stakeholder.name}
    text = render_to_string("people/mail/reminder.txt", {"user": user, "rows": rows, "today": on})
    return " ".join(subject.split())[:200], text.strip() + "\n"


def _send(user: User, subject: str, text: str) -> None:
    try:
        EmailMessage(subject, text, to=[user.email]).send()
    except (SMTPException, OSError) as error:
        raise Unavailable("The mail server does not take the mail.", code="mail_unavailable") from error
