"""The stories of a digest in preparation: annotated, ordered, taken in and left out, asked for their number."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.models import Digest
from luotsi.rooms.newsroom.queries import digests as queries
from luotsi.rooms.newsroom.queries import item_for


@needs("newsroom.write")
@require_POST
def annotate(request: SignedInRequest, pk: int, entry: int) -> HttpResponse:
    """Kept while one writes; the answer is one word beside the field."""
    one = queries.entry_for(request.user, pk, entry)
    was_approved = one.digest.is_approved
    actions.annotate_entry(
        entry=one, annotation=request.POST.get("annotation", ""), by=request.user, at=timezone.now()
    )  # fmt: skip
    if getattr(request, "htmx", None) and not was_approved:
        return render(request, "newsroom/_annotated.html", {"now": timezone.localtime()})
    return _back(request, pk, entry)


@needs("newsroom.write")
@require_POST
def choose(request: SignedInRequest, pk: int, entry: int) -> HttpResponse:
    """Into the digest or out of it."""
    one = queries.entry_for(request.user, pk, entry)
    actions.choose_entry(
        entry=one, is_chosen=request.POST.get("is_chosen") == "1", by=request.user, at=timezone.now()
    )  # fmt: skip
    return _back(request, pk, entry)


@needs("newsroom.write")
@require_POST
def move(request: SignedInRequest, pk: int, entry: int) -> HttpResponse:
    """To a place that was typed, or dropped or keyed: then the row stands where it is already."""
    one = queries.entry_for(request.user, pk, entry)
    place = request.POST.get("place", "")
    if not place.isdecimal() or len(place) > 6:
        raise Refused("A place is a number from 1.", code="newsroom.no_place", field="place")
    was_approved = one.digest.is_approved
    actions.move_entry(entry=one, place=int(place), by=request.user, at=timezone.now())
    if getattr(request, "htmx", None) and not was_approved:
        return HttpResponse(status=204)
    return redirect(_address(pk, entry))  # a list that was dragged follows a redirection


@needs("newsroom.write")
@require_POST
def number(request: SignedInRequest, pk: int, entry: int) -> HttpResponse:
    """The number found in this story becomes the digest's."""
    one = queries.entry_for(request.user, pk, entry)
    found = actions.NumberDraft(words=one.number_words, said=one.number_said, item=one.item)
    digest = one.digest
    actions.write_digest(digest=digest, intro=digest.intro, number=found, by=request.user, at=timezone.now())
    return _back(request, pk, entry)


@needs("newsroom.write")
@require_POST
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Any piece of news by hand."""
    digest: Digest = queries.digest_for(request.user, pk)
    asked = request.POST.get("item", "")
    item = item_for(request.user, int(asked) if asked.isdecimal() and len(asked) < 10 else 0)
    entry = actions.add_entry(digest=digest, item=item, by=request.user, at=timezone.now())
    return _back(request, pk, entry.pk)


def _back(request: SignedInRequest, pk: int, entry: int) -> HttpResponse:
    """To the row; htmx loads the page anew, because more than the row has changed."""
    if getattr(request, "htmx", None) and not request.htmx.boosted:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(_address(pk, entry))


def _address(pk: int, entry: int) -> str:
    return f"{reverse('newsroom:digest', args=[pk])}#entry-{entry}"
