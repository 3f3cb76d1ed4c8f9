"""The one order: put an item where a person wants it. Whoever changes the order holds the Backlog row meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Conflict, Refused
from luotsi.rooms.backlog.models import Backlog, Placement, WorkItem
from luotsi.rooms.backlog.queries.order import advised_place, cached_count, place_of
from luotsi.rooms.backlog.rules import departs, rank_between, spread_ranks

FIRST_WINDOW = 32  # neighbours renumbered when two of them have no room between; doubles until they fit


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the item now stands, what the score advises, and whether that asks for a reason."""

    item: WorkItem
    place: int
    advised: int | None
    departs: bool


def hold_backlog() -> Backlog:
    """Take the order for this transaction; on SQLite the transaction itself already holds the database."""
    held = Backlog.objects.select_for_update().filter(pk=1).first()
    if held is None:
        Backlog.objects.get_or_create(pk=1)
        held = Backlog.objects.select_for_update().get(pk=1)
    return held


def move_item(
    item: WorkItem,
    *,
    by: User | None,
    at: datetime,
    place: int | None = None,
    above: WorkItem | None = None,
    below: WorkItem | None = None,
    reason: str = "",
) -> Moved:
    """Put `item` at a place (1 is first; beyond the end is the end), or just above or below another item.

    Raises Conflict when the item or its neighbour has left the list meanwhile: nothing is moved then.
    """
    with transaction.atomic():
        hold_backlog()
        item, neighbour = _still_ranked(item, above or below)
        before, after = _neighbours(item, place, neighbour, is_above=above is not None)
        item.rank = _room_between(before, after, item)
        moved = _keep_placement(item, by=by, at=at, reason=reason)
        record("backlog.item_moved", item, by=by, at=at, place=moved.place, departs=moved.departs)
    return moved


def give_reason(item: WorkItem, *, reason: str, by: User, at: datetime) -> Placement:
    """Say why an item stands where it stands."""
    if not reason.strip():
        raise Refused("A reason is a sentence that others can read.", code="reason_missing", field="reason")
    with transaction.atomic():
        newest = item.placements.first()
        if newest is None:
            raise Refused("Nobody has moved this item yet.", code="not_moved")
        newest.reason = reason.strip()
        newest.save(update_fields=["reason"])
        record("backlog.reason_given", item, by=by, at=at)
    return newest


def rank_for_new(item_score: float | None) -> int:
    """A free rank for a new item: where its score would put it, at the end while it has none. Holds the order."""
    hold_backlog()
    ranked = WorkItem.objects.ranked()
    if item_score is not None:
        after = ranked.filter(score__lt=item_score).first()
        if after is not None:
            return _room_between(_last(ranked.filter(rank__lt=after.rank)), after, None)
    return _room_between(_last(ranked), None, None)


def _still_ranked(item: WorkItem, neighbour: WorkItem | None) -> tuple[WorkItem, WorkItem | None]:
    """Both as they stand now, in one query."""
    asked = [item.pk] if neighbour is None else [item.pk, neighbour.pk]
    found = WorkItem.objects.ranked().defer("description").in_bulk(asked)
    if len(found) < len(set(asked)):
        raise Conflict(
            "This item has left the backlog meanwhile; nothing was moved. Reload the page.", code="item_left_backlog"
        )
    return found[item.pk], None if neighbour is None else found[neighbour.pk]


def _neighbours(
    item: WorkItem, place: int | None, neighbour: WorkItem | None, *, is_above: bool
) -> tuple[WorkItem | None, WorkItem | None]:
    """The items that will stand before and after; the moved one does not count."""
    others = WorkItem.objects.ranked().exclude(pk=item.pk).only("rank")
    if neighbour is not None and is_above:
        return _last(others.filter(rank__lt=neighbour.rank)), neighbour
    if neighbour is not None:
        return neighbour, others.filter(rank__gt=neighbour.rank).first()
    if place is None or place < 1:
        raise Refused("Say where: a place from 1 on.", code="place_missing", field="place")
    if place == 1:
        return None, others.first()
    around = list(others[place - 2 : place])
    if not around:
        return _last(others), None
    return around[0], around[1] if len(around) > 1 else None


def _last(items: QuerySet[WorkItem]) -> WorkItem | None:
    return items.order_by("-rank").first()


def _room_between(before: WorkItem | None, after: WorkItem | None, moving: WorkItem | None) -> int:
    """A rank between two neighbours; where there is none, a window around them is renumbered first."""
    free = rank_between(before.rank if before else None, after.rank if after else None)
    return free if free is not None else _make_room(before, after, moving)


def _make_room(before: WorkItem | None, after: WorkItem | None, moving: WorkItem | None) -> int:
    assert before is not None and after is not None, "only two neighbours can be without room"
    others = WorkItem.objects.ranked().exclude(pk=moving.pk if moving else 0).only("rank")
    window = FIRST_WINDOW
    while True:
        ahead = list(others.filter(rank__lte=before.rank).order_by("-rank")[: window + 1])
        behind = list(others.filter(rank__gte=after.rank)[: window + 1])
        low = ahead.pop().rank if len(ahead) > window else None
        high = behind.pop().rank if len(behind) > window else None
        members = [*reversed(ahead), *behind]
        ranks = spread_ranks(low, high, len(members) + 1)
        if ranks is not None:
            free = ranks.pop(len(ahead))
            for member, rank in zip(members, ranks, strict=True):
                member.rank = rank
            WorkItem.objects.bulk_update(members, ["rank"], batch_size=200)
            return free
        window *= 4


def _keep_placement(item: WorkItem, *, by: User | None, at: datetime, reason: str) -> Moved:
    place, advised = place_of(item), advised_place(item)
    away = advised is not None and departs(place, advised, cached_count())
    placement = Placement.objects.create(
        work_item=item, place=place, advised_place=advised, departs=away, reason=reason.strip(), by=by, at=at
    )
    item.departure = placement if away else None
    item.save(update_fields=["rank", "departure"])
    return Moved(item, place, advised, away)
