"""Pages of a Guidepoint: its statement, its outcomes, who agrees, and the questions that went up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.goals import actions, agreeing, queries
from luotsi.rooms.goals.charts import way_chart
from luotsi.rooms.goals.forms import (
    AgreementForm,
    AnswerForm,
    EscalationForm,
    GuidepointForm,
    MeasureForm,
    OutcomeForm,
    offer_stakeholders,
)
from luotsi.rooms.goals.models import Escalation, Guidepoint, Strength
from luotsi.rooms.people import actions as people

QUARTER = timedelta(weeks=13)
require_form = require_http_methods(["GET", "HEAD", "POST"])


@needs("goals.see")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, queries.guidepoint_for(request.user, pk))


def _page(request: SignedInRequest, guidepoint: Guidepoint, status: int = 200, **forms: Any) -> HttpResponse:
    """The Guidepoint's page; a form that was refused comes back in it."""
    answered: AnswerForm | None = forms.pop("answer_form", None)

    def answer_form_of(escalation: Escalation) -> AnswerForm:
        fresh = AnswerForm(auto_id=f"answer-{escalation.pk}-%s")
        return answered if answered is not None and answered.auto_id == fresh.auto_id else fresh

    today = timezone.localdate()
    escalations = queries.escalations_for(request.user, guidepoint)
    answerable = queries.answerable(request.user, escalations)
    agreed = queries.agreed_for(request.user, guidepoint)
    people.record_readings(
        who=request.user, about_ids=[one.stakeholder_id for one in agreed.stands or ()], what="agreement",
        at=timezone.now(),
    )  # fmt: skip
    context = {
        "guidepoint": guidepoint,
        "lines": queries.lines(guidepoint.outcomes.all(), today),
        "agreed": agreed,
        "escalations": [(one, answer_form_of(one) if one.pk in answerable else None) for one in escalations],
        "history": history_of(guidepoint)[:50],
        "agreement_form": AgreementForm(),
        "escalation_form": EscalationForm(),
        **forms,
    }
    if request.user.may("goals.agree"):
        context["has_stakeholders"] = offer_stakeholders(context["agreement_form"], context["escalation_form"])
    return render(request, "goals/guidepoint.html", context, status=status)


@needs("goals.write")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = GuidepointForm(request.POST or None, initial={"starts_on": today, "ends_on": today + QUARTER})
    if request.method == "POST" and form.is_valid() and not _is_held_up(request, form):
        try:
            added = actions.add_guidepoint(draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:guidepoint", added.pk)
    return _form(request, form)


@needs("goals.write")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    guidepoint = queries.guidepoint_for(request.user, pk)
    form = GuidepointForm(request.POST or None, initial=GuidepointForm.values_of(guidepoint))
    if request.method == "POST" and form.is_valid() and not _is_held_up(request, form):
        try:
            actions.edit_guidepoint(guidepoint=guidepoint, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:guidepoint", pk)
    return _form(request, form, guidepoint=guidepoint)


def _is_held_up(request: SignedInRequest, form: GuidepointForm) -> bool:
    """Whether to point out first that the statement lists tactics; the person may save it anyway."""
    return "anyway" not in request.POST and bool(queries.tactics_in(form.cleaned_data["statement"]))


def _form(request: SignedInRequest, form: GuidepointForm, **context: Any) -> HttpResponse:
    tactics = queries.tactics_in(form.cleaned_data["statement"]) if form.is_bound and form.is_valid() else ()
    status = 422 if form.is_bound else 200
    return render(request, "goals/guidepoint_form.html", {"form": form, "tactics": tactics, **context}, status=status)


@needs("goals.agree")
@require_POST
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    guidepoint = queries.guidepoint_for(request.user, pk)
    form = AgreementForm(request.POST)
    if form.is_valid():
        try:
            agreeing.record_agreement(
                guidepoint=guidepoint,
                stakeholder=form.cleaned_data["stakeholder"],
                strength=Strength(form.cleaned_data["strength"]),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:guidepoint", pk)
    return _page(request, guidepoint, 422, agreement_form=form)


@needs("goals.agree")
@require_POST
def escalate(request: SignedInRequest, pk: int) -> HttpResponse:
    guidepoint = queries.guidepoint_for(request.user, pk)
    form = EscalationForm(request.POST)
    if not form.is_valid():
        return _page(request, guidepoint, 422, escalation_form=form)
    agreeing.escalate(guidepoint=guidepoint, **form.cleaned_data, by=request.user, at=timezone.now())
    return redirect("goals:guidepoint", pk)


@needs("goals.see")
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """By whoever records agreement, or by the one who was asked."""
    escalation = queries.escalation_to_answer_for(request.user, pk)
    form = AnswerForm(request.POST, auto_id=f"answer-{pk}-%s")
    if not form.is_valid():
        guidepoint = queries.guidepoint_for(request.user, escalation.guidepoint_id)
        return _page(request, guidepoint, 422, answer_form=form)
    agreeing.answer_escalation(
        escalation=escalation, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now()
    )
    return redirect("goals:guidepoint", escalation.guidepoint_id)


@needs("goals.see")
@require_safe
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = queries.outcome_for(request.user, pk)
    context = {
        "outcome": found,
        "line": queries.lines([found], today)[0],
        "chart": way_chart(found, queries.values_since(found.metric, found.starts_on)),
        "form": MeasureForm(initial={"on": today}),
        "history": history_of(found)[:50],
    }
    return render(request, "goals/outcome.html", context)


@needs("goals.write")
@require_form
def add_outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    guidepoint = queries.guidepoint_for(request.user, pk)
    period = {"starts_on": guidepoint.starts_on, "by_on": guidepoint.ends_on, "weight": 1}
    form = OutcomeForm(request.POST or None, on=_today(), initial=period)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_outcome(guidepoint=guidepoint, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:guidepoint", pk)
    context = {"form": form, "guidepoint": guidepoint}
    return render(request, "goals/outcome_form.html", context, status=422 if form.is_bound else 200)


@needs("goals.write")
@require_form
def edit_outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    found = queries.outcome_for(request.user, pk)
    form = OutcomeForm(request.POST or None, on=_today(), initial=OutcomeForm.values_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_outcome(outcome=found, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:outcome", pk)
    context = {"form": form, "outcome": found, "guidepoint": found.guidepoint}
    return render(request, "goals/outcome_form.html", context, status=422 if form.is_bound else 200)


@needs("goals.write")
@require_POST
def remove_outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    found = queries.outcome_for(request.user, pk)
    guidepoint_id = found.guidepoint_id
    actions.remove_outcome(outcome=found, by=request.user, at=timezone.now())
    return redirect("goals:guidepoint", guidepoint_id)


def _today() -> date:
    return timezone.localdate()
