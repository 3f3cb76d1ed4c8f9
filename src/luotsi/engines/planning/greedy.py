"""A first plan: promised items first, then by worth for the room they take, in any mode that fits."""

from __future__ import annotations

import numpy as np

from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.grid import Grid


def first_plan(grid: Grid, wanted: np.ndarray | None = None) -> Draft | None:
    """Place items one by one, those with the most wanted place first (None: by worth for the room they take).

    None where promised items do not find a place this way (which does not prove that there is none).
    """
    density = _density(grid) if wanted is None else wanted
    draft = Draft(grid)
    for item in _promised_order(grid):
        if not _place_best(draft, item, density):
            return None
    best = np.array([density[grid.places_of(item)].max(initial=-np.inf) for item in range(len(grid.items))])
    waiting = [int(item) for item in np.argsort(-best, kind="stable") if best[item] > -np.inf]
    for item in waiting:
        if not draft.has(item) and all(draft.has(earlier) for earlier in grid.before[item]):
            _place_best(draft, item, density)
    return draft


def _density(grid: Grid) -> np.ndarray:
    """Worth for the share of all capacity that the place takes."""
    total: dict[tuple[str, str], float] = {}
    for limit, capacity in zip(grid.limits, grid.capacity, strict=False):
        total[limit.code, limit.name] = total.get((limit.code, limit.name), 0.0) + capacity
    scale = np.array([*(total[limit.code, limit.name] for limit in grid.limits), np.inf])
    used = (grid.uses_amount / np.maximum(scale, 1e-9)[grid.uses_row]).sum(axis=1)
    return grid.worth / (used + 1e-6)


def priced_worth(grid: Grid, prices: np.ndarray) -> np.ndarray:
    """Worth less the price of all that the place uses."""
    return grid.worth - (grid.uses_amount * np.append(prices, 0.0)[grid.uses_row]).sum(axis=1)


def _promised_order(grid: Grid) -> list[int]:
    """Promised items and what they come after, those with the fewest places first, predecessors before."""
    wanted: list[int] = []
    promised = [item for item in range(len(grid.items)) if grid.promised[item]]
    for item in sorted(promised, key=lambda item: (grid.first[item + 1] - grid.first[item], item)):
        wanted += [other for other in [*grid.ancestors(item), item] if other not in wanted]
    return wanted


def _place_best(draft: Draft, item: int, density: np.ndarray) -> bool:
    own = draft.in_order(item)
    own = own[draft.fits(own)]
    if not len(own):
        return False
    best = own[np.argmax(density[own])]
    promised = draft.grid.promised[item] or any(draft.grid.promised[later] for later in _behind(draft.grid, item))
    if draft.grid.worth[best] <= 0 and not promised:
        return False
    draft.put(int(best))
    return True


def _behind(grid: Grid, item: int) -> set[int]:
    found: set[int] = set()
    stack = list(grid.behind[item])
    while stack:
        later = stack.pop()
        if later not in found:
            found.add(later)
            stack.extend(grid.behind[later])
    return found
