"""What people decided about the items of a draft: pinned, left out, closed weeks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from luotsi.rooms.blueprint.models import Blueprint, Forbidden, Pin


@dataclass(frozen=True, slots=True)
class Decisions:
    """By item id."""

    pins: dict[int, Pin] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    closed_weeks: dict[int, list[int]] = field(default_factory=dict)


def decisions_of(blueprint: Blueprint) -> Decisions:
    """Two queries."""
    pins = {pin.work_item_id: pin for pin in blueprint.pins.all()}
    excluded, closed = set(), defaultdict(list)
    for item, week in Forbidden.objects.filter(blueprint=blueprint).values_list("work_item", "week"):
        if week is None:
            excluded.add(item)
        else:
            closed[item].append(week)
    return Decisions(pins, frozenset(excluded), {item: sorted(weeks) for item, weeks in closed.items()})
