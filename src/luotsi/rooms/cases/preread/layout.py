"""A deck on pages of 16 to 9: which words stand where and how large, for the slides and the PDF alike.

Long texts get smaller letters down to a size that can be read from a table; what is longer still goes on to a second
page. Lengths are points; a page is 960 by 540.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from luotsi.rooms.cases.preread.deck import (
    Aim,
    Answer,
    Asked,
    Bars,
    Curve,
    Danger,
    Deck,
    Effect,
    Figure,
    Opening,
    Said,
    Slide,
)
from luotsi.rooms.cases.preread.fitting import LINE, height_of, largest, largest_line, lines_of, portions

WIDTH, HEIGHT, EDGE = 960.0, 540.0, 60.0
INNER = WIDTH - 2 * EDGE
TOP, BOTTOM = 122.0, 486.0
ROOM = BOTTOM - TOP
HEADING_SIZES, TITLE_SIZES = (30, 26, 22), (46, 40, 34, 28)
SMALLEST = 15
GAP = 22.0
LARGER = 5.0  # letters of a few rows
SOURCE = 34.0  # two small lines under a chart


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a box; `lines` is where they break, so that every program shows the same number of lines."""

    x: float
    y: float
    width: float
    height: float
    words: str
    size: float
    colour: str = "ink"
    bold: bool = False
    align: str = "left"

    @property
    def lines(self) -> list[str]:
        return lines_of(self.words, self.size, self.width, bold=self.bold)


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart with its numbers."""

    x: float
    y: float
    width: float
    height: float
    data: Curve | Bars


Box = Text | Rule | Plot


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its title is the first box."""

    boxes: tuple[Box, ...]
    notes: str = ""
    number: int = 1
    is_opening: bool = False

    @property
    def title(self) -> Text:
        return next(box for box in self.boxes if isinstance(box, Text))


@dataclass(slots=True)
class Block:
    """A row as it is placed: boxes from its own top left corner, and how high it is."""

    height: float
    boxes: list[Box] = field(default_factory=list)


def pages_of(deck: Deck) -> list[Page]:
    """Every slide on one page or more, numbered, the deck's title at the foot."""
    pages = [page for slide in deck.slides for page in _pages(slide, deck.title)]
    return [_footed(page, number, deck.title) for number, page in enumerate(pages, 1)]


def _pages(slide: Slide, title: str) -> Iterator[Page]:
    notes = "\n".join(slide.sources)
    if slide.kind == "title":
        yield Page(tuple(_opening(title, slide.rows[0])), notes, is_opening=True)
        return
    parts = list(PLACED[slide.kind](slide.rows))
    for number, boxes in enumerate(parts, 1):
        heading = slide.heading if len(parts) == 1 else f"{slide.heading} ({number}/{len(parts)})"
        yield Page((_heading(heading), *boxes), notes)


def _heading(words: str) -> Text:
    size = largest([words], HEADING_SIZES, INNER, 76, bold=True) or HEADING_SIZES[-1]
    kept = "\n".join(lines_of(words, size, INNER, bold=True)[:2])
    return Text(EDGE, 40, INNER, 76, kept, size, bold=True)


def _footed(page: Page, number: int, title: str) -> Page:
    if page.is_opening:
        return replace(page, number=number)
    cut = portions(title, 10, INNER - 80, 10 * LINE)[0]
    foot: tuple[Box, ...] = (
        Rule(EDGE, 500, INNER, 0.75, "line"),
        Text(EDGE, 506, INNER - 80, 16, cut, 10, "ink-faint"),
        Text(WIDTH - EDGE - 60, 506, 60, 16, str(number), 10, "ink-faint", align="right"),
    )
    return replace(page, boxes=(*page.boxes, *foot), number=number)


def _opening(title: str, row: Opening) -> Iterator[Box]:
    size = largest([title], TITLE_SIZES, INNER, 150, bold=True) or TITLE_SIZES[-1]
    height = height_of(title, size, INNER, bold=True)
    top = 128.0
    yield Text(EDGE, top, INNER, height, title, size, bold=True)
    yield Rule(EDGE, top - 30, 72, 6, "accent")
    lead_top = top + height + 18
    below = HEIGHT - 132
    lead_size = largest([row.lead], (24, 20, 18, 16), 760, below - lead_top) or 16
    lead = portions(row.lead, lead_size, 760, below - lead_top)[0] if row.lead else ""
    if lead:
        yield Text(EDGE, lead_top, 760, height_of(lead, lead_size, 760), lead, lead_size, "ink-soft")
    yield Text(EDGE, below + 14, INNER, 4 * 15 * LINE, "\n".join(row.lines), 15, "ink-soft")


# Rows on pages


def _stacked(blocks: Iterable[Block], gap: float = GAP) -> Iterator[list[Box]]:
    """One below the other; a new page where the next would not fit."""
    boxes: list[Box] = []
    y = TOP
    for block in blocks:
        if boxes and y + block.height > BOTTOM:
            yield boxes
            boxes, y = [], TOP
        boxes += [_moved(box, y) for box in block.boxes]
        y += block.height + gap
    if boxes:
        yield boxes


def _moved(box: Box, down: float) -> Box:
    return replace(box, y=box.y + down)


def _texts(rows: Sequence[Answer]) -> Iterator[list[Box]]:
    """Columns while every answer fits into one; else one text below the other."""
    if 1 < len(rows) <= 3:
        width = (INNER - 30 * (len(rows) - 1)) / len(rows)
        heads = max(height_of(row.question, 17, width, bold=True) for row in rows) + 12
        size = largest([row.text for row in rows], (24, 22, 20, 18, 16, SMALLEST), width, ROOM - heads - 14)
        if size is not None:
            yield [
                box for n, row in enumerate(rows) for box in _column(row, EDGE + n * (width + 30), width, heads, size)
            ]
            return
    texts = [row.text for row in rows]
    size = largest(["\n".join(texts)], (30, 27, 24, 22, 20, 18), INNER, ROOM - len(rows) * 60) or 18
    yield from _stacked(block for row in rows for block in _answers(row, size))


def _column(row: Answer, x: float, width: float, heads: float, size: float) -> Iterator[Box]:
    yield Rule(x, TOP, width, 1.5, "line-strong")
    yield Text(x, TOP + 14, width, heads, row.question, 17, bold=True)
    yield Text(x, TOP + 14 + heads, width, height_of(row.text, size, width), row.text, size)


def _answers(row: Answer, size: float) -> Iterator[Block]:
    head = height_of(row.question, 17, INNER, bold=True) + 6 if row.question else 0.0
    for number, part in enumerate(portions(row.text, size, INNER, ROOM - head)):
        top = head if number == 0 else 0.0
        height = height_of(part, size, INNER)
        boxes: list[Box] = [Text(EDGE, top, INNER, height, part, size)]
        if top:
            boxes.insert(0, Text(EDGE, 0, INNER, head, row.question, 17, "ink-soft", bold=True))
        yield Block(top + height, boxes)


def _goals(rows: Sequence[Aim]) -> Iterator[list[Box]]:
    yield from _best(lambda larger: _stacked((_goal(row, larger) for row in rows), 30))


def _best(placed: Callable[[float], Iterator[list[Box]]]) -> list[list[Box]]:
    """In larger letters where one page holds all of it."""
    pages = list(placed(LARGER))
    return pages if len(pages) == 1 else list(placed(0))


def _goal(row: Aim, larger: float) -> Block:
    size, small = 21 + larger, 16 + larger / 2
    title = height_of(row.title, size, INNER, bold=True)
    way = height_of(row.way, small, INNER)
    boxes: list[Box] = [
        Text(EDGE, 0, INNER, title, row.title, size, bold=True),
        Text(EDGE, title + 4, INNER, way, row.way, small, "ink-soft"),
    ]
    y = title + way + 14
    if row.share is not None:
        done = max(min(row.share, 1.0), 0.0) * 420
        boxes += [Rule(EDGE, y + 5, 420, 9, "line"), Rule(EDGE, y + 5, max(done, 3), 9, "chart-ink")]
    said = Text(EDGE + (440 if row.share is not None else 0), y, INNER - 440, 20, row.today, 15)
    return Block(y + 22, [*boxes, said])


def _effects(rows: Sequence[Effect]) -> Iterator[list[Box]]:
    yield from _best(lambda larger: _stacked((part for row in rows for part in _effect(row, 16 + larger / 2)), 16))


def _effect(row: Effect, size: float) -> Iterator[Block]:
    first, *further = portions(row.effect, size, 370, ROOM - 40)
    large = "\n".join(part for part in (row.change, row.size) if part)
    yield _ruled(
        Text(EDGE, 12, 190, 0, row.team, size + 2, bold=True),
        Text(EDGE + 210, 13, 370, 0, first, size),
        Text(EDGE + 600, 13, 240, 0, large, size, "chart-ink", bold=True),
    )
    for part in further:
        yield _ruled(Text(EDGE + 210, 13, 370, 0, part, size))


def _ruled(*parts: Text) -> Block:
    """Cells beside each other under a thin line, as high as the highest."""
    cells = [replace(part, height=len(part.lines) * part.size * LINE) for part in parts if part.words]
    height = max(cell.y + cell.height for cell in cells)
    return Block(height, [Rule(EDGE, 0, INNER, 0.75, "line"), *cells])


def _number(rows: Sequence[Curve]) -> Iterator[list[Box]]:
    for row in rows:
        says = row.says  # the heading names the metric
        size = largest_line(row.value, (48, 42, 36, 30, 26), 250)
        value = height_of(row.value, size, 250, bold=True)
        small = largest([says], (18, 16, 14), 250, 190) or 13
        yield [
            Text(EDGE, TOP + 20, 250, value, row.value, size, "chart-ink", bold=True),
            *([Text(EDGE, TOP + 30 + value, 250, height_of(says, small, 250), says, small)] if says else []),
            Plot(EDGE + 280, TOP, INNER - 280, ROOM - SOURCE, row),
            _source(row.source, EDGE + 280, INNER - 280),
        ]


def _source(words: str, x: float, width: float) -> Text:
    """Two lines under a chart; the notes have all of it."""
    kept = portions(words, 11, width, SOURCE - 4)[0]
    return Text(x, BOTTOM - SOURCE + 4, width, SOURCE - 4, kept, 11, "ink-faint")


def _bars(rows: Sequence[Bars]) -> Iterator[list[Box]]:
    for row in rows:
        yield [
            Plot(EDGE, TOP, INNER, ROOM - SOURCE, row),
            _source(row.source, EDGE, INNER),
        ]


def _figures(rows: Sequence[Figure]) -> Iterator[list[Box]]:
    """Three beside each other."""
    for at in range(0, len(rows), 3):
        some = rows[at : at + 3]
        width = (INNER - 30 * (len(some) - 1)) / len(some)
        size = min(largest_line(row.value, (80, 66, 54, 46, 38, 30, 26), width) for row in some)
        yield [box for n, row in enumerate(some) for box in _figure(row, EDGE + n * (width + 30), width, size)]


def _figure(row: Figure, x: float, width: float, size: float) -> Iterator[Box]:
    value = height_of(row.value, size, width, bold=True)
    small = largest([row.says], (24, 21, 18, 16, 14), width, 150) or 13
    says = height_of(row.says, small, width)
    y = TOP + 34 + value
    yield Rule(x, TOP, width, 1.5, "line-strong")
    yield Text(x, TOP + 22, width, value, row.value, size, "chart-ink", bold=True)
    yield Text(x, y, width, says, row.says, small)
    source = portions(row.source, 11, width, 72)[0]
    yield Text(x, y + says + 12, width, height_of(source, 11, width), source, 11, "ink-faint")


def _quotes(rows: Sequence[Said]) -> Iterator[list[Box]]:
    wide = INNER - 26
    whole = "\n".join(f"“{row.words}”" for row in rows)
    size = largest([whole], (34, 30, 27, 24, 22, 20), wide, ROOM - len(rows) * 60) or 20
    yield from _stacked((block for row in rows for block in _quote(row, size, wide)), 30)


def _quote(row: Said, size: float, width: float) -> Iterator[Block]:
    parts = portions(f"“{row.words}”", size, width, ROOM - 34)
    for number, part in enumerate(parts, 1):
        height = height_of(part, size, width)
        boxes: list[Box] = [Text(EDGE + 26, 0, width, height, part, size)]
        if number == len(parts):
            boxes.append(Text(EDGE + 26, height + 6, width, 20, portions(row.who, 15, width, 20)[0], 15, "ink-soft"))
        yield Block(height + 28, [*boxes, Rule(EDGE, 4, 4, height + 20, "accent")])


def _asks(rows: Sequence[Asked]) -> Iterator[list[Box]]:
    yield from _best(lambda larger: _stacked((_ask(row, larger) for row in rows), 18))


def _ask(row: Asked, larger: float) -> Block:
    who = " · ".join(part for part in (row.kind, row.of) if part)
    return _ruled(
        Text(EDGE, 12, 390, 0, row.what, 19 + larger, bold=True),
        Text(EDGE + 410, 14, 220, 0, who, 16 + larger / 2, "ink-soft"),
        Text(EDGE + 650, 11, 190, 0, row.amount, 20 + larger, "chart-ink", bold=True, align="right"),
    )


def _risks(rows: Sequence[Danger]) -> Iterator[list[Box]]:
    yield from _best(lambda larger: _stacked((_risk(row, larger) for row in rows), 18))


def _risk(row: Danger, larger: float) -> Block:
    return _ruled(
        Text(EDGE, 12, 390, 0, row.what, 19 + larger, bold=True),
        Text(EDGE + 420, 13, 420, 0, row.answer, 17 + larger * 0.8),
    )


PLACED: dict[str, Callable[..., Iterator[list[Box]]]] = {
    "why": _texts, "idea": _texts, "goals": _goals, "effects": _effects, "number": _number, "bars": _bars,
    "figures": _figures, "quotes": _quotes, "asks": _asks, "risks": _risks,
}  # fmt: skip
