"""What changed between two plans: items that moved, left or entered. A place is a mode and a start."""

from __future__ import annotations

from collections.abc import Iterable

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
