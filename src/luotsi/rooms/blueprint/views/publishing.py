"""Publish a draft, hand out a guest link, and the files of a version: print sheet, PDF, calendar, CSV."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel import charts
from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.permissions import needs, public
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.blueprint import actions, queries, saying
from luotsi.rooms.blueprint.feeds import as_calendar_file, as_csv
from luotsi.rooms.blueprint.forms.quarters import PublishForm
from luotsi.rooms.blueprint.models import Blueprint, Version
from luotsi.rooms.blueprint.queries.calendar import calendar_of
from luotsi.rooms.blueprint.queries.outlook import doubt_line
from luotsi.rooms.blueprint.sheet import Sheet, draft_sheet, sheet_of
from luotsi.rooms.blueprint.views.pages import asked_version, said_changes


@needs("blueprint.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """What changed, what has no place, a note; then the next version."""
    blueprint = queries.draft_for(request.user, pk)
    rows = queries.draft_of(blueprint)
    document = queries.document_of(rows)
    mark = queries.mark_of(document)
    form = PublishForm(request.POST or None, musts=actions.musts_left_out(document), initial={"seen": mark})
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.publish(
                blueprint, note=form.cleaned_data["note"], acknowledged=form.cleaned_data.get("acknowledged", []),
                by=request.user, at=timezone.now(), seen=form.cleaned_data["seen"],
            )  # fmt: skip
            messages.success(request, _("Version %(number)d is published.") % {"number": version.number})
            return redirect("blueprint:version", pk, version.number)
        except Refused as no:
            tell(form, no)
            form.data = request.POST.copy()
            form.data["seen"] = mark  # they see it now
    published = queries.newest_version(blueprint)
    context = {
        "blueprint": blueprint, "form": form, "document": document, "sentence": saying.sentence(document),
        "calendar": calendar_of(document, by="outcome", on=timezone.localdate()), "published": published,
        "changes": said_changes(published.document, document) if published else [],
        "doubt_line": doubt_line(blueprint, timezone.localdate(), rows.slots), "stale": queries.stale_in(rows),
        "next_number": published.number + 1 if published else 1,
    }  # fmt: skip
    return render(request, "blueprint/publish.html", context, status=422 if form.is_bound and form.errors else 200)


@needs("blueprint.publish")
@require_POST
def open_link(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A signed guest link to this version, shown once, with the address for calendars."""
    version = queries.version_for(request.user, pk, number)
    link = actions.open_guest_link(version, by=request.user, at=timezone.now())
    address = guests.address_of(link)
    token = address.rstrip("/").rpartition("/")[2]
    feed = request.build_absolute_uri(reverse("blueprint:feed", args=[token]))
    return render(request, "blueprint/link.html", {"version": version, "address": address, "feed": feed, "link": link})


@needs("blueprint.see", guest=True)
@require_safe
def print_sheet(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One page landscape, ready for the printer."""
    version = asked_version(request, pk, number)
    return _print_page(request, version.blueprint, sheet_of(version), version)


@needs("blueprint.write")
@require_safe
def print_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft on one page, for the team."""
    blueprint = queries.draft_for(request.user, pk)
    return _print_page(request, blueprint, draft_sheet(blueprint, queries.document_of(queries.draft_of(blueprint))))


def _print_page(
    request: SignedInRequest, blueprint: Blueprint, sheet: Sheet, version: Version | None = None
) -> HttpResponse:
    context = {"blueprint": blueprint, "version": version, "svg": sheet.svg, "paper": sheet.paper}
    return render(request, "blueprint/print.html", context)


@needs("blueprint.see", guest=True)
@require_safe
def pdf(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    version = asked_version(request, pk, number)
    return _file(charts.svg_to_pdf(sheet_of(version).svg), "application/pdf", version, "pdf")


@needs("blueprint.see", guest=True)
@require_safe
def ical(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    version = asked_version(request, pk, number)
    return _file(as_calendar_file(version, _base(request)), "text/calendar; charset=utf-8", version, "ics")


@needs("blueprint.see", guest=True)
@require_safe
def csv(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    version = asked_version(request, pk, number)
    return _file(as_csv(version), "text/csv; charset=utf-8", version, "csv")


@public
@require_safe
def feed(request: SignedInRequest, token: str) -> HttpResponse:
    """For calendars, which do not sign in: the newest version of the quarter that a guest link opens."""
    version = queries.version_by_token(token)
    response = _file(as_calendar_file(version, _base(request)), "text/calendar; charset=utf-8", version, "ics")
    response["Cache-Control"] = "private, max-age=900"
    return response


def _base(request: SignedInRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _file(content: bytes, kind: str, version: Version, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"blueprint-{version.blueprint.starts_on}-v{version.number}.{suffix}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
