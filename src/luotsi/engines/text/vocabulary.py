"""The words that requests have used, to understand one half typed or misspelt."""

from __future__ import annotations

from bisect import bisect_left, insort

SHORTEST, LOOKED_AT = 3, 400


class Vocabulary:
    """Sorted words; a word is added once and stays."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._known: set[str] = set()

    def add(self, word: str) -> None:
        """Add a word."""
        if word not in self._known:
            self._known.add(word)
            insort(self._words, word)

    def nearest(self, word: str) -> str | None:
        """The known word that `word` begins, else one at one slip from it with the same two first letters."""
        if len(word) < SHORTEST:
            return None
        at = bisect_left(self._words, word)
        if at < len(self._words) and self._words[at].startswith(word):
            return self._words[at]
        if len(word) < SHORTEST + 2:
            return None
        start = bisect_left(self._words, word[:2])
        near = self._words[start : start + LOOKED_AT]
        return next((known for known in near if known.startswith(word[:2]) and at_one_slip(word, known)), None)


def at_one_slip(one: str, other: str) -> bool:
    """One letter wrong, missing or too many, or two neighbours swapped."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = shorter[:at] + shorter[at + 1 : at + 2] + shorter[at : at + 1] + shorter[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or swapped == longer
