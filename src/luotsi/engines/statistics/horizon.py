"""A horizon moved on the way: new thresholds keep the chance of a wrong verdict as it stood (Müller, Schäfer 2001).

When the planned contacts change after n contacts with s successes, the old table would still have gone wrong with some
conditional chance. The new table may go wrong from there with at most that chance, so that the whole keeps its promise,
whatever moved somebody to change the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import inf, log

from luotsi.engines.statistics.boundary import RateTable, calibrated, lower_line, upper_line
from luotsi.engines.statistics.campaign_types import HorizonChange
from luotsi.engines.statistics.crossing import crossing, lower_hits, lower_stops, upper_hits, upper_stops
from luotsi.engines.statistics.mixture import Side

SMALLEST_CHANCE = 1e-12
HIGHEST_LOG_C = 60.0


def moved(table: RateTable, changes: Iterable[HorizonChange], successes_by: Callable[[int], int | None]) -> RateTable:
    """The table after all changes. `successes_by(n)`: successes of the first n contacts, None while one is open."""
    for change in changes:
        table = _moved_once(table, change, successes_by)
    return table


def _moved_once(table: RateTable, change: HorizonChange, successes_by: Callable[[int], int | None]) -> RateTable:
    if change.contacts <= table.contacts:
        until = max(change.contacts, change.invited)
        return replace(table, contacts=until, up=table.up[: until + 1], lo=table.lo[: until + 1])
    if change.invited >= table.contacts:
        return table
    n, s = change.invited, successes_by(change.invited)
    up, c_up = _continued(table.above, table.up, change.contacts, n, s)
    lo, c_lo = _continued(table.below, table.lo, change.contacts, n, s)
    return replace(table, contacts=change.contacts, up=up, lo=lo, c_up=c_up, c_lo=c_lo)


def _continued(side: Side, line: Sequence[int], contacts: int, n: int, s: int | None) -> tuple[tuple[int, ...], float]:
    """The line up to n as it was, and after it at the threshold that spends what was left.

    While one of the first n contacts is open, nothing after them can decide.
    """
    none = [contacts + 1 if side.upper else -1] * (contacts + 1)
    log_c = inf if s is None else _log_threshold(side, line, contacts, n, s)
    if log_c < inf:
        stops = side.stops(log_c, contacts)
        none = upper_line(stops, contacts) if side.upper else lower_line(stops, contacts)
    kept = [contacts + 1 if level > at else level for at, level in enumerate(line[: n + 1])] if side.upper else line
    return (*kept[: n + 1], *none[n + 1 :]), inf if log_c == inf else 2.718281828459045**log_c


def _log_threshold(side: Side, line: Sequence[int], contacts: int, n: int, s: int) -> float:
    left = conditional_chance(side, line, n, s)
    if left < SMALLEST_CHANCE:
        return inf
    threshold, reached = calibrated(side, contacts, left, (n, s), HIGHEST_LOG_C)
    return log(threshold) if reached <= left else inf


def conditional_chance(side: Side, line: Sequence[int], n: int, s: int) -> float:
    """The chance of still crossing `line` after n contacts with s successes, at the side's own null rate."""
    if side.upper:
        return crossing(upper_hits(upper_stops(line), side.null, (n, s)))
    return crossing(lower_hits(lower_stops(line), side.null, (n, s)))
