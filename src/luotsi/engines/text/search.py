"""Stems for full-text search in English, Finnish, Russian, Spanish and Indonesian.

A word is indexed under its stem in every language that could have written it, so that a title needs no language.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

from anyascii import anyascii

LATIN_LANGUAGES = ("english", "finnish", "spanish", "indonesian")
CYRILLIC_LANGUAGES = ("russian",)
LONGEST_WORD = 60

_WORD = re.compile(r"[^\W_]+")
_own = threading.local()


def search_stems(text: str) -> tuple[str, ...]:
    """Distinct stems of all words, in order of first appearance. Example: search_stems("Pump") -> ("pump",)."""
    found: dict[str, None] = {}
    for word in _words(text):
        for stem in _stems(word):
            found[stem] = None
    return tuple(found)


def query_stems(query: str) -> tuple[tuple[str, ...], ...]:
    """For each word of the query the stems one of which must be there; one ending in * matches as a prefix."""
    return tuple((*_stems(word), f"{_fold(word)}*") for word in dict.fromkeys(_words(query)))


def _words(text: str) -> list[str]:
    whole = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return [word[:LONGEST_WORD] for word in _WORD.findall(whole.lower())]


@lru_cache(maxsize=200_000)
def _stems(word: str) -> tuple[str, ...]:
    """The folded word itself and its folded stem in each language of its script."""
    found = {_fold(word): None}
    if not word.isdigit():
        for language in _languages(word):
            found[_fold(_stemmer(language).stemWord(word))] = None
    return tuple(stem for stem in found if stem)


def _languages(word: str) -> tuple[str, ...]:
    if word.isascii() or any(_is_latin(letter) for letter in word):
        return LATIN_LANGUAGES
    return CYRILLIC_LANGUAGES if any("\u0400" <= letter <= "\u04ff" for letter in word) else ()


def _fold(word: str) -> str:
    """Case and the marks on Latin letters fall; other scripts keep their letters (but ё is е)."""
    if word.isascii():
        return word.lower()
    letters = (anyascii(letter) if _is_latin(letter) else letter for letter in word)
    return "".join(letters).casefold().replace("ё", "е")


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _stemmer(language: str) -> Any:
    """Stemmers keep state while they work: one of each per thread."""
    if not hasattr(_own, "stemmers"):
        _own.stemmers = {}
    if language not in _own.stemmers:
        import snowballstemmer

        _own.stemmers[language] = snowballstemmer.stemmer(language)
    return _own.stemmers[language]
