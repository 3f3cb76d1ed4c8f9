"""At least K occurrences by the end, without planned contacts: the period in equal slots, then the rule of a goal.

A slot holds one occurrence or none, so there are many: at least 500, and 50 for each that is wanted. Occurrences and K
are divided by their unevenness phi (`counts`); what the division leaves over counts against either verdict.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import ceil, floor
from typing import TYPE_CHECKING

from luotsi.engines.statistics.campaign_results import CriterionResult, PathPoint
from luotsi.engines.statistics.campaign_types import Guarantee
from luotsi.engines.statistics.case import Case, result
from luotsi.engines.statistics.counts import NEEDED_WEEKS, WEEK, occurrences, phi_of
from luotsi.engines.statistics.looks import Look, first_crossing

if TYPE_CHECKING:
    from luotsi.engines.statistics.deadline import GoalTable

LEAST_SLOTS, SLOTS_EACH = 500, 50


def slots_for(goal: float) -> int:
    """Slots for so many occurrences."""
    return max(LEAST_SLOTS, SLOTS_EACH * ceil(goal))


def tables_for(goal: float, phi: float, error_scale: float, error_abort: float) -> tuple[GoalTable, GoalTable]:
    """One to be called on track by, one to be given up by: over the same slots, the goal rounded up and down."""
    from luotsi.engines.statistics.deadline import goal_table

    slots = slots_for(goal / phi)
    wanted = ceil(goal / phi), max(1, floor(goal / phi))
    return goal_table(wanted[0], slots, error_scale, error_abort), goal_table(
        wanted[1], slots, error_scale, error_abort
    )


def timed_result(case: Case) -> CriterionResult:
    """The state of such a goal, slot by slot from the start."""
    criterion, start, end = case.criterion, case.data.starts_at, case.ends_at
    if start is None or end is None or end <= start:
        raise ValueError(f"{criterion.name}: a number over time needs a start and a later end")
    phi = phi_of(criterion.past_weekly)
    on_track, given_up = tables_for(criterion.target, phi, criterion.error_scale, case.error_abort)
    now = max(start, min(case.data.now, end))
    events = [event for event in occurrences(case) if event[0] <= now]
    moments, sums = [at for at, _ in events], [0.0, *accumulate(count for _, count in events)]
    passed = [start + (end - start) * n / on_track.contacts for n in range(1, on_track.contacts + 1)]
    totals = [sums[bisect_right(moments, at)] for at in passed if at <= now]
    looks = [Look(n, floor(total / phi), ceil(total / phi) - floor(total / phi)) for n, total in enumerate(totals, 1)]
    side, decided_at = first_crossing(on_track.up, given_up.lo, looks)
    decision, reason = _reading(case, sums[-1], side)
    assumed = len(criterion.past_weekly) < NEEDED_WEEKS
    return result(
        case,
        decision,
        Guarantee(on_track.wrong_track, given_up.wrong_abort, False, "assumed_dispersion" if assumed else "predictive"),
        [reason, *["dispersion_assumed"] * assumed],
        successes=int(sums[-1]),
        observed=sums[-1] * WEEK / (now - start) if now > start else None,
        decided_at=None if decided_at is None else round((passed[decided_at - 1] - start) * 7 / WEEK),
        path=tuple(
            PathPoint(round((at - start) * 7 / WEEK), int(total), 0) for at, total in zip(passed, totals, strict=False)
        ),
        amount=sums[-1],
    )


def _reading(case: Case, total: float, side: int) -> tuple[str, str]:
    if total >= case.criterion.target:
        return "scale", "reached"
    if side < 0:
        return "abort", "crossed_abort"
    if case.is_closed:
        return "abort", "out_of_reach"
    if side > 0:
        return ("scale" if case.criterion.scale_when_on_track else "continue"), "on_track"
    return "continue", "between"
