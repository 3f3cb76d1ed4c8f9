"""Requests, work items and weekly throughput as tables, out and in.

A request's own words, dates and askers go round; what was decided about it is told (`became`) and not brought in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import BadInput, Fault
from luotsi.kernel.tables import Mapping, Sheet, read_table, to_csv_bytes
from luotsi.rooms.backlog.actions import import_requests, read_weeks, tell_weeks
from luotsi.rooms.backlog.models import Request
from luotsi.rooms.backlog.queries.imports import read_upload
from luotsi.rooms.backlog.queries.throughput import weekly_record

REQUEST_FIELDS = {
    "id": "external_id",
    "title": "title",
    "body": "body",
    "created_on": "created_on",
    "closed_on": "closed_on",
    "state": "state",
    "labels": "labels",
    "asker": "asker_name",
    "asker_email": "asker_email",
    "organisation": "organisation",
    "needed_on": "needed_on",
    "deliverable": "deliverable_hint",
    "url": "url",
}
REQUEST_COLUMNS = (*REQUEST_FIELDS, "became")
WEEK_COLUMNS = ("week", "completed", "arrived")
OWN_ID = "luotsi:"


def request_rows() -> Iterator[dict[str, Any]]:
    for request in Request.objects.select_related("asker").order_by("received_at", "pk").iterator(chunk_size=2000):
        asker = request.asker
        said = (request.wanted, request.tactic, request.for_whom, request.how_known, request.body)
        yield {
            "id": request.external_id or f"{OWN_ID}{request.pk}",
            "title": request.title,
            "body": "\n".join(part for part in said if part),
            "created_on": timezone.localdate(request.received_at),
            "closed_on": request.closed_on,
            "state": "open" if request.is_open else "closed",
            "labels": "; ".join(request.labels),
            "asker": asker.name if asker else "",
            "asker_email": (asker.email or "") if asker else "",
            "organisation": asker.organisation if asker else "",
            "needed_on": request.needed_on,
            "deliverable": request.deliverable,
            "url": request.url,
            "became": request.state,
        }


def week_rows(on: date) -> Iterator[dict[str, Any]]:
    """Complete weeks before that day, each by its Monday."""
    for week in weekly_record(on):
        yield {"week": week.starts_on, "completed": week.completed, "arrived": week.arrived}


def import_request_file(
    file: Path, *, by: User | None, at: datetime, good_rows_only: bool
) -> tuple[int, tuple[Fault, ...]]:
    """Bring in our own export or anybody's list of requests. How many came in, and the faults of those left out.

    Raises BadInput with every fault by line and column; nothing is written then.
    """
    sheet = read_table(file, keep_good=True)
    if not sheet.has("id", "title", "became"):
        done = import_requests(file, by=by, at=at, good_rows_only=good_rows_only)
        return done.added_count, done.faults
    mapping = _own_mapping()
    errors = read_upload(file, file.name, mapping).mapped.errors  # by the lines of the whole file
    if errors and not good_rows_only:
        raise BadInput(errors)
    fresh = _without_present(sheet)
    if not fresh.rows:
        return 0, errors
    content = to_csv_bytes([row.as_dict() for row in fresh], fresh.columns)
    done = import_requests(content, file.name, by=by, at=at, mapping=mapping, good_rows_only=good_rows_only)
    return done.added_count, errors


def import_weeks(sheet: Sheet, *, by: User | None, at: datetime) -> int:
    """Past weeks; a week told again is replaced. Raises BadInput with every fault."""
    content = to_csv_bytes([row.as_dict() for row in sheet], sheet.columns)
    try:
        weeks = read_weeks(content, sheet.name)
    except BadInput as bad:
        raise BadInput(_in_file(fault, sheet) for fault in bad.faults) from None
    return tell_weeks(weeks, by=by, at=at)  # type: ignore[arg-type]


def _in_file(fault: Fault, sheet: Sheet) -> Fault:
    """The same fault on the line that the row has in the file it came from."""
    is_row = fault.line is not None and 2 <= fault.line < len(sheet.rows) + 2
    return replace(fault, line=sheet.rows[fault.line - 2].line) if is_row else fault  # type: ignore[operator]


def _own_mapping() -> Mapping:
    return Mapping({field: (column,) for column, field in REQUEST_FIELDS.items()})


def _without_present(sheet: Sheet) -> Sheet:
    """Rows of this very place that come back to it are there already."""
    titles = dict(Request.objects.filter(external_id="").values_list("pk", "title"))
    present = {f"{OWN_ID}{pk}": title for pk, title in titles.items()}
    return replace(sheet, rows=[row for row in sheet.rows if present.get(row["id"]) != row["title"]])
