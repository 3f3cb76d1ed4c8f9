"""People on a grid of two ordered scales, with the way each came: influence against endorsement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from luotsi.kernel.charts.specs import BAND_WIDE, INK, MAIN, SECOND, SOFT, Spec, _data, _finish

ROOM = 0.8  # of a level's height, shared by the people who stand on it
LEFT = 0.32  # how far left of a cell's middle its dots stand, so that the names have room
LANE_PIXELS = 15  # so high is a line with a name
LEAST_PIXELS = 380
NARROW = 480  # pixels of the plot below which first names stand for names, and words break


@dataclass(frozen=True, slots=True)
class Stand:
    """One person: `height` 1 to 5, and the places (from 1) passed in order; the last is where they are now."""

    name: str
    height: int
    places: tuple[int, ...]


def standing_chart(
    stands: Sequence[Stand],
    *,
    words: Sequence[str],
    title: str,
    height_title: str,
    agreed_label: str,
    agreed_from: int,
    columns: Sequence[str],
) -> Spec:
    """`words` name the places from 1; those from `agreed_from` are shaded. Table: name, height, before, now.

    Everybody on one level has a line of their own, in the order given: no name stands on another one's way, and the
    same data draw the same picture.
    """
    import altair as alt

    spots = _spots(stands)
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0.5, len(words) + 0.5], nice=False),
        axis=alt.Axis(
            title=None, values=list(range(1, len(words) + 1)), grid=False, labelExpr=_label_of(words), labelLimit=130
        ),
    )
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domain=[0.4, 5.6], nice=False),
        axis=alt.Axis(title=height_title, values=[1, 2, 3, 4, 5], format="d"),
    )
    ways = [
        {"x": place, "y": y_, "name": stand.name, "step": step}
        for stand, (_x, y_) in zip(stands, spots, strict=True)
        for step, place in enumerate(_ways(stand.places))
    ]
    short = _short([stand.name for stand in stands])
    now: list[dict[str, Any]] = [
        {"x": x_, "y": y_, "name": stand.name, "short": name, "fell": stand.places[-1] < stand.places[0]}
        for stand, name, (x_, y_) in zip(stands, short, spots, strict=True)
    ]
    area = [{"x": agreed_from - 0.5, "x2": len(words) + 0.5, "y": 0.4, "y2": 5.6}]
    base = alt.Chart(_data(alt, now)).encode(x=x, y=y)
    layers: list[Any] = [
        alt.Chart(_data(alt, area)).mark_rect(color=BAND_WIDE, opacity=0.6).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        alt.Chart(_data(alt, [{"x": len(words) + 0.45, "y": 5.5, "word": agreed_label}]))
        .mark_text(align="right", baseline="top", color=SOFT, fontSize=11)
        .encode(x=x, y=y, text="word:N"),
    ]
    if ways:
        trail = alt.Chart(_data(alt, ways)).encode(x=x, y=y, detail="name:N")
        layers += [
            trail.mark_line(color=SECOND, strokeWidth=1.5).encode(order="step:O"),
            trail.transform_filter("datum.step == 0").mark_point(color=SECOND, size=36, strokeWidth=1.5, opacity=1),
        ]
    layers += [
        base.mark_point(color=MAIN, fill=MAIN, size=50, opacity=1),
        _names(base, "!datum.fell", align="left", dx=7),
        _names(base, "datum.fell", align="right", dx=-7),  # its way lies on the other side
    ]
    rows = [
        [s.name, s.height, words[s.places[0] - 1] if len(s.places) > 1 else None, words[s.places[-1] - 1]]
        for s in stands
    ]
    return _finish(alt.layer(*layers), title, columns, rows, height=_pixels(stands))


def _ways(places: Sequence[int]) -> list[float]:
    """Where a trail runs; nobody who stayed has one."""
    return [place - LEFT for place in places] if len(set(places)) > 1 else []


def _names(base: Any, which: str, **style: Any) -> Any:
    name = {"expr": f"width < {NARROW} ? datum.short : datum.name"}
    return base.transform_filter(which).mark_text(color=INK, fontSize=11, limit=118, text=name, **style)


def _short(names: Sequence[str]) -> list[str]:
    """First names, with as much of the rest as tells two of them apart."""
    parts = [[*name.split(), ""] for name in names]
    first = Counter(part[0] for part in parts)
    return [part[0] if first[part[0]] == 1 else f"{part[0]} {part[1][:1]}".strip() for part in parts]


def _spots(stands: Sequence[Stand]) -> list[tuple[float, float]]:
    """A place for everybody: at their column, on a line of their own within their level."""
    levels: dict[int, list[int]] = defaultdict(list)
    for number, stand in enumerate(stands):
        levels[stand.height].append(number)
    found = [(0.0, 0.0)] * len(stands)
    for height, numbers in levels.items():
        for lane, number in enumerate(numbers):
            share = (lane + 0.5) / len(numbers) - 0.5
            found[number] = (stands[number].places[-1] - LEFT, height - share * ROOM)
    return found


def _pixels(stands: Sequence[Stand]) -> int:
    """High enough for the fullest level."""
    fullest = max(Counter(stand.height for stand in stands).values(), default=0)
    return max(LEAST_PIXELS, round(fullest * LANE_PIXELS / ROOM * 5.2))


def _label_of(words: Sequence[str]) -> str:
    """A Vega expression that names a place, in as many lines as words where there is no room; quotes are escaped."""
    names = ", ".join("'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'" for word in words)
    word = f"[{names}][datum.value - 1]"
    return f"width < {NARROW} ? split({word}, ' ') : {word}"
