"""A minimal conflict between promised items and limits alone, minimums left aside: few limits first, then few items."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from luotsi.engines.planning.clash import LimitName, Promises, clashes
from luotsi.engines.planning.grid import Grid, build_grid
from luotsi.engines.planning.linear_clash import Part, Tester
from luotsi.engines.planning.model import build_model
from luotsi.engines.planning.problem import Goal, Problem
from luotsi.engines.planning.smallest import shrunk

ONE_TEST_S = 0.8
FIRST_TEST_S = 3.0
NARROW_SHARE, LAST_SHARE = 0.35, 0.25  # of the time, at most for narrow clashes, at least for the last questions


@dataclass(frozen=True, slots=True)
class MustClash:
    """Items (by id) and limits that clash; minimal: shown, not only supposed."""

    musts: tuple[str, ...]
    limits: tuple[LimitName, ...]
    minimal: bool


def keeping(grid: Grid, number: int) -> np.ndarray:
    """The places at which a promised item is where it was promised to be."""
    item = grid.items[number]
    own = grid.places_of(number)
    kept = [grid.problem.keeps_promise(item, grid.mode_of(place), int(grid.start[place])) for place in own]
    return own[np.array(kept, bool)]


def promises_of(problem: Problem) -> Promises:
    grid = build_grid(problem, kept=frozenset())
    wanted = (number for number, item in enumerate(problem.items) if problem.is_promised(item))
    return Promises(grid, {number: keeping(grid, number) for number in wanted})


def promises_alone(problem: Problem) -> Promises:
    """Only promised items and what they come after, without minimums: anything else could only be in the way."""
    wanted = [item.id for item in problem.items if problem.is_promised(item)]
    needed: set[str] = set()
    while wanted:
        id_ = wanted.pop()
        if id_ not in needed:
            needed.add(id_)
            wanted += problem.by_id[id_].after
    return promises_of(
        replace(
            problem,
            items=tuple(item for item in problem.items if item.id in needed),
            goals={name: Goal() for name in problem.goals},
            shares=(),
            previous=tuple(placed for placed in problem.previous if placed.id in needed),
        )
    )


def find_must_clash(promises: Promises, *, seed: int, seconds_left: Callable[[], float]) -> MustClash | None:
    """None where no clash could be proven."""
    asked = _Asked(promises, seed, seconds_left)
    tester = Tester(build_model(promises.grid, dict(promises.keeping)), seed, asked.lean)
    hopeless = tester.is_hopeless(tester.parts)
    if not hopeless and not asked.clash(promises.keeping, asked.names, FIRST_TEST_S):
        return None
    core, limits = _narrow(asked) or (_wide(asked, tester) if hopeless else (list(promises.keeping), asked.names))
    asked.unsure = False  # what could not be told on the way does not matter once each part is tried alone
    core = shrunk(_tightest_first(promises, limits, core), lambda some: asked.clash(some, limits))
    limits = shrunk(limits, lambda some: asked.clash(core, some))
    ids = [promises.grid.items[must].id for must in sorted(core)]
    return MustClash(tuple(ids), tuple(limits), not asked.unsure)


@dataclass
class _Asked:
    """Asks what clashes, within the time; every answer is kept."""

    promises: Promises
    seed: int
    seconds_left: Callable[[], float]
    unsure: bool = False
    _begun_with: float = 0.0
    _known: dict[tuple[frozenset[int], frozenset[LimitName]], bool | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._begun_with = self.seconds_left()

    def lean(self) -> float:
        """Seconds for what comes first: a part is kept for the last questions, one for each part."""
        return self.seconds_left() - self._begun_with * LAST_SHARE

    @property
    def spent(self) -> float:
        """The share of the time that is gone."""
        return 1.0 - self.seconds_left() / self._begun_with if self._begun_with > 0 else 1.0

    @property
    def names(self) -> list[LimitName]:
        return list(dict.fromkeys((limit.code, limit.name) for limit in self.promises.grid.limits))

    def clash(self, musts: Iterable[int], limits: Iterable[LimitName], seconds: float = ONE_TEST_S) -> bool:
        """True only where it is proven."""
        key = frozenset(musts), frozenset(limits)
        if key not in self._known:
            left = min(seconds, self.seconds_left())
            self._known[key] = clashes(self.promises, *key, seconds=left, seed=self.seed) if left > 0 else None
        if self._known[key] is None:
            self.unsure = True
        return self._known[key] is True


def _narrow(asked: _Asked) -> tuple[list[int], list[LimitName]] | None:
    """Items that clash over one limit alone, or over one skill's hours with all that is not hours."""
    rest = [name for name in asked.names if name[0] != "hours"]
    tries = [[name] for name in asked.names] + [[*rest, name] for name in asked.names if name[0] == "hours"]
    for limits in tries:
        if asked.spent > NARROW_SHARE:
            return None
        users = _using(asked.promises, limits[-1:])
        if asked.clash(users, limits, ONE_TEST_S / 2):
            return users, shrunk(limits[::-1], partial(asked.clash, users))
    return None


def _wide(asked: _Asked, tester: Tester) -> tuple[list[int], list[LimitName]]:
    """The fewest found that clash already as fractions, which is quickly told."""
    promises = asked.promises
    best = list(promises.keeping), asked.names
    for turn in range(len(tester.limits)):
        limits = shrunk(_turned(tester.limits, turn), lambda some: tester.is_hopeless(tester.musts + some))
        names = [part.limit for part in limits if part.limit is not None]
        order = [Part(item=must) for must in _tightest_first(promises, names, promises.keeping)]
        core = shrunk(order, partial(_is_hopeless_with, tester, limits))
        if len(core) < len(best[0]):
            best = [part.item for part in core if part.item is not None], names
        if asked.lean() <= 0:
            break
    return best


def _turned(limits: list[Part], turn: int) -> list[Part]:
    """Another limit first each time: what stands first stays in preference."""
    return limits[turn:] + limits[:turn]


def _using(promises: Promises, limits: list[LimitName]) -> list[int]:
    """Items that have to do with these limits at all, by themselves or by what they come after."""
    grid, closed = promises.grid, _closed(promises.grid, limits)
    uses = (closed[grid.uses_row] & (grid.uses_amount > 0)).any(axis=1)
    users = set(grid.item[uses].tolist())
    return [must for must in promises.keeping if must in users or users.intersection(grid.ancestors(must))]


def _tightest_first(promises: Promises, limits: list[LimitName], musts: Iterable[int]) -> list[int]:
    """By the share of these limits' room that an item takes at its thriftiest place, the largest first."""
    grid, closed = promises.grid, _closed(promises.grid, limits)
    share = (grid.uses_amount * closed[grid.uses_row] / np.maximum(grid.capacity, 1e-6)[grid.uses_row]).sum(axis=1)
    least = {must: float(share[promises.keeping[must]].min(initial=np.inf)) for must in musts}
    return sorted(least, key=lambda must: (-least[must], must))


def _closed(grid: Grid, limits: list[LimitName]) -> np.ndarray:
    kept = set(limits)
    return np.array([*((limit.code, limit.name) in kept for limit in grid.limits), False])


def _is_hopeless_with(tester: Tester, limits: list[Part], some: list[Part]) -> bool:
    return tester.is_hopeless(some + limits)
