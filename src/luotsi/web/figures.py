"""The small charts of rows and cards as HTML: a load bar, a meter line, a sparkline, a spread.

Each is a picture with a text of its own; the number stands beside it wherever it matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from luotsi.kernel.charts import small

NOTHING = mark_safe("")


def load_bar(label: Any, used: float, capacity: float, fixed: float = 0.0, width: int = 160) -> SafeString:
    """`{% load_bar label used capacity fixed %}`: run-work, plan, the capacity line and what is over it."""
    bar = small.load_bar(used, capacity, fixed, width)
    over = (
        format_html('<rect class="over" x="{}" y="3" width="{}" height="8"/>', bar.over_from, bar.over)
        if bar.over
        else NOTHING
    )
    return format_html(
        '<svg class="load" width="{0}" height="14" viewBox="0 0 {0} 14" role="img" aria-label="{1}">'
        '<rect class="track" y="3" width="{0}" height="8" rx="2"/>'
        '<rect class="used" y="3" width="{2}" height="8" rx="2"/>'
        '<rect class="fixed" y="3" width="{3}" height="8" rx="2"/>{4}<path class="limit" d="M{5} 0v14"/></svg>',
        bar.width,
        label,
        bar.used,
        bar.fixed,
        over,
        bar.limit,
    )


def meter(
    label: Any,
    baseline: float,
    target: float,
    value: float,
    expected: float | None = None,
    width: int = 160,
) -> SafeString:
    """`{% meter label baseline target value expected %}`: the way done, and a stroke where the pace should be."""
    line = small.meter_line(baseline, target, value, expected, width)
    pace = NOTHING if line.pace is None else format_html('<path class="pace" d="M{} 0v14"/>', line.pace)
    return format_html(
        '<svg class="meter{0}" width="{1}" height="14" viewBox="0 0 {1} 14" role="img" aria-label="{2}">'
        '<rect class="track" y="5" width="{1}" height="4" rx="2"/>'
        '<rect class="done" y="5" width="{3}" height="4" rx="2"/>{4}</svg>',
        " is-behind" if line.is_behind else "",
        line.width,
        label,
        line.done,
        pace,
    )


def spark(label: Any, values: Sequence[float]) -> SafeString:
    """`{% spark label values %}`: oldest first; nothing for fewer than two values."""
    line = small.spark(values)
    if line is None:
        return NOTHING
    return format_html(
        '<svg class="spark" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-label="{2}">'
        '<polyline points="{3}"/><circle cx="{4}" cy="{5}" r="2.5"/></svg>',
        line.width,
        line.height,
        label,
        line.points,
        line.x,
        line.y,
    )


def spread(
    label: Any,
    low: float,
    likely_low: float,
    middle: float,
    likely_high: float,
    high: float,
    start: float,
    end: float,
) -> SafeString:
    """`{% spread label low likely_low middle likely_high high start end %}`: a range on a scale that rows share."""
    at = small.spread(low, likely_low, middle, likely_high, high, start=start, end=end)
    return format_html(
        '<svg class="spread" width="{0}" height="14" viewBox="0 0 {0} 14" role="img" aria-label="{1}">'
        '<rect class="wide" x="{2}" y="4" width="{3}" height="6" rx="3"/>'
        '<rect class="likely" x="{4}" y="4" width="{5}" height="6" rx="3"/>'
        '<circle class="middle" cx="{6}" cy="7" r="3"/></svg>',
        at.width,
        label,
        at.wide_from,
        at.wide,
        at.likely_from,
        at.likely,
        at.middle,
    )
