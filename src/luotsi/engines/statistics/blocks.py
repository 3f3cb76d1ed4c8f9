"""Two arms of unequal size: blocks of ka contacts of A and kb of B, in which equal rates leave no freedom but chance.

Given t successes in a block, B's share of them is hypergeometric if the rates are equal; with an odds ratio between the
arms it is the noncentral one. The evidence for B is the product of their ratios, averaged over odds ratios above 1,
against 2/error.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

ODDS, LOWEST_ODDS, HIGHEST_ODDS = 24, 1.05, 20.0
LARGEST_BLOCK = 100


class Blocks(NamedTuple):
    """What the blocks say: side 1 for B, -1 for A, 0 for neither; `decided_at` in blocks."""

    side: int
    decided_at: int | None
    only_a: int
    only_b: int
    claim_at: None
    claim_chance: float
    evidence_a: float
    evidence_b: float
    threshold: float
    reasons: tuple[str, ...]


def block_sizes(share_a: float, share_b: float) -> tuple[int, int]:
    """The smallest whole numbers in the ratio of the shares."""
    ratio = Fraction(share_a / share_b).limit_denominator(LARGEST_BLOCK)
    return ratio.numerator, ratio.denominator


def block_result(
    a: Sequence[bool | None], b: Sequence[bool | None], share_a: float, share_b: float, error: float
) -> Blocks:
    """Evidence block by block, over the blocks whose contacts have all answered, up to the first that has not."""
    import numpy as np
    from scipy.special import logsumexp

    sizes = block_sizes(share_a, share_b)
    blocks = _finished(a, b, *sizes)
    steps = np.zeros((1, 2 * ODDS))
    if blocks:
        steps = np.cumsum([_ratios(*sizes, t, from_b) for t, from_b in blocks], axis=0)
    stakes = [logsumexp(steps[:, half], axis=1) - log(ODDS) for half in (slice(ODDS, None), slice(ODDS))]
    side, decided_at = _first(stakes, log(2 / error)) if blocks else (0, None)
    expected = [t * sizes[1] / sum(sizes) for t, _ in blocks]
    ahead_b = sum(from_b > mean for (_, from_b), mean in zip(blocks, expected, strict=True))
    ahead_a = sum(from_b < mean for (_, from_b), mean in zip(blocks, expected, strict=True))
    evidence_b, evidence_a = (exp(min(float(stake[-1]), 690.0)) for stake in stakes)
    return Blocks(side, decided_at, ahead_a, ahead_b, None, 1.0, evidence_a, evidence_b, 2 / error, ("unequal_shares",))


def _finished(a: Sequence[bool | None], b: Sequence[bool | None], ka: int, kb: int) -> list[tuple[int, int]]:
    """Successes of each block, and B's among them."""
    found = []
    for block in range(min(len(a) // ka, len(b) // kb)):
        left, right = a[block * ka : (block + 1) * ka], b[block * kb : (block + 1) * kb]
        if None in left or None in right:
            break
        found.append((sum(map(bool, left)) + sum(map(bool, right)), sum(map(bool, right))))
    return found


def _first(stakes: Sequence[np.ndarray], needed: float) -> tuple[int, int | None]:
    import numpy as np

    ways = [(int(np.argmax(stake >= needed)), side) for stake, side in zip(stakes, (1, -1), strict=True)]
    ways = [(at, side) for (at, side), stake in zip(ways, stakes, strict=True) if stake[at] >= needed]
    return (min(ways)[1], min(ways)[0] + 1) if ways else (0, None)


@lru_cache(maxsize=4096)
def _ratios(ka: int, kb: int, t: int, from_b: int) -> np.ndarray:
    """Log likelihood ratio of one block at each odds ratio to 1: first those below 1, then those above."""
    import numpy as np

    above = np.log(np.geomspace(LOWEST_ODDS, HIGHEST_ODDS, ODDS))
    return log_ratios(ka, kb, t, from_b, np.concatenate([-above, above]))


def log_ratios(ka: int, kb: int, t: int, from_b: int, log_odds: np.ndarray) -> np.ndarray:
    """Log likelihood ratio to odds 1 of `from_b` of t successes falling to B, among ka contacts of A and kb of B."""
    import numpy as np
    from scipy.special import gammaln, logsumexp

    # What lies further out than every tilt can reach (its variance is at most t / 4) weighs nothing.
    reach = int(t / 4 * np.abs(log_odds).max() + 14 * np.sqrt(t / 4)) + 10
    middle = t * kb // (ka + kb)
    x = np.arange(max(0, t - ka, middle - reach), min(t, kb, middle + reach) + 1)
    ways = -gammaln(t - x + 1) - gammaln(ka - t + x + 1) - gammaln(x + 1) - gammaln(kb - x + 1)
    ways -= logsumexp(ways)
    return from_b * log_odds - logsumexp(ways[:, None] + x[:, None] * log_odds, axis=0)
