"""Where news come from: companies and their sources, what is broken and what to do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
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
from luotsi.rooms.newsroom import actions, queries
from luotsi.rooms.newsroom.forms import CompanyForm, SourceForm
from luotsi.rooms.newsroom.models import Item
from luotsi.rooms.newsroom.views.items import require_form

NEWEST = 20


@needs("newsroom.write")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    lines = queries.source_lines(request.user)
    context = {
        "sources": [one for one in lines if not one.is_file],
        "files": [one for one in lines if one.is_file],
        "companies": list(queries.companies_for(request.user)),
        "now": timezone.now(),
    }
    return render(request, "newsroom/sources.html", context)


@needs("newsroom.write")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    source = queries.source_for(request.user, pk)
    context = {
        "source": source,
        "items": list(Item.objects.filter(source=source).select_related("company")[:NEWEST]),
        "history": history_of(source)[:30],
    }
    return render(request, "newsroom/source.html", context)


@needs("newsroom.sources")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    form = SourceForm(request.POST or None, initial={"company": request.GET.get("company", "")})
    if request.method == "POST" and form.is_valid():
        try:
            source = actions.add_source(draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("newsroom:source", source.pk)
    return _form(request, "newsroom/source_form.html", form)


@needs("newsroom.sources")
@require_POST
def read_now(request: SignedInRequest, pk: int) -> HttpResponse:
    source = queries.source_for(request.user, pk)
    actions.ask_to_read(source=source, by=request.user, at=timezone.now())
    messages.success(request, _("It will be read in a moment; what is new stands below then."))
    return redirect("newsroom:source", pk)


@needs("newsroom.sources")
@require_POST
def pause(request: SignedInRequest, pk: int) -> HttpResponse:
    """Paused, or read again."""
    source = queries.source_for(request.user, pk)
    verb = actions.resume_source if source.is_paused else actions.pause_source
    verb(source=source, by=request.user, at=timezone.now())
    return redirect("newsroom:source", pk)


@needs("newsroom.sources")
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    source = queries.source_for(request.user, pk)
    actions.remove_source(source=source, by=request.user, at=timezone.now())
    return redirect("newsroom:sources")


@needs("newsroom.sources")
@require_form
def add_company(request: SignedInRequest) -> HttpResponse:
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_company(draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("newsroom:sources")
    return _form(request, "newsroom/company_form.html", form)


@needs("newsroom.sources")
@require_form
def edit_company(request: SignedInRequest, pk: int) -> HttpResponse:
    company = queries.company_for(request.user, pk)
    form = CompanyForm(request.POST or None, initial=CompanyForm.values_of(company))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_company(company=company, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("newsroom:sources")
    return _form(request, "newsroom/company_form.html", form, company=company)


def _form(request: SignedInRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
