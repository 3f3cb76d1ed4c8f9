"""Wins: all of them with whoever waits for one, noting one, telling it, and the channels that hear of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.cases import actions, queries
from luotsi.rooms.cases.forms.preread import HookForm, WinForm
from luotsi.rooms.cases.queries import wins
from luotsi.rooms.cases.views.editing import require_form
from luotsi.rooms.people import queries as people

SHOWN = 100


@needs("cases.write")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    """Newest first; for the lead also who has not heard of one for too long."""
    unheard = wins.unheard(request.user, timezone.localdate())
    wins.log_unheard(request.user, unheard, at=timezone.now())
    context = {"wins": list(wins.wins_for(request.user)[:SHOWN]), "unheard": unheard, "quiet_days": wins.QUIET_DAYS}
    return render(request, "cases/wins/list.html", context)


@needs("cases.write")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    win = wins.win_for(request.user, pk)
    context = {
        "win": win, "hearing": wins.hearing_of(request.user, win, at=timezone.now()),
        "posts": list(win.posts.select_related("hook")), "hooks": list(wins.hooks()),
    }  # fmt: skip
    return render(request, "cases/wins/win.html", context)


@needs("cases.write")
@require_form
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    case = queries.case_for(request.user, pk)
    form = WinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            win = actions.note_win(case=case, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("cases:win", win.pk)
    context = {"case": case, "form": form}
    return render(request, "cases/wins/add.html", context, status=422 if form.is_bound else 200)


@needs("cases.write")
@require_POST
def tell_(request: SignedInRequest, pk: int) -> HttpResponse:
    win = wins.win_for(request.user, pk)
    count = actions.tell_win(win=win, by=request.user, at=timezone.now())
    said = ngettext("It is told to %(count)d person.", "It is told to %(count)d people.", count)
    messages.success(request, said % {"count": count})
    return redirect("cases:win", pk)


@needs("people.see_thoughts")
@require_POST
def told(request: SignedInRequest, pk: int, backer: int) -> HttpResponse:
    """It was told face to face."""
    win = wins.win_for(request.user, pk)
    found = people.stakeholder_by_id_for(request.user, backer)
    actions.tell_in_person(win=win, backer=found, by=request.user, at=timezone.now())
    return redirect("cases:win", pk)


@needs("settings.write")
@require_form
def channels(request: SignedInRequest) -> HttpResponse:
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_hook(draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("Wins are told there from now on."))
            return redirect("cases:channels")
    context = {"form": form, "hooks": list(wins.hooks())}
    return render(request, "cases/wins/channels.html", context, status=422 if form.is_bound else 200)


@needs("settings.write")
@require_POST
def remove_channel(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.remove_hook(hook=wins.hook_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("cases:channels")
