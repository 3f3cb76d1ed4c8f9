"""The forecast's own record, and the back-test that makes one from the past of a series."""

from __future__ import annotations

import numpy as np
import pytest

from luotsi.engines.statistics import (
    DRIFT_SIGMA,
    ByLevel,
    PastForecast,
    Throughput,
    backtest,
    block_bootstrap,
    bootstrap_12,
    own_record,
)

DATED = ByLevel(10, 15, 20)


def past(took: int | None, watched: int = 30, weeks: ByLevel[int] = DATED) -> PastForecast:
    return PastForecast(weeks, took, watched)


def test_a_date_is_kept_when_the_work_is_finished_by_it():
    assert [past(15).is_kept(level) for level in (50, 85, 95)] == [False, True, True]
    assert past(None).is_kept(95) is False


def test_a_date_that_lies_ahead_is_not_judged_even_when_the_work_is_done():
    assert past(took=3, watched=12).is_kept(85) is None
    assert past(took=3, watched=12).is_kept(50) is True


def test_what_was_never_dated_is_not_judged():
    assert past(took=3, weeks=ByLevel(10, None, None)).is_kept(85) is None


def test_without_a_past_there_is_no_record_and_the_drift_stays():
    record = own_record([])
    assert record.kept == ByLevel(None, None, None) and record.judged == ByLevel(0, 0, 0)
    assert record.drift_sigma == DRIFT_SIGMA == 0.15


def test_shares_are_counted_over_the_dates_that_have_come():
    record = own_record([past(12), past(16), past(None, watched=16), past(5, watched=9)])
    assert record.judged == ByLevel(3, 3, 2)
    assert record.kept.p85 == pytest.approx(1 / 3) and record.kept.p95 == 1


@pytest.mark.parametrize(
    ("kept", "missed", "sigma"),
    [(14, 6, 0.20), (15, 5, 0.15), (19, 1, 0.15), (20, 0, 0.12), (0, 19, 0.15), (19, 0, 0.15)],
)
def test_from_twenty_dates_on_the_drift_follows_the_record(kept, missed, sigma):
    assert own_record([past(8)] * kept + [past(None)] * missed).drift_sigma == sigma


def test_a_backtest_looks_every_eight_weeks_at_four_backlogs_and_knows_nothing_of_the_future():
    calm = (3, 5, 2, 4, 6, 3, 4, 5, 0, 2, 7, 3, 4) * 7
    trials = backtest(Throughput(calm), simulations=200)
    assert {trial.origin for trial in trials} == {60, 68, 76, 84}
    first = [trial for trial in trials if trial.origin == 60]
    mean = sum(calm[47:60]) / 13
    assert [(trial.planned_weeks, trial.remaining) for trial in first] == [(k, round(k * mean)) for k in (4, 8, 13, 26)]
    other = backtest(Throughput(calm[:60] + (50,) * 31), simulations=200)
    assert [trial.past.weeks.p50 for trial in other[:3]] == [trial.past.weeks.p50 for trial in first[:3]]
    assert other[0].past.took == 1


def test_a_quiet_quarter_gives_no_forecast():
    assert backtest(Throughput((3, 4) * 20 + (0,) * 13 + (0, 1) * 20), simulations=200, every=100, first=53) == ()


def test_took_is_the_first_week_in_which_net_of_arrivals_nothing_is_left():
    trial = backtest(Throughput((4,) * 80, (2,) * 80), simulations=200, planned_weeks=(4,))[0]
    assert trial.remaining == 16 and trial.past.took == 8 and trial.past.watched == 20


def test_what_the_series_does_not_show_finished_is_open():
    trial = backtest(Throughput((4,) * 70), simulations=200, planned_weeks=(13,))[0]
    assert trial.past.took is None and trial.past.is_kept(95) is None


def test_the_score_is_the_squared_distance_of_the_chances_by_hand():
    """A method that says week 5 for sure, where it took 8 of the planned 4 weeks: three weeks off."""

    def sure(known, simulations, seed):
        yield np.repeat((np.arange(1, 200) >= 5)[:, None] * 1000, simulations, axis=1)

    trial = backtest(Throughput((4,) * 60 + (2,) * 60), method=sure, simulations=100, planned_weeks=(4,))[0]
    assert trial.past.took == 8 and trial.past.weeks == ByLevel(5, 5, 5)
    assert trial.crps == pytest.approx(3 / 4)
    assert trial.pinball == ByLevel(*(pytest.approx(3 * share / 4) for share in (0.5, 0.85, 0.95)))


def test_a_team_that_has_just_begun_is_known_by_its_few_weeks_only():
    def spy(known, simulations, seed):
        seen.append(len(known))
        return block_bootstrap(known, simulations, seed)

    seen: list[int] = []
    backtest(Throughput((3, 5, 2, 4) * 20), method=spy, simulations=100, memory_weeks=6)
    assert seen == [6, 6, 6]


def test_the_bootstraps_repeat_a_steady_team_exactly_and_pair_arrivals_with_their_weeks():
    for method in (block_bootstrap, bootstrap_12):
        net = next(method(Throughput((4,) * 60, (1,) * 60), 100, 1))
        assert (net[:12] == 3 * np.arange(1, 13)[:, None]).all()


def test_blocks_keep_four_weeks_in_a_row_together():
    net = next(block_bootstrap(Throughput(tuple(range(52))), 500, 1))
    weekly = np.diff(net, axis=0, prepend=0)
    assert (np.diff(weekly[:4], axis=0) == 1).all() and (np.diff(weekly[4:8], axis=0) == 1).all()


def test_a_year_of_drifting_work_is_dated_better_than_by_the_bootstrap():
    """A team whose pace swings over months: forecasts that know of the swing score better in the same run."""
    rng = np.random.default_rng(11)
    drift, counts = 0.0, []
    for _ in range(700):
        drift = 0.95 * drift + 0.15 * rng.standard_normal()
        counts.append(int(rng.negative_binomial(2 * np.exp(drift), 1 / 3)))
    series = Throughput(tuple(counts))
    ours, blocks = (
        np.mean([trial.crps for trial in backtest(series, method=method, simulations=400)])
        for method in (None, block_bootstrap)
    )
    assert ours < blocks
