"""Goals, money, counts and two arms: reference values, brute force, and what must hold at every look.

Reference values: design statistics, sections 4, 5 and 7.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom

from luotsi.engines.statistics.blocks import block_result, block_sizes, log_ratios
from luotsi.engines.statistics.campaign import CampaignData, Criterion, compare, decide
from luotsi.engines.statistics.comparing import pair_horizon, pair_table
from luotsi.engines.statistics.counts import log_evidence, phi_of
from luotsi.engines.statistics.deadline import goal_table
from luotsi.engines.statistics.money import wealth
from luotsi.engines.statistics.sequence import rate_interval
from luotsi.engines.statistics.timed import tables_for
from tests.engines.campaign_cases import MUCH_LATER, START, campaign, contact, two_arms

NO, YES, OPEN = False, True, None


def goal(target: int, **more: object) -> Criterion:
    return Criterion("accepted", target, "goal_by_deadline", response_days=14, **more)


# --- a goal by a deadline


@pytest.mark.parametrize(
    ("target", "contacts", "low", "high"),
    [(5, 50, 0.0207, 0.9059), (10, 100, 0.0157, 0.9436), (30, 300, 0.0094, 0.9689)],
)
def test_goal_thresholds_are_close_to_those_of_the_specification(target, contacts, low, high):
    """The specification calibrates over 20 true rates, this one over 40."""
    table = goal_table(target, contacts)
    assert table.low == pytest.approx(low, abs=0.0015)
    assert table.high == pytest.approx(high, abs=0.003)
    assert max(table.wrong_abort, table.wrong_track) <= 0.05


def test_the_predictive_probability_is_the_beta_binomial():
    table, q = goal_table(10, 100), 0.1
    for n, s in ((0, 0), (20, 1), (50, 6), (90, 9)):
        exact = betabinom.sf(10 - s - 1, 100 - n, 4 * q + s, 4 * (1 - q) + n - s)
        assert table.predictive[n, s] == pytest.approx(exact)


def test_goal_errors_are_those_of_all_paths():
    table = goal_table(4, 12, 0.1, 0.1)
    worst_abort = worst_track = 0.0
    for rate in np.linspace(0.3, 2.2, 20) * 4 / 12:
        given_up = missed = 0.0
        for path in product((0, 1), repeat=12):
            mass = rate ** sum(path) * (1 - rate) ** (12 - sum(path))
            sums = [sum(path[:n]) for n in range(13)]
            given_up += mass * (sums[12] >= 4 and any(sums[n] <= table.lo[n] for n in range(1, 13)))
            missed += mass * (sums[12] < 4 and any(sums[n] >= table.up[n] for n in range(1, 13)))
        worst_abort, worst_track = max(worst_abort, given_up), max(worst_track, missed)
    assert worst_abort <= table.wrong_abort + 0.002 <= 0.1 + 0.002
    assert worst_track <= table.wrong_track + 0.002 <= 0.1 + 0.002
    assert worst_abort > 0.02


def test_a_goal_is_reached_given_up_on_track_or_open():
    told = [
        decide(campaign(answers, goal(10), contacts=100)).criteria[0]
        for answers in ([YES] * 10, [NO] * 60, [YES] * 7 + [NO] * 13, [YES, *[NO] * 9])
    ]
    assert [result.decision for result in told] == ["scale", "abort", "continue", "continue"]
    assert [result.reasons[0] for result in told] == ["reached", "crossed_abort", "on_track", "between"]
    assert [result.next.scale_if is None for result in told] == [True, True, False, False]
    assert told[2].chances is not None
    assert told[2].chances.scale > 0.94


def test_on_track_scales_only_where_the_criterion_says_so():
    answers = [YES] * 7 + [NO] * 13
    assert decide(campaign(answers, goal(10, scale_when_on_track=True), contacts=100)).decision == "scale"


def test_the_table_of_a_goal_scales_where_it_is_reached_or_where_being_on_track_is_enough():
    bare, eager = (
        decide(campaign([], goal(10, scale_when_on_track=flag), contacts=100)).criteria[0].boundary
        for flag in (False, True)
    )
    assert [row.scale_at for row in bare.rows[8:11]] == [None, 10, 10]
    assert eager.rows[19].scale_at == goal_table(10, 100).up[20] < 10
    assert bare.rows[59].abort_at == goal_table(10, 100).lo[60]


def test_a_goal_out_of_reach_by_counting_is_given_up():
    told = decide(campaign([NO] * 91, goal(10), contacts=100)).criteria[0]
    assert (told.decision, told.reasons[0]) == ("abort", "out_of_reach")


# --- a number by the end without planned contacts


def enquiries(days: list[int], *, now: int, **more: object) -> CampaignData:
    """So many enquiries wanted within 90 days; one came on each of these days."""
    wanted = Criterion("enquiries", 12, "goal_by_deadline", over_time=True, **more)
    rows = tuple(contact(n, {"enquiries": 1.0}, hours=24 * day) for n, day in enumerate(days))
    day = timedelta(days=1)
    return CampaignData((wanted,), 1, START + now * day, rows, starts_at=START, ends_at=START + 90 * day)


@pytest.mark.parametrize(
    ("days", "now", "verdict"),
    [
        ([], 0, ("continue", "between")),
        (list(range(1, 13)), 14, ("scale", "reached")),
        (list(range(2, 22, 2)), 30, ("continue", "on_track")),
        ([20], 60, ("abort", "crossed_abort")),
        (list(range(8, 89, 8)), 91, ("abort", "out_of_reach")),
    ],
)
def test_a_number_over_time_is_reached_on_track_open_or_given_up(days, now, verdict):
    told = decide(enquiries(days, now=now)).criteria[0]
    assert (told.decision, told.reasons[0]) == verdict
    assert (told.successes, told.guarantee.code) == (len(days), "assumed_dispersion")


def test_a_number_over_time_may_scale_on_track_and_knows_its_past():
    eager = decide(enquiries(list(range(2, 22, 2)), now=30, scale_when_on_track=True, past_weekly=(1,) * 12))
    assert (eager.decision, eager.criteria[0].guarantee.code) == ("scale", "predictive")
    with pytest.raises(ValueError, match="start and a later end"):
        decide(replace(enquiries([], now=3), ends_at=None))


@pytest.mark.parametrize("spread", [1, 2])
def test_a_number_over_time_keeps_its_errors_whatever_the_rate(spread):
    """Simulated: occurrences by ones and in clumps of two, 3,000 campaigns a rate; four standard errors allowed."""
    on_track, given_up = tables_for(10 * spread, spread, 0.05, 0.05)
    draw, slots = np.random.default_rng(4), on_track.contacts
    up, lo = np.array(on_track.up[1:]), np.array(given_up.lo[1:])
    for times in (0.8, 1.0, 1.2):
        came = np.cumsum(draw.poisson(10 * times / slots, (3000, slots)), axis=1)
        reaches = came[:, -1] >= 10
        assert ((came <= lo).any(axis=1) & reaches).mean() < 0.066
        assert ((came >= up).any(axis=1) & ~reaches).mean() < 0.066


# --- money


def test_the_stake_against_a_true_mean_keeps_its_expectation_at_one():
    """Brute force over every path of four amounts of 0 or 30 with mean 10."""
    total = 0.0
    for path in product((0.0, 30.0), repeat=4):
        share = np.prod([2 / 3 if amount == 0 else 1 / 3 for amount in path])
        total += share * np.exp(wealth(np.array(path), 10.0)[-1])
    assert total == pytest.approx(1.0)


def test_much_money_scales_and_needs_no_cap():
    money = Criterion("accepted", 10, "mean", response_days=14)
    told = decide(campaign([0.0, 60.0] * 30, money))
    assert told.decision == "scale"
    assert told.criteria[0].interval[0] > 10
    assert told.criteria[0].interval[1] == float("inf")


def test_no_money_aborts_only_with_a_cap_or_a_ceiling_on_the_average_deal():
    nothing = [0.0] * 200
    bare = Criterion("accepted", 10, "mean", response_days=14)
    told = decide(campaign(nothing, bare)).criteria[0]
    assert (told.decision, "no_cap" in told.reasons) == ("continue", True)
    assert decide(campaign(nothing, replace(bare, cap=100))).decision == "abort"
    assert decide(campaign(nothing, replace(bare, average_deal_at_most=100))).decision == "abort"


def test_an_amount_above_its_cap_takes_the_right_to_abort_by_it():
    capped = Criterion("accepted", 10, "mean", cap=100, response_days=14)
    assert decide(campaign([0.0] * 199 + [500.0], capped)).criteria[0].evidence_against is None


def test_open_amounts_neither_scale_nor_abort():
    capped = Criterion("accepted", 10, "mean", cap=100, response_days=None)
    assert decide(campaign([OPEN] * 300, capped)).decision == "continue"


# --- counts over time


def test_phi_is_the_spread_of_the_past_and_assumed_without_one():
    assert phi_of(()) == 1.5
    assert phi_of((5, 5, 5, 5, 5, 5)) < phi_of((0, 15, 0, 9, 0, 6))


def test_the_gamma_mixture_keeps_its_expectation_at_one():
    """Over Poisson counts at the target itself, summed out."""
    from scipy.stats import poisson

    k = np.arange(0, 200)
    for upper in (True, False):
        evidence = np.exp(log_evidence(k.astype(float), np.full(k.size, 3.0), 5.0, upper=upper))
        assert (poisson.pmf(k, 15) * evidence).sum() == pytest.approx(1.0, abs=1e-9)


def test_counts_a_week_scale_and_abort_and_say_what_they_assume():
    weekly = Criterion("accepted", 5, "count_rate", past_weekly=(4, 6, 5, 5, 4, 6))
    many = tuple(contact(k, {"accepted": 1.0}, hours=4 * k) for k in range(100))
    told = decide(CampaignData((weekly,), 500, START + timedelta(days=17), many, starts_at=START))
    assert told.decision == "scale"
    assert told.criteria[0].observed == pytest.approx(100 * 7 / 17)
    quiet = CampaignData((replace(weekly, past_weekly=()),), 500, START + timedelta(days=60), (), starts_at=START)
    silent = decide(quiet)
    assert silent.decision == "abort"
    assert "dispersion_assumed" in silent.criteria[0].reasons


# --- two arms


def test_pair_lines_err_at_most_as_promised_over_all_paths():
    table = pair_table(12, 0.2)
    wrong = 0
    for path in product((0, 1), repeat=12):
        sums = [sum(path[:n]) for n in range(13)]
        wrong += any(not table.lo[n] < sums[n] < table.up[n] for n in range(1, 13))
    assert 0 < wrong / 2**12 <= 0.2


def test_pair_thresholds_use_the_horizon_of_the_expected_rate():
    assert pair_horizon(1000, 0.10) == 255
    assert pair_horizon(100, 0.9) == 50


def test_a_clear_difference_is_claimed_and_its_mirror_for_the_other_arm():
    good, bad = [YES, NO, NO] * 40, [NO, NO, NO, NO, NO, NO, NO, NO, NO, YES] * 12
    told, mirrored = compare(two_arms(bad, good)), compare(two_arms(good, bad))
    assert (told.decision, mirrored.decision) == ("B", "A")
    assert told.decided_at == mirrored.decided_at
    assert told.evidence_b == pytest.approx(mirrored.evidence_a)
    assert told.interval[0] < told.difference < told.interval[1]


def test_equal_arms_end_without_a_difference_and_hopeless_ones_earlier():
    same = [YES, NO, NO, NO] * 25
    over = compare(two_arms(same, same[1:] + same[:1], contacts=200))
    assert (over.decision, over.reasons) == ("no_difference", ("undecided_at_end",))
    early = compare(two_arms(same, same[1:] + same[:1], contacts=240))
    assert (early.decision, early.reasons) == ("no_difference", ("futile",))
    assert early.claim_chance < 0.05


def test_lower_is_better_for_at_most():
    few, many = [NO, NO, NO, NO, NO, NO, NO, NO, NO, YES] * 12, [YES, NO, NO] * 40
    data = two_arms(few, many)
    data = replace(data, criteria=(replace(data.criteria[0], direction="at_most"),))
    assert compare(data).decision == "A"


@given(
    st.lists(st.tuples(st.sampled_from([YES, NO, OPEN]), st.sampled_from([YES, NO, OPEN])), min_size=20, max_size=60),
    st.data(),
)
@settings(max_examples=30, deadline=None)
def test_a_sure_claim_stays_whatever_open_contacts_answer(pairs, draw):
    from luotsi.engines.statistics.comparing import _first_claim, pairs_of

    table = pair_table(60, 0.5)
    a, b = zip(*pairs, strict=True)
    side, at = _first_claim(table, pairs_of(a, b))
    finished = [[draw.draw(st.booleans()) if x is None else x for x in arm] for arm in (a, b)]
    if side:
        pair = pairs_of(*finished)[at - 1]
        differing = pair.only_a + pair.only_b
        assert table.verdict(differing, pair.only_b) == side


def test_blocks_of_unequal_arms_are_a_fair_game_when_rates_are_equal():
    """Given the successes of a block, the likelihood ratios average to one."""
    from math import comb

    odds = np.log([0.2, 3.0])
    for t in range(5):
        ways = {x: comb(1, t - x) * comb(3, x) for x in range(max(0, t - 1), min(t, 3) + 1)}
        mean = sum(w * np.exp(log_ratios(1, 3, t, x, odds)) for x, w in ways.items()) / sum(ways.values())
        assert mean == pytest.approx([1.0, 1.0])


def test_unequal_arms_are_compared_in_blocks():
    assert block_sizes(1, 3) == (1, 3)
    found = block_result([NO] * 60, [YES, NO, NO] * 60, 1, 3, 0.05)
    assert found.side == 1
    rows = [contact(4 * k, {"accepted": NO}, arm="A") for k in range(60)]
    rows += [contact(4 * (k // 3) + 1 + k % 3, {"accepted": k % 3 == 0}, arm="B") for k in range(180)]
    data = CampaignData(two_arms([], []).criteria, 400, MUCH_LATER, tuple(rows), arm_shares={"A": 1, "B": 3})
    told = compare(data)
    assert (told.decision, "unequal_shares" in told.reasons, told.arms.suspicious) == ("B", True, False)


def test_comparing_needs_two_arms():
    with pytest.raises(ValueError, match="two arms"):
        compare(campaign([YES, NO]))


@given(n=st.integers(1, 400), share=st.floats(0, 1), pending=st.integers(0, 50))
@settings(max_examples=40, deadline=None)
def test_an_interval_holds_the_observed_rate_and_open_contacts_widen_it(n, share, pending):
    s = int(share * n)
    low, high = rate_interval(n, s, 0, 0.1, 0.05, 0.05)
    assert 0 <= low <= s / n <= high <= 1
    wider = rate_interval(n + pending, s, pending, 0.1, 0.05, 0.05)
    assert wider[0] <= low + 1e-6
    assert wider[1] >= high - 1e-6
