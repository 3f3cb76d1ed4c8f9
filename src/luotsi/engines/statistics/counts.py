"""Occurrences over time against a weekly rate: gamma mixtures, with counts and time divided by their unevenness phi.

    E_up(t, k) = G(a+k)/G(a) * b^a / (b+t)^(a+k) * Q(a+k, (b+t) r) / Q(a, b r) / (r^k exp(-r t)),   a = 2, b = 2 / r

and E_lo with P in place of Q; r the target a week, k and t counts and weeks over phi. phi is the larger of 1 and the
variance over the mean of past weeks as the forecast has it; without a past 1.5, and the promise is
labelled as assuming it. (Howard et al., arXiv 1810.08240.)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp, log
from typing import TYPE_CHECKING, Any

from luotsi.engines.statistics.campaign_results import CriterionResult, PathPoint
from luotsi.engines.statistics.campaign_types import Guarantee
from luotsi.engines.statistics.case import Case, result

if TYPE_CHECKING:
    import numpy as np

SHAPE = 2.0
ASSUMED_PHI = 1.5
NEEDED_WEEKS = 4
WEEK = timedelta(days=7)


def phi_of(past_weekly: Sequence[int]) -> float:
    """Variance over mean of earlier weekly counts, drawn towards 2 as in the forecast; 1.5 without four weeks."""
    from luotsi.engines.statistics._pace import history_used
    from luotsi.engines.statistics._types import Throughput

    if len(past_weekly) < NEEDED_WEEKS:
        return ASSUMED_PHI
    return history_used(Throughput(tuple(past_weekly))).spread


def log_evidence(count: Any, weeks: Any, rate: float, *, upper: bool) -> np.ndarray:
    """Logarithm of the e-value that the weekly rate lies above (below) `rate`; count and weeks over phi."""
    import numpy as np
    from scipy.special import gammainc, gammaincc, gammaln

    scale, share = SHAPE / rate, gammaincc if upper else gammainc
    with np.errstate(divide="ignore"):
        beyond = np.log(share(SHAPE + count, (scale + weeks) * rate)) - np.log(share(SHAPE, scale * rate))
    mixed = gammaln(SHAPE + count) - gammaln(SHAPE) + SHAPE * log(scale) - (SHAPE + count) * np.log(scale + weeks)
    return mixed + beyond - count * log(rate) + rate * weeks


def count_result(case: Case, outlook: bool = True) -> CriterionResult:
    """The state of a criterion on occurrences a week, looked at day by day from the start."""
    import numpy as np

    criterion, phi = case.criterion, phi_of(case.criterion.past_weekly)
    days, totals = _daily(case)
    high, low = criterion.error_scale, case.error_abort
    if criterion.direction == "at_most":
        high, low = low, high
    count, weeks = np.array(totals, float), np.array(days, float) / 7
    above = log_evidence(count / phi, weeks / phi, criterion.target, upper=True)
    below = log_evidence(count / phi, weeks / phi, criterion.target, upper=False)
    up_at, down_at = _first(above, high, days), _first(below, low, days)
    decision, at = _decision(case, up_at, down_at)
    held, against = (above, below) if criterion.direction == "at_least" else (below, above)
    assumed = len(criterion.past_weekly) < NEEDED_WEEKS
    return result(
        case,
        decision,
        Guarantee(criterion.error_scale, case.error_abort, False, "assumed_dispersion" if assumed else "gamma_mixture"),
        _reasons(decision, days) + ["dispersion_assumed"] * assumed,
        successes=int(totals[-1]) if totals else 0,
        observed=totals[-1] / days[-1] * 7 if days and days[-1] else None,
        interval=_interval(totals[-1] / phi, days[-1] / 7 / phi, high, low) if days and days[-1] else None,
        decided_at=at,
        evidence_for=exp(min(held[-1], 690)) if days else 1.0,
        evidence_against=exp(min(against[-1], 690)) if days else 1.0,
        threshold_for=1 / criterion.error_scale,
        threshold_against=1 / case.error_abort,
        path=tuple(PathPoint(round(day), int(total), 0) for day, total in zip(days, totals, strict=True)),
        amount=float(totals[-1]) if totals else 0.0,
    )


def _daily(case: Case) -> tuple[list[float], list[float]]:
    """Days since the start and occurrences until then: whole days, and this moment."""
    events = occurrences(case)
    start = case.data.starts_at or min((at for at, _ in events), default=None)
    end = min(case.data.now, case.ends_at or case.data.now)
    if start is None or end <= start:
        return [], []
    moments = [start + timedelta(days=day) for day in range(1, (end - start).days + 1)]
    if not moments or moments[-1] < end:
        moments.append(end)
    return [(moment - start) / timedelta(days=1) for moment in moments], _totals(events, moments)


def occurrences(case: Case) -> list[tuple[datetime, float]]:
    """When so many more came, oldest first: from counters kept by hand, or observation by observation."""
    return _tallied(case) if case.tallies else _events(case)


def _events(case: Case) -> list[tuple[datetime, float]]:
    name = case.criterion.name
    pairs = zip(case.track.contacts, case.track.states, strict=True)
    return sorted((contact.at.get(name, contact.invited_at), float(state or 0)) for contact, state in pairs)


def _tallied(case: Case) -> list[tuple[datetime, float]]:
    """Cumulative counters as what each added."""
    ordered = sorted(case.tallies, key=lambda tally: tally.at)
    before = [0, *(tally.successes for tally in ordered)]
    return [(tally.at, float(tally.successes - past)) for tally, past in zip(ordered, before, strict=False)]


def _totals(events: list[tuple[datetime, float]], moments: list[datetime]) -> list[float]:
    totals, total, place = [], 0.0, 0
    for moment in moments:
        while place < len(events) and events[place][0] <= moment:
            total += events[place][1]
            place += 1
        totals.append(total)
    return totals


def _first(evidence: np.ndarray, error: float, days: list[float]) -> float | None:
    crossed = evidence >= -log(error)
    return days[int(crossed.argmax())] if crossed.any() else None


def _decision(case: Case, up_at: float | None, down_at: float | None) -> tuple[str, int | None]:
    ways = [(at, verdict) for at, verdict in ((up_at, "up"), (down_at, "down")) if at is not None]
    if not ways:
        return ("inconclusive" if case.is_closed else "continue"), None
    at, verdict = min(ways)
    return ("scale" if (verdict == "up") == (case.criterion.direction == "at_least") else "abort"), round(at)


def _reasons(decision: str, days: list[float]) -> list[str]:
    if decision in ("scale", "abort"):
        return [f"crossed_{decision}"]
    return ["undecided_at_end"] if decision == "inconclusive" else ["between" if days else "too_few"]


def _interval(count: float, weeks: float, error_low: float, error_high: float) -> tuple[float, float]:
    """Weekly rates that neither mixture has refuted; phi cancels in count over weeks."""
    from scipy.optimize import brentq

    def above(rate: float) -> float:
        return float(log_evidence(count, weeks, rate, upper=True)) + log(error_low)

    def below(rate: float) -> float:
        return float(log_evidence(count, weeks, rate, upper=False)) + log(error_high)

    observed, tiny = count / weeks, 1e-6 / weeks
    far = (count + 10) / weeks * 10
    low = 0.0 if count <= 0 or above(tiny) < 0 else float(brentq(above, tiny, observed))
    high = far if below(far) < 0 else float(brentq(below, max(observed, tiny), far))
    return low, high
