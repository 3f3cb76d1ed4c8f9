"""Pages that combine rooms, and the few that belong to none: Today, search, guest entrance, language, theme."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import needs, public
from luotsi.web.middleware import LANGUAGE_COOKIE

YEAR = 365 * 24 * 3600


@needs("today.see")
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "web/today.html", {})


@needs("search.use")
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "web/search.html", {})


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
