"""Numbers for those who decide: a metric as it was measured, with the way to its target, and amounts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from luotsi.kernel.charts.specs import FAINT, INK, MAIN, Spec, _data, _dot, _finish, _plain, _row, _time, _value, _words


def measured_chart(
    measured: Sequence[tuple[date, float]],
    *,
    aim: Sequence[tuple[date, float]] = (),
    title: str,
    unit: str,
    aim_label: str,
    columns: Sequence[str],
) -> Spec:
    """Measurements oldest first, the last with its value; `aim` are the ends of the way to the target, if there is one.

    Table: day, measured.
    """
    import altair as alt

    x, y = _time(alt), _value(alt, "value", unit, zero=False)
    rows = [_row(on=on, value=value) for on, value in measured]
    line = alt.Chart(_data(alt, rows)).encode(x=x, y=y)
    layers = [
        line.mark_line(color=MAIN, strokeWidth=2),
        line.mark_point(color=MAIN, fill=MAIN, size=30, opacity=1),
    ]
    if rows:
        last = rows[-1] | {"word": _plain(measured[-1][1])}
        layers.append(_words(alt, [last], dx=8, align="left", color=MAIN, fontWeight=600))
    if aim:
        ways = [_row(on=on, value=value) for on, value in aim]
        end = ways[-1] | {"word": f"{aim_label} {_plain(aim[-1][1])}"}
        way = alt.Chart(_data(alt, ways)).mark_line(color=FAINT, strokeDash=[3, 4], strokeWidth=1.5)
        layers[:0] = [way.encode(x=x, y=y), _dot(alt, end, x, y)]
        layers.append(_words(alt, [end], dx=-8, dy=-10, align="right", color=INK, fontWeight=600))
    return _finish(alt.layer(*layers), title, columns, [[on, value] for on, value in measured])


def amounts_chart(amounts: Sequence[tuple[str, float]], *, title: str, columns: Sequence[str]) -> Spec:
    """A bar for each name with its amount at the end, largest first. Names are unique. Table: name, amount."""
    import altair as alt

    ranked = sorted(amounts, key=lambda pair: -pair[1])
    rows = [{"name": name, "value": value, "word": _plain(value)} for name, value in ranked]
    y = alt.Y(
        "name:N", sort=[name for name, _value in ranked], axis=alt.Axis(title=None, labelColor=INK, labelLimit=220)
    )
    x = alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, padding=30))
    base = alt.Chart(_data(alt, rows)).encode(x=x, y=y)
    layers = [
        base.mark_bar(color=MAIN, height=16, cornerRadiusEnd=3),
        base.mark_text(align="left", dx=7, color=INK, fontWeight=600).encode(text="word:N"),
    ]
    table = [[name, value] for name, value in ranked]
    return _finish(alt.layer(*layers), title, columns, table, height=max(60, 38 * len(rows)))
