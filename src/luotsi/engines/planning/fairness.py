"""Who gets how much of a plan, beside what each asked for, and what each minimum costs (found in `minimums`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from luotsi.engines.planning.plan import Plan
from luotsi.engines.planning.problem import Item, Placed, Problem


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One goal or asker (name None: items that name none). Shares are 0 to 1 of all goals or askers together.

    Hours are those of an item's first mode, as goal minimums count them; asked is all that stands in the problem,
    what is not wanted this time included.
    """

    name: str | None
    value: float
    value_share: float
    hours: float
    hours_share: float
    asked_hours: float
    asked_share: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Fairness:
    """One row for every goal of the problem and for every asker, those that name none last."""

    goals: tuple[ShareRow, ...]
    askers: tuple[ShareRow, ...]

    def to_json(self) -> dict[str, Any]:
        return {"goals": [row.to_json() for row in self.goals], "askers": [row.to_json() for row in self.askers]}


@dataclass(frozen=True, slots=True)
class MinimumPrice:
    """Value given up for one minimum; a share of the hours (kind share) or hours of a goal (kind hours).

    price: what the best plan found without the minimum is worth more than this one, 0 where that keeps the minimum
    unasked; None where the plan given breaks a rule. exact: proven to be what the minimum costs.
    at_least, at_most: the price between the best possible plans with and without the minimum. relaxed: the same price
    in the linear relaxation, a quick estimate without promise (None: not known in time).
    """

    by: str
    name: str
    needed: float
    reached: float
    price: float | None
    exact: bool
    kind: str = "hours"
    at_least: float = 0.0
    at_most: float | None = None
    relaxed: float | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def fairness(problem: Problem, chosen: Iterable[Placed]) -> Fairness:
    """Shares of value and hours in the plan beside the shares asked for."""
    worth = {placed.id: problem.worth(problem.by_id[placed.id], placed.end) for placed in chosen}
    return Fairness(
        goals=_rows(problem, worth, "goal", list(problem.goals)),
        askers=_rows(problem, worth, "asker", sorted({item.asker for item in problem.items if item.asker})),
    )


def price_minimums(
    problem: Problem, plan: Plan, *, seconds: float, workers: int = 2, seed: int = 1
) -> tuple[MinimumPrice, ...]:
    """One price for each goal minimum and share, the time shared among them; never negative.

    plan: a plan of this problem that keeps every rule; of another no price can be told (None). With an earlier
    plan the prices hold among plans that move and drop no more than this one.
    """
    from luotsi.engines.planning.minimums import priced_minimums

    return priced_minimums(problem, plan, seconds=seconds, workers=workers, seed=seed)


def _rows(problem: Problem, worth: dict[str, float], by: str, names: list[str]) -> tuple[ShareRow, ...]:
    asked = problem.items
    planned = [item for item in asked if item.id in worth]
    all_value, all_hours, all_asked = sum(worth.values()), _hours(planned), _hours(asked)
    rows = []
    for name in [*names, None]:
        own = [item for item in planned if getattr(item, by) == name]
        wanted = [item for item in asked if getattr(item, by) == name]
        if name is None and not wanted:
            continue
        value, hours, asked_hours = sum(worth[item.id] for item in own), _hours(own), _hours(wanted)
        rows.append(
            ShareRow(
                name,
                value,
                _share(value, all_value),
                hours,
                _share(hours, all_hours),
                asked_hours,
                _share(asked_hours, all_asked),
            )
        )
    return tuple(rows)


def _hours(items: Iterable[Item]) -> float:
    return sum(item.effort_hours for item in items)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
