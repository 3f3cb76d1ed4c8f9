"""What changed between two plans: items that moved, left or entered. A place is a mode and a start.

`held_grid` turns "no more moves than these" into rows of the grid, so that every solver keeps to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from luotsi.engines.planning.draft import NOWHERE, Draft
from luotsi.engines.planning.grid import Grid, LimitRow, MinimumRow
from luotsi.engines.planning.plan import Move
from luotsi.engines.planning.problem import Placed


def moves_between(before: Iterable[Placed], after: Iterable[Placed]) -> tuple[Move, ...]:
    """Every difference: what stood in the earlier plan in its order, then what entered in the order of the later."""
    old, new = {placed.id: placed for placed in before}, {placed.id: placed for placed in after}
    changed = [_move(placed, new.get(id_)) for id_, placed in old.items()]
    entered = [Move(id_, "entered", None, placed) for id_, placed in new.items() if id_ not in old]
    return (*(move for move in changed if move is not None), *entered)


def count_moves(moves: Iterable[Move]) -> tuple[int, int]:
    """How many moved or left, and how many of them left; what entered is no move."""
    codes = [move.code for move in moves]
    return codes.count("moved") + codes.count("left"), codes.count("left")


def _move(before: Placed, after: Placed | None) -> Move | None:
    if after is None:
        return Move(before.id, "left", before, None)
    same = (before.mode, before.start) == (after.mode, after.start)
    return None if same else Move(before.id, "moved", before, after)


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


def earlier_on(grid: Grid) -> Earlier:
    """Where the problem's `previous` stands on this grid."""
    number_of = {item.id: number for number, item in enumerate(grid.items)}
    items = [number_of[placed.id] for placed in grid.problem.previous]
    places = [_place(grid, number_of[placed.id], placed) for placed in grid.problem.previous]
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
