"""What goes into an audit of news, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CAMPS = ("silent", "quality", "quantity", "neither")
# The source's own bounds, as fixed in the formats of the commands.
SILENT_BELOW, QUALITY_FROM, QUANTITY_FROM = 5, 0.45, 15


@dataclass(frozen=True, slots=True)
class Counted:
    """Ready-made counts of a company's quarter by hook, taken as exact."""

    company: str
    period: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Read:
    """One item: the probability (0-1) of each hook, summing to 1. `corrected` means that a person said the hook."""

    company: str
    period: str
    probabilities: Mapping[str, float]
    corrected: bool = False

    @property
    def hook(self) -> str:
        """The likeliest hook."""
        return max(self.probabilities, key=lambda hook: self.probabilities[hook])


@dataclass(frozen=True, slots=True)
class Trend:
    """Change of the worthy share per quarter over `quarters` quarters up to this one, with its interval and the
    chance that it rises. `code`: rising, falling or unclear."""

    code: str
    change: float
    low: float
    high: float
    rising_chance: float
    quarters: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """One company's quarter. `counts` go by each item's likeliest hook; `share` = worthy / items, None without items;
    `low` to `high` holds the true share with the level asked for; `likely` is its mean. `camps` gives each camp's
    chance, `chances` that of 0, 1, 2 … truly worthy items. `exact` items were counted or corrected by a person."""

    company: str
    period: str
    items: int
    counts: Mapping[str, int]
    worthy: int
    filler: int
    other: int
    share: float | None
    low: float | None
    high: float | None
    camp: str
    trend: Trend | None
    likely: float | None
    camps: Mapping[str, float]
    chances: tuple[float, ...]
    exact: int
