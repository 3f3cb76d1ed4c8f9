"""One campaign as one slide (PPTX): hypothesis, verdict, an editable chart, lesson, where it comes from.

Needs the optional extra `deck`; without it the page does not offer the slide.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luotsi.kernel.charts import table_of
from luotsi.kernel.charts.palette import palette
from luotsi.rooms.campaigns.charts import chart_of
from luotsi.rooms.campaigns.models import Campaign
from luotsi.rooms.campaigns.queries.evidence import Evidence
from luotsi.rooms.campaigns.saying import said_of
from luotsi.rooms.campaigns.words import CHIPS

SHAPES = {"good": "▲", "bad": "■", "watch": "◆", "idle": "●"}
INCH = 914400
WIDE, HIGH = 13.333, 7.5


def deck_of(campaign: Campaign, evidence: Evidence, word: str, source: str) -> bytes:
    """The slide as a file. `word` is the verdict or the ending, `source` says where it comes from."""
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # a title and nothing else
    kind, said = CHIPS[word]
    colours = palette("light")
    title = slide.shapes.title
    _place(title, 0.6, 0.35, 12.1, 0.8)
    title.text_frame.text = campaign.title
    _style(title.text_frame, 28, colours["ink"], bold=True)
    _text(slide, campaign.hypothesis, (0.6, 1.15, 12.1, 0.9), 16, colours["ink-soft"])
    _text(slide, f"{SHAPES[kind]} {said}", (0.6, 2.05, 4.2, 0.7), 26, colours.get(kind, colours["ink"]), bold=True)
    finding = (evidence.musts or evidence.findings)[0]
    sentence = said_of(finding)
    _text(
        slide,
        f"{finding.criterion.name}: {sentence.aim}\n{sentence.standing}",
        (0.6, 2.8, 4.2, 1.9),
        15,
        colours["ink"],
    )
    lesson = campaign.lesson or _("No lesson is written yet.")
    _text(slide, f"{_('Lesson')}: {lesson}", (0.6, 4.75, 4.2, 1.9), 15, colours["ink"])
    _chart(slide, finding, colours)
    _text(slide, source, (0.6, 6.95, 12.1, 0.35), 10, colours["ink-faint"])
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def source_of(campaign: Campaign, evidence: Evidence, at: Any) -> str:
    """The last line: what it rests on and when it was made."""
    return _("Luotsi · %(invited)s contacts invited, %(starts)s to %(ends)s · as of %(day)s") % {
        "invited": evidence.invited,
        "starts": date_format(campaign.starts_on, "SHORT_DATE_FORMAT"),
        "ends": date_format(campaign.ends_on, "SHORT_DATE_FORMAT"),
        "day": date_format(at, "SHORT_DATE_FORMAT"),
    }


def _chart(slide: Any, finding: Any, colours: dict[str, str]) -> None:
    """The same numbers as on the page, as a chart that whoever gets the slide can edit."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Inches, Pt

    head, rows = table_of(chart_of(finding))
    data = XyChartData()
    # Columns: contacts, sure, open, scale, abort; or pairs, only A, only B.
    places = [1, 3, 4] if len(head) == 5 else [1, 2]
    for place in places:
        series = data.add_series(head[place])
        for row in rows:
            if row[place] is not None:
                series.add_data_point(row[0], row[place])
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, Inches(5.1), Inches(2.0), Inches(7.7), Inches(4.8), data
    )
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size = Pt(12)
    names = ["chart-ink", "good", "bad"] if len(places) == 3 else ["chart-second", "chart-ink"]
    for series, name in zip(chart.plots[0].series, names, strict=True):
        series.smooth = False
        series.format.line.color.rgb = _rgb(colours[name])
        series.format.line.width = Pt(2.25)
    chart.value_axis.has_major_gridlines = True
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(colours["line"])
    chart.category_axis.has_major_gridlines = False


def _text(
    slide: Any, text: str, place: tuple[float, float, float, float], size: int, colour: str, *, bold: bool = False
) -> None:
    box = slide.shapes.add_textbox(0, 0, 0, 0)
    _place(box, *place)
    box.text_frame.word_wrap = True
    box.text_frame.text = text[:600]
    _style(box.text_frame, size, colour, bold=bold)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = (round(INCH * inches) for inches in (left, top, width, height))


def _style(frame: Any, size: int, colour: str, *, bold: bool) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.bold = Pt(size), bold
        paragraph.font.color.rgb = _rgb(colour)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.lstrip("#")[:6].upper())
