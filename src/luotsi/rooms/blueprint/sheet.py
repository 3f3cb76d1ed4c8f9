"""The print sheet of a version: one landscape page as SVG, for the printer, the PDF and the page alike.

Positions are worked out here in points; the drawing itself is templates/blueprint/sheet.svg.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from luotsi.kernel.charts.palette import palette
from luotsi.rooms.blueprint import saying
from luotsi.rooms.blueprint.models import Version
from luotsi.rooms.blueprint.queries.calendar import Bar, Calendar, calendar_of

WIDTH, HEIGHT = 842.0, 595.0  # A4, landscape
EDGE, HEAD, NAMES = 28.0, 96.0, 226.0
TALLEST, SMALLEST = 17.0, 7.0  # of a row; below the smallest the page grows instead
WEEK = (WIDTH - 2 * EDGE - NAMES) / 13
LETTER = 0.56  # width of a middling letter in parts of the font size, wide enough for Cyrillic


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: `kind` is lane, bar or load; x and width are those of the bar."""

    kind: str
    y: float
    text_y: float
    name: str
    x: float = 0.0
    width: float = 0.0
    said: str = ""
    is_must: bool = False
    cells: tuple[tuple[float, str, bool], ...] = ()


def sheet_svg(version: Version) -> str:
    """The drawing, with words in the reader's language."""
    document = version.document
    calendar = calendar_of(document, by="outcome", on=date.min)
    count = sum(len(lane.bars) + 1 for lane in calendar.lanes) + len(calendar.loads) + 1
    height = min(TALLEST, max(SMALLEST, (HEIGHT - HEAD - EDGE - 14) / max(count, 1)))
    lines = _lines(calendar, height)
    bottom = max(HEIGHT, HEAD + height * (len(lines) + 1) + EDGE + 14)
    font = height * 0.58
    return render_to_string(
        "blueprint/sheet.svg",
        {
            "version": version,
            "blueprint": version.blueprint,
            "guidepoint": _cut(document["guidepoint"], 150),
            "sentence": saying.sentence(document),
            "weeks": [(EDGE + NAMES + WEEK * week.number, saying.day(week.starts_on)) for week in calendar.weeks],
            "lines": lines,
            "height": height,
            "bar_height": height * 0.72,
            "font": font,
            "bottom": bottom,
            "grid_bottom": HEAD + height * len(lines),
            "top": HEAD,
            "left": EDGE,
            "right": WIDTH - EDGE,
            "column": WEEK,
            "width": WIDTH,
            "colours": {name.replace("-", "_"): colour for name, colour in palette("light").items()},
        },
    )


def _lines(calendar: Calendar, height: float) -> list[Line]:
    lines: list[Line] = []
    letters = int(NAMES / (height * 0.58 * LETTER)) - 2

    def add(kind: str, name: str, **rest: object) -> None:
        y = HEAD + height * len(lines)
        lines.append(Line(kind, y, y + height * 0.68, _cut(name, letters), **rest))  # type: ignore[arg-type]

    for lane in calendar.lanes:
        add("lane", lane.name or _("Serves no outcome"))
        for bar in lane.bars:
            add("bar", bar.title, **_bar(bar))
    add("lane", _("Load, hours planned of hours there are"))
    for load in calendar.loads:
        cells = ((EDGE + NAMES + WEEK * (cell.week + 0.5), cell.said, bool(cell.over)) for cell in load.cells)
        add("load", f"{load.skill} {load.percent} %" if load.percent is not None else load.skill, cells=tuple(cells))
    return lines


def _bar(bar: Bar) -> dict[str, object]:
    width = WEEK * bar.weeks - 3
    return {
        "x": EDGE + NAMES + WEEK * bar.start + 1.5,
        "width": width,
        "said": f"{bar.hours} h",
        "is_must": bar.moscow == "must",
    }


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: max(letters - 1, 1)].rstrip() + "…"
