"""Company by quarter: counts, worthy share with its interval, camp and trend."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from zlib import crc32

from luotsi.engines.statistics.news_audit.doubt import ConfusionTable, shortest, worthy_chances
from luotsi.engines.statistics.news_audit.trend import trend_of
from luotsi.engines.statistics.news_audit.types import (
    QUALITY_FROM,
    QUANTITY_FROM,
    SILENT_BELOW,
    Counted,
    Quarter,
    Read,
    Trend,
)
from luotsi.engines.text.hooks.news import FILLER, HOOKS, WORTHY

QUARTER = re.compile(r"(\d{4})\D?Q([1-4])", re.IGNORECASE)


def audit(
    rows: Iterable[Counted | Read], confusion: ConfusionTable | None = None, level: float = 0.90, seed: int = 1
) -> tuple[Quarter, ...]:
    """Every company's every quarter, by company and then by period.

    A complete quarter is no sample of itself: where every item was counted or corrected by a person, the share is
    exact and its interval a point. Otherwise the interval holds the true share with `level`, given the reader's
    probabilities and what the `confusion` of its own test says about them; without one the probabilities are taken
    as they are. The interval always holds the share that is shown. Raises ValueError for an unknown hook, a negative
    count or a level outside (0, 1).

    Example: audit([Counted("Krok", "2017Q2", {"completion": 3, "event": 1})])[0].share -> 0.75
    """
    if not 0 < level < 1:
        raise ValueError("the level lies between 0 and 1")
    gathered: dict[tuple[str, str], list[Counted | Read]] = defaultdict(list)
    for row in rows:
        _check(row)
        gathered[row.company, row.period].append(row)
    by_company: dict[str, list[Quarter]] = defaultdict(list)
    for (company, period), own in sorted(gathered.items(), key=lambda one: (one[0][0], _order(one[0][1]))):
        alone = _quarter(company, period, own, confusion, level, seed)
        by_company[company].append(_with_trend(alone, by_company[company], level, seed))
    return tuple(quarter for quarters in by_company.values() for quarter in quarters)


def ahead(one: Quarter, other: Quarter) -> float:
    """The chance that the one's true worthy share is greater than the other's; a tie counts half.

    Example: of two quarters counted by hand, .8 against .4, it is 1.
    """
    if not one.items or not other.items:
        return 0.5
    below = passed = chance = 0.0
    place = 0
    for count, own in enumerate(one.chances):
        while place < len(other.chances) and place * one.items < count * other.items:
            below += other.chances[place]
            place += 1
        tied = place < len(other.chances) and place * one.items == count * other.items
        passed = below + (0.5 * other.chances[place] if tied else 0.0)
        chance += own * passed
    return min(1.0, chance)


def _check(row: Counted | Read) -> None:
    given: Mapping[str, float] = row.counts if isinstance(row, Counted) else row.probabilities
    for hook, value in given.items():
        if hook not in HOOKS:
            raise ValueError(f"{hook!r} is no hook")
        if value < 0:
            raise ValueError(f"{hook}: {value} is below nought")
    if isinstance(row, Read) and abs(sum(given.values()) - 1) > 0.02:
        raise ValueError("the probabilities of an item sum to 1")


def _order(period: str) -> tuple[int, str]:
    return quarter_number(period) or 0, period


def quarter_number(period: str) -> int | None:
    """Quarters since the year nought, for "2017Q2" and the like."""
    found = QUARTER.fullmatch(period.strip())
    return 4 * int(found[1]) + int(found[2]) if found else None


def _quarter(
    company: str, period: str, rows: Sequence[Counted | Read], confusion: ConfusionTable | None, level: float, seed: int
) -> Quarter:
    import numpy as np

    unsure = [row.probabilities for row in rows if isinstance(row, Read) and not row.corrected]
    counts = _counts(rows)
    items, worthy = sum(counts.values()), sum(counts[hook] for hook in WORTHY)
    exact = items - len(unsure)
    exact_worthy = worthy - sum(max(item, key=lambda hook: item[hook]) in WORTHY for item in unsure)
    # Its own stream for each quarter: the answer does not depend on who else is audited.
    rng = np.random.default_rng([seed, crc32(f"{company}\n{period}".encode())])
    chances = worthy_chances(exact_worthy, exact, unsure, WORTHY, confusion, rng)
    low, high = shortest(chances, level)
    mean = sum(count * chance for count, chance in enumerate(chances))
    return Quarter(
        company=company,
        period=period,
        items=items,
        counts=counts,
        worthy=worthy,
        filler=sum(counts[hook] for hook in FILLER),
        other=counts["other"],
        share=worthy / items if items else None,
        low=min(low, worthy) / items if items else None,
        high=max(high, worthy) / items if items else None,
        camp=camp_of(worthy, items),
        trend=None,
        likely=mean / items if items else None,
        camps=_camps(chances, items),
        chances=chances,
        exact=exact,
    )


def _counts(rows: Sequence[Counted | Read]) -> dict[str, int]:
    counts = dict.fromkeys(HOOKS, 0)
    for row in rows:
        if isinstance(row, Counted):
            for hook, count in row.counts.items():
                counts[hook] += count
        else:
            counts[row.hook] += 1
    return counts


def camp_of(worthy: int, items: int) -> str:
    """silent, quality, quantity or neither.

    Example: camp_of(11, 34) -> "quantity"
    """
    if items < SILENT_BELOW:
        return "silent"
    if worthy >= QUALITY_FROM * items - 1e-9:
        return "quality"
    return "quantity" if items >= QUANTITY_FROM else "neither"


def _camps(chances: Sequence[float], items: int) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for worthy, chance in enumerate(chances):
        if chance > 0:
            found[camp_of(worthy, items)] += chance
    return dict(found)


def _with_trend(quarter: Quarter, before: Sequence[Quarter], level: float, seed: int) -> Quarter:
    told = [one for one in (*before, quarter) if one.items]
    if len(told) < 2 or not quarter.items:
        return quarter
    trend: Trend = trend_of([_place(one, told) for one in told], told, level, seed)
    return replace(quarter, trend=trend)


def _place(quarter: Quarter, told: Sequence[Quarter]) -> int:
    number = quarter_number(quarter.period)
    return number if number is not None else told.index(quarter)
