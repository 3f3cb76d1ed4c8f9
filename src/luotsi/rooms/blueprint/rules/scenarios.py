"""What a scenario changes in the planner's problem: hours, money, classes of items, least shares, and how sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

LEAST_PERCENT, MOST_PERCENT, STEP_PERCENT = -50, 100, 5

Problem = dict[str, Any]
Shares = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Changes:
    """hours and budgets are factors by name, classes by item id, shares by goal or asker (0 to 1)."""

    hours: Mapping[str, float] = field(default_factory=dict)
    budgets: Mapping[str, float] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    shares: Shares = field(default_factory=dict)
    confidence: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Only what is changed."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Changes:
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a quarter's scenarios can change: skills, budgets, items by id, goals by id, groups of askers."""

    skills: Sequence[str] = ()
    budgets: Sequence[str] = ()
    items: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, str] = field(default_factory=dict)
    askers: Sequence[str] = ()


def changed(problem: Problem, changes: Changes, first_week: int = 0) -> Problem:
    """The problem with these changes; the given one stays as it is. Names it does not know are passed over.

    Hours change from `first_week` on: what is over was as it was.
    """
    classes, hours = changes.classes, changes.hours
    return {
        **problem,
        "skills": {name: _scaled(skill, hours.get(name, 1.0), first_week) for name, skill in problem["skills"].items()},
        **_budgets(problem, changes.budgets),
        "items": [_item(item, classes[item["id"]]) if item["id"] in classes else item for item in problem["items"]],
        **({"shares": known_shares(problem, changes.shares)} if changes.shares else {}),
    }


def with_askers(problem: Problem, groups: Mapping[str, str]) -> Problem:
    """Every item with the group that asks for it; `groups` by item id."""
    items = [{**item, "asker": groups[item["id"]]} if item["id"] in groups else item for item in problem["items"]]
    return {**problem, "items": items}


def with_shares(problem: Problem, shares: Shares) -> Problem:
    """With the quarter's least shares, as far as anything in the problem can give them."""
    rest, known = {key: value for key, value in problem.items() if key != "shares"}, known_shares(problem, shares)
    return {**rest, "shares": known} if known else rest


def known_shares(problem: Problem, shares: Shares) -> dict[str, dict[str, float]]:
    """Without goals and askers that nothing in the problem is for."""
    known = {by: {item[by] for item in problem["items"] if item.get(by)} for by in ("goal", "asker")}
    found = {
        by: {name: least for name, least in shares.get(by, {}).items() if name in known[by] and least > 0}
        for by in ("goal", "asker")
    }
    return {by: one for by, one in found.items() if one}


def askers_in(problem: Problem) -> list[str]:
    return sorted({item["asker"] for item in problem["items"] if item.get("asker")})


def factor(percent: float) -> float:
    """-50 → 0.5."""
    return round(1 + percent / 100, 4)


def percent(factor: float) -> int:
    return round(100 * (factor - 1))


def _scaled(skill: Mapping[str, Any], by: float, first_week: int) -> Mapping[str, Any]:
    if by == 1.0 or skill.get("hours") is None:
        return skill
    over, rest = skill["hours"][:first_week], skill["hours"][first_week:]
    return {**skill, "hours": [*over, *(round(hours * by, 3) for hours in rest)]}


def _budgets(problem: Problem, factors: Mapping[str, float]) -> Problem:
    if not problem.get("budgets"):
        return {}
    return {"budgets": {name: round(money * factors.get(name, 1.0), 2) for name, money in problem["budgets"].items()}}


def _item(item: Mapping[str, Any], moscow: str) -> dict[str, Any]:
    """In another class; what is not to be done this time cannot be pinned."""
    dropped: Iterable[str] = ("pin",) if moscow == "wont" else ()
    return {**{key: value for key, value in item.items() if key not in dropped}, "class": moscow}
