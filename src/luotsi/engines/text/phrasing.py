"""Is a request phrased as a tactic (a named thing), as an outcome (a change), or as both?

Evidence of a change is weighed; without enough of it a request counts as a tactic, as three in four are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from luotsi.engines.text.deliverable import Evidence, things_in
from luotsi.engines.text.rulebook import patterns
from luotsi.engines.text.words import composed, fold

# Evidence of 1.0 is even odds; a clause of purpose or a lack named brings more, a comparative alone less.
EVEN_EVIDENCE, STEEPNESS = 0.75, 4.0
BODY_LETTERS = 1200
# "Website visitors" are somebody, "brochure customers (take home)" is a thing.
_THEIR_PEOPLE = re.compile(
    r"[ -](?:readers|visitors|users|subscribers|planners|listeners|viewers|managers|editors|organi[sz]ers|attendees"
    r"|participants|guests|owners)(?!\w)"
)
_AT_OURS = re.compile(r"\b(?:at|in|to|of|from|with) (?:our|the|their|all) (?:\w+ )?$")


@dataclass(frozen=True, slots=True)
class Phrasing:
    """`kind` is tactic, outcome or both; `score` (0-1) how surely a change is named; evidence with its spans.

    Codes: purpose, change, lack, aim, learn, state (they name a change), thing, making (they name a tactic).
    """

    kind: str
    score: float
    evidence: tuple[Evidence, ...]


def phrasing_of(title: str, body: str = "", labels: Iterable[str] = ()) -> Phrasing:
    """Tactic, outcome or both. Example: phrasing_of("A brochure, please").kind -> "tactic"."""
    changes = [*_changes("title", title), *_changes("body", body[:BODY_LETTERS])]
    score = 1 / (1 + math.exp(-STEEPNESS * (_weight(weight for weight, _ in changes) - EVEN_EVIDENCE)))
    tactics = (*things_in(title), *_makings("title", title), *_makings("body", body[:BODY_LETTERS]))
    named = tuple(evidence for _, evidence in changes)
    if score < 0.5:
        return Phrasing("tactic", round(score, 3), (*tactics, *named))
    if any(evidence.field == "title" and evidence.code == "state" for evidence in named):
        tactics += tuple(replace(thing, field="body") for thing in things_in(body[:BODY_LETTERS]))
    asked = [evidence for evidence in tactics if not _is_context(evidence, named, title)]
    return Phrasing("both" if asked else "outcome", round(score, 3), (*named, *asked))


def _is_context(tactic: Evidence, changes: tuple[Evidence, ...], title: str) -> bool:
    """A thing inside the words of the change, behind "at our", or in a title that only wants to learn."""
    if any(
        tactic.field == change.field and tactic.start < change.end and change.start < tactic.end for change in changes
    ):
        return True
    if tactic.field != "title":
        return False
    learns = any(change.field == "title" and change.code == "learn" and change.start < 25 for change in changes)
    return learns or bool(_AT_OURS.search(fold(composed(title))[: tactic.start]))


def _weight(weights: Iterable[float]) -> float:
    """The strongest counts whole, each further one half of the one before."""
    return sum(weight * 0.5**place for place, weight in enumerate(sorted(weights, reverse=True)))


def _changes(field: str, text: str) -> list[tuple[float, Evidence]]:
    changes = [(weight, evidence) for weight, evidence in _found(field, text) if evidence.code != "making"]
    return [*changes, *_states(field, text)]


def _makings(field: str, text: str) -> list[Evidence]:
    return [evidence for _, evidence in _found(field, text) if evidence.code == "making"]


def _states(field: str, text: str) -> Iterator[tuple[float, Evidence]]:
    """Results told as if they were there: "Dealers know our prices". Their one group holds the somebody."""
    whole = composed(text)
    folded = fold(whole)
    for code, weight, pattern in patterns("states"):
        for hit in pattern.finditer(folded):
            if hit.lastindex and not _is_thing(folded[hit.start() : hit.end(hit.lastindex)]):
                yield weight, Evidence(field, hit.start(), hit.end(), whole[hit.start() : hit.end()], code)


def _is_thing(somebody: str) -> bool:
    """Whether a thing or the making of one stands where somebody should: "brochure customers", "post pictures"."""
    tactics = (*things_in(somebody), *_makings("title", somebody))
    return any(not _THEIR_PEOPLE.match(somebody, tactic.end) for tactic in tactics)


def _found(field: str, text: str) -> Iterator[tuple[float, Evidence]]:
    whole = composed(text)
    folded = fold(whole)
    for code, weight, pattern in patterns("changes"):
        for hit in pattern.finditer(folded):
            yield weight, Evidence(field, hit.start(), hit.end(), whole[hit.start() : hit.end()], code)
