"""The completion forecast: its edge cases, its properties, and that it is not over-confident on series of our own."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.statistics import (
    LEVELS,
    Forecast,
    Guess,
    NeverAtThisPace,
    NotEnough,
    Throughput,
    block_bootstrap,
    forecast_completion,
    pace_needed,
)

MONDAY = date(2026, 11, 23)
STEADY = Throughput((3, 5, 2, 4, 6, 3, 4, 5, 0, 2, 7, 3) * 3)
QUICK = {"start": None, "simulations": 400}

records = st.lists(st.integers(0, 12), min_size=6, max_size=70).filter(lambda weeks: sum(weeks[-52:]) >= 6)


def weeks(outcome: object) -> list[float]:
    """The weeks at 50, 85 and 95 %, later than the horizon as infinity."""
    assert isinstance(outcome, Forecast)
    return [np.inf if week is None else week for _, week in outcome.weeks.items()]


def test_a_backlog_of_nothing_is_done_on_the_start_even_without_a_record():
    done = forecast_completion(Throughput(()), 0, start=MONDAY)
    assert isinstance(done, Forecast)
    assert weeks(done) == [0, 0, 0] and done.dates.p95 == MONDAY
    assert done.flags == ("done",) and done.chance_within(0) == 1


def test_three_weeks_are_not_enough_and_it_says_what_is_needed():
    assert forecast_completion(Throughput((4, 5, 6)), 20, start=None) == NotEnough("too_few_weeks", 3, 4, 1)


def test_four_weeks_are_enough_but_flagged_as_short():
    forecast = forecast_completion(Throughput((4, 5, 6, 3)), 20, **QUICK)
    assert isinstance(forecast, Forecast) and "short_history" in forecast.flags


def test_a_year_without_anything_finished_gives_no_date_whatever_came_before():
    silent = Throughput((5,) * 20 + (0,) * 52)
    assert forecast_completion(silent, 10, start=None) == NotEnough("nothing_completed", 52, 4, 1)


def test_known_stops_are_left_out_and_not_counted_as_zero():
    stopped = Throughput((4, 4, 0, 0, 4, 4, 4, 4), stops=frozenset({2, 3}))
    forecast = forecast_completion(stopped, 20, **QUICK)
    assert forecast.history.weeks == 6 and forecast.history.pace == pytest.approx(4)


def test_a_marked_level_break_restarts_the_record():
    halved = Throughput((20,) * 30 + (4,) * 10, level_break=30)
    forecast = forecast_completion(halved, 20, **QUICK)
    assert (forecast.history.weeks, forecast.history.completed) == (10, 40)
    assert forecast.history.pace == pytest.approx(4)


def test_an_unmarked_break_to_a_fifth_is_suspected_and_a_steady_team_is_not():
    assert "level_break_suspected" in forecast_completion(Throughput((20,) * 39 + (4,) * 13), 20, **QUICK).flags
    assert "level_break_suspected" not in forecast_completion(STEADY, 20, **QUICK).flags


def test_hardly_any_steady_team_is_suspected_of_a_level_break():
    rng = np.random.default_rng(5)
    teams = [Throughput(tuple(rng.negative_binomial(2, 0.4, 52).tolist())) for _ in range(200)]
    suspected = sum(
        "level_break_suspected" in forecast_completion(team, 9, start=None, simulations=100).flags for team in teams
    )
    assert suspected <= 10


def test_mostly_empty_weeks_and_few_items_are_flagged():
    sparse = Throughput((0, 0, 1, 0, 0, 0, 2, 0) * 2)
    assert {"mostly_zero_weeks", "few_completed"} <= set(forecast_completion(sparse, 3, **QUICK).flags)


def test_arrivals_as_fast_as_completion_give_no_date_but_a_chance_and_a_pace():
    flooded = Throughput((4, 5, 3, 4, 6, 2), arrived=(5, 5, 4, 4, 6, 3))
    never = forecast_completion(flooded, 52, start=MONDAY, simulations=400)
    assert isinstance(never, NeverAtThisPace) and not hasattr(never, "dates")
    assert never.flags[0] == "never_at_this_pace" and never.unfinished_share > 0.2
    assert never.pace_needed == pytest.approx(never.history.arrival_pace + 52 / 520)
    assert never.pace_needed > never.history.pace


def test_arrivals_nearly_as_fast_are_flagged_and_make_it_later():
    pressed = Throughput(
        STEADY.completed, arrived=tuple(max(0, count - (week % 3 == 0)) for week, count in enumerate(STEADY.completed))
    )
    forecast = forecast_completion(pressed, 20, **QUICK)
    assert "arrivals_near_pace" in forecast.flags
    assert weeks(forecast)[0] > weeks(forecast_completion(STEADY, 20, **QUICK))[0]


def test_beyond_two_years_is_far_and_beyond_ten_years_is_not_dated():
    far = forecast_completion(STEADY, 400, start=MONDAY, simulations=400)
    assert "far" in far.flags and far.weeks.p85 > 104
    beyond = forecast_completion(STEADY, 100_000, start=MONDAY, simulations=400)
    assert beyond.flags[0] == "beyond_horizon" and weeks(beyond) == [np.inf] * 3
    assert beyond.dates.p50 is None and beyond.unfinished_share > 0.95 and len(beyond.curve.p50) == 520


def test_a_shorter_horizon_is_kept_to_the_week():
    near = forecast_completion(STEADY, 60, start=None, horizon_weeks=15, simulations=400)
    whole = forecast_completion(STEADY, 60, start=None, simulations=400)
    assert len(near.curve.p50) == 15 and len(near.finished_shares) == 16
    assert near.unfinished_share == pytest.approx(1 - whole.chance_within(15))


def test_dates_count_whole_weeks_from_the_start():
    forecast = forecast_completion(STEADY, 40, start=MONDAY, simulations=400)
    assert all((forecast.dates.at(level) - MONDAY).days == 7 * forecast.weeks.at(level) for level in LEVELS)
    assert forecast.chance_by(forecast.dates.p85) == forecast.chance_within(forecast.weeks.p85) >= 0.85
    assert forecast.chance_by(MONDAY) == 0


def test_a_started_week_counts_for_what_is_left_of_it():
    thursday = date(2026, 11, 26)
    forecast = forecast_completion(STEADY, 40, start=thursday, simulations=400, first_week_share=4 / 7)
    assert forecast.dates.p50.weekday() == 0
    assert (forecast.dates.p50 - thursday).days == 4 + 7 * (forecast.weeks.p50 - 1)
    assert forecast.chance_by(forecast.dates.p50) == forecast.chance_within(forecast.weeks.p50)


def test_nothing_is_finished_in_weeks_of_no_capacity():
    forecast = forecast_completion(STEADY, 1, start=None, simulations=400, capacity=(0, 0, 0))
    assert forecast.chance_within(3) == 0 and forecast.weeks.p50 == 4


def test_a_guess_gives_dates_that_are_labelled_a_guess():
    forecast = forecast_completion(Guess(2, 4, 6), 40, start=MONDAY, simulations=2000)
    assert forecast.flags == ("guess",) and forecast.history.weeks == 0
    assert 9 <= forecast.weeks.p50 <= 12 < forecast.weeks.p85


def test_a_guess_of_one_number_is_possible():
    assert 9 <= forecast_completion(Guess(4, 4, 4), 40, **QUICK).weeks.p50 <= 12


@pytest.mark.parametrize(
    "nonsense",
    [
        {"remaining": -1},
        {"remaining": (9, 3)},
        {"simulations": 5},
        {"horizon_weeks": 0},
        {"capacity": (1, -0.5)},
        {"drift_sigma": -0.1},
        {"first_week_share": 0.0},
    ],
)
def test_nonsense_is_an_error(nonsense):
    with pytest.raises(ValueError, match="remaining|simulations|capacity"):
        forecast_completion(STEADY, **{"remaining": 9, "start": None, **nonsense})


def test_a_record_with_a_negative_week_or_of_uneven_length_is_an_error():
    with pytest.raises(ValueError, match="0 or more"):
        Throughput((3, -1))
    with pytest.raises(ValueError, match="1 weeks of arrivals"):
        Throughput((3, 1), (2,))
    with pytest.raises(ValueError, match="guess"):
        Guess(3, 2, 5)


def test_the_pace_needed_is_the_backlog_over_the_weeks_and_what_arrives():
    assert pace_needed(104, 52, 1.5) == 3.5


@settings(max_examples=25, deadline=None)
@given(records, st.integers(1, 80), st.integers(1, 80))
def test_more_remaining_is_never_earlier(record, remaining, more):
    fewer = forecast_completion(Throughput(tuple(record)), remaining, **QUICK)
    greater = forecast_completion(Throughput(tuple(record)), remaining + more, **QUICK)
    assert all(a <= b for a, b in zip(weeks(fewer), weeks(greater), strict=True))


@settings(max_examples=25, deadline=None)
@given(records, st.integers(1, 80))
def test_a_surer_date_is_never_earlier_and_its_chance_is_at_least_its_level(record, remaining):
    forecast = forecast_completion(Throughput(tuple(record)), remaining, **QUICK)
    assert weeks(forecast) == sorted(weeks(forecast))
    for level, week in forecast.weeks.items():
        if week is not None:
            assert forecast.chance_within(week) >= level / 100 > forecast.chance_within(week - 1)
    assert list(forecast.finished_shares) == sorted(forecast.finished_shares)
    assert forecast.finished_shares[-1] == pytest.approx(1 - forecast.unfinished_share)


@settings(max_examples=25, deadline=None)
@given(records, st.integers(2, 60))
def test_the_curve_gives_the_last_place_the_date_of_the_backlog_and_no_place_an_earlier_one_than_the_place_before(
    record, remaining
):
    forecast = forecast_completion(Throughput(tuple(record)), remaining, **QUICK)
    for level in LEVELS:
        by_place = [forecast.curve.week_for(place, level) or np.inf for place in range(1, remaining + 1)]
        assert by_place == sorted(by_place)
        assert by_place[-1] == (forecast.weeks.at(level) or np.inf)


@settings(max_examples=25, deadline=None)
@given(records, st.integers(1, 80), st.lists(st.integers(0, 12), max_size=30))
def test_what_lies_more_than_a_year_back_changes_nothing(record, remaining, older):
    year = ([0] * 52 + record)[-52:]
    assert forecast_completion(Throughput(tuple(year)), remaining, **QUICK) == forecast_completion(
        Throughput(tuple(older + year)), remaining, **QUICK
    )


@settings(max_examples=15, deadline=None)
@given(records, st.integers(5, 60), st.floats(0.3, 1.0))
def test_more_capacity_is_never_later(record, remaining, factor):
    """Half as much again for a year; a week is allowed for the simulation's own error."""
    plan = {"start": None, "simulations": 2000}
    less = forecast_completion(Throughput(tuple(record)), remaining, capacity=(factor,) * 52, **plan)
    more = forecast_completion(Throughput(tuple(record)), remaining, capacity=(factor * 1.5,) * 52, **plan)
    assert more.chance_within(13) >= less.chance_within(13) - 0.03
    assert weeks(more)[0] <= weeks(less)[0] + 1


def test_the_same_seed_gives_the_same_forecast_and_another_seed_another():
    first, again, other = (
        forecast_completion(STEADY, 40, start=None, simulations=500, seed=seed) for seed in (1, 1, 2)
    )
    assert first == again and first.finished_shares != other.finished_shares


def test_a_range_lies_between_its_ends():
    low, high, range_ = (weeks(forecast_completion(STEADY, left, **QUICK)) for left in (40, 80, (40, 80)))
    assert all(a <= b <= c for a, b, c in zip(low, range_, high, strict=True))
    assert low[0] < range_[0] < high[0]


def test_the_fan_reaches_nothing_at_the_dates_and_starts_below_the_backlog():
    forecast = forecast_completion(STEADY, 40, **QUICK)
    for level, week in forecast.weeks.items():
        left = getattr(forecast.fan, f"p{level}")
        assert left[week - 1] == 0 and left[week - 2] > 0
    assert forecast.fan.p05[0] <= forecast.fan.p50[0] <= forecast.fan.p95[0] <= 40


def test_arrivals_delay_the_backlog_but_not_the_places_in_it():
    growing = Throughput(STEADY.completed, arrived=tuple(count // 2 for count in STEADY.completed))
    alone, growing = (forecast_completion(record, 40, start=None, simulations=4000) for record in (STEADY, growing))
    assert growing.weeks.p50 > 1.5 * alone.weeks.p50
    assert abs(growing.curve.week_for(40, 50) - alone.curve.week_for(40, 50)) <= 1
    assert growing.curve.week_for(0, 85) == 0 and growing.curve.week_for(10_000, 85) is None


def test_twenty_thousand_items_a_week_are_no_harder_than_two():
    forecast = forecast_completion(Throughput((20_000, 30_000, 25_000, 21_000)), 1_000_000, **QUICK)
    assert 30 <= forecast.weeks.p50 <= 60


def _moving_team(rng: np.random.Generator, weeks: int) -> np.ndarray:
    """A team of our own making: log rate drifting around its level, breaks, counts three times as uneven as Poisson."""
    rate, drift, counts = rng.uniform(2, 8), 0.0, []
    for _ in range(weeks):
        drift = 0.95 * drift + 0.15 * rng.standard_normal()
        rate *= np.exp(0.6 * rng.standard_normal()) if rng.random() < 1 / 150 else 1.0
        mean = rate * np.exp(drift)
        counts.append(rng.negative_binomial(mean / 2, 1 / 3) if mean > 0 else 0)
    return np.array(counts)


def _kept_on_moving_teams(date_of) -> dict[int, float]:
    """Shares of dates kept on 300 made teams: backlogs of 4, 8, 13 and 26 weeks of the last quarter's pace."""
    rng = np.random.default_rng(20261123)
    kept: dict[int, list[bool]] = {85: [], 95: []}
    for number in range(300):
        team = _moving_team(rng, 360)
        known, future = Throughput(tuple(team[:60].tolist())), team[60:].cumsum()
        backlog = round((4, 8, 13, 26)[number % 4] * team[47:60].mean())
        if backlog >= 3:
            took = int((future < backlog).sum()) + 1
            for level, week in date_of(known, backlog):
                kept[level].append(took <= week)
    return {level: float(np.mean(verdicts)) for level, verdicts in kept.items()}


def test_on_moving_teams_of_our_own_the_dates_are_kept_as_often_as_they_say():
    def ours(known, backlog):
        forecast = forecast_completion(known, backlog, start=None, simulations=600)
        return [(level, forecast.weeks.at(level) or np.inf) for level in (85, 95)]

    kept = _kept_on_moving_teams(ours)
    assert 0.80 <= kept[85] <= 0.93 and 0.91 <= kept[95] <= 0.995


def test_the_same_teams_show_up_the_block_bootstrap_as_over_confident():
    """The calibration test above would not pass for a model that ignores that the rate itself moves."""

    def blocks(known, backlog):
        futures = block_bootstrap(known, 600, 1)
        net = next(futures)
        while (net[-1] < backlog).any():
            net = np.concatenate([net, next(futures)])
        took = (net < backlog).sum(axis=0) + 1
        return [(level, np.sort(took)[int(np.ceil(level * 6)) - 1]) for level in (85, 95)]

    kept = _kept_on_moving_teams(blocks)
    assert kept[85] < 0.80 and kept[95] < 0.91
