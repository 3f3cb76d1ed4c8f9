"""How the head over the encoder's vectors comes from the texts (bin/train-hooks --encoder).

The words' evidence that the head learns from comes from models that have not seen the text, so that it is trusted no
more than it deserves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from luotsi.engines.text.hooks.features import features_of
from luotsi.engines.text.hooks.meaning import Embedder, Head, vectors_of
from luotsi.engines.text.hooks.model import Floats, Model
from luotsi.engines.text.hooks.news import HOOKS, Confusion, News
from luotsi.engines.text.hooks.training import Labelled, confused, fitted, longer, warmest

# The strength of the penalty, the share of a text without its lead, the size of the vectors against the evidence.
PENALTY, WITHOUT_LEAD, SCALE, EVIDENCE, PARTS, ROUNDS = 0.02, 0.4, 12.0, 0.5, 4, 300


def train_head(texts: Sequence[Labelled], own: Sequence[Labelled], model: Model, embedder: Embedder) -> Head:
    """A head for this encoder; the temperature from the second author's texts. The same every time."""
    from sklearn.linear_model import LogisticRegression

    unseen = _unseen_evidence(texts)
    shown = [(n, news, weight) for n, one in enumerate(texts) for news, weight in _shown(one.news)]
    vectors = vectors_of([news for _, news, _ in shown], embedder)
    plain = np.array([_evidence(unseen[n % PARTS], news) for n, news, _ in shown])
    middle = vectors.mean(axis=0)
    both = np.hstack([(vectors - middle) * SCALE, plain * EVIDENCE])
    hooks = [HOOKS.index(texts[n].hook) for n, _, _ in shown]
    learnt = LogisticRegression(C=PENALTY, max_iter=ROUNDS).fit(both, hooks, sample_weight=[w for _, _, w in shown])
    size = vectors.shape[1]
    weights, share = learnt.coef_.T[:size], learnt.coef_.T[size:] * EVIDENCE
    head = Head(
        middle,
        weights.astype(np.float32),
        learnt.intercept_.astype(np.float32),
        share.astype(np.float32),
        SCALE,
        1.0,
        Confusion(HOOKS, ()),
    )
    judged = [*own, *longer(own)]
    own_vectors = vectors_of([one.news for one in judged], embedder)
    logits = head.logits(own_vectors, np.array([_evidence(model, one.news) for one in judged]))
    truth = [HOOKS.index(one.hook) for one in judged]
    return replace(head, temperature=warmest(logits, truth), confusion=confused(logits, truth))


def _unseen_evidence(texts: Sequence[Labelled]) -> list[Model]:
    """For each part of the texts a model trained on the other parts."""
    return [fitted([one for n, one in enumerate(texts) if n % PARTS != part]) for part in range(PARTS)]


def _shown(news: News) -> list[tuple[News, float]]:
    if not news.lead:
        return [(news, 1.0)]
    return [(news, 1 - WITHOUT_LEAD), (News(news.headline, "", news.lang), WITHOUT_LEAD)]


def _evidence(model: Model, news: News) -> Floats:
    return model.logits(*model.vector(features_of(news, news.lang)))


def write_head(head: Head, path: Path) -> None:
    """Write the head as plain arrays."""
    arrays = {name: getattr(head, name).astype(np.float16) for name in ("middle", "weights", "share")}
    np.savez_compressed(
        path,
        **arrays,
        bias=head.bias,
        scale=np.float64(head.scale),
        temperature=np.float64(head.temperature),
        confusion=np.array(head.confusion.counts, np.int64),
    )
