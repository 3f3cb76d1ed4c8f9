"""Newsrooms side by side: worthy news to the right, filler to the left, hook by hook, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luotsi.kernel.charts.specs import INK, LINE, MAIN, PAPER, SECOND, SOFT, Spec, _data, _finish

STEPS = (1.0, 0.85, 0.72, 0.6, 0.5, 0.42)
ROW_HEIGHT, WIDTH, LETTER = 52, 720, 5.6


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One bar: counts by hook in the order to draw them, from the middle outwards, and the worthy share as
    (share, low, high), with the words that say it."""

    label: str
    worthy: Mapping[str, int]
    filler: Mapping[str, int]
    other: int
    share: tuple[float, float, float] | None
    said: str


def newsroom_chart(
    rooms: Sequence[Newsroom],
    *,
    title: str,
    worthy_label: str,
    filler_label: str,
    other_label: str,
    hook_words: Mapping[str, str],
    columns: Sequence[str],
) -> Spec:
    """Stacked bars around nought; the line across a bar's right end is the interval of its worthy news.

    Table: newsroom, hook or share in words, count.
    """
    import altair as alt

    parts = [part for room in rooms for part in _parts(room, other_label, hook_words)]
    left = max((sum(room.filler.values()) + room.other for room in rooms), default=1)
    right = max((_rightmost(room) for room in rooms), default=1.0)
    room_for_words = 0.3 * (left + right)
    scale = alt.Scale(domain=[-left * 1.03 - 0.5, right + room_for_words + 0.5], nice=False)
    axis = alt.Axis(
        title=f"← {filler_label}   ·   {worthy_label} →", labelExpr="abs(datum.value)", tickMinStep=1, tickCount=9
    )
    x = alt.X("start:Q", scale=scale, axis=axis)
    y = alt.Y(
        "label:N",
        sort=[room.label for room in rooms],
        axis=alt.Axis(title=None, labelColor=INK, labelLimit=220, ticks=False),
    )
    per_pixel = (left * 1.03 + right + room_for_words + 1) / WIDTH
    layers = [*_bars(alt, parts, x, y), *_words(alt, parts, x, y, per_pixel), *_shares(alt, rooms, x, y)]
    layers.append(alt.Chart(_data(alt, [{"start": 0}])).mark_rule(color=SOFT, strokeWidth=1).encode(x=x))
    table = [[part["label"], part["word"], part["count"]] for part in parts]
    return _finish(alt.layer(*layers), title, columns, table, height=max(90, ROW_HEIGHT * len(rooms)))


def _parts(room: Newsroom, other_label: str, hook_words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every hook's stretch of a bar."""
    found = [*_stretches(room.label, room.worthy, 1, "worthy", hook_words)]
    found += _stretches(room.label, room.filler, -1, "filler", hook_words)
    edge = -sum(room.filler.values())
    if room.other:
        found.append(_part(room.label, edge, edge - room.other, "other", 1.0, other_label, room.other))
    return found


def _stretches(
    label: str, counts: Mapping[str, int], side: int, kind: str, hook_words: Mapping[str, str]
) -> list[dict[str, Any]]:
    found, edge = [], 0
    for place, (hook, count) in enumerate(counts.items()):
        if count:
            word = str(hook_words.get(hook, hook))
            found.append(_part(label, edge, edge + side * count, kind, STEPS[place % len(STEPS)], word, count))
            edge += side * count
    return found


def _part(label: str, start: float, end: float, kind: str, strength: float, word: str, count: int) -> dict[str, Any]:
    return {
        "label": label,
        "start": min(start, end),
        "end": max(start, end),
        "middle": (start + end) / 2,
        "kind": kind,
        "strength": strength,
        "word": word,
        "count": count,
    }


def _rightmost(room: Newsroom) -> float:
    items = sum(room.worthy.values()) + sum(room.filler.values()) + room.other
    return max(float(sum(room.worthy.values())), room.share[2] * items if room.share else 0.0)


def _bars(alt: Any, parts: Sequence[dict[str, Any]], x: Any, y: Any) -> list[Any]:
    layers = []
    for kind, colour in (("worthy", MAIN), ("filler", SECOND), ("other", LINE)):
        own = [part for part in parts if part["kind"] == kind]
        if own:
            bar = alt.Chart(_data(alt, own)).mark_bar(color=colour, height=22, stroke=PAPER, strokeWidth=1.5)
            opacity = alt.Opacity("strength:Q", scale=None, legend=None)
            layers.append(bar.encode(x=x, x2="end:Q", y=y, opacity=opacity))
    return layers


def _words(alt: Any, parts: Sequence[dict[str, Any]], x: Any, y: Any, per_pixel: float) -> list[Any]:
    """The hook under its stretch, where there is room for it."""
    fitting = [
        part | {"start": part["middle"], "text": f"{part['word']} {part['count']}"}
        for part in parts
        if (len(part["word"]) + 3) * LETTER * per_pixel <= part["end"] - part["start"] + 0.6
    ]
    if not fitting:
        return []
    text = alt.Chart(_data(alt, fitting)).mark_text(dy=19, color=SOFT, fontSize=10)
    return [text.encode(x=x, y=y, text="text:N")]


def _shares(alt: Any, rooms: Sequence[Newsroom], x: Any, y: Any) -> list[Any]:
    """The interval as a line with ends, and the share in words behind it."""
    rows: list[dict[str, Any]] = []
    for room in rooms:
        if room.share is not None:
            items = sum(room.worthy.values()) + sum(room.filler.values()) + room.other
            low, high = room.share[1] * items, room.share[2] * items
            rows.append({"label": room.label, "start": low, "high": high, "at": _rightmost(room), "said": room.said})
    if not rows:
        return []
    layers = []
    unsure = [row for row in rows if row["high"] - row["start"] > 1e-9]
    if unsure:
        base = alt.Chart(_data(alt, unsure))
        ends = [row | {"start": row[side]} for row in unsure for side in ("start", "high")]
        layers = [
            base.mark_rule(color=INK, strokeWidth=1.5).encode(x=x, x2="high:Q", y=y),
            alt.Chart(_data(alt, ends)).mark_tick(color=INK, thickness=1.5, size=10).encode(x=x, y=y),
        ]
    said = [row | {"start": row["at"]} for row in rows]
    words = alt.Chart(_data(alt, said)).mark_text(align="left", dx=8, color=INK, fontWeight=600)
    return [*layers, words.encode(x=x, y=y, text="said:N")]
