"""Work items as a table, out and in: with their values, efforts, states and their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import timezone

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Refused
from luotsi.kernel.tables import Row, Sheet
from luotsi.kernel.tables.cells import Cells
from luotsi.rooms.backlog.actions import ItemFields, create_item, drop_item, finish_item, rescore_all, start_item
from luotsi.rooms.backlog.actions.ordering import hold_backlog
from luotsi.rooms.backlog.models import Deliverable, Moscow, WorkItem
from luotsi.rooms.backlog.rules import spread_ranks
from luotsi.rooms.goals.queries import Outcome

State = WorkItem.State
COLUMNS = (
    "place", "title", "description", "state", "moscow", "deliverable", "confidence", "judged_on",
    "effort_low_hours", "effort_high_hours", "spent_hours", "needed_on", "owner_email", "values",
    "created_on", "started_on", "finished_on", "dropped_on", "drop_reason",
)  # fmt: skip
DAYS = ("judged_on", "needed_on", "created_on", "started_on", "finished_on", "dropped_on")
PLAIN = tuple(name for name in COLUMNS if name not in ("place", "owner_email", "values", "created_on"))
NUMBERS = ("confidence", "effort_low_hours", "effort_high_hours", "spent_hours")
CELL = Mapping[str, Any]
UNTOLD = "Taken out before it came here."


def item_rows() -> Iterator[dict[str, Any]]:
    """Open items in their order, then those that are over, oldest first."""
    items = WorkItem.objects.select_related("owner").prefetch_related("contributions__outcome")
    over = items.filter(rank__isnull=True).order_by("finished_on", "pk")
    for place, item in enumerate(items.filter(rank__isnull=False).order_by("rank"), start=1):
        yield {"place": place, **_row(item)}
    for item in over:
        yield {"place": "", **_row(item)}


def _row(item: WorkItem) -> dict[str, Any]:
    plain = {name: getattr(item, name) for name in PLAIN}
    numbers = {name: "" if plain[name] is None else f"{plain[name].normalize():f}" for name in NUMBERS}
    parts = [f"{part.outcome.title}={part.value.normalize():f}" for part in item.contributions.all()]
    return {
        **plain,
        **numbers,
        "created_on": timezone.localdate(item.created_at),
        "owner_email": item.owner.email if item.owner else "",
        "values": "; ".join(parts),
    }


def import_items(sheet: Sheet, *, by: User | None, at: datetime) -> int:
    """Add every item below what is there, open ones in the file's order. Raises BadInput; nothing is written then."""
    cells = Cells(sheet, ["title"])
    reader = _Reader(cells)
    with transaction.atomic():
        hold_backlog()
        made = [item for row in sheet if (item := _add(reader, row, by, at)) is not None]
        cells.stop_if_faulty()
        _put_in_order([item for item in made if item.is_open])
        rescore_all(at=at, on=timezone.localdate(at))
    return len(made)


class _Reader:
    """What the cells of an item mean here: owners and outcomes by what they are called."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.users = {user.email: user for user in User.objects.all()}
        self.outcomes = {outcome.title.casefold(): outcome.pk for outcome in Outcome.objects.order_by("guidepoint")}

    def read(self, row: Row) -> dict[str, Any]:
        cells = self.cells
        found: dict[str, Any] = {name: cells.day(row, name) for name in DAYS}
        found |= {name: cells.number(row, name) for name in NUMBERS}
        found["state"] = cells.choice(row, "state", State.values, default=State.WAITING)
        found["moscow"] = cells.choice(row, "moscow", Moscow.values)
        found["deliverable"] = cells.choice(row, "deliverable", Deliverable.values)
        found["title"] = cells.text(row, "title", most=300, needed=True)
        found["description"] = cells.text(row, "description")
        found["drop_reason"] = cells.text(row, "drop_reason")
        found["owner"], found["worths"] = self._owner(row), self._worths(row)
        self._check(row, found)
        return found

    def _check(self, row: Row, found: CELL) -> None:
        needed = {State.DONE: "finished_on", State.DROPPED: "dropped_on"}.get(found["state"])
        if needed and found[needed] is None and not self.cells.text(row, needed):
            text = f"an item that is {found['state']} needs its day."
            self.cells.fault(row, needed, "day_missing", text, "Write it as 2026-11-23.")
        if found["confidence"] is not None and not 0 <= found["confidence"] <= 1:
            self.cells.fault(row, "confidence", "out_of_range", "it lies outside of 0 to 1.", "Write 0.7 for 70 %.")

    def _owner(self, row: Row) -> User | None:
        email = self.cells.text(row, "owner_email").casefold()
        if email and email not in self.users:
            text = f"nobody signs in as {email[:80]}."
            self.cells.fault(row, "owner_email", "user_unknown", text, "Add the person first, or leave the cell empty.")
        return self.users.get(email)

    def _worths(self, row: Row) -> dict[int, Decimal]:
        """`Outcome=7; Other outcome=3`"""
        worths: dict[int, Decimal] = {}
        for part in filter(None, (part.strip() for part in self.cells.text(row, "values").split(";"))):
            title, _, value = part.rpartition("=")
            outcome = self.outcomes.get(title.strip().casefold())
            if outcome is None:
                text = f"there is no outcome called “{title.strip()[:80]}”."
                self.cells.fault(row, "values", "outcome_unknown", text, "Add it to a Guidepoint first.")
                continue
            number = _decimal(value)
            if number is None or not 0 <= number <= 10:
                self.cells.fault(row, "values", "value_unreadable", f"“{value[:20]}” is no value.", "Write 0 to 10.")
                continue
            worths[outcome] = number
        return worths


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _add(reader: _Reader, row: Row, by: User | None, at: datetime) -> WorkItem | None:
    found = reader.read(row)
    if reader.cells.faults:
        return None
    names = ("title", "description", "worths", "moscow", "deliverable", "needed_on", "owner")
    fields = ItemFields(
        **{name: found[name] for name in names},
        confidence=Decimal("0.5") if found["confidence"] is None else found["confidence"],
        effort_low_hours=found["effort_low_hours"],
        effort_high_hours=found["effort_high_hours"],
    )
    try:
        item = create_item(fields=fields, by=by, at=_noon(found["created_on"]) or at)
    except Refused as refusal:
        reader.cells.refused(row, refusal)
        return None
    if found["judged_on"] is not None:
        item.judged_on = found["judged_on"]
        item.save(update_fields=["judged_on"])
    return _lived(item, found, by, at)


def _lived(item: WorkItem, found: CELL, by: User | None, at: datetime) -> WorkItem:
    """Started, finished, dropped as the file tells."""
    if found["started_on"] or found["state"] == State.IN_PROGRESS:
        item = start_item(item, by=by, at=_noon(found["started_on"]) or at)  # type: ignore[arg-type]
    if found["state"] == State.DONE:
        noon = _noon(found["finished_on"]) or at
        item = finish_item(item, spent_hours=found["spent_hours"], by=by, at=noon)  # type: ignore[arg-type]
    elif found["state"] == State.DROPPED:
        noon, reason = _noon(found["dropped_on"]) or at, found["drop_reason"] or UNTOLD
        item = drop_item(item, reason=reason, by=by, at=noon)  # type: ignore[arg-type]
    return item


def _noon(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(12))) if day else None


def _put_in_order(items: list[WorkItem]) -> None:
    """Below everything that was there, one after the other as the file has them."""
    own = [item.pk for item in items]
    last = WorkItem.objects.ranked().exclude(pk__in=own).order_by("-rank").values_list("rank", flat=True).first()
    ranks = spread_ranks(last, None, len(items)) or []
    for item, rank in zip(items, ranks, strict=True):
        item.rank = rank
    WorkItem.objects.bulk_update(items, ["rank"], batch_size=500)
