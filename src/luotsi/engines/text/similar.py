"""An index of requests that answers, while somebody types, which like ones are there, and what they are to it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import RLock

from luotsi.engines.text.kinds import Compared, is_series, kind_of
from luotsi.engines.text.likeness import SAME_START, Likeness, Parts, is_same_word, likeness_of
from luotsi.engines.text.vocabulary import Vocabulary

LEAST_SCORE, SERIES_SCORE = 0.34, 0.4
# The bodies' part where both have one: the titles say more.
BODY_PART, BODY_ALONE = 0.35, 0.9
# How many holders of words are looked at (rare words first), and how many of the best are compared in full.
POSTINGS_WHEN_ASKED, COMPARED_WHEN_ASKED = 6000, 150
POSTINGS_IN_PAIRS, COMPARED_IN_PAIRS = 1500, 40

Key = int | str


@dataclass(frozen=True, slots=True)
class RequestText:
    """What the index knows of a request; `key` is the caller's own (an id, a row number)."""

    key: Key
    title: str
    body: str = ""
    created: date | None = None
    state: str = ""
    labels: tuple[str, ...] = ()
    deliverable: str = ""


@dataclass(frozen=True, slots=True)
class SimilarHit:
    """A like request: `kind` is duplicate, recurring, sibling or related; `score` 0-1."""

    key: Key
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two like requests, in the order in which they were added."""

    first: Key
    second: Key
    kind: str
    score: float


class SimilarIndex:
    """Holds requests; adding one and asking are cheap. May be shared by threads."""

    def __init__(self, requests: Iterable[RequestText] = ()) -> None:
        self._requests: dict[Key, RequestText] = {}
        self._likenesses: dict[Key, Likeness] = {}
        self._holders: dict[str, dict[Key, None]] = {}
        self._vocabulary = Vocabulary()
        self._weights: dict[str, float] = {}
        self._squares: dict[frozenset[str], float] = {}
        self._lock = RLock()
        for request in requests:
            self.add(request)

    def __len__(self) -> int:
        return len(self._requests)

    def __contains__(self, key: object) -> bool:
        return key in self._requests

    def add(self, request: RequestText) -> None:
        """Add a request, or replace the one of the same key."""
        likeness = likeness_of(request.title, request.body)
        with self._lock:
            self.discard(request.key)
            self._changed()
            self._requests[request.key] = request
            self._likenesses[request.key] = likeness
            for term in _terms(likeness):
                if term not in self._holders:
                    self._holders[term] = {}
                    self._vocabulary.add(term)
                self._holders[term][request.key] = None

    def discard(self, key: Key) -> None:
        """Take a request out, if it is there."""
        with self._lock:
            likeness = self._likenesses.pop(key, None)
            if likeness is None:
                return
            self._changed()
            del self._requests[key]
            for term in _terms(likeness):
                del self._holders[term][key]

    def similar(
        self,
        text: str,
        limit: int = 5,
        *,
        body: str = "",
        created: date | None = None,
        state: str = "",
        deliverable: str = "",
    ) -> tuple[SimilarHit, ...]:
        """The requests most like a text that is being typed, best first.

        Words nobody has used are taken for a word's beginning or its misspelling.
        """
        asked = RequestText("", text, body, created, state, (), deliverable)
        with self._lock:
            likeness = self._understood(likeness_of(text, body))
            return self._hits(asked, likeness, POSTINGS_WHEN_ASKED, COMPARED_WHEN_ASKED)[:limit]

    def similar_to(self, key: Key, limit: int = 5) -> tuple[SimilarHit, ...]:
        """The requests most like one of the index, without itself. Raises KeyError when it is not there."""
        with self._lock:
            hits = self._hits(self._requests[key], self._likenesses[key], POSTINGS_WHEN_ASKED, COMPARED_WHEN_ASKED)
        return tuple(hit for hit in hits if hit.key != key)[:limit]

    def pairs(self, requests: Iterable[RequestText] = ()) -> tuple[Pair, ...]:
        """All pairs of like requests in the index (with `requests` added first), best first."""
        for request in requests:
            self.add(request)
        with self._lock:
            place = {key: number for number, key in enumerate(self._requests)}
            found: dict[tuple[Key, Key], Pair] = {}
            for key, request in self._requests.items():
                for hit in self._hits(request, self._likenesses[key], POSTINGS_IN_PAIRS, COMPARED_IN_PAIRS):
                    if hit.key != key:
                        first, second = sorted((key, hit.key), key=place.__getitem__)
                        found[first, second] = Pair(first, second, hit.kind, hit.score)
        return tuple(sorted(found.values(), key=lambda pair: (-pair.score, place[pair.first], place[pair.second])))

    def _understood(self, likeness: Likeness) -> Likeness:
        """Unknown words of the title replaced by the known one that was most likely meant."""
        title = likeness.title
        meant = frozenset(
            term if self._holders.get(term) else self._vocabulary.nearest(term) or term for term in title.core
        )
        return Likeness(
            Parts(meant, title.names, title.instance, title.twin), likeness.body, likeness.plain, likeness.series
        )

    def _hits(self, asked: RequestText, likeness: Likeness, postings: int, compared: int) -> tuple[SimilarHit, ...]:
        hits = [
            hit
            for key in self._candidates(likeness, postings, compared)
            if (hit := self._compared(asked, likeness, key)) is not None
        ]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, str(hit.key))))

    def _candidates(self, likeness: Likeness, postings: int, most: int) -> list[Key]:
        """Holders of the rarest words first; words that nearly all hold are reached only when there is room."""
        gathered: dict[Key, float] = defaultdict(float)
        seen = 0
        for term in sorted(_terms(likeness), key=lambda term: (len(self._holders.get(term, ())), term)):
            holders = self._holders.get(term, {})
            if seen and seen + len(holders) > postings:
                break
            seen += len(holders)
            weight = self._weight(term)
            for key in holders:
                gathered[key] += weight
        return sorted(gathered, key=lambda key: (-gathered[key], str(key)))[:most]

    def _compared(self, asked: RequestText, likeness: Likeness, key: Key) -> SimilarHit | None:
        other = self._likenesses[key]
        title = self._cosine(likeness.title, other.title)
        body = self._cosine(_joined(likeness), _joined(other)) if likeness.body.core and other.body.core else None
        score = title if body is None else max(title, (1 - BODY_PART) * title + BODY_PART * body, BODY_ALONE * body)
        if is_series(likeness, other):
            score = max(score, SERIES_SCORE)
        if score < LEAST_SCORE:
            return None
        score = round(min(1.0, score), 3)
        compared = Compared(asked, likeness, self._requests[key], other, round(title, 3), score)
        return SimilarHit(key, kind_of(compared), score)

    def _weight(self, term: str) -> float:
        """Rare words count more. Kept until the index changes."""
        if term not in self._weights:
            holders = len(self._holders.get(term, ()))
            self._weights[term] = math.log(1 + (len(self._requests) + 1) / (1 + holders))
        return self._weights[term]

    def _cosine(self, one: Parts, other: Parts) -> float:
        """Of the words and twin slots; two forms of one word count as shared."""
        ours, theirs = one.core | one.twin, other.core | other.twin
        if not ours or not theirs:
            return 0.0
        both = ours & theirs
        shared = self._square(both)
        for word, form in forms_of_one_word(ours - both, theirs - both):
            shared += self._weight(word) * self._weight(form)
        return shared / math.sqrt(self._square(ours) * self._square(theirs))

    def _square(self, terms: frozenset[str]) -> float:
        if terms not in self._squares:
            self._squares[terms] = math.fsum(self._weight(term) ** 2 for term in terms)
        return self._squares[terms]

    def _changed(self) -> None:
        """Weights and squares hold for one state of the index."""
        self._weights.clear()
        self._squares.clear()


def forms_of_one_word(ours: frozenset[str], theirs: frozenset[str]) -> list[tuple[str, str]]:
    """Pairs of words left on either side that are most likely one word in two forms."""
    if not ours or not theirs:
        return []
    starts = {word[:SAME_START]: word for word in sorted(theirs)}
    pairs = ((word, starts.get(word[:SAME_START])) for word in sorted(ours))
    return [(word, other) for word, other in pairs if other and is_same_word(word, other)]


def _joined(likeness: Likeness) -> Parts:
    title, body = likeness.title, likeness.body
    return Parts(title.core | body.core, frozenset(), frozenset(), title.twin | body.twin)


def _terms(likeness: Likeness) -> frozenset[str]:
    """The terms a request is found by."""
    return likeness.title.core | likeness.title.twin | likeness.body.core
