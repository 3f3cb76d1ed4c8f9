"""Mails that go to one person each: a pre-read, a win.

Each at most once: it is marked as sent before it is handed over, and the mark is taken back only where the server did
not take it.
"""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from luotsi.kernel.accounts import guests
from luotsi.kernel.errors import Unavailable
from luotsi.kernel.jobs.run import Run
from luotsi.rooms.cases.models import Recipient, WinTold
from luotsi.rooms.cases.queries.wins import put_in_by
from luotsi.rooms.cases.webhook import number_of, source_of


def mail_preread(run: Run) -> bool:
    """The link to one recipient. False where it went out already, or nobody is left to send it to."""
    rows = Recipient.objects.select_related("sending__case", "sending__by", "stakeholder__user", "link")
    recipient = _begin(rows, run.args["recipient"], run)
    if recipient is None or recipient.link is None:
        return False
    sending = recipient.sending
    with _language_of(recipient.stakeholder):
        subject = _("To read before the meeting: %s") % sending.case.title
        context = {"recipient": recipient, "sending": sending, "link": guests.address_of(recipient.link)}
        message = _letter(subject, "cases/mail/preread.txt", context, recipient.stakeholder)
    _hand_over(message, recipient)
    return True


def mail_win(run: Run) -> bool:
    """A win and the thanks to one backer, with what they put in themselves."""
    rows = WinTold.objects.select_related("win__case", "win__metric", "win__by", "backer__user")
    told = _begin(rows, run.args["told"], run)
    if told is None:
        return False
    with _language_of(told.backer):
        context = {
            "told": told, "win": told.win, "number": number_of(told.win), "source": source_of(told.win),
            "put_in": put_in_by(told.backer),
            "link": settings.PUBLIC_URL + reverse("cases:list") if told.backer.user_id else "",
        }  # fmt: skip
        message = _letter(_("A win: %s") % told.win.what, "cases/mail/win.txt", context, told.backer)
    _hand_over(message, told)
    return True


def _begin(rows: Any, pk: int, run: Run) -> Any:
    """The row, marked; nobody else sends it from here on."""
    with transaction.atomic():
        run.hold_claim()
        row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None or row.mailed_at is not None or not _person(row).email:
            return None
        row.mailed_at = timezone.now()
        row.save(update_fields=["mailed_at"])
    return row


def _person(row: Any) -> Any:
    return row.stakeholder if isinstance(row, Recipient) else row.backer


def _language_of(stakeholder: Any) -> Any:
    chosen = stakeholder.user.language if stakeholder.user is not None else ""
    return translation.override(chosen if chosen in settings.LANGUAGE_NAMES else settings.LANGUAGE_CODE)


def _letter(subject: str, template: str, context: dict[str, Any], to: Any) -> EmailMessage:
    text = render_to_string(template, context).strip() + "\n"
    return EmailMessage(" ".join(subject.split())[:200], text, to=[to.email])


def _hand_over(message: EmailMessage, row: Any) -> None:
    try:
        message.send()
    except (SMTPException, OSError) as error:
        type(row).objects.filter(pk=row.pk).update(mailed_at=None)
        raise Unavailable("The mail server does not take the mail.", code="mail_unavailable") from error
