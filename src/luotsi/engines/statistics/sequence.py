"""Intervals that hold at every look: the rates that one-sided mixtures have not refuted (Ville, 1/error each side)."""

from __future__ import annotations

from math import log

from luotsi.engines.statistics.mixture import Side

EDGE = 1e-9


def rate_interval(
    n: int, successes: int, pending: int, middle: float, error_low: float, error_high: float
) -> tuple[float, float]:
    """All rates against which the evidence stays below 1/error, after n contacts of which `pending` are open.

    Open contacts count as failures for the lower end and as successes for the upper one.
    """
    return _low_end(n, successes, middle, error_low), _high_end(n, successes + pending, middle, error_high)


def _low_end(n: int, successes: int, middle: float, error: float) -> float:
    if not successes:
        return 0.0
    return _turn(n, successes, middle, error, EDGE, min(successes / n, 1 - EDGE), upper=True)


def _high_end(n: int, successes: int, middle: float, error: float) -> float:
    if successes >= n:
        return 1.0
    return _turn(n, successes, middle, error, max(successes / n, EDGE), 1 - EDGE, upper=False)


def _turn(n: int, s: int, middle: float, error: float, low: float, high: float, *, upper: bool) -> float:
    """Where evidence against a rate passes 1/error; the end is given where it never does.

    Evidence for "more than this rate" falls with the rate, evidence for "less" rises. At the observed rate itself it is
    small, so that the passing point is bracketed.
    """
    from scipy.optimize import brentq

    def above(rate: float) -> float:
        return float(Side(rate, middle, upper).log_evidence(n, s)) + log(error)

    if upper:
        return 0.0 if above(low) < 0 else high if above(high) > 0 else float(brentq(above, low, high, xtol=1e-7))
    return 1.0 if above(high) < 0 else low if above(low) > 0 else float(brentq(above, low, high, xtol=1e-7))
