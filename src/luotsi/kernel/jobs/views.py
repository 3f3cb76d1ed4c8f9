"""The team's view of background work: what runs, one job with its progress, cancel."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.htmx import show
from luotsi.kernel.jobs import actions
from luotsi.kernel.jobs.queries import job_for, jobs_for

PER_PAGE = 50


@needs("jobs.see")
def list_(request: HttpRequest) -> HttpResponse:
    """Newest first; the periodic housekeeping is left out unless asked for."""
    jobs = jobs_for(request.user).defer("error", "result")
    if request.GET.get("all") != "1":
        jobs = jobs.exclude(unique_key__startswith="every:")
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page, "all": request.GET.get("all") == "1"})


@needs("jobs.see")
def show_job(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, and the fragment that asks for itself every second until the job is over."""
    job = job_for(request.user, pk)
    next_url = _ours(request, request.GET.get("next", ""))
    context = {"job": job, "next_url": next_url}
    response = show(request, "jobs/show.html", context, fragment="jobs/_progress.html")
    if getattr(request, "htmx", False) and job.is_done and next_url:
        response["HX-Redirect"] = next_url
    return response


@needs("jobs.see")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = job_for(request.user, pk)
    actions.cancel(job, by=cast(User, request.user), at=timezone.now())
    return redirect(_ours(request, request.POST.get("next", "")) or "jobs:list")


def _ours(request: HttpRequest, asked: str) -> str:
    """An address of this site, or nothing."""
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else ""
