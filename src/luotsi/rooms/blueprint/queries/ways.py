"""The ways in which an item may be done: those somebody described, else the usual one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Missing
from luotsi.rooms.blueprint.models import Blueprint, Way, WayHours
from luotsi.rooms.blueprint.queries.capacity import from_capacity, recipe_for, recipes
from luotsi.rooms.blueprint.rules import SkillHours, WayPlan, per_week, usual_way

if TYPE_CHECKING:
    from luotsi.rooms.backlog.queries import WorkItem


def way_for(user: User, pk: int) -> Way:
    found = Way.objects.select_related("work_item").filter(pk=pk).first() if user.may("blueprint.write") else None
    if found is None:
        raise Missing("There is no such way, or it is not yours to see.", code="blueprint.way_unknown")
    return found


def ways_of(items: Iterable[WorkItem], blueprint: Blueprint) -> dict[int, list[WayPlan]]:
    """By item; empty where nobody has estimated the effort or described a way. At most three queries."""
    items = list(items)
    described = described_ways(item.pk for item in items)
    hours = from_capacity(blueprint.capacity)
    known = recipes() if len(described) < len(items) else {}
    return {item.pk: described.get(item.pk) or _usual(item, known, hours) for item in items}


def described_ways(items: Iterable[int]) -> dict[int, list[WayPlan]]:
    found: dict[int, list[WayPlan]] = defaultdict(list)
    for way in Way.objects.filter(work_item__in=list(items)).prefetch_related(
        Prefetch("hours", WayHours.objects.select_related("skill"))
    ):
        whole = {row.skill.name: float(row.hours) for row in way.hours.all()}
        found[way.work_item_id].append(
            WayPlan(way.name, way.weeks, per_week(whole, way.weeks), float(way.cost), way.pk)
        )
    return found


def _usual(item: WorkItem, known: dict[str, dict[str, float]], hours: Mapping[str, SkillHours]) -> list[WayPlan]:
    effort = item.effort_hours
    if effort is None:
        return []
    shares = recipe_for(item.deliverable, known, dict(hours))
    return [usual_way(effort, shares, {name: one.usual for name, one in hours.items()})]
