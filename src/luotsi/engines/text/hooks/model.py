"""The shipped weights: a multinomial model over the features, read from a plain array file."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.text.hooks.features import Features, pieces_of
from luotsi.engines.text.hooks.news import HOOKS, Confusion

WEIGHTS, MEANING = "weights.npz", "meaning.npz"
MOST_CUT = 50_000
_value = itemgetter(1)
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """Weights (feature x hook), the bias of each hook, a temperature, and what the texts it comes from look like.

    `rarity` is the share of its features' information: log(texts / texts with the feature), in nats.
    """

    rows: dict[str, int]
    weights: Floats
    rarity: Floats
    bias: Floats
    temperature: float
    confusion: Confusion
    checksum: str
    _cut: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def vector(self, features: Features) -> tuple[NDArray[np.intp], Floats]:
        """The known features' rows with their values; a feature met twice keeps its larger value."""
        rows = self.rows
        known = [(value, rows[name]) for name, value, _ in features.named if name in rows]
        # In rising order, so that what is written last is the largest.
        values = {row: value for value, row in sorted(known)}
        for word, value in sorted(features.cut, key=_value):
            values.update(dict.fromkeys(self._pieces(word), value))
        at = np.fromiter(values.keys(), np.intp, len(values))
        return at, np.fromiter(values.values(), np.float32, len(values))

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The rows of a word's pieces, kept from one text to the next."""
        known = self._cut.get(word)
        if known is None:
            if len(self._cut) > MOST_CUT:
                self._cut.clear()
            known = self._cut[word] = tuple(self.rows[name] for name in pieces_of(word) if name in self.rows)
        return known

    def logits(self, at: NDArray[np.intp], values: Floats) -> Floats:
        """The evidence for each hook, in nats, before the temperature."""
        return values @ self.weights[at] + self.bias


def shares(logits: Any, temperature: float = 1.0) -> NDArray[np.float64]:
    """Probabilities of the hooks from their evidence (softmax)."""
    scaled = np.asarray(logits, np.float64) / temperature
    raised = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


@cache
def shipped() -> Model:
    """The model that comes with Luotsi; loaded at first use."""
    with np.load(BytesIO(files(__package__).joinpath(WEIGHTS).read_bytes()), allow_pickle=False) as file:
        names = bytes(file["names"]).decode().split("\n")
        return Model(
            {name: row for row, name in enumerate(names)},
            file["weights"].astype(np.float32),
            file["rarity"].astype(np.float32),
            file["bias"].astype(np.float32),
            float(file["temperature"]),
            Confusion(HOOKS, tuple(tuple(int(n) for n in row) for row in file["confusion"])),
            str(file["checksum"]),
        )
