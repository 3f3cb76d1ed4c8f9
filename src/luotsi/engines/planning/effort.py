"""How far real hours may lie from planned ones: one log-normal factor for each item, on all its hours.

An `effort_range` [low, high] holds its 10th and 90th percentile, which fixes both median and spread. An item
without a range is planned at its median and spreads by DEFAULT_SPREAD.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from luotsi.engines.planning.problem import Item

Z90 = 1.2815515655446004  # 90th percentile of the standard normal
DEFAULT_SPREAD = 0.35  # standard deviation of the factor's logarithm: estimates are off by 29 % on average


@dataclass(frozen=True, slots=True)
class Spread:
    """The log-normal factor between planned and real hours."""

    median: float
    sigma: float

    @property
    def mean(self) -> float:
        return self.median * math.exp(self.sigma**2 / 2)

    @property
    def variance(self) -> float:
        return self.mean**2 * math.expm1(self.sigma**2)


def spread_of(item: Item, default: float = DEFAULT_SPREAD) -> Spread:
    """The item's own range, or the team's usual spread around what is planned."""
    if item.effort_range is None:
        return Spread(1.0, default)
    low, high = item.effort_range
    return Spread(math.sqrt(low * high), math.log(high / low) / (2 * Z90))


def draw_factors(
    items: Sequence[Item],
    *,
    draws: int,
    seed: int,
    spread: float = DEFAULT_SPREAD,
    common: float = 0.0,
    only: Sequence[int] | np.ndarray | None = None,
) -> np.ndarray:
    """Factors, one row an item and one column a draw; the same item gets the same ones in every plan of a problem.

    only: places of the items wanted, in this order (None: all).

    common: 0 to 1, the correlation between the logarithms of any two items' factors (a whole team that estimates
    too low). 0: every item errs by itself.
    """
    import numpy as np

    dice = np.random.default_rng(seed)
    together = dice.standard_normal(draws, dtype=np.float32)
    wanted = np.arange(len(items)) if only is None else np.asarray(only, dtype=np.int64)
    own = dice.standard_normal((len(items), draws), dtype=np.float32)[wanted]
    if common:
        own *= math.sqrt(1 - common)
        own += math.sqrt(common) * together
    spreads = [spread_of(items[index], spread) for index in wanted]
    sigma = np.array([one.sigma for one in spreads], dtype=np.float32)[:, None]
    median = np.array([one.median for one in spreads])[:, None]
    return median * np.exp(sigma * own).astype(np.float64)
