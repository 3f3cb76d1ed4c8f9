"""Care: what is kept about oneself, export and erasure in one step, how long words are kept, who is a customer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import BadInput, Missing, Refused
from luotsi.kernel.sayings import say, tell
from luotsi.kernel.tables import read_table
from luotsi.kernel.tables.cells import all_or_good
from luotsi.rooms.people import actions, queries
from luotsi.rooms.people.exchange import import_stakeholders
from luotsi.rooms.people.forms.care import DomainForm, ImportForm, TermsForm
from luotsi.rooms.people.models import Stakeholder
from luotsi.rooms.people.views.frame import require_form, tabs_for

SHOWN_FAULTS = 20
SOONEST = 20


@needs("account.own")
@never_cache
@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """Everything kept about oneself, for every role."""
    own = queries.stakeholder_for(request.user)
    if own is None:
        return render(request, "people/about.html", {"stakeholder": None, "is_own": True})
    return _about(request, own, is_own=True)


@needs("account.own")
@never_cache
@require_safe
def my_export(request: SignedInRequest) -> HttpResponse:
    own = queries.stakeholder_for(request.user)
    if own is None:
        raise Missing("Nothing is kept about you in the register.", code="people.unknown")
    return _export(request, own)


@needs("people.erase", guest=True)
@never_cache
@require_safe
def about(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same for whoever holds the link that was made for this person, and for the lead."""
    return _about(request, queries.stakeholder_by_link(pk), is_own=False)


@needs("people.erase", guest=True)
@never_cache
@require_safe
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    return _export(request, queries.stakeholder_by_link(pk))


def _about(request: SignedInRequest, stakeholder: Stakeholder, *, is_own: bool) -> HttpResponse:
    person = queries.everything_about(stakeholder)
    actions.record_reading(who=request.user, about=stakeholder, what="about", at=timezone.now())
    context = {
        "stakeholder": stakeholder,
        "is_own": is_own,
        "sections": [(section.name, [queries.cells_of(row) for row in section.rows]) for section in person.sections],
        "ends_on": queries.thoughts_end_for(stakeholder),
        "months": queries.terms().months,
    }
    return render(request, "people/about.html", context)


def _export(request: SignedInRequest, stakeholder: Stakeholder) -> HttpResponse:
    by = request.user if request.user.is_authenticated else None
    pack = actions.export_person(stakeholder=stakeholder, by=by, at=timezone.now())
    answer = HttpResponse(pack, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="person-{stakeholder.pk}.zip"'
    return answer


@needs("people.erase")
@never_cache
@require_POST
def own_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """The answer shows the address, to be handed to this person and nobody else."""
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    link = actions.open_own_link(stakeholder=stakeholder, by=request.user, at=timezone.now())
    context = {"stakeholder": stakeholder, "address": guests.address_of(link), "link": link}
    return render(request, "people/own_link.html", context)


@needs("people.erase")
@require_form
def erase(request: SignedInRequest, pk: int) -> HttpResponse:
    """One step: the page says what goes and what stays, the button does it."""
    stakeholder = queries.stakeholder_by_id_for(request.user, pk)
    said = ""
    if request.method == "POST":
        try:
            actions.erase_person(stakeholder=stakeholder, by=request.user, at=timezone.now())
        except Refused as error:
            said = say(error)
        else:
            messages.success(request, _("Erased: everything said by and about this person is gone."))
            return redirect("people:list")
    context = {"stakeholder": stakeholder, "said": said}
    return render(request, "people/erase.html", context, status=422 if said else 200)


@needs("settings.write")
@require_form
def settings(request: SignedInRequest) -> HttpResponse:
    """How long words are kept, whose end first, and whose addresses are customers'."""
    form = TermsForm(request.POST or None, initial={"months": queries.terms().months})
    if request.method == "POST" and form.is_valid():
        actions.set_terms(months=form.cleaned_data["months"], by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("people:settings")
    return _settings_page(request, form=form)


@needs("settings.write")
@require_POST
def add_domain(request: SignedInRequest) -> HttpResponse:
    form = DomainForm(request.POST)
    if form.is_valid():
        try:
            actions.add_customer_domain(domain=form.cleaned_data["domain"], by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("people:settings")
    return _settings_page(request, domain_form=form)


@needs("settings.write")
@require_POST
def remove_domain(request: SignedInRequest, pk: int) -> HttpResponse:
    domain = queries.customer_domain_for(request.user, pk)
    actions.remove_customer_domain(domain=domain, by=request.user, at=timezone.now())
    return redirect("people:settings")


def _settings_page(request: SignedInRequest, **forms: Any) -> HttpResponse:
    months = queries.terms().months
    context = {
        "tabs": tabs_for(request, "settings"),
        "form": forms.get("form") or TermsForm(initial={"months": months}),
        "domain_form": forms.get("domain_form") or DomainForm(),
        "domains": list(queries.customer_domains()),
        "ending": queries.ending_on()[:SOONEST],
        "months": months,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "people/settings.html", context, status=status)


@needs("people.write")
@require_form
def import_(request: SignedInRequest) -> HttpResponse:
    """A table or a directory's export; every fault by its line."""
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            count, left_out = _bring_in(request, given["file"], given["good_rows_only"])
        except BadInput as error:
            faults = error.faults
        else:
            messages.success(request, _("%(count)s rows brought in.") % {"count": count})
            if not left_out:
                return redirect("people:list")
            faults = left_out
    context = {"form": form, "faults": faults[:SHOWN_FAULTS], "more": max(0, len(faults) - SHOWN_FAULTS)}
    return render(request, "people/import.html", context, status=422 if faults or form.errors else 200)


def _bring_in(request: SignedInRequest, file: Any, good_rows_only: bool) -> tuple[int, tuple[Any, ...]]:
    sheet = read_table(file.read(), name=file.name or "stakeholders.csv", keep_good=good_rows_only)
    count, faults = all_or_good(
        sheet,
        lambda good: import_stakeholders(good, by=request.user, at=timezone.now()),
        good_rows_only=good_rows_only,
    )
    return count, (*sheet.faults, *faults)
