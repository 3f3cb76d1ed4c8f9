"""Begin a quarter and set its frame; ask for a plan and watch it being made."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.htmx import show as show_page
from luotsi.kernel.jobs import actions as jobs
from luotsi.kernel.sayings import tell
from luotsi.rooms.blueprint import actions, queries, saying
from luotsi.rooms.blueprint.forms.quarters import FrameForm
from luotsi.rooms.blueprint.models import PlanRun

require_form = require_http_methods(["GET", "HEAD", "POST"])


@needs("blueprint.write")
@require_form
def begin(request: SignedInRequest) -> HttpResponse:
    if not queries.has_capacity():
        return redirect("blueprint:capacity")
    form = FrameForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_blueprint(frame=form.frame(), by=request.user, at=timezone.now())
            return redirect("blueprint:draft", made.pk)
        except Refused as no:
            tell(form, no)
    return render(request, "blueprint/frame.html", {"form": form}, status=_status(form))


@needs("blueprint.write")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    blueprint = queries.draft_for(request.user, pk)
    form = FrameForm(request.POST or None, on=timezone.localdate(), blueprint=blueprint)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_blueprint(blueprint, frame=form.frame(), by=request.user, at=timezone.now())
            return redirect("blueprint:draft", pk)
        except Refused as no:
            tell(form, no)
    return render(request, "blueprint/frame.html", {"form": form, "blueprint": blueprint}, status=_status(form))


@needs("blueprint.write")
@require_POST
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a plan of the backlog as it stands."""
    blueprint = queries.draft_for(request.user, pk)
    run = actions.ask_for_plan(blueprint, by=request.user, at=timezone.now(), on=timezone.localdate())
    return redirect("blueprint:run", run.pk)


@needs("blueprint.write")
@require_safe
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """A plan being made: value, bound and gap so far; the fragment asks again each second until it is over."""
    found = queries.run_for(request.user, pk)
    so_far = _so_far(found)
    context = {
        "run": found,
        "blueprint": found.blueprint,
        "so_far": so_far,
        "gap_said": saying.proven(so_far.get("gap")),
        "percent": _percent(found),
    }
    response = show_page(request, "blueprint/run.html", context, fragment="blueprint/_run.html")
    if request.htmx and found.is_done:  # type: ignore[attr-defined]
        response["HX-Redirect"] = reverse("blueprint:draft", args=[found.blueprint_id])
    return response


@needs("blueprint.write")
@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop making this plan; the draft stays as it is."""
    found = queries.run_for(request.user, pk)
    if found.job is not None and found.job.is_open:
        jobs.cancel(found.job, by=request.user, at=timezone.now())
    return redirect("blueprint:draft", found.blueprint_id)


def _so_far(found: PlanRun) -> dict[str, float | None]:
    """What the job carries while it runs: value/bound/gap."""
    parts = found.job.note.split("/") if found.job is not None else []
    if len(parts) != 3:
        return {}
    return {name: _number(part) for name, part in zip(("value", "bound", "gap"), parts, strict=True)}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _percent(found: PlanRun) -> int | None:
    """How much of the time limit is over."""
    if found.job is None or found.job.started_at is None or not found.job.is_open:
        return None
    seconds = (timezone.now() - found.job.started_at).total_seconds()
    return min(99, round(100 * seconds / found.time_limit_seconds))


def _status(form: FrameForm) -> int:
    return 422 if form.is_bound and form.errors else 200
