"""Measures which headlines are taken for the same story, on labelled pairs and on our own.

python benchmarks/news_stories.py FOLDER

FOLDER holds near_duplicates.csv (headline_a, headline_b, same, kind, lang) and headlines.csv (headline).

The rival is the cosine of character trigrams (TF-IDF over all headlines given), at a threshold that keeps nine in ten.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from luotsi.engines.text.stories import Story, groups, same_story

OWN_PAIRS = Path(__file__).parents[1] / "tests" / "data" / "stories_own.csv"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two headlines, and whether a person called them one story."""

    a: str
    b: str
    same: bool
    kind: str
    lang: str
    part: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Right answers of all by kind; `recall` of same pairs, `wrong_merges` of the others; vetoes of wrong noes."""

    right: dict[str, tuple[int, int]]
    recall: float
    wrong_merges: int
    lost_to: Counter[str]


def read_pairs(path: Path) -> list[Pair]:
    """All pairs of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Pair(r["headline_a"], r["headline_b"], r["same"] == "1", r["kind"], r["lang"], r.get("part", ""))
            for r in csv.DictReader(file)
        ]


def figures(pairs: Sequence[Pair]) -> Figures:
    """What the engine says of the pairs."""
    right, of, lost_to = Counter[str](), Counter[str](), Counter[str]()
    said = [same_story(Story("a", pair.a), Story("b", pair.b)) for pair in pairs]
    for pair, answer in zip(pairs, said, strict=True):
        of[pair.kind] += 1
        right[pair.kind] += answer.same == pair.same
        if pair.same and not answer.same:
            lost_to.update(answer.vetoes or ("not alike",))
    same = [answer.same for pair, answer in zip(pairs, said, strict=True) if pair.same]
    merged = sum(answer.same for pair, answer in zip(pairs, said, strict=True) if not pair.same)
    return Figures({kind: (right[kind], of[kind]) for kind in sorted(of)}, sum(same) / len(same), merged, lost_to)


def random_merges(headlines: Sequence[tuple[int, str]], draws: int = 20_000) -> tuple[int, int]:
    """Of random pairs from different events: how many are merged, and how many were asked."""
    rng = random.Random(1)
    asked = merged = 0
    for _ in range(draws):
        (one, a), (other, b) = rng.sample(list(headlines), 2)
        if one != other:
            asked += 1
            merged += same_story(Story("a", a), Story("b", b)).same
    return merged, asked


def rival(pairs: Sequence[Pair]) -> str:
    """Character trigrams at the threshold that keeps nine in ten of the same pairs."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3)).fit([t for p in pairs for t in (p.a, p.b)])
    one, other = vectorizer.transform([pair.a for pair in pairs]), vectorizer.transform([pair.b for pair in pairs])
    scores = one.multiply(other).toarray().sum(axis=1).tolist()
    same = sorted(score for score, pair in zip(scores, pairs, strict=True) if pair.same)
    threshold = same[len(same) // 10]
    merged = sum(score >= threshold for score, pair in zip(scores, pairs, strict=True) if not pair.same)
    unlike = sum(not pair.same for pair in pairs)
    return f"recall .90 at cosine {threshold:.2f}, {merged} of {unlike} unlike pairs merged"


def show(name: str, pairs: Sequence[Pair]) -> None:
    """Print one block."""
    told = figures(pairs)
    unlike = sum(not pair.same for pair in pairs)
    print(f"\n{name}: {len(pairs)} pairs")
    print("  ", ", ".join(f"{kind} {right}/{of}" for kind, (right, of) in told.right.items()))
    print(f"   same story recall {told.recall:.3f}; {told.wrong_merges} of {unlike} unlike pairs merged")
    print(f"   same pairs lost to: {dict(told.lost_to) or 'nothing'}")
    print(f"   character trigrams: {rival(pairs)}")
    heads = [(number, text) for number, pair in enumerate(pairs) for text in (pair.a, pair.b)]
    print("   random pairs of these merged: {} of {}".format(*random_merges(heads, 4000)))


def speed(count: int = 10_000) -> None:
    """Seconds of work for groups of so many headlines, with planted copies."""
    firms = [f"{a}{b}" for a in ("Nor", "Vel", "Tar", "Qui", "Hex", "Orb", "Ald", "Kes") for b in
             ("valis", "mora", "tek", "lane", "dora", "ston", "berg", "rix", "pont", "sund")]  # fmt: skip
    deeds = ["opens plant in", "wins contract in", "launches service in", "appoints director in", "buys rival in"]
    towns = ["Leeds", "Porto", "Kazan", "Lima", "Oulu", "Batam", "Vaasa", "Malmo", "Gdansk", "Split", "Turin", "Ghent"]
    rng = random.Random(1)
    stories = []
    for number in range(count * 3 // 4):
        firm, sum_ = f"{rng.choice(firms)} {rng.choice(firms)}", rng.randrange(2, 999)
        head = f"{firm} {rng.choice(deeds)} {rng.choice(towns)} for {sum_} million"
        stories.append(Story(str(number), head))
    copies = [Story(f"{s.id}c", "Update: " + s.headline) for s in rng.sample(stories, count - len(stories))]
    begun = time.process_time()
    found = groups([*stories, *copies])
    seconds = time.process_time() - begun
    home = {one: place for place, group in enumerate(found) for one in group}
    planted = sum(home[copy.id] == home[copy.id[:-1]] for copy in copies)
    print(f"\n{count} headlines in {seconds:.1f} s of one processor: {len(found)} groups,")
    print(f"{planted} of {len(copies)} copies found")


def main() -> None:
    """All blocks."""
    own = read_pairs(OWN_PAIRS)
    for part in ("tune", "held_out", "held_out_2"):
        show(f"own pairs, {part}", [pair for pair in own if pair.part == part])
    if len(sys.argv) > 1:
        pairs = read_pairs(Path(sys.argv[1]) / "near_duplicates.csv")
        show("real pairs", pairs)
        with (Path(sys.argv[1]) / "headlines.csv").open(encoding="utf-8", newline="") as file:
            heads = [(n, row["headline"]) for n, row in enumerate(csv.DictReader(file))]
        print("\nrandom pairs of headlines.csv merged: {} of {}".format(*random_merges(heads)))
    speed()


if __name__ == "__main__":
    main()
