"""Measures the detector of requests on a labelled pile, and on the pile of our own.

python benchmarks/request_detector.py [requests.csv]

The labelled file has the columns request_id, title, phrasing, deliverable, names_date, near_duplicate_of,
near_duplicate_kind and any of body (or summary), created, state, labels, part, language.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from luotsi.engines.text import (
    KINDS,
    RequestText,
    SimilarIndex,
    deliverable_of,
    names_date,
    phrasing_of,
)

OWN_PILE = Path(__file__).parents[1] / "tests" / "data" / "requests_own.csv"
PHRASINGS = ("tactic", "outcome", "both")
LIKE = ("duplicate", "recurring", "sibling", "related")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled row."""

    request: RequestText
    phrasing: str
    deliverable: str
    dated: bool
    like: str
    like_kind: str
    part: str
    language: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one pile; confusions count (truth, answer)."""

    count: int
    balanced_accuracy: float
    deliverable_accuracy: float
    date_accuracy: float
    phrasing: Counter[tuple[str, str]]
    deliverable: Counter[tuple[str, str]]
    dated: Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LikeFigures:
    """Labelled pairs against pairs found; `false_duplicates` are recurring or sibling pairs called duplicate."""

    confusion: Counter[tuple[str, str]]
    recall: float
    recall_in_top_five: float
    duplicate_recall: float
    false_duplicates: tuple[tuple[str, str], ...]
    unlabelled: Counter[str]


def read_pile(path: Path) -> list[Labelled]:
    """All rows of a labelled file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_labelled(row) for row in csv.DictReader(file)]


def _labelled(row: dict[str, str]) -> Labelled:
    request = RequestText(
        key=row["request_id"],
        title=row["title"],
        body=row.get("body") or row.get("summary") or "",
        created=date.fromisoformat(row["created"]) if row.get("created") else None,
        state=row.get("state", ""),
        labels=tuple(label.strip() for label in row.get("labels", "").split(";") if label.strip()),
    )
    return Labelled(
        request,
        row["phrasing"],
        row["deliverable"],
        row["names_date"] == "y",
        row["near_duplicate_of"],
        row["near_duplicate_kind"],
        row.get("part", ""),
        row.get("language", ""),
    )


def classify_figures(rows: Sequence[Labelled], *, with_body: bool = True) -> Figures:
    """Phrasing, deliverable and dates over the rows."""
    phrasing: Counter[tuple[str, str]] = Counter()
    deliverable: Counter[tuple[str, str]] = Counter()
    dated: Counter[tuple[str, str]] = Counter()
    for row in rows:
        title, body = row.request.title, row.request.body if with_body else ""
        labels = row.request.labels
        phrasing[row.phrasing, phrasing_of(title, body, labels).kind] += 1
        deliverable[row.deliverable, deliverable_of(title, body, labels).kind] += 1
        dated["ny"[row.dated], "ny"[names_date(title, body).found]] += 1
    return Figures(
        len(rows), _tactic_balance(phrasing), _accuracy(deliverable), _accuracy(dated), phrasing, deliverable, dated
    )


def _tactic_balance(confusion: Counter[tuple[str, str]]) -> float:
    """Mean of the two recalls, tactic against the rest."""
    recalls = []
    for tactic in (True, False):
        mine = {key: count for key, count in confusion.items() if (key[0] == "tactic") is tactic}
        right = sum(count for key, count in mine.items() if (key[1] == "tactic") is tactic)
        recalls.append(right / max(1, sum(mine.values())))
    return sum(recalls) / 2


def _accuracy(confusion: Counter[tuple[str, str]]) -> float:
    return sum(count for (truth, given), count in confusion.items() if truth == given) / max(1, confusion.total())


def like_figures(rows: Sequence[Labelled]) -> LikeFigures:
    """Near-duplicates: every labelled pair, and every further pair of the same labelled group for the veto."""
    requests = [_with_deliverable(row.request) for row in rows]
    index = SimilarIndex(requests)
    found = {frozenset((pair.first, pair.second)): pair.kind for pair in index.pairs()}
    labelled = {frozenset((row.request.key, row.like)): row.like_kind for row in rows if row.like}
    confusion = Counter((kind, found.get(pair, "none")) for pair, kind in labelled.items())
    shown = {frozenset((row.request.key, hit.key)) for row in rows for hit in index.similar_to(row.request.key, 5)}
    grouped = _group_pairs(rows)
    return LikeFigures(
        confusion,
        sum(pair in found for pair in labelled) / max(1, len(labelled)),
        sum(pair in shown for pair in labelled) / max(1, len(labelled)),
        confusion["duplicate", "duplicate"]
        / max(1, sum(n for (kind, _), n in confusion.items() if kind == "duplicate")),
        tuple(
            sorted(
                tuple(sorted(map(str, pair)))
                for pair, kind in found.items()
                if kind == "duplicate" and (grouped.get(pair, set()) | {labelled.get(pair)}) & {"recurring", "sibling"}
            )  # type: ignore[misc]
        ),
        Counter(kind for pair, kind in found.items() if pair not in labelled and pair not in grouped),
    )


def _with_deliverable(request: RequestText) -> RequestText:
    kind = deliverable_of(request.title, request.body, request.labels).kind
    return RequestText(request.key, request.title, request.body, request.created, request.state, request.labels, kind)


def _group_pairs(rows: Sequence[Labelled]) -> dict[frozenset[object], set[str]]:
    """Pairs of rows that hang together through labels, with the kinds of labels in their group."""
    group = {row.request.key: {row.request.key} for row in rows}
    kinds: dict[object, set[str]] = {row.request.key: {row.like_kind} for row in rows if row.like}
    for row in rows:
        if row.like:
            joined = group[row.request.key] | group[row.like]
            for key in joined:
                group[key] = joined
    return {
        frozenset((one, other)): kinds.get(one, set()) | kinds.get(other, set())
        for one, members in group.items()
        for other in members
        if one != other
    }


def speed(count: int = 5000) -> dict[str, float]:
    """Milliseconds on `count` titles mixed from our own pile: adding one, one question, all pairs."""
    chance = random.Random(1)
    titles = [row.request.title for row in read_pile(OWN_PILE)]
    mixed = [_mix(chance.choice(titles), chance.choice(titles), chance) for _ in range(count)]
    started = time.perf_counter()
    index = SimilarIndex(RequestText(number, title) for number, title in enumerate(mixed))
    built = time.perf_counter()
    slowest = 0.0
    for number in range(200):
        before = time.perf_counter()
        index.similar(_mix(mixed[number], chance.choice(titles), chance))
        slowest = max(slowest, time.perf_counter() - before)
    asked = time.perf_counter()
    found = index.pairs()
    paired = time.perf_counter()
    return {
        "add one": (built - started) / count * 1000,
        "ask once": (asked - built) / 200 * 1000,
        "ask once, slowest of 200": slowest * 1000,
        f"all pairs ({len(found):,} found)": (paired - asked) * 1000,
    }


def _mix(title: str, other: str, chance: random.Random) -> str:
    words, more = title.split(), other.split()
    words[chance.randrange(len(words))] = chance.choice(more)
    return " ".join([*words, *chance.sample(more, chance.randrange(3) % len(more))])


def _table(title: str, confusion: Counter[tuple[str, str]], names: Iterable[str], say: Callable[[str], None]) -> None:
    names = list(names)
    say(f"  {title}: rows are the labels, columns the answers")
    say("    " + " " * 11 + " ".join(f"{name[:9]:>9}" for name in names) + "    recall precision")
    for truth in names:
        row = [confusion[truth, given] for given in names]
        if any(row) or any(confusion[other, truth] for other in names):
            recall = confusion[truth, truth] / max(1, sum(row))
            precision = confusion[truth, truth] / max(1, sum(confusion[other, truth] for other in names))
            say(f"    {truth:<11}" + " ".join(f"{n:>9}" for n in row) + f"    {recall:6.2f}    {precision:6.2f}")


def report(name: str, rows: Sequence[Labelled], say: Callable[[str], None] = print) -> None:
    """Print all figures of one pile."""
    for with_body in (False, True):
        figures = classify_figures(rows, with_body=with_body)
        say(f"{name}, {figures.count} rows, {'title and body' if with_body else 'title alone'}")
        say(f"  tactic against the rest, balanced accuracy {figures.balanced_accuracy:.3f}")
        say(f"  deliverable accuracy {figures.deliverable_accuracy:.3f}")
        say(f"  names_date accuracy {figures.date_accuracy:.3f}")
        if with_body:
            _table("phrasing", figures.phrasing, PHRASINGS, say)
            _table("deliverable", figures.deliverable, KINDS, say)
            _table("names_date", figures.dated, "yn", say)
    like = like_figures(rows)
    say(f"  near-duplicate recall {like.recall:.3f} (in the first five: {like.recall_in_top_five:.3f})")
    say(f"  duplicates called duplicate {like.duplicate_recall:.3f}")
    say(f"  recurring or sibling called duplicate {len(like.false_duplicates)} {list(like.false_duplicates) or ''}")
    say(f"  unlabelled pairs found: {dict(like.unlabelled)}")
    _table("near-duplicates", like.confusion, (*LIKE, "none"), say)


def main(arguments: Sequence[str]) -> None:
    own = read_pile(OWN_PILE)
    for part in ("tune", "held_out"):
        report(f"own pile, {part}", [row for row in own if row.part == part])
    for language in sorted({row.language for row in own}):
        rows = [row for row in own if row.part == "held_out" and row.language == language]
        figures = classify_figures(rows)
        print(
            f"own pile, held_out, {language}, {figures.count} rows: balanced {figures.balanced_accuracy:.3f},"
            f" deliverable {figures.deliverable_accuracy:.3f}, names_date {figures.date_accuracy:.3f}"
        )
    for path in arguments:
        report(Path(path).name, read_pile(Path(path)))
    for name, milliseconds in speed().items():
        print(f"5,000 requests, {name}: {milliseconds:.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
