"""What a workspace has corrected, and how far it moves later readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.text.hooks.model import Floats, Model
from luotsi.engines.text.hooks.news import HOOKS
from luotsi.engines.text.words import words_of

# Less alike than this (cosine, 0-1), a correction says nothing; quite alike, it adds so much evidence (nats).
ALIKE, STRENGTH, MOST_NATS, REPEAT_NATS = 0.40, 5.0, 8.0, 12.0


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


def shift(lessons: Iterable[Lesson], key: str, weights: dict[int, float]) -> tuple[Floats, str, str]:
    """Evidence to add for each hook (nats), the hook of an exact repeat, and the nearest lesson's hook (or empty)."""
    added = np.zeros(len(HOOKS), np.float32)
    repeat, nearest, nearest_by = "", "", ALIKE
    for lesson in lessons:
        if lesson.key == key:
            repeat = lesson.hook
        alike = sum(value * weights.get(row, 0.0) for row, value in lesson.weights.items())
        if alike > ALIKE:
            added[HOOKS.index(lesson.hook)] += STRENGTH * (alike - ALIKE) / (1 - ALIKE)
            if alike > nearest_by:
                nearest, nearest_by = lesson.hook, alike
    np.minimum(added, MOST_NATS, out=added)
    if repeat:
        added[:] = 0.0
        added[HOOKS.index(repeat)] = REPEAT_NATS
    return added, repeat, nearest
