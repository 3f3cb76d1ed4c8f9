"""The picture of a campaign: what came in, contact by contact, between the boundary to scale and the one to abort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from luotsi.kernel.charts.specs import BAD, BAND, FAINT, GOOD, INK, MAIN, SECOND, SOFT, Spec, _data, _finish

MOST_POINTS = 240


@dataclass(frozen=True, slots=True)
class Came:
    """After `n` contacts in invitation order: so much for sure, and so much more that may still come."""

    n: int
    value: float
    open: float = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """At `n` contacts: scale and abort at so much; None where neither is possible there."""

    n: int
    scale: float | None
    abort: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """After `n` pairs: in so many only A was better, in so many only B."""

    n: int
    a: float
    b: float


def evidence_chart(
    came: Sequence[Came],
    bounds: Sequence[Bound],
    *,
    title: str,
    x_title: str,
    y_title: str,
    scale_label: str,
    abort_label: str,
    open_label: str,
    columns: Sequence[str],
    decided_at: int | None = None,
    is_scale_above: bool = True,
) -> Spec:
    """Where the line reaches a boundary, the verdict falls. Table: contacts, sure, still open, scale at, abort at."""
    import altair as alt

    came, bounds = _thinned(came), _thinned(bounds)
    x = alt.X("n:Q", scale=alt.Scale(zero=True, nice=False), axis=alt.Axis(title=x_title or None, tickCount=8))
    top = _top(came, bounds)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, top], nice=False) if top else alt.Undefined,
        axis=alt.Axis(title=y_title or None, tickCount=5, tickMinStep=1),
    )
    layers: list[Any] = []
    for name, colour, words in (("scale", GOOD, scale_label), ("abort", BAD, abort_label)):
        rows = [{"n": b.n, "value": getattr(b, name)} for b in bounds if getattr(b, name) is not None]
        layers += _boundary(alt, rows, colour, words, x, y, is_upper=(name == "scale") is is_scale_above)
    rows = [{"n": c.n, "value": c.value, "most": c.value + c.open} for c in came]
    if rows:
        base = alt.Chart(_data(alt, rows)).encode(x=x)
        if any(c.open for c in came):
            layers.insert(0, base.mark_area(color=BAND, interpolate="step-after", clip=True).encode(y=y, y2="most:Q"))
            widest = max(rows, key=lambda row: row["most"] - row["value"])
            rule = alt.Chart(_data(alt, [widest])).mark_rule(color=BAND, strokeWidth=3, clip=True)
            layers.insert(1, rule.encode(x=x, y=y, y2="most:Q"))
            at = min(widest["most"], top) if top else widest["most"]
            layers.append(_word(alt, widest["n"], at, open_label, SOFT, x, y, align="left", dx=6, dy=2))
        layers.append(base.mark_line(color=MAIN, strokeWidth=2.5, interpolate="step-after").encode(y=y))
        layers.append(_end(alt, rows, decided_at, x, y))
    found = {b.n: b for b in bounds}
    table = [[c.n, c.value, c.open, *_at(found.get(c.n))] for c in came]
    table += [[b.n, None, None, b.scale, b.abort] for b in bounds if not came or b.n > came[-1].n]
    return _finish(alt.layer(*(layers or [_nothing(alt, x, y)])), title, columns, table, height=300)


def arms_chart(
    pairs: Sequence[Pair], *, title: str, x_title: str, y_title: str, a_label: str, b_label: str, columns: Sequence[str]
) -> Spec:
    """Two arms: in how many pairs only the one, only the other was better. Table: pairs, only A, only B."""
    import altair as alt

    pairs = _thinned(pairs)
    x = alt.X("n:Q", scale=alt.Scale(zero=True, nice=False), axis=alt.Axis(title=x_title or None, tickCount=8))
    y = alt.Y("value:Q", axis=alt.Axis(title=y_title or None, tickCount=5, tickMinStep=1))
    layers: list[Any] = []
    for name, colour, words, dash in (("a", SECOND, a_label, [6, 4]), ("b", MAIN, b_label, [1, 0])):
        rows = [{"n": pair.n, "value": getattr(pair, name)} for pair in pairs]
        if rows:
            line = alt.Chart(_data(alt, rows)).mark_line(color=colour, strokeWidth=2.5, strokeDash=dash)
            layers.append(line.encode(x=x, y=y))
            layers.append(_word(alt, rows[-1]["n"], rows[-1]["value"], words, colour, x, y, align="right", dy=-8))
    table = [[pair.n, pair.a, pair.b] for pair in pairs]
    return _finish(alt.layer(*(layers or [_nothing(alt, x, y)])), title, columns, table, height=260)


def _top(came: Sequence[Came], bounds: Sequence[Bound]) -> float:
    """Where the picture ends: above all boundaries and all that is sure; what may still come does not squeeze them."""
    edges = [edge for bound in bounds for edge in (bound.scale, bound.abort) if edge is not None]
    highest = max((*edges, *(point.value for point in came)), default=0)
    return highest * 1.25 if edges else 0


def _boundary(
    alt: Any, rows: list[dict[str, Any]], colour: str, words: str, x: Any, y: Any, *, is_upper: bool
) -> list[Any]:
    if not rows:
        return []
    line = alt.Chart(_data(alt, rows)).mark_line(
        color=colour, strokeWidth=1.5, strokeDash=[5, 3], interpolate="step-after"
    )
    # Where the boundaries are still apart: above the upper one to its left, below the lower one to its right.
    at = rows[round((len(rows) - 1) * (0.5 if is_upper else 0.62))]
    style = (
        {"align": "right", "dx": -8, "dy": -10}
        if is_upper
        else {"align": "left", "dx": 8, "dy": 12 if at["value"] else -8}
    )
    word = _word(alt, at["n"], at["value"], words, colour, x, y, **style)
    return [line.encode(x=x, y=y), word]


def _word(alt: Any, n: float, value: float, words: str, colour: str, x: Any, y: Any, **style: Any) -> Any:
    row = {"n": n, "value": value, "word": str(words)}
    return alt.Chart(_data(alt, [row])).mark_text(color=colour, fontWeight=600, **style).encode(x=x, y=y, text="word:N")


def _end(alt: Any, rows: list[dict[str, Any]], decided_at: int | None, x: Any, y: Any) -> Any:
    """A dot where it stands, or where the verdict fell."""
    at = next((row for row in rows if decided_at is not None and row["n"] >= decided_at), rows[-1])
    return (
        alt.Chart(_data(alt, [at])).mark_point(color=INK, fill=MAIN, size=70, strokeWidth=2, opacity=1).encode(x=x, y=y)
    )


def _nothing(alt: Any, x: Any, y: Any) -> Any:
    return alt.Chart(_data(alt, [{"n": 0, "value": 0}])).mark_point(color=FAINT).encode(x=x, y=y)


def _at(bound: Bound | None) -> tuple[float | None, float | None]:
    return (bound.scale, bound.abort) if bound else (None, None)


def _thinned(points: Sequence[Any]) -> list[Any]:
    """Evenly fewer, the first and the last kept."""
    if len(points) <= MOST_POINTS:
        return list(points)
    step = (len(points) - 1) / (MOST_POINTS - 1)
    return [points[round(place * step)] for place in range(MOST_POINTS)]
