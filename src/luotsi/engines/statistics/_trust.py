"""When a record should not be trusted: flags in codes, each for one weakness a person can look at."""

from __future__ import annotations

from math import log, sqrt

from luotsi.engines.statistics._pace import history_used, weeks_used
from luotsi.engines.statistics._types import Throughput

SHORT_HISTORY_WEEKS = 12
FEW_COMPLETED = 10
ZERO_SHARE = 0.5
RECENT_WEEKS = 13
BREAK_FACTOR = 2.0
BREAK_SIGNIFICANCE = 3.0
NEAR_PACE_RATIO = 0.8


def doubts(history: Throughput) -> tuple[str, ...]:
    """short_history, few_completed, mostly_zero_weeks, level_break_suspected, arrivals_near_pace."""
    used = [history.completed[week] for week in weeks_used(history)]
    codes = {
        "short_history": len(used) < SHORT_HISTORY_WEEKS,
        "few_completed": sum(used) < FEW_COMPLETED,
        "mostly_zero_weeks": used.count(0) > ZERO_SHARE * len(used),
        "level_break_suspected": is_level_break_suspected(history),
        "arrivals_near_pace": _is_near_pace(history),
    }
    return tuple(code for code, holds in codes.items() if holds)


def _is_near_pace(history: Throughput) -> bool:
    used = history_used(history) if weeks_used(history) else None
    if used is None or not used.arrival_pace or not used.pace:
        return False
    return NEAR_PACE_RATIO <= used.arrival_pace / used.pace < 1


def is_level_break_suspected(history: Throughput) -> bool:
    """The last quarter differs from the weeks before by a factor of two or more, and not by the unevenness alone.

    Half an item is added to both sides, so that a quarter without anything finished can be compared.
    """
    used = [history.completed[week] for week in weeks_used(history)]
    recent, before = used[-RECENT_WEEKS:], used[:-RECENT_WEEKS]
    if len(before) < RECENT_WEEKS:
        return False
    ratio = log((sum(recent) + 0.5) / len(recent) / ((sum(before) + 0.5) / len(before)))
    spread = history_used(history).spread
    error = sqrt(spread / (sum(recent) + 0.5) + spread / (sum(before) + 0.5))
    return abs(ratio) >= log(BREAK_FACTOR) and abs(ratio) >= BREAK_SIGNIFICANCE * error
