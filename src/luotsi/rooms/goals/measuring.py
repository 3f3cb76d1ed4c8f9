"""Verbs of measurement: values by hand, by file and by API. A second value for the same day replaces the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import BadInput
from luotsi.kernel.sayings import refused
from luotsi.kernel.tables import Row, Sheet, read_table
from luotsi.kernel.tables.dates import AmbiguousDate, day_comes_first, parse_date
from luotsi.kernel.tables.numbers import AmbiguousNumber, parse_number
from luotsi.kernel.tables.sheet import Faults
from luotsi.rooms.goals.drafts import Value
from luotsi.rooms.goals.models import Measurement, Metric

Source = Measurement.Source
STEP = Decimal("0.0001")
MOST = Decimal(10) ** 12  # what a value's twelve digits before the point can hold
COLUMNS = ("metric", "on", "value")


@transaction.atomic
def measure(*, metric: Metric, on: date, value: Decimal, by: User | None, at: datetime) -> None:
    """One value by hand. Raises Refused for a day that has not come."""
    record_values(values=[Value(metric, on, value)], source=Source.HAND, by=by, at=at)


@transaction.atomic
def record_values(*, values: Sequence[Value], source: Source, by: User | None, at: datetime) -> int:
    """Write all values or none; how many were written. Raises Refused for a day to come and a day given twice.

    Each metric touched gets its own activity entry, so that its history is whole.
    """
    _check_days(values, timezone.localdate(at))
    Measurement.objects.bulk_create(
        [
            Measurement(metric=given.metric, on=given.on, value=given.value, source=source, by=by, recorded_at=at)
            for given in values
        ],
        update_conflicts=True,
        unique_fields=["metric", "on"],
        update_fields=["value", "source", "by", "recorded_at"],
        batch_size=500,
    )
    for metric in {given.metric.pk: given.metric for given in values}.values():
        count = sum(given.metric.pk == metric.pk for given in values)
        record("goals.measured", metric, by=by, at=at, count=count, source=source)
    return len(values)


@transaction.atomic
def remove_measurement(*, measurement: Measurement, by: User, at: datetime) -> None:
    record("goals.measurement_removed", measurement.metric, by=by, at=at, measurement=measurement)
    measurement.delete()


def measure_from_file(*, file: bytes | Path, name: str, by: User | None, at: datetime) -> int:
    """Values of a table with the columns metric, on and value; how many were written.

    Raises BadInput with every fault by line and column; then nothing was written.
    """
    values = read_values(read_table(file, name=name), today=timezone.localdate(at))
    return record_values(values=values, source=Source.FILE, by=by, at=at)


def read_values(sheet: Sheet, *, today: date) -> list[Value]:
    """The values of a sheet, each checked. Raises BadInput; one query."""
    faults = Faults(sheet.name)
    for column in COLUMNS:
        if not sheet.has(column):
            faults.add(
                "column_missing", f"there is no column “{column}”.", line=1, column=column,
                advice="The columns are metric, on and value.",
            )  # fmt: skip
    if faults:
        raise faults.stop_now()
    if not sheet.rows:
        raise faults.stop("empty", "there are no rows below the header.", advice="Add a row for each value.")
    reader = _Reader(faults, day_comes_first(row["on"] for row in sheet), today)
    values = [value for row in sheet if (value := reader.read(row)) is not None]
    if faults:
        raise BadInput(faults.all())
    return values


class _Reader:
    """Reads rows one by one and collects their faults."""

    def __init__(self, faults: Faults, day_first: bool | None, today: date) -> None:
        self.faults, self.day_first, self.today = faults, day_first, today
        self.metrics = {metric.name.casefold(): metric for metric in Metric.objects.all()}
        self.lines: dict[tuple[int, date], int] = {}

    def read(self, row: Row) -> Value | None:
        metric, on = self._metric(row), self._day(row)
        value = self._number(row, metric)
        if metric is None or on is None or value is None or self._is_repeated(row, metric, on):
            return None
        return Value(metric, on, value)

    def _metric(self, row: Row) -> Metric | None:
        metric = self.metrics.get(row["metric"].strip().casefold())
        if metric is None:
            self.faults.add(
                "metric_unknown", f"there is no metric called “{row['metric'][:120]}”.", line=row.line, column="metric",
                advice="Add the metric first, or mend its name.",
            )  # fmt: skip
        return metric

    def _day(self, row: Row) -> date | None:
        try:
            on = parse_date(row["on"], day_first=self.day_first)
        except AmbiguousDate as either:
            self._fault(row, "on", "day_ambiguous", f"{either}.", "Write it as 2026-11-23.")
            return None
        if on is None:
            self._fault(row, "on", "day_unreadable", f"“{row['on'][:60]}” is no day.", "Write it as 2026-11-23.")
        elif on > self.today:
            self._fault(row, "on", "day_to_come", f"{on} has not come yet.", "Only what was measured is recorded.")
        return on

    def _number(self, row: Row, metric: Metric | None) -> Decimal | None:
        text = row["value"].strip()
        if metric is not None and "%" in metric.unit:
            text = text.removesuffix("%")  # 12 % of a metric counted in per cent is 12, not 0.12
        try:
            number = parse_number(text)
        except AmbiguousNumber as either:
            self._fault(row, "value", "number_ambiguous", f"{either}.", "Write it without thousands separators.")
            return None
        if number is None:
            self._fault(row, "value", "number_unreadable", f"“{text[:60]}” is no number.", "Write it as 1234.5.")
            return None
        return self._within(row, Decimal(repr(number)))

    def _within(self, row: Row, number: Decimal) -> Decimal | None:
        if abs(number) >= MOST:
            self._fault(
                row, "value", "number_too_large", "the number has more than twelve digits.", "Use a larger unit."
            )
            return None
        return number.quantize(STEP)

    def _is_repeated(self, row: Row, metric: Metric, on: date) -> bool:
        first = self.lines.setdefault((metric.pk, on), row.line)
        if first == row.line:
            return False
        text = f"line {first} has a value of “{metric}” for {on} already."
        self._fault(row, "on", "day_repeated", text, "Keep one of the two.")
        return True

    def _fault(self, row: Row, column: str, code: str, text: str, advice: str) -> None:
        self.faults.add(code, text, line=row.line, column=column, advice=advice)


def _check_days(values: Iterable[Value], today: date) -> None:
    seen: set[tuple[int, date]] = set()
    for given in values:
        if given.on > today:
            raise refused(
                _("{on} has not come yet; only what was measured is recorded."),
                code="goals.day_to_come",
                field="on",
                on=given.on,
            )
        if (given.metric.pk, given.on) in seen:
            raise refused(
                _("“{metric}” has two values for {on}. Keep one."),
                code="goals.day_repeated",
                field="on",
                metric=given.metric,
                on=given.on,
            )
        seen.add((given.metric.pk, given.on))
