"""Did every arm get its share of the contacts? One-look p-value and evidence that holds at every look."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, lgamma, log

from luotsi.engines.statistics.campaign_results import ArmCheck

ALARM = 100.0
PRIOR_CONTACTS = 100.0


def arm_check(counts: Mapping[str, int], shares: Mapping[str, float] | None = None) -> ArmCheck:
    """`counts` by arm against `shares` (any positive weights; None: equal). Raises ValueError for other arms."""
    names = sorted(counts)
    weights = dict.fromkeys(names, 1.0) if shares is None else dict(shares)
    if set(weights) - set(names):
        counts = {**dict.fromkeys(weights, 0), **counts}
        names = sorted(counts)
    if set(names) != set(weights) or any(weight <= 0 for weight in weights.values()):
        raise ValueError("every arm needs a share above 0")
    total, whole = sum(counts.values()), sum(weights.values())
    planned = {name: weights[name] / whole for name in names}
    evidence = _evidence([counts[name] for name in names], [planned[name] for name in names])
    return ArmCheck(
        counts={name: counts[name] for name in names},
        expected={name: planned[name] * total for name in names},
        p_value=_p_value([counts[name] for name in names], [planned[name] for name in names]),
        evidence=evidence,
        suspicious=evidence >= ALARM,
    )


def _p_value(counts: list[int], shares: list[float]) -> float:
    """Exact for two arms, else chi-square."""
    from scipy.stats import binomtest, chisquare

    total = sum(counts)
    if not total or len(counts) < 2:
        return 1.0
    if len(counts) == 2:
        return float(binomtest(counts[0], total, shares[0]).pvalue)
    return float(chisquare(counts, [share * total for share in shares]).pvalue)


def _evidence(counts: list[int], shares: list[float]) -> float:
    """Dirichlet mixture around the plan against the plan (Lindon and Malek, arXiv 2011.03567)."""
    if len(counts) < 2:
        return 1.0
    total = sum(counts)
    value = lgamma(PRIOR_CONTACTS) - lgamma(PRIOR_CONTACTS + total)
    for count, share in zip(counts, shares, strict=True):
        prior = PRIOR_CONTACTS * share
        value += lgamma(prior + count) - lgamma(prior) - count * log(share)
    return exp(min(value, 690.0))
