"""Where things stand: an item's place in the one order, and the place that the score would give it."""

from __future__ import annotations

from luotsi.rooms.backlog.models import WorkItem


def place_of(item: WorkItem) -> int:
    """1 is first. Counts along the index of ranks. The item must be ranked."""
    return WorkItem.objects.filter(rank__lt=item.rank).count() + 1


def advised_place(item: WorkItem) -> int | None:
    """The place by score alone; None while the item has no score."""
    if item.score is None:
        return None
    return WorkItem.objects.filter(rank__isnull=False, score__gt=item.score).count() + 1


def backlog_count() -> int:
    """How many unfinished items are promised."""
    return WorkItem.objects.filter(rank__isnull=False).count()
