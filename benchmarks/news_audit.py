"""Measures the audit of newsrooms: a hand-counted table, one real quarter, and how often the interval holds the truth.

python benchmarks/news_audit.py FOLDER

FOLDER holds seed_table.csv (company, quarter, hook, count with total_* rows), audit/*.csv (company, period, headline,
lead, hook) and headlines.csv (headline, lead, hook). Quarters are drawn with replacement from labelled rows; their
true share is that of the labels drawn. Rivals in the same run: Wilson's interval on the hooks read (which answers
another question: what would another quarter show), and the reader's probabilities taken as they are.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from luotsi.engines.statistics.news_audit import Counted, Quarter, Read, audit
from luotsi.engines.text.hooks import WORTHY, News, reader

OWN_TEXTS = Path(__file__).parents[1] / "tests" / "data"
LEVEL, QUARTERS, SIZES = 0.90, 200, (8, 15, 25, 40)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One row with its true hook and what the reader says."""

    hook: str
    read: dict[str, float]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labelled(rows: Sequence[dict[str, str]]) -> list[Labelled]:
    """All rows, read."""
    read = reader().read_all([News(row["headline"], row.get("lead") or "", row.get("lang") or "") for row in rows])
    return [Labelled(row["hook"], dict(one.probabilities)) for row, one in zip(rows, read, strict=True)]


def table(folder: Path) -> None:
    """The hand-counted table: our sums beside its own total rows."""
    rows = rows_of(folder / "seed_table.csv")
    counted = [row for row in rows if not row["hook"].startswith("total")]
    found = audit([Counted(r["company"], r["quarter"], {r["hook"]: int(r["count"])}) for r in counted])
    ours = {(q.company, name): value for q in found for name, value in _totals(q).items()}
    theirs = {(r["company"], r["hook"]): int(r["count"]) for r in rows if r["hook"].startswith("total")}
    right = sum(ours[key] == value for key, value in theirs.items())
    print(f"hand-counted table: {right} of {len(theirs)} sums exact")
    for q in found:
        print(f"   {q.company}: {q.worthy} worthy of {q.items}, share {q.share:.3f}, {q.camp}")


def _totals(quarter: Quarter) -> dict[str, int]:
    return {"total_worthy": quarter.worthy, "total_filler": quarter.filler, "total": quarter.items}


def one_quarter(path: Path) -> None:
    """Read by machine, then corrected item by item, the least sure first."""
    rows = rows_of(path)
    known = labelled(rows)
    company, period = rows[0]["company"], rows[0]["period"]
    true = sum(one.hook in WORTHY for one in known) / len(known)
    order = sorted(range(len(known)), key=lambda place: max(known[place].read.values()))
    print(f"\n{company} {period}: {len(known)} items, true worthy share {true:.3f}")
    for corrected in (0, len(known) // 3, len(known)):
        fixed = set(order[:corrected])
        read = [
            Read(company, period, {one.hook: 1.0} if place in fixed else one.read, place in fixed)
            for place, one in enumerate(known)
        ]
        (q,) = audit(read, confusion=reader().confusion, level=LEVEL)
        camps = {camp: round(chance, 2) for camp, chance in q.camps.items() if chance >= 0.005}
        print(f"   {corrected:2} corrected: share {q.share:.3f} in {q.low:.3f}-{q.high:.3f}, {q.camp} {camps}")


Rival = Callable[[Sequence[Labelled]], tuple[float, float]]


def _ours(drawn: Sequence[Labelled]) -> tuple[float, float]:
    (q,) = audit([Read("a", "2026Q1", one.read) for one in drawn], confusion=reader().confusion, level=LEVEL)
    return q.low or 0.0, q.high or 0.0


def _as_they_are(drawn: Sequence[Labelled]) -> tuple[float, float]:
    (q,) = audit([Read("a", "2026Q1", one.read) for one in drawn], level=LEVEL)
    return q.low or 0.0, q.high or 0.0


def _wilson(drawn: Sequence[Labelled]) -> tuple[float, float]:
    n, z = len(drawn), 1.6449
    share = sum(max(one.read, key=lambda hook: one.read[hook]) in WORTHY for one in drawn) / n
    middle, half = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


RIVALS: dict[str, Rival] = {"Luotsi": _ours, "probabilities as they are": _as_they_are, "Wilson on hooks read": _wilson}


def coverage(name: str, rows: Sequence[Labelled]) -> None:
    """How often each interval holds the true share, and how wide it is."""
    print(f"\ncoverage of {LEVEL:.0%} intervals, {QUARTERS} quarters drawn from {len(rows)} {name}")
    for size in SIZES:
        rng = random.Random(size)
        quarters = [[rng.choice(rows) for _ in range(size)] for _ in range(QUARTERS)]
        true = [sum(one.hook in WORTHY for one in drawn) / size for drawn in quarters]
        cells = []
        for rival, interval in RIVALS.items():
            ends = [interval(drawn) for drawn in quarters]
            held = sum(low - 1e-9 <= t <= high + 1e-9 for t, (low, high) in zip(true, ends, strict=True)) / QUARTERS
            width = sum(high - low for low, high in ends) / QUARTERS
            cells.append(f"{rival} {held:.3f} (width {width:.2f})")
        print(f"   {size:3} items: " + ", ".join(cells))


def by_language(rows: dict[str, Sequence[Labelled]]) -> None:
    """How far the worthy share expected from the probabilities lies from the true one, in log odds: the manner."""
    import numpy as np

    print("\nmanner: shift in log odds that makes expected and true worthy counts equal")
    for lang, own in rows.items():
        chances = np.array([sum(p for hook, p in one.read.items() if hook in WORTHY) for one in own]).clip(
            1e-6, 1 - 1e-6
        )
        true, odds = sum(one.hook in WORTHY for one in own), np.log(chances / (1 - chances))
        low, high = -6.0, 6.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if (1 / (1 + np.exp(-(odds + middle)))).sum() < true else (low, middle)
        spread = 1 / sqrt((chances * (1 - chances)).sum())
        print(f"   {lang}: {low:+.2f} (standard error {spread:.2f}), {len(own)} texts")


def main() -> None:
    """All blocks; without FOLDER those on our own texts."""
    own = {lang: labelled(rows_of(OWN_TEXTS / f"hooks_own_{lang}.csv")) for lang in ("en", "fi", "ru", "es", "id")}
    by_language(own)
    coverage("own texts", [one for rows in own.values() for one in rows])
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        table(folder)
        for path in sorted((folder / "audit").glob("*_*.csv")):
            one_quarter(path)
        coverage("real rows", labelled(rows_of(folder / "headlines.csv")))


if __name__ == "__main__":
    main()
