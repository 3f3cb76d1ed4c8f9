"""Promised items spread over their places so that limits overflow least: a quick answer, improved by small kicks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import numpy as np

from luotsi.engines.planning.clash import Promises
from luotsi.engines.planning.draft import Draft

HARD = 1000.0  # one unit over any limit that is not hours counts like so many hours
KICK = 8  # items taken out at once
WARMTH = 0.02  # of the overflow: so much worse a step may be and still be kept
ROUNDS = 12  # each item moved in turn, at most so often


class Spread:
    """Every promised item has a place, as well as all it comes after; `best` overflows least."""

    def __init__(self, promises: Promises, musts: Iterable[int], seed: int) -> None:
        grid = promises.grid
        wanted = {other for must in musts for other in (must, *grid.ancestors(must))}
        self._items = [item for item in grid.order if item in wanted]
        self._own = {item: promises.keeping.get(item, grid.places_of(item)) for item in self._items}
        self._rank = {item: len(grid.ancestors(item)) for item in self._items}
        self._weight = np.array([*(1.0 if limit.code == "hours" else HARD for limit in grid.limits), 0.0])
        self._dice = random.Random(f"spread/{seed}")  # noqa: S311 - search, no secret
        self._now = Draft(grid)
        self.is_whole = all(self._put(item) for item in self._items)
        self._settle()
        self.best, self.over = self._now.copy(), self._overflow(self._now)

    def run(self, stop: Callable[[], bool], *, steps: int) -> None:
        """Take some items out, put them back where they overflow least, keep what is not worse."""
        for _ in range(steps if self.is_whole else 0):
            if stop() or self.over <= 1e-6:
                return
            before = self._now.copy()
            for item in self._crowded():
                for other in [*self._now.dependants(item), item]:
                    self._now.take(other)
            again = [item for item in self._items if not self._now.has(item)]
            self._dice.shuffle(again)
            placed = all(self._put(item) for item in sorted(again, key=self._rank.__getitem__))
            over = self._overflow(self._now)
            if not placed or over > self._overflow(before) + WARMTH * self.over * self._dice.random() ** 3:
                self._now = before
            elif over < self.over - 1e-9:
                self.best, self.over = self._now.copy(), over

    def _crowded(self) -> list[int]:
        """A few items that use limits which overflow, those first that are not hours."""
        grid, now = self._now.grid, self._now
        full = np.append(now.room[:-1] < -1e-9, False)
        hard = full & (self._weight > 1.0)
        full = hard if hard.any() else full
        users = [
            item for item in self._items if (full[grid.uses_row[now.place[item]]] & self._uses(item)).any()
        ] or self._items
        near = self._dice.sample(users, min(len(users), KICK // 2))
        chosen = near + self._dice.sample(self._items, min(len(self._items), KICK // 2))
        return [item for item in dict.fromkeys(chosen) if not any(later in chosen for later in grid.before[item])]

    def _uses(self, item: int) -> np.ndarray:
        return self._now.grid.uses_amount[self._now.place[item]] > 0

    def _put(self, item: int) -> bool:
        """At its place with the least overflow, of several one by chance; False where none is open."""
        grid, now = self._now.grid, self._now
        own = self._own[item]
        first, last = now.window(item)
        own = own[(grid.start[own] >= first) & (grid.end[own] <= last)]
        if not len(own):
            return False
        amounts, rows = grid.uses_amount[own], grid.uses_row[own]
        room = now.room[rows]
        worse = (np.maximum(amounts - np.maximum(room, 0.0), 0.0) * (amounts > 0) * self._weight[rows]).sum(axis=1)
        ties = np.flatnonzero(worse <= worse.min() + 1e-9)
        now.put(int(own[self._dice.choice(ties.tolist())]))
        return True

    def _settle(self) -> None:
        if not self.is_whole:
            return
        for _ in range(ROUNDS):
            before = self._overflow(self._now)
            for item in self._items:
                old = self._now.take(item)
                if not self._put(item):
                    self._now.put(old)
            if self._overflow(self._now) >= before - 1e-9:
                return

    def _overflow(self, draft: Draft) -> float:
        return float((np.maximum(-draft.room[:-1], 0.0) * self._weight[:-1]).sum())
