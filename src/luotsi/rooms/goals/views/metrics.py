"""Pages of metrics and their measurements: the list, one metric, a round of values, a file of values."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import BadInput, Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.goals import actions, measuring, queries
from luotsi.rooms.goals.forms import FileForm, MeasureForm, MetricForm, RoundForm
from luotsi.rooms.goals.models import Measurement, Metric

ON_A_PAGE = 100
IN_A_LINE = 52
require_form = require_http_methods(["GET", "HEAD", "POST"])


@needs("goals.see")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    page = Paginator(queries.metrics_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    newest = queries.latest_values(page.object_list)
    rows = [(metric, newest.get(metric.pk)) for metric in page.object_list]
    return render(request, "goals/metrics.html", {"page": page, "rows": rows})


@needs("goals.see")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    metric = queries.metric_for(request.user, pk)
    return _page(request, metric, MeasureForm(initial={"on": timezone.localdate()}))


def _page(request: SignedInRequest, metric: Metric, form: MeasureForm) -> HttpResponse:
    values = queries.values_of(metric)
    newest = list(values[:IN_A_LINE])
    context = {
        "metric": metric,
        "page": Paginator(values, ON_A_PAGE).get_page(request.GET.get("page")),
        "numbers": [float(value.value) for value in reversed(newest)],
        "newest": newest[0] if newest else None,
        "aims": queries.aims_of(metric),
        "form": form,
        "history": history_of(metric)[:50],
    }
    return render(request, "goals/metric.html", context, status=422 if form.is_bound else 200)


@needs("goals.write")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    form = MetricForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            metric = actions.add_metric(draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:metric", metric.pk)
    return _form(request, form)


@needs("goals.write")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    metric = queries.metric_for(request.user, pk)
    form = MetricForm(request.POST or None, initial=MetricForm.values_of(metric))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_metric(metric=metric, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:metric", pk)
    return _form(request, form, metric=metric)


def _form(request: SignedInRequest, form: MetricForm, **context: Any) -> HttpResponse:
    return render(request, "goals/metric_form.html", {"form": form, **context}, status=422 if form.is_bound else 200)


@needs("goals.measure")
@require_POST
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """One value; back to the page it was given on."""
    metric = queries.metric_for(request.user, pk)
    form = MeasureForm(request.POST)
    if form.is_valid():
        try:
            measuring.measure(metric=metric, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            asked = request.POST.get("next", "")
            ours = url_has_allowed_host_and_scheme(asked, {request.get_host()})
            return redirect(asked) if ours else redirect("goals:metric", pk)
    return _page(request, metric, form)


@needs("goals.measure")
@require_form
def measure_round(request: SignedInRequest) -> HttpResponse:
    """One day, a value for each metric that living aims are measured by."""
    today = timezone.localdate()
    metrics = queries.metrics_to_measure(today)
    form = RoundForm(request.POST or None, metrics=metrics, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            count = measuring.record_values(
                values=form.values(), source=Measurement.Source.HAND, by=request.user, at=timezone.now()
            )
        except Refused as error:
            tell(form, error)
        else:
            _say_recorded(request, count)
            return redirect("goals:list")
    context = {"form": form, "file_form": FileForm(), "newest": queries.latest_values(metrics), "metrics": metrics}
    return render(request, "goals/measure.html", context, status=422 if form.is_bound else 200)


@needs("goals.measure")
@require_form
def measure_file(request: SignedInRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    error = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            count = measuring.measure_from_file(file=file.read(), name=file.name, by=request.user, at=timezone.now())
        except BadInput as faulty:
            error = faulty
        else:
            _say_recorded(request, count)
            return redirect("goals:metrics")
    return render(
        request, "goals/measure_file.html", {"form": form, "error": error}, status=422 if form.is_bound else 200
    )


@needs("goals.measure")
@require_POST
def remove_measurement(request: SignedInRequest, pk: int) -> HttpResponse:
    measurement = queries.measurement_for(request.user, pk)
    metric_id = measurement.metric_id
    measuring.remove_measurement(measurement=measurement, by=request.user, at=timezone.now())
    return redirect("goals:metric", metric_id)


def _say_recorded(request: SignedInRequest, count: int) -> None:
    messages.success(request, ngettext("%d value recorded.", "%d values recorded.", count) % count)
