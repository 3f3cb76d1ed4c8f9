"""How often a walk of successes crosses integer boundaries: exact forward recursions over the (n, s) lattice.

A boundary is a list of stops (n, s). Successes only grow, so while a boundary stays the same it is enough to look once:
at the last contact of such a stretch for an upper one, at the first for a lower one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

NEGLIGIBLE = 1e-19
TRIM_EVERY = 8
Stops = Sequence[tuple[int, int]]


class Hit(NamedTuple):
    """Mass absorbed at contact n, for successes first, first + 1, …"""

    n: int
    first: int
    mass: np.ndarray


def upper_hits(stops: Stops, p: float, start: tuple[int, int] = (0, 0)) -> list[Hit]:
    """First crossings of an upper boundary: stop (n, s) says that up to contact n, s successes are needed."""
    return _hits(stops, p, start, upper=True)


def lower_hits(stops: Stops, p: float, start: tuple[int, int] = (0, 0)) -> list[Hit]:
    """First crossings of a lower boundary: stop (n, s) says that from contact n on, s successes are too few."""
    return _hits(stops, p, start, upper=False)


def crossing(hits: list[Hit]) -> float:
    return float(sum(hit.mass.sum() for hit in hits))


def _hits(stops: Stops, p: float, start: tuple[int, int], upper: bool) -> list[Hit]:
    import numpy as np

    n, first = start
    alive, hits = np.ones(1), []
    steps = _Binomial(p)
    for place, (stop, level) in enumerate(_ahead(stops, n, upper)):
        alive = np.convolve(alive, steps.pmf(stop - n)) if stop > n else alive
        n = stop
        cut = level - first if upper else level - first + 1
        cut = min(max(cut, 0), alive.size)
        if upper:
            hits.append(Hit(n, first + cut, alive[cut:]))
            alive = alive[:cut]
        else:
            hits.append(Hit(n, first, alive[:cut]))
            alive, first = alive[cut:], first + cut
        if not alive.size:
            break
        if not place % TRIM_EVERY:
            alive, first = _trimmed(alive, first)
    return hits


def _ahead(stops: Stops, n: int, upper: bool) -> Stops:
    """The stops after contact n; a lower level reached before still holds at the next contact."""
    ahead = [stop for stop in stops if stop[0] > n]
    behind = len(stops) - len(ahead)
    if upper or not behind or (ahead and ahead[0][0] == n + 1):
        return ahead
    return [(n + 1, stops[behind - 1][1]), *ahead]


def _trimmed(alive: np.ndarray, first: int) -> tuple[np.ndarray, int]:
    """Without ends too small to matter: what is left out sums to less than one part in 10^15."""
    import numpy as np

    kept = np.flatnonzero(alive > NEGLIGIBLE)
    if not kept.size:
        return alive[:1], first
    return alive[kept[0] : kept[-1] + 1], first + int(kept[0])


class _Binomial:
    """Chances of 0 … k successes in k contacts, kept by k."""

    def __init__(self, p: float) -> None:
        self._p = p
        self._kept: dict[int, np.ndarray] = {}

    def pmf(self, k: int) -> np.ndarray:
        if k not in self._kept:
            self._kept[k] = self._made(k)
        return self._kept[k]

    def _made(self, k: int) -> np.ndarray:
        import numpy as np
        from scipy.special import gammaln, xlog1py, xlogy

        s = np.arange(k + 1)
        ways = gammaln(k + 1) - gammaln(s + 1) - gammaln(k - s + 1)
        return np.exp(ways + xlogy(s, self._p) + xlog1py(k - s, -self._p))


def upper_stops(line: Sequence[int]) -> Stops:
    """A line over n = 0, 1, … as stops: the last contact of every stretch on one level."""
    ends = [n for n in range(1, len(line)) if n + 1 == len(line) or line[n + 1] != line[n]]
    return [(n, line[n]) for n in ends]


def lower_stops(line: Sequence[int]) -> Stops:
    """A line over n = 0, 1, … as stops: the first contact of every stretch on one level."""
    return [(n, line[n]) for n in range(1, len(line)) if line[n] >= 0 and line[n] != line[n - 1]]


class Walk(NamedTuple):
    """Where a walk between two boundaries ended: by further contact, the mass that scaled and aborted there."""

    scaled: np.ndarray
    aborted: np.ndarray

    @property
    def scale(self) -> float:
        return float(self.scaled.sum())

    @property
    def abort(self) -> float:
        return float(self.aborted.sum())

    @property
    def expected(self) -> float:
        """Average number of further contacts until a boundary or the end."""
        import numpy as np

        ended = np.cumsum(self.scaled + self.aborted)
        return float(self.scaled.size - ended[:-1].sum()) if ended.size else 0.0


def walk(
    up: Sequence[int],
    lo: Sequence[int],
    chance: float | Callable[[int, np.ndarray], np.ndarray],
    start: tuple[int, int] = (0, 0),
    until: float = 2.0,
) -> Walk:
    """Between both boundaries from `start` to the end of the tables, contact by contact.

    `up[n]`, `lo[n]`: scale at or above, abort at or below, n from 0. `chance` of a success: a rate, or a function of
    n and the successes (an urn). Stops early once so much mass has ended.
    """
    import numpy as np

    n, first = start
    alive = np.ones(1)
    scaled, aborted = np.zeros(max(len(up) - 1 - n, 0)), np.zeros(max(len(up) - 1 - n, 0))
    ended = 0.0
    for step in range(scaled.size):
        p = chance if isinstance(chance, float) else chance(n, np.arange(first, first + alive.size))
        grown = np.empty(alive.size + 1)
        won = alive * p
        grown[:-1] = alive - won
        grown[-1] = 0.0
        grown[1:] += won
        n += 1
        low, high = max(lo[n] + 1 - first, 0), max(up[n] - first, 0)
        if low:
            aborted[step] = grown[:low].sum()
        if high < grown.size:
            scaled[step] = grown[high:].sum()
        ended += scaled[step] + aborted[step]
        alive, first = grown[low:high], first + low
        if not alive.size or ended >= until:
            break
        if not step % (2 * TRIM_EVERY):
            alive, first = _trimmed(alive, first)
    return Walk(scaled, aborted)
