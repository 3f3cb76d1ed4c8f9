"""How the shipped weights come from the texts (bin/train-hooks); nothing of this is needed to read.

Texts come from several hands (texts/LANG_HAND.tsv; without a hand: the first). How sure a reading may be is judged on
texts whose hand the weights have not seen.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from luotsi.engines.text.hooks.features import features_of
from luotsi.engines.text.hooks.model import Floats, Model, shares
from luotsi.engines.text.hooks.news import HOOKS, LANGUAGES, Confusion, News
from luotsi.engines.text.hooks.training_views import Labelled, Views, balanced, views_of

HERE = Path(__file__).parent
TEXTS, LISTS = HERE / "texts", HERE.parent / "wordlists"
# Features seen less often are not learnt, and those that weigh less are not kept; the strength of the penalty.
LEAST_TEXTS, LEAST_WEIGHT, PENALTY, ROUNDS = 4, 0.04, 1.0, 200


def read_texts(lang: str) -> list[Labelled]:
    """The texts that train, of one language."""
    found: list[Labelled] = []
    for path in sorted(TEXTS.glob(f"{lang}*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            hand = path.stem.partition("_")[2]
            found += [
                Labelled(News(row["headline"], row["lead"], lang), row["hook"], row["also"], hand) for row in rows
            ]
    return found


def checksum() -> str:
    """SHA-256 of all that the weights are made of: texts and word lists."""
    whole = hashlib.sha256()
    for path in [*sorted(TEXTS.iterdir()), *sorted(LISTS.glob("hooks_*.txt"))]:
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def train(texts: Sequence[Labelled], unseen: Mapping[str, Model]) -> Model:
    """Weights from all texts; temperature and confusion from how texts are read by models that do not know their hand.

    `unseen` is what `unseen_hands` gives. The same every time.
    """
    whole, judged = lighter(fitted(texts)), later(texts)
    logits = np.array([evidence(unseen[one.hand], one.news) for one in judged])
    truth = [HOOKS.index(one.hook) for one in judged]
    return replace(
        whole, temperature=warmest(logits, truth), confusion=confused(logits, truth), checksum=checksum(), _cut={}
    )


def unseen_hands(texts: Sequence[Labelled]) -> dict[str, Model]:
    """For each hand a model that was trained on the others' texts."""
    views = views_of(texts)
    hands = sorted({one.hand for one in texts})
    return {hand: _fit(views, [one.hand != hand for one in texts]) for hand in hands}


def later(texts: Sequence[Labelled]) -> list[Labelled]:
    """The texts to judge by: the first hand wrote shorter and purer than press offices do."""
    return [one for one in texts if one.hand]


def evidence(model: Model, news: News) -> Floats:
    """The evidence for each hook (nats) that a model finds in the words."""
    return model.logits(*model.vector(features_of(news, news.lang)))


def fitted(texts: Sequence[Labelled]) -> Model:
    """Weights from the texts, with the temperature 1 and without a confusion."""
    return _fit(views_of(texts), [True] * len(texts))


def lighter(model: Model) -> Model:
    """The same model without the features that weigh next to nothing: half the size, and hardly missed."""
    kept = np.abs(model.weights).max(axis=1) >= LEAST_WEIGHT
    names = [name for name, is_kept in zip(model.rows, kept, strict=True) if is_kept]
    rows = {name: row for row, name in enumerate(names)}
    return replace(model, rows=rows, weights=model.weights[kept], rarity=model.rarity[kept], _cut={})


def _fit(views: Views, is_kept: Sequence[bool]) -> Model:
    """Weights from those texts, over the features that enough of their views show."""
    from sklearn.linear_model import LogisticRegression

    rows = np.flatnonzero(np.array(is_kept)[views.texts])
    counts = views.matrix[rows].getnnz(axis=0)
    known = np.flatnonzero(counts >= LEAST_TEXTS)
    matrix = views.matrix[rows][:, known].astype(np.float64)
    learnt = LogisticRegression(C=PENALTY, max_iter=ROUNDS, tol=1e-3)
    hooks = views.hooks[rows]
    learnt.fit(matrix, hooks, sample_weight=balanced(hooks, views.weights[rows]))
    return Model(
        {views.names[column]: row for row, column in enumerate(known)},
        learnt.coef_.T.astype(np.float32),
        np.log(len(rows) / counts[known]).astype(np.float32),
        learnt.intercept_.astype(np.float32),
        1.0,
        Confusion(HOOKS, ()),
        "",
    )


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
