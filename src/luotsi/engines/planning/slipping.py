"""A plan lived through week by week, in many draws at once: what does not fit into a week slips to the next one.

Hours are worked in order of the planned end (what is due first comes first, Jackson's rule), then of the planned
start. Work is not pulled forward. An item ends when its weeks are over and all its hours are done; what comes after
it starts in a later week, with all its weeks. Limits of items in progress are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.problem import Placed, Problem

ROUNDING = 1e-6  # hours that count as done
CHUNK = 512  # draws at a time: what is in work stays in the processor's cache


@dataclass(frozen=True)
class Work:
    """A plan as arrays: items in the order they are worked on, and one portion for each limited resource of an item."""

    weeks: int
    ids: tuple[str, ...]
    rows: np.ndarray  # place of each item in the problem
    start: np.ndarray
    length: np.ndarray
    after: dict[int, tuple[int, ...]]  # item -> its predecessors that are in the plan
    resources: tuple[tuple[str, str], ...]  # kind ("skill" or "expert") and name
    hours: np.ndarray  # of each resource in each week
    item: np.ndarray  # of each portion; portions are sorted by resource, then by item
    rate: np.ndarray  # hours a week of each portion
    first: np.ndarray  # of each resource: its first portion (and one past the last)

    @property
    def end(self) -> np.ndarray:
        return self.start + self.length - 1


@dataclass(frozen=True)
class Slipped:
    """What came of it, by draw: week of each item's end (`weeks`: not within the plan), hours undone of each resource,
    and whether a resource's hours suffice when nothing but its own overruns slips."""

    ends: np.ndarray
    left: np.ndarray
    suffices: np.ndarray


def work_of(problem: Problem, chosen: Iterable[Placed]) -> Work:
    """The plan in the order in which it is worked on."""
    row = {item.id: index for index, item in enumerate(problem.items)}
    placed = sorted(chosen, key=lambda one: (one.end, one.start, row[one.id]))
    place = {one.id: index for index, one in enumerate(placed)}
    modes = [problem.by_id[one.id].mode(one.mode) for one in placed]
    limits = {("skill", name): skill.hours for name, skill in problem.skills.items() if skill.hours is not None}
    limits |= {("expert", name): expert.hours for name, expert in problem.experts.items() if expert.hours is not None}
    found: list[list[tuple[int, float]]] = [[] for _ in limits]
    number = {resource: index for index, resource in enumerate(limits)}
    for index, mode in enumerate(modes):
        uses = [("skill", name, rate) for name, rate in mode.hours.items()]
        uses += [("expert", name, rate) for name, rate in mode.expert_hours.items()]
        for kind, name, rate in uses:
            if (kind, name) in number:
                found[number[kind, name]].append((index, rate))
    portions = [portion for portions in found for portion in portions]
    return Work(
        weeks=problem.weeks,
        ids=tuple(one.id for one in placed),
        rows=np.array([row[one.id] for one in placed], dtype=np.int64),
        start=np.array([one.start for one in placed], dtype=np.int64),
        length=np.array([mode.weeks for mode in modes], dtype=np.int64),
        after={
            index: known
            for index, one in enumerate(placed)
            if (known := tuple(place[id_] for id_ in problem.by_id[one.id].after if id_ in place))
        },
        resources=tuple(limits),
        hours=np.array(list(limits.values()), dtype=float).reshape(len(limits), problem.weeks),
        item=np.array([index for index, _ in portions], dtype=np.int64),
        rate=np.array([rate for _, rate in portions]),
        first=np.cumsum([0, *map(len, found)]),
    )


def live_through(work: Work, factors: np.ndarray) -> Slipped:
    """All draws of `factors` (rows as in `work.ids`)."""
    draws = factors.shape[1]
    parts = [_Chunk(work, factors[:, begin : begin + CHUNK]).lived() for begin in range(0, draws, CHUNK)]
    ends, left = (np.concatenate(kind, axis=1) for kind in zip(*parts, strict=True))
    return Slipped(ends, left, suffices(work.hours, loads(work, factors)))


def loads(work: Work, factors: np.ndarray) -> np.ndarray:
    """Hours by resource, week and draw when every item runs in its planned weeks."""
    planned = np.zeros((len(work.resources), work.weeks, len(work.ids)))
    for resource in range(len(work.resources)):
        for portion in range(work.first[resource], work.first[resource + 1]):
            item = work.item[portion]
            planned[resource, work.start[item] : work.end[item] + 1, item] = work.rate[portion]
    flat = (
        planned.reshape(work.hours.size, len(work.ids)) @ factors
    )  # one product is many times faster than one for each resource
    return flat.reshape(*work.hours.shape, factors.shape[1])


def suffices(hours: np.ndarray, load: np.ndarray) -> np.ndarray:
    """By resource and draw: with overruns slipping on, nothing is left after the last week."""
    late = np.zeros((load.shape[0], load.shape[2]))
    for week in range(load.shape[1]):
        late = np.maximum(0.0, late + load[:, week] - hours[:, week, None])
    return late <= ROUNDING


class _Chunk:
    """Some draws of one plan, week after week."""

    def __init__(self, work: Work, factors: np.ndarray) -> None:
        self.work, self.factors = work, factors
        draws = factors.shape[1]
        self.undone = np.zeros((len(work.item) + 1, draws))  # released hours; the last row stands for no portion
        self.ends = np.full((len(work.ids), draws), work.weeks, dtype=np.int16)
        self.begun = {item: np.full(draws, work.weeks, dtype=np.int16) for item in work.after}
        self.waits = np.array([item in work.after for item in work.item], dtype=bool)
        self.alive = np.zeros(len(work.item), dtype=bool)  # portions with hours left from earlier weeks in some draw
        self.portions = _portions_of(work)
        self.open = np.ones(len(work.ids), dtype=bool)  # items that have not ended in every draw

    def lived(self) -> tuple[np.ndarray, np.ndarray]:
        for week in range(self.work.weeks):
            self._begin(week)
            self._release(week)
            self._work(week)
            self._finish(week)
        return self.ends, self._left()

    def _begin(self, week: int) -> None:
        """What comes after something starts when all of that has ended in an earlier week."""
        for item, earlier in self.work.after.items():
            if self.work.start[item] <= week:
                ready = (self.ends[list(earlier)] < week).all(axis=0) & (self.begun[item] > week)
                self.begun[item][ready] = week

    def _release(self, week: int) -> None:
        """This week's hours of everything that runs."""
        work = self.work
        start, end = work.start[work.item], work.end[work.item]
        due = np.flatnonzero((start <= week) & (week <= end) & ~self.waits)
        self.undone[due] += work.rate[due, None] * self.factors[work.item[due]]
        self.alive[due] = True
        for portion in np.flatnonzero(self.waits & (start <= week) & self.open[work.item]):
            item = work.item[portion]
            begun = self.begun[item]
            runs = (begun <= week) & (week < begun + work.length[item])
            self.undone[portion] += runs * (work.rate[portion] * self.factors[item])
            self.alive[portion] = True

    def _work(self, week: int) -> None:
        """Every resource works through its portions in order, as far as its hours go."""
        for resource, hours in enumerate(self.work.hours[:, week]):
            begin, end = self.work.first[resource], self.work.first[resource + 1]
            rows = begin + np.flatnonzero(self.alive[begin:end])
            if not len(rows):
                continue
            beyond = np.cumsum(self.undone[rows], axis=0)
            beyond -= hours
            np.maximum(beyond, 0.0, out=beyond)
            beyond[1:] -= beyond[:-1].copy()
            self.undone[rows] = beyond
            self.alive[rows] = (beyond > ROUNDING).any(axis=1)

    def _finish(self, week: int) -> None:
        work = self.work
        for item in np.flatnonzero(self.open & (work.end <= week)).tolist():
            portions = self.portions[item]
            done = (self.undone[portions] <= ROUNDING).all(axis=0)
            if item in self.begun:
                done &= week >= self.begun[item] + work.length[item] - 1
            fresh = done & (self.ends[item] == work.weeks)
            self.ends[item][fresh] = week
            self.open[item] = not done.all()

    def _left(self) -> np.ndarray:
        """Hours undone by resource, with those of weeks that never came."""
        work, undone = self.work, self.undone[:-1].copy()
        for portion in np.flatnonzero(self.waits):
            item = work.item[portion]
            ran = np.clip(work.weeks - self.begun[item].astype(np.int64), 0, work.length[item])
            undone[portion] += (work.length[item] - ran) * work.rate[portion] * self.factors[item]
        return np.array(
            [undone[begin:end].sum(axis=0) for begin, end in zip(work.first[:-1], work.first[1:], strict=True)]
        ).reshape(len(work.resources), self.factors.shape[1])


def _portions_of(work: Work) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in work.ids]
    for portion, item in enumerate(work.item):
        found[item].append(portion)
    return found
