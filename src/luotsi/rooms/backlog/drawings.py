"""The room's charts: kept forecasts and counts as specifications, with words in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from luotsi.kernel import charts
from luotsi.kernel.charts import FanPoint, Mark, Past, Share, Spec, Week
from luotsi.rooms.backlog.models import ForecastRun
from luotsi.rooms.backlog.queries.record import GivenForecast
from luotsi.rooms.backlog.queries.throughput import AdHocMonth

FAN_POINTS = 104
RECORD_ROWS = 20


def forecast_drawings(run: ForecastRun, given: Sequence[GivenForecast]) -> dict[str, Spec]:
    """The fan, arrivals against finished, and the own record, as far as there is something to draw."""
    drawings: dict[str, Spec] = {}
    if run.answer.get("fan", {}).get("p50"):
        drawings["fan"] = _fan(run)
    if run.answer.get("weeks"):
        drawings["arrivals"] = _arrivals(run)
    if given:
        drawings["record"] = _record(given)
    return drawings


def ad_hoc_drawing(months: Sequence[AdHocMonth]) -> Spec | None:
    shares = [Share(month.starts_on, month.share) for month in months if month.share is not None]
    if not shares:
        return None
    return charts.adhoc_share(
        shares, title=_("Share of finished effort that served no outcome"), share_label=_("ad hoc"),
        columns=[_("Month"), _("Ad hoc share")],
    )  # fmt: skip


def _fan(run: ForecastRun) -> Spec:
    fan = run.answer["fan"]
    step = max(1, len(fan["p50"]) // FAN_POINTS)
    points = [
        FanPoint(_week_end(run, week), *(float(fan[name][week]) for name in ("p05", "p15", "p50", "p85", "p95")))
        for week in range(0, len(fan["p50"]), step)
    ]
    dates = ((run.date_50, _("even chances")), (run.date_85, _("85 %")))
    marks = [Mark(day, word) for day, word in dates if day is not None and day <= points[-1].on]
    start = FanPoint(run.starts_on, *(float(run.remaining),) * 5)
    return charts.fan_chart(
        [(run.starts_on, float(run.remaining))], [start, *points], title=_("What is left of the backlog"),
        unit=_("items"), likely_label=_("likely"), possible_label=_("possible"), marks=marks,
        columns=[_("Date"), _("5 %"), _("15 %"), _("Middle"), _("85 %"), _("95 %")],
    )  # fmt: skip


def _week_end(run: ForecastRun, week: int) -> date:
    return run.starts_on + timedelta(weeks=week + 1)


def _arrivals(run: ForecastRun) -> Spec:
    weeks = [
        Week(date.fromisoformat(day), float(came or 0), float(done)) for day, done, came, *_rest in run.answer["weeks"]
    ]
    return charts.arrivals_finished(
        weeks, title=_("Arrived and finished, week by week"), unit=_("items"), arrived_label=_("arrived"),
        finished_label=_("finished"), columns=[_("Week"), _("Arrived"), _("Finished")],
    )  # fmt: skip


def _record(given: Sequence[GivenForecast]) -> Spec:
    pasts = [
        Past(one.run.starts_on, one.run.date_50, one.run.date_85 or one.run.date_50, one.run.resolved_on)
        for one in given[-RECORD_ROWS:]
        if one.run.date_50 is not None
    ]
    return charts.record_chart(
        pasts, title=_("Earlier forecasts and what came of them"), kept_label=_("kept (85 %)"),
        missed_label=_("missed (85 %)"), open_label=_("still open"),
        columns=[_("Made on"), _("Even chances"), _("85 %"), _("Really done"), _("Verdict")],
    )  # fmt: skip
