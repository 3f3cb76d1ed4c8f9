"""The verdict on a campaign: prefixes, delays, several criteria, faulty rows, what would change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.statistics.boundary import rate_table
from luotsi.engines.statistics.campaign import (
    CampaignData,
    Contact,
    Criterion,
    HorizonChange,
    Tally,
    check_rows,
    decide,
    plan,
    really_work,
    sample_ratio,
    weak_points,
)
from tests.engines.campaign_cases import MUCH_LATER, START, accepted, campaign, contact

NO, YES, OPEN = False, True, None


def test_an_empty_campaign_continues_and_knows_nothing():
    result = decide(campaign([])).criteria[0]
    assert (result.decision, result.interval, result.evidence_for, result.observed) == ("continue", (0, 1), 1, None)
    assert result.next.abort_if is not None
    assert (result.next.abort_if.contacts, result.next.abort_if.successes) == (43, 0)


def test_forty_three_contacts_without_a_success_abort():
    assert decide(campaign([NO] * 42)).decision == "continue"
    told = decide(campaign([NO] * 43))
    assert (told.decision, told.criteria[0].decided_at, told.reasons) == ("abort", 43, ("must_failed",))


def test_the_next_step_says_exactly_what_would_abort():
    """Edge: what `next` announces happens, and not one contact earlier."""
    answers = [YES, NO, NO, NO] + [NO] * 20
    step = decide(campaign(answers)).criteria[0].next.abort_if
    assert step is not None
    assert decide(campaign(answers + [NO] * (step.contacts - 1))).decision == "continue"
    assert decide(campaign(answers + [NO] * step.contacts)).decision == "abort"


def test_the_next_step_says_exactly_what_would_scale():
    answers = [YES, NO, NO, NO] * 5
    step = decide(campaign(answers)).criteria[0].next.scale_if
    assert step is not None
    enough = [NO] * (step.contacts - step.successes) + [YES] * step.successes
    assert decide(campaign(answers + enough)).decision == "scale"
    assert decide(campaign(answers + [NO] + enough[:-1])).decision == "continue"


def test_pending_contacts_are_never_a_no():
    soon = START + timedelta(days=10)
    told = decide(campaign([OPEN] * 100, now=soon)).criteria[0]
    assert (told.decision, told.pending) == ("continue", 100)
    assert told.evidence_against < 1 > told.evidence_for
    assert {"pending_only", "window_open"} <= set(told.reasons)
    assert told.first_possible_at is not None
    assert told.first_possible_at > soon


def test_silence_is_a_no_once_its_window_has_passed():
    assert decide(campaign([OPEN] * 100)).decision == "abort"


@pytest.mark.parametrize("kind", ["rate", "goal_by_deadline"])
def test_early_answers_of_those_still_open_tell_nothing_of_the_rate(kind):
    """Forty invited, two have said yes and nobody had the time for a no: as open as before anybody was invited."""
    wanted = accepted(0.10 if kind == "rate" else 10, kind=kind)
    told = [
        decide(campaign(answers, wanted, contacts=100, now=START + timedelta(days=2))).criteria[0]
        for answers in ([], [OPEN] * 20 + [YES] * 2 + [OPEN] * 18)
    ]
    assert told[0].chances.scale < told[1].chances.scale < 0.75
    assert told[1].further_to_settle is None


def test_without_a_window_silence_aborts_only_after_the_end():
    silent = accepted(response_days=None)
    assert decide(campaign([OPEN] * 100, silent)).decision == "continue"
    assert decide(campaign([OPEN] * 100, silent, ends_at=START + timedelta(days=30))).decision == "abort"


def test_a_yes_after_its_window_was_a_no_by_then():
    late = Contact("x", START, {"accepted": YES}, {"accepted": START + timedelta(days=15)})
    told = decide(CampaignData((accepted(),), 100, MUCH_LATER, (late,))).criteria[0]
    assert (told.successes, told.late) == (0, 1)


def test_early_successes_scale_while_others_are_open():
    answers = [YES] * 8 + [OPEN] * 17
    told = decide(campaign(answers, now=START + timedelta(days=5)))
    assert told.decision == "scale"


def test_ended_without_a_verdict_is_inconclusive_and_says_how_many_more_would_settle_it():
    answers = ([YES] + [NO] * 7) * 25
    told = decide(campaign(answers, contacts=200))
    result = told.criteria[0]
    assert told.decision == "inconclusive"
    assert "undecided_at_end" in result.reasons
    assert result.further_to_settle is not None
    assert result.further_to_settle > 200


def test_the_end_waits_for_the_answers_still_open():
    told = decide(
        campaign([NO] * 20 + [OPEN] * 10, contacts=30, now=START + timedelta(days=2), ends_at=START + timedelta(days=2))
    )
    assert told.decision == "continue"
    assert "waits_for_answers" in told.criteria[0].reasons


def test_invitation_order_decides_not_the_order_of_the_rows():
    data = campaign(([YES, NO, NO] * 30)[:80])
    assert decide(data) == decide(replace(data, outcomes=data.outcomes[::-1]))


def test_at_most_aborts_when_too_many_leave_and_scales_when_few_do():
    leaves = Criterion("left", 0.02, direction="at_most", response_days=3)
    assert decide(campaign([YES, NO, YES, NO, YES, YES], leaves, name="left")).decision == "abort"
    assert decide(campaign([NO] * 400, leaves, name="left")).decision == "scale"


def test_all_musts_scale_or_one_aborts_and_watches_never_decide():
    other = Criterion("liked", 0.10, response_days=14)
    rows = tuple(contact(k, {"accepted": YES, "liked": k % 3 == 0, "left": YES}) for k in range(60))
    left = Criterion("left", 0.02, direction="at_most", response_days=3, role="watch")
    data = CampaignData((accepted(), other, left), 500, MUCH_LATER, rows)
    told = decide(data)
    assert (told.decision, told.criteria[2].decision) == ("scale", "abort")
    bad = replace(data, outcomes=tuple(replace(row, results={**row.results, "liked": NO}) for row in rows))
    assert decide(bad).decision == "abort"


def test_musts_share_the_error_of_a_wrong_abort():
    alone = decide(campaign([])).criteria[0].guarantee
    two = decide(CampaignData((accepted(), Criterion("liked", 0.10)), 500, MUCH_LATER)).criteria[0].guarantee
    assert 0.025 < alone.wrong_abort <= 0.05
    assert two.wrong_abort <= 0.025
    assert two.wrong_scale == alone.wrong_scale


def test_meetings_are_counted_among_those_who_accepted():
    meetings = Criterion("met", 0.4, of="accepted", response_days=14)
    rows = tuple(contact(k, {"accepted": k % 5 == 0, "met": k % 5 == 0}) for k in range(50))
    told = decide(CampaignData((accepted(), meetings), 500, MUCH_LATER, rows)).criteria[1]
    assert (told.n, told.successes, told.observed) == (10, 10, 1.0)


@given(st.lists(st.tuples(st.sampled_from([YES, NO, OPEN]), st.sampled_from([YES, NO, OPEN])), max_size=40), st.data())
@settings(max_examples=40, deadline=None)
def test_a_verdict_among_those_who_accepted_stays_whoever_accepts_later(rows, draw):
    """Open acceptances count as members and as open: however they turn out, the line is crossed."""
    first = Criterion("accepted", 0.5, response_days=None)
    met = Criterion("met", 0.3, of="accepted", error_scale=0.2, error_abort=0.2, contacts=40)

    def told(pairs):
        made = tuple(
            contact(k, {"accepted": up, "met": below if up is not NO or not below else NO})
            for k, (up, below) in enumerate(pairs)
        )
        return decide(CampaignData((replace(first, role="watch"), met), 40, MUCH_LATER, made), outlook=False).criteria[
            1
        ]

    before = told(rows)
    finished = [tuple(draw.draw(st.booleans()) if part is None else part for part in row) for row in rows]
    if before.decision in ("scale", "abort"):
        table = rate_table(0.3, 0.3, 40, 0.2, 0.2)
        after = told(finished)
        crossed = [
            point.successes >= table.up[point.n] if before.decision == "scale" else point.successes <= table.lo[point.n]
            for point in after.path
        ]
        assert any(crossed)


def test_counters_by_hand_decide_on_totals():
    tallies = {"accepted": (Tally(START, 30, 1), Tally(START + timedelta(days=1), 60, 1, pending=2))}
    data = CampaignData((accepted(),), 500, MUCH_LATER, tallies=tallies)
    assert decide(data).decision == "continue"
    last = Tally(START + timedelta(days=2), 80, 1)
    told = decide(replace(data, tallies={"accepted": (*tallies["accepted"], last)}))
    assert (told.decision, told.criteria[0].decided_at) == ("abort", 80)


def test_a_target_changed_after_data_uses_the_rule_for_all_targets():
    answers = [NO] * 43
    changed = decide(campaign(answers, accepted(changed_after_data=True)))
    assert changed.decision == "continue"
    assert changed.criteria[0].guarantee.code == "target_changed"
    assert decide(campaign([NO] * 120, accepted(changed_after_data=True))).decision == "abort"


def test_a_longer_horizon_is_taken_over_by_conditional_error():
    answers = ([YES] + [NO] * 9) * 6
    data = campaign(answers, contacts=100, horizon_changes=(HorizonChange(60, 300),))
    told = decide(data).criteria[0]
    assert told.guarantee.code == "horizon_changed"
    assert told.boundary is not None
    assert told.boundary.contacts == 300


def test_rows_that_cannot_be_are_shown_and_not_counted():
    day = timedelta(days=1)
    rows = (
        Contact("a", START, {"accepted": YES}, {"accepted": START - day}, row=1),
        Contact("b", MUCH_LATER + day, {}, row=2),
        Contact("c", START - day, {}, row=3),
        Contact("d", START, {"accepted": 3.0}, row=4),
        Contact("e", START, {"accepted": YES}, {"accepted": MUCH_LATER + day}, row=5),
        Contact("f", START, {"accepted": YES}, row=6),
        Contact("f", START + day, {"accepted": NO}, row=7),
        Contact("g", START, {"accepted": NO, "met": YES}, row=8),
        Contact("bounced", START, {"accepted": NO}, excluded=True, row=9),
    )
    criteria = (accepted(), Criterion("met", 0.4, of="accepted"))
    data = CampaignData(criteria, 100, MUCH_LATER, rows, starts_at=START)
    codes = {(fault.row, fault.code) for fault in check_rows(data)}
    assert codes == {
        (1, "outcome_before_invitation"),
        (2, "invited_in_future"),
        (3, "before_start"),
        (4, "not_a_yes_or_no"),
        (5, "outcome_in_future"),
        (7, "duplicate"),
        (8, "result_without_parent"),
    }
    told = decide(data)
    assert told.criteria[0].n == 1
    assert "rows_rejected" in told.reasons


def test_another_answer_gives_another_snapshot():
    data = campaign([YES, NO])
    assert decide(data).snapshot == decide(replace(data, outcomes=data.outcomes[::-1])).snapshot
    assert decide(data).snapshot != decide(campaign([YES, YES])).snapshot


def test_weak_points_are_said_before_the_start():
    short = {point.code: point for point in weak_points([accepted()], 20)}
    assert set(short) == {"cannot_abort"}
    needed = short["cannot_abort"].contacts
    assert needed is not None
    assert 20 < needed <= 32
    assert not weak_points([accepted()], needed)
    assert [point.code for point in weak_points([accepted(counts_output=True)], 500)] == ["only_output"]
    assert [point.code for point in weak_points([accepted(target=1.0)], 500)] == ["target_not_a_share"]
    assert weak_points([Criterion("m", 10, "mean", response_days=9)], 500)[0].code == "no_cap"


def test_a_nonsense_target_is_refused():
    with pytest.raises(ValueError, match="target_not_a_share"):
        decide(campaign([], accepted(target=0.0)))


def test_the_planner_shows_what_happens_at_which_rate_and_how_big_it_must_be():
    planned = plan(accepted(), 500, (0.05, 0.10, 0.20))
    assert [round(ending.expected_contacts) for ending in planned.endings] == [177, 464, 72]
    assert planned.endings[0].abort > 0.96
    sizes = {size.rate: size.contacts for size in planned.sizes}
    assert sizes[0.10] is None
    assert sizes[0.20] is not None
    table = plan(accepted(), sizes[0.20], (0.20,)).endings[0]
    assert table.scale >= 0.8


def test_chances_of_all_endings_sum_to_one():
    chances = decide(campaign(([YES] + [NO] * 8) * 10)).chances
    assert chances is not None
    assert chances.scale + chances.abort + chances.undecided == pytest.approx(1)
    assert 0 < chances.further_contacts < 410


def test_uneven_arms_are_noticed_and_even_ones_are_not():
    assert not sample_ratio({"A": 500, "B": 510}).suspicious
    skewed = sample_ratio({"A": 500, "B": 620})
    assert skewed.suspicious
    assert skewed.p_value < 0.001
    assert not sample_ratio({"A": 250, "B": 760}, {"A": 1, "B": 3}).suspicious


def test_campaigns_that_really_work_by_e_bh():
    """Wang and Ramdas (2022): k-th largest e-value at least K / (k error)."""
    assert really_work({"a": 100, "b": 31, "c": 1}) == ("a", "b")
    assert really_work({"a": 59, "b": 20, "c": 1}) == ()


def test_contacts_beyond_the_plan_are_shown_and_do_not_decide():
    planned = ([YES] + [NO] * 9) * 5
    told = decide(campaign(planned + [YES] * 60, contacts=50))
    assert told.decision == "inconclusive"
    assert "beyond_horizon" in told.criteria[0].reasons
