"""An index of requests that answers, while somebody types, which like ones are there, and what they are to it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from luotsi.engines.text.kinds import kind_of
from luotsi.engines.text.likeness import Likeness, likeness_of

LEAST_SCORE = 0.34
# A stem that more than this share of all requests holds finds no candidates by itself (it still counts in the score).
COMMON_SHARE, COMMON_FLOOR = 0.06, 150
BODY_PART = 0.35
CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class RequestText:
    """What the index knows of a request; `key` is the caller's own (an id, a row number)."""

    key: int | str
    title: str
    body: str = ""
    created: date | None = None
    state: str = ""
    labels: tuple[str, ...] = ()
    deliverable: str = ""


@dataclass(frozen=True, slots=True)
class SimilarHit:
    """A like request: `kind` is duplicate, recurring, sibling or related; `score` 0-1."""

    key: int | str
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two like requests, in the order in which they were added."""

    first: int | str
    second: int | str
    kind: str
    score: float


class SimilarIndex:
    """Holds requests; adding is cheap, asking too. Not for use by several threads while one adds."""

    def __init__(self, requests: Iterable[RequestText] = ()) -> None:
        self._requests: dict[int | str, RequestText] = {}
        self._likenesses: dict[int | str, Likeness] = {}
        self._holders: dict[str, dict[int | str, None]] = defaultdict(dict)
        for request in requests:
            self.add(request)

    def __len__(self) -> int:
        return len(self._requests)

    def __contains__(self, key: object) -> bool:
        return key in self._requests

    def add(self, request: RequestText) -> None:
        """Add a request, or replace the one of the same key."""
        self.discard(request.key)
        likeness = likeness_of(request.title, request.body)
        self._requests[request.key] = request
        self._likenesses[request.key] = likeness
        for term in _terms(likeness):
            self._holders[term][request.key] = None

    def discard(self, key: int | str) -> None:
        """Take a request out, if it is there."""
        likeness = self._likenesses.pop(key, None)
        if likeness is not None:
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
        labels: tuple[str, ...] = (),
    ) -> tuple[SimilarHit, ...]:
        """The requests most like a text that is being typed, best first."""
        asked = RequestText("", text, body, created, state, labels, deliverable)
        return self._hits(asked, likeness_of(text, body), limit)

    def similar_to(self, key: int | str, limit: int = 5) -> tuple[SimilarHit, ...]:
        """The requests most like one of the index, without itself."""
        return tuple(
            hit for hit in self._hits(self._requests[key], self._likenesses[key], limit + 1) if hit.key != key
        )[:limit]

    def pairs(self, requests: Iterable[RequestText] = ()) -> tuple[Pair, ...]:
        """All pairs of like requests in the index (with `requests` added first), best first."""
        for request in requests:
            self.add(request)
        place = {key: number for number, key in enumerate(self._requests)}
        found = [
            Pair(key, hit.key, hit.kind, hit.score)
            for key in self._requests
            for hit in self._hits(self._requests[key], self._likenesses[key], CANDIDATES)
            if place[hit.key] > place[key]
        ]
        return tuple(sorted(found, key=lambda pair: (-pair.score, place[pair.first], place[pair.second])))

    def _hits(self, asked: RequestText, likeness: Likeness, limit: int) -> tuple[SimilarHit, ...]:
        hits = [hit for key in self._candidates(likeness) if (hit := self._compared(asked, likeness, key))]
        hits.sort(key=lambda hit: (-hit.score, str(hit.key)))
        return tuple(hits[:limit])

    def _compared(self, asked: RequestText, likeness: Likeness, key: int | str) -> SimilarHit | None:
        other = self._likenesses[key]
        score = self._score(likeness, other)
        if score < LEAST_SCORE:
            return None
        return SimilarHit(key, kind_of(asked, likeness, self._requests[key], other, score), round(score, 3))

    def _candidates(self, likeness: Likeness) -> list[int | str]:
        most = max(COMMON_FLOOR, COMMON_SHARE * len(self._requests))
        gathered: dict[int | str, float] = defaultdict(float)
        for term in sorted(_terms(likeness)):
            holders = self._holders.get(term, {})
            if len(holders) <= most:
                weight = self._weight(term)
                for key in holders:
                    gathered[key] += weight
        return sorted(gathered, key=lambda key: (-gathered[key], str(key)))[:CANDIDATES]

    def _weight(self, term: str) -> float:
        """Rare words count more."""
        return math.log(1 + (len(self._requests) + 1) / (1 + len(self._holders.get(term, ()))))

    def _score(self, one: Likeness, other: Likeness) -> float:
        """Cosine of the titles' words, helped by the bodies where both have one."""
        title = self._cosine(one.core | one.twin, other.core | other.twin)
        if one.body and other.body:
            body = self._cosine(one.body | one.core, other.body | other.core)
            return max(title, (1 - BODY_PART) * title + BODY_PART * body, 0.9 * body)
        return title

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        if not one or not other:
            return 0.0
        return self._square(one & other) / math.sqrt(self._square(one) * self._square(other))

    def _square(self, terms: Iterable[str]) -> float:
        return math.fsum(self._weight(term) ** 2 for term in terms)


def _terms(likeness: Likeness) -> Iterator[str]:
    """The terms a request is found by."""
    return iter(likeness.core | likeness.twin | likeness.body)
