"""A deck as its page shows it: slides with the charts that belong to their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation

from luotsi.rooms.cases.preread.charts import chart_of
from luotsi.rooms.cases.preread.deck import Bars, Curve, Deck, Slide


@dataclass(frozen=True, slots=True)
class Shown:
    """A row; `spec` and its name where it is a chart, `percent` where it is a way."""

    row: Any
    spec: dict[str, Any] | None = None
    name: str = ""
    percent: int | None = None


def shown_of(deck: Deck) -> list[tuple[Slide, list[Shown]]]:
    """In the deck's own language, whoever reads."""
    with translation.override(deck.language):
        return [
            (slide, [_shown(row, f"{place}-{number}") for number, row in enumerate(slide.rows)])
            for place, slide in enumerate(deck.slides)
        ]


def _shown(row: Any, name: str) -> Shown:
    if isinstance(row, Curve | Bars):
        return Shown(row, chart_of(row), name)
    share = getattr(row, "share", None)
    return Shown(row, percent=None if share is None else round(100 * min(max(share, 0), 1)))
