"""A draft as it stood before a plan, and what that plan moved, with the reason of each move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from luotsi.rooms.blueprint.models import Blueprint, PlanRun
from luotsi.rooms.blueprint.queries.documents import Document
from luotsi.rooms.blueprint.rules import Change, Crowded, changes_between, crowding

SLOT_FIELDS = ("way", "start", "end", "hours", "item_version")
LEFT_FIELDS = ("place", "because", "would_enter_if")


@dataclass(frozen=True, slots=True)
class Moved:
    """One item that a plan has put elsewhere. Without `crowded` it stands better so."""

    change: Change
    crowded: tuple[Crowded, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A place that was asked for, and where the item stands now; weeks count from 0, None stands for any and none."""

    item: int
    title: str
    wished: int | None
    start: int | None

    @property
    def is_granted(self) -> bool:
        return self.start is not None and self.wished in (None, self.start)


def snapshot_of(blueprint: Blueprint, *items: int) -> dict[str, Any]:
    """Places, what is left out, and what is decided about these items; two queries and two for each item."""
    return {
        "slots": [_row(slot, SLOT_FIELDS) for slot in blueprint.slots.all()],
        "left_out": [_row(left, LEFT_FIELDS) for left in blueprint.left_out.all()],
        "decided": {str(item): _decided(blueprint, item) for item in items},
        "facts_changed_at": blueprint.facts_changed_at.isoformat(),
    }


def can_be_put_back(run: PlanRun, blueprint: Blueprint) -> bool:
    """Whether nothing was decided about the draft since this plan was asked for."""
    return run.is_done and run.before is not None and blueprint.facts_changed_at <= run.asked_at


def wishes_of(run: PlanRun, document: Document) -> list[Wish]:
    """What was asked for with this plan, and what came of it."""
    decided = run.before["decided"] if run.before is not None else {}
    standing = {item["id"]: item["start"] for item in document["items"]}
    titles = _titles(document)
    return [
        Wish(int(item), titles.get(int(item), "…"), one.get("wished"), standing.get(int(item)))
        for item, one in decided.items()
    ]


def moves_of(run: PlanRun, document: Document) -> list[Moved]:
    """What else stands elsewhere than before the plan. A first plan moves nothing."""
    if run.before is None or not run.before["slots"]:
        return []
    titles = _titles(document)
    before = {
        one["item"]: {**one, "id": one["item"], "title": titles.get(one["item"], "…")} for one in run.before["slots"]
    }
    asked = {int(item) for item in run.before["decided"]}
    return [
        Moved(change, _crowded(before.get(change.item), document))
        for change in changes_between({"items": list(before.values())}, document)
        if change.item not in asked
    ]


def _titles(document: Document) -> dict[int, str]:
    return {one["id"]: one["title"] for one in (*document["items"], *document["left_out"])}


def _crowded(old: Document | None, document: Document) -> tuple[Crowded, ...]:
    if old is None:
        return ()
    others: Sequence[Document] = [item for item in document["items"] if item["id"] != old["id"]]
    return crowding(old, others, document["skills"])


def _row(row: Any, fields: Sequence[str]) -> dict[str, Any]:
    return {"item": row.work_item_id, **{name: getattr(row, name) for name in fields}}


def _decided(blueprint: Blueprint, item: int) -> dict[str, Any]:
    pin = blueprint.pins.filter(work_item=item).values("way", "week").first()
    return {"pin": pin, "closed": list(blueprint.forbidden.filter(work_item=item).values_list("week", flat=True))}
