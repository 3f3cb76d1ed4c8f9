"""Search for better plans: neighbourhoods of the present plan solved anew by CP-SAT, one after the other, by seed.

Small problems are one neighbourhood: then the search proves, too (faster than HiGHS at 50 items).

A neighbourhood is a few dozen items, in the plan or not, that compete for the same weeks or the same limits. Small ones
are quick and come first; when they find no more, they grow.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from luotsi.engines.planning.cpsat import Proof, replan
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.ruin import users_of_limits

SMALLEST, LARGEST, GROWTH = 40, 80, 10  # items of a neighbourhood: it grows when nothing better is found
PATIENCE = 25  # steps without success before it grows
EFFORT = 0.3  # CP-SAT's deterministic time for forty items; it grows with their square
WHOLE = 70  # up to so many items the search takes them all and proves
WHOLE_EFFORT = 60.0  # then it gives up proving and goes on with neighbourhoods
GAIN = 1e-7


class Search:
    """Improves a draft step by step; the same seed and steps give the same plan. `best` is valid at any time."""

    def __init__(self, draft: Draft, seed: int) -> None:
        self.best = draft
        self._proof: Proof | None = None
        self._dice = random.Random(f"search/{seed}")  # noqa: S311 - search, no secret
        self._seed, self._steps = seed, 0
        self._size, self._idle = SMALLEST, 0
        grid = draft.grid
        self._open = [item for item in range(len(grid.items)) if grid.first[item] < grid.first[item + 1]]
        self._users = {name: set(items.tolist()) for name, items in users_of_limits(draft).items() if len(items)}

    def run(self, *, steps: int | None, stop: Callable[[], bool]) -> None:
        """Take so many steps (None: until `stop` says so)."""
        until = None if steps is None else self._steps + steps
        while (until is None or self._steps < until) and not stop() and self._open:
            self._step()
            self._steps += 1

    @property
    def is_small(self) -> bool:
        return len(self._open) <= WHOLE

    @property
    def bound(self) -> float | None:
        return None if self._proof is None else self._proof.bound

    @property
    def proven(self) -> bool:
        return self._proof is not None and self._proof.proven

    def prove(self, *, effort: float, seconds: float) -> None:
        """Solve all at once; effort: CP-SAT's deterministic time."""
        self._proof = Proof(self.best, self._open, effort=effort, seed=self._seed)
        self._proof.run(seconds)
        if self._proof.best.value > self.best.value - GAIN:
            self.best = self._proof.best

    def halt(self) -> None:
        """End `prove` soon; may be called from another thread."""
        if self._proof is not None:
            self._proof.halt()

    def _step(self) -> None:
        effort = EFFORT * (self._size / 40) ** 2
        found = replan(self.best, self._neighbourhood(self._size), effort=effort, seed=self._seed + self._steps)
        self._idle = 0 if found is not None and found.value > self.best.value + GAIN else self._idle + 1
        if self._idle >= PATIENCE:
            self._size, self._idle = min(LARGEST, self._size + GROWTH), 0
        # plans worth the same are taken too: they lead elsewhere
        if found is not None and found.value > self.best.value - GAIN:
            self.best = found

    def _neighbourhood(self, size: int) -> list[int]:
        if len(self._open) <= size:
            return list(self._open)
        kind = self._dice.randrange(3)
        if kind == 0:
            return self._in_weeks(size)
        return self._on_limits(size) if kind == 1 else self._some(size, set(self._open))

    def _in_weeks(self, size: int) -> list[int]:
        """Items of the plan that run in a few weeks, and some that are left out."""
        draft, grid = self.best, self.best.grid
        width = self._dice.choice((2, 3, 4))
        week = self._dice.randrange(max(1, grid.problem.weeks - width + 1))
        near = {
            item
            for item in self._open
            if not draft.has(item)
            or (grid.start[draft.place[item]] < week + width and grid.end[draft.place[item]] >= week)
        }
        return self._some(size, near)

    def _on_limits(self, size: int) -> list[int]:
        """Items that use one of two limits."""
        names = sorted(self._users)
        chosen = self._dice.sample(names, min(len(names), 2))
        return self._some(size, set().union(*(self._users[name] for name in chosen)))

    def _some(self, size: int, near: set[int]) -> list[int]:
        """Up to `size` of them, about half from the plan."""
        inside = [item for item in self._open if item in near and self.best.has(item)]
        outside = [item for item in self._open if item in near and not self.best.has(item)]
        from_plan = min(len(inside), max(size // 2, size - len(outside)))
        chosen = self._dice.sample(inside, from_plan)
        return sorted(chosen + self._dice.sample(outside, min(len(outside), size - from_plan)))
