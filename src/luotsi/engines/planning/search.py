"""Search for better plans: neighbourhoods of the present plan solved anew by CP-SAT, one after the other, by seed.

First a place counts its worth less most of the price of what it uses, then less and less of the price, at last its
worth alone: so holes stay open until what is worth it fits, instead of being filled with whatever comes first.
Small problems are one neighbourhood: then the search proves, too (faster than HiGHS at 50 items).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from luotsi.engines.planning.cpsat import Proof, replan
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.greedy import priced_worth
from luotsi.engines.planning.grid import Grid
from luotsi.engines.planning.neighbourhood import Neighbourhoods
from luotsi.engines.planning.polish import insert_all, move_all

EFFORTS = 0.2, 0.6  # CP-SAT's deterministic time for one neighbourhood, at first and at the end
WHOLE_ITEMS, WHOLE_PLACES = 70, 400  # up to so many items or places the search takes them all and proves
WHOLE_EFFORT = 15.0  # CP-SAT's deterministic time; then it gives up proving and goes on with neighbourhoods
GAIN = 1e-7
MOST_PRICE = 0.8  # share of the price that counts at first
LEVELS = 8  # steps down to none of it
PRICED_SHARE = 0.7  # of the search goes on while prices count
FILL_EVERY = 6  # steps: then the holes of a priced plan are filled, to see what it is worth


class Guide:
    """The grid as the search sees it at each level: worth less a share of the price of what is used."""

    def __init__(self, grid: Grid, prices: np.ndarray | None) -> None:
        self.grid = grid
        self.wanted = grid.worth if prices is None else priced_worth(grid, prices)
        self._price = np.where(grid.worth > 0, grid.worth - self.wanted, 0.0)
        self._grids = {0: grid}

    def level(self, progress: float) -> int:
        """LEVELS at the beginning, 0 at the end; without prices always 0."""
        if self.wanted is self.grid.worth:
            return 0
        return max(0, LEVELS - int(progress / PRICED_SHARE * LEVELS))

    def at(self, level: int) -> Grid:
        if level not in self._grids:
            share = MOST_PRICE * level / LEVELS
            self._grids[level] = replace(self.grid, worth=self.grid.worth - share * self._price)
        return self._grids[level]


class Search:
    """Improves a draft step by step; the same seed and steps give the same plan. `best` is valid at any time."""

    def __init__(
        self, draft: Draft, seed: int, guide: Guide | None = None, *, efforts: tuple[float, float] = EFFORTS
    ) -> None:
        self.best = draft
        self.now, self.level = draft, 0
        self.peer: Search | None = None  # another search of the same plan, whose better plans are taken over
        self._efforts = efforts
        self._guide = guide or Guide(draft.grid, None)
        self._proof: Proof | None = None
        self._dice = random.Random(f"search/{seed}")  # noqa: S311 - search, no secret
        self._seed, self.steps = seed, 0
        self._near = Neighbourhoods(draft.grid, self._guide.wanted, self._dice)

    def run(
        self,
        *,
        steps: int | None,
        stop: Callable[[], bool],
        progress: Callable[[], float] = lambda: 1.0,
        seconds_left: Callable[[], float] = lambda: math.inf,
    ) -> None:
        """Take so many steps (None: until `stop` says so); progress: from 0 to 1, what of the search is done."""
        until = None if steps is None else self.steps + steps
        self.now = self.best
        while (until is None or self.steps < until) and not stop() and len(self._near.open):
            self._set_level(self._guide.level(progress()))
            self._step(seconds_left())
            self.steps += 1
        self._fill()

    @property
    def size(self) -> int:
        return len(self._near.open)

    @property
    def is_small(self) -> bool:
        return self.size <= WHOLE_ITEMS or len(self._guide.grid.item) <= WHOLE_PLACES

    @property
    def bound(self) -> float | None:
        return None if self._proof is None else self._proof.bound

    @property
    def proven(self) -> bool:
        return self._proof is not None and self._proof.proven

    def prove(self, *, effort: float, seconds: float) -> None:
        """Solve all at once; effort: CP-SAT's deterministic time."""
        self._proof = Proof(self.best, self._near.open.tolist(), effort=effort, seed=self._seed)
        self._proof.run(seconds)
        if self._proof.best.value > self.best.value - GAIN:
            self.best = self._proof.best

    def halt(self) -> None:
        """End `prove` soon; may be called from another thread."""
        if self._proof is not None:
            self._proof.halt()

    def _set_level(self, level: int) -> None:
        if self.level != level or self.now.grid is not self._guide.at(level):
            self._fill()
            self.now, self.level = self._on(self._guide.at(level), self.now), level

    def _step(self, seconds: float) -> None:
        first, last = self._efforts
        effort = last + (first - last) * self.level / LEVELS
        free, seed = self._near.draw(self.now), self._seed + self.steps
        found, is_closed = replan(self.now, free, effort=effort, seed=seed, seconds=seconds)
        self._near.learn(is_closed=is_closed)
        # plans worth the same are taken too: they lead elsewhere
        if found is not None and found.value > self.now.value - GAIN:
            self.now = found
        self._learn_from_peer()
        if self.level == 0 or self.steps % FILL_EVERY == 0:
            self._fill()

    def _learn_from_peer(self) -> None:
        peer = self.peer
        if peer is None:
            return
        level, theirs = peer.level, peer.now
        if level == self.level and theirs.grid is self.now.grid and theirs.value > self.now.value + GAIN:
            self.now = theirs

    def _fill(self) -> None:
        """What the present plan is worth with its holes filled; the best is kept."""
        filled = self.now
        if self.level:
            filled = self._on(self._guide.grid, self.now)
            insert_all(filled)
            move_all(filled)
        if filled.value > self.best.value + GAIN or (self.level == 0 and filled.value > self.best.value - GAIN):
            self.best = filled

    @staticmethod
    def _on(grid: Grid, draft: Draft) -> Draft:
        return draft if draft.grid is grid else Draft(grid, draft.places)
