"""Ask for a plan, watch it being made, stop it with what there is, put back what it changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.htmx import show as show_page
from luotsi.kernel.jobs import actions as jobs
from luotsi.rooms.blueprint import actions, queries, saying
from luotsi.rooms.blueprint.forms.plans import PlanForm
from luotsi.rooms.blueprint.models import Aim, Blueprint, PlanRun
from luotsi.rooms.blueprint.rules import course_lines
from luotsi.rooms.blueprint.views.pages import show_draft


@needs("blueprint.write")
@require_POST
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a plan of the backlog as it stands: worth most, or with the fewest moves from the published one."""
    blueprint = queries.draft_for(request.user, pk)
    form = PlanForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose one of the times, and weeks from 0 to 13."), code="plan_form")
    given, now, today = form.cleaned_data, timezone.now(), timezone.localdate()
    if given["aim"] != Aim.MOVES:
        run = actions.ask_for_plan(blueprint, by=request.user, at=now, on=today, time_limit_seconds=given["time"])
        return redirect("blueprint:run", run.pk)
    version = queries.newest_version(blueprint)
    if version is None:
        raise Refused(_("Nothing is published yet to stay near to."), code="nothing_published")
    actions.replan_from(version, by=request.user, at=now, on=today, keep_weeks=given["keep"] or 0)
    return redirect("blueprint:draft", pk)


@needs("blueprint.write")
@require_safe
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """A plan being made: value, bound and gap so far; the fragment asks again each second until it is over.

    With `board` the fragment stands on the draft's page, and the board takes its place once the plan is there.
    """
    found = queries.run_for(request.user, pk)
    is_on_board = "board" in request.GET and bool(request.htmx)  # type: ignore[attr-defined]
    if is_on_board and not _is_open(found):
        response = show_draft(request, found.blueprint)
        response["HX-Retarget"], response["HX-Reswap"] = "#board", "outerHTML"
        return response
    fragment = "blueprint/_replanning.html" if is_on_board else "blueprint/_run.html"
    response = show_page(request, "blueprint/run.html", watched(found), fragment=fragment)
    if request.htmx and found.is_done:  # type: ignore[attr-defined]
        response["HX-Redirect"] = reverse("blueprint:draft", args=[found.blueprint_id])
    return response


def watched(found: PlanRun) -> dict[str, Any]:
    """What the page of a plan in the making shows."""
    so_far, seconds = _so_far(found), _seconds(found)
    return {
        "run": found,
        "blueprint": found.blueprint,
        "so_far": so_far,
        "said": saying.so_far(so_far),
        "seconds": seconds,
        "percent": None if seconds is None else min(99, round(100 * seconds / found.time_limit_seconds)),
        "lines": course_lines(found.course, seconds or found.time_limit_seconds),
    }


@needs("blueprint.write")
@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop making this plan; the draft stays as it is."""
    found = queries.run_for(request.user, pk)
    if found.job is not None and found.job.is_open:
        jobs.cancel(found.job, by=request.user, at=timezone.now())
    return redirect("blueprint:draft", found.blueprint_id)


@needs("blueprint.write")
@require_POST
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """The best plan so far is enough."""
    found = queries.run_for(request.user, pk)
    actions.stop_and_keep(found, by=request.user, at=timezone.now())
    return redirect("blueprint:run", pk)


@needs("blueprint.write")
@require_POST
def put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft as it stood before this plan."""
    found = queries.run_for(request.user, pk)
    actions.put_back(found, by=request.user, at=timezone.now())
    if request.htmx:  # type: ignore[attr-defined]
        return show_draft(request, Blueprint.objects.get(pk=found.blueprint_id))
    messages.success(request, _("The draft is as it was before."))
    return redirect("blueprint:draft", found.blueprint_id)


def _is_open(found: PlanRun) -> bool:
    return not found.is_done and found.job is not None and found.job.is_open


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


def _seconds(found: PlanRun) -> int | None:
    """How long it has been at work."""
    if found.job is None or found.job.started_at is None or not found.job.is_open:
        return None
    return int((timezone.now() - found.job.started_at).total_seconds())
