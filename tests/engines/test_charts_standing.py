"""The picture of people on two ordered scales: a line for everybody, the way they came, the numbers as a table."""

from __future__ import annotations

from typing import Any

import pytest

from luotsi.kernel.charts import Spec, Stand, render, standing_chart, table_of

WORDS = ["Against", "Not a no", "Lukewarm", "It's full", "Invests"]


def chart(*stands: Stand) -> Spec:
    return standing_chart(
        stands, words=WORDS, title="Picture", height_title="influence", agreed_label="counts", agreed_from=4,
        columns=["Who", "Influence", "Before", "Now"],
    )  # fmt: skip


def values(spec: Spec) -> list[dict[str, Any]]:
    """The rows of every layer, wherever the specification keeps them."""
    kept = [*spec.get("datasets", {}).values(), *(layer.get("data", {}).get("values", []) for layer in spec["layer"])]
    return [row for rows in kept for row in rows]


def spots(spec: Spec) -> dict[str, tuple[float, float]]:
    return {row["name"]: (row["x"], row["y"]) for row in values(spec) if "fell" in row}


def test_everybody_on_a_level_has_a_line_of_their_own_near_it() -> None:
    found = spots(chart(*(Stand(f"P{n}", 3, (4,)) for n in range(8)), Stand("Other", 4, (4,))))
    heights = [y for name, (_x, y) in found.items() if name != "Other"]
    assert len(set(heights)) == 8 and all(2.5 < height < 3.5 for height in heights)
    assert found["Other"][1] == 4


def test_a_fuller_level_makes_the_drawing_higher() -> None:
    few, many = chart(Stand("A", 3, (4,))), chart(*(Stand(f"P{n}", 3, (4,)) for n in range(20)))
    assert many["height"] > few["height"]


def test_who_moved_has_a_way_and_who_stayed_has_none() -> None:
    spec = chart(Stand("Up", 5, (2, 4)), Stand("Stayed", 5, (3, 3)), Stand("Fell", 1, (3, 1)), Stand("New", 2, (4,)))
    ways = {row["name"] for row in values(spec) if "step" in row}
    assert ways == {"Up", "Fell"}
    assert {row["name"] for row in values(spec) if row.get("fell")} == {"Fell"}


def test_the_table_tells_before_and_now_in_words() -> None:
    head, rows = table_of(chart(Stand("Up", 5, (2, 4)), Stand("New", 2, (3,))))
    assert head == ["Who", "Influence", "Before", "Now"]
    assert rows == [["Up", 5, "Not a no", "It's full"], ["New", 2, None, "Lukewarm"]]


@pytest.mark.parametrize("stands", [(), (Stand('Ää Öö "x" <b>', 5, (1, 5)),)])
def test_it_is_drawn_whatever_the_names(stands: tuple[Stand, ...]) -> None:
    drawn = render(chart(*stands), "svg").decode()
    assert "It's full" in drawn or "It&#39;s full" in drawn
    assert "<b>" not in drawn


def test_first_names_where_there_is_no_room_and_nobody_is_taken_for_somebody_else() -> None:
    spec = chart(*(Stand(name, 3, (5,)) for name in ("Iñaki Etxeberria", "Anna Salo", "Anna Berg", "Cher")))
    assert [row["short"] for row in values(spec) if "short" in row] == ["Iñaki", "Anna S", "Anna B", "Cher"]
    wide, narrow = (render({**spec, "width": width}, "svg").decode() for width in (800, 300))
    assert "Iñaki Etxeberria" in wide and "Not a no" in wide
    assert ">Iñaki<" in narrow and "Not a no" not in narrow
