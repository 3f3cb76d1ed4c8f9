"""Possible futures of a team, week by week: gamma level, drifting and sometimes breaking rate, uneven counts."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from math import log
from typing import TYPE_CHECKING

from luotsi.engines.statistics._pace import DRIFT_MEMORY, Arrivals, Pace

if TYPE_CHECKING:
    import numpy as np

# About once in three years the level of a team breaks, by the size of a halving or a doubling.
BREAK_CHANCE = 1 / 156
BREAK_SIZE = log(2)
# Of one length always, so that a future does not depend on how far it is followed.
STRETCH_WEEKS = 26


class Paths:
    """Simulated futures that grow by stretches of STRETCH_WEEKS weeks; only the latest stretch is kept.

    A stretch is a pair of arrays, one row a week, one column a simulation: items completed so far, and
    those less the items arrived so far. The same seed gives the same futures however far they are followed.
    """

    def __init__(
        self,
        pace: Pace,
        simulations: int,
        rng: np.random.Generator,
        capacity: Sequence[float] = (),
        first_week_share: float = 1.0,
    ) -> None:
        import numpy as np

        self._pace, self._rng = pace, rng
        self._capacity, self._first_week_share = tuple(capacity), first_week_share
        self._level = _levels(pace, simulations, rng)
        self._ratio = _ratios(pace.arrivals, simulations, rng)
        self._drift = pace.start_sigma * rng.standard_normal(simulations)
        self._drift_variance = pace.start_sigma**2
        self._broken = np.zeros(simulations)
        self._completed = np.zeros(simulations, dtype=np.int64)
        self._arrived = np.zeros(simulations, dtype=np.int64)
        self.weeks = 0

    def stretch(self) -> tuple[np.ndarray, np.ndarray]:
        """Follow every future for one more stretch: (completed so far, completed less arrived so far)."""
        rates, time, capacity = self._rates(), self._time(), self._capacities()
        self.weeks += STRETCH_WEEKS
        done = self._counts(rates * (time * capacity)[:, None], self._pace.spread)
        completed = self._completed + done.cumsum(axis=0)
        self._completed = completed[-1]
        if self._pace.arrivals is None:
            return completed, completed
        come = self._counts(rates * time[:, None] * self._ratio, self._pace.arrivals.spread)
        arrived = self._arrived + come.cumsum(axis=0)
        self._arrived = arrived[-1]
        return completed, completed - arrived

    def only(self, chosen: np.ndarray, rng: np.random.Generator) -> Paths:
        """The chosen futures alone, to be followed further with another generator."""
        part = copy(self)
        part._rng, part._level, part._ratio = rng, self._level[chosen], self._ratio[chosen]
        part._drift, part._broken = self._drift[chosen], self._broken[chosen]
        part._completed, part._arrived = self._completed[chosen], self._arrived[chosen]
        return part

    def _rates(self) -> np.ndarray:
        """Mean counts at full capacity. Drift and breaks are centred: on average the pace stays what it was."""
        import numpy as np

        log_rate = self._breaks()
        steps = self._pace.drift_sigma * self._rng.standard_normal(log_rate.shape)
        for week, step in enumerate(steps):
            self._drift = DRIFT_MEMORY * self._drift + step
            self._drift_variance = DRIFT_MEMORY**2 * self._drift_variance + self._pace.drift_sigma**2
            log_rate[week] += self._drift - self._drift_variance / 2
        return np.exp(log_rate) * self._level

    def _breaks(self) -> np.ndarray:
        import numpy as np

        steps = np.zeros((STRETCH_WEEKS, self._level.size))
        count = self._rng.poisson(BREAK_CHANCE * steps.size)
        where = self._rng.integers(steps.size, size=count)
        sizes = BREAK_SIZE * self._rng.standard_normal(count) - BREAK_SIZE**2 / 2
        np.add.at(steps.reshape(-1), where, sizes)
        steps[0] += self._broken
        broken = steps.cumsum(axis=0)
        self._broken = broken[-1].copy()
        return broken

    def _capacities(self) -> np.ndarray:
        import numpy as np

        factors = np.ones(STRETCH_WEEKS)
        given = self._capacity[self.weeks : self.weeks + STRETCH_WEEKS]
        factors[: len(given)] = given
        return factors

    def _time(self) -> np.ndarray:
        import numpy as np

        time = np.ones(STRETCH_WEEKS)
        if self.weeks == 0:
            time[0] = self._first_week_share
        return time

    def _counts(self, mean: np.ndarray, spread: float) -> np.ndarray:
        """Negative binomial with variance `spread` times the mean, as a gamma mixture of Poisson."""
        if spread - 1 > 1e-6:
            mean = self._rng.standard_gamma(mean / (spread - 1)) * (spread - 1)
        return self._rng.poisson(mean)


def _levels(pace: Pace, simulations: int, rng: np.random.Generator) -> np.ndarray:
    import numpy as np

    if pace.guess is None:
        return rng.standard_gamma(pace.shape, simulations) * pace.scale
    if pace.guess.low == pace.guess.high:
        return np.full(simulations, pace.guess.likely)
    return rng.triangular(pace.guess.low, pace.guess.likely, pace.guess.high, simulations)


def _ratios(arrivals: Arrivals | None, simulations: int, rng: np.random.Generator) -> np.ndarray:
    import numpy as np

    if arrivals is None:
        return np.zeros(simulations)
    return np.maximum(0.0, arrivals.ratio + arrivals.ratio_error * rng.standard_normal(simulations))
