"""Letting an item in by pushing others out: the cheapest way found, with the plan that results as its proof."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import TOLERANCE

CLOSEST = 12  # places looked at per item, those that lack least for what they are worth; more where none will do


@dataclass(frozen=True)
class Eviction:
    """The plan with the item in, and the items that left for it."""

    after: Draft
    gone: tuple[int, ...]


def cheapest_entry(draft: Draft, item: int) -> Eviction | None:
    """The best plan found with the item (and all it comes after) in; None where none was found."""
    missing = [earlier for earlier in draft.grid.ancestors(item) if not draft.has(earlier)]
    now, kept = draft, {item, *draft.grid.ancestors(item)}
    floor = np.minimum(draft.grid.needed, draft.level) - TOLERANCE
    for step in [*missing, item]:
        entry = _enter(now, step, kept, floor if step == item else None)
        if entry is None:
            return None
        now = entry
    gone = tuple(int(other) for other in np.flatnonzero((draft.place >= 0) & (now.place < 0)))
    return Eviction(now, gone)


def _enter(draft: Draft, item: int, kept: set[int], floor: np.ndarray | None) -> Draft | None:
    """The best plan with the item at one of its closest places, minimums not below `floor`."""
    best: Draft | None = None
    for number, place in enumerate(_closest(draft, draft.in_order(item))):
        if number >= CLOSEST and best is not None:
            break
        after = _make_room(draft, int(place), kept)
        if after is None or (floor is not None and (after.level < floor).any()):
            continue
        if best is None or after.value > best.value + TOLERANCE:
            best = after
    return best


def _closest(draft: Draft, own: np.ndarray) -> np.ndarray:
    if not len(own):
        return own
    grid = draft.grid
    capacity = np.maximum(grid.capacity[grid.uses_row[own]], 1e-9)
    lack = np.where(np.isinf(capacity), 0.0, draft.lacks(own) / capacity).sum(axis=1)
    free = own[lack == 0]
    if len(free):
        return free[np.argsort(-grid.worth[free], kind="stable")]
    scale = max(1e-9, float(np.abs(grid.worth[own]).max()))
    return own[np.argsort(lack - grid.worth[own] / scale, kind="stable")]


def _make_room(draft: Draft, place: int, kept: set[int]) -> Draft | None:
    """Push out the items that free most of what is lacking for the least worth, then let back what still fits."""
    grid = draft.grid
    rows, amounts = grid.uses_row[place], grid.uses_amount[place]
    after, gone = draft.copy(), []
    while True:
        lack = amounts - after.room[rows]
        short = (lack > TOLERANCE) & (amounts > 0)
        if not short.any():
            break
        victim = _cheapest_victim(after, rows[short], lack[short], kept)
        if victim is None:
            return None
        for other in [*after.dependants(victim), victim]:
            gone.append((other, after.take(other)))
    after.put(place)
    _let_back(after, gone)
    return after


def _cheapest_victim(draft: Draft, rows: np.ndarray, lack: np.ndarray, kept: set[int]) -> int | None:
    grid = draft.grid
    placed = np.flatnonzero((draft.place >= 0) & ~grid.promised)
    if not len(placed):
        return None
    places = draft.place[placed]
    needed = np.zeros(len(grid.capacity))
    needed[rows] = lack
    relief = np.minimum(grid.uses_amount[places], needed[grid.uses_row[places]])
    share = np.divide(relief, needed[grid.uses_row[places]], out=np.zeros_like(relief), where=relief > 0).sum(axis=1)
    loss = np.maximum(grid.worth[places], 1e-6)
    order = np.argsort(-share / loss, kind="stable")
    for index in order:
        if share[index] <= 0:
            return None
        victim = int(placed[index])
        leaving = [victim, *draft.dependants(victim)]
        if victim not in kept and not any(other in kept or grid.promised[other] for other in leaving):
            return victim
    return None


def _let_back(after: Draft, gone: list[tuple[int, int]]) -> None:
    """Victims that fit again, at their old place or another, come back, the most worth first."""
    grid = after.grid
    waiting = sorted(gone, key=lambda pair: -grid.worth[pair[1]])
    for item, old in waiting:
        own = after.in_order(item)
        own = own[after.fits(own)] if len(own) else own
        own = own[(grid.worth[own] > 0) | (own == old)] if len(own) else own
        if len(own):
            best = own[np.argmax(grid.worth[own])]
            if grid.worth[best] > 0:
                after.put(int(best))
