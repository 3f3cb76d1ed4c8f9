"""The audit: company by quarter, counted by hook, with what the readings leave open.

Counts are asked of the database; the intervals are computed from every reading behind them and kept until one of
these changes. A person's correction is such a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Count, Q, Sum

from luotsi.rooms.newsroom.models import Company, Item
from luotsi.rooms.newsroom.reading import built_in
from luotsi.rooms.newsroom.rules import quarters_back

if TYPE_CHECKING:
    from luotsi.engines.statistics.news_audit import Quarter

LEVEL = 0.90
KEPT_SECONDS = 7 * 24 * 3600
SHOWN_QUARTERS = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """One company in one quarter. `found` is what the audit says, None without news."""

    company: Company
    quarter: str
    found: Quarter | None

    @property
    def items(self) -> int:
        return self.found.items if self.found else 0


@dataclass(frozen=True, slots=True)
class Line:
    """A company with its quarters, oldest first. `now` is the one that was asked for."""

    company: Company
    cells: tuple[Cell, ...]

    @property
    def now(self) -> Cell:
        return self.cells[-1]


def audit_lines(companies: Sequence[Company], newest: str, quarters: int = SHOWN_QUARTERS) -> list[Line]:
    """A line for each company; two queries, or one where nothing has changed."""
    names = quarters_back(newest, quarters)
    counted = _counted(companies, names)
    found = {(one.company, one.period): one for one in _audited(companies, names, counted)} if counted else {}
    return [Line(one, tuple(Cell(one, name, found.get((str(one.pk), name))) for name in names)) for one in companies]


def _counted(companies: Sequence[Company], quarters: Sequence[str]) -> list[tuple[Any, ...]]:
    """(company, quarter, hook, how many, of them corrected, sum of their probabilities)"""
    rows = _rows(companies, quarters).order_by("company", "quarter", "hook").values_list("company", "quarter", "hook")
    return list(
        rows.annotate(
            count=Count("pk"), fixed=Count("pk", filter=Q(is_corrected=True)), sure=Sum("probability", default=0.0)
        )  # fmt: skip
    )


def _rows(companies: Sequence[Company], quarters: Sequence[str]) -> Any:
    ids = [one.pk for one in companies]
    return Item.objects.counted().exclude(hook="").filter(company__in=ids, quarter__in=quarters)


def _audited(
    companies: Sequence[Company], quarters: Sequence[str], counted: Sequence[tuple[Any, ...]]
) -> Iterator[Quarter]:
    """Each company's quarters are kept under a name made of all its counts, so that nothing old is ever shown."""
    names = {one.pk: _name_of(one, quarters, counted) for one in companies}
    kept: dict[str, tuple[Quarter, ...]] = cache.get_many(names.values())
    missing = [one for one in companies if names[one.pk] not in kept]
    fresh = _audit(missing, quarters) if missing else {}
    made = {names[one.pk]: fresh.get(str(one.pk), ()) for one in missing}
    if made:
        cache.set_many(made, KEPT_SECONDS)
    for found in (*kept.values(), *made.values()):
        yield from found


def _name_of(company: Company, quarters: Sequence[str], counted: Sequence[tuple[Any, ...]]) -> str:
    own = [(*row[1:5], round(row[5], 3)) for row in counted if row[0] == company.pk]
    return f"newsroom.audit.{company.pk}." + sha256(repr((quarters, own)).encode()).hexdigest()


def _audit(companies: Sequence[Company], quarters: Sequence[str]) -> dict[str, tuple[Quarter, ...]]:
    """By company; each company's numbers are its own, whoever else is audited."""
    from luotsi.engines.statistics.news_audit import audit

    found: dict[str, tuple[Quarter, ...]] = {}
    for one in audit(list(_read(companies, quarters)), confusion=built_in().confusion, level=LEVEL):
        found[one.company] = (*found.get(one.company, ()), one)
    return found


def _read(companies: Sequence[Company], quarters: Sequence[str]) -> Iterator[Any]:
    from luotsi.engines.statistics.news_audit import Read

    rows = _rows(companies, quarters).order_by("company", "quarter", "pk")
    for company, quarter, hook, is_corrected, probabilities in rows.values_list(
        "company", "quarter", "hook", "is_corrected", "probabilities"
    ):
        sure = is_corrected or not probabilities
        yield Read(str(company), quarter, {hook: 1.0} if sure else probabilities, sure)
