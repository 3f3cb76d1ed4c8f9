"""The parts of a case, each on a page of its own: what is there, with a form to add or change one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts import queries as accounts
from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Missing, Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.cases import actions, queries
from luotsi.rooms.cases.forms import parts as forms
from luotsi.rooms.cases.models import Adjustment, Ask, Case, CaseConversation, CaseGoal, Evidence, Risk, Touch
from luotsi.rooms.cases.queries.page import link_choices, parts_of, quote_choices
from luotsi.rooms.cases.rules.road import stage_of
from luotsi.rooms.cases.views.editing import require_form
from luotsi.rooms.goals import queries as aims

ROWS: dict[str, type[Model]] = {
    "goal": CaseGoal, "touch": Touch, "talk": CaseConversation, "evidence": Evidence, "ask": Ask, "risk": Risk,
    "change": Adjustment,
}  # fmt: skip
Put = Callable[[Any], Any]


@needs("cases.write")
@require_form
def goals(request: SignedInRequest, pk: int) -> HttpResponse:
    """Align it to goals and outcomes of today."""
    case = queries.case_for(request.user, pk)
    form = forms.AimForm(request.POST or None, on=timezone.localdate())

    def put(form: Any) -> None:
        kind, key = form.chosen()
        outcome = aims.outcome_for(request.user, key) if kind == "outcome" else None
        goal = outcome.goal if outcome is not None else aims.goal_for(request.user, key)
        actions.align_case(case=case, goal=goal, outcome=outcome, by=request.user, at=timezone.now())

    return _section(request, case, "goals", form, put)


@needs("cases.write")
@require_form
def touches(request: SignedInRequest, pk: int) -> HttpResponse:
    return _rows(request, pk, "touches", Touch, forms.TouchForm, actions.put_touch)


@needs("cases.write")
@require_form
def asks(request: SignedInRequest, pk: int) -> HttpResponse:
    return _rows(request, pk, "asks", Ask, forms.AskForm, actions.put_ask)


@needs("cases.write")
@require_form
def risks(request: SignedInRequest, pk: int) -> HttpResponse:
    return _rows(request, pk, "risks", Risk, forms.RiskForm, actions.put_risk)


@needs("cases.write")
@require_form
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who has a say, in which roles."""
    case = queries.case_for(request.user, pk)
    chosen = request.GET.get("who", "")
    form = forms.RolesForm(
        request.POST or None,
        knows_thoughts=request.user.may("people.see_thoughts"),
        initial=queries.roles_to_change(request.user, case, chosen),
    )

    def put(form: Any) -> None:
        actions.set_roles(
            case=case, stakeholder=form.cleaned_data["stakeholder"], roles=form.drafts(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    return _section(request, case, "people", form, put)


@needs("cases.write")
@require_form
def talks(request: SignedInRequest, pk: int) -> HttpResponse:
    """Plan a conversation about it, or link one that was planned or held."""
    case = queries.case_for(request.user, pk)
    team = accounts.people().filter(is_active=True, role__in=("lead", "member"))
    initial = {"held_by": request.user.pk, "on": timezone.localdate(), "stakeholder": request.GET.get("who", "")}
    plan = forms.TalkForm(_posted(request, "plan"), case=case, team=team, initial=initial)
    link = forms.LinkForm(_posted(request, "link"), conversations=link_choices(request.user, case))

    def put(form: Any) -> None:
        if form is link:
            actions.link_conversation(case=case, conversation=link.chosen(), by=request.user, at=timezone.now())
            return
        given = form.cleaned_data
        actions.plan_conversation(
            case=case, stakeholder=given["stakeholder"], plan=form.plan(stage_of(case.state)),
            held_by=given["held_by"], by=request.user, at=timezone.now(),
        )  # fmt: skip

    return _section(request, case, "talks", link if link.is_bound else plan, put, plan=plan, link=link)


@needs("cases.write")
@require_form
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """Numbers with their source, and quotes for which there is leave."""
    case = queries.case_for(request.user, pk)
    row = _changed(request, case, Evidence)
    by: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    figure = forms.FigureForm(_posted(request, "figure"), initial=forms.FigureForm.values_of(row) if row else {})
    metric = forms.MetricForm(_posted(request, "metric"))
    quote = forms.QuoteForm(_posted(request, "quote"), quotes=quote_choices(case))

    def put(form: Any) -> None:
        if form is figure:
            actions.add_figure(case=case, draft=form.draft(), row=row, **by)
        elif form is metric:
            actions.add_metric(case=case, **form.cleaned_data, **by)
        else:
            actions.add_quote(case=case, quote=quote.chosen(), **by)

    bound = next((form for form in (figure, metric, quote) if form.is_bound), figure)
    return _section(request, case, "evidence", bound, put, row=row, figure=figure, metric=metric, quote=quote)


@needs("cases.write")
@require_form
def changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """What changed in the case, because of whom."""
    case = queries.case_for(request.user, pk)
    form = forms.ChangeForm(request.POST or None)

    def put(form: Any) -> None:
        actions.note_adjustment(case=case, **form.cleaned_data, by=request.user, at=timezone.now())

    return _section(request, case, "changes", form, put)


@needs("cases.write")
@require_POST
def remove(request: SignedInRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Take one thing out of the case again."""
    case = queries.case_for(request.user, pk)
    found = _row(request, case, ROWS.get(kind), row)
    by: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if isinstance(found, CaseGoal):
        actions.unalign_case(link=found, **by)
    elif isinstance(found, CaseConversation):
        actions.unlink_conversation(link=found, **by)
    else:
        actions.remove_row(row=found, **by)
    return redirect("cases:case", pk)


def _rows(
    request: SignedInRequest,
    pk: int,
    section: str,
    model: type[Any],
    kind: type[forms.RowForm],
    verb: Callable[..., Any],
) -> HttpResponse:
    """A section of rows that are put in and changed by the same form; `?row=3` changes that one."""
    case = queries.case_for(request.user, pk)
    row = _changed(request, case, model)
    form = kind(request.POST or None, initial=kind.values_of(row) if row else {})

    def put(form: Any) -> None:
        verb(case=case, draft=form.draft(), row=row, by=request.user, at=timezone.now())

    return _section(request, case, section, form, put, row=row)


def _section(request: SignedInRequest, case: Case, section: str, form: Form, put: Put, **context: Any) -> HttpResponse:
    """Put in what was sent and come back to the section, so that one after the other can be added."""
    if request.method == "POST" and form.is_valid():
        try:
            put(form)
        except Refused as error:
            tell(form, error)
        else:
            return redirect(f"cases:{section}", case.pk)
    found = {
        "case": case, "form": form, "section": section,
        "parts": parts_of(request.user, case, timezone.localdate(), timezone.now()), **context,
    }  # fmt: skip
    return render(request, f"cases/parts/{section}.html", found, status=422 if form.is_bound else 200)


def _posted(request: SignedInRequest, name: str) -> Any:
    """The form's own data, where a page has several of them."""
    return request.POST if request.method == "POST" and request.POST.get("form") == name else None


def _changed(request: SignedInRequest, case: Case, model: type[Any]) -> Any:
    asked = request.GET.get("row", "")
    return _row(request, case, model, int(asked)) if asked.isdecimal() and len(asked) < 18 else None


def _row(request: SignedInRequest, case: Case, model: type[Any] | None, pk: int) -> Any:
    if model is None:
        raise Missing("There is no such part of a case.", code="cases.part_unknown")
    rows: QuerySet[Any] = model._default_manager.filter(case=case).select_related("case")
    return queries.row_for(request.user, rows, pk)
