"""One work item: its page, its form, and its verbs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Conflict, Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.forms.items import FinishForm, ItemForm
from luotsi.rooms.backlog.queries.items import item_page

LONGEST_TEXT = 5000


@needs("backlog.see")
def item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Why, what, when, who; the score with its parts; history and comments."""
    found = queries.item_for(request.user, pk)
    page = item_page(found, on=timezone.localdate())
    return render(request, "backlog/item.html", {"page": page, "item": found, "finish_form": FinishForm()})


@needs("backlog.write")
def new(request: SignedInRequest) -> HttpResponse:
    """The team's own initiative: work that nobody asked for."""
    form = ItemForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_item(fields=form.as_fields(), by=request.user, at=timezone.now())
            return redirect("backlog:item", made.pk)
        except Refused as refused:
            tell(form, refused)
    return render(request, "backlog/item_form.html", {"form": form}, status=_status(form))


@needs("backlog.write")
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = queries.item_for(request.user, pk)
    form = ItemForm(request.POST or None, on=timezone.localdate(), item=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_item(
                found,
                fields=form.as_fields(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
            return redirect("backlog:item", pk)
        except Refused as refused:
            tell(form, refused)
        except Conflict as conflict:
            tell(form, conflict)
            form.data = {**request.POST.dict(), "version": found.version}  # saving again is a choice now
    return render(request, "backlog/item_form.html", {"form": form, "item": found}, status=_status(form))


@needs("backlog.write")
@require_POST
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.start_item(queries.item_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("backlog:item", pk)


@needs("backlog.write")
@require_POST
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    form = FinishForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Hours are a number, 0 or more."), code="hours", field="spent_hours")
    found = queries.item_for(request.user, pk)
    actions.finish_item(found, spent_hours=form.cleaned_data["spent_hours"], by=request.user, at=timezone.now())
    messages.success(request, _("Done. Its askers see it on their status page."))
    return redirect("backlog:item", pk)


@needs("backlog.write")
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    reason = posted_text(request, "reason")
    actions.drop_item(queries.item_for(request.user, pk), reason=reason, by=request.user, at=timezone.now())
    return redirect("backlog:item", pk)


@needs("backlog.write")
@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.reopen_item(queries.item_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("backlog:item", pk)


@needs("backlog.write")
@require_POST
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = queries.item_for(request.user, pk)
    actions.add_comment(found, text=posted_text(request, "text"), by=request.user, at=timezone.now())
    return redirect("backlog:item", pk)


@needs("backlog.write")
@require_POST
def reason(request: SignedInRequest, pk: int) -> HttpResponse:
    """Why it stands where it stands."""
    found = queries.item_for(request.user, pk)
    actions.give_reason(found, reason=posted_text(request, "reason"), by=request.user, at=timezone.now())
    return redirect("backlog:item", pk)


def posted_text(request: SignedInRequest, name: str) -> str:
    """A text of a form of one field: databases cannot keep the character NUL, readers no more than so much."""
    return request.POST.get(name, "").replace("\x00", "")[:LONGEST_TEXT]


def _status(form: ItemForm) -> int:
    return 422 if form.is_bound and form.errors else 200
