"""Why an item could not stay where it stood: which skill its old weeks are too full for, given the other items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TOLERANCE = 0.05  # hours


@dataclass(frozen=True, slots=True)
class Crowded:
    """A skill that would lack `hours` in these weeks; without hours: too many things would be in progress in it."""

    skill: str
    weeks: tuple[int, ...]
    hours: float = 0.0


def crowding(old: Mapping[str, Any], others: Sequence[Mapping[str, Any]], skills: Sequence[Mapping[str, Any]]) -> tuple[
    Crowded, ...
]:  # fmt: skip
    """What would be too much if the item stood at `old` beside the others; empty where it would still fit.

    Items hold start, end and hours a week by skill; skills hold name, hours by week and the limit in progress.
    """
    found = []
    weeks = range(old["start"], old["end"] + 1)
    for skill in skills:
        name = skill["name"]
        short = {week: _used(name, week, [*others, old]) - skill["hours"][week] for week in weeks}
        lacking = {week: hours for week, hours in short.items() if hours > TOLERANCE and old["hours"].get(name)}
        if lacking:
            found.append(Crowded(name, tuple(lacking), sum(lacking.values())))
        elif _main(old) == name and skill["in_progress"] is not None:
            full = [week for week in weeks if _open(name, week, others) >= skill["in_progress"]]
            found.extend([Crowded(name, tuple(full))] if full else [])
    return tuple(found)


def _used(skill: str, week: int, items: Sequence[Mapping[str, Any]]) -> float:
    return sum(item["hours"].get(skill, 0.0) for item in items if item["start"] <= week <= item["end"])


def _open(skill: str, week: int, items: Sequence[Mapping[str, Any]]) -> int:
    return sum(_main(item) == skill and item["start"] <= week <= item["end"] for item in items)


def _main(item: Mapping[str, Any]) -> str:
    hours = item["hours"]
    return max(sorted(hours), key=lambda skill: hours[skill]) if hours else ""
