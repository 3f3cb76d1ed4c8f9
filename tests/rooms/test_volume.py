"""Volume: what became of dates that were given, files of past weeks, and effort by what it served."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luotsi.kernel.errors import BadInput
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.actions.volume import ToldWeek, read_weeks
from luotsi.rooms.backlog.models import ForecastRun
from luotsi.rooms.backlog.queries.throughput import ad_hoc_months, served_outcomes
from tests.world import NOW, TODAY, person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MONDAY = date(2026, 8, 31)


def given(remaining: int, *, with_arrivals: bool, starts_on: date = MONDAY, share: float = 1.0) -> ForecastRun:
    """A forecast that was given earlier."""
    answer: dict[str, Any] = {"kind": "dates", "history": {"arrival_pace": 2.0 if with_arrivals else None}}
    return ForecastRun.objects.create(
        made_at=NOW, starts_on=starts_on, remaining=remaining, answer=answer, curve={"first_week_share": share}
    )


def tell(*weeks: tuple[int, int]) -> None:
    told = [ToldWeek(MONDAY + timedelta(weeks=n), done, came) for n, (done, came) in enumerate(weeks)]
    actions.tell_weeks(told, by=person("liisa"), at=NOW)


def resolved(run: ForecastRun) -> date | None:
    actions.make_forecast(at=NOW, on=TODAY)
    run.refresh_from_db()
    return run.resolved_on


def test_what_arrived_counts_against_what_was_finished_where_the_forecast_reckoned_with_it() -> None:
    with_it, without = given(8, with_arrivals=True), given(8, with_arrivals=False)
    tell((4, 2), (4, 2), (4, 2), (4, 2), (4, 2))
    assert resolved(without) == MONDAY + timedelta(days=13)
    with_it.refresh_from_db()
    assert with_it.resolved_on == MONDAY + timedelta(days=27)


def test_what_was_finished_before_the_forecast_that_week_hardly_counts() -> None:
    on_friday = given(4, with_arrivals=False, starts_on=MONDAY + timedelta(days=4), share=0.2)
    tell((4, 0), (4, 0))
    assert resolved(on_friday) == MONDAY + timedelta(days=13)


@pytest.mark.parametrize(
    ("line", "column"),
    [("2026-01-05,²", "completed"), ("2026-01-05," + "9" * 30, "completed"), ("0202-01-05,3", "week")],
)
def test_a_week_that_cannot_be_is_a_fault_with_its_line_and_column(line: str, column: str) -> None:
    with pytest.raises(BadInput) as bad:
        read_weeks(f"week,completed\n{line}\n".encode(), "weeks.csv")
    assert [(fault.line, fault.column) for fault in bad.value.faults] == [(2, column)]


def test_a_week_that_stands_in_the_file_twice_is_a_fault() -> None:
    with pytest.raises(BadInput) as bad:
        read_weeks(b"week,completed\n2026-01-05,3\n2026-W02,4\n", "weeks.csv")
    assert [fault.line for fault in bad.value.faults] == [3]


def test_effort_is_the_same_figure_by_month_and_by_outcome() -> None:
    fields = ItemFields(title="A stand", effort_low_hours=Decimal(10), effort_high_hours=Decimal(30))
    item = actions.create_item(fields=fields, by=person("liisa"), at=NOW)
    actions.finish_item(item, spent_hours=None, by=person("liisa"), at=NOW)
    assert [month.hours for month in ad_hoc_months(TODAY)] == [20.0]
    assert [served.finished_hours for served in served_outcomes(TODAY)] == [20.0]
