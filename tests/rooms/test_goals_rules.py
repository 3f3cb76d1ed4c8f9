"""Where an aim stands and the pace it needs; how near a goal is to its end."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.rooms.goals.rules import Life, Verdict, Way, life, standing

START = date(2026, 10, 5)
WAY = Way(Decimal(4), Decimal(14), START, START + timedelta(weeks=10))  # one more each week
FALLING = Way(Decimal(30), Decimal(10), START, START + timedelta(weeks=10))


def test_halfway_in_half_the_time_is_on_pace() -> None:
    day = START + timedelta(weeks=5)
    found = standing(WAY, Decimal(9), day, day)
    assert (found.verdict, found.share, found.expected) == (Verdict.ON_PACE, 0.5, Decimal(9))
    assert found.pace_needed == found.pace_so_far == Decimal(1)


def test_behind_the_line_the_pace_needed_is_higher_than_the_pace_so_far() -> None:
    day = START + timedelta(weeks=5)
    found = standing(WAY, Decimal(6), day, day)
    assert found.verdict == Verdict.BEHIND
    assert found.pace_needed == Decimal("1.6")
    assert found.pace_so_far == Decimal("0.4")


def test_nobody_is_behind_for_a_hair() -> None:
    day = START + timedelta(weeks=5)
    assert standing(WAY, Decimal("8.5"), day, day).verdict == Verdict.ON_PACE
    assert standing(WAY, Decimal("8.4"), day, day).verdict == Verdict.BEHIND


def test_a_target_below_the_baseline_is_reached_downwards() -> None:
    day = START + timedelta(weeks=5)
    assert standing(FALLING, Decimal(20), day, day).verdict == Verdict.ON_PACE
    assert standing(FALLING, Decimal(25), day, day).verdict == Verdict.BEHIND
    assert standing(FALLING, Decimal(9), day, day).verdict == Verdict.REACHED
    assert standing(FALLING, Decimal(25), day, day).pace_needed == Decimal(-3)


def test_a_late_look_does_not_blame_an_early_value() -> None:
    measured_on = START + timedelta(weeks=2)
    late = START + timedelta(weeks=8)
    found = standing(WAY, Decimal(6), measured_on, late)
    assert found.verdict == Verdict.ON_PACE
    assert found.is_stale


def test_without_a_value_there_is_no_verdict_but_a_pace_from_the_baseline() -> None:
    found = standing(WAY, None, None, START)
    assert (found.verdict, found.share, found.pace_needed) == (Verdict.UNMEASURED, None, Decimal(1))


def test_past_its_day_an_aim_is_missed_or_reached() -> None:
    day = WAY.by_on + timedelta(days=1)
    assert standing(WAY, Decimal(13), WAY.by_on, day).verdict == Verdict.MISSED
    assert standing(WAY, Decimal(14), WAY.by_on, day).verdict == Verdict.REACHED
    assert standing(WAY, Decimal(13), WAY.by_on, day).pace_needed is None


@given(value=st.decimals(-1000, 1000, places=2), days=st.integers(1, 69))
def test_the_pace_needed_leads_to_the_target(value: Decimal, days: int) -> None:
    day = START + timedelta(days=days)
    found = standing(WAY, value, day, day)
    if found.pace_needed is not None:
        reached = value + found.pace_needed * Decimal(str(found.weeks_left))
        assert abs(reached - WAY.target) < Decimal("0.000001")
    else:
        assert found.verdict == Verdict.REACHED


@pytest.mark.parametrize(
    ("expires_on", "given_up_on", "expected"),
    [
        (START, None, Life.ENDS_SOON),
        (START - timedelta(days=1), None, Life.EXPIRED),
        (START + timedelta(days=30), None, Life.ENDS_SOON),
        (START + timedelta(days=31), None, Life.LIVING),
        (START + timedelta(days=31), START, Life.GIVEN_UP),
    ],
)
def test_a_goal_lives_through_its_last_day(expires_on: date, given_up_on: date | None, expected: Life) -> None:
    assert life(expires_on, given_up_on, START) == expected
