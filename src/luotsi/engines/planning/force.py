"""What would it cost to have this item in? The best plan with it, whom it displaces, and how sure the price is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luotsi.engines.planning.plan import Plan
from luotsi.engines.planning.problem import BadProblem, Problem, ProblemFault


@dataclass(frozen=True, slots=True)
class Forced:
    """price: value given up against the present plan (below 0: the plan with the item is even worth more).

    at_least: no plan with the item costs less than this. exact: the price is the least; else it is enough.
    displaced: items of the present plan that are not in `plan`. price and plan are None where no plan with the item
    was found; then `exact` says that there is none.
    """

    id: str
    price: float | None
    at_least: float | None
    exact: bool
    plan: Plan | None
    displaced: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "price": self.price,
            "at_least": self.at_least,
            "exact": self.exact,
            "displaced": list(self.displaced),
            "plan": self.plan.to_json() if self.plan else None,
        }


def force(problem: Problem, plan: Plan, id: str, *, seconds: float = 1.0, seed: int = 1) -> Forced:
    """The plan reworked with this item in, in about `seconds`; never worse than pushing out what is in the way.

    plan: the present plan of this problem. Raises BadProblem for an id that the problem does not know.
    """
    from luotsi.engines.planning.forcing import forced

    if id not in problem.by_id:
        raise BadProblem((ProblemFault("id", f"unknown item {id!r}.", "Name the id of an item of the problem."),))
    return forced(problem, plan, id, seconds=seconds, seed=seed)
