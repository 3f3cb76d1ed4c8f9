"""Charts: one specification for page, mail, print and command line. Imports without Django and without Altair.

`specs` builds specifications from plain data, with words that the caller has translated and colours by the
names of the page's tokens ("@ink"); `draw` turns one into SVG, PNG or PDF in a process of its own; `small`
places the few rectangles of the charts that stand in a line of text.
"""

from luotsi.kernel.charts.draw import bundle, bundle_name, render, svg_to_pdf, svgs_to_pdf
from luotsi.kernel.charts.evidence import Bound, Came, Pair, arms_chart, evidence_chart
from luotsi.kernel.charts.measured import amounts_chart, measured_chart
from luotsi.kernel.charts.newsroom import Newsroom, newsroom_chart
from luotsi.kernel.charts.specs import (
    FanPoint,
    Load,
    Mark,
    Past,
    Share,
    Spec,
    Week,
    adhoc_share,
    arrivals_finished,
    fan_chart,
    line_to_target,
    load_by_skill,
    record_chart,
    table_of,
)
from luotsi.kernel.charts.standing import Stand, standing_chart
from luotsi.kernel.charts.ways import Stretch, stages_chart, stretches_chart

__all__ = [
    "Bound",
    "Came",
    "FanPoint",
    "Load",
    "Mark",
    "Newsroom",
    "Pair",
    "Past",
    "Share",
    "Spec",
    "Stretch",
    "Stand",
    "Week",
    "adhoc_share",
    "amounts_chart",
    "arms_chart",
    "arrivals_finished",
    "bundle",
    "bundle_name",
    "evidence_chart",
    "fan_chart",
    "line_to_target",
    "load_by_skill",
    "newsroom_chart",
    "measured_chart",
    "record_chart",
    "render",
    "stages_chart",
    "stretches_chart",
    "standing_chart",
    "svg_to_pdf",
    "svgs_to_pdf",
    "table_of",
]
