"""The model's figures against values worked out by hand: weights, spread, level, drift, counts."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from luotsi.engines.statistics import Guess, Throughput
from luotsi.engines.statistics._pace import DRIFT_MEMORY, history_used, pace_of, pace_of_guess
from luotsi.engines.statistics._passage import FirstPassage, rank
from luotsi.engines.statistics._paths import STRETCH_WEEKS, Paths

SIMULATIONS = 40_000


def paths(record: tuple[int, ...], drift_sigma: float, arrived: tuple[int, ...] | None = None, **more) -> Paths:
    return Paths(pace_of(Throughput(record, arrived), drift_sigma), SIMULATIONS, np.random.default_rng(7), **more)


def test_the_weight_of_a_week_halves_in_thirteen_weeks():
    """13 weeks between a week of 8 and a week of 2: the mean is (2 + 8 / 2) / (1 + 1 / 2) = 4."""
    record = Throughput((8, *[0] * 12, 2), stops=frozenset(range(1, 13)))
    assert history_used(record).pace == pytest.approx(4)


def test_the_spread_of_an_even_record_is_drawn_from_two_by_four_weeks_and_never_below_one():
    """Eight weeks of 4: no variance, so (4·2 + 0) / (4 + n_e) < 1 and Poisson's 1 holds."""
    assert history_used(Throughput((4,) * 8)).spread == 1
    short = history_used(Throughput((4,) * 3))
    q = 0.5 ** (1 / 13)
    n = (1 + q + q * q) ** 2 / (1 + q**2 + q**4)
    assert short.spread == pytest.approx(8 / (4 + n))


def test_the_spread_of_an_uneven_record_is_the_formula_by_hand():
    w = [0.5 ** (age / 13) for age in (3, 2, 1, 0)]
    y = [0, 4, 2, 6]
    n = sum(w) ** 2 / sum(v * v for v in w)
    mean = sum(a * b for a, b in zip(w, y, strict=True)) / sum(w)
    variance = sum(a * (b - mean) ** 2 for a, b in zip(w, y, strict=True)) / sum(w) * n / (n - 1)
    used = history_used(Throughput(tuple(y)))
    assert used.pace == pytest.approx(mean)
    assert used.spread == pytest.approx((8 + n * variance / mean) / (4 + n))


def test_the_level_is_a_gamma_around_the_mean_with_half_an_item_in_hand():
    pace, used = pace_of(Throughput((4, 0, 7, 2, 6)), 0.15), history_used(Throughput((4, 0, 7, 2, 6)))
    assert pace.shape * pace.scale == pytest.approx(used.pace + 0.5 * pace.scale)
    assert pace.shape == pytest.approx(used.pace / pace.scale + 0.5)


def test_the_drift_has_the_memory_of_the_weights():
    assert DRIFT_MEMORY**13 == pytest.approx(0.5)


def test_the_start_may_lie_off_the_record_by_what_the_drift_does_in_a_week():
    """One week known, one week ago: Var(x_0 - x_-1) = 2 s² (1 - rho), s² = sigma² / (1 - rho²)."""
    stationary = 0.15**2 / (1 - DRIFT_MEMORY**2)
    by_hand = (2 * stationary * (1 - DRIFT_MEMORY)) ** 0.5
    assert pace_of(Throughput((5,)), 0.15).start_sigma == pytest.approx(by_hand)
    assert pace_of(Throughput((5, 3, 6)), 0.0).start_sigma == 0


def test_the_first_week_has_the_mean_and_variance_of_a_gamma_and_negative_binomial():
    record = (0, 9, 2, 12, 1, 6, 3, 7)
    pace = pace_of(Throughput(record), 0.0)
    counts = paths(record, 0.0).stretch()[0][0]
    mean = pace.shape * pace.scale
    variance = pace.spread * mean + pace.shape * pace.scale**2
    assert counts.mean() == pytest.approx(mean, abs=4 * (variance / SIMULATIONS) ** 0.5)
    # Breaks add about 0.4 % of the squared mean.
    assert counts.var() == pytest.approx(variance, rel=0.06)


def test_drift_and_breaks_leave_the_mean_pace_where_it_was_after_a_year():
    future = paths((4, 6, 3, 5, 7, 5, 4, 6) * 4, 0.15)
    before = future.stretch()[0][-1]
    after = future.stretch()[0][-1] - before
    pace = pace_of(Throughput((4, 6, 3, 5, 7, 5, 4, 6) * 4), 0.15)
    assert after.mean() == pytest.approx(STRETCH_WEEKS * pace.shape * pace.scale, rel=0.02)


def test_drift_spreads_the_rate_by_its_stationary_variance():
    """log of mean square over squared mean of the centred rate: the drift's variance, here without breaks' share."""
    drifting = paths((500,) * 20, 0.15)
    for _ in range(4):
        total, _ = drifting.stretch()
    last = drifting._drift
    assert last.std() == pytest.approx(0.15 / (1 - DRIFT_MEMORY**2) ** 0.5, rel=0.03)
    assert total.shape == (STRETCH_WEEKS, SIMULATIONS)


def test_breaks_come_about_once_in_three_years_by_about_a_factor_of_two():
    future = paths((5,) * 8, 0.0)
    for _ in range(6):
        future.stretch()
    # 156 weeks: one break on average, each of variance (log 2)² and a mean shift of half of that.
    assert future._broken.mean() == pytest.approx(-(log(2) ** 2) / 2, abs=0.02)
    assert future._broken.var() == pytest.approx(log(2) ** 2 * (1 + log(2) ** 2 / 4), rel=0.08)
    assert np.exp(future._broken).mean() == pytest.approx(1, abs=0.03)
    assert (future._broken == 0).mean() == pytest.approx(exp(-1), abs=0.02)


def test_arrivals_follow_the_same_level_at_their_ratio():
    record = (4, 6, 3, 5, 7, 5, 4, 6) * 3
    completed, net = paths(record, 0.15, tuple(count // 2 for count in record)).stretch()
    ratio = sum(count // 2 for count in record) / sum(record)
    arrived = completed - net
    assert arrived[-1].mean() / completed[-1].mean() == pytest.approx(ratio, rel=0.03)
    assert np.corrcoef(arrived[-1], completed[-1])[0, 1] > 0.3


def test_half_a_first_week_brings_half_the_work_in_and_out():
    record, arrived = (4, 6, 3, 5, 7, 5, 4, 6), (2, 3, 1, 2, 4, 2, 2, 3)
    whole, half = (paths(record, 0.0, arrived, first_week_share=share).stretch() for share in (1.0, 0.5))
    assert half[0][0].mean() / whole[0][0].mean() == pytest.approx(0.5, abs=0.02)
    assert (half[0] - half[1])[0].mean() / (whole[0] - whole[1])[0].mean() == pytest.approx(0.5, abs=0.03)


def test_a_guess_is_triangular():
    levels = Paths(pace_of_guess(Guess(1, 3, 8), 0.0), SIMULATIONS, np.random.default_rng(3))._level
    assert levels.mean() == pytest.approx((1 + 3 + 8) / 3, rel=0.02)
    assert 1 <= levels.min() and levels.max() <= 8


def test_first_passage_is_the_first_week_even_when_work_grows_again():
    passage = FirstPassage(np.array([3, 3, 0, 9]))
    passage.follow(np.array([[1, 3, 0, 1], [4, 1, 0, 2]]))
    passage.follow(np.array([[2, 5, 0, 3]]))
    assert passage.weeks.tolist() == [2, 1, 0, np.inf]
    assert passage.shares(3).tolist() == [0.25, 0.5, 0.75, 0.75]
    assert (passage.week_at(50), passage.week_at(85), passage.unfinished_share()) == (1, None, 0.25)


@pytest.mark.parametrize(("level", "size", "place"), [(50, 4, 1), (85, 100, 84), (95, 100, 94), (85, 7, 5), (95, 1, 0)])
def test_a_level_is_the_smallest_value_that_so_many_do_not_exceed(level, size, place):
    assert rank(level, size) == place
