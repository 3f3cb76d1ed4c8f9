"""What may still come: the nearest ways to a verdict, the chance of each ending, and how many more would settle it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from luotsi.engines.statistics.boundary import ville_table
from luotsi.engines.statistics.campaign_results import Chances, Next, Step
from luotsi.engines.statistics.crossing import walk

if TYPE_CHECKING:
    import numpy as np

PRIOR_CONTACTS = 4.0
SETTLED = 0.8
FARTHEST = 10_000
LIVELY = 2.0

Lines = tuple[Sequence[int], Sequence[int]]


def next_steps(lines: Lines, resolved: int, successes: int, target: float, direction: str) -> Next:
    """From the contacts resolved so far: what the next answers must bring."""
    low = _drought(lines[1], resolved, successes)
    high = _surge(lines[0], resolved, successes, target)
    return Next(abort_if=low, scale_if=high) if direction == "at_least" else Next(abort_if=high, scale_if=low)


def _drought(lo: Sequence[int], resolved: int, successes: int) -> Step | None:
    """The fewest further contacts that would reach the lower line without any success."""
    for n in range(resolved + 1, len(lo)):
        if lo[n] >= successes:
            return Step(n - resolved, lo[n] - successes, "at_most")
    return None


def _surge(up: Sequence[int], resolved: int, successes: int, target: float) -> Step | None:
    """The fewest further contacts that would reach the upper line at no more than twice the target.

    A run of nothing but successes would be nearer, but nobody waits for one. Where even that is not in reach, the run.
    """
    lively = min(LIVELY * target, (1 + target) / 2)
    runs = None
    for n in range(resolved + 1, len(up)):
        more, needed = n - resolved, max(up[n] - successes, 0)
        if needed <= more and up[n] <= n:
            if needed <= lively * more:
                return Step(more, needed, "at_least")
            runs = runs or Step(more, needed, "at_least")
    return runs


def urn(target: float, unsettled: tuple[int, int] = (0, 0)) -> Callable[[int, np.ndarray], np.ndarray]:
    """Chance of a success after n contacts: what was seen, and four contacts' worth of the target.

    `unsettled` answers and successes lie beyond the settled prefix and tell nothing of the rate: a yes comes early.
    """
    n_less, s_less = unsettled
    return lambda n, s: (PRIOR_CONTACTS * target + s - s_less) / (PRIOR_CONTACTS + n - n_less)


def chances_of(
    lines: Lines, resolved: int, successes: int, target: float, direction: str, unsettled: tuple[int, int] = (0, 0)
) -> Chances:
    """Chance of each ending by the horizon, from here; `unsettled` as in `urn`."""
    if resolved >= len(lines[0]) - 1:
        return Chances(0.0, 0.0, 1.0, 0.0)
    ahead = walk(*lines, urn(target, unsettled), (resolved, successes))
    scale, abort = (ahead.scale, ahead.abort) if direction == "at_least" else (ahead.abort, ahead.scale)
    return Chances(scale, abort, max(0.0, 1 - scale - abort), ahead.expected)


def certain(verdict: int, direction: str) -> Chances:
    """Decided."""
    scale = float((verdict > 0) == (direction == "at_least"))
    return Chances(scale, 1 - scale, 0.0, 0.0)


def further_to_settle(
    zone: tuple[float, float], errors: tuple[float, float], observed: float, resolved: int, successes: int
) -> int | None:
    """Further contacts until a verdict falls in four of five cases, if the true rate is the one observed.

    From (0, 0) for a campaign that begins anew. Counted with the thresholds that need no horizon: rather too many.
    """
    if resolved >= FARTHEST:
        return None
    table = ville_table(*zone, FARTHEST, *errors)
    rate = min(max(observed, 1e-9), 1 - 1e-9)
    ahead = walk(table.up, table.lo, rate, (resolved, successes), until=SETTLED)
    ended = ahead.scaled + ahead.aborted
    if ended.sum() < SETTLED:
        return None
    return int(ended.nonzero()[0][-1]) + 1
