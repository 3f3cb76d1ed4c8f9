"""Measures the reader of hooks on real headlines that train nothing and choose nothing.

python benchmarks/news_hooks.py FOLDER [--picture confusion.svg]

FOLDER holds headlines.csv (id, lang, headline, lead, hook, also). Prints figures beside the goals, by language and by
hook, the confusion, a plain rival (TF-IDF of words with logistic regression, on the same texts), and the speed.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from luotsi.engines.text.hooks import HOOKS, News, Reading, reader, worthiness_of
from luotsi.engines.text.hooks.meaning import built_in
from luotsi.engines.text.hooks.training import all_texts

GOALS = {False: (0.80, 0.78, 0.91), True: (0.85, 0.83, 0.93)}
KNOWN = {False: (0.68, 0.64, 0.84), True: (0.74, 0.72, 0.875)}
NAMES = ("accuracy", "macro-F1", "worthy against filler")
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """One real row."""

    news: News
    lang: str
    hook: str
    also: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Accuracy, mean F1 over hooks, and the share of worthy and filler rows read as what they are (0-1)."""

    accuracy: float
    macro_f1: float
    worthiness: float
    confusion: Counter[tuple[str, str]]


def read_rows(folder: Path) -> list[Labelled]:
    """All rows; the language is left for the reader to find out."""
    with (folder / "headlines.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            Labelled(News(row["headline"], row["lead"] or ""), row["lang"], row["hook"], row["also"] or "")
            for row in csv.DictReader(file)
        ]


def figures(truth: Sequence[str], said: Sequence[str]) -> Figures:
    """Compare hooks with hooks. Rows that are `other` do not count for worthiness."""
    confusion = Counter(zip(truth, said, strict=True))
    right = sum(count for (one, other), count in confusion.items() if one == other)
    news = {pair: count for pair, count in confusion.items() if pair[0] != "other"}
    kept = sum(count for (one, other), count in news.items() if worthiness_of(one) == worthiness_of(other))
    scores = [score for hook in HOOKS if (score := f1(confusion, hook)) is not None]
    return Figures(
        right / max(1, len(truth)), sum(scores) / max(1, len(scores)), kept / max(1, sum(news.values())), confusion
    )


def f1(confusion: Counter[tuple[str, str]], hook: str) -> float | None:
    """F1 of one hook; None where it neither is nor is said."""
    is_, said = totals(confusion, hook)
    return 2 * confusion[hook, hook] / (is_ + said) if is_ + said else None


def totals(confusion: Counter[tuple[str, str]], hook: str) -> tuple[int, int]:
    """How often a hook is, and is said."""
    return (
        sum(count for (one, _), count in confusion.items() if one == hook),
        sum(count for (_, other), count in confusion.items() if other == hook),
    )


def report(rows: Sequence[Labelled], readings: Sequence[Reading], semantic: bool) -> None:
    """Print everything about one reader."""
    said = [reading.hook for reading in readings]
    whole = figures([row.hook for row in rows], said)
    print(f"\n{'With' if semantic else 'Without'} the encoder, {len(rows)} rows (goal, best known before)")
    values = (whole.accuracy, whole.macro_f1, whole.worthiness)
    for name, value, goal, known in zip(NAMES, values, GOALS[semantic], KNOWN[semantic], strict=True):
        print(f"  {name:<24}{value:.3f}  ({goal:.2f}, {known:.3f})  {'met' if value >= goal else 'missed'}")
    either = sum(hook in (row.hook, row.also) for row, hook in zip(rows, said, strict=True)) / len(rows)
    found = sum(row.lang == reading.lang for row, reading in zip(rows, readings, strict=True)) / len(rows)
    print(f"  {'hook or the second one':<24}{either:.3f}\n  {'language found':<24}{found:.3f}")
    print(f"  {'calibration error':<24}{calibration_error(rows, readings):.3f}")
    for lang in sorted({row.lang for row in rows}):
        some = [(row.hook, hook) for row, hook in zip(rows, said, strict=True) if row.lang == lang]
        one = figures(*zip(*some, strict=True))
        print(f"  {lang}, {len(some)} rows: {one.accuracy:.3f}  {one.macro_f1:.3f}  {one.worthiness:.3f}")
    by_hook(whole.confusion)


def calibration_error(rows: Sequence[Labelled], readings: Sequence[Reading], bins: int = 10) -> float:
    """Expected calibration error: mean distance of probability and share of right answers over ten bins (0-1)."""
    parts: dict[int, list[tuple[float, bool]]] = {}
    for row, reading in zip(rows, readings, strict=True):
        part = min(bins - 1, int(reading.probability * bins))
        parts.setdefault(part, []).append((reading.probability, row.hook == reading.hook))
    gaps = [abs(sum(chance - right for chance, right in part)) for part in parts.values()]
    return sum(gaps) / len(rows)


def by_hook(confusion: Counter[tuple[str, str]]) -> None:
    """Rows are the labels, columns what was said."""
    print(f"  {'':<13}" + " ".join(f"{hook[:5]:>5}" for hook in HOOKS) + "  recall precision    F1")
    for hook in HOOKS:
        is_, said = totals(confusion, hook)
        cells = " ".join(f"{confusion[hook, other] or '·':>5}" for other in HOOKS)
        recall, precision = confusion[hook, hook] / max(1, is_), confusion[hook, hook] / max(1, said)
        print(f"  {hook:<13}{cells}  {recall:6.2f} {precision:9.2f} {f1(confusion, hook) or 0.0:5.2f}")


def rival(rows: Sequence[Labelled]) -> Figures:
    """Plain TF-IDF of words and pairs with logistic regression, trained on the same texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    texts = all_texts()
    plain = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=10, max_iter=500)
    )
    plain.fit([whole(one.news) for one in texts], [one.hook for one in texts])
    return figures([row.hook for row in rows], list(plain.predict([whole(row.news) for row in rows])))


def whole(news: News) -> str:
    """Headline and lead as one text."""
    return f"{news.headline}. {news.lead}"


def pace(read: Callable[[list[News]], Any], many: list[News]) -> float:
    """Items a second; the best of three rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        read(many)
        best = max(best, len(many) / (time.perf_counter() - started))
    return best


def speeds(rows: Sequence[Labelled]) -> None:
    """Headlines a second without the encoder (languages found out, nothing remembered of the texts), and with it."""
    many = [replace(row.news, headline=f"{row.news.headline} {n}") for n in range(5) for row in rows]
    without = pace(reader(semantic=False).read_all, many)
    print(f"\nWithout the encoder: {without:,.0f} headlines with leads a second, one process")
    if built_in() is not None:
        with_it = pace(reader(semantic=True).read_all, many[:60])
        print(f"With the encoder: {with_it:,.0f} a second; without it {without / with_it:.0f} times as fast")


def picture(confusion: Counter[tuple[str, str]], path: Path) -> None:
    """The confusion as a picture: labels down, answers across."""
    import altair as alt

    from luotsi.kernel.charts import render

    cells = [
        {"is": one, "said": other, "count": confusion[one, other], "share": confusion[one, other] / max(1, is_)}
        for one in HOOKS
        for is_ in [totals(confusion, one)[0]]
        for other in HOOKS
        if confusion[one, other]
    ]
    base = alt.Chart(alt.Data(values=cells)).encode(
        x=alt.X("said:N", sort=list(HOOKS), title="read as", axis=alt.Axis(orient="top", labelAngle=-45)),
        y=alt.Y("is:N", sort=list(HOOKS), title="labelled"),
    )
    shade = base.mark_rect().encode(
        color=alt.Color("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["#eef3f8", "#2f6f9f"]))
    )
    number = base.mark_text().encode(
        text="count:Q", color=alt.condition("datum.share > 0.5", alt.value("white"), alt.value("#223"))
    )
    spec = alt.layer(shade, number).properties(width=480, height=420).to_dict()
    path.write_bytes(render(spec, "svg"))


def main(arguments: Sequence[str]) -> None:
    paths = [argument for argument in arguments if not argument.startswith("--")]
    if not paths:
        raise SystemExit(__doc__)
    rows = read_rows(Path(paths[0]))
    for semantic in (False, True) if built_in() is not None else (False,):
        readings = reader(semantic=semantic).read_all([row.news for row in rows])
        report(rows, readings, semantic)
    plain = rival(rows)
    print(
        f"\nPlain rival, same texts: {plain.accuracy:.3f} accuracy, {plain.macro_f1:.3f} macro-F1, "
        f"{plain.worthiness:.3f} worthy against filler"
    )
    speeds(rows)
    if "--picture" in arguments:
        confusion = figures([row.hook for row in rows], [reading.hook for reading in readings]).confusion
        picture(confusion, Path(arguments[arguments.index("--picture") + 1]))


if __name__ == "__main__":
    main(sys.argv[1:])
