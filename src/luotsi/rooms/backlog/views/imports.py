"""Bring in a file of requests: drop it, see how its columns are understood, start, watch, read what came of it."""

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
from luotsi.kernel.errors import BadInput
from luotsi.kernel.htmx import show
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.forms.imports import MappingForm
from luotsi.rooms.backlog.models import ImportRun
from luotsi.rooms.backlog.queries import imports as files

SHOWN_RUNS = 20
PROGRAMS = {"jira": "Jira", "asana": "Asana", "trello": "Trello", "monday": "monday", "github": "GitHub"}


@needs("requests.import")
def imports(request: SignedInRequest) -> HttpResponse:
    """Drop a file here; below, the files brought in before."""
    fault = None
    if request.method == "POST":
        given = request.FILES.get("file")
        if given is not None and given.name:
            try:
                run = actions.upload_file(chunks=given.chunks(), name=given.name, by=request.user, at=timezone.now())
                return redirect("backlog:import", run.pk)
            except BadInput as bad:
                fault = bad
    context = {
        "runs": files.imports_for(request.user).exclude(state=ImportRun.State.DISCARDED)[:SHOWN_RUNS],
        "error": fault,
        "is_nothing": request.method == "POST" and fault is None,
    }
    return render(request, "backlog/imports.html", context, status=422 if request.method == "POST" else 200)


@needs("requests.import")
def import_(request: SignedInRequest, pk: int) -> HttpResponse:
    """One file: its mapping and preview, then its progress, then what came of it."""
    run = files.import_for(request.user, pk)
    if run.may_be_started:
        return _show_mapping(request, run, None)
    if run.state == ImportRun.State.QUEUED:
        return render(request, "backlog/import_running.html", {"run": run})
    pairs = files.like_pairs(run) if run.state == ImportRun.State.DONE else None
    return render(request, "backlog/import_done.html", {"run": run, "pairs": pairs})


@needs("requests.import")
@require_POST
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Start with the mapping chosen, or (`preview`) show once more what it makes of the file."""
    run = files.import_for(request.user, pk)
    if not run.may_be_started:
        return redirect("backlog:import", pk)
    return _show_mapping(request, run, request.POST)


@needs("requests.import")
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.discard_import(files.import_for(request.user, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Discarded; nothing was brought in."))
    return redirect("backlog:imports")


def _show_mapping(request: SignedInRequest, run: ImportRun, data: Any) -> HttpResponse:
    """The mapping page; with `data` of the form the import is started, unless only a preview was asked for."""
    context: dict[str, Any] = {"run": run, "error": None, "preview": None, "form": None}
    try:
        first = files.read_upload(files.stored_path(run), run.file_name)
        form = MappingForm(data, reading=first, run=run)
        context |= {"form": form, "reading": first, "recognised": PROGRAMS.get(first.origin, "")}
        reading = first
        if data is not None and form.is_valid():
            if "preview" not in data:
                _start(request, run, form)
                return redirect("backlog:import", run.pk)
            reading = files.read_upload(files.stored_path(run), run.file_name, form.mapping())
        context["preview"] = files.preview_of(reading)
    except BadInput as bad:
        context["error"] = bad
    is_faulty = context["error"] is not None or bool(context["form"] and context["form"].errors)
    status = 422 if is_faulty and data is not None and "preview" not in data else 200
    return show(request, "backlog/import.html", context, fragment="backlog/_preview.html", status=status)


def _start(request: SignedInRequest, run: ImportRun, form: MappingForm) -> None:
    given = form.cleaned_data
    actions.start_import(
        run,
        mapping=form.mapping(),
        good_rows_only=given["good_rows_only"] == "yes",
        closed_as=given["closed_as"],
        by=request.user,
        at=timezone.now(),
    )
