"""The work behind `force`: cheapest entry, then neighbourhoods around the item solved anew, and a proof from below."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from luotsi.engines.planning.check import check, value_of
from luotsi.engines.planning.cpsat import Proof
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.eviction import cheapest_entry
from luotsi.engines.planning.force import Forced
from luotsi.engines.planning.giving_way import best_entry, possible_steps
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.model import build_model
from luotsi.engines.planning.plan import Plan, gap_of
from luotsi.engines.planning.polish import insert_all, move_all
from luotsi.engines.planning.problem import Pin, Placed, Problem

WHOLE = 70  # up to so many items all are solved at once, which may prove
SIZES = (30, 45, 60, 80)  # of the neighbourhoods, one after the other
ONE_SHARE = 0.3  # of the time, for one neighbourhood
EFFORT = 60.0
SAME = 1e-6


def forced(problem: Problem, plan: Plan, id_: str, *, seconds: float, seed: int) -> Forced:
    """See `force`."""
    until = time.monotonic() + seconds
    if any(placed.id == id_ for placed in plan.chosen):
        return Forced(id_, 0.0, 0.0, True, plan)
    item = problem.by_id[id_]
    if item.moscow == "wont":
        return Forced(id_, None, None, True, None)
    present = value_of(problem, plan.chosen)
    with_pin = replace(
        problem,
        items=tuple(replace(one, pin=one.pin or Pin(None, None)) if one is item else one for one in problem.items),
    )
    work = _Work(problem, with_pin, plan, id_, until, seed)
    work.enter()
    work.bound()
    work.improve()
    return _answer(work, present)


class _Work:
    """The plan with the item, getting better, and what no such plan can be worth more than."""

    def __init__(self, problem: Problem, with_pin: Problem, plan: Plan, id_: str, until: float, seed: int) -> None:
        self.problem, self.with_pin, self.chosen, self.id = problem, with_pin, plan.chosen, id_
        self._until, self._seed = until, seed
        self._seconds = until - time.monotonic()
        self.grid = build_grid(with_pin)
        self.number = next(number for number, item in enumerate(problem.items) if item.id == id_)
        self.best: Draft | None = None
        self.ceiling = float("inf") if plan.bound is None else plan.bound  # more rules are never worth more
        self.impossible = False
        self._allowed = {(one.code, one.about) for one in check(problem, plan.chosen)}

    def left(self) -> float:
        return self._until - time.monotonic()

    def enter(self) -> None:
        """The cheapest way of pushing others out; without any, the first plan that the proof finds."""
        draft = _draft(build_grid(self.problem), self.chosen)
        entries = [best_entry(possible_steps(draft), self.number), cheapest_entry(draft, self.number)]
        for entry in entries:
            if entry is not None:
                after = _draft(self.grid, entry.after.chosen())
                insert_all(after)
                move_all(after)
                self._take(after)

    def bound(self) -> None:
        if self.grid.first[self.number] == self.grid.first[self.number + 1]:
            self.impossible = True
            return
        solver = Solver(build_model(self.grid), seed=self._seed)
        if self.best is None:
            outcome = solver.solve(time_limit_s=max(0.1, self.left()))
            self.impossible = outcome.status == "infeasible"
            if outcome.places is not None:
                self._take(Draft(self.grid, outcome.places))
            self.ceiling = min(self.ceiling, self.ceiling if outcome.bound is None else outcome.bound)
        elif (relaxation := solver.relax(max(0.05, self.left() / 2))) is not None:
            self.ceiling = min(self.ceiling, relaxation.bound)

    def improve(self) -> None:
        """Neighbourhoods of the item, the larger the later; all items at once where they are few."""
        open_ = np.flatnonzero(np.diff(self.grid.first) > 0).tolist()
        sizes = (WHOLE,) if len(open_) <= WHOLE else SIZES
        for size in sizes:
            if self.best is None or self.left() <= 0.02 or self.is_exact:
                return
            free = open_ if len(open_) <= size else self._near(size)
            proof = Proof(self.best, free, effort=EFFORT, seed=self._seed)
            proof.run(self.left() if free == open_ else min(self.left(), self._seconds * ONE_SHARE))
            self._take(proof.best)
            if free == open_ and proof.proven:
                self.ceiling = self.best.value
            elif free == open_ and proof.bound is not None:
                self.ceiling = min(self.ceiling, proof.bound)

    @property
    def is_exact(self) -> bool:
        return self.best is not None and self.ceiling - self.best.value <= SAME * max(1.0, abs(self.best.value))

    def _take(self, draft: Draft) -> None:
        """Keep it where it is better and breaks no rule that the present plan keeps."""
        if self.best is not None and draft.value <= self.best.value + 1e-9:
            return
        broken = {(one.code, one.about) for one in check(self.with_pin, draft.chosen())}
        if draft.has(self.number) and broken <= self._allowed:
            self.best = draft.copy()

    def _near(self, size: int) -> list[int]:
        """The item, who gave way, and those that use most of the limits that its places use."""
        grid = self.grid
        own = grid.places_of(self.number)
        rows = np.zeros(len(grid.capacity), bool)
        rows[grid.uses_row[own][grid.uses_amount[own] > 0]] = True
        rows[-1] = False
        share = grid.uses_amount * rows[grid.uses_row] / np.maximum(grid.capacity, 1e-9)[grid.uses_row]
        score = np.zeros(len(grid.items))
        np.maximum.at(score, grid.item, share.sum(axis=1))
        inside = set() if self.best is None else {grid.items[item].id for item in np.flatnonzero(self.best.place >= 0)}
        gone = [number for number, item in enumerate(grid.items) if item.id in self._was and item.id not in inside]
        first = [self.number, *grid.ancestors(self.number), *gone]
        rest = [item for item in np.argsort(-score, kind="stable").tolist() if score[item] > 0 and item not in first]
        return sorted([*first, *rest][:size])

    @property
    def _was(self) -> set[str]:
        return {placed.id for placed in self.chosen}


def _draft(grid: Grid, chosen: tuple[Placed, ...]) -> Draft:
    return Draft(grid, [grid.place_of(placed) for placed in chosen])


def _answer(work: _Work, present: float) -> Forced:
    at_least = None if not np.isfinite(work.ceiling) else present - work.ceiling
    if work.best is None:
        return Forced(work.id, None, at_least, work.impossible, None)
    chosen = work.best.chosen()
    value = value_of(work.problem, chosen)
    bound = max(value, work.ceiling) if np.isfinite(work.ceiling) else None
    now = {placed.id for placed in chosen}
    plan = Plan(
        status="optimal" if work.is_exact else "feasible",
        value=value,
        bound=value if work.is_exact else bound,
        gap=0.0 if work.is_exact else gap_of(value, bound),
        seconds=work._seconds - work.left(),
        chosen=chosen,
    )
    price = present - value
    return Forced(
        id=work.id,
        price=price,
        at_least=price if work.is_exact else at_least,
        exact=work.is_exact,
        plan=plan,
        displaced=tuple(placed.id for placed in work.chosen if placed.id not in now),
    )
