"""Questions to goals, Guidepoint, outcomes and measurements, for their pages and for other rooms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from luotsi.rooms.goals.models import Guidepoint, Measurement, Metric, Outcome


def living_outcomes(on: date) -> QuerySet[Outcome]:
    """Outcomes that work may serve on that day: the Guidepoint has not ended, the goal has not expired."""
    return Outcome.objects.living(on).select_related("goal", "metric", "guidepoint")


def outcomes_for_choice(on: date) -> QuerySet[Outcome]:
    """What a choice field offers: living outcomes, heaviest first."""
    return living_outcomes(on).order_by("-weight", "title", "id")


def current_guidepoint(on: date) -> Guidepoint | None:
    """The Guidepoint of that day (the one begun last where two overlap), its outcomes loaded."""
    return Guidepoint.objects.current(on).prefetch_related("outcomes__goal", "outcomes__metric").first()


def latest_values(metrics: Iterable[Metric | int], on: date | None = None) -> dict[int, Measurement]:
    """The newest measurement of each metric by metric id, not later than `on`; one query."""
    keys = {metric.pk if isinstance(metric, Metric) else metric for metric in metrics}
    if not keys:
        return {}
    candidates = Measurement.objects.filter(metric=OuterRef("metric")).order_by("-on")
    if on is not None:
        candidates = candidates.filter(on__lte=on)
    newest = Measurement.objects.filter(metric__in=keys, pk=Subquery(candidates.values("pk")[:1]))
    return {measurement.metric_id: measurement for measurement in newest}
