"""Words as the detector sees them: folded letter by letter, so that a place in the folded text is the same place
in the original."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Letters and digits; inner apostrophes, dots and hyphens are left to those who need them.
WORD = re.compile(r"[^\W_]+")


class _Folding(dict[int, str]):
    """Code point -> one folded letter; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = self[code] = _fold_letter(letter)
        return folded


def _fold_letter(letter: str) -> str:
    """One letter for one letter: Latin loses its marks, other scripts only their case."""
    plain = anyascii(letter) if unicodedata.name(letter, "").startswith("LATIN") else letter
    lower = plain.lower()
    return lower if len(lower) == 1 else (letter.lower() if len(letter.lower()) == 1 else letter)


_FOLDING = _Folding({ord("’"): "'", ord("‘"): "'", ord("–"): "-", ord("—"): "-", ord("\u00a0"): " ", ord("ё"): "е"})
_FOLDING[ord("Ё")] = "е"


def composed(text: str) -> str:
    """The text in composed form (NFC); offsets in results count in it."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without Latin marks, of the same length as the text."""
    return text.translate(_FOLDING)


def words_of(text: str) -> list[str]:
    """Folded words in their order."""
    return WORD.findall(fold(composed(text)))


@lru_cache(maxsize=512)
def any_of(*parts: str) -> re.Pattern[str]:
    """One pattern for whole words: `blog*` stands for every ending; spaces for any white space or hyphen."""
    return re.compile(r"(?<!\w)(?:" + "|".join(_as_pattern(part) for part in parts) + r")(?!\w)")


def _as_pattern(part: str) -> str:
    return re.escape(fold(part)).replace(r"\*", r"\w*").replace(r"\ ", r"[\s\-]+")
