"""Vega-Lite specifications from plain data. Each also carries its data as a table for readers who want the numbers.

Words come from the caller, translated. Colours are names of tokens ("@ink"), filled in by `draw` for files and by
static/js/chart.js for pages, so that one specification serves light, dark and paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Spec = dict[str, Any]

INK, SOFT, FAINT, LINE = "@ink", "@ink-soft", "@ink-faint", "@line"
MAIN, SECOND, BAND, BAND_WIDE = "@chart-ink", "@chart-second", "@chart-band", "@chart-band-wide"
GOOD, WATCH, BAD, PAPER = "@good", "@watch", "@bad", "@sheet"


@dataclass(frozen=True, slots=True)
class FanPoint:
    """What may be left on a day: the 85 % and 50 % ranges' edges and the middle, in the chart's unit."""

    on: date
    low: float
    likely_low: float
    middle: float
    likely_high: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A day worth pointing at, with a few words."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Week:
    """How much arrived and how much was finished in the week that begins on `on`."""

    on: date
    arrived: float
    finished: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share (0–1) in the period that begins on `on`."""

    on: date
    share: float


@dataclass(frozen=True, slots=True)
class Load:
    """Hours used of hours there are, of one skill in the week that begins on `on`."""

    skill: str
    on: date
    used: float
    capacity: float


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier forecast: the day it was made, its 50 % and 85 % dates, and when it was really done."""

    made_on: date
    likely_on: date
    safe_on: date
    done_on: date | None


def fan_chart(
    history: Sequence[tuple[date, float]],
    fan: Sequence[FanPoint],
    *,
    title: str,
    unit: str,
    likely_label: str,
    possible_label: str,
    columns: Sequence[str],
    marks: Sequence[Mark] = (),
) -> Spec:
    """What is left over time: the past as a line, the future as two bands and their middle.

    `columns` heads the table: date, low, likely low, middle, likely high, high.
    """
    import altair as alt

    ahead = [_row(on=p.on, low=p.low, ll=p.likely_low, mid=p.middle, lh=p.likely_high, high=p.high) for p in fan]
    past = [_row(on=on, left=value) for on, value in history]
    x = _time(alt)
    base = alt.Chart(_data(alt, ahead))
    layers = [
        base.mark_area(color=BAND_WIDE).encode(x=x, y=_value(alt, "low", unit), y2="high:Q"),
        base.mark_area(color=BAND).encode(x=x, y="ll:Q", y2="lh:Q"),
        base.mark_line(color=MAIN, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x, y="mid:Q"),
        alt.Chart(_data(alt, past)).mark_line(color=MAIN, strokeWidth=2).encode(x=x, y="left:Q"),
    ]
    layers += _band_words(alt, fan, likely_label, possible_label)
    days = [on for on, _ in history] + [point.on for point in fan]
    if days:
        layers += _day_marks(alt, marks, min(days), max(days))
    rows = [[on, None, None, value, None, None] for on, value in history]
    rows += [[p.on, p.low, p.likely_low, p.middle, p.likely_high, p.high] for p in fan]
    return _finish(alt.layer(*layers), title, columns, rows)


def line_to_target(
    measured: Sequence[tuple[date, float]],
    *,
    baseline: tuple[date, float],
    target: tuple[date, float],
    title: str,
    unit: str,
    target_label: str,
    pace_label: str,
    columns: Sequence[str],
) -> Spec:
    """An outcome's measurements beside the even pace from its baseline to its target. Table: date, value, pace."""
    import altair as alt

    pace = [_row(on=on, value=value) for on, value in (baseline, target)]
    values = [_row(on=on, value=value) for on, value in measured]
    x, y = _time(alt), _value(alt, "value", unit, zero=False)
    middle = _row(on=_between(baseline[0], target[0]), value=(baseline[1] + target[1]) / 2, word=pace_label)
    end = _row(on=target[0], value=target[1], word=target_label)
    line = alt.Chart(_data(alt, values)).encode(x=x, y=y)
    layers = [
        alt.Chart(_data(alt, pace)).mark_line(color=FAINT, strokeDash=[3, 4], strokeWidth=1.5).encode(x=x, y=y),
        _dot(alt, end, x, y),
        _words(alt, [middle], dx=-8, dy=-8, align="right", color=SOFT),
        _words(alt, [end], dx=-8, dy=-10, align="right", color=INK, fontWeight=600),
    ]
    if values:
        layers[1:1] = [
            line.mark_line(color=MAIN, strokeWidth=2),
            line.mark_point(color=MAIN, fill=MAIN, size=30, opacity=1),
        ]
        last = values[-1] | {"word": _plain(measured[-1][1])}
        layers.append(_words(alt, [last], dx=8, align="left", color=MAIN, fontWeight=600))
    rows = [[on, value, _on_pace(on, baseline, target)] for on, value in measured]
    return _finish(alt.layer(*layers), title, columns, rows)


def arrivals_finished(
    weeks: Sequence[Week], *, title: str, unit: str, arrived_label: str, finished_label: str, columns: Sequence[str]
) -> Spec:
    """What came in above the line and what was finished below it, week by week. Table: week, arrived, finished."""
    import altair as alt

    rows = [_row(on=week.on, arrived=week.arrived, finished=-week.finished) for week in weeks]
    most = max((max(week.arrived, week.finished) for week in weeks), default=1) or 1
    scale = alt.Scale(domain=[-most * 1.25, most * 1.25], nice=False)
    axis = alt.Axis(labelExpr="format(abs(datum.value), '~g')", tickCount=5, title=unit or None)
    x = _time(alt)
    base = alt.Chart(_data(alt, rows)).encode(x=x)
    layers = [
        base.mark_bar(color=SECOND, width=_bar_width(weeks)).encode(y=alt.Y("arrived:Q", scale=scale, axis=axis)),
        base.mark_bar(color=MAIN, width=_bar_width(weeks)).encode(y=alt.Y("finished:Q", scale=scale, axis=axis)),
        alt.Chart(_data(alt, [{"zero": 0}])).mark_rule(color=SOFT).encode(y="zero:Q"),
    ]
    if weeks:
        first = weeks[0].on
        layers += [
            _words(alt, [_row(on=first, value=most * 1.15, word=arrived_label)], align="left", color=SOFT),
            _words(alt, [_row(on=first, value=-most * 1.15, word=finished_label)], align="left", color=MAIN),
        ]
    table = [[week.on, week.arrived, week.finished] for week in weeks]
    return _finish(alt.layer(*layers), title, columns, table)


def adhoc_share(periods: Sequence[Share], *, title: str, share_label: str, columns: Sequence[str]) -> Spec:
    """The share of finished effort that served no outcome, over time. Table: period, share."""
    import altair as alt

    rows = [_row(on=period.on, value=period.share) for period in periods]
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5, title=None))
    base = alt.Chart(_data(alt, rows)).encode(x=_time(alt), y=y)
    layers = [base.mark_area(color=BAND_WIDE, line={"color": MAIN, "strokeWidth": 2})]
    if periods:
        last = rows[-1] | {"word": f"{round(100 * periods[-1].share)} % {share_label}"}
        layers.append(_words(alt, [last], dx=-6, dy=-12, align="right", color=INK, fontWeight=600))
    table = [[period.on, f"{round(100 * period.share)} %"] for period in periods]
    return _finish(alt.layer(*layers), title, columns, table)


def load_by_skill(loads: Sequence[Load], *, title: str, columns: Sequence[str]) -> Spec:
    """How full each skill is, week by week: a strip per skill, the percentage in each square, overfull ones dark.

    Table: skill, week, used, capacity.
    """
    import altair as alt

    rows = [_load_row(load) for load in loads]
    skills = list(dict.fromkeys(load.skill for load in loads))
    weeks = [day.isoformat() for day in sorted({load.on for load in loads})]
    x = alt.X(
        "on:O",
        sort=weeks,
        axis=alt.Axis(title=None, labelAngle=0, labelExpr="utcFormat(toDate(datum.value), '%-d.%-m.')", orient="top"),
    )
    y = alt.Y("skill:N", sort=skills, axis=alt.Axis(title=None, labelColor=INK, labelLimit=160))
    steps = alt.Scale(domain=["free", "half", "busy", "full"], range=[PAPER, BAND_WIDE, BAND, BAD])
    text_steps = alt.Scale(domain=["free", "half", "busy", "full"], range=[SOFT, INK, INK, PAPER])
    base = alt.Chart(_data(alt, rows)).encode(x=x, y=y)
    squares = base.mark_rect(stroke=LINE, strokeWidth=1).encode(color=alt.Color("step:N", scale=steps, legend=None))
    numbers = base.mark_text(fontSize=11).encode(
        text="word:N", color=alt.Color("step:N", scale=text_steps, legend=None)
    )
    table = [[load.skill, load.on, load.used, load.capacity] for load in loads]
    chart = alt.layer(squares, numbers).resolve_scale(color="independent")
    return _finish(chart, title, columns, table, height=max(60, 30 * len(skills)))


def record_chart(
    pasts: Sequence[Past], *, title: str, kept_label: str, missed_label: str, open_label: str, columns: Sequence[str]
) -> Spec:
    """The forecast's own record: each earlier forecast's 50–85 % span, and the day it was really done.

    A filled dot kept its 85 % date, a cross missed it. Table: made on, 50 %, 85 %, done, verdict.
    """
    import altair as alt

    words = {"kept": kept_label, "missed": missed_label, "open": open_label}
    rows = [
        _row(made=past.made_on, likely=past.likely_on, safe=past.safe_on, done=past.done_on, kind=_kind(past))
        for past in pasts
    ]
    y = alt.Y(
        "made:O", sort="descending", axis=alt.Axis(title=None, labelExpr="utcFormat(toDate(datum.value), '%-d.%-m.%y')")
    )
    base = alt.Chart(_data(alt, rows)).encode(y=y)
    span = base.mark_bar(color=BAND, height=8, cornerRadius=4).encode(x=_time(alt, "likely"), x2="safe:T")
    ended = (
        base.transform_filter("isValid(datum.done)")
        .mark_point(size=60, strokeWidth=2, opacity=1)
        .encode(
            x=_time(alt, "done"),
            shape=alt.Shape(
                "kind:N", scale=alt.Scale(domain=["kept", "missed"], range=["circle", "cross"]), legend=None
            ),
            stroke=alt.Color("kind:N", scale=alt.Scale(domain=["kept", "missed"], range=[MAIN, BAD]), legend=None),
            fill=alt.Color("kind:N", scale=alt.Scale(domain=["kept", "missed"], range=[MAIN, BAD]), legend=None),
        )
    )
    table = [[p.made_on, p.likely_on, p.safe_on, p.done_on, words[_kind(p)]] for p in pasts]
    layers = [span, ended] if any(past.done_on for past in pasts) else [span]  # no scale of nothing
    return _finish(alt.layer(*layers), title, columns, table, height=max(60, 20 * len(pasts)))


def table_of(spec: Spec) -> tuple[list[str], list[list[Any]]]:
    """The head and the rows of the numbers behind a specification."""
    kept = spec["usermeta"]["luotsi"]
    return kept["head"], kept["rows"]


# -- pieces ---------------------------------------------------------------------------------------------------


def _finish(chart: Any, title: str, columns: Sequence[str], rows: list[list[Any]], height: int = 260) -> Spec:
    spec: Spec = chart.properties(width=720, height=height, title=title).to_dict(validate=True)
    head = [str(column) for column in columns]
    if rows and len(rows[0]) != len(head):
        raise ValueError(f"{title}: {len(rows[0])} columns of data under {len(head)} heads")
    plain = [[_plain_value(cell) for cell in row] for row in rows]
    return spec | {
        "title": str(title),
        "description": str(title),
        "background": None,
        "usermeta": {"luotsi": {"head": head, "rows": plain}},
        "config": CONFIG,
    }


AXIS = {
    "domain": False,
    "grid": False,
    "labelColor": SOFT,
    "labelFontSize": 12,
    "tickColor": LINE,
    "titleColor": SOFT,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
}
# A first of January shows its year, another first its month, any other day itself.
DAY_WORDS = "utcFormat(datum.value, utcdate(datum.value) != 1 ? '%-d %b' : utcmonth(datum.value) == 0 ? '%Y' : '%b')"
CONFIG: dict[str, Any] = {
    "font": "-apple-system, Segoe UI, Roboto, Inter, Noto Sans, Liberation Sans, Arial, sans-serif",
    "view": {"stroke": None},
    "title": {"anchor": "start", "color": INK, "fontSize": 15, "fontWeight": 600, "offset": 12},
    "axis": AXIS,
    "axisX": {"domain": True, "domainColor": "@line-strong"},
    "axisQuantitative": {"grid": True, "gridColor": LINE, "gridWidth": 0.5, "ticks": False},
    "text": {"fontSize": 12},
}


def _row(**values: Any) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    """As JSON can hold it; a translated word that waits for its language becomes text here."""
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int | float | str) else str(value)


def _data(alt: Any, rows: Iterable[dict[str, Any]]) -> Any:
    return alt.InlineData(values=list(rows))


def _time(alt: Any, name: str = "on") -> Any:
    # Days are whole days: in UTC they stay the same day wherever the reader sits.
    return alt.X(
        f"{name}:T",
        scale=alt.Scale(type="utc", padding=14),
        axis=alt.Axis(title=None, labelOverlap=True, tickCount=8, labelExpr=DAY_WORDS),
    )


def _value(alt: Any, name: str, unit: str, zero: bool = True) -> Any:
    return alt.Y(f"{name}:Q", scale=alt.Scale(zero=zero), axis=alt.Axis(title=unit or None, tickCount=5))


def _words(alt: Any, rows: list[dict[str, Any]], **style: Any) -> Any:
    return alt.Chart(_data(alt, rows)).mark_text(**style).encode(x=_time(alt), y="value:Q", text="word:N")


def _dot(alt: Any, row: dict[str, Any], x: Any, y: Any) -> Any:
    return alt.Chart(_data(alt, [row])).mark_point(color=INK, size=70, strokeWidth=2, opacity=1).encode(x=x, y=y)


def _band_words(alt: Any, fan: Sequence[FanPoint], likely: str, possible: str) -> list[Any]:
    """The bands' names, written where the bands are wide enough to hold them."""
    if not fan:
        return []
    at = max(fan, key=lambda point: point.high - point.low)
    rows = [
        _row(on=at.on, value=(at.middle + at.likely_high) / 2, word=likely),
        _row(on=at.on, value=(at.likely_high + at.high) / 2, word=possible),
    ]
    return [_words(alt, rows, color=INK, fontSize=11)]


def _day_marks(alt: Any, marks: Sequence[Mark], start: date, end: date) -> list[Any]:
    """A stroke and its words, each a line lower than the one before; on the right half they turn inwards."""
    layers = []
    for row, mark in enumerate(marks):
        is_right = mark.on - start > (end - start) / 2
        base = alt.Chart(_data(alt, [_row(on=mark.on, word=mark.label)])).encode(x=_time(alt))
        layers.append(base.mark_rule(color=INK, strokeWidth=1))
        words = base.mark_text(
            align="right" if is_right else "left",
            baseline="top",
            dx=-5 if is_right else 5,
            color=INK,
            fontWeight=600,
        )
        layers.append(words.encode(y=alt.value(15 * row), text="word:N"))
    return layers


def _between(start: date, end: date) -> date:
    return start + (end - start) / 2


def _on_pace(on: date, baseline: tuple[date, float], target: tuple[date, float]) -> float:
    days = (target[0] - baseline[0]).days or 1
    part = min(1.0, max(0.0, (on - baseline[0]).days / days))
    return round(baseline[1] + part * (target[1] - baseline[1]), 2)


def _plain(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f") if abs(value) >= 100 else f"{value:.3g}"


def _bar_width(weeks: Sequence[Week]) -> float:
    return max(2.0, min(18.0, 560 / max(1, len(weeks))))


def _load_row(load: Load) -> dict[str, Any]:
    share = load.used / load.capacity if load.capacity else (2.0 if load.used else 0.0)
    step = "full" if share > 1 else "busy" if share > 0.85 else "half" if share > 0.5 else "free"
    word = "–" if not load.capacity and not load.used else f"{round(100 * share)}" if load.capacity else "!"
    return _row(skill=load.skill, on=load.on, step=step, word=word)


def _kind(past: Past) -> str:
    if past.done_on is None:
        return "open"
    return "kept" if past.done_on <= past.safe_on else "missed"
