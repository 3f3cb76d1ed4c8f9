"""Where to hire or buy: what one more hour of each skill in each week is worth, and one more thousand. No queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from luotsi.rooms.blueprint.saying import day, number

LEVELS = 4  # shades above none
SENTENCES = 5
THOUSAND = 1000
NOTHING = 0.005  # points: what would be said as 0


@dataclass(frozen=True, slots=True)
class PriceCell:
    """One more hour of a skill in one week: points, in words, and its shade (0 none, 4 most)."""

    week: str
    price: float
    said: str
    level: int


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A skill or an expert over the weeks; `whole` is what an hour more in every week adds up to."""

    name: str
    cells: list[PriceCell]
    whole: float
    said: str
    best: PriceCell


@dataclass(frozen=True, slots=True)
class Money:
    """One more thousand of a budget."""

    name: str
    worth: str
    is_nothing: bool


@dataclass(frozen=True, slots=True)
class Worth:
    """All that the page shows; what is worth most comes first."""

    weeks: list[str]
    skills: list[PriceRow]
    experts: list[PriceRow]
    money: list[Money]
    advice: list[str]


def worth_of(prices: Mapping[str, Any], starts_on: date, weeks: int, first_week: int = 0) -> Worth:
    """prices as a plan's answer keeps them (`shadow_prices`); weeks before `first_week` are over."""
    days = [day(starts_on + timedelta(weeks=week)) for week in range(first_week, weeks)]
    ahead = {
        kind: {name: row[first_week:] for name, row in prices.get(kind, {}).items()} for kind in ("skills", "experts")
    }
    most = max((price for rows in ahead.values() for row in rows.values() for price in row), default=0.0)
    skills, experts = (
        sorted((_row(name, row, days, most) for name, row in ahead[kind].items()), key=_most_first)
        for kind in ("skills", "experts")
    )
    money = [_money(name, price) for name, price in prices.get("budgets", {}).items()]
    return Worth(days, skills, experts, money, _advice([*skills, *experts], money))


def _row(name: str, prices: Sequence[float], days: Sequence[str], most: float) -> PriceRow:
    cells = [_cell(day_, price, most) for day_, price in zip(days, prices, strict=True)]
    whole = sum(prices)
    return PriceRow(name, cells, whole, number(whole, 2), max(cells, key=lambda cell: cell.price))


def _cell(week: str, price: float, most: float) -> PriceCell:
    level = 0 if price < NOTHING else 1 + min(LEVELS - 1, int(LEVELS * price / most))
    return PriceCell(week, price, "" if not level else number(price, 2), level)


def _most_first(row: PriceRow) -> tuple[float, str]:
    return -row.best.price, row.name


def _money(name: str, price: float) -> Money:
    return Money(name, number(THOUSAND * price, 2), THOUSAND * price < NOTHING)


def _advice(rows: Sequence[PriceRow], money: Sequence[Money]) -> list[str]:
    """The few sentences that matter, the most worth first."""
    found = [
        _("One more hour of %(skill)s in the week of %(week)s is worth %(points)s points, one in every week %(whole)s.")
        % {"skill": row.name, "week": row.best.week, "points": row.best.said, "whole": row.said}
        for row in sorted(rows, key=_most_first)
        if row.best.level
    ][:SENTENCES]
    found += [
        _("One more thousand of budget is worth %(points)s points.") % {"points": one.worth}
        for one in money
        if not one.is_nothing
    ]
    return found
