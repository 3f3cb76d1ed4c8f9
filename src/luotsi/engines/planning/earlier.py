"""An earlier plan on a grid, and the grid on which nothing may move more than so much: rows every solver keeps to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from luotsi.engines.planning.draft import NOWHERE, Draft
from luotsi.engines.planning.grid import Grid, LimitRow, MinimumRow
from luotsi.engines.planning.problem import Placed


@dataclass(frozen=True)
class Earlier:
    """An earlier plan on a grid: its items, and each item's earlier place (NOWHERE: the place is gone)."""

    items: np.ndarray
    places: np.ndarray

    @property
    def kept(self) -> np.ndarray:
        """The earlier places that are still there."""
        return self.places[self.places != NOWHERE]

    @property
    def gone_count(self) -> int:
        """Moves that nothing can avoid."""
        return int((self.places == NOWHERE).sum())


def earlier_on(grid: Grid, plan: Iterable[Placed]) -> Earlier:
    """Where an earlier plan (of items the grid knows) stands on this grid."""
    number_of = {item.id: number for number, item in enumerate(grid.items)}
    placed = list(plan)
    items = [number_of[one.id] for one in placed]
    places = [_place(grid, number, one) for number, one in zip(items, placed, strict=True)]
    return Earlier(np.array(items, int), np.array(places, int))


def _place(grid: Grid, number: int, placed: Placed) -> int:
    names = [mode.name for mode in grid.items[number].modes]
    own = grid.places_of(number)
    if placed.mode not in names:
        return NOWHERE
    found = own[(grid.start[own] == placed.start) & (grid.mode[own] == names.index(placed.mode))]
    return int(found[0]) if len(found) else NOWHERE


def held_grid(grid: Grid, earlier: Earlier, draft: Draft) -> Grid:
    """The grid on which no plan moves more items, or leaves out more, than `draft` does.

    Places other than the earlier one use one unit of a limit; the earlier plan's items are a minimum.
    """
    inside = draft.place[earlier.items] != NOWHERE
    moved = int((inside & (draft.place[earlier.items] != earlier.places)).sum())
    elsewhere = np.isin(grid.item, earlier.items)
    elsewhere[earlier.kept] = False
    padding = len(grid.limits)
    rows = np.where(grid.uses_row == padding, padding + 1, grid.uses_row)
    own = np.where(elsewhere, padding, padding + 1)
    member = np.zeros(len(grid.items))
    member[earlier.items] = 1.0
    return replace(
        grid,
        uses_row=np.column_stack([rows, own]).astype(grid.uses_row.dtype),
        uses_amount=np.column_stack([grid.uses_amount, elsewhere.astype(float)]),
        limits=(*grid.limits, LimitRow("moves", "previous", None)),
        capacity=np.concatenate([grid.capacity[:-1], [float(moved)], grid.capacity[-1:]]),
        minimums=(*grid.minimums, MinimumRow("previous", {})),
        gives=np.vstack([grid.gives, member]),
        needed=np.append(grid.needed, float(inside.sum())),
    )
