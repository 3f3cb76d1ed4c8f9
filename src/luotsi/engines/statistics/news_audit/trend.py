"""Whether a newsroom's worthy share rises from quarter to quarter, or only seems to."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from luotsi.engines.statistics.news_audit.types import Quarter, Trend

DRAWS, MOST_QUARTERS, SURE = 4000, 8, 0.95


def trend_of(places: Sequence[int], quarters: Sequence[Quarter], level: float, seed: int) -> Trend:
    """The slope through the last quarters (eight at most), with its doubt.

    Each quarter's items are here a sample of what its newsroom tends to publish: the tendency is drawn from
    Beta(worthy + 1/2, rest + 1/2) (Jeffreys) for a count of worthy items drawn from the quarter's own chances, so
    that both the doubt of reading and that of few items enter. `places` number the quarters in time.
    """
    import numpy as np

    places, quarters = places[-MOST_QUARTERS:], quarters[-MOST_QUARTERS:]
    last = quarters[-1]
    rng = np.random.default_rng([seed, crc32(f"trend\n{last.company}\n{last.period}".encode())])
    tendencies = []
    for quarter in quarters:
        worthy = rng.choice(len(quarter.chances), size=DRAWS, p=np.asarray(quarter.chances))
        tendencies.append(rng.beta(worthy + 0.5, quarter.items - worthy + 0.5))
    at = np.asarray(places, float) - np.mean(places)
    slopes = (at[:, None] * np.stack(tendencies)).sum(axis=0) / (at**2).sum()
    rising = float((slopes > 0).mean())
    low, change, high = (float(value) for value in np.quantile(slopes, [(1 - level) / 2, 0.5, (1 + level) / 2]))
    code = "rising" if rising >= SURE else "falling" if rising <= 1 - SURE else "unclear"
    return Trend(code, change, low, high, rising, len(quarters))
