"""Where things stand: an item's place in the one order, and the place that the score would give it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache
from django.db import connection

from luotsi.rooms.backlog.models import WorkItem

COUNT_SECONDS = 10


def place_of(item: WorkItem) -> int:
    """1 is first. Counts along the index of ranks; the rank need not be saved yet."""
    return WorkItem.objects.filter(rank__lt=item.rank).exclude(pk=item.pk).count() + 1


def advised_place(item: WorkItem) -> int | None:
    """The place by score alone; None while the item has no score."""
    if item.score is None:
        return None
    return WorkItem.objects.filter(rank__isnull=False, score__gt=item.score).count() + 1


def backlog_count() -> int:
    """How many unfinished items are promised."""
    return WorkItem.objects.filter(rank__isnull=False).count()


def cached_count() -> int:
    """How many items are promised, at most ten seconds old; the rows themselves are always fresh."""
    return cache.get_or_set("backlog.count", backlog_count, COUNT_SECONDS)  # type: ignore[return-value]


def places_of_ranks(ranks: Sequence[int]) -> list[int]:
    """One query that walks the index of ranks once, however many places are asked for."""
    if not ranks:
        return []
    counts = _counts_by_subqueries(ranks) if connection.vendor == "sqlite" else _counts_by_buckets(ranks)
    places, ahead = [], 0
    for count in counts:
        ahead += count
        places.append(ahead + 1)
    return places


def _counts_by_subqueries(ranks: Sequence[int]) -> Sequence[int]:
    """How many items stand between each rank and the one before it."""
    between = f"(SELECT COUNT(*) FROM {WorkItem._meta.db_table} WHERE rank >= %s AND rank < %s)"  # noqa: S608
    edges = [-(2**63), *ranks]
    bounds = [edge for pair in zip(edges, ranks, strict=False) for edge in pair]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([between] * len(ranks)), bounds)
        return cursor.fetchone()


def _counts_by_buckets(ranks: Sequence[int]) -> Sequence[int]:
    """The same on PostgreSQL, which plans one scan faster than fifty."""
    buckets = (
        "SELECT width_bucket(rank, %s::bigint[]) AS bucket, COUNT(*) "  # noqa: S608
        f"FROM {WorkItem._meta.db_table} WHERE rank < %s GROUP BY bucket"
    )
    with connection.cursor() as cursor:
        cursor.execute(buckets, [list(ranks), ranks[-1]])
        counted = dict(cursor.fetchall())
    return [counted.get(place, 0) for place in range(len(ranks))]
