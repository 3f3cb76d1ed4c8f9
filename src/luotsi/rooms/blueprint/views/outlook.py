"""The draft looked at twice: will it hold, whom is it for, where to hire or buy. For the team, as the draft itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.htmx import show as show_page
from luotsi.rooms.blueprint import actions, queries
from luotsi.rooms.blueprint.forms.scenarios import SharesForm
from luotsi.rooms.blueprint.models import Blueprint
from luotsi.rooms.blueprint.queries.outlook import Solved, doubted, minimum_prices_of, solved_of, standing_of
from luotsi.rooms.blueprint.queries.scenarios import choices_of
from luotsi.rooms.blueprint.queries.shares import said_prices, shares_of
from luotsi.rooms.blueprint.queries.worth import worth_of

ITEMS_SHOWN = 40


def solved_for(request: SignedInRequest, pk: int) -> tuple[Blueprint, Solved | None]:
    blueprint = queries.draft_for(request.user, pk)
    return blueprint, solved_of(blueprint, request.user)


def no_plan_yet(request: SignedInRequest, blueprint: Blueprint, here: str) -> HttpResponse:
    return render(request, "blueprint/outlook_empty.html", {"blueprint": blueprint, "here": here})


@needs("blueprint.write")
@require_safe
def doubt(request: SignedInRequest, pk: int) -> HttpResponse:
    """The chance that the draft holds, and what can be promised."""
    blueprint, solved = solved_for(request, pk)
    stands = standing_of(solved) if solved is not None else None
    chances = doubted(solved, stands, timezone.localdate()) if solved is not None and stands is not None else None
    if solved is None or stands is None or chances is None:
        return no_plan_yet(request, blueprint, "doubt")
    context = {
        "blueprint": blueprint,
        "here": "doubt",
        "chances": chances,
        "over": len(stands.chosen) - len(chances.items),
        "unknown": stands.unknown,
        "is_old": solved.is_old,
        "most": None if "all" in request.GET else ITEMS_SHOWN,
    }
    return render(request, "blueprint/outlook_doubt.html", context)


@needs("blueprint.write")
@require_http_methods(["GET", "HEAD", "POST"])
def fairness(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whose the value and the hours are, beside what each asked for; and the shares that the next plan must give."""
    blueprint, solved = solved_for(request, pk)
    stands = standing_of(solved) if solved is not None else None
    if solved is None or stands is None or not stands.chosen:
        return no_plan_yet(request, blueprint, "fairness")
    form = SharesForm(request.POST or None, choices=choices_of(solved), stands=solved.shares)
    if request.method == "POST" and form.is_valid():
        actions.set_least_shares(blueprint, shares=form.shares(), by=request.user, at=timezone.now())
        messages.success(request, _("Kept. The next plan gives at least these shares, where it can."))
        return redirect("blueprint:fairness", pk)
    context = {
        "blueprint": blueprint,
        "here": "fairness",
        "shares": shares_of(solved, stands, form),
        "form": form,
        "unknown": stands.unknown,
        "is_old": solved.is_old,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "blueprint/outlook_fairness.html", context, status=status)


@needs("blueprint.write")
@require_safe
def prices(request: SignedInRequest, pk: int) -> HttpResponse:
    """What each minimum costs: asked for by the page of fairness, because it takes some seconds."""
    blueprint, solved = solved_for(request, pk)
    stands = standing_of(solved) if solved is not None else None
    if solved is None or stands is None or not stands.chosen:
        return no_plan_yet(request, blueprint, "fairness")
    found = minimum_prices_of(solved, stands)
    context: dict[str, Any] = {
        "blueprint": blueprint,
        "here": "fairness",
        "prices": said_prices((price.to_json() for price in found), solved.goals),
    }
    return show_page(request, "blueprint/outlook_prices.html", context, fragment="blueprint/_outlook_prices.html")


@needs("blueprint.write")
@require_safe
def worth(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one more hour, and one more thousand, would add to the newest plan."""
    blueprint, solved = solved_for(request, pk)
    if solved is None:
        return no_plan_yet(request, blueprint, "worth")
    assert solved.run.answer is not None
    first_week = min(max(0, blueprint.week_of(timezone.localdate())), solved.planned.weeks - 1)
    found = worth_of(solved.run.answer["shadow_prices"], blueprint.starts_on, solved.planned.weeks, first_week)
    context = {
        "blueprint": blueprint,
        "here": "worth",
        "worth": found,
        "value": solved.run.value,
        "is_old": solved.is_old,
    }
    return render(request, "blueprint/outlook_worth.html", context)
