"""Rivals of the campaign rules, as they are used in practice: what they decide at every (n, s)."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betaln, xlog1py, xlogy
from scipy.stats import binom

Z95, Z90 = 1.959964, 1.644854
Grid = tuple[np.ndarray, np.ndarray]


def lattice(contacts: int) -> Grid:
    """n as a column, s as a row."""
    return np.arange(contacts + 1)[:, None].astype(float), np.arange(contacts + 1)[None, :].astype(float)


def naive_interval(target: float, contacts: int) -> Grid:
    """Normal interval of 95 %, from 30 contacts on."""
    n, s = lattice(contacts)
    rate = s / np.maximum(n, 1)
    half = Z95 * np.sqrt(np.maximum(rate * (1 - rate), 0) / np.maximum(n, 1))
    return (rate - half > target) & (n >= 30), (rate + half < target) & (n >= 30)


def score_z(target: float, contacts: int) -> Grid:
    n, s = lattice(contacts)
    z = (s - n * target) / np.sqrt(np.maximum(n, 1) * target * (1 - target))
    return (z > Z95) & (n > 0), (z < -Z95) & (n > 0)


def exact_two_sided(target: float, contacts: int) -> Grid:
    """Exact binomial tail at 2.5 % a side."""
    n, s = lattice(contacts)
    return (binom.sf(s - 1, n, target) < 0.025) & (n > 0), (binom.cdf(s, n, target) < 0.025) & (n > 0)


def bayes(target: float, contacts: int) -> Grid:
    """Posterior above .95, flat prior."""
    n, s = lattice(contacts)
    below = betainc(1 + s, np.maximum(1 + n - s, 1e-9), target)
    return (1 - below > 0.95) & (n > 0), (below > 0.95) & (n > 0)


def asymptotic_cs(tuning: int):
    """Asymptotic confidence sequence of 95 % (Waudby-Smith et al., arXiv 2103.06476), tuned to a number of contacts."""

    def rule(target: float, contacts: int) -> Grid:
        n, s = lattice(contacts)
        rho2 = (-2 * np.log(0.05) + np.log(-2 * np.log(0.05) + 1)) / tuning
        m = np.maximum(n, 1)
        rate = s / m
        spread = np.sqrt(np.maximum(rate * (1 - rate), 0) * m / np.maximum(m - 1, 1))
        width = spread * np.sqrt(2 * (m * rho2 + 1) / (m**2 * rho2) * np.log(np.sqrt(m * rho2 + 1) / 0.05))
        known = (n > 1) & (spread > 0)
        return (rate - width > target) & known, (rate + width < target) & known

    return rule


def jeffreys_mixture(target: float, contacts: int) -> Grid:
    """Beta-binomial e-process of 20."""
    n, s = lattice(contacts)
    f = np.maximum(n - s, 0)
    log_e = betaln(0.5 + s, 0.5 + f) - betaln(0.5, 0.5) - xlogy(s, target) - xlog1py(f, -target)
    strong = log_e >= np.log(20)
    return strong & (s > n * target), strong & (s < n * target)


RIVALS = {
    "naive 95 % interval, n >= 30": naive_interval,
    "score z > 1.96": score_z,
    "exact binomial, 2.5 % a side": exact_two_sided,
    "Bayes posterior > .95": bayes,
    "asymptotic CS, tuning 5,000": asymptotic_cs(5000),
    "asymptotic CS, tuning 500": asymptotic_cs(500),
    "beta-binomial e-process >= 20": jeffreys_mixture,
}


def endings(scale: np.ndarray, abort: np.ndarray, p: float) -> tuple[float, float, float]:
    """Scale, abort, average contacts, exactly: recursion over the whole lattice with absorbed mass taken out."""
    contacts = len(scale) - 1
    alive, scaled, aborted, expected = np.zeros(contacts + 1), 0.0, 0.0, 0.0
    alive[0] = 1.0
    for n in range(1, contacts + 1):
        expected += alive.sum()
        moved = alive * (1 - p)
        moved[1:] += alive[:-1] * p
        up = scale[n] & (np.arange(contacts + 1) <= n)
        down = abort[n] & ~up
        scaled += moved[up].sum()
        aborted += moved[down].sum()
        moved[up | down] = 0.0
        alive = moved
    return scaled, aborted, expected
