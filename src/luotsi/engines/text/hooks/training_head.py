"""How the head over the encoder's vectors comes from the texts (bin/train-hooks --encoder).

The words' evidence that the head learns from comes from models that have not seen the text's hand, so that it is
trusted no more than it deserves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.text.hooks.meaning import Embedder, Head, vectors_of
from luotsi.engines.text.hooks.model import Floats, Model
from luotsi.engines.text.hooks.news import HOOKS, Confusion, News
from luotsi.engines.text.hooks.training import confused, evidence, later, warmest
from luotsi.engines.text.hooks.training_views import Labelled, balanced

# The strength of the penalty, the share of a text without its lead, the size of the vectors against the evidence.
PENALTY, WITHOUT_LEAD, SCALE, EVIDENCE, ROUNDS = 0.02, 0.4, 12.0, 0.5, 300


def train_head(texts: Sequence[Labelled], unseen: Mapping[str, Model], embedder: Embedder) -> Head:
    """A head for this encoder; its temperature and confusion from texts whose hand it has not seen.

    The same every time.
    """
    shown = [(one, news, weight) for one in texts for news, weight in _shown(one.news)]
    # Rounded: an encoder's last digits differ from machine to machine.
    vectors = vectors_of([news for _, news, _ in shown], embedder).astype(np.float16).astype(np.float32)
    plain = np.array([evidence(unseen[one.hand], news) for one, news, _ in shown])
    hooks = np.array([HOOKS.index(one.hook) for one, _, _ in shown])
    weights = np.array([weight for *_, weight in shown])
    whole = _fit(vectors, plain, hooks, weights)
    is_first = np.fromiter((news is one.news for one, news, _ in shown), bool)
    hands = np.array([one.hand for one, *_ in shown])
    evidences, truths = [], []
    for one in sorted({one.hand for one in later(texts)}):
        judged = is_first & (hands == one)
        bare = _fit(*(part[hands != one] for part in (vectors, plain, hooks, weights)))
        evidences.append(bare.logits(vectors[judged], plain[judged]))
        truths.append(hooks[judged])
    logits, truth = np.concatenate(evidences), np.concatenate(truths).tolist()
    return replace(whole, temperature=warmest(logits, truth), confusion=confused(logits, truth))


def _fit(vectors: Floats, plain: Floats, hooks: NDArray[np.intp], weights: NDArray[np.float64]) -> Head:
    """Weights of the vectors beside the words' evidence, with the temperature 1 and without a confusion."""
    from sklearn.linear_model import LogisticRegression

    middle, size = vectors.mean(axis=0), vectors.shape[1]
    both = np.hstack([(vectors - middle) * SCALE, plain * EVIDENCE])
    learnt = LogisticRegression(C=PENALTY, max_iter=ROUNDS).fit(both, hooks, sample_weight=balanced(hooks, weights))
    return Head(
        middle,
        learnt.coef_.T[:size].astype(np.float32),
        learnt.intercept_.astype(np.float32),
        (learnt.coef_.T[size:] * EVIDENCE).astype(np.float32),
        SCALE,
        1.0,
        Confusion(HOOKS, ()),
    )


def _shown(news: News) -> list[tuple[News, float]]:
    if not news.lead:
        return [(news, 1.0)]
    return [(news, 1 - WITHOUT_LEAD), (News(news.headline, "", news.lang), WITHOUT_LEAD)]


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
