"""Forecasts that could have been given in the past of one series, each with what came of it.

Protocol: an origin every 8 weeks from week 60 on where the mean of the last 13 weeks is at least .2; backlogs of 4, 8,
13 and 26 such means, where that is at least 3 items. Nothing after the origin is known to the forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luotsi.engines.statistics._forecast import not_enough
from luotsi.engines.statistics._pace import DRIFT_SIGMA, pace_of
from luotsi.engines.statistics._passage import FirstPassage
from luotsi.engines.statistics._paths import Paths
from luotsi.engines.statistics._record import PastForecast
from luotsi.engines.statistics._types import FAR_WEEKS, HORIZON_WEEKS, LEVELS, ByLevel, Throughput

if TYPE_CHECKING:
    import numpy as np

    # From a record, a number of simulations and a seed to stretches of cumulative net completions.
    Method = Callable[[Throughput, int, int], Iterator[np.ndarray]]

RECENT_WEEKS = 13
LEAST_PACE = 0.2
LEAST_BACKLOG = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """One past forecast: when it was given (weeks of record then), for how much, and how good it was.

    `crps` and `pinball` are in units of the planned length and end where the series ends, 104 weeks at most: what
    happened until then is known for every forecast, so none has to be left out.
    """

    origin: int
    planned_weeks: int
    remaining: int
    past: PastForecast
    crps: float
    pinball: ByLevel[float]


def backtest(
    history: Throughput,
    *,
    method: Method | None = None,
    first: int = 60,
    every: int = 8,
    planned_weeks: Sequence[int] = (4, 8, 13, 26),
    memory_weeks: int | None = None,
    simulations: int = 2_000,
    seed: int = 1,
    drift_sigma: float = DRIFT_SIGMA,
) -> tuple[Trial, ...]:
    """The past forecasts of a series by the engine's model, or by `method`.

    With `memory_weeks` only that many weeks before the origin are known, as for a team that has just begun.
    """
    chosen = method or _model(drift_sigma)
    trials: list[Trial] = []
    for origin in range(first, len(history), every):
        backlogs = _backlogs(history, origin, planned_weeks)
        known = _known(history, origin, memory_weeks)
        if backlogs and not_enough(known) is None:
            futures = chosen(known, simulations, seed + origin)
            trials.extend(_trials(history, origin, backlogs, futures, simulations))
    return tuple(trials)


def _model(drift_sigma: float) -> Method:
    def futures(known: Throughput, simulations: int, seed: int) -> Iterator[np.ndarray]:
        import numpy as np

        paths = Paths(pace_of(known, drift_sigma), simulations, np.random.default_rng([seed, 1]))
        while True:
            yield paths.stretch()[1]

    return futures


def _backlogs(history: Throughput, origin: int, planned_weeks: Sequence[int]) -> list[tuple[int, int]]:
    pace = sum(history.completed[max(0, origin - RECENT_WEEKS) : origin]) / RECENT_WEEKS
    backlogs = [(weeks, round(weeks * pace)) for weeks in planned_weeks]
    return [(weeks, items) for weeks, items in backlogs if items >= LEAST_BACKLOG and pace >= LEAST_PACE]


def _known(history: Throughput, origin: int, memory_weeks: int | None) -> Throughput:
    known = history.before(origin)
    if memory_weeks is None:
        return known
    arrived = None if known.arrived is None else known.arrived[-memory_weeks:]
    return Throughput(known.completed[-memory_weeks:], arrived)


def _trials(
    history: Throughput,
    origin: int,
    backlogs: list[tuple[int, int]],
    futures: Iterator[np.ndarray],
    simulations: int,
) -> Iterator[Trial]:
    import numpy as np

    watched = len(history) - origin
    passages = [FirstPassage(np.full(simulations, items)) for _, items in backlogs]
    _follow(passages, futures, min(watched, HORIZON_WEEKS))
    for (weeks, items), passage in zip(backlogs, passages, strict=True):
        yield _trial(history, origin, weeks, items, passage)


def _follow(passages: list[FirstPassage], futures: Iterator[np.ndarray], weeks: int) -> None:
    """To the end of what can be judged, or until every level is read and the score's weeks are covered."""
    known = 0
    for net in futures:
        for passage in passages:
            passage.follow(net[: weeks - known])
        known += len(net)
        is_read = min(passage.finished_share() for passage in passages) >= max(LEVELS) / 100
        if known >= weeks or (is_read and known >= FAR_WEEKS):
            return


def _trial(history: Throughput, origin: int, weeks: int, items: int, passage: FirstPassage) -> Trial:
    watched = len(history) - origin
    took = _took(history, origin, items)
    given = ByLevel(*(passage.week_at(level) for level in LEVELS))
    until = min(watched, FAR_WEEKS)
    losses = (_pinball(took, week, level, until) / weeks for level, week in given.items())
    return Trial(
        origin=origin,
        planned_weeks=weeks,
        remaining=items,
        past=PastForecast(given, took, watched),
        crps=_crps(passage, took, until) / weeks,
        pinball=ByLevel(*losses),
    )


def _took(history: Throughput, origin: int, items: int) -> int | None:
    left = items
    for week in range(origin, len(history)):
        left -= history.completed[week] - (history.arrived[week] if history.arrived else 0)
        if left <= 0:
            return week - origin + 1
    return None


def _crps(passage: FirstPassage, took: int | None, until: int) -> float:
    """Continuous ranked probability score in weeks over the weeks 0 to `until`."""
    import numpy as np

    happened = np.arange(until) >= (took if took is not None else np.inf)
    return float(((passage.shares(until)[:until] - happened) ** 2).sum())


def _pinball(took: int | None, week: int | None, level: int, until: int) -> float:
    happened, said = (until if value is None else min(value, until) for value in (took, week))
    return (happened - said) * level / 100 if happened > said else (said - happened) * (1 - level / 100)
