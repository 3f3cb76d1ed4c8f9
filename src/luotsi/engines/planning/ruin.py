"""A good plan in a second: take out a handful of items that compete, fill up again, keep what is better.

Ruin and recreate with simulated annealing (Schrimpf et al. 2000), guided by the prices of the linear relaxation:
an item is wanted for its worth less the price of what it uses. The same seed and steps give the same plan.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import TOLERANCE

GAIN = 1e-7
MOST_OUT = 9  # items taken out at once
WARMTH = 0.004  # first temperature, as a share of the plan's value
ROUND = 4000  # steps from warm to cold; then warm again from the best plan


class Ruin:
    """Improves a draft step by step; `best` is the best valid plan so far."""

    def __init__(self, draft: Draft, wanted: np.ndarray, seed: int) -> None:
        self.best = draft.copy()
        self._now = draft.copy()
        self._wanted = wanted
        self._floor = np.minimum(draft.grid.needed, draft.level) - TOLERANCE
        self._dice = random.Random(f"ruin/{seed}")  # noqa: S311 - search, no secret
        self._scale = float(np.abs(wanted).mean()) if len(wanted) else 1.0
        self._users = users_of_limits(draft)

    def run(self, *, steps: int | None, stop: Callable[[], bool]) -> int:
        """Take so many steps (None: until `stop` says so); returns the steps taken."""
        taken = 0
        while (steps is None or taken < steps) and not (taken % 20 == 0 and stop()):
            self._step(taken % ROUND / ROUND)
            if self._now.value > self.best.value + GAIN:
                self.best = self._now.copy()
            taken += 1
        return taken

    def _step(self, progress: float) -> None:
        if progress == 0:
            self._now = self.best.copy()
        trial = self._now.copy()
        out = self._ruin(trial)
        self._recreate(trial, out)
        loss = self._now.value - trial.value
        heat = WARMTH * (abs(self.best.value) + 1e-9) * (1 - progress) ** 2 + 1e-12
        if self._is_valid(trial, out) and (loss <= 0 or self._dice.random() < math.exp(-loss / heat)):
            self._now = trial

    def _ruin(self, trial: Draft) -> list[int]:
        """Take out items that use one limit around one week, with what depends on them."""
        grid = trial.grid
        placed = [int(item) for item in np.flatnonzero(trial.place >= 0)]
        if not placed:
            return []
        centre = self._dice.choice(placed)
        place = trial.place[centre]
        rows = grid.uses_row[place][grid.uses_amount[place] > 0]
        near = self._near(trial, rows, int(grid.start[place]), int(grid.end[place]))
        count = self._dice.randint(1, MOST_OUT)
        out: list[int] = []
        for item in [centre, *self._dice.sample(near, min(len(near), count - 1))]:
            for other in [*trial.dependants(item), item]:
                if trial.has(other):
                    trial.take(other)
                    out.append(other)
        return out

    def _near(self, trial: Draft, rows: np.ndarray, start: int, end: int) -> list[int]:
        grid = trial.grid
        row = int(self._dice.choice(rows.tolist())) if len(rows) else -1
        limit = grid.limits[row] if row >= 0 else None
        if limit is None:
            return []
        users = self._users[limit.code, limit.name]
        placed = users[trial.place[users] >= 0]
        places = trial.place[placed]
        close = (grid.start[places] <= end + 1) & (grid.end[places] >= start - 1)
        return [int(item) for item in placed[close]]

    def _recreate(self, trial: Draft, out: list[int]) -> None:
        """Fill up: promised items first, then by what is wanted most, with some noise."""
        grid = trial.grid
        free = np.flatnonzero(trial.place[grid.item] < 0)
        free = free[trial.fits(free)]
        if not len(free):
            return
        noise = self._dice.choice((0.0, 0.2, 0.5, 1.0)) * self._scale
        spice = np.random.default_rng(self._dice.getrandbits(32)).normal(0, 1, len(grid.items)) * noise
        score = self._wanted[free] + spice[grid.item[free]]
        best: dict[int, float] = {}
        for item, value in zip(grid.item[free].tolist(), score.tolist(), strict=True):
            if value > best.get(item, -math.inf):
                best[item] = value
        order = sorted(best, key=lambda item: (not grid.promised[item], -best[item]))
        for item in order:
            self._put_best(trial, item)

    def _is_valid(self, trial: Draft, out: list[int]) -> bool:
        """Promised items are back, and no minimum is missed (or missed by more than at first)."""
        if any(trial.grid.promised[item] and not trial.has(item) for item in out):
            return False
        return bool((trial.level >= self._floor).all())

    def _put_best(self, trial: Draft, item: int) -> None:
        grid = trial.grid
        if trial.has(item):
            return
        own = trial.in_order(item)
        own = own[trial.fits(own)]
        if not len(own):
            return
        score = self._wanted[own]
        if len(own) > 1 and self._dice.random() < 0.3:
            score = score + np.array([self._dice.gauss(0, 0.2) for _ in range(len(own))]) * self._scale
        best = int(own[np.argmax(score)])
        if grid.worth[best] > 0 or grid.promised[item]:
            trial.put(best)


def users_of_limits(draft: Draft) -> dict[tuple[str, str], np.ndarray]:
    """Items by the limit (any week) that one of their modes uses."""
    grid = draft.grid
    found: dict[tuple[str, str], set[int]] = {}
    for limit in grid.limits:
        found.setdefault((limit.code, limit.name), set())
    place, slot = np.nonzero(grid.uses_amount)
    for item, row in set(zip(grid.item[place].tolist(), grid.uses_row[place, slot].tolist(), strict=True)):
        limit = grid.limits[row]
        found[limit.code, limit.name].add(item)
    return {key: np.array(sorted(items), int) for key, items in found.items()}
