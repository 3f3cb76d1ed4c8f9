"""Which items may change together: those that share limits in some weeks, and what best might come in for them.

A neighbourhood is one, two, three or all resources over some weeks. Each kind finds its own size: it grows while its
neighbourhoods are solved to their end, and shrinks where they are not.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import Grid

FIRST_SIZE, SMALLEST, LARGEST = 60.0, 40.0, 300.0  # items
GROWS, SHRINKS = 1.12, 0.85
FROM_PLAN = 0.6  # of the items stand in the plan; the others are left out
NOISE = 0.2  # of the usual worth, in the choice of what might come in
ALL = 0  # in place of a number of resources: all of them
KINDS = ((1, 1.0), (1, 0.6), (2, 0.25), (2, 0.6), (2, 1.0), (3, 0.25), (3, 0.4), (ALL, 0.15), (ALL, 0.25))


@dataclass(frozen=True, slots=True)
class Kind:
    """So many resources over so many weeks."""

    resources: int
    weeks: int


class Neighbourhoods:
    """Draws neighbourhoods of a draft; `learn` tells how the last one went."""

    def __init__(self, grid: Grid, wanted: np.ndarray, dice: random.Random) -> None:
        """wanted: per place, its worth less the price of what it uses."""
        self._grid, self._dice = grid, dice
        self.open = np.flatnonzero(grid.first[:-1] < grid.first[1:])
        self._best = np.full(len(grid.items), -np.inf)
        np.maximum.at(self._best, grid.item, wanted)
        self._noise = NOISE * float(np.abs(grid.worth).mean()) if len(grid.worth) else 0.0
        self._users = _users(grid)
        self._kinds = _kinds(len(self._users), grid.problem.weeks)
        self._size = dict.fromkeys(self._kinds, FIRST_SIZE)
        self._last = self._kinds[0]

    def draw(self, draft: Draft) -> list[int]:
        """Items that may change; all open ones where there are few."""
        self._last = self._dice.choice(self._kinds)
        size = int(self._size[self._last])
        if len(self.open) <= size:
            return [int(item) for item in self.open]
        near = self._near(self._last)
        placed = draft.place >= 0
        inside = np.flatnonzero(near & placed)
        inside = inside[self._running(draft, inside, self._last.weeks)]
        take = min(len(inside), int(size * FROM_PLAN))
        outside = np.flatnonzero(near & ~placed)
        spice = np.array([self._dice.gauss(0, self._noise) for _ in range(len(outside))])
        best = outside[np.argsort(-(self._best[outside] + spice), kind="stable")][: size - take]
        return sorted([*self._dice.sample(inside.tolist(), take), *best.tolist()])

    def learn(self, *, is_closed: bool) -> None:
        size = self._size[self._last]
        self._size[self._last] = min(LARGEST, size * GROWS) if is_closed else max(SMALLEST, size * SHRINKS)

    def _near(self, kind: Kind) -> np.ndarray:
        """Items that use one of the drawn resources (or any)."""
        near = np.zeros(len(self._grid.items), bool)
        if kind.resources == ALL:
            near[self.open] = True
            return near
        for name in self._dice.sample(sorted(self._users), kind.resources):
            near[self._users[name]] = True
        return near

    def _running(self, draft: Draft, items: np.ndarray, weeks: int) -> np.ndarray:
        """Which of these run in some weeks, drawn anew."""
        first = self._dice.randrange(self._grid.problem.weeks - weeks + 1)
        places = draft.place[items]
        return (self._grid.start[places] < first + weeks) & (self._grid.end[places] >= first)


def _kinds(resources: int, weeks: int) -> list[Kind]:
    made = [
        Kind(number, max(1, round(share * weeks)))
        for number, share in KINDS
        if number < max(2, resources) or number == ALL
    ]
    return list(dict.fromkeys(kind for kind in made if kind.resources <= resources)) or [Kind(ALL, weeks)]


def _users(grid: Grid) -> dict[str, np.ndarray]:
    """Items by the resource (any limit of that name) that one of their places uses."""
    found: dict[str, set[int]] = {}
    place, slot = np.nonzero(grid.uses_amount)
    for item, row in set(zip(grid.item[place].tolist(), grid.uses_row[place, slot].tolist(), strict=True)):
        found.setdefault(grid.limits[row].name, set()).add(item)
    return {name: np.array(sorted(items), int) for name, items in found.items()}
