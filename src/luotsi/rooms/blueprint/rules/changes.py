"""What changed between two published documents, as codes with titles and weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ADDED, REMOVED, LATER, EARLIER, LONGER, SHORTER, WAY = (
    "added", "removed", "later", "earlier", "longer", "shorter", "way",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One item that stands elsewhere than before; weeks count from 0 and are None where it did not stand."""

    code: str
    item: int
    title: str
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None


def changes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Change]:
    """Sorted by week and title; empty where nothing moved. Without an earlier document there is nothing to compare."""
    if before is None:
        return []
    old, new = _by_id(before["items"]), _by_id(after["items"])
    found = [_change(old.get(key), new.get(key)) for key in {**old, **new}]
    return sorted(
        (change for change in found if change is not None),
        key=lambda change: (change.after or change.before or (0, 0), change.title),
    )


def _by_id(items: Sequence[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    return {item["id"]: item for item in items}


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Change | None:
    if old is None and new is not None:
        return Change(ADDED, new["id"], new["title"], None, _weeks(new))
    if new is None:
        assert old is not None
        return Change(REMOVED, old["id"], old["title"], _weeks(old), None)
    assert old is not None
    code = _code(_weeks(old), _weeks(new), old["way"] != new["way"])
    return Change(code, new["id"], new["title"], _weeks(old), _weeks(new)) if code else None


def _code(old: tuple[int, int], new: tuple[int, int], other_way: bool) -> str:
    if new[0] != old[0]:
        return LATER if new[0] > old[0] else EARLIER
    if new[1] != old[1]:
        return LONGER if new[1] > old[1] else SHORTER
    return WAY if other_way else ""


def _weeks(item: Mapping[str, Any]) -> tuple[int, int]:
    return item["start"], item["end"]
