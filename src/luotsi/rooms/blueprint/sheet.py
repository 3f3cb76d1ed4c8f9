"""The print sheet of a Blueprint: one landscape page as SVG, for the printer, the PDF and the page alike.

A row for every item on A4 while that can be read, else on A3; where even that is too much, items that do not overlap
share a row and carry their titles in their bars. Positions are worked out here in points; the drawing itself is
templates/blueprint/sheet.svg.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from luotsi.kernel.charts.palette import palette
from luotsi.rooms.blueprint import saying
from luotsi.rooms.blueprint.models import WEEKS, Blueprint, Version
from luotsi.rooms.blueprint.queries.calendar import Bar, Calendar, Load, calendar_of
from luotsi.rooms.blueprint.queries.documents import Document

EDGE, HEAD, FOOT = 28.0, 96.0, 42.0
TALLEST, LEGIBLE = 17.0, 9.0  # of a row
FONT = 0.64  # of a row
LETTER = 0.56  # width of a middling letter in parts of the font size, wide enough for Cyrillic


@dataclass(frozen=True, slots=True)
class Paper:
    """A landscape page in points, and the column that holds names."""

    name: str
    width: float
    height: float
    names: float

    @property
    def week(self) -> float:
        return (self.width - 2 * EDGE - self.names) / WEEKS

    def x(self, week: float) -> float:
        return EDGE + self.names + self.week * week

    def row(self, count: int) -> float:
        """How high each of so many rows may be."""
        return min(TALLEST, (self.height - HEAD - FOOT) / max(count, 1))


A4, A3 = Paper("A4", 842.0, 595.0, 226.0), Paper("A3", 1191.0, 842.0, 300.0)
A3_PACKED = Paper("A3", 1191.0, 842.0, 120.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The drawing and the paper it fills."""

    svg: str
    paper: str


@dataclass(frozen=True, slots=True)
class SheetBar:
    x: float
    width: float
    said: str
    is_must: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: `kind` is lane, bar or load; cells are x, text and whether it is too much."""

    kind: str
    y: float
    text_y: float
    name: str
    bars: tuple[SheetBar, ...] = ()
    cells: tuple[tuple[float, str, bool], ...] = ()
    is_must: bool = False


def sheet_of(version: Version) -> Sheet:
    """A published version, with words in the reader's language."""
    note = _("Version %(number)d, published %(day)s") % {
        "number": version.number, "day": saying.long_day(version.published_at.date()),
    }  # fmt: skip
    return _drawn(version.blueprint, version.document, note)


def draft_sheet(blueprint: Blueprint, document: Document) -> Sheet:
    """The team's draft as it stands."""
    return _drawn(blueprint, document, _("Draft of the team"))


def _drawn(blueprint: Blueprint, document: Document, note: str) -> Sheet:
    calendar = calendar_of(document, by="outcome", on=date.min)
    maker = _maker(calendar)
    paper, height = maker.paper, maker.height
    lines = maker.lines(calendar)
    svg = render_to_string(
        "blueprint/sheet.svg",
        {
            "blueprint": blueprint,
            "note": note,
            "ends": (saying.long_day(blueprint.starts_on), saying.long_day(blueprint.ends_on)),
            "guidepoint": _cut(document["guidepoint"], 150),
            "sentence": saying.sentence(document),
            "weeks": [(paper.x(week.number), saying.day(week.starts_on)) for week in calendar.weeks],
            "lines": lines,
            "bar_height": height * 0.72,
            "font": height * FONT,
            "height": paper.height,
            "width": paper.width,
            "grid_bottom": HEAD + height * len(lines),
            "top": HEAD,
            "left": EDGE,
            "right": paper.width - EDGE,
            "colours": {name.replace("-", "_"): colour for name, colour in palette("light").items()},
        },
    )
    return Sheet(svg, paper.name)


def _maker(calendar: Calendar) -> _Maker:
    """The smallest paper on which every item has a row that can be read; else packed rows."""
    rest = len(calendar.lanes) + len(calendar.loads) + 1
    count = rest + sum(len(lane.bars) for lane in calendar.lanes)
    for paper in (A4, A3):
        if paper.row(count) >= LEGIBLE:
            return _Maker(paper, paper.row(count), is_packed=False)
    packed = rest + sum(len(packed_rows(lane.bars)) for lane in calendar.lanes)
    return _Maker(A3_PACKED, A3_PACKED.row(packed), is_packed=True)


def packed_rows(bars: Sequence[Bar]) -> list[list[Bar]]:
    """As few rows as hold all bars without two of them in the same week of a row."""
    rows: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: (bar.start, -bar.end)):
        free = next((row for row in rows if row[-1].end < bar.start), None)
        if free is None:
            rows.append([bar])
        else:
            free.append(bar)
    return rows


@dataclass(frozen=True, slots=True)
class _Maker:
    paper: Paper
    height: float
    is_packed: bool

    def lines(self, calendar: Calendar) -> list[Line]:
        return [self._at(number, line) for number, line in enumerate(self._rows(calendar))]

    def _rows(self, calendar: Calendar) -> Iterator[Line]:
        for lane in calendar.lanes:
            yield Line("lane", 0, 0, _cut(lane.name or _("Serves no outcome"), self._letters(self.paper.width / 2)))
            yield from self._packed(lane.bars) if self.is_packed else map(self._own_row, lane.bars)
        yield Line("lane", 0, 0, _("Load, hours planned of hours there are"))
        yield from map(self._load, calendar.loads)

    def _own_row(self, bar: Bar) -> Line:
        name = _cut(bar.title, self._letters(self.paper.names))
        is_must = bar.moscow == "must"
        return Line("bar", 0, 0, name, (self._bar(bar, f"{bar.hours} h"),), is_must=is_must)

    def _packed(self, bars: Sequence[Bar]) -> Iterator[Line]:
        for row in packed_rows(bars):
            yield Line("bar", 0, 0, "", tuple(self._bar(bar, bar.title) for bar in row))

    def _bar(self, bar: Bar, said: str) -> SheetBar:
        width = self.paper.week * bar.weeks - 3
        said = _cut(said, self._letters(width))
        return SheetBar(self.paper.x(bar.start) + 1.5, width, said, bar.moscow == "must")

    def _load(self, load: Load) -> Line:
        cells = tuple((self.paper.x(cell.week + 0.5), cell.said, bool(cell.over)) for cell in load.cells)
        said = f"{load.skill} {load.percent} %" if load.percent is not None else load.skill
        return Line("load", 0, 0, _cut(said, self._letters(self.paper.names)), cells=cells)

    def _at(self, number: int, line: Line) -> Line:
        y = HEAD + self.height * number
        return Line(line.kind, y, y + self.height * 0.6, line.name, line.bars, line.cells, line.is_must)

    def _letters(self, width: float) -> int:
        return max(int(width / (self.height * FONT * LETTER)) - 1, 1)


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: max(letters - 1, 1)].rstrip() + "…"
