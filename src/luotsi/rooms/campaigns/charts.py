"""What this room draws: a criterion's evidence against its boundaries, or two arms beside each other."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luotsi.kernel.charts import Bound, Came, Pair, Spec, arms_chart, evidence_chart
from luotsi.rooms.campaigns.models import Criterion
from luotsi.rooms.campaigns.queries.evidence import Finding


def chart_of(finding: Finding) -> Spec:
    """The criterion's picture; for amounts and numbers per week without boundaries of single contacts."""
    return _arms(finding) if finding.comparison is not None else _evidence(finding)


def _evidence(finding: Finding) -> Spec:
    one, result = finding.criterion, finding.result
    assert result is not None
    came = [Came(0, 0), *(
        Came(point.n, point.successes if point.amount is None else point.amount, point.pending) for point in result.path
    )]  # fmt: skip
    return evidence_chart(
        came,
        _bounds(result),
        title=_("What came in, against its boundaries"),
        x_title=_("days") if one.kind == Criterion.Kind.COUNT else _("contacts, in the order of their invitation"),
        y_title=_counted(one),
        scale_label=pgettext("boundary", "scale"),
        abort_label=pgettext("boundary", "abort"),
        is_scale_above=one.way != Criterion.Way.AT_MOST,
        open_label=_("may still come"),
        columns=[_("Contacts"), _("For sure"), _("Still open"), _("Scale at"), _("Abort at")],
        decided_at=result.decided_at,
    )


def _counted(one: Criterion) -> str:
    if one.kind == Criterion.Kind.MEAN:
        return _("amount so far")
    return _("number so far") if one.kind == Criterion.Kind.COUNT else _("said yes")


def _bounds(result: Any) -> list[Bound]:
    """The table of the whole plan where there is one."""
    if result.boundary:
        return [Bound(row.n, row.scale_at, row.abort_at) for row in result.boundary.rows]
    return [Bound(point.n, point.scale_at, point.abort_at) for point in result.path]


def _arms(finding: Finding) -> Spec:
    side = finding.comparison
    assert side is not None
    return arms_chart(
        [Pair(0, 0, 0), *(Pair(*point) for point in side.path)],
        title=_("Pairs of contacts that differ"),
        x_title=_("pairs of contacts"),
        y_title=_("pairs that differ"),
        a_label=_("only A"),
        b_label=_("only B"),
        columns=[_("Pairs"), _("Only A"), _("Only B")],
    )
