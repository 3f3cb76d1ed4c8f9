"""When simulated futures first finish a backlog, and the order statistics that dates are read from."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


class FirstPassage:
    """The first week (from 1) in which each future has worked off its backlog; 0 where there was none."""

    def __init__(self, backlog: np.ndarray) -> None:
        import numpy as np

        self.backlog = backlog
        self.weeks = np.where(backlog <= 0, 0.0, np.inf)
        self._seen = 0

    def follow(self, net: np.ndarray) -> None:
        """Take in the next stretch of cumulative net completions."""
        import numpy as np

        reached = net >= self.backlog
        open_ = np.isinf(self.weeks) & reached.any(axis=0)
        self.weeks[open_] = self._seen + reached[:, open_].argmax(axis=0) + 1
        self._seen += len(net)

    def finished_share(self) -> float:
        import numpy as np

        return float(np.isfinite(self.weeks).mean())

    def unfinished_share(self) -> float:
        import numpy as np

        return float(np.isinf(self.weeks).mean())

    def week_at(self, level: int) -> int | None:
        """The week by which `level` per cent of the futures are done; None when fewer are."""
        import numpy as np

        place = rank(level, self.weeks.size)
        week = float(np.partition(self.weeks, place)[place])
        return int(week) if week < np.inf else None

    def shares(self, weeks: int) -> np.ndarray:
        """The share of futures done within 0, 1, …, `weeks` weeks."""
        import numpy as np

        done = self.weeks[self.weeks <= weeks].astype(np.int64)
        return np.bincount(done, minlength=weeks + 1).cumsum() / self.weeks.size


def rank(level: int, size: int) -> int:
    """The place (from 0) of the smallest value that at least `level` per cent of `size` values do not exceed."""
    return max(0, ceil(level * size / 100) - 1)


def rows_at(values: np.ndarray, ranks: dict[str, int]) -> dict[str, tuple[int, ...]]:
    """Order statistics of each row, by name."""
    import numpy as np

    # NumPy sorts whole rows of integers several times faster than it partitions them.
    ordered = np.sort(values, axis=1)
    return {name: tuple(ordered[:, place].tolist()) for name, place in ranks.items()}
