"""A plan under change together with its draws: room left in every limit, and the chance that all limits hold.

The chance leaves waiting for predecessors aside; `doubt` counts it. Rules other than hours, experts, budgets, limits in
progress and order are left to `check`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.problem import Item, Mode, Placed, Problem

Key = tuple[str, str, int]
ROUNDING = 1e-6
BLUR = 1e-2  # hours that single precision may lose over many changes


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of an item, with what it takes of every limit."""

    placed: Placed
    worth: float
    row: int  # of the item in the problem
    weeks: int
    rates: tuple[tuple[int, float], ...]  # limit in hours -> hours a week
    uses: np.ndarray  # places in `room`
    amounts: np.ndarray


class Holding:
    """Chosen places, what they use, and for every limit and draw what its rest of the plan leaves free."""

    def __init__(self, problem: Problem, factors: np.ndarray) -> None:
        """factors: one row for every item of the problem, in its order."""
        self.problem, self._factors = problem, factors.astype(np.float32)
        self.chosen: dict[str, Spot] = {}
        self.value = 0.0
        self._rows = {item.id: index for index, item in enumerate(problem.items)}
        self._build_room()
        self.after: dict[str, list[str]] = {item.id: [] for item in problem.items}
        for item in problem.items:
            for id_ in item.after:
                self.after[id_].append(item.id)

    def _build_room(self) -> None:
        room = _room(self.problem)
        self._key = {key: index for index, key in enumerate(room)}
        self._room = np.array(list(room.values()), dtype=float)
        limits = {("skill", name): skill.hours for name, skill in self.problem.skills.items()}
        limits |= {("expert", name): expert.hours for name, expert in self.problem.experts.items()}
        limited = {resource: hours for resource, hours in limits.items() if hours is not None}
        self._number = {resource: index for index, resource in enumerate(limited)}
        hours = np.array(list(limited.values()), dtype=np.float32).reshape(len(limited), self.problem.weeks)
        rests = np.cumsum(hours[:, ::-1], axis=1)[:, ::-1]
        draws = self._factors.shape[1]
        self._free = np.repeat(rests[:, :, None], draws, axis=2)  # of the rest from each week on
        self._least = np.minimum.accumulate(self._free, axis=1)  # over this rest and all longer ones
        self._fails = np.zeros((len(limited), draws), dtype=bool)
        self._failing = np.zeros(draws, dtype=np.int16)

    @property
    def chance(self) -> float:
        return 1.0 - np.count_nonzero(self._failing) / len(self._failing)

    def spot(self, item: Item, mode: Mode, start: int) -> Spot:
        placed = Placed(item.id, mode.name, start, start + mode.weeks - 1)
        uses = {self._key[key]: amount for key, amount in _uses(mode, start) if key in self._key}
        hours = [("skill", name, rate) for name, rate in mode.hours.items()]
        hours += [("expert", name, rate) for name, rate in mode.expert_hours.items()]
        rates = tuple((self._number[kind, name], rate) for kind, name, rate in hours if (kind, name) in self._number)
        return Spot(
            placed, self.problem.worth(item, placed.end), self._rows[item.id], mode.weeks, rates,
            np.array(list(uses), dtype=np.int64), np.array(list(uses.values()), dtype=float),
        )  # fmt: skip

    def put(self, spot: Spot) -> None:
        self.chosen[spot.placed.id] = spot
        self._change(spot, 1.0)

    def take(self, id_: str) -> Spot:
        spot = self.chosen.pop(id_)
        self._change(spot, -1.0)
        return spot

    def fits(self, spot: Spot) -> bool:
        """Whether the planned hours, costs and order allow this place."""
        if (spot.amounts > self._room[spot.uses] + ROUNDING).any():
            return False
        placed = spot.placed
        before = (self.chosen.get(id_) for id_ in self.problem.by_id[placed.id].after)
        if any(other is None or other.placed.end >= placed.start for other in before):
            return False
        return all(self.chosen[id_].placed.start > placed.end for id_ in self.after[placed.id] if id_ in self.chosen)

    def lacking(self, spot: Spot) -> list[tuple[Key, float, float]]:
        """Limits that are too full for it: which, by how much, and as a share of what it takes there."""
        short = spot.amounts - self._room[spot.uses]
        keys = list(self._key)
        return [
            (keys[use], float(lack), float(lack / amount))
            for use, lack, amount in zip(spot.uses, short, spot.amounts, strict=True)
            if lack > ROUNDING
        ]

    def chance_with(self, spot: Spot) -> float:
        """The chance if this place were taken, too."""
        failing, start, end = self._failing, spot.placed.start, spot.placed.end
        factors = self._factors[spot.row]
        fails = np.zeros(len(factors), dtype=bool)
        for number, rate in spot.rates:
            failing = failing - self._fails[number]
            fails |= self._least[number, start] < (rate * spot.weeks) * factors - BLUR
            for week in range(start + 1, end + 1):
                fails |= self._free[number, week] < (rate * (end + 1 - week)) * factors - BLUR
            fails |= self._least[number, -1] < -BLUR
        fails |= failing > 0
        return 1.0 - np.count_nonzero(fails) / len(fails)

    def _change(self, spot: Spot, sign: float) -> None:
        self.value += sign * spot.worth
        self._room[spot.uses] -= sign * spot.amounts
        factors, end = self._factors[spot.row], spot.placed.end
        for number, rate in spot.rates:
            free, least = self._free[number], self._least[number]
            whole = np.float32(sign * rate * spot.weeks) * factors
            free[: spot.placed.start + 1] -= whole
            for week in range(spot.placed.start + 1, end + 1):
                free[week] -= np.float32(sign * rate * (end + 1 - week)) * factors
            least[0] = free[0]
            for week in range(1, len(free)):
                np.minimum(least[week - 1], free[week], out=least[week])
            self._failing -= self._fails[number]
            self._fails[number] = least[-1] < -BLUR
            self._failing += self._fails[number]


def _room(problem: Problem) -> dict[Key, float]:
    """What there is of everything that is limited."""
    room: dict[Key, float] = {("budget", name, 0): amount for name, amount in problem.budgets.items()}
    for kind, limits in (("skill", problem.skills), ("expert", problem.experts)):
        for name, limit in limits.items():
            for week, hours in enumerate(limit.hours or ()):
                room[kind, name, week] = hours
    for name, skill in problem.skills.items():
        if skill.in_progress is not None:
            room |= {("in_progress", name, week): float(skill.in_progress) for week in range(problem.weeks)}
    return room


def _uses(mode: Mode, start: int) -> Iterator[tuple[Key, float]]:
    for week in range(start, start + mode.weeks):
        for name, rate in mode.hours.items():
            yield ("skill", name, week), rate
        for name, rate in mode.expert_hours.items():
            yield ("expert", name, week), rate
        if mode.in_progress is not None:
            yield ("in_progress", mode.in_progress, week), 1.0
    for name, cost in mode.costs.items():
        yield ("budget", name, 0), cost
