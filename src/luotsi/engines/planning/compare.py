"""Two scenarios side by side: value, hours by skill, and what every goal and asker wins or loses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from luotsi.engines.planning.check import value_of
from luotsi.engines.planning.fairness import ShareRow, fairness
from luotsi.engines.planning.moves import moves_between
from luotsi.engines.planning.plan import Move, Plan
from luotsi.engines.planning.problem import Placed, Problem


@dataclass(frozen=True, slots=True)
class Scenario:
    """A problem and a plan that answers it."""

    problem: Problem
    plan: Plan


@dataclass(frozen=True, slots=True)
class Difference:
    """One goal, asker or skill (None: items that name none) in both scenarios; `code` is what b makes of it.

    code: wins, loses or same, by value, and by hours where the values are equal. Skills have hours only.
    """

    name: str | None
    hours: tuple[float, float]
    value: tuple[float, float] = (0.0, 0.0)

    @property
    def value_change(self) -> float:
        return self.value[1] - self.value[0]

    @property
    def hours_change(self) -> float:
        return self.hours[1] - self.hours[0]

    @property
    def code(self) -> str:
        change = next((one for one in (self.value_change, self.hours_change) if abs(one) > 1e-6), 0.0)
        return "wins" if change > 0 else "loses" if change < 0 else "same"

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "value_change": self.value_change, "hours_change": self.hours_change, "code": self.code}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from a to b. value is a pair; None where there is no plan. moves are those of b against a."""

    value: tuple[float | None, float | None]
    value_change: float | None
    skills: tuple[Difference, ...]
    goals: tuple[Difference, ...]
    askers: tuple[Difference, ...]
    entered: tuple[Move, ...]
    left: tuple[Move, ...]
    moved: tuple[Move, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "value": list(self.value),
            "value_change": self.value_change,
            **{name: [row.to_json() for row in getattr(self, name)] for name in ("skills", "goals", "askers")},
            **{name: [move.to_json() for move in getattr(self, name)] for name in ("entered", "left", "moved")},
        }


def compare(a: Scenario, b: Scenario) -> Comparison:
    """Two scenarios, each weighed by its own problem; names and items of only one of them count there alone."""
    value_a, value_b = _value(a), _value(b)
    fair_a, fair_b = (fairness(one.problem, one.plan.chosen) for one in (a, b))
    moves = moves_between(a.plan.chosen, b.plan.chosen)
    return Comparison(
        value=(value_a, value_b),
        value_change=None if value_a is None or value_b is None else value_b - value_a,
        skills=_skills(a, b),
        goals=_differences(fair_a.goals, fair_b.goals),
        askers=_differences(fair_a.askers, fair_b.askers),
        entered=_of("entered", moves),
        left=_of("left", moves),
        moved=_of("moved", moves),
    )


def _value(scenario: Scenario) -> float | None:
    return None if scenario.plan.value is None else value_of(scenario.problem, scenario.plan.chosen)


def _of(code: str, moves: Iterable[Move]) -> tuple[Move, ...]:
    return tuple(move for move in moves if move.code == code)


def _differences(rows_a: tuple[ShareRow, ...], rows_b: tuple[ShareRow, ...]) -> tuple[Difference, ...]:
    first, second = ({row.name: row for row in rows} for rows in (rows_a, rows_b))
    names = sorted(dict.fromkeys([*first, *second]), key=lambda name: name is None)
    nothing = ShareRow(None, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    pairs = [(name, first.get(name, nothing), second.get(name, nothing)) for name in names]
    return tuple(Difference(name, (one.hours, two.hours), (one.value, two.value)) for name, one, two in pairs)


def _skills(a: Scenario, b: Scenario) -> tuple[Difference, ...]:
    """Hours planned of each skill, in the modes chosen."""
    names = dict.fromkeys([*a.problem.skills, *b.problem.skills])
    used_a, used_b = (_hours(one.problem, one.plan.chosen) for one in (a, b))
    return tuple(Difference(name, (used_a.get(name, 0.0), used_b.get(name, 0.0))) for name in names)


def _hours(problem: Problem, chosen: Iterable[Placed]) -> dict[str, float]:
    used: dict[str, float] = defaultdict(float)
    for placed in chosen:
        mode = problem.by_id[placed.id].mode(placed.mode)
        for skill, hours in mode.hours.items():
            used[skill] += hours * mode.weeks
    return used
