"""What planning answers: the plan with its proof, and for everything left out the reason.

Codes only, no words for users: each front door says them in its own language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from luotsi.engines.planning.problem import Placed


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is left out: a code of commands.md and what it is about (skill, weeks, short, ids …)."""

    code: str
    about: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, **self.about}


@dataclass(frozen=True, slots=True)
class EntryTerms:
    """Changes of which each alone lets the item in at no loss to the plan; None or empty where none is known.

    value_rise: rise of the item's own value; `displaces` are the items that then leave.
    hours_cut: hours off the item's effort (its first mode's total), every mode falling in proportion.
    extra_hours: more hours of skills; `extra_hours_by_week` says in which weeks. The same for experts.
    extra_in_progress: so many more items of a skill at once. extra_budget: more money.
    window: earliest and latest week, instead of its own.
    at_most: the figures are enough, but less may do as well.
    """

    value_rise: float | None = None
    displaces: tuple[str, ...] = ()
    hours_cut: float | None = None
    extra_hours: Mapping[str, float] = field(default_factory=dict)
    extra_hours_by_week: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    extra_expert_hours: Mapping[str, float] = field(default_factory=dict)
    extra_expert_hours_by_week: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    extra_in_progress: Mapping[str, float] = field(default_factory=dict)
    extra_budget: Mapping[str, float] = field(default_factory=dict)
    window: Mapping[str, int] | None = None
    at_most: bool = True

    def to_json(self) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if self.value_rise is not None:
            given["value_rise"] = self.value_rise
            given["displaces"] = list(self.displaces)
        if self.hours_cut is not None:
            given["hours_cut"] = self.hours_cut
        for name in ("extra_hours", "extra_expert_hours", "extra_in_progress", "extra_budget"):
            if getattr(self, name):
                given[name] = dict(getattr(self, name))
        for name in ("extra_hours_by_week", "extra_expert_hours_by_week"):
            if getattr(self, name):
                given[name] = _weeks_as_keys(getattr(self, name))
        if self.window is not None:
            given["window"] = dict(self.window)
        if given and self.at_most:
            given["at_most"] = True
        return given


def _weeks_as_keys(by_week: Mapping[str, Mapping[int, float]]) -> dict[str, dict[str, float]]:
    return {name: {str(week): amount for week, amount in weeks.items()} for name, weeks in by_week.items()}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that is not in the plan, why, and what would let it in."""

    id: str
    because: tuple[Reason, ...]
    would_enter_if: EntryTerms = EntryTerms()

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "because": [reason.to_json() for reason in self.because],
            "would_enter_if": self.would_enter_if.to_json(),
        }


@dataclass(frozen=True, slots=True)
class MustConflict:
    """Musts (also pinned and frozen items) and limits that cannot hold together.

    minimal: without any one of them the rest can hold (False: time ran out before that was shown).
    hours_short: hours of skills that would let all musts in (and meet the minimums that clash), the fewest found;
    empty where hours do not help or none were found in time. hours_short_at_least: so many in all are needed, proven.
    """

    musts: tuple[str, ...]
    limits: tuple[Reason, ...]
    minimal: bool = True
    hours_short: Mapping[str, float] = field(default_factory=dict)
    hours_short_by_week: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    hours_short_at_least: float = 0.0

    def to_json(self) -> dict[str, Any]:
        short = {
            "hours_short": dict(self.hours_short),
            "hours_short_by_week": _weeks_as_keys(self.hours_short_by_week),
            "hours_short_at_least": self.hours_short_at_least,
            "hours_short_exact": sum(self.hours_short.values()) - self.hours_short_at_least < 1e-6,
        }
        return {
            **(short if self.hours_short else {}),
            "musts": list(self.musts),
            "limits": [limit.to_json() for limit in self.limits],
            "minimal": self.minimal,
        }


@dataclass(frozen=True, slots=True)
class ShadowPrices:
    """What one more unit is worth in value, from the linear relaxation: hours by week, money, goal minimums.

    A goal's is what one more hour of its minimum changes: 0 or below. Money is told by the thousand, too.
    """

    skills: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    experts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    budgets: Mapping[str, float] = field(default_factory=dict)
    goals: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "skills": {name: list(prices) for name, prices in self.skills.items()},
            "experts": {name: list(prices) for name, prices in self.experts.items()},
            "budgets": dict(self.budgets),
            "budgets_per_thousand": {name: round(1000 * price, 3) for name, price in self.budgets.items()},
            "goals": dict(self.goals),
        }


@dataclass(frozen=True, slots=True)
class Move:
    """What became of an item between an earlier plan and this one: moved (another mode or start), left, entered."""

    id: str
    code: str
    before: Placed | None = None
    after: Placed | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "code": self.code,
            "before": self.before.to_json() if self.before else None,
            "after": self.after.to_json() if self.after else None,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer. `value` is None without a plan, `bound` is None where nothing is known above the value.

    status: optimal, feasible, infeasible (the musts cannot all fit; `chosen` then breaks the fewest of them)
    or no_plan (the limits ran out before any plan was found). gap = (bound - value) / |value|.

    With an earlier plan: `moves` against it, `moves_at_least` is how many items no plan can help
    moving or leaving out, `moves_proven` says whether no plan makes fewer than this one (None for both: there was no
    earlier plan), and `bound` holds among plans that move and drop no more than this one.
    """

    status: str
    value: float | None
    bound: float | None
    gap: float | None
    seconds: float
    chosen: tuple[Placed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    shadow_prices: ShadowPrices = ShadowPrices()
    conflict: MustConflict | None = None
    moves: tuple[Move, ...] = ()
    moves_proven: bool | None = None
    moves_at_least: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "value": self.value,
            "bound": self.bound,
            "gap": self.gap,
            "seconds": self.seconds,
            "in": [placed.to_json() for placed in self.chosen],
            "out": [left.to_json() for left in self.left_out],
            "shadow_prices": self.shadow_prices.to_json(),
            "conflict": self.conflict.to_json() if self.conflict else None,
            **self._moves_to_json(),
        }

    def _moves_to_json(self) -> dict[str, Any]:
        if self.moves_proven is None:
            return {}
        return {
            "moves": [move.to_json() for move in self.moves],
            "moves_proven": self.moves_proven,
            "moves_at_least": self.moves_at_least,
        }


def gap_of(value: float | None, bound: float | None) -> float | None:
    """(bound - value) / |value|; None where it cannot be said."""
    if value is None or bound is None:
        return None
    if bound - value <= 1e-9 * max(1.0, abs(value)):
        return 0.0
    return (bound - value) / abs(value) if value else None
