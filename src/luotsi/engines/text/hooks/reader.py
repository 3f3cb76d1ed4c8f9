"""The reader of hooks: headline and lead in; hook, probabilities and reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from luotsi.engines.text.hooks.features import Feature, features_of
from luotsi.engines.text.hooks.languages import language_of
from luotsi.engines.text.hooks.model import Floats, Model, shares, shipped
from luotsi.engines.text.hooks.news import HOOKS, LANGUAGES, WORTHY, Confusion, News, Reading, Reason, Taught
from luotsi.engines.text.hooks.reasons import reasons_for
from luotsi.engines.text.hooks.teaching import Lesson, key_of, shift, weighed

# A second hook is named from this probability on; never more than three others are listed, none below the last.
ALSO, MOST_OTHERS, LEAST_OTHER = 0.25, 3, 0.01


class Reader:
    """Reads hooks; `taught` gives a reader that also follows a workspace's corrections."""

    def __init__(self, model: Model, lessons: Sequence[Lesson] = ()) -> None:
        self._model, self._lessons = model, tuple(lessons)

    @property
    def confusion(self) -> Confusion:
        """How often which hook was taken for which, on texts of our own by a second author."""
        return self._model.confusion

    def read(self, news: News) -> Reading:
        """The hook of one news item."""
        return self.read_all([news])[0]

    def read_all(self, many: Iterable[News]) -> list[Reading]:
        """The hooks of many, in their order."""
        return [self._read(news) for news in many]

    def taught(self, corrections: Iterable[Taught]) -> Reader:
        """A reader that has learnt from corrections; a later one replaces an earlier one of the same headline."""
        lessons = {key_of(one.headline): self._lesson(one) for one in corrections}
        return Reader(self._model, tuple(lessons.values()))

    def _lesson(self, one: Taught) -> Lesson:
        if one.hook not in HOOKS:
            raise ValueError(f"{one.hook!r} is no hook")
        features = features_of(News(one.headline, one.lead), _language(News(one.headline, one.lead, one.lang)))
        return Lesson(key_of(one.headline), one.hook, weighed(self._model, *self._model.vector(features)))

    def _read(self, news: News) -> Reading:
        lang = _language(news)
        features = features_of(news, lang)
        at, values = self._model.vector(features)
        logits = self._model.logits(at, values) / self._model.temperature
        learnt: tuple[Reason, ...] = ()
        if self._lessons:
            added, repeat, nearest = shift(self._lessons, key_of(news.headline), weighed(self._model, at, values))
            logits = added if repeat else logits + added
            learnt = _learnt(repeat or nearest, news)
        return _reading(news, lang, logits, features.named, learnt, self._model)


def _language(news: News) -> str:
    return news.lang if news.lang in LANGUAGES else language_of(f"{news.headline}. {news.lead}")


def _learnt(hook: str, news: News) -> tuple[Reason, ...]:
    return (Reason("learnt", hook, news.headline, ("headline", 0, len(news.headline))),) if hook else ()


def _reading(
    news: News, lang: str, logits: Floats, features: Sequence[Feature], learnt: tuple[Reason, ...], model: Model
) -> Reading:
    chances = shares(logits)
    order = np.argsort(-chances, kind="stable")
    ranked = tuple((HOOKS[n], float(chances[n])) for n in order)
    hook, probability = ranked[0]
    others = tuple(pair for pair in ranked[1 : 1 + MOST_OTHERS] if pair[1] >= LEAST_OTHER) or ranked[1:2]
    reasons = tuple(r for r in learnt if r.hook == hook) + reasons_for(hook, news, features, model)
    also = ranked[1][0] if ranked[1][1] >= ALSO else ""
    return Reading(lang, hook, hook in WORTHY, probability, ranked, others, reasons, also)


@cache
def reader(semantic: bool | None = None) -> Reader:
    """The built-in reader."""
    return Reader(shipped())
