"""Steps of the road, what is decided, what comes back, how it ends, and the work it becomes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Missing, Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.cases import actions, queries
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.forms.cases import CloseForm, DecisionForm, StepForm, WorkForm
from luotsi.rooms.cases.models import Case
from luotsi.rooms.cases.saying import said_of
from luotsi.rooms.cases.views.editing import require_form
from luotsi.rooms.cases.words import ADVANCE


@needs("cases.write")
@require_form
def step(request: SignedInRequest, pk: int, to: str) -> HttpResponse:
    """What the step needs and what of it is missing; the lead may go on with a reason."""
    case = queries.case_for(request.user, pk)
    if to not in State.values:
        raise Missing("There is no such step.", code="cases.step_unknown")
    if to == State.PREREAD_SENT:  # taken by sending it, so that nobody ticks it
        return redirect("cases:send_preread", pk)
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_step(
                case=case, to=to, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        else:
            return redirect("cases:case", pk)
    missing = queries.missing_for_step(case, to, timezone.localdate())
    known = queries.known_to(request.user, missing)
    queries.log_named(request.user, case, known, at=timezone.now())
    context = {
        "case": case, "form": form, "to": State(to), "verb": ADVANCE.get(to, ""), "missing": said_of(case, known),
        "hidden": len(missing) - len(known), "may_go_on": request.user.may("cases.decide"),
    }  # fmt: skip
    return _page(request, "cases/step.html", form, context)


@needs("cases.decide")
@require_form
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    case = queries.case_for(request.user, pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_case(case=case, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("cases:case", pk)
    return _page(request, "cases/decide.html", form, {"case": case, "form": form})


@needs("cases.write")
@require_POST
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it up on its day, or earlier because something has changed."""
    actions.take_up_again(case=queries.case_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("cases:case", pk)


@needs("cases.decide")
@require_form
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    case = queries.case_for(request.user, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_case(case=case, came=form.cleaned_data["came"], by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("cases:case", pk)
    return _page(request, "cases/close.html", form, {"case": case, "form": form})


@needs("cases.write")
@require_form
def work(request: SignedInRequest, pk: int) -> HttpResponse:
    """A piece of it for the backlog, as the team's own initiative."""
    case = queries.case_for(request.user, pk)
    form = WorkForm(request.POST or None, on=timezone.localdate(), initial=_first(case))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_work(case=case, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("“%(title)s” is in the backlog.") % {"title": made.item.title})
            return redirect("cases:case", pk)
    return _page(request, "cases/work.html", form, {"case": case, "form": form})


def _first(case: Case) -> dict[str, Any]:
    served = case.goals.filter(outcome__isnull=False).first()
    return {"title": case.title, "description": case.idea, "outcome": served.outcome_id if served else None}


def _page(request: SignedInRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if form.is_bound else 200)
