"""From the living backlog, the capacity and people's decisions to the planner's problem, as `luotsi plan` reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.backlog.queries.planning import PlannableItem
from luotsi.rooms.backlog.queries.scoring import half_life_weeks
from luotsi.rooms.blueprint.models import WEEKS, Blueprint, GoalMinimum, Pin
from luotsi.rooms.blueprint.queries.decisions import Decisions, decisions_of
from luotsi.rooms.blueprint.queries.ways import ways_of
from luotsi.rooms.blueprint.rules import WayPlan, lost_per_week

MOST_ITEMS = 300
MONEY = "money"


@dataclass(frozen=True, slots=True)
class Put:
    """The problem, and what a plan of it has to be read with.

    versions: of every item when the problem was put. out: items that no plan can hold, with the reason.
    """

    problem: dict[str, Any]
    versions: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    out: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    goals: dict[str, dict[str, Any]] = field(default_factory=dict)  # those with a minimum: title and hours
    open_count: int = 0

    def as_facts(self) -> dict[str, Any]:
        return {
            "versions": {str(item): version for item, version in self.versions.items()},
            "places": {str(item): place for item, place in self.places.items()},
            "out": {str(item): reasons for item, reasons in self.out.items()},
            "goals": self.goals,
            "open_count": self.open_count,
        }


def put_problem(blueprint: Blueprint, *, on: date) -> Put:
    """The problem as it stands on that day; weeks gone by are closed, what has begun keeps its place."""
    decided = decisions_of(blueprint)
    slots = {slot.work_item_id: slot for slot in blueprint.slots.all()}
    first_week = max(0, blueprint.week_of(on))
    begun = {item: slot for item, slot in slots.items() if slot.start < first_week}
    found, open_count = backlog.items_to_plan(most=MOST_ITEMS, also=[*decided.pins, *begun], on=on)
    ways = ways_of((one.item for one in found), blueprint)
    maker = _Maker(blueprint, decided, first_week, on, half_life_weeks())
    items, out = [], {}
    for one in found:
        reasons = maker.hindrance(one, ways[one.item.pk])
        if reasons:
            out[one.item.pk] = reasons
        else:
            items.append(maker.item(one, ways[one.item.pk], is_begun=one.item.pk in begun))
    previous = _previous(items, begun)
    minimums = list(blueprint.goal_minimums.select_related("goal"))
    return Put(
        problem={
            "weeks": WEEKS,
            "skills": {
                name: {key: one[key] for key in ("hours", "in_progress") if one[key] is not None}
                for name, one in blueprint.capacity.items()
            },
            **({"budgets": {MONEY: float(blueprint.budget)}} if blueprint.budget is not None else {}),
            "goals": _goals(minimums, items),
            "items": items,
            **({"previous": previous, "frozen_until": first_week} if first_week else {}),
        },
        versions={one.item.pk: one.item.version for one in found},
        places={one.item.pk: one.place for one in found},
        out=out,
        goals={str(row.goal_id): {"title": row.goal.title, "hours": float(row.hours)} for row in minimums},
        open_count=open_count,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    blueprint: Blueprint
    decided: Decisions
    first_week: int
    on: date
    half_life_weeks: float

    def hindrance(self, one: PlannableItem, ways: list[WayPlan]) -> list[dict[str, Any]]:
        """Why no plan can hold the item, before anything is weighed."""
        item, room = one.item, WEEKS - self.first_week
        is_wanted = item.moscow == "must" or item.pk in self.decided.pins
        if item.pk in self.decided.excluded:
            return [{"code": "excluded"}]
        if item.moscow == "wont" and item.pk not in self.decided.pins:
            return [{"code": "class", "class": "wont"}]
        if not ways:
            return [{"code": "no_estimate"}]
        if all(way.weeks > room for way in ways):
            return [{"code": "too_long", "weeks": min(way.weeks for way in ways), "room": room}]
        if one.value <= 0 and not is_wanted:
            return [{"code": "no_value"}]
        return []

    def item(self, one: PlannableItem, ways: list[WayPlan], *, is_begun: bool) -> dict[str, Any]:
        item = one.item
        earliest = 0 if is_begun else self.first_week
        ways = [way for way in ways if way.weeks <= WEEKS - earliest]
        pin = None if is_begun else self.decided.pins.get(item.pk)
        pinned = _pin(pin, ways, earliest) if pin is not None else {}
        moscow = item.moscow if item.moscow in ("must", "should", "could") else "should"
        closed = [] if "start" in pinned or is_begun else self.decided.closed_weeks.get(item.pk, [])
        return {
            "id": str(item.pk),
            # A pin that says neither week nor way means: it is in the plan, wherever it fits.
            "class": "must" if pin is not None and not pinned else moscow,
            "value": round(one.value, 6),
            "value_lost_per_week": round(self._lost(one), 6),
            "earliest": earliest,
            "modes": [self._mode(way) for way in ways],
            **({"goal": str(one.goal_id)} if one.goal_id else {}),
            **({"pin": pinned} if pinned else {}),
            **({"forbidden": closed} if closed else {}),
            **_effort_range(item.effort_low_hours, item.effort_high_hours),
        }

    def _lost(self, one: PlannableItem) -> float:
        needed, start = one.item.needed_on, max(self.on, self.blueprint.starts_on)
        weeks = None if needed is None else (needed - start).days / 7
        return lost_per_week(max(one.value, 0.0), weeks, self.half_life_weeks)

    def _mode(self, way: WayPlan) -> dict[str, Any]:
        costs = {MONEY: way.cost} if way.cost and self.blueprint.budget is not None else {}
        return {
            "name": way.name, "weeks": way.weeks, "hours": dict(way.hours), "in_progress": way.main_skill,
            **({"costs": costs} if costs else {}),
        }  # fmt: skip


def _pin(pin: Pin, ways: list[WayPlan], earliest: int) -> dict[str, Any]:
    """As much of the pin as still makes sense: the way may be gone, the week may be over or too late."""
    named = [way for way in ways if way.name == pin.way]
    weeks = min(way.weeks for way in named or ways)
    fits = pin.week is not None and earliest <= pin.week <= WEEKS - weeks
    return {**({"mode": pin.way} if named else {}), **({"start": pin.week} if fits else {})}


def _effort_range(low: Any, high: Any) -> dict[str, list[float]]:
    if not low or not high:
        return {}
    middle = float(low + high) / 2
    return {"effort_range": [round(float(low) / middle, 4), round(float(high) / middle, 4)]}


def _goals(minimums: list[GoalMinimum], items: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    least = {str(row.goal_id): float(row.hours) for row in minimums}
    known = {item["goal"] for item in items if "goal" in item} | set(least)
    return {goal: {"min_hours": least[goal]} if goal in least else {} for goal in sorted(known, key=int)}


def _previous(items: list[dict[str, Any]], begun: dict[int, Any]) -> list[dict[str, Any]]:
    """Begun items whose way is still what it was; another way cannot be held to its weeks."""
    found = []
    for item in items:
        slot = begun.get(int(item["id"]))
        modes = {mode["name"]: mode["weeks"] for mode in item["modes"]}
        if slot is not None and modes.get(slot.way) == slot.weeks:
            found.append({"id": item["id"], "mode": slot.way, "start": slot.start, "end": slot.end})
    return found
