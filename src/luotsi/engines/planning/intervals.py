"""A pure scheduling problem in whole numbers for CP-SAT: an interval for each item and mode, cumulatives, sums.

Amounts are rounded up and limits down at a thousandth, so what fits here fits for certain; `exact` says that nothing
had to be rounded. The aim is the value lost by ending later, to be as small as can be.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

from ortools.sat.python import cp_model

from luotsi.engines.planning.problem import Item, Mode, Placed, Problem

SCALE = 1000  # hours and money in whole numbers
LARGEST_LOSS = 10**6  # what the largest loss per week becomes where no exact whole numbers are found


def open_items(problem: Problem) -> list[Item]:
    """The items that may be in a plan."""
    return [item for item in problem.items if item.moscow != "wont"]


def loss_per_week(problem: Problem, item: Item) -> float:
    """Value lost with each week that the item ends later."""
    return problem.weight(item) * item.value_lost_per_week


@dataclass
class _Job:
    """One item's variables: its first week, the week after its last, and its modes with the literals that choose."""

    item: Item
    start: cp_model.IntVar
    end: cp_model.LinearExprT
    modes: list[tuple[Mode, cp_model.IntVar | None, cp_model.IntervalVar]]


@dataclass
class Intervals:
    """Intervals for jobs and modes, one cumulative for every weekly limit, one sum for every budget."""

    problem: Problem
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    jobs: dict[str, _Job] = field(default_factory=dict)
    homeless: bool = False
    exact: bool = True

    def __post_init__(self) -> None:
        for item in open_items(self.problem):
            self._add(item)
        if not self.homeless:
            self._order()
            self._weekly_limits()
            self._budgets()
            self._aim()

    def _add(self, item: Item) -> None:
        open_ = {mode.name: _starts(self.problem, item, mode) for mode in item.modes}
        modes = [mode for mode in item.modes if open_[mode.name]]
        if not modes:
            self.homeless = True
            return
        model = self.model
        weeks = cp_model.Domain.from_values(sorted(set().union(*(open_[mode.name] for mode in modes))))
        start = model.new_int_var_from_domain(weeks, f"{item.id} start")
        if len(modes) == 1:
            interval = model.new_fixed_size_interval_var(start, modes[0].weeks, item.id)
            self.jobs[item.id] = _Job(item, start, start + modes[0].weeks, [(modes[0], None, interval)])
            return
        chosen = [model.new_bool_var(f"{item.id} {mode.name}") for mode in modes]
        model.add_exactly_one(chosen)
        own: list[tuple[Mode, cp_model.IntVar | None, cp_model.IntervalVar]] = []
        for mode, literal in zip(modes, chosen, strict=True):
            domain = cp_model.Domain.from_values(open_[mode.name])
            model.add_linear_expression_in_domain(start, domain).only_enforce_if(literal)
            own.append((mode, literal, model.new_optional_fixed_size_interval_var(start, mode.weeks, literal, item.id)))
        length = cp_model.LinearExpr.weighted_sum(chosen, [mode.weeks for mode in modes])
        self.jobs[item.id] = _Job(item, start, start + length, own)

    def _order(self) -> None:
        for job in self.jobs.values():
            for earlier in job.item.after:
                if earlier in self.jobs:
                    self.model.add(job.start >= self.jobs[earlier].end)

    def _weekly_limits(self) -> None:
        for name, skill in self.problem.skills.items():
            self._cumulative(skill.hours, partial(_hours, name))
            count = None if skill.in_progress is None else (float(skill.in_progress),) * self.problem.weeks
            self._cumulative(count, partial(_in_progress, name))
        for name, expert in self.problem.experts.items():
            self._cumulative(expert.hours, partial(_expert_hours, name))

    def _cumulative(self, limit: Sequence[float] | None, need: Callable[[Mode], float]) -> None:
        """Weeks with less than the most are filled up by intervals that stay where they are."""
        if limit is None:
            return
        used = [(interval, self._up(need(mode))) for job in self.jobs.values() for mode, _, interval in job.modes]
        used = [(interval, amount) for interval, amount in used if amount]
        room = [self._down(hours) for hours in limit]
        most, week = max(room), 0
        for hours, run in groupby(room):
            weeks = len(list(run))
            if hours < most and used:
                used.append((self.model.new_fixed_size_interval_var(week, weeks, ""), most - hours))
            week += weeks
        if used:
            shared = math.gcd(most, *(amount for _, amount in used)) or 1
            intervals, amounts = zip(*used, strict=True)
            self.model.add_cumulative(intervals, [amount // shared for amount in amounts], most // shared)

    def _budgets(self) -> None:
        for name, money in self.problem.budgets.items():
            fixed, literals, costs = 0, [], []
            for mode, literal, _ in (own for job in self.jobs.values() for own in job.modes):
                cost = self._up(mode.costs.get(name, 0.0))
                if literal is None:
                    fixed += cost
                elif cost:
                    literals.append(literal)
                    costs.append(cost)
            room = self._down(money) - fixed
            self.model.add(cp_model.LinearExpr.weighted_sum(literals, costs) <= room)

    def _aim(self) -> None:
        losses = {id_: loss_per_week(self.problem, job.item) for id_, job in self.jobs.items()}
        self.unit, exact = _unit([loss for loss in losses.values() if loss])
        self.exact = self.exact and exact
        late = [(job.end, round(losses[id_] * self.unit)) for id_, job in self.jobs.items() if losses[id_]]
        self.model.minimize(cp_model.LinearExpr.weighted_sum([end for end, _ in late], [loss for _, loss in late]))
        # what all is worth when it ends in the week "before the first", so that ends may be counted as they stand
        self.undelayed = sum(
            self.problem.weight(job.item) * job.item.value + losses[id_] * (job.item.earliest_end + 1)
            for id_, job in self.jobs.items()
        )

    def value(self, cost: float) -> float:
        """The plan's value where the aim is `cost`."""
        return self.undelayed - cost / self.unit

    def places(self, value: Callable[[cp_model.IntVar], int]) -> tuple[Placed, ...]:
        return tuple(_placed(job, value) for job in self.jobs.values())

    def _up(self, amount: float) -> int:
        whole = math.ceil(amount * SCALE - 1e-6)
        self.exact = self.exact and abs(whole - amount * SCALE) <= 1e-6
        return whole

    def _down(self, amount: float) -> int:
        whole = math.floor(amount * SCALE + 1e-6)
        self.exact = self.exact and abs(whole - amount * SCALE) <= 1e-6
        return whole


def _starts(problem: Problem, item: Item, mode: Mode) -> list[int]:
    return [start for start in problem.starts(item, mode) if problem.keeps_promise(item, mode, start)]


def _placed(job: _Job, value: Callable[[cp_model.IntVar], int]) -> Placed:
    mode = next(mode for mode, literal, _ in job.modes if literal is None or value(literal))
    start = value(job.start)
    return Placed(job.item.id, mode.name, start, start + mode.weeks - 1)


def _unit(losses: list[float]) -> tuple[float, bool]:
    """Whole numbers for the losses, and whether they say exactly the same."""
    largest = max(losses, default=1.0)
    for unit in (1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6):
        if largest * unit < 1e9 and all(abs(loss * unit - round(loss * unit)) <= 1e-7 for loss in losses):
            return unit, True
    return LARGEST_LOSS / largest, False


def _hours(name: str, mode: Mode) -> float:
    return mode.hours.get(name, 0.0)


def _in_progress(name: str, mode: Mode) -> float:
    return float(mode.in_progress == name)


def _expert_hours(name: str, mode: Mode) -> float:
    return mode.expert_hours.get(name, 0.0)
