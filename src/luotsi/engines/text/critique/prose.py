"""A text as the critique sees it: folded letter by letter, tags and addresses blanked, cut into sentences.

Every place found in the folded text leads back to its place in the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as made
from functools import cached_property

from luotsi.engines.text.critique.codes import Place
from luotsi.engines.text.critique.wording import pattern
from luotsi.engines.text.words import fold

# Neither names, numbers nor phrases are looked for in tags and addresses; their letters become spaces one for one.
_NOISE = re.compile(
    r"<[^<>]{1,400}>|(?:https?://|www\.)[^\s<>]{1,400}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}"
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"”»“’)\]]*(?=\s)|\n+")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern was met in a prose."""

    start: int
    end: int


@dataclass(frozen=True)
class Prose:
    """One field of a draft: "title" or "body"."""

    field: str
    original: str
    lang: str = ""
    _cache: dict[str, tuple[Hit, ...]] = made(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _composed(self) -> tuple[str, list[int] | None]:
        """The text in composed form and, where that differs, the original place of each of its letters."""
        if unicodedata.is_normalized("NFC", self.original):
            return self.original, None
        letters: list[str] = []
        places: list[int] = []
        for start, end in _clusters(self.original):
            whole = unicodedata.normalize("NFC", self.original[start:end])
            letters.append(whole)
            places.extend([start] * len(whole))
        return "".join(letters), [*places, len(self.original)]

    @cached_property
    def text(self) -> str:
        """The composed text with tags and addresses blanked."""
        return _NOISE.sub(lambda hit: " " * len(hit.group()), self._composed[0])

    @cached_property
    def folded(self) -> str:
        """Lower case without marks, letter for letter."""
        return fold(self.text)

    def place(self, start: int, end: int) -> Place:
        """The place in the text as it was given."""
        back = self._composed[1]
        return (self.field, start, end) if back is None else (self.field, back[start], back[end])

    def words(self, start: int, end: int) -> str:
        """The words as they were given."""
        _, first, last = self.place(start, end)
        return self.original[first:last]

    def hits(self, section: str) -> tuple[Hit, ...]:
        """Where the phrases of one list stand."""
        if section not in self._cache:
            found = pattern(self.lang, section).finditer(self.folded)
            self._cache[section] = tuple(Hit(hit.start(), hit.end()) for hit in found)
        return self._cache[section]

    def within(self, section: str, start: int, end: int) -> list[Hit]:
        """The hits of a list that lie in a stretch of the text."""
        hits = self.hits(section)
        first = bisect_right(hits, start - 1, key=lambda hit: hit.start)
        last = bisect_right(hits, end, key=lambda hit: hit.start)
        return [hit for hit in hits[first:last] if hit.end <= end]

    @cached_property
    def sentences(self) -> tuple[Hit, ...]:
        """Sentences and single lines, without what surrounds them."""
        cuts = [0, *(cut.end() for cut in _SENTENCE_END.finditer(self.text)), len(self.text)]
        return tuple(
            Hit(start, end) for start, end in zip(cuts, cuts[1:], strict=False) if self.text[start:end].strip()
        )

    def sentence_at(self, place: int) -> Hit:
        """The sentence that holds a place."""
        at = bisect_right(self.sentences, place, key=lambda sentence: sentence.start)
        return self.sentences[max(0, at - 1)] if self.sentences else Hit(0, len(self.text))

    @cached_property
    def first_paragraph(self) -> Hit:
        """Up to the first empty line, and at most 600 characters."""
        begin = len(self.text) - len(self.text.lstrip())
        blank = re.compile(r"\n[ \t]*\n").search(self.text, begin)
        return Hit(begin, min(blank.start() if blank else len(self.text), begin + 600))

    @cached_property
    def letters(self) -> int:
        """Characters that somebody reads: runs of white space count as one."""
        return len(re.sub(r"\s+", " ", self.text).strip())


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each letter with the marks that follow it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, place
            start = place
