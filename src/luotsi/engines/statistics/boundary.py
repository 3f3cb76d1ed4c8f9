"""Integer boundaries of the rate rule, calibrated exactly: the smallest thresholds that keep both errors.

Each side is calibrated as if the other did not exist, so a guarantee also holds for whoever goes on past a boundary.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, exp, log
from typing import TYPE_CHECKING

from luotsi.engines.statistics.campaign_types import Boundary, BoundaryRow, Criterion, Guarantee
from luotsi.engines.statistics.crossing import crossing, lower_hits, upper_hits
from luotsi.engines.statistics.mixture import PSEUDO_CONTACTS, Side

if TYPE_CHECKING:
    import numpy as np

MOST_CONTACTS = 20_000
HIGHEST_LOG_C = 60.0


@dataclass(frozen=True, slots=True)
class RateTable:
    """Boundaries from 0 to `contacts` resolved contacts: scale at `up[n]` or more, abort at `lo[n]` or fewer.

    up[n] > n and lo[n] = -1 where no number suffices. `c_up`, `c_lo` are the thresholds on the e-values,
    `wrong_scale`, `wrong_abort` the exact chances of crossing at floor and ceiling.
    """

    floor: float
    ceiling: float
    contacts: int
    up: tuple[int, ...]
    lo: tuple[int, ...]
    c_up: float
    c_lo: float
    wrong_scale: float
    wrong_abort: float
    above: Side
    below: Side

    def verdict(self, n: int, s: int) -> int:
        """1: scale, -1: abort, 0: neither."""
        return 1 if s >= self.up[n] else -1 if s <= self.lo[n] else 0

    def mirrored(self) -> RateTable:
        """The same rule counted in failures."""
        return RateTable(
            1 - self.ceiling,
            1 - self.floor,
            self.contacts,
            tuple(n - fewest for n, fewest in enumerate(self.lo)),
            tuple(n - most for n, most in enumerate(self.up)),
            self.c_lo,
            self.c_up,
            self.wrong_abort,
            self.wrong_scale,
            self.below.mirrored(),
            self.above.mirrored(),
        )


@lru_cache(maxsize=256)
def rate_table(
    floor: float,
    ceiling: float,
    contacts: int,
    error_scale: float = 0.05,
    error_abort: float = 0.05,
    pseudo: float = PSEUDO_CONTACTS,
) -> RateTable:
    """The calibrated table; kept, because every look at a campaign asks for it again."""
    middle = (floor + ceiling) / 2
    if middle > 0.5:
        mirror = rate_table(_flip(ceiling), _flip(floor), contacts, error_abort, error_scale, pseudo)
        return mirror.mirrored()
    above, below = Side(floor, middle, True, pseudo), Side(ceiling, middle, False, pseudo)
    c_up, wrong_scale = calibrated(above, contacts, error_scale)
    c_lo, wrong_abort = calibrated(below, contacts, error_abort)
    up, lo = _lines(above, below, log(c_up), log(c_lo), contacts)
    return RateTable(floor, ceiling, contacts, up, lo, c_up, c_lo, wrong_scale, wrong_abort, above, below)


def _flip(share: float) -> float:
    """1 - share without the dust that would make two keys of one table."""
    return round(1 - share, 12)


@lru_cache(maxsize=64)
def ville_table(
    floor: float, ceiling: float, contacts: int, error_scale: float, error_abort: float, any_target: bool = False
) -> RateTable:
    """The same shape at 1/error: needs no horizon, and is the rule for all horizons cut at `contacts`.

    `any_target`: the wider shape that holds for all targets at once.
    """
    middle = (floor + ceiling) / 2
    if middle > 0.5:
        return ville_table(_flip(ceiling), _flip(floor), contacts, error_abort, error_scale, any_target).mirrored()
    above = Side(floor, middle, True, any_target=any_target)
    below = Side(ceiling, middle, False, any_target=any_target)
    up, lo = _lines(above, below, -log(error_scale), -log(error_abort), contacts)
    c_up, c_lo = 1 / error_scale, 1 / error_abort
    return RateTable(floor, ceiling, contacts, up, lo, c_up, c_lo, error_scale, error_abort, above, below)


def _lines(
    above: Side, below: Side, log_up: float, log_lo: float, contacts: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Both lines. In a wide zone both claims hold in the end: from there on the nearer one is made.

    Lines only retreat for that, so that no error grows.
    """
    up = upper_line(above.stops(log_up, contacts), contacts)
    lo = lower_line(below.stops(log_lo, contacts), contacts)
    for n in (n for n in range(1, contacts + 1) if lo[n] >= up[n]):
        cut = min(max(ceil(above.middle * n), up[n]), lo[n] + 1)
        up[n], lo[n] = cut, cut - 1
    return tuple(up), tuple(lo)


def calibrated(
    side: Side, contacts: int, error: float, start: tuple[int, int] = (0, 0), highest: float | None = None
) -> tuple[float, float]:
    """The smallest threshold (1 or more) crossed by `contacts` with a chance of at most `error`, and that chance.

    Halving and interpolating its logarithm by turns until no integer of the boundary lies between, or 1e-9 is left.
    From (0, 0) Ville's 1/error is high enough; from elsewhere `highest` says up to where to look.
    """
    low, high = 0.0, -log(error) if highest is None else highest
    easy = side.turns(low, contacts)
    if (reached := _crossed(side, easy, contacts, start)) <= error:
        return 1.0, reached
    hard = side.turns(high, contacts)
    above, below, halve = reached, _crossed(side, hard, contacts, start), False
    while high - low > 1e-9 and (easy != hard).any():
        middle = low + (high - low) * (0.5 if halve else _share(above, below, error))
        turns, halve = side.turns(middle, contacts, (easy, hard)), not halve
        if (reached := _crossed(side, turns, contacts, start)) <= error:
            high, hard, below = middle, turns, reached
        else:
            low, easy, above = middle, turns, reached
    return exp(high), below


def _share(above: float, below: float, error: float) -> float:
    """How far between two thresholds the error lies: chances fall about as one over the threshold."""
    if below <= 0 or above <= below:
        return 0.5
    return min(max(log(above / error) / log(above / below), 0.02), 0.98)


def _crossed(side: Side, turns: np.ndarray, contacts: int, start: tuple[int, int]) -> float:
    hits = upper_hits if side.upper else lower_hits
    return crossing(hits(side.as_stops(turns, contacts), side.null, start))


def upper_line(stops: Sequence[tuple[int, int]], contacts: int) -> list[int]:
    """Contact by contact what the stops of an upper boundary say; contacts + 1 where none is left."""
    line: list[int] = []
    for last, level in stops:
        line.extend([level] * (min(last, contacts) + 1 - len(line)))
    line.extend([contacts + 1] * (contacts + 1 - len(line)))
    # Before anybody was invited, and where more successes than contacts were needed, nothing is decided.
    return [level if level <= n and n else contacts + 1 for n, level in enumerate(line)]


def lower_line(stops: Sequence[tuple[int, int]], contacts: int) -> list[int]:
    line = [-1] * (contacts + 1)
    for first, level in stops:
        line[first:] = [level] * (contacts + 1 - first)
    line[0] = -1
    return line


def table_of(criterion: Criterion, contacts: int, error_abort: float) -> RateTable:
    """The calibrated table in the criterion's own successes.

    For at_most the upper line aborts and the lower one scales, so that the errors change places.
    """
    return rate_table(*criterion.zone, contacts, *errors_of(criterion, error_abort))


def errors_of(criterion: Criterion, error_abort: float) -> tuple[float, float]:
    """The errors allowed for the upper and the lower line."""
    errors = criterion.error_scale, error_abort
    return errors if criterion.direction == "at_least" else errors[::-1]


def boundary_of(criterion: Criterion, contacts: int, error_abort: float) -> Boundary:
    """The calibrated table as people read it."""
    return as_boundary(criterion, table_of(criterion, contacts, error_abort), "calibrated")


def as_boundary(criterion: Criterion, table: RateTable, code: str) -> Boundary:
    rows = tuple(row_of(criterion, table, n) for n in range(1, table.contacts + 1))
    floor, ceiling = criterion.zone
    guarantee = guarantee_of(criterion, table, code)
    return Boundary(
        name_of(table.up, table.lo),
        criterion.target,
        floor,
        ceiling,
        table.contacts,
        criterion.direction,
        rows,
        guarantee,
    )


def guarantee_of(criterion: Criterion, table: RateTable, code: str) -> Guarantee:
    wrong = table.wrong_scale, table.wrong_abort
    return Guarantee(*(wrong if criterion.direction == "at_least" else wrong[::-1]), code == "calibrated", code)


def row_of(criterion: Criterion, table: RateTable, n: int) -> BoundaryRow:
    upper = table.up[n] if table.up[n] <= n else None
    lower = table.lo[n] if table.lo[n] >= 0 else None
    return BoundaryRow(n, upper, lower) if criterion.direction == "at_least" else BoundaryRow(n, lower, upper)


def name_of(up: Sequence[int], lo: Sequence[int]) -> str:
    content = ",".join(map(str, (*up, *lo)))
    return hashlib.sha256(content.encode()).hexdigest()[:16]
