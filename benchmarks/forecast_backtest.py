"""Back-test of the completion forecast on real weekly series, beside the plain bootstraps, in one run.

    python benchmarks/forecast_backtest.py DIR [--arrivals 0.3] [--memory 12] [--planned 52,104] [--simulations 4000]

DIR holds CSV files with the columns iso_week and completed (a file without them is passed over). Protocol: an origin
every 8 weeks from week 60, backlogs of 4, 8, 13 and 26 times the mean of the last 13 weeks (mean at least .2, backlog
at least 3).

What happens at the end of a series: a date is judged when it lies within the series, kept or missed, whether or not the
work was ever finished; a date after the end is not judged. (Which dates are judged is thus settled when they are given:
leaving out what was never finished instead would hide the worst misses.) CRPS and pinball loss, in units
of the planned length, run to week 104 or the end of the series, so that every forecast counts. Three other treatments
are printed for comparison.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from luotsi.engines.statistics import (
    LEVELS,
    Throughput,
    Trial,
    backtest,
    block_bootstrap,
    bootstrap_12,
    doubts,
    own_record,
)
from luotsi.engines.statistics._pace import pace_of
from luotsi.engines.statistics._paths import STRETCH_WEEKS, Paths

if TYPE_CHECKING:
    import numpy as np

Series = dict[str, Throughput]
Trials = dict[str, tuple[Trial, ...]]


class _FirstModel(Paths):
    """The model before its four changes: drift from 0 with memory .97, neither centred nor ever breaking."""

    def _rates(self) -> np.ndarray:
        import numpy as np

        rates = np.empty((STRETCH_WEEKS, self._level.size))
        for week in range(STRETCH_WEEKS):
            self._drift = 0.97 * self._drift + 0.15 * self._rng.standard_normal(self._level.size)
            rates[week] = self._level * np.exp(self._drift)
        return rates


def first_model(known: Throughput, simulations: int, seed: int) -> Iterator[np.ndarray]:
    import numpy as np

    paths = _FirstModel(replace(pace_of(known, 0.15), start_sigma=0.0), simulations, np.random.default_rng([seed, 1]))
    while True:
        yield paths.stretch()[1]


METHODS = {
    "luotsi": None,
    "first model": first_model,
    "block bootstrap": block_bootstrap,
    "bootstrap 12": bootstrap_12,
}
TARGETS = {85: (0.80, 0.93), 95: (0.91, 0.995)}
HEADER = "forecasts   50 %   85 %   95 %   pinball 50/85/95     CRPS"


def main() -> int:
    options = _options()
    series = read_series(options.folder)
    if options.arrivals:
        series = {name: with_arrivals(known, options.arrivals) for name, known in series.items()}
    results = {name: _run(series, method, options) for name, method in METHODS.items()}
    _print_pooled(results)
    for name in ("luotsi", "first model"):
        _print_by_length(name, results[name])
    _print_series(results)
    _print_trust(results["luotsi"], series)
    _print_treatments(results)
    return _verdict(results)


def read_series(folder: Path) -> Series:
    """Every CSV of the folder that has weeks and completions."""
    series: Series = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        if rows and {"iso_week", "completed"} <= rows[0].keys():
            ordered = sorted(rows, key=lambda row: row["iso_week"])
            series[path.stem] = Throughput(tuple(int(row["completed"]) for row in ordered))
    if not series:
        raise SystemExit(f"{folder}: no CSV file with the columns iso_week and completed")
    return series


def with_arrivals(known: Throughput, share: float) -> Throughput:
    """Made arrivals: each item finished two weeks later was begun in this week with the given chance."""
    import numpy as np

    later = np.array((*known.completed[2:], 0, 0))
    arrived = np.random.default_rng([1, len(later)]).binomial(later, share)
    return Throughput(known.completed, tuple(arrived.tolist()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--arrivals", type=float, default=0.0, help="made arrivals: share of what is finished")
    parser.add_argument("--memory", type=int, help="known weeks before each origin (all)")
    parser.add_argument("--planned", default="4,8,13,26", help="planned lengths in weeks")
    parser.add_argument("--simulations", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _run(series: Series, method: Callable | None, options: argparse.Namespace) -> Trials:
    began = time.perf_counter()
    planned = tuple(int(weeks) for weeks in options.planned.split(","))
    trials = {
        name: backtest(
            known,
            method=method,
            planned_weeks=planned,
            memory_weeks=options.memory,
            simulations=options.simulations,
            seed=options.seed,
        )
        for name, known in series.items()
    }
    print(f"{_name(method)}: {time.perf_counter() - began:.0f} s")
    return trials


def _name(method: Callable | None) -> str:
    return next(name for name, known in METHODS.items() if known is method)


def _pooled(trials: Trials) -> list[Trial]:
    return [trial for each in trials.values() for trial in each]


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else float("nan")


def crps(trials: Sequence[Trial]) -> float:
    return _mean(trial.crps for trial in trials)


def _line(trials: Sequence[Trial]) -> str:
    record = own_record(trial.past for trial in trials)
    kept = "  ".join("    –" if share is None else f"{share:5.3f}" for _, share in record.kept.items())
    pinball = "/".join(f"{_mean(trial.pinball.at(level) for trial in trials):.3f}" for level in LEVELS)
    return f"{len(trials):9d}  {kept}   {pinball}   {crps(trials):.4f}"


def _print_pooled(results: dict[str, Trials]) -> None:
    print(f"\nDates kept, all series pooled\n{'':34}{HEADER}")
    for name, trials in results.items():
        print(f"{name:34}{_line(_pooled(trials))}")


def _print_by_length(name: str, trials: Trials) -> None:
    pooled = _pooled(trials)
    print(f"\n{name} by planned length")
    for weeks in sorted({trial.planned_weeks for trial in pooled}):
        print(f"{weeks:3d} weeks{'':25}{_line([trial for trial in pooled if trial.planned_weeks == weeks])}")


def _print_series(results: dict[str, Trials]) -> None:
    print(f"\nluotsi, each series{'':15}{HEADER}   ratio to block bootstrap")
    for name, trials in results["luotsi"].items():
        if trials:
            ratio = crps(trials) / crps(results["block bootstrap"][name])
            print(f"{name[:33]:34}{_line(trials)}   {ratio:.3f}")


def _print_trust(trials: Trials, series: Series) -> None:
    """Whether the flags point at the forecasts that are worse."""
    groups: dict[str, list[Trial]] = {}
    for name, each in trials.items():
        for trial in each:
            for flag in doubts(series[name].before(trial.origin)) or ("no flag",):
                groups.setdefault(flag, []).append(trial)
    print("\nluotsi by trust flag")
    for flag, flagged in sorted(groups.items()):
        print(f"{flag:34}{_line(flagged)}")


def _print_treatments(results: dict[str, Trials]) -> None:
    print("\nOther treatments of the series' end, 85 % / 95 % dates kept")
    for name, trials in results.items():
        pooled = _pooled(trials)
        full = [trial for trial in pooled if trial.past.watched >= 104]
        finished = [trial for trial in pooled if trial.past.took is not None]
        shown = {
            "only origins with 104 weeks ahead": own_record(trial.past for trial in full).kept.at,
            "unfinished left out": lambda level, known=finished: _mean(_in_time(t, level) for t in known),
            "unfinished counted as missed": lambda level, known=pooled: _mean(_in_time(t, level) for t in known),
        }
        line = "   ".join(f"{what} {kept(85):.3f} / {kept(95):.3f}" for what, kept in shown.items())
        print(f"{name:17}{line}")


def _in_time(trial: Trial, level: int) -> bool:
    took, week = trial.past.took, trial.past.weeks.at(level)
    return took is not None and (week is None or took <= week)


def _verdict(results: dict[str, Trials]) -> int:
    ours, blocks = _pooled(results["luotsi"]), _pooled(results["block bootstrap"])
    record, ratio = own_record(trial.past for trial in ours), crps(ours) / crps(blocks)
    held = {
        f"{level} % dates kept in {low:.1%} to {high:.1%}": low <= (record.kept.at(level) or 0) <= high
        for level, (low, high) in TARGETS.items()
    }
    held[f"CRPS below the block bootstrap's (ratio {ratio:.3f})"] = ratio < 1
    print()
    for what, is_met in held.items():
        print(f"{'met   ' if is_met else 'MISSED'} {what}")
    return 0 if all(held.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
