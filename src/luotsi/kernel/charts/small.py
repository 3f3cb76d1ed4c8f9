"""The small charts that stand in a line of text or a table cell: where their few shapes go, in SVG units.

Pages refuse style attributes, so lengths are worked out here and written as SVG attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadBar:
    """A bar of what is used, with run-work first, against a limit; `over` begins at the limit."""

    width: int
    fixed: float
    used: float
    over_from: float
    over: float
    limit: float


def load_bar(used: float, capacity: float, fixed: float = 0.0, width: int = 160) -> LoadBar:
    """`used` includes `fixed`; all three in the same unit, at least 0."""
    scale = width / max(used, capacity * 1.1, 1e-9)
    within = min(used, capacity)
    return LoadBar(
        width=width,
        fixed=round(min(fixed, within) * scale, 1),
        used=round(within * scale, 1),
        over_from=round(capacity * scale, 1),
        over=round(max(0.0, used - capacity) * scale, 1),
        limit=round(capacity * scale, 1),
    )


@dataclass(frozen=True, slots=True)
class MeterLine:
    """How far from baseline to target, and where an even pace would be; both as lengths."""

    width: int
    done: float
    pace: float | None
    share: float
    is_behind: bool


def meter_line(
    baseline: float, target: float, value: float, expected: float | None = None, width: int = 160
) -> MeterLine:
    """`expected` is the value that an even pace would have reached by now. Works for falling targets, too."""
    span = (target - baseline) or 1e-9
    share = (value - baseline) / span
    pace = None if expected is None else min(1.0, max(0.0, (expected - baseline) / span))
    return MeterLine(
        width=width,
        done=round(width * min(1.0, max(0.0, share)), 1),
        pace=None if pace is None else round(width * pace, 1),
        share=share,
        is_behind=pace is not None and share < pace,
    )


@dataclass(frozen=True, slots=True)
class Spark:
    """A line through values, oldest first, and its last point."""

    width: int
    height: int
    points: str
    x: float
    y: float


def spark(values: Sequence[float], width: int = 96, height: int = 24) -> Spark | None:
    """None for fewer than two values: one value is no line."""
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (width - 6) / (len(values) - 1)
    at = [
        (round(3 + i * step, 1), round(height - 3 - (height - 6) * (value - low) / span, 1))
        for i, value in enumerate(values)
    ]
    return Spark(width, height, " ".join(f"{x},{y}" for x, y in at), *at[-1])


@dataclass(frozen=True, slots=True)
class Spread:
    """A range with its likely part and its middle, on a common scale from `start` to `end`."""

    width: int
    wide_from: float
    wide: float
    likely_from: float
    likely: float
    middle: float


def spread(
    low: float,
    likely_low: float,
    middle: float,
    likely_high: float,
    high: float,
    *,
    start: float,
    end: float,
    width: int = 120,
) -> Spread:
    """All values on the scale from `start` to `end`; what lies outside is cut off."""
    scale = width / ((end - start) or 1e-9)
    low, likely_low, middle, likely_high, high = (
        round(min(width, max(0.0, (value - start) * scale)), 1)
        for value in (low, likely_low, middle, likely_high, high)
    )
    return Spread(width, low, round(high - low, 1), likely_low, round(likely_high - likely_low, 1), middle)
