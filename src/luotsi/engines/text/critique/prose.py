"""A text as the critique sees it: folded letter by letter, tags and addresses blanked, cut into sentences.

Every place found in the folded text leads back to its place in the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as made
from functools import cached_property
from operator import attrgetter
from typing import Any

from luotsi.engines.text.critique.codes import Place
from luotsi.engines.text.critique.wording import beginnings, pattern
from luotsi.engines.text.words import fold

# Neither names, numbers nor phrases are looked for in tags and addresses; their letters become spaces one for one.
_NOISE = re.compile(
    r"<[^<>]{1,400}>|(?:https?://|www\.)[^\s<>]{1,400}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}"
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"”»“’)\]]*(?=\s)|\n+")
_WORD_START = re.compile(r"(?<!\w)\w{1,2}")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern was met in a prose."""

    start: int
    end: int


_start = attrgetter("start")


@dataclass(frozen=True)
class Prose:
    """One field of a draft: "title" or "body"."""

    field: str
    original: str
    lang: str = ""
    # What was once found in this text.
    memo: dict[str, Any] = made(default_factory=dict, repr=False, compare=False)

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
        if section not in self.memo:
            self.memo[section] = tuple(self._found(section))
        return tuple(self.memo[section])

    def _found(self, section: str) -> Iterator[Hit]:
        """Looks only where a word begins like one of the list: ten times as fast as searching letter by letter."""
        phrases, free_from = pattern(self.lang, section), 0
        starts = self._starts
        for place in sorted(place for first in beginnings(self.lang, section) for place in starts.get(first, ())):
            if place >= free_from and (hit := phrases.match(self.folded, place)):
                free_from = hit.end()
                yield Hit(place, free_from)

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """Where words begin, by their first letter and by their first two."""
        starts: dict[str, list[int]] = defaultdict(list)
        for word in _WORD_START.finditer(self.folded):
            starts[word.group()[:1]].append(word.start())
            if len(word.group()) > 1:
                starts[word.group()].append(word.start())
        return starts

    def within(self, section: str, start: int, end: int) -> list[Hit]:
        """The hits of a list that lie in a stretch of the text."""
        hits = self.hits(section)
        if not hits:
            return []
        first = bisect_left(hits, start, key=_start)
        return [hit for hit in hits[first : bisect_right(hits, end, key=_start)] if hit.end <= end]

    @cached_property
    def sentences(self) -> tuple[Hit, ...]:
        """Sentences and single lines, without what surrounds them."""
        cuts = [0, *(cut.end() for cut in _SENTENCE_END.finditer(self.text)), len(self.text)]
        return tuple(
            Hit(start, end) for start, end in zip(cuts, cuts[1:], strict=False) if self.text[start:end].strip()
        )

    def sentence_at(self, place: int) -> Hit:
        """The sentence that holds a place."""
        at = bisect_right(self.sentences, place, key=_start)
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
