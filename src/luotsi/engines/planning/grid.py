"""The problem as arrays: every place an item may take (mode and start) and what it uses of each limit.

`places` are sorted by item, mode, start. Limits are rows: hours, in_progress, expert_hours per week, budget once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from luotsi.engines.planning.problem import Item, Mode, Placed, Problem

TOLERANCE = 1e-7  # tighter than the checker's, so that rounding never shows there


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit in one week (week None: over the whole plan)."""

    code: str
    name: str
    week: int | None


@dataclass(frozen=True, slots=True)
class MinimumRow:
    """A goal's minimum or a share's: `about` names it as answers do."""

    code: str
    about: dict[str, Any]


@dataclass(frozen=True)
class Grid:
    """Arrays over places (item, mode, start, end, worth, uses) and over limit and minimum rows.

    uses_row and uses_amount are padded to one width; padding points at a last, unlimited row.
    """

    problem: Problem
    item: np.ndarray
    mode: np.ndarray
    start: np.ndarray
    end: np.ndarray
    worth: np.ndarray
    first: np.ndarray  # places of item i: first[i] to first[i + 1]
    uses_row: np.ndarray
    uses_amount: np.ndarray
    limits: tuple[LimitRow, ...]
    capacity: np.ndarray  # one per limit, and inf for the padding row
    minimums: tuple[MinimumRow, ...]
    gives: np.ndarray  # minimum rows × items
    needed: np.ndarray  # minimum rows
    promised: np.ndarray  # per item
    before: tuple[tuple[int, ...], ...]
    behind: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]  # items, each after all it comes after

    @property
    def items(self) -> tuple[Item, ...]:
        return self.problem.items

    def places_of(self, item: int) -> np.ndarray:
        return np.arange(self.first[item], self.first[item + 1])

    def mode_of(self, place: int) -> Mode:
        return self.items[self.item[place]].modes[self.mode[place]]

    def placed(self, place: int) -> Placed:
        item = self.items[self.item[place]]
        return Placed(item.id, item.modes[self.mode[place]].name, int(self.start[place]), int(self.end[place]))

    def place_of(self, placed: Placed) -> int:
        """The number of a place that an answer names."""
        number = next(number for number, item in enumerate(self.items) if item.id == placed.id)
        own = self.places_of(number)
        names = [mode.name for mode in self.items[number].modes]
        return int(own[(self.start[own] == placed.start) & (self.mode[own] == names.index(placed.mode))][0])

    def ancestors(self, item: int) -> list[int]:
        """All that has to be finished before the item, each after its own predecessors."""
        wanted, stack = set(), list(self.before[item])
        while stack:
            earlier = stack.pop()
            if earlier not in wanted:
                wanted.add(earlier)
                stack.extend(self.before[earlier])
        return [other for other in self.order if other in wanted] if wanted else []


def build_grid(problem: Problem, kept: frozenset[int] | None = None) -> Grid:
    """All places and limits of a problem; `kept` are the promised items that stay promised (None: all)."""
    promised = np.array([problem.is_promised(item) for item in problem.items], bool)
    if kept is not None:
        promised &= np.isin(np.arange(len(promised)), sorted(kept))
    index = {item.id: number for number, item in enumerate(problem.items)}
    before = tuple(tuple(index[id_] for id_ in item.after) for item in problem.items)
    order = _order(before)
    limits = _Limits(problem)
    parts = _places(problem, before, order, limits, promised)
    count = np.array([sum(len(part.starts) for part in parts[item]) for item in range(len(problem.items))], int)
    flat = [part for item in range(len(problem.items)) for part in parts[item]]
    uses_row, uses_amount = _uses(flat, len(limits.rows))
    minimums, gives, needed = _minimums(problem)
    return Grid(
        problem=problem,
        item=_join([np.full(len(part.starts), part.item) for part in flat], int),
        mode=_join([np.full(len(part.starts), part.mode) for part in flat], int),
        start=_join([part.starts for part in flat], int),
        end=_join([part.starts + part.weeks - 1 for part in flat], int),
        worth=_join([part.worth for part in flat], float),
        first=np.concatenate([[0], np.cumsum(count)]).astype(int),
        uses_row=uses_row,
        uses_amount=uses_amount,
        limits=tuple(limits.rows),
        capacity=np.array([*limits.capacity, np.inf]),
        minimums=minimums,
        gives=gives,
        needed=needed,
        promised=promised,
        before=before,
        behind=_reverse(before),
        order=order,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """The places of one mode of one item; `rows` shift with the start where `moves`."""

    item: int
    mode: int
    weeks: int
    starts: np.ndarray
    worth: np.ndarray
    rows: np.ndarray
    moves: np.ndarray
    amounts: np.ndarray


@dataclass
class _Limits:
    """Numbers the limit rows: weeks of one resource stand side by side."""

    problem: Problem
    rows: list[LimitRow] = field(default_factory=list)
    capacity: list[float] = field(default_factory=list)
    base: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        weeks = self.problem.weeks
        for name, skill in self.problem.skills.items():
            self._weekly("hours", name, skill.hours)
            self._weekly("in_progress", name, None if skill.in_progress is None else (skill.in_progress,) * weeks)
        for name, expert in self.problem.experts.items():
            self._weekly("expert_hours", name, expert.hours)
        for name, money in self.problem.budgets.items():
            self.base["budget", name] = len(self.rows)
            self.rows.append(LimitRow("budget", name, None))
            self.capacity.append(money)

    def _weekly(self, code: str, name: str, hours: tuple[float, ...] | None) -> None:
        if hours is None:
            return
        self.base[code, name] = len(self.rows)
        self.rows.extend(LimitRow(code, name, week) for week in range(len(hours)))
        self.capacity.extend(hours)

    def pattern(self, mode: Mode) -> tuple[list[int], list[bool], list[float]]:
        """Rows used when the mode starts in week 0, whether they move with the start, and how much."""
        weekly = [("hours", name, hours) for name, hours in mode.hours.items()]
        weekly += [("expert_hours", name, hours) for name, hours in mode.expert_hours.items()]
        weekly += [("in_progress", mode.in_progress, 1.0)] if mode.in_progress else []
        uses = [
            (self.base[code, name] + week, True, amount)
            for code, name, amount in weekly
            if (code, name) in self.base
            for week in range(mode.weeks)
        ]
        uses += [(self.base["budget", name], False, cost) for name, cost in mode.costs.items()]
        return [use[0] for use in uses], [use[1] for use in uses], [use[2] for use in uses]


def _places(
    problem: Problem,
    before: tuple[tuple[int, ...], ...],
    order: tuple[int, ...],
    limits: _Limits,
    promised: np.ndarray,
) -> dict[int, list[_Part]]:
    """Places by item; starts that no predecessor can leave free are left away, whatever else is planned."""
    parts: dict[int, list[_Part]] = {}
    earliest_end: dict[int, float] = {}
    for number in order:
        item = problem.items[number]
        free = max((earliest_end[earlier] + 1 for earlier in before[number]), default=0)
        made = [_part(problem, limits, number, mode, free, bool(promised[number])) for mode in range(len(item.modes))]
        parts[number] = [part for part in made if len(part.starts)]
        earliest_end[number] = min((part.starts[0] + part.weeks - 1 for part in parts[number]), default=np.inf)
    return parts


def _part(problem: Problem, limits: _Limits, number: int, mode_number: int, free: float, promised: bool) -> _Part:
    item = problem.items[number]
    mode = item.modes[mode_number]
    starts = np.array(
        [
            start
            for start in problem.starts(item, mode)
            if start >= free and (not promised or problem.keeps_promise(item, mode, start))
        ],
        int,
    )
    rows, moves, amounts = limits.pattern(mode)
    worth = np.array([problem.worth(item, int(start) + mode.weeks - 1) for start in starts], float)
    return _Part(
        number, mode_number, mode.weeks, starts, worth, np.array(rows, int), np.array(moves, int), np.array(amounts)
    )  # fmt: skip


def _uses(parts: list[_Part], limit_count: int) -> tuple[np.ndarray, np.ndarray]:
    width = max((len(part.rows) for part in parts), default=0)
    count = sum(len(part.starts) for part in parts)
    rows = np.full((count, width), limit_count, dtype=np.int32)
    amounts = np.zeros((count, width))
    at = 0
    for part in parts:
        till, wide = at + len(part.starts), len(part.rows)
        rows[at:till, :wide] = part.rows[None, :] + part.starts[:, None] * part.moves[None, :]
        amounts[at:till, :wide] = part.amounts[None, :]
        at = till
    return rows, amounts


def _minimums(problem: Problem) -> tuple[tuple[MinimumRow, ...], np.ndarray, np.ndarray]:
    hours = np.array([item.effort_hours for item in problem.items], float)
    rows, gives, needed = [], [], []
    for name, goal in problem.goals.items():
        if goal.min_hours > 0:
            rows.append(MinimumRow("goal", {"goal": name}))
            gives.append(hours * np.array([item.goal == name for item in problem.items], float))
            needed.append(goal.min_hours)
    for share in problem.shares:
        if share.least > 0:
            rows.append(MinimumRow("share", {share.by: share.name}))
            member = np.array([getattr(item, share.by) == share.name for item in problem.items], float)
            gives.append(hours * (member - share.least))
            needed.append(0.0)
    return tuple(rows), np.array(gives).reshape(len(rows), len(hours)), np.array(needed, float)


def _order(before: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    waiting = [len(earlier) for earlier in before]
    behind = _reverse(before)
    ready = [number for number, count in enumerate(waiting) if not count]
    for number in ready:
        for later in behind[number]:
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    return tuple(ready)


def _reverse(before: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    behind: list[list[int]] = [[] for _ in before]
    for number, earlier in enumerate(before):
        for other in earlier:
            behind[other].append(number)
    return tuple(tuple(later) for later in behind)


def _join(parts: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, kind)
