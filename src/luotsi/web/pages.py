"""Pages that combine rooms, and the few that belong to none: Today, search, guest entrance, language, theme."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import needs, public
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.rooms.backlog import queries as backlog
from luotsi.web import today as what
from luotsi.web.finding import find
from luotsi.web.middleware import LANGUAGE_COOKIE

YEAR = 365 * 24 * 3600
VISIT = timedelta(minutes=30)
SINCE_COOKIE = "luotsi_since"


@needs("today.see")
def today(request: SignedInRequest) -> HttpResponse:
    """What waits for me, what changed since I was last here, where the quarter stands."""
    day = timezone.localdate()
    since, begins = _last_here(request)
    guidepoint, outcomes = what.quarter(day)
    forecast = backlog.newest_forecast()
    context = {
        "waiting": what.waiting_for(request.user, day, guidepoint=guidepoint, forecast=forecast),
        "changes": what.changes_for(request.user, since),
        "since": since,
        "guidepoint": guidepoint,
        "outcomes": outcomes,
        "forecast": forecast,
    }
    response = render(request, "web/today.html", context)
    if begins:
        response.set_signed_cookie(
            SINCE_COOKIE, since.isoformat(), salt=str(request.user.pk), httponly=True, samesite="Lax",
            secure=settings.SECURE,
        )  # fmt: skip
    return response


def _last_here(request: SignedInRequest) -> tuple[datetime, bool]:
    """When this visit's predecessor ended, and whether this visit begins now: anew after half an hour away.

    The browser keeps the moment: in the session it would cost the first page of each visit three queries.
    """
    user, now = request.user, timezone.now()
    seen = user.seen_at
    if seen is None or now - seen > timedelta(minutes=1):
        User.objects.filter(pk=user.pk).update(seen_at=now)
    if seen is None or now - seen > VISIT:
        return seen or now - timedelta(days=7), True
    kept = request.get_signed_cookie(SINCE_COOKIE, default="", salt=str(user.pk))
    return (datetime.fromisoformat(kept) if kept else now - timedelta(days=1)), False


@needs("search.use")
def search(request: SignedInRequest) -> HttpResponse:
    """One box for everything: work items, one's requests, goals, stakeholders."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    return render(request, "web/search.html", {"words": words, "found": find(request.user, words) if words else None})


@public
def start(request: HttpRequest) -> HttpResponse:
    """How to leave the sample for a workspace of one's own, and what to do first there."""
    return render(request, "web/start.html", {})


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component once, for those who build pages."""
    return render(request, "web/styleguide.html", {})


@public
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@public
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """Enter by a guest link and go to the one page it opens."""
    return redirect(guests.enter(request, token).path)


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    response = redirect(_back(request))
    if chosen in settings.LANGUAGE_NAMES:
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=chosen)
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.SECURE)
    return response


@public
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    response = redirect(_back(request))
    if chosen in User.Theme.values:
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(theme=chosen)
        response.set_cookie("luotsi_theme", chosen, max_age=YEAR, samesite="Lax", secure=settings.SECURE)
    return response


def _back(request: HttpRequest) -> str:
    """The page the person came from, if it is one of ours."""
    asked = request.POST.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else "/"
