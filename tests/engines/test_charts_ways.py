"""Charts of things on their way: the numbers behind them, names with quotes, and nothing drawn from nothing."""

from __future__ import annotations

from datetime import date

from luotsi.kernel.charts import Stretch, stages_chart, stretches_chart, table_of

COLUMNS = ["Case", "From", "To", "Days", "Answer"]


def test_stages_keep_their_order_and_their_zeros() -> None:
    spec = stages_chart([("Draft", 2), ("Tested", 0), ("Running", 1)], title="Stages", columns=["Stage", "Cases"])
    assert table_of(spec) == (["Stage", "Cases"], [["Draft", 2], ["Tested", 0], ["Running", 1]])
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["Draft", "Tested", "Running"]


def test_a_stretch_tells_its_days_and_a_name_may_hold_quotes_and_be_long() -> None:
    name = "Service’s 'own' page \\ for every question that anybody asked"
    one = Stretch(name, date(2026, 1, 1), date(2026, 3, 1), "good", "Yes")
    spec = stretches_chart([one, one], title="Ways", columns=COLUMNS)
    assert table_of(spec)[1] == [[name, "2026-01-01", "2026-03-01", 59, "Yes"]] * 2
    said = spec["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert "\\'own\\'" in said and "\\\\" in said and said.count("…") == 2


def test_nothing_on_its_way_is_an_empty_chart() -> None:
    assert table_of(stretches_chart([], title="Ways", columns=COLUMNS)) == (COLUMNS, [])
