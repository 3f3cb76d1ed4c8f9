"""An index of requests that answers, while somebody types, which like ones are there, and what they are to it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import RLock

from luotsi.engines.text.kinds import Compared, is_series, kind_of
from luotsi.engines.text.likeness import SAME_START, Likeness, Parts, is_same_word, likeness_of, put_together
from luotsi.engines.text.vocabulary import Vocabulary

LEAST_SCORE, SERIES_SCORE = 0.34, 0.4
# The bodies' part where both have one: the titles say more.
BODY_PART, BODY_ALONE, CORE_ALONE = 0.35, 0.9, 0.8
# How many holders of words are looked at (rare words first), and how many of the best are compared in full.
POSTINGS_WHEN_ASKED, COMPARED_WHEN_ASKED = 6000, 150
POSTINGS_IN_PAIRS, COMPARED_IN_PAIRS = 1200, 30
KEPT_LENGTHS = 200_000

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
        self._lengths: dict[frozenset[str], float] = {}
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
            found: dict[tuple[Key, Key], SimilarHit | None] = {}
            for key in self._requests:
                self._compare_all(key, place, found)
        pairs = [Pair(*keys, hit.kind, hit.score) for keys, hit in found.items() if hit is not None]
        return tuple(sorted(pairs, key=lambda pair: (-pair.score, place[pair.first], place[pair.second])))

    def _compare_all(self, key: Key, place: dict[Key, int], found: dict[tuple[Key, Key], SimilarHit | None]) -> None:
        """Compare a request with its candidates; a pair is compared once, whichever of the two finds it."""
        request, likeness = self._requests[key], self._likenesses[key]
        for other in self._candidates(likeness, POSTINGS_IN_PAIRS, COMPARED_IN_PAIRS):
            both = (key, other) if place[key] < place[other] else (other, key)
            if other != key and both not in found:
                found[both] = self._compared(request, likeness, other)

    def _understood(self, likeness: Likeness) -> Likeness:
        """Unknown words of the title replaced by the known one that was most likely meant."""
        title = likeness.title
        meant = frozenset(
            term if self._holders.get(term) else self._vocabulary.nearest(term) or term for term in title.core
        )
        understood = Parts(meant, title.names, title.instance, title.twin)
        return put_together(understood, likeness.body, likeness.plain, likeness.series)

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
        return _best(gathered, most)

    def _compared(self, asked: RequestText, likeness: Likeness, key: Key) -> SimilarHit | None:
        other = self._likenesses[key]
        title = self._title_score(likeness, other)
        body = self._cosine(likeness.all_terms, other.all_terms) if likeness.body.core and other.body.core else None
        score = title if body is None else max(title, (1 - BODY_PART) * title + BODY_PART * body, BODY_ALONE * body)
        if is_series(likeness, other):
            score = max(score, SERIES_SCORE)
        if score < LEAST_SCORE:
            return None
        score = round(min(1.0, score), 3)
        compared = Compared(asked, likeness, self._requests[key], other, round(title, 3), score)
        return SimilarHit(key, kind_of(compared), score)

    def _title_score(self, one: Likeness, other: Likeness) -> float:
        """Twins differ in a rare word, a place or an audience; that must not hide that all the rest is the same."""
        score = self._cosine(one.title_terms, other.title_terms)
        if one.title.twin and other.title.twin:
            return max(score, CORE_ALONE * self._cosine(one.title.core, other.title.core))
        return score

    def _weight(self, term: str) -> float:
        """Rare words count more. Kept until the index changes."""
        if term not in self._weights:
            holders = len(self._holders.get(term, ()))
            self._weights[term] = math.log(1 + (len(self._requests) + 1) / (1 + holders))
        return self._weights[term]

    def _cosine(self, ours: frozenset[str], theirs: frozenset[str]) -> float:
        """Of words and twin slots; two forms of one word count as shared."""
        if not ours or not theirs:
            return 0.0
        both = ours & theirs
        weight = self._weight
        shared = math.fsum(weight(term) ** 2 for term in both)
        for word, form in forms_of_one_word(ours - both, theirs - both):
            shared += weight(word) * weight(form)
        return shared / (self._length(ours) * self._length(theirs))

    def _length(self, terms: frozenset[str]) -> float:
        if terms not in self._lengths:
            if len(self._lengths) > KEPT_LENGTHS:
                self._lengths.clear()
            self._lengths[terms] = math.sqrt(math.fsum(self._weight(term) ** 2 for term in terms))
        return self._lengths[terms]

    def _changed(self) -> None:
        """Weights and lengths hold for one state of the index."""
        self._weights.clear()
        self._lengths.clear()


def forms_of_one_word(ours: frozenset[str], theirs: frozenset[str]) -> list[tuple[str, str]]:
    """Pairs of words left on either side that are most likely one word in two forms."""
    if not ours or not theirs:
        return []
    mine, yours = _by_start(ours), _by_start(theirs)
    pairs = ((mine[start], yours[start]) for start in sorted(mine.keys() & yours.keys()))
    return [pair for pair in pairs if is_same_word(*pair)]


def _by_start(words: frozenset[str]) -> dict[str, str]:
    """For each beginning the last word in the alphabet that has it."""
    return {word[:SAME_START]: word for word in sorted(words)}


def _best(gathered: dict[Key, float], most: int) -> list[Key]:
    """The keys of the greatest sums; among equals at the edge, by the keys' text, whatever the order of adding."""
    if len(gathered) <= most:
        return list(gathered)
    edge = sorted(gathered.values(), reverse=True)[most - 1]
    above = [key for key, total in gathered.items() if total > edge]
    at_edge = sorted((key for key, total in gathered.items() if total == edge), key=str)
    return above + at_edge[: most - len(above)]


def _terms(likeness: Likeness) -> frozenset[str]:
    """The terms a request is found by."""
    return likeness.title_terms | likeness.body.core
