"""Who gets the digest and when it is prepared; and the one click with which a reader leaves."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts.permissions import needs, public
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.forms.digests import ReaderForm, ScheduleForm
from luotsi.rooms.newsroom.queries import digests as queries
from luotsi.rooms.newsroom.views.items import require_form

A_PAGE = 100


@needs("newsroom.send")
@require_form
def schedule(request: SignedInRequest) -> HttpResponse:
    form = ScheduleForm(request.POST or None, instance=queries.schedule())
    if request.method == "POST" and form.is_valid():
        actions.set_schedule(schedule=form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("newsroom:digests")
    return render(request, "newsroom/digest_schedule.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("newsroom.send")
@require_form
def list_(request: SignedInRequest) -> HttpResponse:
    """Everybody who gets it or got it, and one more."""
    form = ReaderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_reader(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("newsroom:digest_readers")
    page = Paginator(queries.readers(), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "count": queries.reader_count()}
    return render(request, "newsroom/digest_readers.html", context, status=422 if form.is_bound else 200)


@needs("newsroom.send")
@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.end_reader(reader=get_object_or_404(queries.readers(), pk=pk), by=request.user, at=timezone.now())
    return redirect("newsroom:digest_readers")


@needs("newsroom.see")
@require_POST
def subscribe(request: SignedInRequest) -> HttpResponse:
    """For oneself: yes, or no more."""
    reader = queries.reader_of(request.user)
    if reader is not None and reader.is_subscribed:
        actions.leave(reader=reader, by=request.user, at=timezone.now())
    else:
        actions.subscribe(user=request.user, at=timezone.now())
    return redirect("newsroom:digests")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address is the proof
@public
@require_form
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, because scanners of mail look; one click leaves, and another one comes back."""
    reader = queries.reader_by_token(token)
    if request.method == "POST":
        if "back" in request.POST:
            actions.come_back(reader=reader, at=timezone.now())
        else:
            actions.leave(reader=reader, by=None, at=timezone.now())
        reader.refresh_from_db()
    return render(request, "newsroom/digest_leave.html", {"reader": reader})
