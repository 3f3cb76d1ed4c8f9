"""What a pre-read draws on its page and in its PDF: a metric on its way, and amounts side by side."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from luotsi.kernel.charts import Spec, amounts_chart, measured_chart
from luotsi.rooms.cases.preread.deck import Bars, Curve, Point


def chart_of(data: Curve | Bars) -> Spec:
    if isinstance(data, Bars):
        return amounts_chart(list(data.points), title=data.name, columns=[_("Team"), data.unit or _("Amount")])
    return measured_chart(
        _dated(data.points), aim=_dated(data.aim), title=data.name, unit=data.unit, aim_label=_("target"),
        columns=[_("Day"), _("Measured")],
    )  # fmt: skip


def _dated(points: tuple[Point, ...]) -> list[tuple[date, float]]:
    return [(date.fromisoformat(day), value) for day, value in points]
