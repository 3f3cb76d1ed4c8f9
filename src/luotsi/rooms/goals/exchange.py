"""Goals and measurements as tables, out and in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Refused
from luotsi.kernel.tables import Row, Sheet
from luotsi.kernel.tables.cells import Cells
from luotsi.rooms.goals import actions, measuring
from luotsi.rooms.goals.drafts import GoalDraft, MetricDraft
from luotsi.rooms.goals.models import Goal, Measurement, Metric
from luotsi.rooms.people import actions as people

GOAL_COLUMNS = (
    "title", "why", "metric", "unit", "baseline", "target", "starts_on", "by_on", "expires_on", "given_up_on",
    "owner", "owner_email",
)  # fmt: skip
GOAL_NEEDS = ("title", "metric", "baseline", "target", "starts_on", "by_on")
MEASUREMENT_COLUMNS = ("metric", "unit", "kind", "on", "value")


def goal_rows() -> Iterator[dict[str, Any]]:
    for goal in Goal.objects.select_related("metric", "owner").order_by("starts_on", "pk"):
        owner = goal.owner
        yield {
            **{name: getattr(goal, name) for name in ("title", "why", "starts_on", "by_on", "expires_on")},
            "given_up_on": goal.given_up_on,
            "metric": goal.metric.name,
            "unit": goal.metric.unit,
            "baseline": _plain(goal.baseline),
            "target": _plain(goal.target),
            "owner": owner.name if owner else "",
            "owner_email": (owner.email or "") if owner else "",
        }


def measurement_rows() -> Iterator[dict[str, Any]]:
    for one in Measurement.objects.select_related("metric").order_by("metric__name", "on"):
        metric = one.metric
        yield {
            "metric": metric.name, "unit": metric.unit, "kind": metric.kind, "on": one.on,
            "value": _plain(one.value),
        }  # fmt: skip


def import_goals(sheet: Sheet, *, by: User | None, at: datetime) -> int:
    """Add every goal, with its metric and owner where they are new. Raises BadInput; nothing is written then."""
    cells = Cells(sheet, GOAL_NEEDS)
    with transaction.atomic():
        for row in sheet:
            _add_goal(cells, row, by, at)
        cells.stop_if_faulty()
    return len(sheet)


def import_measurements(sheet: Sheet, *, by: User | None, at: datetime) -> int:
    """Record every value. A metric is added only where the file tells its unit and kind. Raises BadInput."""
    with transaction.atomic():
        if sheet.has("metric", "unit", "kind"):
            _add_metrics(sheet, by, at)
        values = measuring.read_values(sheet, today=timezone.localdate(at))
        return measuring.record_values(values=values, source=Measurement.Source.FILE, by=by, at=at)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _add_goal(cells: Cells, row: Row, by: User | None, at: datetime) -> None:
    given_up_on, by_on = cells.day(row, "given_up_on"), cells.day(row, "by_on", needed=True)
    said = {
        "title": cells.text(row, "title", most=200, needed=True),
        "why": cells.text(row, "why"),
        "baseline": cells.number(row, "baseline", needed=True),
        "target": cells.number(row, "target", needed=True),
        "starts_on": cells.day(row, "starts_on", needed=True),
        "expires_on": cells.day(row, "expires_on") or by_on,
        "metric": MetricDraft(
            name=cells.text(row, "metric", most=120, needed=True), unit=cells.text(row, "unit", most=30)
        ),
    }
    owner, email = cells.text(row, "owner", most=200), cells.text(row, "owner_email", most=254)
    if cells.faults:
        return
    try:
        holder = people.find_or_add(name=owner, email=email, at=at, by=by) if owner or email else None
        goal = actions.add_goal(draft=GoalDraft(by_on=by_on, owner=holder, **said), by=by, at=at)  # type: ignore[arg-type]
    except Refused as refusal:
        cells.refused(row, refusal)
        return
    if given_up_on is not None:
        noon = timezone.make_aware(datetime.combine(given_up_on, time(12)))
        actions.give_up_goal(goal=goal, by=by, at=noon)  # type: ignore[arg-type]


def _add_metrics(sheet: Sheet, by: User | None, at: datetime) -> None:
    cells, known = Cells(sheet, measuring.COLUMNS), {metric.name.casefold() for metric in Metric.objects.all()}
    for row in sheet:
        name, kind = cells.text(row, "metric", most=120, needed=True), cells.choice(row, "kind", Metric.Kind.values)
        if name and kind and name.casefold() not in known and not cells.faults:
            draft = MetricDraft(name=name, unit=cells.text(row, "unit", most=30), kind=kind)
            actions.add_metric(draft=draft, by=by, at=at)
            known.add(name.casefold())
    cells.stop_if_faulty()
