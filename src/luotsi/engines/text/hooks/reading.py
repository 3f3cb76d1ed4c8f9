"""The reader of hooks: headline and lead in; hook, probabilities and reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.text.hooks.features import Feature, features_of
from luotsi.engines.text.hooks.languages import language_of
from luotsi.engines.text.hooks.meaning import Embedder, Head, built_in, shipped_head, vectors_of
from luotsi.engines.text.hooks.model import Floats, Model, shares, shipped
from luotsi.engines.text.hooks.news import HOOKS, LANGUAGES, WORTHY, Confusion, News, Reading, Reason, Taught
from luotsi.engines.text.hooks.reasons import reasons_for
from luotsi.engines.text.hooks.teaching import Lesson, key_of, shift, weighed

# A second hook is named from this probability on; never more than three others are listed, none below the last.
ALSO, MOST_OTHERS, LEAST_OTHER = 0.25, 3, 0.01


class Reader:
    """Reads hooks; `taught` gives a reader that also follows a workspace's corrections."""

    def __init__(self, model: Model, lessons: Sequence[Lesson] = (), meaning: tuple[Embedder, Head] | None = None):
        self._model, self._lessons, self._meaning = model, tuple(lessons), meaning

    @property
    def confusion(self) -> Confusion:
        """How often which hook was taken for which, on texts of our own whose hand was not seen."""
        return self._meaning[1].confusion if self._meaning else self._model.confusion

    def read(self, news: News) -> Reading:
        """The hook of one news item.

        >>> reader(semantic=False).read(News("Norrby Pumps appoints Anna Berg as chief executive")).hook
        'appointment'
        """
        return self.read_all([news])[0]

    def read_all(self, many: Iterable[News]) -> list[Reading]:
        """The hooks of many, in their order."""
        some = list(many)
        taken = [self._taken(news) for news in some]
        logits = [one.logits for one in taken]
        if self._meaning and some:
            embedder, head = self._meaning
            logits = list(head.logits(vectors_of(some, embedder), np.array(logits)) / head.temperature)
        else:
            logits = [one / self._model.temperature for one in logits]
        return [self._reading(*pair) for pair in zip(taken, logits, strict=True)]

    def taught(self, corrections: Iterable[Taught]) -> Reader:
        """A reader that has learnt from corrections; a later one replaces an earlier one of the same headline."""
        lessons = {key_of(one.headline): self._lesson(one) for one in corrections}
        return Reader(self._model, tuple(lessons.values()), self._meaning)

    def _lesson(self, one: Taught) -> Lesson:
        if one.hook not in HOOKS:
            raise ValueError(f"{one.hook!r} is no hook")
        taken = self._taken(News(one.headline, one.lead, one.lang))
        return Lesson(key_of(one.headline), one.hook, weighed(self._model, taken.at, taken.values))

    def _taken(self, news: News) -> _Taken:
        lang = news.lang if news.lang in LANGUAGES else language_of(f"{news.headline}. {news.lead}")
        features = features_of(news, lang)
        at, values = self._model.vector(features)
        return _Taken(news, lang, features.named, at, values, self._model.logits(at, values))

    def _reading(self, taken: _Taken, logits: Floats) -> Reading:
        learnt: tuple[Reason, ...] = ()
        if self._lessons:
            weights = weighed(self._model, taken.at, taken.values)
            logits, hook = shift(self._lessons, key_of(taken.news.headline), weights, logits)
            learnt = _whole("learnt", hook, taken.news)
        ranked = _ranked(logits)
        hook, probability = ranked[0]
        others = tuple(pair for pair in ranked[1 : 1 + MOST_OTHERS] if pair[1] >= LEAST_OTHER) or ranked[1:2]
        reasons = tuple(one for one in learnt if one.hook == hook)
        reasons += reasons_for(hook, taken.news, taken.named, self._model)
        if self._meaning and not reasons:
            reasons = _whole("meaning", hook, taken.news)
        also = ranked[1][0] if ranked[1][1] >= ALSO else ""
        return Reading(taken.lang, hook, hook in WORTHY, probability, ranked, others, reasons, also)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A news item taken apart, with the words' evidence for each hook (nats)."""

    news: News
    lang: str
    named: Sequence[Feature]
    at: NDArray[np.intp]
    values: Floats
    logits: Floats


def _whole(code: str, hook: str, news: News) -> tuple[Reason, ...]:
    """A reason that the whole headline gives."""
    return (Reason(code, hook, news.headline, ("headline", 0, len(news.headline))),) if hook else ()


def _ranked(logits: Floats) -> tuple[tuple[str, float], ...]:
    chances = shares(logits)
    return tuple((HOOKS[n], float(chances[n])) for n in np.argsort(-chances, kind="stable"))


def reader(semantic: bool | None = None) -> Reader:
    """The built-in reader; it is kept. `semantic`: with the encoder, without it, or (None) with it when installed.

    Raises LookupError when the encoder is asked for and not installed.
    """
    return _built_in(built_in() is not None if semantic is None else semantic)


@cache
def _built_in(semantic: bool) -> Reader:
    if not semantic:
        return Reader(shipped())
    embedder = built_in()
    if embedder is None:
        raise LookupError("the encoder is not installed: pip install 'luotsi[semantic]'")
    return Reader(shipped(), (), (embedder, shipped_head()))
