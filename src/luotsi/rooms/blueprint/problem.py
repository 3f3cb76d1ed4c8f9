"""From the living backlog, the capacity and people's decisions to the planner's problem, as `luotsi plan` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.backlog.queries.planning import PlannableItem
from luotsi.rooms.backlog.queries.scoring import half_life_weeks
from luotsi.rooms.blueprint.models import WEEKS, Blueprint, GoalMinimum, Pin
from luotsi.rooms.blueprint.queries.decisions import Decisions, decisions_of
from luotsi.rooms.blueprint.queries.outlook import fair
from luotsi.rooms.blueprint.queries.ways import ways_of
from luotsi.rooms.blueprint.rules import WayPlan, lost_per_week

MOST_ITEMS = 500
MONEY = "money"


@dataclass(frozen=True, slots=True)
class Near:
    """Places that people know already, by item id: way and first week. A plan near them moves as few as it can.

    keep_weeks: so many weeks from now stay as they are.
    """

    places: Mapping[int, tuple[str, int]]
    keep_weeks: int = 0


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


def put_problem(blueprint: Blueprint, *, on: date, near: Near | None = None) -> Put:
    """The problem as it stands on that day; weeks gone by are closed, what has begun keeps its place."""
    decided = decisions_of(blueprint)
    first_week = max(0, blueprint.week_of(on))
    known = _known_places(blueprint, near, decided, first_week)
    frozen_until = min(first_week + near.keep_weeks, WEEKS) if near else first_week
    held = {item: place for item, place in known.items() if place[1] < frozen_until}
    found, open_count = backlog.items_to_plan(most=MOST_ITEMS, also=[*decided.pins, *held], on=on)
    ways = ways_of((one.item for one in found), blueprint)
    maker = _Maker(blueprint, decided, first_week, on, half_life_weeks())
    items, out = [], {}
    for one in found:
        reasons = maker.hindrance(one, ways[one.item.pk])
        if reasons:
            out[one.item.pk] = reasons
        else:
            items.append(maker.item(one, ways[one.item.pk], held_from=held.get(one.item.pk, ("", None))[1]))
    previous = _previous(items, known)
    minimums = list(blueprint.goal_minimums.select_related("goal"))
    problem = {
        "weeks": WEEKS,
        "skills": _skills(blueprint, items, previous, first_week),
        **({"budgets": {MONEY: float(blueprint.budget)}} if blueprint.budget is not None else {}),
        "goals": _goals(minimums, items),
        "items": items,
        **({"previous": previous, "frozen_until": frozen_until} if first_week or near else {}),
    }
    return Put(
        problem=fair(problem, blueprint),
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

    def item(self, one: PlannableItem, ways: list[WayPlan], *, held_from: int | None) -> dict[str, Any]:
        """`held_from`: where it begins, if that lies in weeks that stay as they are.

        What has begun is as late as it is since the quarter began, all the rest since now, held or not.
        """
        item, is_held = one.item, held_from is not None
        earliest = 0 if held_from is not None and held_from < self.first_week else self.first_week
        ways = [way for way in ways if way.weeks <= WEEKS - earliest]
        pin = None if is_held else self.decided.pins.get(item.pk)
        pinned = _pin(pin, ways, earliest) if pin is not None else {}
        moscow = item.moscow if item.moscow in ("must", "should", "could") else "should"
        closed = [] if "start" in pinned or is_held else self.decided.closed_weeks.get(item.pk, [])
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


def _known_places(
    blueprint: Blueprint, near: Near | None, decided: Decisions, first_week: int
) -> dict[int, tuple[str, int]]:
    """What has begun stands where the draft has it; with `near` also what people know, pinned weeks before all."""
    begun = {
        slot.work_item_id: (slot.way, slot.start) for slot in blueprint.slots.all() if slot.start < first_week
    }  # fmt: skip
    if near is None:
        return begun
    known = {item: place for item, place in near.places.items() if place[1] >= first_week}
    pinned = {
        item: (pin.way or known.get(item, ("", 0))[0], pin.week)
        for item, pin in decided.pins.items()
        if pin.week is not None and pin.week >= first_week
    }
    return {**known, **pinned, **begun}


def _previous(items: list[dict[str, Any]], known: Mapping[int, tuple[str, int]]) -> list[dict[str, Any]]:
    """Known places whose way is still there (without a name: the first), as long as it takes by now.

    A place that would reach beyond the quarter is none.
    """
    found = []
    for item in items:
        if int(item["id"]) not in known:
            continue
        way, start = known[int(item["id"])]
        mode = next((mode for mode in item["modes"] if way in ("", mode["name"])), None)
        if mode is not None and start + mode["weeks"] <= WEEKS:
            found.append({"id": item["id"], "mode": mode["name"], "start": start, "end": start + mode["weeks"] - 1})
    return found


def _skills(
    blueprint: Blueprint, items: list[dict[str, Any]], previous: list[dict[str, Any]], first_week: int
) -> dict[str, dict[str, Any]]:
    """Hours there are; in weeks gone by at least what has begun took: the past may not stand against a plan."""
    taken: dict[str, list[float]] = {name: [0.0] * first_week for name in blueprint.capacity}
    modes = {(item["id"], mode["name"]): mode["hours"] for item in items for mode in item["modes"]}
    for place in previous:
        for name, hours in modes[place["id"], place["mode"]].items():
            for week in range(place["start"], min(place["end"] + 1, first_week)):
                if name in taken:
                    taken[name][week] += hours
    return {
        name: {
            "hours": [*map(max, one["hours"][:first_week], taken[name]), *one["hours"][first_week:]],
            **({} if one["in_progress"] is None else {"in_progress": one["in_progress"]}),
        }
        for name, one in blueprint.capacity.items()
    }
