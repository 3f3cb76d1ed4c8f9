"""What if: sliders answered at once, and named scenarios that are solved, compared and made the draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.htmx import show as show_page
from luotsi.kernel.jobs import actions as jobs
from luotsi.kernel.sayings import tell
from luotsi.rooms.blueprint import actions, queries
from luotsi.rooms.blueprint.forms.scenarios import ScenarioForm, SliderForm, initial_of
from luotsi.rooms.blueprint.queries.comparison import comparison_of, scenario_page
from luotsi.rooms.blueprint.queries.outlook import solved_of, standing_of
from luotsi.rooms.blueprint.queries.scenarios import (
    choices_of,
    get_ready,
    progress_of,
    scenario_for,
    scenario_rows,
    scenarios_in,
    what_if_of,
)
from luotsi.rooms.blueprint.rules.scenarios import Changes
from luotsi.rooms.blueprint.views.outlook import no_plan_yet, solved_for

MOST_COMPARED = 4


@needs("blueprint.write")
@require_safe
def what_if(request: SignedInRequest, pk: int) -> HttpResponse:
    """More or less hours and money: what enters, leaves and moves. Answered from the newest plan, not solved anew."""
    blueprint, solved = solved_for(request, pk)
    if solved is None:
        return no_plan_yet(request, blueprint, "what_if")
    form = SliderForm(request.GET or None, choices=choices_of(solved))
    changes = form.changes() if form.is_bound and form.is_valid() else Changes()
    if not changes.to_json():
        get_ready()
    context = {
        "blueprint": blueprint,
        "here": "what_if",
        "form": form,
        "answer": what_if_of(solved, changes, timezone.localdate()) if changes.to_json() else None,
        "query": request.GET.urlencode(),
        "is_old": solved.is_old,
    }
    return show_page(request, "blueprint/what_if.html", context, fragment="blueprint/_what_if.html")


@needs("blueprint.write")
@require_safe
def scenarios(request: SignedInRequest, pk: int) -> HttpResponse:
    """All scenarios of a quarter beside its draft."""
    blueprint, solved = solved_for(request, pk)
    if solved is None:
        return no_plan_yet(request, blueprint, "scenarios")
    rows = scenario_rows(solved)
    context = {
        "blueprint": blueprint,
        "here": "scenarios",
        "rows": rows,
        "value": solved.run.value,
        "is_waiting": any(row.is_open for row in rows),
        "comparable": sum(row.scenario.has_plan for row in rows),
    }
    return show_page(request, "blueprint/scenarios.html", context, fragment="blueprint/_scenario_rows.html")


@needs("blueprint.write")
@require_http_methods(["GET", "HEAD", "POST"])
def new_scenario(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name what is tried and say what is otherwise; the sliders of the what-if page come along."""
    blueprint, solved = solved_for(request, pk)
    if solved is None:
        return no_plan_yet(request, blueprint, "scenarios")
    choices = choices_of(solved)
    stands = {**initial_of(choices, Changes(shares=solved.shares)), **request.GET.dict()}
    form = ScenarioForm(request.POST or None, choices=choices, initial=stands)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_for_scenario(
                blueprint, name=form.cleaned_data["name"], changes=form.changes(), by=request.user, at=timezone.now()
            )
            return redirect("blueprint:scenario", made.pk)
        except Refused as no:
            tell(form, no)
    context = {"blueprint": blueprint, "here": "scenarios", "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "blueprint/scenario_form.html", context, status=status)


@needs("blueprint.write")
@require_safe
def scenario(request: SignedInRequest, pk: int) -> HttpResponse:
    """One scenario: its plan once it is made, and how it is coming along until then."""
    found = scenario_for(request.user, pk)
    solved, today = solved_of(found.blueprint, request.user) if found.has_plan else None, timezone.localdate()
    context = {
        "scenario": found,
        "blueprint": found.blueprint,
        "here": "scenarios",
        "progress": progress_of(found),
        "page": scenario_page(found, solved, standing_of(solved), today) if solved is not None else None,
    }
    response = show_page(request, "blueprint/scenario.html", context, fragment="blueprint/_scenario.html")
    if request.htmx and found.is_done:  # type: ignore[attr-defined]
        response["HX-Redirect"] = reverse("blueprint:scenario", args=[pk])
    return response


@needs("blueprint.write")
@require_safe
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two and more side by side with the draft: what each is worth, who wins and who loses."""
    blueprint, solved = solved_for(request, pk)
    if solved is None:
        return no_plan_yet(request, blueprint, "scenarios")
    found = scenarios_in(blueprint, request.GET.getlist("scenario"))[:MOST_COMPARED]
    if not found:
        messages.info(request, _("Choose one scenario or more; the draft stands beside them."))
        return redirect("blueprint:scenarios", pk)
    context = {
        "blueprint": blueprint,
        "here": "scenarios",
        "comparison": comparison_of(solved, standing_of(solved), found, timezone.localdate()),
    }
    return render(request, "blueprint/scenario_compare.html", context)


@needs("blueprint.write")
@require_POST
def holding_scenario(request: SignedInRequest, pk: int) -> HttpResponse:
    """One press on the page of doubt: the plan that holds in so many of ten quarters, as a scenario."""
    blueprint = queries.draft_for(request.user, pk)
    tens = {"7": 0.7, "8": 0.8, "9": 0.9}.get(request.POST.get("tens", ""), 0.8)
    name = _("Holds in %(count)d of 10 quarters") % {"count": round(10 * tens)}
    known = blueprint.scenarios.filter(name=name).first()
    if known is not None:
        return redirect("blueprint:scenario", known.pk)
    made = actions.ask_for_scenario(
        blueprint, name=name, changes=Changes(confidence=tens), by=request.user, at=timezone.now()
    )
    return redirect("blueprint:scenario", made.pk)


@needs("blueprint.write")
@require_POST
def adopt(request: SignedInRequest, pk: int) -> HttpResponse:
    """The scenario's plan becomes the draft."""
    found = scenario_for(request.user, pk)
    actions.adopt_scenario(found, by=request.user, at=timezone.now())
    messages.success(request, _("The draft is now the plan of “%(name)s”.") % {"name": found.name})
    return redirect("blueprint:draft", found.blueprint_id)


@needs("blueprint.write")
@require_POST
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop solving it; its changes stay."""
    found = scenario_for(request.user, pk)
    if found.job is not None and found.job.is_open:
        jobs.cancel(found.job, by=request.user, at=timezone.now())
    return redirect("blueprint:scenarios", found.blueprint_id)


@needs("blueprint.write")
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    found = scenario_for(request.user, pk)
    actions.remove_scenario(found, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s” is removed.") % {"name": found.name})
    return redirect("blueprint:scenarios", found.blueprint_id)
