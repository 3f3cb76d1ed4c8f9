"""How the shipped weights come from the texts (bin/train-hooks); nothing of this is needed to read.

Names are not learnt: a word counts only when the texts write it without a capital at least twice.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from luotsi.engines.text.hooks.features import features_of, pieces_of
from luotsi.engines.text.hooks.model import Floats, Model, shares
from luotsi.engines.text.hooks.news import HOOKS, LANGUAGES, Confusion, News
from luotsi.engines.text.words import WORD, composed, fold

HERE = Path(__file__).parent
TEXTS, LISTS = HERE / "texts", HERE.parent / "wordlists"
LEAST_TEXTS, LEAST_SMALL_LETTERS = 4, 2
# The strength of the penalty, and how much a lengthened text, and a lead alone, count; chosen on the second author's
# texts.
PENALTY, LENGTHENED, LEAD_ALONE, ROUNDS, SEED = 1.0, 0.4, 0.15, 200, 1
# How a headline goes on in each language.
JOINTS = {
    "en": (" as ", ", ", " after ", " – ", ": ", " to ", " and "),
    "fi": (" – ", ", ", ": ", " ja ", " kun "),
    "ru": (" – ", ", ", " после ", ": ", " и ", ", чтобы "),
    "es": (", ", " y ", " para ", ": ", " tras ", " – "),
    "id": (", ", " dan ", " untuk ", ": ", " setelah ", " – "),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its hook, and the second one that fits (or empty)."""

    news: News
    hook: str
    also: str = ""


def read_texts(lang: str) -> list[Labelled]:
    """The texts that train, of one language."""
    with (TEXTS / f"{lang}.tsv").open(encoding="utf-8", newline="") as file:
        return _labelled(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), lang)


def read_own(path: Path, lang: str) -> list[Labelled]:
    """The second author's texts, of one language."""
    with path.open(encoding="utf-8", newline="") as file:
        return _labelled(csv.DictReader(file), lang)


def _labelled(rows: Iterable[dict[str, Any]], lang: str) -> list[Labelled]:
    return [Labelled(News(row["headline"], row["lead"] or "", lang), row["hook"], row["also"] or "") for row in rows]


def checksum() -> str:
    """SHA-256 of all that the weights are made of: texts and word lists."""
    whole = hashlib.sha256()
    for path in [*sorted(TEXTS.iterdir()), *sorted(LISTS.glob("hooks_*.txt"))]:
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def train(texts: Sequence[Labelled], own: Sequence[Labelled]) -> Model:
    """Weights from the texts; temperature and confusion from the second author's, as they are and lengthened.

    The same every time.
    """
    bare = fitted(texts)
    judged = [*own, *longer(own)]
    logits = np.array([bare.logits(*bare.vector(features_of(one.news, one.news.lang))) for one in judged])
    truth = [HOOKS.index(one.hook) for one in judged]
    return replace(
        bare, temperature=warmest(logits, truth), confusion=confused(logits, truth), checksum=checksum(), _cut={}
    )


def longer(own: Sequence[Labelled]) -> list[Labelled]:
    """Each text with its headline lengthened, as long as press offices write: to judge by, the same every time."""
    chance = Random(SEED)  # noqa: S311
    others = {lang: [one.news for one in own if one.news.lang == lang] for lang in LANGUAGES}
    return [
        Labelled(lengthened(one.news, chance.choice(others[one.news.lang]), chance), one.hook, one.also) for one in own
    ]


def fitted(texts: Sequence[Labelled]) -> Model:
    """Weights from the texts, with the temperature 1 and without a confusion."""
    rows, bags, hooks, weights_of = _prepared(texts)
    weights, bias = _fit(_matrix(bags, rows), hooks, weights_of)
    return Model(rows, weights, _rarity(bags, rows), bias, 1.0, Confusion(HOOKS, ()), "")


def _prepared(texts: Sequence[Labelled]) -> tuple[dict[str, int], list[dict[str, float]], list[int], list[float]]:
    """Known features; for every view of every text: features, hook and weight."""
    bags, hooks, weights = [], [], []
    others = {lang: [one.news for one in texts if one.news.lang == lang] for lang in LANGUAGES}
    chance = Random(SEED)  # noqa: S311  it only has to be the same every time
    for one in texts:
        for news, weight in views(one.news, others[one.news.lang], chance):
            bags.append(bag(news))
            hooks.append(HOOKS.index(one.hook))
            weights.append(weight)
    counts = Counter(name for one in bags for name in one)
    small = _small_words(texts)
    known = sorted(name for name, count in counts.items() if count >= LEAST_TEXTS and _is_no_name(name, small))
    return {name: row for row, name in enumerate(known)}, bags, hooks, weights


def views(news: News, others: Sequence[News], chance: Random) -> list[tuple[News, float]]:
    """The text as it may come, each with its weight.

    Press offices write longer than we do: so the lead also stands in the headline, and the headline goes on with
    words out of another text, which teaches that what is told comes first.
    """
    found = [(lengthened(news, chance.choice(others), chance), LENGTHENED)]
    if not news.lead:
        return [(news, 1.0 - LENGTHENED), *found]
    merged = News(f"{news.headline}. {news.lead}", "", news.lang)
    bare, alone = News(news.headline, "", news.lang), News("", news.lead, news.lang)
    return [(news, 0.35), (bare, 0.25), (merged, 0.25), (alone, LEAD_ALONE), *found]


def lengthened(news: News, other: News, chance: Random) -> News:
    """The headline, going on with the end of another's."""
    tail = other.lead.split(". ")[0] if other.lead and chance.random() < 0.5 else other.headline
    if chance.random() < 0.5:
        tail = " ".join(tail.split()[-chance.randint(2, 6) :])
    joined = chance.choice(JOINTS[news.lang])
    return News(f"{news.headline.rstrip('.')}{joined}{tail[:1].lower()}{tail[1:]}", news.lead, news.lang)


def bag(news: News) -> dict[str, float]:
    """Features by name, each with its largest value."""
    values: dict[str, float] = {}
    found = features_of(news, news.lang)
    pieces = [(name, value) for word, value in found.cut for name in pieces_of(word)]
    for name, value in [*((name, value) for name, value, _ in found.named), *pieces]:
        values[name] = max(values.get(name, 0.0), value)
    return values


def _small_words(texts: Sequence[Labelled]) -> set[str]:
    """Words that texts write in small letters."""
    counts: Counter[str] = Counter()
    for one in texts:
        whole = composed(f"{one.news.headline} {one.news.lead}")
        counts.update({fold(word) for word in WORD.findall(whole) if word == word.lower()})
    return {word for word, count in counts.items() if count >= LEAST_SMALL_LETTERS}


def _is_no_name(feature: str, small: set[str]) -> bool:
    kind, _, rest = feature.partition(":")
    return kind not in "wWb" or all(word in small or word.isdigit() for word in rest.split())


def _matrix(bags: Sequence[dict[str, float]], rows: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    places = [(n, rows[name], value) for n, one in enumerate(bags) for name, value in one.items() if name in rows]
    at, columns, values = zip(*places, strict=True)
    return csr_matrix((np.array(values, np.float64), (at, columns)), shape=(len(bags), len(rows)))


def _fit(matrix: Any, hooks: Sequence[int], weights: Sequence[float]) -> tuple[Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=PENALTY, max_iter=ROUNDS, tol=1e-3).fit(matrix, hooks, sample_weight=weights)
    return fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32)


def _rarity(bags: Sequence[dict[str, float]], rows: dict[str, int]) -> Floats:
    counts = Counter(name for one in bags for name in one if name in rows)
    return np.array([np.log(len(bags) / counts[name]) for name in rows], np.float32)


def warmest(logits: Any, truth: Sequence[int]) -> float:
    """The temperature under which the truth was likeliest; between 0.4 and 3."""
    at = np.arange(len(truth))
    return float(
        min(np.arange(0.4, 3.0, 0.02), key=lambda warm: -np.log(shares(logits, warm)[at, truth] + 1e-12).sum())
    )


def confused(logits: Any, truth: Sequence[int]) -> Confusion:
    """Counts of true hook by hook read."""
    counts = np.zeros((len(HOOKS), len(HOOKS)), int)
    np.add.at(counts, (list(truth), np.argmax(logits, axis=1)), 1)
    return Confusion(HOOKS, tuple(tuple(int(n) for n in row) for row in counts))


def write(model: Model, path: Path) -> None:
    """Write the weights as plain arrays."""
    np.savez_compressed(
        path,
        names=np.frombuffer("\n".join(model.rows).encode(), np.uint8),
        weights=model.weights.astype(np.float16),
        rarity=model.rarity.astype(np.float16),
        bias=model.bias,
        temperature=np.float64(model.temperature),
        confusion=np.array(model.confusion.counts, np.int64),
        checksum=np.array(model.checksum),
    )


def all_texts() -> list[Labelled]:
    """All texts that train."""
    return [one for lang in LANGUAGES if (TEXTS / f"{lang}.tsv").exists() for one in read_texts(lang)]
