"""Pages of the register of stakeholders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.people import actions, queries
from luotsi.rooms.people.forms.register import IdentityForm, Search
from luotsi.rooms.people.views.frame import require_form, tabs_for

ON_A_PAGE = 100


@needs("people.see")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    form = Search(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.stakeholders_for(request.user, words=wanted.get("q", ""), with_left=wanted.get("left", False))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "tabs": tabs_for(request, "list"),
        "form": form,
        "page": page,
        "query": kept.urlencode() + "&" if kept else "",
        "is_filtered": bool(wanted.get("q")),
    }
    return render(request, "people/list.html", context)


@needs("people.see")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who this is; what they put in, for the team; what was said and thought, for whoever may know, and logged."""
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    thoughts = queries.thoughts_for(request.user, [pk], at=timezone.now()).get(pk)
    context = {
        "stakeholder": stakeholder,
        "thoughts": thoughts,
        "ends_on": queries.thoughts_end_for(stakeholder) if thoughts else None,
        "investments": queries.investments_for(request.user, stakeholder),
        "history": history_of(stakeholder)[:50] if request.user.may("activity.see") else [],
    }
    return render(request, "people/stakeholder.html", context)


@needs("people.write")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    form = IdentityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_stakeholder(identity=form.identity(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("%(name)s is in the register.") % {"name": added.name})
            return redirect("people:stakeholder", added.pk)
    return _form_page(request, form)


@needs("people.write")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    form = IdentityForm(request.POST or None, initial=IdentityForm.values_of(stakeholder))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_stakeholder(
                stakeholder=stakeholder, identity=form.identity(), by=request.user, at=timezone.now()
            )
        except Refused as error:
            tell(form, error)
        else:
            return redirect("people:stakeholder", pk)
    return _form_page(request, form, stakeholder=stakeholder)


@needs("people.write")
@require_POST
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    actions.mark_left(stakeholder=stakeholder, on=timezone.localdate(), by=request.user, at=timezone.now())
    return redirect("people:stakeholder", pk)


@needs("people.write")
@require_POST
def come_back(request: SignedInRequest, pk: int) -> HttpResponse:
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    actions.come_back(stakeholder=stakeholder, by=request.user, at=timezone.now())
    return redirect("people:stakeholder", pk)


def _form_page(request: SignedInRequest, form: IdentityForm, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "people/form.html", {"form": form, **context}, status=status)
