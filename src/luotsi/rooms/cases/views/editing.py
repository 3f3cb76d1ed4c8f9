"""Begin a case, from nothing or from a request, and change what it says."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.backlog import queries as backlog
from luotsi.rooms.cases import actions, queries
from luotsi.rooms.cases.forms.cases import CaseForm

require_form = require_http_methods(["GET", "HEAD", "POST"])


@needs("cases.write")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    """`?request=12` begins it from that request: its thing becomes the idea, its wish a first why."""
    asked = _request_of(request)
    initial = CaseForm.from_request(asked) if asked is not None else {}
    form = CaseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.add_case(draft=form.draft(), request=asked, by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("cases:case", case.pk)
    return _form(request, form, asked=asked)


@needs("cases.write")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    case = queries.case_for(request.user, pk)
    form = CaseForm(request.POST or None, initial=CaseForm.values_of(case))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_case(case=case, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("cases:case", pk)
    return _form(request, form, case=case)


def _request_of(request: SignedInRequest) -> Any:
    asked = request.GET.get("request", "")
    return backlog.request_for(request.user, int(asked)) if asked.isdecimal() and len(asked) < 18 else None


def _form(request: SignedInRequest, form: CaseForm, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "cases/case_form.html", {"form": form, **context}, status=status)
