"""A pre-read as slides (PPTX): text boxes and charts that whoever gets them can edit, sources in the notes."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from luotsi.kernel.charts.palette import palette
from luotsi.rooms.cases.preread.deck import Bars, Curve, Deck, Point
from luotsi.rooms.cases.preread.layout import HEIGHT, WIDTH, Page, Plot, Rule, Text, pages_of

POINT = 12700  # English Metric Units
FONT = "Arial"
TITLE_ONLY = 5
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
STYLE = "{http://schemas.openxmlformats.org/presentationml/2006/main}style"
OLD_WIDTH = 720  # of the library's own pages, in points


def pptx_of(deck: Deck) -> bytes:
    """The whole file."""
    import pptx

    file = pptx.Presentation()
    layout = _tidied(file)
    file.core_properties.title, file.core_properties.author = deck.title, "Luotsi"
    file.core_properties.language = deck.language
    with translation.override(deck.language):
        for page in pages_of(deck):
            _slide(file, layout, page, deck.language)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _tidied(file: Any) -> Any:
    """The library's template, made wide, in one font and with the one layout that is used; the layout."""
    file.slide_width, file.slide_height = round(WIDTH * POINT), round(HEIGHT * POINT)
    kept = file.slide_layouts[TITLE_ONLY]
    for layout in [one for one in file.slide_layouts if one is not kept]:
        file.slide_layouts.remove(layout)
    for shape in (*file.slide_master.shapes, *kept.shapes):
        shape.left, shape.width = (round(side * WIDTH / OLD_WIDTH) for side in (shape.left, shape.width))
    theme = next(part for part in _parts(file.slide_master.part) if "theme" in str(part.partname))
    theme._blob = theme.blob.replace(b'latin typeface="Calibri"', f'latin typeface="{FONT}"'.encode())
    return kept


def _parts(part: Any) -> list[Any]:
    return [relation.target_part for relation in part.rels.values()]


def _slide(file: Any, layout: Any, page: Page, language: str) -> None:
    slide = file.slides.add_slide(layout)
    for unused in [
        shape for shape in slide.placeholders if shape.placeholder_format.type != 1 and shape != slide.shapes.title
    ]:
        unused._element.getparent().remove(unused._element)
    colours = palette("light")
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _rgb(colours["sheet"])
    for box in page.boxes:
        if isinstance(box, Text):
            shape = slide.shapes.title if box is page.title else slide.shapes.add_textbox(0, 0, 0, 0)
            _write(shape, box, colours, language)
        elif isinstance(box, Rule):
            _fill(slide.shapes.add_shape(1, 0, 0, 0, 0), box, colours)
        else:
            _plot(slide, box, colours)
    if page.notes:
        slide.notes_slide.notes_text_frame.text = page.notes


def _write(shape: Any, box: Text, colours: dict[str, str], language: str) -> None:
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    _place(shape, box)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, words in enumerate(box.words.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if box.align == "right" else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold, run.font.name = Pt(box.size), box.bold, FONT
        run.font.color.rgb = _rgb(colours[box.colour])
        run._r.get_or_add_rPr().set("lang", language)


def _fill(shape: Any, box: Rule, colours: dict[str, str]) -> None:
    _place(shape, box)
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(colours[box.colour])
    shape.line.fill.background()
    shape._element.remove(shape._element.find(STYLE))  # the template's shapes throw shadows


def _plot(slide: Any, box: Plot, colours: dict[str, str]) -> None:
    place = [round(side * POINT) for side in (box.x, box.y, box.width, box.height)]
    data = box.data
    if isinstance(data, Bars):
        frame = _bars(slide.shapes, place, data, colours)
    else:
        frame = _curve(slide.shapes, place, data, colours)
    frame.name = box.data.name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{box.data.name}. {box.data.source}")


def _curve(shapes: Any, place: list[int], data: Curve, colours: dict[str, str]) -> Any:
    """A line over days, and the even way to the target beside it."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    days = sorted({day for day, _value in (*data.points, *data.aim)})
    measured = dict(data.points)
    table = CategoryChartData(number_format="General")
    table.categories = [date.fromisoformat(day) for day in days]
    table.add_series(data.name, [measured.get(day) for day in days])
    if data.aim:
        table.add_series(_("even way to the target"), [_on_way(day, data.aim) for day in days])
    frame = shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *place, table)
    chart = frame.chart
    _plain(chart, colours, has_legend=bool(data.aim), unit=data.unit)
    for series, name in zip(chart.plots[0].series, ("chart-ink", "ink-faint"), strict=False):
        series.smooth = False
        series.format.line.color.rgb = _rgb(colours[name])
        series.format.line.width = Pt(2.5 if name == "chart-ink" else 1.5)
        series.marker.style = XL_MARKER_STYLE.CIRCLE if name == "chart-ink" else XL_MARKER_STYLE.NONE
        series.marker.size = 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = _rgb(colours[name])
        series.marker.format.line.color.rgb = _rgb(colours[name])
    if data.aim:
        chart.plots[0].series[1].format.line.dash_style = MSO_LINE.DASH
    _join_gaps(chart)
    _mark_months(chart.category_axis, (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days)
    chart.category_axis.format.line.color.rgb = _rgb(colours["line-strong"])
    return frame


def _bars(shapes: Any, place: list[int], data: Bars, colours: dict[str, str]) -> Any:
    """Lying bars with their amounts, the first on top."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
    from pptx.util import Pt

    ranked = sorted(data.points, key=lambda point: -point[1])
    table = CategoryChartData(number_format="General")
    table.categories = [name for name, _value in ranked]
    table.add_series(data.name, [value for _name, value in ranked])
    frame = shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, table)
    chart = frame.chart
    _plain(chart, colours, has_legend=False, unit="")
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 70, True
    plot.data_labels.font.size, plot.data_labels.font.bold = Pt(16), True
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _rgb(colours["chart-ink"])
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(16)
    chart.category_axis.format.line.fill.background()
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    return frame


def _plain(chart: Any, colours: dict[str, str], *, has_legend: bool, unit: str) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    chart.has_title, chart.has_legend = False, has_legend
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(13), FONT, _rgb(colours["ink-soft"])
    if has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    axis = chart.value_axis
    axis.major_gridlines.format.line.color.rgb = _rgb(colours["line"])
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.has_title = bool(unit)
    if unit:
        axis.axis_title.text_frame.text = unit
        font = axis.axis_title.text_frame.paragraphs[0].font
        font.size, font.bold, font.color.rgb = Pt(13), False, _rgb(colours["ink-soft"])


def _join_gaps(chart: Any) -> None:
    """Days on which only the way has a value must not break the measured line."""
    for found in chart._chartSpace.iter(f"{CHART}dispBlanksAs"):
        found.set("val", "span")


def _mark_months(axis: Any, span_days: int) -> None:
    """A label every so many months, at most eight of them; weeks where the line is short."""
    from lxml.etree import SubElement

    long = span_days > 70
    axis.tick_labels.number_format = "mmm yyyy" if long else "d mmm"
    axis.tick_labels.number_format_is_linked = False
    steps = [("baseTimeUnit", "days"), ("majorUnit", str(span_days // 243 + 1 if long else span_days // 56 * 7 + 7))]
    for name, value in (*steps, ("majorTimeUnit", "months" if long else "days")):
        for old in axis._element.findall(f"{CHART}{name}"):
            axis._element.remove(old)
        SubElement(axis._element, f"{CHART}{name}").set("val", value)


def _on_way(day: str, aim: tuple[Point, ...]) -> float:
    (first, low), (last, high) = aim
    begin, end, on = (date.fromisoformat(text) for text in (first, last, day))
    part = min(1.0, max(0.0, (on - begin).days / max((end - begin).days, 1)))
    return round(low + part * (high - low), 4)


def _place(shape: Any, box: Text | Rule) -> None:
    shape.left, shape.top, shape.width, shape.height = (
        round(side * POINT) for side in (box.x, box.y, box.width, box.height)
    )


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.lstrip("#")[:6].upper())
