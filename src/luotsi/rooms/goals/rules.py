"""Small formulas of this room: where an aim stands, the pace it needs, and how near a goal is to its end. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

DAYS_IN_WEEK = 7
WARNED_DAYS = 30  # a goal's end is announced this long before
SLACK_SHARE = 0.05  # nobody is called behind for less than a twentieth of the way
STALE_DAYS = 35  # a value older than a month and a few days is called old


class Verdict(StrEnum):
    """Codes; the pages say them with a word and a shape."""

    UNMEASURED = "unmeasured"
    REACHED = "reached"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    MISSED = "missed"


class Life(StrEnum):
    """Where a goal is in its life."""

    LIVING = "living"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Way:
    """A straight line from `baseline` on `starts_on` to `target` on `by_on`."""

    baseline: Decimal
    target: Decimal
    starts_on: date
    by_on: date

    def share_of(self, value: Decimal) -> float:
        """How much of the way `value` has come; below 0 and above 1 are possible."""
        return float((value - self.baseline) / (self.target - self.baseline))

    def expected_on(self, day: date) -> Decimal:
        whole = max((self.by_on - self.starts_on).days, 1)
        part = Decimal(min(max((day - self.starts_on).days, 0), whole)) / whole
        return self.baseline + (self.target - self.baseline) * part


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an aim stands on a day. Shares run from 0 (baseline) to 1 (target); paces are in units per week.

    `pace_needed` is None once the target is reached or its day is over, `pace_so_far` before there is a value.
    """

    verdict: Verdict
    value: Decimal | None
    measured_on: date | None
    share: float | None
    expected: Decimal
    expected_share: float
    weeks_left: float
    pace_needed: Decimal | None
    pace_so_far: Decimal | None
    is_stale: bool


def standing(way: Way, value: Decimal | None, measured_on: date | None, on: date) -> Standing:
    """Judge the newest value against the straight line of its own day, so that a late look does not blame it."""
    share = way.share_of(value) if value is not None else None
    weeks_left = max((way.by_on - on).days, 0) / DAYS_IN_WEEK
    expected = way.expected_on(on)
    return Standing(
        verdict=_verdict(way, share, measured_on, on),
        value=value,
        measured_on=measured_on,
        share=share,
        expected=expected,
        expected_share=way.share_of(expected),
        weeks_left=weeks_left,
        pace_needed=_pace_needed(way, way.baseline if value is None else value, share, weeks_left),
        pace_so_far=_pace_so_far(way, value, measured_on),
        is_stale=measured_on is not None and (on - measured_on).days > STALE_DAYS,
    )


def life(expires_on: date, given_up_on: date | None, on: date) -> Life:
    """A goal lives through its last day."""
    if given_up_on is not None:
        return Life.GIVEN_UP
    if expires_on < on:
        return Life.EXPIRED
    return Life.ENDS_SOON if (expires_on - on).days <= WARNED_DAYS else Life.LIVING


def _verdict(way: Way, share: float | None, measured_on: date | None, on: date) -> Verdict:
    if share is not None and share >= 1:
        return Verdict.REACHED
    if on > way.by_on:
        return Verdict.MISSED
    if share is None or measured_on is None:
        return Verdict.UNMEASURED
    line = way.share_of(way.expected_on(measured_on))
    return Verdict.ON_PACE if share >= line - SLACK_SHARE else Verdict.BEHIND


def _pace_needed(way: Way, value: Decimal, share: float | None, weeks_left: float) -> Decimal | None:
    if not weeks_left or (share is not None and share >= 1):
        return None
    return (way.target - value) / Decimal(str(weeks_left))


def _pace_so_far(way: Way, value: Decimal | None, measured_on: date | None) -> Decimal | None:
    if value is None or measured_on is None or measured_on <= way.starts_on:
        return None
    return (value - way.baseline) * DAYS_IN_WEEK / (measured_on - way.starts_on).days
