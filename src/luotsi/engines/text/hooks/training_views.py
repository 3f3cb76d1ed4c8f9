"""The ways in which a text may come, as rows of features; for training only.

Names are not learnt: a word counts only when the texts write it without a capital at least twice.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.text.hooks.features import features_of, pieces_of
from luotsi.engines.text.hooks.news import HOOKS, LANGUAGES, News
from luotsi.engines.text.words import WORD, composed, fold

# How much a lengthened text, and a lead alone, count.
LENGTHENED, LEAD_ALONE, LEAST_SMALL_LETTERS, SEED = 0.4, 0.15, 2, 1
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
    hand: str = ""


@dataclass(frozen=True, slots=True)
class Views:
    """Every text in every way it may come: a sparse row of features each, its text, its hook and its weight."""

    names: list[str]
    matrix: Any
    texts: NDArray[np.intp]
    hooks: NDArray[np.intp]
    weights: NDArray[np.float64]


def views_of(texts: Sequence[Labelled]) -> Views:
    """All views of the texts, with the features that are no names."""
    from scipy.sparse import csr_matrix

    others = {lang: [one.news for one in texts if one.news.lang == lang] for lang in LANGUAGES}
    chance = Random(SEED)  # noqa: S311  it only has to be the same every time
    columns: dict[str, int] = {}
    # Plain arrays: as objects, tens of millions of values would fill the memory.
    at, values, ends, shown, weights = array("i"), array("f"), array("q", [0]), array("q"), array("d")
    for number, one in enumerate(texts):
        for news, weight in views(one.news, others[one.news.lang], chance):
            found = bag(news)
            at.extend(columns.setdefault(name, len(columns)) for name in found)
            values.extend(found.values())
            ends.append(len(at))
            shown.append(number)
            weights.append(weight)
    whole = csr_matrix((np.frombuffer(values, np.float32), np.frombuffer(at, np.int32), np.frombuffer(ends, np.int64)))
    small = _small_words(texts)
    names = sorted(name for name in columns if _is_no_name(name, small))
    hooks = np.array([HOOKS.index(one.hook) for one in texts])
    text_of = np.array(shown)
    return Views(names, whole[:, [columns[name] for name in names]], text_of, hooks[text_of], np.array(weights))


def balanced(hooks: NDArray[np.intp], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same weights, as if every hook came equally often: we write most of what is hardest, not of what is news.

    >>> balanced(np.array([0, 0, 1]), np.array([1.0, 1.0, 1.0])).tolist()
    [0.75, 0.75, 1.5]
    """
    totals = np.bincount(hooks, weights)
    return weights * (weights.sum() / np.count_nonzero(totals) / totals[hooks])


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
