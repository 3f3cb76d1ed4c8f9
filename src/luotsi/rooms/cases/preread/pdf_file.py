"""A pre-read as PDF: every page drawn as SVG, charts from the same specification as the page's, then one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from luotsi.kernel import charts
from luotsi.kernel.charts.palette import palette
from luotsi.rooms.cases.preread.charts import chart_of
from luotsi.rooms.cases.preread.deck import Bars, Deck
from luotsi.rooms.cases.preread.fitting import LINE
from luotsi.rooms.cases.preread.layout import HEIGHT, WIDTH, Box, Page, Plot, Rule, Text, pages_of

FONTS = "Liberation Sans, Arial, Helvetica, sans-serif"
RISE = 0.93  # of the size, from the top of a line to where its letters stand
ROOT = re.compile(r"<svg\b[^>]*>")
VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
LARGER = 1.5  # bars and their names are drawn so much larger than on a page
SPACE = 70  # around a chart's plot, for axes


def pdf_of(deck: Deck, *, here: bool = False) -> bytes:
    """The whole file. Raises Unavailable if drawing fails."""
    return charts.svgs_to_pdf([drawing_of(page, deck.language, here=here) for page in pages_of(deck)], here=here)


def drawing_of(page: Page, language: str, *, here: bool = False) -> str:
    """One page as SVG."""
    colours = palette("light")
    drawn = "".join(_drawn(box, colours, language, here) for box in page.boxes)
    size = f'width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
    ground = f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{colours["sheet"]}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}">{ground}{drawn}</svg>'


def _drawn(box: Box, colours: dict[str, str], language: str, here: bool) -> str:
    if isinstance(box, Text):
        return "".join(_lines(box, colours))
    if isinstance(box, Rule):
        place = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
        return f'<rect {place} fill="{colours[box.colour]}"/>'
    return _placed(box, colours, language, here)


def _lines(box: Text, colours: dict[str, str]) -> Iterator[str]:
    x, anchor = (box.x + box.width, "end") if box.align == "right" else (box.x, "start")
    weight = ' font-weight="bold"' if box.bold else ""
    for number, line in enumerate(box.lines):
        y = box.y + box.size * (RISE + LINE * number)
        yield (
            f'<text x="{x:g}" y="{y:.1f}" font-size="{box.size:g}" text-anchor="{anchor}"{weight}'
            f' fill="{colours[box.colour]}">{escape(line)}</text>'
        )


def _placed(box: Plot, colours: dict[str, str], language: str, here: bool) -> str:
    """The chart at the size of its box, so that its letters stay as large as they are."""
    svg = charts.render(_sized(box), "svg", language=language, here=here).decode()
    view = VIEW_BOX.search(svg)
    assert view is not None, "the drawing library writes a viewBox"
    inner = ROOT.sub("", svg, count=1)[: -len("</svg>")]
    place = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
    return f'<svg {place} viewBox="{view[1]}" preserveAspectRatio="xMidYMin meet">{inner}</svg>'


def _sized(box: Plot) -> dict[str, Any]:
    spec = chart_of(box.data)
    if isinstance(box.data, Bars):
        height = min((box.height - SPACE) / LARGER, 36.0 * len(box.data.points))
        return spec | {"title": None, "width": box.width / LARGER - 2 * SPACE, "height": height}
    return spec | {"title": None, "width": box.width - SPACE, "height": box.height - SPACE}
