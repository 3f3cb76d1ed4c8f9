"""The planning problem as plain frozen data: what is asked for, what there is, what must hold.

Weeks count from 0 and `earliest`, `latest`, `start` and `end` are inclusive. Reading lives in `reading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

CLASSES = ("must", "should", "could", "wont")
DEFAULT_WEIGHTS: Mapping[str, float] = {"must": 1.0, "should": 1.0, "could": 0.6}


@dataclass(frozen=True, slots=True)
class ProblemFault:
    """One fault of a problem: where (`items[3].modes[0].hours.writer`), what, and what to do."""

    path: str
    text: str
    advice: str = ""


class BadProblem(ValueError):
    """The problem makes no sense; `faults` holds every fault that was found."""

    def __init__(self, faults: tuple[ProblemFault, ...], name: str = "problem.json") -> None:
        self.faults = faults
        self.name = name
        super().__init__("\n".join(f"{name}, {fault.path}: {fault.text}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Skill:
    """Hours per week (None: no limit) and how many items may be in progress at once (None: no limit)."""

    hours: tuple[float, ...] | None = None
    in_progress: int | None = None


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert of another department: hours per week, None for no limit."""

    hours: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """The hours of effort that the plan must at least give to this goal."""

    min_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """At least `least` (0 to 1) of the plan's hours go to one goal or one asker (`by`)."""

    by: str
    name: str
    least: float


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of doing an item. `hours` and `expert_hours` are per week, `costs` are the mode's total."""

    name: str
    weeks: int
    hours: Mapping[str, float] = field(default_factory=dict)
    expert_hours: Mapping[str, float] = field(default_factory=dict)
    costs: Mapping[str, float] = field(default_factory=dict)
    in_progress: str | None = None

    @property
    def total_hours(self) -> float:
        return self.weeks * sum(self.hours.values())


@dataclass(frozen=True, slots=True)
class Pin:
    """The place a person has decided: the item is in the plan, in this mode, from this week."""

    mode: str | None
    start: int | None


@dataclass(frozen=True, slots=True)
class Placed:
    """An item's place in a plan."""

    id: str
    mode: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "mode": self.mode, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of work; `moscow` is its class: must, should, could or wont."""

    id: str
    moscow: str
    value: float
    modes: tuple[Mode, ...]
    earliest: int
    latest: int
    title: str = ""
    goal: str | None = None
    asker: str | None = None
    value_lost_per_week: float = 0.0
    after: tuple[str, ...] = ()
    pin: Pin | None = None
    forbidden: frozenset[int] = frozenset()
    effort_range: tuple[float, float] | None = None

    @property
    def effort_hours(self) -> float:
        """What goal minimums and shares count: the first mode's total hours."""
        return self.modes[0].total_hours

    @property
    def earliest_end(self) -> int:
        return self.earliest + min(mode.weeks for mode in self.modes) - 1

    def mode(self, name: str) -> Mode:
        return next(mode for mode in self.modes if mode.name == name)


@dataclass(frozen=True)
class Problem:
    """All that a plan depends on. Build it with `Problem.from_json`, which checks that it makes sense."""

    weeks: int
    items: tuple[Item, ...]
    skills: Mapping[str, Skill] = field(default_factory=dict)
    experts: Mapping[str, Expert] = field(default_factory=dict)
    budgets: Mapping[str, float] = field(default_factory=dict)
    goals: Mapping[str, Goal] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    shares: tuple[Share, ...] = ()
    previous: tuple[Placed, ...] = ()
    frozen_until: int = 0
    move_cost: float | None = None  # what a move away from `previous` costs in value; None: fewest moves come first

    @classmethod
    def from_json(cls, document: Any, name: str = "problem.json") -> Problem:
        """Read and check; raises BadProblem with every fault found."""
        from luotsi.engines.planning.reading import read_problem

        return read_problem(document, name)

    @cached_property
    def by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def frozen(self) -> dict[str, Placed]:
        """Items of the previous plan that started before `frozen_until`: they keep their place."""
        return {
            placed.id: placed
            for placed in self.previous
            if placed.start < self.frozen_until and self.by_id[placed.id].moscow != "wont"
        }

    def weight(self, item: Item) -> float:
        return 0.0 if item.moscow == "wont" else self.weights[item.moscow]

    def worth(self, item: Item, end: int) -> float:
        """What the item counts in the plan when it ends in week `end`."""
        late = max(0, end - item.earliest_end)
        return self.weight(item) * (item.value - item.value_lost_per_week * late)

    def is_promised(self, item: Item) -> bool:
        """Musts, pinned and frozen items have to be in the plan."""
        return item.moscow == "must" or item.pin is not None or item.id in self.frozen

    def starts(self, item: Item, mode: Mode) -> list[int]:
        """The weeks in which this mode may start, by window, forbidden and frozen weeks; promises left aside."""
        if item.moscow == "wont":
            return []
        return [
            start
            for start in range(item.earliest, item.latest - mode.weeks + 2)
            if item.forbidden.isdisjoint(range(start, start + mode.weeks))
            and (start >= self.frozen_until or self._is_frozen_at(item, mode, start))
        ]

    def keeps_promise(self, item: Item, mode: Mode, start: int) -> bool:
        """Whether this place is where a pin or the frozen weeks want the item (anywhere, for most)."""
        if item.id in self.frozen:
            return self._is_frozen_at(item, mode, start)
        pin = item.pin
        return pin is None or (pin.mode in (None, mode.name) and pin.start in (None, start))

    def _is_frozen_at(self, item: Item, mode: Mode, start: int) -> bool:
        frozen = self.frozen.get(item.id)
        return frozen is not None and (frozen.mode, frozen.start) == (mode.name, start)
