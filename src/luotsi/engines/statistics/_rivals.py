"""The plain methods that the forecast is measured against: resampled weeks, as common boards do it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from luotsi.engines.statistics._types import Throughput

if TYPE_CHECKING:
    import numpy as np

STRETCH_WEEKS = 26


def block_bootstrap(known: Throughput, simulations: int, seed: int) -> Iterator[np.ndarray]:
    """Blocks of 4 weeks in a row from the last 52, arrivals kept beside their completions."""
    return _resampled(known, simulations, seed, window=52, block=4)


def bootstrap_12(known: Throughput, simulations: int, seed: int) -> Iterator[np.ndarray]:
    """Single weeks from the last 12, arrivals kept beside their completions."""
    return _resampled(known, simulations, seed, window=12, block=1)


def _resampled(known: Throughput, simulations: int, seed: int, *, window: int, block: int) -> Iterator[np.ndarray]:
    import numpy as np

    rng = np.random.default_rng([seed, 1])
    weekly = _net(known)[-window:]
    block = min(block, len(weekly))
    total = np.zeros(simulations, dtype=np.int64)
    while True:
        starts = rng.integers(len(weekly) - block + 1, size=(-(-STRETCH_WEEKS // block), simulations))
        drawn = np.stack([weekly[starts + day] for day in range(block)], axis=1)
        net = total + drawn.reshape(-1, simulations).cumsum(axis=0)
        total = net[-1]
        yield net


def _net(known: Throughput) -> np.ndarray:
    import numpy as np

    completed = np.array(known.completed, dtype=np.int64)
    return completed if known.arrived is None else completed - np.array(known.arrived, dtype=np.int64)
