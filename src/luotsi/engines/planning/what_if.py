"""What if a skill had more or fewer hours, a budget more or less money, an item another value? Answered at once.

The answer starts from the last plan (`rework` does the work); it is a good plan with a bound, not the best one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from luotsi.engines.planning.plan import Move, Plan
from luotsi.engines.planning.problem import BadProblem, Item, Problem, ProblemFault, Skill

MOST = 1e12


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The plan under the changed facts, what changed against the last one, and no plan is worth more than `bound`.

    plan: status optimal or feasible; infeasible or no_plan where it breaks promises or minimums (proven to be
    unavoidable, or not): `broken` names them by the checker's codes and names. `left_out` gives no reasons.
    """

    plan: Plan
    bound: float | None
    entered: tuple[Move, ...]
    left: tuple[Move, ...]
    moved: tuple[Move, ...]
    value_change: float | None
    broken: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "plan": self.plan.to_json(),
            "bound": self.bound,
            **{name: [move.to_json() for move in getattr(self, name)] for name in ("entered", "left", "moved")},
            "value_change": self.value_change,
            "broken": [{"code": code, "about": about} for code, about in self.broken],
        }


def what_if(
    problem: Problem,
    plan: Plan,
    *,
    hours: Mapping[str, float] | None = None,
    budgets: Mapping[str, float] | None = None,
    values: Mapping[str, float] | None = None,
    from_week: int = 0,
    seconds: float = 1.0,
    seed: int = 1,
) -> WhatIf:
    """The last plan reworked for other facts; never worth less than the last plan without what no longer fits.

    hours: factor (0 or more) by skill, for every week from `from_week` on. budgets: the new amount by budget. values:
    factor by item. The same facts give the same answer unless `seconds` runs out first. Raises BadProblem for unknown
    names.
    """
    from luotsi.engines.planning.rework import rework

    changed = with_facts(problem, hours=hours, budgets=budgets, values=values, from_week=from_week)
    return rework(changed, plan, seconds=seconds, seed=seed)


def with_facts(
    problem: Problem,
    *,
    hours: Mapping[str, float] | None = None,
    budgets: Mapping[str, float] | None = None,
    values: Mapping[str, float] | None = None,
    from_week: int = 0,
) -> Problem:
    """The problem under other facts, as `what_if` reads them."""
    hours, budgets, values = hours or {}, budgets or {}, values or {}
    faults = [
        *_faults("hours", hours, problem.skills),
        *_faults("budgets", budgets, problem.budgets),
        *_faults("values", values, problem.by_id),
    ]
    if faults:
        raise BadProblem(tuple(faults), "what-if")
    return replace(
        problem,
        skills={name: _with_hours(skill, hours.get(name, 1.0), from_week) for name, skill in problem.skills.items()},
        budgets={**problem.budgets, **budgets},
        items=tuple(_with_value(item, values.get(item.id, 1.0)) for item in problem.items),
    )


def _with_hours(skill: Skill, factor: float, from_week: int) -> Skill:
    if skill.hours is None or factor == 1.0:
        return skill
    rest = (hours * factor for hours in skill.hours[from_week:])
    return replace(skill, hours=(*skill.hours[:from_week], *rest))


def _with_value(item: Item, factor: float) -> Item:
    return item if factor == 1.0 else replace(item, value=item.value * factor)


def _faults(key: str, given: Mapping[str, float], known: Mapping[str, object]) -> Iterator[ProblemFault]:
    for name, number in given.items():
        if name not in known:
            yield ProblemFault(f"{key}.{name}", f"unknown name {name!r}.", "Name one that the problem has.")
        elif not math.isfinite(number) or not 0 <= number <= MOST:
            yield ProblemFault(f"{key}.{name}", f"{number} is out of range.", "Give a number of 0 or more.")
