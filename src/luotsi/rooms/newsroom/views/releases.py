"""Our own releases: planned with their hook checked at once, written beside their critique, published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import Conflict, Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.newsroom import actions, queries
from luotsi.rooms.newsroom.checking import Checked, Text, check
from luotsi.rooms.newsroom.forms import ReleaseForm
from luotsi.rooms.newsroom.models import Release
from luotsi.rooms.newsroom.views.items import require_form

PUBLISHED = 50


@needs("newsroom.write")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    mine = queries.releases_for(request.user)
    context = {
        "planned": list(mine.planned()),
        "published": list(mine.published().order_by("-published_at")[:PUBLISHED]),
        "today": timezone.localdate(),
    }
    return render(request, "newsroom/releases.html", context)


@needs("newsroom.write")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        try:
            release = actions.add_release(draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return _saved(request, release)
    return _editor(request, form, checked=_checked(form))


@needs("newsroom.write")
@require_form
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """A planned one in its editor; a published one as it went out."""
    release = queries.release_for(request.user, pk)
    if release.is_published:
        context = {"release": release, "checked": check(_text_of(release)), "history": history_of(release)[:30]}
        return render(request, "newsroom/release.html", context)
    form = ReleaseForm(request.POST or None, initial=ReleaseForm.values_of(release))
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        try:
            release = actions.edit_release(
                release=release, draft=form.draft(), by=request.user, at=timezone.now(),
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        except Conflict as error:
            tell(form, error)
            form.data = {**request.POST.dict(), "version": release.version}  # saving again is a choice now
        else:
            return _saved(request, release)
    checked = _checked(form) if form.is_bound else check(_text_of(release))
    return _editor(request, form, checked=checked, release=release, history=history_of(release)[:30])


@needs("newsroom.write")
@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    release = queries.release_for(request.user, pk)
    actions.publish_release(release=release, by=request.user, at=timezone.now())
    return redirect("newsroom:release", pk)


@needs("newsroom.write")
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    release = queries.release_for(request.user, pk)
    actions.drop_release(release=release, by=request.user, at=timezone.now())
    return redirect("newsroom:releases")


def _saved(request: SignedInRequest, release: Release) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("newsroom:release", release.pk)


def _text_of(release: Release) -> Text:
    return Text(release.headline, release.lead, release.body, release.kind, audience=release.audience)


def _checked(form: ReleaseForm) -> Checked | None:
    """What was typed, as far as it can be read."""
    if not form.is_bound:
        return None
    given = form.cleaned_data
    told = {name: given.get(name, "") for name in ("headline", "lead", "body", "audience")}
    return check(Text(kind=given.get("kind") or "release", **told))


def _editor(request: SignedInRequest, form: Any, **context: Any) -> HttpResponse:
    is_refused = form.is_bound and bool(form.errors)
    return render(request, "newsroom/release_form.html", {"form": form, **context}, status=422 if is_refused else 200)
