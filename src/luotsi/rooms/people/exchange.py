"""Stakeholders as a table, out and in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Refused
from luotsi.kernel.tables import Row, Sheet
from luotsi.kernel.tables.cells import Cells
from luotsi.rooms.people.actions import Identity, add_stakeholder
from luotsi.rooms.people.models import Stakeholder

COLUMNS = ("name", "email", "organisation", "department", "function", "kind", "left_on")


def stakeholder_rows() -> Iterator[dict[str, Any]]:
    yield from Stakeholder.objects.order_by("name", "pk").values(*COLUMNS)


def import_stakeholders(sheet: Sheet, *, by: User | None, at: datetime) -> int:
    """Enter everybody. Raises BadInput with every fault; nothing is written then."""
    cells = Cells(sheet, ["name"])
    with transaction.atomic():
        for row in sheet:
            _enter(cells, row, by, at)
        cells.stop_if_faulty()
    return len(sheet)


def _enter(cells: Cells, row: Row, by: User | None, at: datetime) -> None:
    left_on = cells.day(row, "left_on")
    identity = Identity(
        name=cells.text(row, "name", most=200, needed=True),
        email=cells.text(row, "email", most=254),
        organisation=cells.text(row, "organisation", most=200),
        department=cells.text(row, "department", most=120),
        function=cells.text(row, "function", most=120),
        kind=cells.choice(row, "kind", Stakeholder.Kind.values, default=Stakeholder.Kind.INSIDE),
    )
    if cells.faults:
        return
    try:
        entered = add_stakeholder(identity=identity, by=by, at=at)
    except Refused as refusal:
        cells.refused(row, refusal)
        return
    if left_on is not None:
        Stakeholder.objects.filter(pk=entered.pk).update(left_on=left_on)
