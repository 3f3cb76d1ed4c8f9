"""When is the backlog finished? Simulated futures of the team's own weekly record, read as dates.

Promise, formula, source and measured calibration: docs/explanation/forecast.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from luotsi.engines.statistics._pace import (
    DRIFT_SIGMA,
    NEEDED_COMPLETED,
    NEEDED_WEEKS,
    Pace,
    history_used,
    pace_of,
    pace_of_guess,
    weeks_used,
)
from luotsi.engines.statistics._passage import FirstPassage, rank, rows_at
from luotsi.engines.statistics._paths import Paths
from luotsi.engines.statistics._trust import doubts
from luotsi.engines.statistics._types import (
    FAR_WEEKS,
    HORIZON_WEEKS,
    LEVELS,
    ByLevel,
    CompletionCurve,
    Evidence,
    Fan,
    Forecast,
    Guess,
    HistoryUsed,
    NeverAtThisPace,
    NotEnough,
    Outcome,
    Throughput,
    WeekCalendar,
)

if TYPE_CHECKING:
    import numpy as np


def forecast_completion(
    history: Throughput | Guess,
    remaining: int | tuple[int, int],
    *,
    start: date | None,
    simulations: int = 10_000,
    seed: int = 1,
    horizon_weeks: int = HORIZON_WEEKS,
    capacity: Sequence[float] = (),
    drift_sigma: float = DRIFT_SIGMA,
    first_week_share: float = 1.0,
) -> Outcome:
    """Say when `remaining` items are finished.

    `remaining` is a number of items or a range, drawn uniformly; `start` the day from which weeks count; `capacity`
    the factor of each coming week (1 a usual week, 0 a stop; 1 after the last one given); `drift_sigma` the
    weekly drift of the log rate; `first_week_share` the part (above 0, up to 1) of the first week still to come.
    Source and formulas: docs/explanation/forecast.md.

    >>> given = forecast_completion(Throughput((3, 5, 2, 4, 6, 3, 4, 5)), 40, start=None, simulations=500)
    >>> given.weeks.p50 <= given.weeks.p85 <= given.weeks.p95
    True
    """
    low, high = _checked(remaining, simulations, horizon_weeks, capacity, drift_sigma, first_week_share)
    missing = not_enough(history) if isinstance(history, Throughput) else None
    if missing is not None and high > 0:
        return missing
    calendar = WeekCalendar(start, first_week_share)
    if high == 0:
        return _done(history, calendar, simulations, seed, drift_sigma)
    pace = pace_of_guess(history, drift_sigma) if isinstance(history, Guess) else pace_of(history, drift_sigma)
    run = _Run(pace, (low, high), simulations, seed, horizon_weeks, tuple(capacity), first_week_share)
    return _read(run, history, calendar, seed)


def not_enough(history: Throughput) -> NotEnough | None:
    """Why no dates can be computed from this record, or None when they can."""
    used = weeks_used(history)
    if len(used) < NEEDED_WEEKS:
        return NotEnough("too_few_weeks", len(used), NEEDED_WEEKS, NEEDED_COMPLETED)
    if not any(history.completed[week] for week in used):
        return NotEnough("nothing_completed", len(used), NEEDED_WEEKS, NEEDED_COMPLETED)
    return None


def pace_needed(remaining: float, weeks: float, arrival_pace: float = 0.0) -> float:
    """Completions a week that on average finish `remaining` items in `weeks` weeks while work arrives."""
    return remaining / weeks + arrival_pace


class _Run:
    """One simulation, followed until every level has its week and the curve reaches the last place."""

    def __init__(
        self,
        pace: Pace,
        remaining: tuple[int, int],
        simulations: int,
        seed: int,
        horizon: int,
        capacity: tuple[float, ...],
        first_week_share: float,
    ) -> None:
        import numpy as np

        self.pace, self.remaining, self.horizon, self.simulations = pace, remaining, horizon, simulations
        self._seed = seed
        backlog = np.random.default_rng([seed, 0]).uniform(size=simulations)
        low, high = remaining
        self.passage = FirstPassage(low + np.floor(backlog * (high - low + 1)).astype(np.int64))
        self.curve: dict[str, tuple[int, ...]] = {"p50": (), "p85": (), "p95": ()}
        self.fan: dict[str, tuple[int, ...]] = {"p05": (), "p15": (), "p50": (), "p85": (), "p95": ()}
        self._paths = Paths(pace, simulations, np.random.default_rng([seed, 1]), capacity, first_week_share)
        self._follow_all()
        self._follow_unfinished()

    def _follow_all(self) -> None:
        while self._paths.weeks < self.horizon and not self._is_read():
            known = self._paths.weeks
            completed, net = (part[: self.horizon - known] for part in self._paths.stretch())
            self.passage.follow(net)
            self._draw(completed, net, known)

    def _is_read(self) -> bool:
        finished = self.passage.finished_share() >= max(LEVELS) / 100
        return finished and bool(self.curve["p95"]) and self.curve["p95"][-1] >= self.remaining[1]

    def _draw(self, completed: np.ndarray, net: np.ndarray, known: int) -> None:
        import numpy as np

        size = self.simulations
        # The largest number that at least `level` per cent of the futures have reached.
        curve = rows_at(completed, {name: size - 1 - rank(int(name[1:]), size) for name in self.curve})
        weeks = known + 1 + np.arange(len(net))[:, None]
        left = np.where(self.passage.weeks <= weeks, 0, self.passage.backlog - net)
        fan = rows_at(left, {name: rank(int(name[1:]), size) for name in self.fan})
        self.curve = {name: self.curve[name] + curve[name] for name in curve}
        self.fan = {name: self.fan[name] + fan[name] for name in fan}

    def _follow_unfinished(self) -> None:
        """Past the last date only the few open futures are followed: for the chance of never finishing."""
        import numpy as np

        open_ = np.isinf(self.passage.weeks)
        if self._paths.weeks >= self.horizon or not open_.any():
            return
        tail = FirstPassage(self.passage.backlog[open_])
        known = self._paths.weeks
        paths = self._paths.only(open_, np.random.default_rng([self._seed, 2]))
        while paths.weeks < self.horizon and tail.finished_share() < 1:
            _, net = paths.stretch()
            # `only` starts from what was completed so far, so the backlog is still the whole one.
            tail.follow(net)
        self.passage.weeks[open_] = np.where(known + tail.weeks <= self.horizon, known + tail.weeks, np.inf)


def _read(run: _Run, history: Throughput | Guess, calendar: WeekCalendar, seed: int) -> Outcome:
    used = _used(history, run.pace)
    needed = pace_needed(sum(run.remaining) / 2, run.horizon, used.arrival_pace or 0.0)
    is_never = run.pace.arrivals is not None and run.pace.arrivals.ratio >= 1
    weeks = ByLevel(*(run.passage.week_at(level) for level in LEVELS))
    trust = ("guess",) if isinstance(history, Guess) else doubts(history)
    reach = ("never_at_this_pace",) if is_never else _reach(weeks)
    evidence = Evidence(
        remaining=run.remaining,
        unfinished_share=run.passage.unfinished_share(),
        flags=reach + trust,
        history=used,
        pace_needed=needed,
        finished_shares=tuple(run.passage.shares(run.horizon).tolist()),
        curve=CompletionCurve(**run.curve, calendar=calendar),
        fan=Fan(**run.fan),
        simulations=run.simulations,
        seed=seed,
        drift_sigma=run.pace.drift_sigma,
    )
    return NeverAtThisPace(**_fields(evidence)) if is_never else _dated(evidence, weeks, calendar)


def _reach(weeks: ByLevel[int]) -> tuple[str, ...]:
    given = [week for _, week in weeks.items()]
    far = ("far",) if any(week is not None and week > FAR_WEEKS for week in given) else ()
    return far + (("beyond_horizon",) if None in given else ())


def _dated(evidence: Evidence, weeks: ByLevel[int], calendar: WeekCalendar) -> Forecast:
    dates = ByLevel(*(calendar.day(week) for _, week in weeks.items()))
    return Forecast(**_fields(evidence), weeks=weeks, dates=dates)


def _fields(evidence: Evidence) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in Evidence.__dataclass_fields__}


def _used(history: Throughput | Guess, pace: Pace) -> HistoryUsed:
    if isinstance(history, Guess):
        return HistoryUsed(0, 0, (history.low + history.likely + history.high) / 3, None, pace.spread)
    return history_used(history)


def _done(
    history: Throughput | Guess, calendar: WeekCalendar, simulations: int, seed: int, drift_sigma: float
) -> Forecast:
    known = history if isinstance(history, Throughput) and not_enough(history) is None else None
    evidence = Evidence(
        remaining=(0, 0),
        unfinished_share=0.0,
        flags=("done",),
        history=history_used(known) if known else HistoryUsed(0, 0, 0.0, None, 1.0),
        pace_needed=0.0,
        finished_shares=(1.0,),
        curve=CompletionCurve((), (), (), calendar),
        fan=Fan((), (), (), (), ()),
        simulations=simulations,
        seed=seed,
        drift_sigma=drift_sigma,
    )
    return _dated(evidence, ByLevel(0, 0, 0), calendar)


def _checked(
    remaining: int | tuple[int, int],
    simulations: int,
    horizon: int,
    capacity: Sequence[float],
    drift_sigma: float,
    first_week_share: float,
) -> tuple[int, int]:
    low, high = (remaining, remaining) if isinstance(remaining, int) else remaining
    if not 0 <= low <= high:
        raise ValueError(f"remaining is a number from 0 or a range low to high, not {remaining}")
    if simulations < 100 or horizon < 1:
        raise ValueError("at least 100 simulations and a horizon of one week are needed")
    if any(factor < 0 for factor in capacity) or drift_sigma < 0 or not 0 < first_week_share <= 1:
        raise ValueError("capacity and drift are 0 or more, the first week's share above 0 and at most 1")
    return low, high
