"""What a workspace has corrected, and how far it moves later readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.text.hooks.model import Floats, Model
from luotsi.engines.text.hooks.news import HOOKS
from luotsi.engines.text.words import words_of

# Less alike than this (cosine, 0-1), a correction says nothing. Quite alike, it lifts its hook over the likeliest one
# by so much evidence (nats); a repeat has more.
ALIKE, LEAD_NATS, REPEAT_NATS = 0.40, 2.0, 12.0


def key_of(headline: str) -> str:
    """By what a repeat is known: the folded words of the headline."""
    return " ".join(words_of(headline))


@dataclass(frozen=True)
class Lesson:
    """One correction: its headline's key, its hook, its weighted features (of length 1)."""

    key: str
    hook: str
    weights: dict[int, float]


def weighed(model: Model, at: NDArray[np.intp], values: Floats) -> dict[int, float]:
    """Features weighted by rarity, brought to length 1."""
    raw = values * model.rarity[at]
    length = float(np.sqrt((raw * raw).sum())) or 1.0
    return dict(zip(at.tolist(), (raw / length).tolist(), strict=True))


def shift(
    lessons: Iterable[Lesson], key: str, weights: dict[int, float], logits: Floats
) -> tuple[NDArray[np.float32], str]:
    """The evidence (nats) after the lessons, and the hook of the repeated or else nearest lesson (or empty).

    A lesson's hook h moves towards the lead over the likeliest one: e(h) + s(h) (max e + 2 - e(h)), where s is
    1 - prod (1 - (a - 0.4) / 0.6) over the lessons of h that are alike by a > 0.4.
    """
    kept, nearest, nearest_by = np.ones(len(HOOKS), np.float32), "", ALIKE
    for lesson in lessons:
        if lesson.key == key:
            repeated = np.zeros(len(HOOKS), np.float32)
            repeated[HOOKS.index(lesson.hook)] = REPEAT_NATS
            return repeated, lesson.hook
        alike = min(1.0, sum(value * weights.get(row, 0.0) for row, value in lesson.weights.items()))
        if alike > ALIKE:
            kept[HOOKS.index(lesson.hook)] *= 1 - (alike - ALIKE) / (1 - ALIKE)
            if alike > nearest_by:
                nearest, nearest_by = lesson.hook, alike
    return logits + (1 - kept) * (logits.max() + LEAD_NATS - logits), nearest
