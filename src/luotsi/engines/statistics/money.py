"""A mean amount a contact against a target, by betting: valid for every shape of amounts, however skewed.

    up:   average over 24 bets f of prod (1 - f + f x_i / m)
    down: average over 24 bets f of prod (1 - f + f (D - x_i) / (D - m)), amounts at most D

Each is a wager at fair odds if the mean is m; its stake grows 1/error times with at most that chance (Ville). Scaling
needs no cap; aborting needs a declared one, or a ceiling on the average deal: then revenue of m a contact needs
conversions in at least m / ceiling of them, which the rate rule can refute. (Waudby-Smith and Ramdas,
arXiv 2010.09686.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, exp, log
from typing import TYPE_CHECKING

from luotsi.engines.statistics.boundary import table_of
from luotsi.engines.statistics.campaign_results import CriterionResult, PathPoint
from luotsi.engines.statistics.campaign_types import Guarantee, Result
from luotsi.engines.statistics.case import LONGEST_PATH, Case, open_reasons, result
from luotsi.engines.statistics.looks import first_crossing, looks_of

if TYPE_CHECKING:
    import numpy as np

BETS, SMALLEST_BET, LARGEST_BET = 24, 0.001, 0.95


def wealth(amounts: np.ndarray, mean: float) -> np.ndarray:
    """Logarithm of the stake after each amount (0 or more), against "the mean is at most `mean`"."""
    import numpy as np
    from scipy.special import logsumexp

    bets = np.geomspace(SMALLEST_BET, LARGEST_BET, BETS)[:, None]
    return logsumexp(np.cumsum(np.log1p(bets * (amounts / mean - 1)), axis=1), axis=0) - np.log(BETS)


def _amounts(states: Sequence[Result], pending: float, most: float | None) -> np.ndarray:
    import numpy as np

    amounts = np.array([pending if state is None else float(state) for state in states])
    return amounts if most is None else np.minimum(amounts, most)


def mean_result(case: Case, outlook: bool = True) -> CriterionResult:
    """The state of a criterion on amounts. Silence is an amount of 0.

    Open contacts count as 0 for a scale and as D for an abort.
    """
    criterion = case.criterion
    states = case.track.states
    high = wealth(_amounts(states, 0.0, criterion.cap), criterion.target) if states else None
    low = _shortfall(case)
    up_at, down_at = _first(high, -log(criterion.error_scale)), _first(low, -log(_error_down(case)))
    by_rate = _conversion_at(case)
    down_at = min((at for at in (down_at, by_rate) if at is not None), default=None)
    decision = _decision(case, up_at, down_at)
    amount = float(sum(float(state) for state in states if state is not None))
    resolved = sum(state is not None for state in states)
    return result(
        case,
        decision,
        _guarantee(case),
        _reasons(case, decision),
        successes=sum(bool(state) for state in states if state is not None),
        observed=amount / resolved if resolved else None,
        interval=_interval(case) if resolved else None,
        decided_at=up_at if decision == "scale" else down_at if decision == "abort" else None,
        evidence_for=exp(min(high[-1], 690)) if high is not None else 1.0,
        evidence_against=exp(min(low[-1], 690)) if low is not None else None,
        threshold_for=1 / criterion.error_scale,
        threshold_against=1 / _error_down(case) if low is not None else None,
        path=_points(states),
        amount=amount,
    )


def _error_down(case: Case) -> float:
    """The error of an abort, halved where two ways lead to one."""
    two_ways = case.criterion.cap is not None and case.criterion.average_deal_at_most is not None
    return case.error_abort / (2 if two_ways else 1)


def _shortfall(case: Case) -> np.ndarray | None:
    """The stake against "the mean is at least the target"; None without a cap, or once an amount exceeded it."""
    cap, states = case.criterion.cap, case.track.states
    if cap is None or not states or any(state is not None and state > cap for state in states):
        return None
    return wealth(cap - _amounts(states, cap, cap), cap - case.criterion.target)


def _first(stake: np.ndarray | None, needed: float) -> int | None:
    if stake is None or not (stake >= needed).any():
        return None
    return int((stake >= needed).argmax()) + 1


def _conversion_at(case: Case) -> int | None:
    """Contacts at which the conversions needed for the target were refuted; None: not, or no ceiling declared."""
    criterion = case.criterion
    if criterion.average_deal_at_most is None:
        return None
    needed = replace(criterion, target=criterion.target / criterion.average_deal_at_most, floor=None, ceiling=None)
    table = table_of(needed, case.contacts, _error_down(case))
    bought = looks_of(None if state is None else bool(state) for state in case.track.states)
    never = [case.contacts + 1] * (case.contacts + 1)
    return first_crossing(never, table.lo, bought)[1]


def _decision(case: Case, up_at: int | None, down_at: int | None) -> str:
    if up_at is not None and (down_at is None or up_at <= down_at):
        return "scale"
    if down_at is not None:
        return "abort"
    over = case.is_closed or case.last.n >= case.contacts
    return "inconclusive" if over and not case.last.pending else "continue"


def _reasons(case: Case, decision: str) -> list[str]:
    criterion = case.criterion
    no_way_down = criterion.cap is None and criterion.average_deal_at_most is None
    if decision in ("scale", "abort"):
        return [f"crossed_{decision}"]
    open_ = ["undecided_at_end"] if decision == "inconclusive" else open_reasons(case, 1)
    return open_ + ["no_cap"] * no_way_down


def _guarantee(case: Case) -> Guarantee:
    code = "betting" if case.criterion.average_deal_at_most is None else "betting_and_rate"
    return Guarantee(case.criterion.error_scale, case.error_abort, False, code)


def _interval(case: Case) -> tuple[float, float]:
    """Means that no stake has refuted; without a cap nothing can be said about how high the mean may be."""
    from scipy.optimize import brentq

    criterion, states = case.criterion, case.track.states
    low = _amounts(states, 0.0, criterion.cap)
    mean = float(low.mean())

    def refuted(rate: float) -> float:
        return float(wealth(low, rate)[-1]) + log(criterion.error_scale)

    tiny = mean * 1e-6
    least = 0.0 if mean <= 0 or refuted(tiny) < 0 or refuted(mean) > 0 else float(brentq(refuted, tiny, mean))
    return least, _most(case)


def _most(case: Case) -> float:
    from math import inf

    from scipy.optimize import brentq

    cap, states = case.criterion.cap, case.track.states
    if cap is None or any(state is not None and state > cap for state in states):
        return inf
    short = cap - _amounts(states, cap, cap)

    def refuted(gap: float) -> float:
        return float(wealth(short, gap)[-1]) + log(_error_down(case))

    mean, tiny = float(short.mean()), cap * 1e-9
    if mean <= tiny or refuted(tiny) < 0 or refuted(mean) > 0:
        return cap
    return cap - float(brentq(refuted, tiny, mean))


def _points(states: Sequence[Result]) -> tuple[PathPoint, ...]:
    points, total, bought, pending = [], 0.0, 0, 0
    for n, state in enumerate(states, 1):
        total, bought, pending = total + float(state or 0), bought + bool(state), pending + (state is None)
        points.append(PathPoint(n, bought, pending, amount=total))
    step = ceil(len(points) / LONGEST_PATH) or 1
    return tuple(point for place, point in enumerate(points) if not place % step or place + 1 == len(points))
