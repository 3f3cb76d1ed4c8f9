"""Where somebody stands: roles, influence, interest, endorsement; and what they put in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.people import actions, queries
from luotsi.rooms.people.forms.standing import EndorsementForm, InvestmentForm, StandingForm
from luotsi.rooms.people.views.frame import require_form


@needs("people.see_thoughts")
@require_form
def standing(request: SignedInRequest, pk: int) -> HttpResponse:
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    now = timezone.now()
    roles = queries.thoughts_for(request.user, [pk], at=now)[pk].roles
    form = StandingForm(request.POST or None, initial=StandingForm.values_of(stakeholder, roles))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.place(
                stakeholder=stakeholder, roles=form.roles_given(), influence=given["influence"],
                interest=given["interest"], by=request.user, at=now,
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        else:
            return redirect("people:stakeholder", pk)
    return _page(request, "people/standing.html", form, stakeholder=stakeholder)


@needs("people.see_thoughts")
@require_form
def endorse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody said or did something outside a planned conversation."""
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    form = EndorsementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_endorsement(stakeholder=stakeholder, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("people:stakeholder", pk)
    return _page(request, "people/endorse.html", form, stakeholder=stakeholder)


@needs("people.write")
@require_form
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    form = InvestmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_investment(stakeholder=stakeholder, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("people:stakeholder", pk)
    return _page(request, "people/offer.html", form, stakeholder=stakeholder)


@needs("people.write")
@require_POST
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    investment = queries.investment_for(request.user, pk)
    actions.agree_investment(investment=investment, by=request.user, at=timezone.now())
    return redirect("people:stakeholder", investment.stakeholder_id)


@needs("people.write")
@require_POST
def deliver(request: SignedInRequest, pk: int) -> HttpResponse:
    investment = queries.investment_for(request.user, pk)
    actions.deliver_investment(investment=investment, by=request.user, at=timezone.now())
    return redirect("people:stakeholder", investment.stakeholder_id)


def _page(request: SignedInRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
