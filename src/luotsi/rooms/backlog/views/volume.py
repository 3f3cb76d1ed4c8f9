"""The forecast page: the sentence, the fan, arrivals and finished, the own record and trust; the ad hoc share."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luotsi.kernel import charts
from luotsi.kernel.accounts.permissions import may, needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import BadInput, Missing, Refused
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.drawings import ad_hoc_drawing, forecast_drawings
from luotsi.rooms.backlog.forms.volume import GuessForm, MarkForm, WeeksFileForm
from luotsi.rooms.backlog.queries.record import given_forecasts, record_of
from luotsi.rooms.backlog.queries.throughput import ad_hoc_months, newest_guess, served_outcomes, weekly_record
from luotsi.rooms.backlog.queries.volume import newest_forecast
from luotsi.values import monday_of

LARGEST_FILE = 5 * 1024 * 1024
CHART_TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


@needs("forecast.see")
def forecast(request: SignedInRequest) -> HttpResponse:
    """When is all this done, and how far may that be trusted?"""
    today = timezone.localdate()
    run, weeks = newest_forecast(), weekly_record(today)
    forms = {"file_form": WeeksFileForm(), "guess_form": GuessForm(), "mark_form": MarkForm()}
    context = {
        "run": run,
        "record": record_of(weeks),
        "weeks_known": len(weeks),
        "guess": newest_guess(),
        "drawings": forecast_drawings(run, given_forecasts(weeks)) if run else {},
        **(forms if may(request.user, "forecast.write") else {}),
    }
    return render(request, "backlog/forecast.html", context)


@needs("forecast.see")
def ad_hoc(request: SignedInRequest) -> HttpResponse:
    """How much of the team's effort served no outcome, and what served which."""
    today = timezone.localdate()
    months = ad_hoc_months(today)
    context = {"months": months, "served": served_outcomes(today), "drawing": ad_hoc_drawing(months)}
    return render(request, "backlog/ad_hoc.html", context)


@needs("forecast.see")
def chart_file(request: SignedInRequest, name: str, suffix: str) -> HttpResponse:
    """A chart of these pages as a file for a mail or a deck, from the same specification."""
    run = newest_forecast()
    drawings = forecast_drawings(run, given_forecasts(weekly_record(timezone.localdate()))) if run else {}
    spec = ad_hoc_drawing(ad_hoc_months(timezone.localdate())) if name == "adhoc" else drawings.get(name)
    if spec is None or suffix not in CHART_TYPES:
        raise Missing("There is no such chart yet.", code="chart_missing")
    drawn = charts.render(spec, suffix, language=get_language() or "en")
    headers = {"Content-Disposition": f'attachment; filename="luotsi-{name}.{suffix}"'}
    return HttpResponse(drawn, content_type=CHART_TYPES[suffix], headers=headers)


@needs("forecast.write")
@require_POST
def make_forecast(request: SignedInRequest) -> HttpResponse:
    """Now, not only at night."""
    job = actions.ask_for_forecast(by=request.user, at=timezone.now())
    return redirect("jobs:show", job.pk)


@needs("forecast.write")
@require_POST
def tell_weeks(request: SignedInRequest) -> HttpResponse:
    form = WeeksFileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(_("Choose a file with the team’s past weeks."), code="file_missing", field="file")
    file = form.cleaned_data["file"]
    if file.size > LARGEST_FILE:
        raise Refused(
            _("A file of past weeks is small; this one is larger than 5 MB."), code="file_large", field="file"
        )
    try:
        weeks = actions.read_weeks(file.read(), file.name)
    except BadInput as bad:
        return render(request, "backlog/weeks_faults.html", {"faults": bad.faults, "name": file.name}, status=422)
    count = actions.tell_weeks(weeks, by=request.user, at=timezone.now())
    actions.ask_for_forecast(by=request.user, at=timezone.now())
    messages.success(request, ngettext("%d week told.", "%d weeks told.", count) % count)
    return redirect("backlog:forecast")


@needs("forecast.write")
@require_POST
def guess_pace(request: SignedInRequest) -> HttpResponse:
    form = GuessForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Three numbers, 0 or more: a slow week, a usual one, a good one."), code="guess_order")
    actions.guess_pace(**form.cleaned_data, by=request.user, at=timezone.now())
    actions.ask_for_forecast(by=request.user, at=timezone.now())
    messages.success(request, _("Kept. Dates made from it are labelled a guess."))
    return redirect("backlog:forecast")


@needs("forecast.write")
@require_POST
def mark_week(request: SignedInRequest) -> HttpResponse:
    form = MarkForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose a day of the week to mark."), code="week_missing", field="week")
    monday = monday_of(form.cleaned_data["week"])
    week = next((week for week in weekly_record(timezone.localdate()) if week.starts_on == monday), None)
    if week is None:
        raise Refused(_("The record does not reach that week."), code="week_unknown", field="week")
    what = form.cleaned_data["what"]
    actions.mark_week(week=week, is_stop=what == "stop", is_break=what == "break", by=request.user, at=timezone.now())
    actions.ask_for_forecast(by=request.user, at=timezone.now())
    return redirect("backlog:forecast")
