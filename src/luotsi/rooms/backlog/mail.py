"""Mails to askers: plain text in the asker's language, with the link to the page where all of it stands."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from luotsi.kernel.accounts.guests import address_of, open_link
from luotsi.kernel.accounts.models import GuestLink, User
from luotsi.kernel.errors import Unavailable
from luotsi.rooms.backlog.models import Request
from luotsi.rooms.backlog.queries.requests import Status, request_by_guest_link, status_of

LEAST_DAYS = 30  # a link mailed out opens the page for at least so long


def send_to_asker(pk: int, what: str) -> bool:
    """Write and send one mail. False where nothing is left to tell. Raises Unavailable when the server refuses."""
    request = Request.objects.filter(pk=pk).select_related("asker").first()
    if request is None or request.asker is None:
        return False
    user = _user_of(request)
    address = user.email if user is not None else request.asker.email
    if not address:
        return False
    status = status_of(request_by_guest_link(pk))
    if not is_still_so(what, status):
        return False
    with translation.override(_language_of(request, user)):
        subject, text = _written(what, status, user)
    try:
        EmailMessage(subject, text, to=[address]).send()
    except (SMTPException, OSError) as error:
        # Kept with the job for a month, and a refused recipient's text is their address.
        said = "it refuses the address" if isinstance(error, SMTPRecipientsRefused) else error
        raise Unavailable(f"The mail server does not take the mail: {said}", code="mail_unavailable") from error
    return True


def is_still_so(what: str, status: Status) -> bool:
    """Whether the news is still true: a mail that waited for its server must not tell what was undone meanwhile."""
    state = Request.State
    if what == "asked_back":
        return bool(status.open_questions)
    if what == "still_needed":
        return status.may_be_confirmed
    if what == "dropped":
        return status.standing is not None and status.standing.item.state == "dropped"
    if what in ("accepted", "declined"):
        return status.followed.state == state(what)
    return what == "received" or status.request.state == state.JOINED


def status_link(request: Request) -> GuestLink:
    """The guest link to a request's status page; one link serves until shortly before it ends."""
    path = reverse("backlog:status", args=[request.pk])
    now = timezone.now()
    for link in GuestLink.objects.filter(path=path, revoked_at__isnull=True):
        if link.expires_at is None or (link.expires_at - now).days >= LEAST_DAYS:
            return link
    return open_link(path, by=None, at=now, label=f"backlog.request:{request.pk}")


def _written(what: str, status: Status, user: User | None) -> tuple[str, str]:
    title = status.request.title
    subject = {
        "received": _("We have your request: %s"),
        "accepted": _("Your request is in the list: %s"),
        "asked_back": _("A question about your request: %s"),
        "declined": _("Not now: %s"),
        "joined": _("Your request goes on with a like one: %s"),
        "dropped": _("Taken out of the list: %s"),
        "still_needed": _("Still needed? %s"),
    }[what] % title
    context = {"status": status, "request": status.request, "link": _link_for(status.request, user)}
    text = render_to_string(f"backlog/mail/{what}.txt", context)
    return " ".join(subject.split())[:200], text.strip() + "\n"


def _link_for(request: Request, user: User | None) -> str:
    if user is not None:
        return settings.PUBLIC_URL + reverse("backlog:status", args=[request.pk])
    return address_of(status_link(request))


def _user_of(request: Request) -> User | None:
    """The account that opens this asker's pages, if there is one."""
    asker = request.asker
    if asker is None:
        return None
    if asker.user_id:
        found = User.objects.filter(pk=asker.user_id, is_active=True)
    else:
        found = User.objects.filter(email__iexact=asker.email or "", is_active=True)
    return found.first()


def _language_of(request: Request, user: User | None) -> str:
    chosen = (user.language if user is not None else "") or request.language
    return chosen if chosen in settings.LANGUAGE_NAMES else settings.LANGUAGE_CODE
