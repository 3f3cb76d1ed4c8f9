"""Values by hand and by file: faults by line and column, nothing half done."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import BadInput, Refused
from luotsi.rooms.goals import measuring, queries
from luotsi.rooms.goals.models import Measurement
from tests.world import NOW, TODAY, measurement, metric, person

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def from_file(text: str | bytes, name: str = "values.csv") -> int:
    data = text.encode() if isinstance(text, str) else text
    return measuring.measure_from_file(file=data, name=name, by=person("mikko"), at=NOW)


def faults_of(text: str | bytes) -> list[tuple[int | None, str, str]]:
    with pytest.raises(BadInput) as bad:
        from_file(text)
    assert Measurement.objects.count() == Entry.objects.count() == 0, "nothing half done"
    return [(fault.line, fault.column, fault.code) for fault in bad.value.faults]


def test_a_second_value_for_the_same_day_replaces_the_first() -> None:
    leads, mikko = metric(), person("mikko")
    for value in (20, 22):
        measuring.measure(metric=leads, on=TODAY, value=Decimal(value), by=mikko, at=NOW)
    assert Measurement.objects.get().value == 22
    assert Entry.objects.filter(verb="goals.measured").count() == 2


def test_a_day_that_has_not_come_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        measuring.measure(metric=metric(), on=TODAY + timedelta(days=1), value=Decimal(1), by=person("mikko"), at=NOW)
    assert refused.value.field == "on"


def test_the_newest_value_of_each_metric_up_to_a_day() -> None:
    leads, talks, silent = metric(), metric("First talks"), metric("Silent")
    for days in (0, 7, 14):
        measurement(days, TODAY - timedelta(days=days), leads)
    measurement(5, TODAY, talks)
    found = queries.latest_values([leads, talks, silent.pk], TODAY - timedelta(days=3))
    assert {key: value.value for key, value in found.items()} == {leads.pk: Decimal(7)}
    assert queries.latest_values([leads, talks])[leads.pk].on == TODAY
    assert queries.latest_values([]) == {}


def test_a_file_of_values_is_written_whole() -> None:
    metric()
    metric("Conversion", unit="%")
    written = from_file(
        "Metric;On;Value\nqualified leads;2026-11-02;21\nQualified leads;9.11.2026;1 234,5\nConversion;2026-11-09;12,5 %\n"
    )
    assert written == 3
    assert list(Measurement.objects.order_by("metric__name", "on").values_list("metric__name", "on", "value")) == [
        ("Conversion", date(2026, 11, 9), Decimal("12.5")),
        ("Qualified leads", date(2026, 11, 2), Decimal("21")),
        ("Qualified leads", date(2026, 11, 9), Decimal("1234.5")),
    ]
    assert set(Measurement.objects.values_list("source", flat=True)) == {"file"}
    assert Entry.objects.filter(verb="goals.measured").count() == 2, "one entry for each metric"


def test_every_fault_of_a_file_is_named_by_line_and_column() -> None:
    metric()
    faults = faults_of(
        "metric,on,value\n"
        "Qualified leads,2026-11-02,21\n"
        "Something else,2026-11-02,21\n"
        "Qualified leads,yesterday,21\n"
        "Qualified leads,2026-11-24,21\n"
        "Qualified leads,2026-11-03,=1+1\n"
        "Qualified leads,2026-11-02,22\n"
        "Qualified leads,2026-11-05,1e20\n"
        'Qualified leads,2026-11-06,"1,234"\n'
    )
    assert faults == [
        (3, "metric", "metric_unknown"),
        (4, "on", "day_unreadable"),
        (5, "on", "day_to_come"),
        (6, "value", "number_unreadable"),
        (7, "on", "day_repeated"),
        (8, "value", "number_too_large"),
        (9, "value", "number_ambiguous"),
    ]


def test_a_file_without_the_columns_is_refused_at_its_header() -> None:
    assert faults_of("metric,date,value\nQualified leads,2026-11-02,21\n") == [(1, "on", "column_missing")]


def test_a_binary_an_empty_and_a_bare_file_are_refused() -> None:
    for broken in (b"\x00\x01\x02\xff" * 50, b"", b"metric,on,value\n"):
        assert faults_of(broken)


def test_removing_a_value_leaves_an_entry() -> None:
    value = measurement(4)
    measuring.remove_measurement(measurement=value, by=person("mikko"), at=NOW)
    assert not Measurement.objects.exists()
    assert Entry.objects.get().verb == "goals.measurement_removed"
