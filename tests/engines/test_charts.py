"""Charts: colours from the page's own sheet, specifications that draw, files that hold every alphabet."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from luotsi.kernel import charts
from luotsi.kernel.charts import small
from luotsi.kernel.charts.draw import paint
from luotsi.kernel.charts.palette import THEMES, contrast, hex_of, palette
from luotsi.kernel.errors import Unavailable

MONDAY = date(2026, 8, 3)
WEEK = timedelta(weeks=1)


def a_fan() -> charts.Spec:
    return charts.fan_chart(
        [(MONDAY + i * WEEK, 60.0 - i) for i in range(4)],
        [charts.FanPoint(MONDAY + (4 + i) * WEEK, 40 - 3 * i, 50 - 3 * i, 56 - i, 58, 60 + i) for i in range(6)],
        title="How much is left",
        unit="work items",
        likely_label="likely",
        possible_label="possible",
        columns=["Week", "Low", "Likely from", "Middle", "Likely to", "High"],
        marks=[charts.Mark(MONDAY + 8 * WEEK, "half of all futures")],
    )


def an_outcome() -> charts.Spec:
    return charts.line_to_target(
        [(MONDAY, 40.0), (MONDAY + 5 * WEEK, 50.0)],
        baseline=(MONDAY, 40.0),
        target=(MONDAY + 10 * WEEK, 80.0),
        title="Qualified conversations",
        unit="a month",
        target_label="target 80",
        pace_label="pace needed",
        columns=["Measured", "Value", "Pace"],
    )


def arrivals() -> charts.Spec:
    return charts.arrivals_finished(
        [charts.Week(MONDAY + i * WEEK, 4 + i % 3, 3) for i in range(8)],
        title="Arrived and finished",
        unit="a week",
        arrived_label="arrived",
        finished_label="finished",
        columns=["Week", "Arrived", "Finished"],
    )


def a_share() -> charts.Spec:
    return charts.adhoc_share(
        [charts.Share(MONDAY + 4 * i * WEEK, 0.6 - 0.1 * i) for i in range(4)],
        title="Ad hoc share",
        share_label="ad hoc",
        columns=["Month", "Share"],
    )


def a_load() -> charts.Spec:
    return charts.load_by_skill(
        [charts.Load("Writing", MONDAY, 44, 36), charts.Load("Design", MONDAY, 5, 0), charts.Load("Web", MONDAY, 0, 0)],
        title="Load by skill",
        columns=["Skill", "Week", "Used", "There is"],
    )


def a_record() -> charts.Spec:
    past = charts.Past(MONDAY, MONDAY + 8 * WEEK, MONDAY + 13 * WEEK, MONDAY + 9 * WEEK)
    late = charts.Past(MONDAY + WEEK, MONDAY + 8 * WEEK, MONDAY + 13 * WEEK, MONDAY + 20 * WEEK)
    still_open = charts.Past(MONDAY + 2 * WEEK, MONDAY + 9 * WEEK, MONDAY + 14 * WEEK, None)
    return charts.record_chart(
        [past, late, still_open],
        title="What the forecast said",
        kept_label="kept",
        missed_label="missed",
        open_label="still open",
        columns=["Made on", "50 %", "85 %", "Done", "Verdict"],
    )


def evidence() -> charts.Spec:
    return charts.evidence_chart(
        [charts.Came(n, n // 8, 3 if n == 40 else 0) for n in range(41)],
        [charts.Bound(n, 3 + n // 10, n // 15 if n > 29 else None) for n in range(1, 101)],
        title="Accepted",
        x_title="contacts",
        y_title="said yes",
        scale_label="scale up here",
        abort_label="abort down here",
        open_label="may still come",
        columns=["Contacts", "For sure", "Still open", "Scale at", "Abort at"],
    )


def two_arms() -> charts.Spec:
    return charts.arms_chart(
        [charts.Pair(n, n // 9, n // 4) for n in range(60)],
        title="A against B",
        x_title="pairs",
        y_title="differ",
        a_label="only A",
        b_label="only B",
        columns=["Pairs", "Only A", "Only B"],
    )


ALL = [evidence, two_arms, a_fan, an_outcome, arrivals, a_share, a_load, a_record]
WORDS = {
    "evidence": ["Accepted", "contacts", "said yes", "scale up here", "abort down here", "may still come"],
    "two_arms": ["A against B", "only A", "only B"],
    "a_fan": ["How much is left", "work items", "likely", "possible", "half of all futures"],
    "an_outcome": ["Qualified conversations", "target 80", "pace needed"],
    "arrivals": ["Arrived and finished", "arrived", "finished"],
    "a_share": ["Ad hoc share", "30 % ad hoc"],
    "a_load": ["Load by skill", "Writing", "122", "Design", "!"],
    "a_record": ["What the forecast said"],
}


def test_charts_are_imported_without_django_and_without_altair() -> None:
    code = "import sys, luotsi.kernel.charts; print({'django', 'altair', 'vl_convert'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"


# -- colours --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lch", "colour"),
    [
        ((1, 0, 0), "#ffffff"),
        ((0, 0, 0), "#000000"),
        ((0.627955, 0.257683, 29.2339), "#ff0000"),
        ((0.866440, 0.294827, 142.4953), "#00ff00"),
        ((0.452014, 0.313214, 264.0520), "#0000ff"),
    ],
)
def test_oklch_becomes_the_known_srgb_colour(lch: tuple[float, float, float], colour: str) -> None:
    assert hex_of(*lch) == colour


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "ink-faint") for ground in ("paper", "sheet")),
    *(("ink", ground) for ground in ("sunk", "hover", "chosen", "accent-wash", "bad-wash")),
    ("ink-soft", "sunk"),
    ("ink-soft", "hover"),
    ("ink-faint", "hover"),
    ("ink-faint", "chosen"),
    ("ink-soft", "chosen"),
    ("paper", "ink"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("accent-ink", "paper"),
    *((name, f"{name}-wash") for name in ("good", "watch", "bad")),
    *((name, ground) for name in ("good", "watch", "bad") for ground in ("paper", "sheet")),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out_enough_to_be_read(theme: str, ink: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("edge", "ground"),
    [
        ("focus", "paper"),
        ("focus", "sheet"),
        ("line-strong", "sheet"),
        ("line-strong", "paper"),
        ("chart-ink", "paper"),
    ],
)
def test_edges_of_controls_and_the_focus_can_be_seen(theme: str, edge: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(colours[edge], colours[ground]) >= 3


def test_a_theme_that_is_not_one_is_an_error() -> None:
    with pytest.raises(ValueError, match="light, dark"):
        palette("sepia")


# -- specifications -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("theme", THEMES)
def test_every_chart_draws_with_its_words_in_it(make: Callable[[], charts.Spec], theme: str) -> None:
    drawn = charts.render(make(), "svg", theme, here=True).decode()
    assert drawn.startswith("<svg")
    texts = re.findall(r"<text[^>]*>([^<]*)", drawn)
    assert [word for word in WORDS[make.__name__] if word not in texts] == []


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("theme", THEMES)
def test_every_token_of_a_chart_has_a_colour(make: Callable[[], charts.Spec], theme: str) -> None:
    assert "'@" not in str(paint(make(), palette(theme)))


def test_the_table_holds_the_numbers_of_the_chart() -> None:
    head, rows = charts.table_of(an_outcome())
    assert head == ["Measured", "Value", "Pace"]
    assert rows == [["2026-08-03", 40.0, 40.0], ["2026-09-07", 50.0, 60.0]]


def test_the_record_says_kept_missed_or_still_open() -> None:
    assert [row[-1] for row in charts.table_of(a_record())[1]] == ["kept", "missed", "still open"]


def test_a_table_head_that_does_not_fit_its_rows_is_an_error() -> None:
    with pytest.raises(ValueError, match="2 columns of data under 1 heads"):
        charts.adhoc_share([charts.Share(MONDAY, 0.5)], title="Share", share_label="", columns=["Month"])


@pytest.mark.parametrize(
    "empty",
    [
        lambda: charts.adhoc_share([], title="Share", share_label="", columns=["Month", "Share"]),
        lambda: charts.load_by_skill([], title="Load", columns=["Skill", "Week", "Used", "There is"]),
    ],
)
def test_a_chart_without_data_still_draws(empty: Callable[[], charts.Spec]) -> None:
    assert charts.render(empty(), here=True).startswith(b"<svg")


# -- files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "beginning"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_chart_becomes_a_file_in_a_process_of_its_own(kind: str, beginning: bytes) -> None:
    assert charts.render(an_outcome(), kind).startswith(beginning)


@pytest.mark.parametrize(
    ("language", "month"), [("en", "Sep"), ("fi", "Syys"), ("ru", "сен"), ("es", "sep"), ("id", "Agu")]
)
def test_months_are_written_in_the_readers_language(language: str, month: str) -> None:
    drawn = charts.render(an_outcome(), language=language, here=True).decode()
    assert any(month in text for text in re.findall(r"<text[^>]*>([^<]*)", drawn))


def test_a_format_that_is_not_one_is_an_error() -> None:
    with pytest.raises(ValueError, match="svg, png, pdf"):
        charts.render(an_outcome(), "gif")


def test_a_drawing_that_fails_says_so() -> None:
    with pytest.raises(Unavailable, match="could not be drawn"):
        charts.render({"mark": "no such mark"})


@pytest.mark.parametrize("font", ["", 'font-family="Nowhere"', 'style="font-family: Nowhere"', 'font-family="serif"'])
def test_a_pdf_keeps_cyrillic_and_finnish_letters_as_text_whatever_font_is_asked_for(font: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><text y="20" {font}>Чертёж ä</text></svg>'
    mapping = b"".join(_streams(charts.svg_to_pdf(svg, here=True))).lower()
    assert [letter for letter in "Чертёжä" if f"<{ord(letter):04x}>".encode() not in mapping] == []


def test_a_drawing_becomes_a_pdf_in_a_process_of_its_own() -> None:
    assert charts.svg_to_pdf('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>').startswith(b"%PDF")


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return found


def test_the_drawing_script_is_made_once_with_a_compressed_copy(tmp_path: Path) -> None:
    made = charts.bundle(tmp_path)
    assert b"vegaEmbed" in made.read_bytes()
    assert made.with_suffix(".js.gz").stat().st_size < made.stat().st_size / 2
    made.write_text("kept")
    assert charts.bundle(tmp_path).read_text() == "kept"


# -- small charts ---------------------------------------------------------------------------------------------


def test_a_load_within_capacity_has_nothing_over_it() -> None:
    bar = small.load_bar(18, 36, fixed=9, width=396)
    assert (bar.used, bar.fixed, bar.over, bar.limit) == (180, 90, 0, 360)


def test_a_load_over_capacity_begins_to_be_over_at_the_limit() -> None:
    bar = small.load_bar(48, 36, width=480)
    assert (bar.used, bar.over_from, bar.over) == (360, 360, 120)


@pytest.mark.parametrize(
    ("values", "share", "is_behind"),
    [((40, 120, 80, 100), 0.5, True), ((40, 120, 80, 80), 0.5, False), ((30, 10, 15, 20), 0.75, False)],
)
def test_a_meter_measures_towards_its_target_also_downwards(
    values: tuple[float, float, float, float], share: float, is_behind: bool
) -> None:
    line = small.meter_line(*values)
    assert (line.share, line.is_behind) == (pytest.approx(share), is_behind)


def test_a_meter_stays_within_its_track() -> None:
    assert small.meter_line(0, 10, 25, 30, width=100).done == 100
    assert small.meter_line(0, 10, -5, width=100).done == 0


def test_one_value_is_no_line() -> None:
    assert small.spark([7]) is None


def test_a_line_rises_when_values_rise() -> None:
    line = small.spark([1, 2, 3], width=26, height=26)
    assert line is not None and line.points == "3.0,23.0 13.0,13.0 23.0,3.0"


def test_a_spread_is_cut_off_at_the_ends_of_its_scale() -> None:
    at: Any = small.spread(-5, 2, 5, 8, 20, start=0, end=10, width=100)
    assert (at.wide_from, at.wide, at.likely_from, at.likely, at.middle) == (0, 100, 20, 60, 50)


# -- evidence -------------------------------------------------------------------------------------------------


def test_the_table_of_evidence_goes_on_where_the_contacts_end() -> None:
    _, rows = charts.table_of(evidence())
    assert rows[40] == [40, 5, 3, 7, 2] and rows[41] == [41, None, None, 7, 2] and rows[-1][0] == 100


def test_long_campaigns_are_thinned_and_keep_their_last_point() -> None:
    spec = charts.evidence_chart(
        [charts.Came(n, n // 10) for n in range(2001)], [], title="", x_title="", y_title="", scale_label="",
        abort_label="", open_label="", columns=list("abcde"),
    )  # fmt: skip
    _, rows = charts.table_of(spec)
    assert len(rows) == 240 and rows[0][0] == 0 and rows[-1][:2] == [2000, 200]


def test_a_campaign_without_anything_still_draws() -> None:
    words = {"x_title": "", "y_title": "", "scale_label": "", "abort_label": "", "open_label": ""}
    assert charts.evidence_chart([], [], title="Nothing", columns=list("abcde"), **words)["title"] == "Nothing"
