"""Mails of the newsroom: the digest to its readers, each at most once, and the word to whoever prepares it."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from luotsi.kernel.accounts.guests import address_of
from luotsi.kernel.accounts.models import GuestLink
from luotsi.kernel.errors import Unavailable
from luotsi.kernel.jobs.run import Run
from luotsi.rooms.newsroom.models import Digest, DigestMail, DigestReader, SentDigest
from luotsi.rooms.newsroom.queries.digests import as_read

State = DigestMail.State
REFUSED_FOR_GOOD = 500  # answers of a mail server from here on are final, those below ask to come again
MOST_TRIES = 8


def mail_out(sent_id: int, run: Run) -> dict[str, int]:
    """Send every mail that waits. Raises Unavailable when some have to wait for their server.

    A mail is marked as begun before it is handed over. Whatever breaks between the two leaves it so: it is never
    sent a second time by itself, and a person sees that nobody knows.
    """
    sent = SentDigest.objects.select_related("digest").get(pk=sent_id)
    waiting = list(sent.mails.filter(state=State.WAITING).values_list("pk", flat=True))
    connection = get_connection()
    try:
        connection.open()
        for done, pk in enumerate(waiting):
            run.progress(done, len(waiting))
            mail = _begin(pk, run)
            if mail is not None:
                _hand_over(mail, message_to(mail.reader, sent), connection)
    except (SMTPException, OSError) as error:
        raise Unavailable("The mail server does not take the mails.", code="mail_unavailable") from error
    finally:
        connection.close()
    if sent.mails.filter(state=State.WAITING).exists():
        raise Unavailable("The mail server asks to come again for some addresses.", code="mail_later")
    return {"mails": sent.mails.filter(state=State.SENT).count()}


def _begin(pk: int, run: Run) -> DigestMail | None:
    """Nobody else may send it from here on. None where it is not to be sent any more."""
    with transaction.atomic():
        run.hold_claim()
        mail = DigestMail.objects.select_for_update(of=("self",)).select_related("reader__user").get(pk=pk)
        if mail.state != State.WAITING:
            return None
        mail.state = State.BEGUN if mail.reader.is_subscribed else State.LEFT
        mail.tries, mail.changed_at = mail.tries + 1, timezone.now()
        mail.save(update_fields=["state", "tries", "changed_at"])
    return mail if mail.state == State.BEGUN else None


def _hand_over(mail: DigestMail, message: EmailMultiAlternatives, connection: Any) -> None:
    """The server's own no is certain, and only that: the mail waits again, or is refused for good."""
    message.connection = connection
    try:
        message.send()
    except SMTPServerDisconnected:
        raise
    except SMTPRecipientsRefused as error:
        _end(mail, *_said_no(next(iter(error.recipients.values()), (0, b""))[0], mail))
    except SMTPResponseException as error:
        _end(mail, *_said_no(error.smtp_code, mail))
    else:
        _end(mail, State.SENT, "")


def _said_no(code: int, mail: DigestMail) -> tuple[str, str]:
    is_final = code >= REFUSED_FOR_GOOD or mail.tries >= MOST_TRIES
    return (State.REFUSED if is_final else State.WAITING), f"smtp_{code}"


def _end(mail: DigestMail, state: str, error: str) -> None:
    DigestMail.objects.filter(pk=mail.pk).update(state=state, error=error, changed_at=timezone.now())


def message_to(reader: DigestReader, sent: SentDigest) -> EmailMultiAlternatives:
    """The digest as one reader gets it: text and HTML, and how to unsubscribe for their mail program."""
    leave = settings.PUBLIC_URL + reverse("newsroom:leave_digest", args=[reader.token])
    with translation.override(_language_of(reader)):
        context = {**written(sent.content), "leave": leave, "page": _page_for(reader, sent.digest)}
        subject = subject_of(sent.content)
        text, html = text_of(context), render_to_string("newsroom/mail/digest.html", context)
    headers = {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<digest-{sent.pk}-{reader.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>",
    }
    message = EmailMultiAlternatives(subject, text, to=[reader.address], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def subject_of(content: dict[str, Any]) -> str:
    """The week and what stands first in it."""
    words = {"week": as_read(content)["week_on"].strftime("%V"), "headline": content["entries"][0]["headline"]}
    return " ".join((_("Industry news, week %(week)s: %(headline)s") % words).split())[:200]


def written(content: dict[str, Any], theme: str = "") -> dict[str, Any]:
    """What both forms of the mail are made of; with a theme the HTML shows that one whatever the device prefers."""
    return {"digest": as_read(content), "theme": theme, "subject": subject_of(content)}


def text_of(context: dict[str, Any]) -> str:
    return render_to_string("newsroom/mail/digest.txt", context).strip() + "\n"


def tell_preparer(digest_id: int) -> bool:
    """A digest waits for whoever prepares it. False where nobody does, or it is sent already."""
    from luotsi.rooms.newsroom.queries.digests import schedule

    digest, preparer = Digest.objects.drafts().filter(pk=digest_id).first(), schedule().preparer
    if digest is None or preparer is None or not preparer.is_active or not preparer.may("newsroom.write"):
        return False
    with translation.override(preparer.language or settings.LANGUAGE_CODE):
        subject = _("The digest of week %s is prepared") % digest.week_on.strftime("%V")
        link = settings.PUBLIC_URL + reverse("newsroom:digest", args=[digest.pk])
        count = digest.entries.filter(is_chosen=True).count()
        context = {"digest": digest, "count": count, "link": link, "user": preparer}
        text = render_to_string("newsroom/mail/prepared.txt", context).strip() + "\n"
    try:
        EmailMessage(subject, text, to=[preparer.email]).send()
    except (SMTPException, OSError) as error:
        raise Unavailable("The mail server does not take the mail.", code="mail_unavailable") from error
    return True


def _language_of(reader: DigestReader) -> str:
    chosen = reader.user.language if reader.user else ""
    return chosen if chosen in settings.LANGUAGE_NAMES else settings.LANGUAGE_CODE


def _page_for(reader: DigestReader, digest: Digest) -> str:
    """Its page: by signing in for who can, by the digest's guest link for everybody else."""
    path = reverse("newsroom:digest", args=[digest.pk])
    if reader.user is not None:
        return settings.PUBLIC_URL + path
    link = GuestLink.objects.filter(path=path, revoked_at__isnull=True).first()
    return address_of(link) if link else ""
