"""Begin a quarter and set its frame."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.blueprint import actions, queries
from luotsi.rooms.blueprint.forms.quarters import FrameForm

require_form = require_http_methods(["GET", "HEAD", "POST"])


@needs("blueprint.write")
@require_form
def begin(request: SignedInRequest) -> HttpResponse:
    if not queries.has_capacity():
        return redirect("blueprint:capacity")
    form = FrameForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_blueprint(frame=form.frame(), by=request.user, at=timezone.now())
            return redirect("blueprint:draft", made.pk)
        except Refused as no:
            tell(form, no)
    return render(request, "blueprint/frame.html", {"form": form}, status=_status(form))


@needs("blueprint.write")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    blueprint = queries.draft_for(request.user, pk)
    form = FrameForm(request.POST or None, on=timezone.localdate(), blueprint=blueprint)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_blueprint(blueprint, frame=form.frame(), by=request.user, at=timezone.now())
            return redirect("blueprint:draft", pk)
        except Refused as no:
            tell(form, no)
    return render(request, "blueprint/frame.html", {"form": form, "blueprint": blueprint}, status=_status(form))


def _status(form: FrameForm) -> int:
    return 422 if form.is_bound and form.errors else 200
