"""Better plans by small steps: insert what fits, move what could stand better, push out what is worth less.

Ends when no step helps, so that everything left out then has a true reason. No clock, no chance.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.eviction import Eviction, cheapest_entry

GAIN = 1e-7  # steps worth less than this are rounding


def polish(draft: Draft, *, pushing: bool = True, enough: Callable[[], bool] = lambda: False) -> None:
    """Raise the value until no step helps; pushing others out ends early when `enough()` says so."""
    going = True
    while going:
        going = insert_all(draft) | move_all(draft)
        if not going and pushing and not enough():
            going = _evict_all(draft, enough)


def meet_minimums(draft: Draft) -> None:
    """Let in what closes the gap to missed minimums, at the least loss for the hours gained."""
    grid = draft.grid
    while (short := _short(draft)) > GAIN:
        best: tuple[float, Draft] | None = None
        missed = draft.level < grid.needed - GAIN
        for item in _by_worth(draft):
            if grid.gives[missed, item].sum() <= 0:
                continue
            entry = cheapest_entry(draft, item)
            gained = 0.0 if entry is None else short - _short(entry.after)
            if entry is not None and gained > GAIN:
                price = (draft.value - entry.after.value) / gained
                if best is None or price < best[0]:
                    best = price, entry.after
        if best is None:
            return
        draft.become(best[1])


def _short(draft: Draft) -> float:
    return float(np.maximum(draft.grid.needed - draft.level, 0.0).sum())


def insert_all(draft: Draft) -> bool:
    """Put in everything that still fits with positive worth, the most worth first."""
    grid, any_in = draft.grid, False
    going = True
    while going:  # what came in may open the way for what comes after it
        going = False
        out = np.flatnonzero((draft.place[grid.item] < 0) & (grid.worth > GAIN))
        out = out[draft.fits(out)]
        for place in out[np.argsort(-grid.worth[out], kind="stable")].tolist():
            item = int(grid.item[place])
            if draft.has(item) or not draft.fits(np.array([place]))[0] or place not in draft.in_order(item):
                continue
            if draft.keeps_minimums(with_=[item]):
                draft.put(place)
                any_in = going = True
    return any_in


def move_all(draft: Draft) -> bool:
    """Give every item in the plan its best place that is free."""
    grid, any_moved = draft.grid, False
    for item in np.flatnonzero(draft.place >= 0).tolist():
        old = int(draft.place[item])
        own = draft.in_order(item)
        better = own[grid.worth[own] > grid.worth[old] + GAIN]
        if not len(better):
            continue
        draft.take(item)
        better = better[draft.fits(better)]
        best = int(better[np.argmax(grid.worth[better])]) if len(better) else old
        draft.put(best)
        any_moved |= best != old
    return any_moved


def tidy(draft: Draft) -> None:
    """Of places worth the same, everything takes the earliest that is free: a plan without needless waiting."""
    grid = draft.grid
    for item in sorted(
        np.flatnonzero(draft.place >= 0).tolist(), key=lambda item: (grid.start[draft.place[item]], item)
    ):
        old = draft.take(item)
        own = draft.in_order(item)
        own = own[np.abs(grid.worth[own] - grid.worth[old]) <= GAIN]
        own = own[draft.fits(own) & (grid.mode[own] == grid.mode[old]) & (grid.start[own] <= grid.start[old])]
        draft.put(int(own[0]) if len(own) else old)


def _evict_all(draft: Draft, enough: Callable[[], bool]) -> bool:
    any_in = False
    for item in _by_worth(draft):
        if enough():
            break
        if draft.has(item):  # came in with an earlier step
            continue
        entry = cheapest_entry(draft, item)
        if entry is not None and _gain(draft, entry) > GAIN:
            draft.become(entry.after)
            any_in = True
    return any_in


def _gain(draft: Draft, entry: Eviction) -> float:
    insert_all(entry.after)
    return entry.after.value - draft.value


def _by_worth(draft: Draft) -> list[int]:
    grid = draft.grid
    out = [item for item in range(len(grid.items)) if not draft.has(item) and grid.first[item] < grid.first[item + 1]]
    best = {item: grid.worth[grid.places_of(item)].max() for item in out}
    return sorted(out, key=lambda item: (-best[item], item))
