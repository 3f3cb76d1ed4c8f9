"""Guest links: make one, enter by one, and see whether the page at hand is covered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from luotsi.kernel.accounts.models import GuestLink, User
from luotsi.kernel.errors import Missing

SALT = "luotsi.guest"
SESSION_KEY = "guest_links"


def open_link(path: str, *, by: User | None, at: datetime, label: str = "", days: int | None = 180) -> GuestLink:
    """A new guest link to `path`; `days` None means until it is revoked."""
    expires_at = at + timedelta(days=days) if days is not None else None
    return GuestLink.objects.create(path=path, label=label, created_by=by, created_at=at, expires_at=expires_at)


def address_of(link: GuestLink) -> str:
    """The absolute address to hand out."""
    token = signing.dumps(link.pk, salt=SALT)
    return settings.PUBLIC_URL + reverse("guest", args=[token])


def enter(request: HttpRequest, token: str) -> GuestLink:
    """Open the link's page to this browser. Raises Missing for a forged, expired or revoked link."""
    try:
        link = GuestLink.objects.get(pk=signing.loads(token, salt=SALT))
    except (signing.BadSignature, GuestLink.DoesNotExist):
        raise Missing(
            "This link is not one of ours. Ask whoever sent it for a new one.", code="guest_link_unknown"
        ) from None
    if not link.is_open(timezone.now()):
        raise Missing("This link has ended. Ask whoever sent it for a new one.", code="guest_link_ended")
    hand_over(request, link)
    return link


def hand_over(request: HttpRequest, link: GuestLink) -> None:
    """Let this browser open the link's page, without following the link first."""
    held = [pk for pk in request.session.get(SESSION_KEY, []) if pk != link.pk]
    request.session[SESSION_KEY] = [*held, link.pk][-50:]


def grant_for(request: HttpRequest) -> GuestLink | None:
    """The open guest link in this browser's session that covers the page asked for."""
    held = request.session.get(SESSION_KEY, [])
    if not held:
        return None
    now = timezone.now()
    links = GuestLink.objects.filter(pk__in=held)
    return next((link for link in links if link.is_open(now) and link.covers(request.path)), None)
