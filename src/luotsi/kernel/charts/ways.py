"""Things on their way: how many stand at which stage, and how long each took from its first day to its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from luotsi.kernel.charts.specs import (
    BAD,
    BAND,
    FAINT,
    GOOD,
    INK,
    LINE,
    MAIN,
    SOFT,
    WATCH,
    Spec,
    _data,
    _finish,
    _row,
    _time,
)

ENDINGS = {"good": GOOD, "watch": WATCH, "bad": BAD, "open": FAINT}


@dataclass(frozen=True, slots=True)
class Stretch:
    """One thing from its first to its last day. `kind` is good, watch, bad or open; `word` says it."""

    name: str
    starts_on: date
    ends_on: date
    kind: str
    word: str

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days


def stages_chart(stages: Sequence[tuple[str, int]], *, title: str, columns: Sequence[str]) -> Spec:
    """How many stand at each stage, in the order given. Table: stage, number."""
    import altair as alt

    rows = [_row(stage=stage, number=number) for stage, number in stages]
    order = [str(stage) for stage, _number in stages]
    y = alt.Y("stage:N", sort=order, axis=alt.Axis(title=None, labelColor=INK, labelLimit=180, ticks=False))
    most = max((number for _stage, number in stages), default=0)
    x = alt.X("number:Q", scale=alt.Scale(domain=[0, max(most, 4) * 1.1], nice=False), axis=None)
    base = alt.Chart(_data(alt, rows)).encode(y=y, x=x)
    layers = [
        base.mark_bar(color=MAIN, height=14, cornerRadiusEnd=3),
        base.mark_text(align="left", dx=6, color=INK, fontWeight=600).encode(text="number:Q"),
    ]
    table = [[stage, number] for stage, number in stages]
    return _finish(alt.layer(*layers), title, columns, table, height=max(60, 28 * len(stages)))


def stretches_chart(stretches: Sequence[Stretch], *, title: str, columns: Sequence[str]) -> Spec:
    """Each thing's way as a bar over time, with its answer at the end. Table: name, from, to, days, answer."""
    import altair as alt

    rows = [
        _row(name=f"{at}", shown=one.name, starts=one.starts_on, ends=one.ends_on, kind=one.kind, word=one.word)
        for at, one in enumerate(stretches)
    ]
    labels: dict[str, Any] = {f"{at}": _short(one.name) for at, one in enumerate(stretches)}
    order = list(labels)
    said = "[" + ",".join(f"'{_quoted(label)}'" for label in labels.values()) + "][toNumber(datum.value)]"
    y = alt.Y("name:N", sort=order, axis=alt.Axis(title=None, labelColor=INK, labelLimit=230, labelExpr=said))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(ENDINGS), range=list(ENDINGS.values())), legend=None)
    base = alt.Chart(_data(alt, rows)).encode(y=y)
    x = _time(alt, "starts")
    layers = [
        base.mark_bar(color=BAND, height=8, cornerRadius=4).encode(x=x, x2="ends:T"),
        base.mark_point(size=70, filled=True, opacity=1, stroke=LINE).encode(x="ends:T", color=colour),
        base.mark_text(align="left", dx=9, color=SOFT).encode(x="ends:T", text="word:N"),
    ]
    table = [[one.name, one.starts_on, one.ends_on, one.days, one.word] for one in stretches]
    return _finish(alt.layer(*layers), title, columns, table, height=max(70, 30 * len(stretches)))


def _short(name: str) -> str:
    return name if len(name) <= 34 else f"{name[:33].rstrip()}…"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
