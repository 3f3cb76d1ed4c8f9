"""The pace of a team as its recent weeks tell it: how fast, how uneven, how sure, and how far it may have moved.

Formulas and their source: docs/explanation/forecast.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from luotsi.engines.statistics._types import Guess, HistoryUsed, Throughput

if TYPE_CHECKING:
    import numpy as np

WINDOW_WEEKS = 52
HALF_LIFE_WEEKS = 13
NEEDED_WEEKS = 4
NEEDED_COMPLETED = 1
DRIFT_SIGMA = 0.15
# The drift forgets as fast as the weights do: one memory, a quarter of a year.
DRIFT_MEMORY = 0.5 ** (1 / HALF_LIFE_WEEKS)
PRIOR_SPREAD = 2.0
PRIOR_WEEKS = 4.0
LEAST_MEAN = 0.25


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Arrivals as a multiple of completions: mean and standard error of the ratio, variance over mean."""

    ratio: float
    ratio_error: float
    spread: float


@dataclass(frozen=True, slots=True)
class Pace:
    """A gamma distribution (shape, scale) of the weekly level, and what moves around it."""

    shape: float
    scale: float
    spread: float
    start_sigma: float
    drift_sigma: float
    arrivals: Arrivals | None
    guess: Guess | None = None


def weeks_used(history: Throughput) -> list[int]:
    """Places of the weeks that count: the last year, after the level break, without known stops."""
    first = max(len(history) - WINDOW_WEEKS, history.level_break or 0, 0)
    return [week for week in range(first, len(history)) if week not in history.stops]


def history_used(history: Throughput) -> HistoryUsed:
    """What of the record is used, in figures a person can check."""
    used = weeks_used(history)
    y, a, w = _arrays(history, used)
    mean = _weighted_mean(w, y)
    return HistoryUsed(
        weeks=len(used),
        completed=int(y.sum()),
        pace=mean,
        arrival_pace=None if a is None else _weighted_mean(w, a),
        spread=_spread(w, y, mean),
    )


def pace_of(history: Throughput, drift_sigma: float) -> Pace:
    """The pace distribution from at least NEEDED_WEEKS weeks with something finished in them."""
    used = weeks_used(history)
    y, a, w = _arrays(history, used)
    mean, sure_weeks = _weighted_mean(w, y), _effective_weeks(w)
    spread = _spread(w, y, mean)
    return Pace(
        shape=sure_weeks * mean / spread + 0.5,
        scale=spread / sure_weeks,
        spread=spread,
        start_sigma=_start_sigma(w, [len(history) - week for week in used], drift_sigma),
        drift_sigma=drift_sigma,
        arrivals=None if a is None else _arrivals(w, y, a, mean, sure_weeks),
    )


def pace_of_guess(guess: Guess, drift_sigma: float) -> Pace:
    """A guessed pace: level triangular between low and high, unevenness as the prior has it."""
    return Pace(1.0, 1.0, PRIOR_SPREAD, 0.0, drift_sigma, None, guess)


def _arrays(history: Throughput, used: list[int]) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
    import numpy as np

    y = np.array([history.completed[week] for week in used], dtype=float)
    a = None if history.arrived is None else np.array([history.arrived[week] for week in used], dtype=float)
    ages = np.array([len(history) - 1 - week for week in used], dtype=float)
    return y, a, np.exp(-log(2) / HALF_LIFE_WEEKS * ages)


def _weighted_mean(w: np.ndarray, y: np.ndarray) -> float:
    return float((w * y).sum() / w.sum())


def _effective_weeks(w: np.ndarray) -> float:
    return float(w.sum() ** 2 / (w**2).sum())


def _spread(w: np.ndarray, y: np.ndarray, mean: float) -> float:
    """Variance over mean, drawn towards 2 as if four weeks had shown it; never below that of Poisson."""
    n = _effective_weeks(w)
    variance = float((w * (y - mean) ** 2).sum() / w.sum()) * n / max(n - 1, 1e-9)
    return max(1.0, (PRIOR_WEEKS * PRIOR_SPREAD + n * variance / max(mean, LEAST_MEAN)) / (PRIOR_WEEKS + n))


def _start_sigma(w: np.ndarray, weeks_ago: list[int], drift_sigma: float) -> float:
    """How far today's rate may already lie from the weighted mean of the past, when the rate drifts as assumed."""
    import numpy as np

    when = np.append(np.array(weeks_ago, dtype=float), 0.0)
    share = np.append(-w / w.sum(), 1.0)
    correlation = DRIFT_MEMORY ** np.abs(when[:, None] - when[None, :])
    stationary = drift_sigma**2 / (1 - DRIFT_MEMORY**2)
    return float(np.sqrt(max(0.0, stationary * (share @ correlation @ share))))


def _arrivals(w: np.ndarray, y: np.ndarray, a: np.ndarray, mean: float, sure_weeks: float) -> Arrivals:
    ratio = float((w * a).sum() / (w * y).sum())
    variance = float((w * (a - ratio * y) ** 2).sum() / w.sum()) / mean**2 / sure_weeks
    return Arrivals(ratio, variance**0.5, _spread(w, a, _weighted_mean(w, a)))
