"""What thing a request asks for: a blog post, a page, an event and so on.

The thing named first and not behind "for" or "about" is the one asked for: in "artwork for a webinar" the webinar
is only the occasion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from luotsi.engines.text.rulebook import sections, whole_words
from luotsi.engines.text.words import any_of, composed, fold

KINDS = ("blog", "social", "event", "email", "web", "video", "design", "research", "pr", "other")
OCCASION = whole_words(
    r"for|about|promoting|advertising|to promote|to announce|announcing|on our|on the topic of|ahead of|before the"
    r"|after the|from the|used (?:at|in)|to support|as a follow-?up to"
    r"|varten|для|о|об|про|к|по итогам|para|sobre|acerca de|untuk|tentang|mengenai"
)
# "For the blog" names the place it shall stand in, not an occasion.
CHANNEL = whole_words(
    r"(?:for|on|to|in|para|en|для|в|на|untuk|di) (?:the |our |el |la |nuestr[oa] )?(?:company |corporate )?"
    r"(?:blog\w*|website|web ?site|site|homepage|newsletter|linkedin|social media|блог\w*|сайт\w*|web|sitio|situs)"
)
# An address or a path names a place on the site, whatever words are in it.
PATH = re.compile(r"https?://\S+|(?<![\w/<.])/[a-z][\w/\-]{2,}")
PATH_STRENGTH = 0.8
INTO = re.compile(r"(?<!look )(?<!looking )\b(?:into|menjadi)\b")
# English puts the thing itself last: in "summit blog post" the summit only says which post. That holds for these
# words with at most two plain ones between, unless a little word tells that the text is Spanish or Indonesian.
MODIFIER = re.compile(
    r"(?:e-?mail|newsletter|event|webinar|conference|summit|seminar|workshop|meetup|trade (?:fair|show)|expo|blog|video"
    r"|podcast|survey|research|press|social media|website|web ?site|homepage|amplification|landing page|panel)s?"
)
COMPOUND = re.compile(
    r"(?:[ \-](?!(?:and|or|for|of|with|in|on|to|the|an?|our|into|about|from|by|at|as|is|are|that|so|via|plus)(?!\w))"
    r"[a-z0-9']+){0,2}[ \-]"
)
HEAD_FIRST = whole_words("de|del|el|la|los|las|para|sobre|con|por|untuk|di|yang|dan|tentang|ke|mengenai|kami|baru")
TITLE_WEIGHT, LABEL_WEIGHT, BODY_WEIGHT = 2.0, 1.1, 1.0
# What others shall become ("into clips") counts more. A thing behind "for" or "about" is mostly the occasion;
# a later thing of the same sentence counts less.
OCCASION_FACTOR, LATER_FACTOR, INTO_FACTOR, MODIFIER_FACTOR = 0.4, 0.85, 1.4, 0.5
LEAST_SCORE = 0.5
BODY_LETTERS = 600


_Mention = tuple[int, int, str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What spoke for an answer: `field` is title, body or labels; the span counts in its composed (NFC) text."""

    field: str
    start: int
    end: int
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Deliverable:
    """`kind` is one of KINDS; `score` (0-1) is its part of all that was found; 0 with `other` when nothing was."""

    kind: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    evidence: Evidence
    weight: float


def deliverable_of(title: str, body: str = "", labels: Iterable[str] = ()) -> Deliverable:
    """The kind of thing a request asks for: blog, social, event, email, web, video, design, research, pr or other."""
    hits = [
        *_hits("title", title, TITLE_WEIGHT),
        *_hits("body", body[:BODY_LETTERS], BODY_WEIGHT),
        *(hit for label in labels for hit in _hits("labels", re.sub(r"[/:_#\-]+", " ", label), LABEL_WEIGHT)),
    ]
    scores = {kind: _score(hit.weight for hit in hits if hit.evidence.code == kind) for kind in KINDS}
    best = max(KINDS, key=lambda kind: scores[kind])
    if scores[best] < LEAST_SCORE:
        return Deliverable("other", 0.0, ())
    evidence = tuple(hit.evidence for hit in hits if hit.evidence.code == best)
    return Deliverable(best, round(scores[best] / sum(scores.values()), 3), evidence)


def things_in(text: str) -> tuple[Evidence, ...]:
    """Every thing of marketing named in a text, in its order."""
    return tuple(hit.evidence for hit in _hits("title", text, 1.0))


def _score(weights: Iterable[float]) -> float:
    """The strongest mention counts whole, every further one a third."""
    ordered = sorted(weights, reverse=True)
    return ordered[0] + sum(ordered[1:4]) / 3 if ordered else 0.0


def _hits(field: str, text: str, weight: float) -> Iterator[_Hit]:
    whole = composed(text)
    folded = fold(whole)
    place = _Place(folded, field)
    chosen = _without_overlaps(folded)
    first = True
    for number, (start, end, kind, strength) in enumerate(chosen):
        following = chosen[number + 1][0] if number + 1 < len(chosen) else len(folded)
        modifies = following < len(folded) and _is_modifier(folded, start, end, following)
        factor = place.factor(start, end) * (1.0 if first else LATER_FACTOR) * (MODIFIER_FACTOR if modifies else 1.0)
        yield _Hit(Evidence(field, start, end, whole[start:end], kind), weight * strength * factor)
        first = first and modifies


def _without_overlaps(folded: str) -> list[_Mention]:
    """Mentions in their order; the one that starts first and reaches farthest hides those inside it."""
    chosen: list[_Mention] = []
    seen_end = -1
    for mention in sorted(_mentions(folded), key=lambda hit: (hit[0], -hit[1], -hit[3])):
        if mention[0] >= seen_end:
            chosen.append(mention)
            seen_end = mention[1]
    return [mention for mention in chosen if mention[2] != "none"]


def _is_modifier(folded: str, start: int, end: int, following: int) -> bool:
    """The thing that starts at `start` only says which other one is meant."""
    named = MODIFIER.fullmatch(folded[start:end]) and COMPOUND.fullmatch(folded[end:following])
    return bool(named) and not HEAD_FIRST.search(folded)


class _Place:
    """Where in a sentence a thing stands, and what that makes of it."""

    def __init__(self, folded: str, field: str) -> None:
        occasion = OCCASION.search(folded) if field != "labels" else None
        into = INTO.search(folded)
        self._occasion_at = occasion.end() if occasion else len(folded) + 1
        self._into_at = into.end() if into else len(folded) + 1
        self._channels = [hit.span() for hit in CHANNEL.finditer(folded)]

    def factor(self, start: int, end: int) -> float:
        """How much a thing at this place counts."""
        if any(begin <= start and end <= stop for begin, stop in self._channels):
            return 1.0
        if start >= self._into_at:
            return INTO_FACTOR
        return OCCASION_FACTOR if start >= self._occasion_at else 1.0


def _mentions(folded: str) -> Iterator[_Mention]:
    for path in PATH.finditer(folded):
        yield path.start(), path.end(), "web", PATH_STRENGTH
    for kind, strength, pattern in _patterns():
        for hit in pattern.finditer(folded):
            yield hit.start(), hit.end(), kind, strength


@cache
def _patterns() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    return tuple(
        (head[0], float(head[1]), any_of(*(word.strip() for line in lines for word in line.split(",") if word.strip())))
        for head, lines in sections("things")
    )
