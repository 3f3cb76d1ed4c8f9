"""Versions: numbered, never changed, with every must that has no place acknowledged; their files."""

from __future__ import annotations

import csv
import io
import re
import zlib
from datetime import timedelta

import pytest
from icalendar import Calendar

from luotsi.kernel.accounts import guests
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.charts import svg_to_pdf
from luotsi.kernel.errors import Missing, Refused
from luotsi.rooms.backlog import actions as backlog
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.blueprint import actions, queries
from luotsi.rooms.blueprint.feeds import as_calendar_file, as_csv
from luotsi.rooms.blueprint.models import Blueprint, Version
from luotsi.rooms.blueprint.queries.calendar import calendar_of
from luotsi.rooms.blueprint.queries.versions import stale_items
from luotsi.rooms.blueprint.sheet import A3_PACKED, Sheet, draft_sheet, packed_rows, sheet_of
from tests.world import NOW, TODAY, person
from tests.world_blueprint import backlog_of, item, planned, published, quarter

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_draft_with_nothing_in_it_is_not_published() -> None:
    with pytest.raises(Refused):
        published(quarter())
    assert not Version.objects.exists()


def test_versions_are_numbered_and_what_happens_to_the_draft_leaves_them_as_they_were() -> None:
    items = backlog_of(6)
    blueprint = quarter()
    planned(blueprint)
    first = published(blueprint, note="First")
    kept = Version.objects.get(pk=first.pk).document
    actions.pin_item(blueprint, items[0], week=11, by=person("liisa"), at=NOW)
    actions.exclude_item(blueprint, items[1], by=person("liisa"), at=NOW)
    given = ItemFields(title="Another title", effort_low_hours=items[2].effort_low_hours)
    backlog.edit_item(items[2], fields=given, version=items[2].version, by=person("mikko"), at=NOW)
    second = published(blueprint)
    assert (first.number, second.number) == (1, 2)
    assert Version.objects.get(pk=first.pk).document == kept
    assert [entry.details["number"] for entry in Entry.objects.filter(verb="blueprint.published").order_by("id")] == [
        1,
        2,
    ]


def test_a_must_without_a_place_has_to_be_acknowledged() -> None:
    backlog_of(3)
    must = item("Must without an estimate", hours=None, moscow="must")
    blueprint = quarter()
    planned(blueprint)
    with pytest.raises(Refused) as no:
        published(blueprint)
    assert must.title in str(no.value)
    assert published(blueprint, acknowledged=[must.pk]).document["acknowledged"] == [must.pk]


def test_a_must_that_came_after_the_plan_counts_too() -> None:
    backlog_of(2)
    blueprint = quarter()
    planned(blueprint)
    item("New must", moscow="must")
    with pytest.raises(Refused):
        published(blueprint)


def test_what_was_done_dropped_or_changed_since_is_known() -> None:
    done, dropped, changed, _same = items = backlog_of(4)
    blueprint = quarter()
    for week, one in enumerate(items):
        actions.pin_item(blueprint, one, week=week, by=person("liisa"), at=NOW)
    document = published(blueprint).document
    backlog.finish_item(done, spent_hours=None, by=person("mikko"), at=NOW)
    backlog.drop_item(dropped, reason="x", by=person("mikko"), at=NOW)
    given = ItemFields(title="Changed", effort_low_hours=changed.effort_low_hours)
    backlog.edit_item(changed, fields=given, version=changed.version, by=person("mikko"), at=NOW)
    assert stale_items(document) == {done.pk: "done", dropped.pk: "dropped", changed.pk: "changed"}


def one_version() -> Version:
    """A Finnish and a Russian title and a formula in the plan, one item left out."""
    blueprint = quarter()
    for week, title in enumerate(("Häiriötön tilaus: äänitys", "Клиенты видят истории успеха", "=1+1")):
        actions.pin_item(blueprint, item(title, hours=10), week=week, by=person("liisa"), at=NOW)
    item("No estimate", hours=None, moscow="must")
    return published(
        blueprint, acknowledged=[left["id"] for left in queries.document_of(queries.draft_of(blueprint))["left_out"]]
    )


def test_the_calendar_file_has_an_all_day_event_per_item() -> None:
    version = one_version()
    events = list(Calendar.from_ical(as_calendar_file(version, "https://luotsi.example")).walk("VEVENT"))
    assert [str(event["summary"]) for event in events] == [
        "Häiriötön tilaus: äänitys",
        "Клиенты видят истории успеха",
        "=1+1",
    ]
    assert [event["dtstart"].dt for event in events] == [TODAY + timedelta(weeks=week) for week in range(3)]
    assert events[0]["dtend"].dt == TODAY + timedelta(days=5)
    assert str(events[0]["url"]).startswith("https://luotsi.example/backlog/")
    again = published(version.blueprint, acknowledged=[left["id"] for left in version.document["left_out"]])
    later = list(Calendar.from_ical(as_calendar_file(again, "https://luotsi.example")).walk("VEVENT"))
    assert [event["uid"] for event in later] == [event["uid"] for event in events]
    assert later[0]["sequence"] == 2


def test_the_csv_has_every_item_with_dates_or_the_reason_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(one_version()).decode())))
    assert [row["in_plan"] for row in rows] == ["yes", "yes", "yes", "no"]
    assert rows[0]["starts_on"] == TODAY.isoformat() and float(rows[0]["hours"]) == pytest.approx(10, abs=0.1)
    assert rows[2]["title"] == "'=1+1"
    assert rows[3]["title"] == "No estimate" and rows[3]["why_not"]


def test_the_pdf_is_one_landscape_page_that_keeps_cyrillic_and_finnish_letters() -> None:
    svg = sheet_of(one_version()).svg
    assert "Häiriötön tilaus: äänitys" in svg and "Клиенты видят истории успеха" in svg
    pdf = svg_to_pdf(svg, here=True)
    streams = b"".join(_streams(pdf)).lower()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 1
    for letter in "äöКлы":
        assert f"{ord(letter):04x}".encode() in streams, letter


def sheet_with(count: int) -> tuple[Sheet, list[float]]:
    """A draft's sheet with so many items over the quarter, and the heights of its texts."""
    blueprint = quarter()
    document = queries.document_of(queries.draft_of(blueprint))
    one = {"moscow": "", "outcome": None, "outcome_title": "", "way": "usual", "hours": {"writer": 2.0}}
    document["items"] = [
        {**one, "id": n, "title": f"Item {n}", "start": n % 11, "end": n % 11 + n % 3} for n in range(count)
    ]
    sheet = draft_sheet(blueprint, document)
    return sheet, [float(y) for y in re.findall(r'<text x="[\d.]+" (?:dx="3" )?y="([\d.]+)"', sheet.svg)]


@pytest.mark.parametrize(("count", "paper", "height"), [(40, "A4", 595), (60, "A3", 842), (300, "A3", 842)])
def test_a_sheet_is_one_page_of_paper_whatever_the_number_of_items(count: int, paper: str, height: int) -> None:
    sheet, texts = sheet_with(count)
    assert sheet.paper == paper and f'height="{height}.0"' in sheet.svg and max(texts) < height
    assert all(f">Item {n}<" in sheet.svg for n in range(count))
    pdf = svg_to_pdf(sheet.svg, here=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 1


def test_items_share_a_row_of_the_sheet_only_where_they_do_not_overlap() -> None:
    sheet, _texts = sheet_with(300)
    assert str(A3_PACKED.width) in sheet.svg
    document = queries.document_of(queries.draft_of(Blueprint.objects.get()))
    document["items"] = [
        {"id": n, "title": "", "moscow": "", "outcome_title": "", "way": "usual", "hours": {}, "start": n % 9, "end": n % 9 + n % 4}
        for n in range(50)
    ]  # fmt: skip
    lane = calendar_of(document, by="outcome", on=TODAY).lanes[0]
    rows = packed_rows(lane.bars)
    assert sum(len(row) for row in rows) == 50 and len(rows) < 50
    assert all(one.end < two.start for row in rows for one, two in zip(row, row[1:], strict=False))


def test_a_calendar_follows_the_newest_version_by_a_token_that_can_be_revoked() -> None:
    version = one_version()
    link = actions.open_guest_link(version, by=person("liisa"), at=NOW)
    token = guests.address_of(link).rstrip("/").rpartition("/")[2]
    newest = published(version.blueprint, acknowledged=[left["id"] for left in version.document["left_out"]])
    assert queries.version_by_token(token).pk == newest.pk
    link.revoked_at = NOW
    link.save()
    for wrong in (token, token + "x", "nonsense"):
        with pytest.raises(Missing):
            queries.version_by_token(wrong)


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return found
