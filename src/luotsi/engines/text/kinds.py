"""What a like request is: duplicate, recurring, sibling or related.

"Duplicate" is said only when nothing speaks against it: no number, date, version, place, audience, name or thing
that differs, no long time between them with the earlier one finished. To call a repeat "related" costs a look;
to merge two issues of a newsletter costs an issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from luotsi.engines.text.deliverable import things_in
from luotsi.engines.text.likeness import Likeness, is_same_word, stem_of
from luotsi.engines.text.slots import FOLLOWING

if TYPE_CHECKING:
    from luotsi.engines.text.similar import RequestText

# Below the first, two requests have to do with each other, no more; a name put in the place of another tells a twin
# only where the rest of the title is the same, and a repeat is surer still.
SAME_WORK_SCORE, SAME_FORM_SCORE, DUPLICATE_SCORE = 0.45, 0.55, 0.78
SAME_TIME_DAYS, SAME_MOMENT_DAYS = 45, 2
# Bodies that share less than this of the shorter one's words ask for different things.
SHARED_BODY = 0.25
CLOSED = frozenset({"closed", "done", "finished", "resolved", "complete", "completed", "declined", "merged"})


@dataclass(frozen=True)
class Compared:
    """Two requests, taken apart, with the likeness of their titles and of the whole (0-1)."""

    one: RequestText
    one_parts: Likeness
    other: RequestText
    other_parts: Likeness
    title_score: float
    score: float

    @cached_property
    def left(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words of either title that the other has in no form."""
        ours, theirs = self.one_parts.title.core, self.other_parts.title.core
        return _unmatched(ours - theirs, theirs - ours), _unmatched(theirs - ours, ours - theirs)

    @property
    def names(self) -> frozenset[str]:
        """Words that are written as names on either side."""
        return self.one_parts.title.names | self.other_parts.title.names


def kind_of(pair: Compared) -> str:
    """The kind of likeness of two requests; the same in both directions."""
    if _is_other_half(pair):
        return "related"
    like_work = max(pair.title_score, pair.score) >= SAME_WORK_SCORE
    if pair.one_parts.title.instance != pair.other_parts.title.instance:
        return "recurring" if like_work or is_series(pair.one_parts, pair.other_parts) else "related"
    if pair.one_parts.title.twin != pair.other_parts.title.twin:
        return "sibling" if like_work else "related"
    if _is_twin(pair):
        return "sibling" if pair.title_score >= SAME_FORM_SCORE else "related"
    if not _is_same_title(pair):
        return "related"
    if _bodies_disagree(pair):
        return "recurring" if _apart(pair.one_parts.body.instance, pair.other_parts.body.instance) else "sibling"
    if _is_at_another_time(pair):
        return "recurring"
    return "duplicate" if _bodies_agree(pair) else "related"


def is_series(one: Likeness, other: Likeness) -> bool:
    """Dated instances under one heading ("Event: …, 7 October")."""
    return bool(one.series) and one.series == other.series


def _is_other_half(pair: Compared) -> bool:
    """One continues, prepares or spreads the other, or another thing is asked for."""
    mine, yours = pair.left
    if (mine | yours) & _following() or (any(map(_is_thing, mine)) and any(map(_is_thing, yours))):
        return True
    ours, theirs = pair.one.deliverable, pair.other.deliverable
    if ours and theirs:
        return ours != theirs and "other" not in (ours, theirs)
    return False


@cache
def _following() -> frozenset[str]:
    return frozenset(stem_of(word) for word in FOLLOWING)


def _is_twin(pair: Compared) -> bool:
    """One name or one phrase put in the place of another."""
    ours, theirs = pair.left
    return bool(ours and theirs) or bool((ours | theirs) & pair.names)


def _is_same_title(pair: Compared) -> bool:
    """Nothing is left over that names a thing or weighs much."""
    left = pair.left[0] | pair.left[1]
    return pair.title_score >= DUPLICATE_SCORE and not any(_is_thing(word) for word in left)


@lru_cache(maxsize=50_000)
def _is_thing(word: str) -> bool:
    return bool(things_in(word))


def _bodies_disagree(pair: Compared) -> bool:
    ours, theirs = pair.one_parts.body, pair.other_parts.body
    slots = ((ours.instance, theirs.instance), (ours.twin, theirs.twin), (ours.names, theirs.names))
    return any(_apart(mine, yours) for mine, yours in slots)


def _apart(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs) and not ours & theirs


def _bodies_agree(pair: Compared) -> bool:
    """They share words, or one is silent; forms sent twice in a moment need not."""
    ours, theirs = pair.one_parts.body.core, pair.other_parts.body.core
    if not ours or not theirs or len(ours & theirs) >= SHARED_BODY * min(len(ours), len(theirs)):
        return True
    days = _days_between(pair)
    return pair.one_parts.plain == pair.other_parts.plain and days is not None and days <= SAME_MOMENT_DAYS


def _is_at_another_time(pair: Compared) -> bool:
    """The later was asked much later, and the earlier is finished (or nobody said that it is still open)."""
    days = _days_between(pair)
    if days is None or days <= SAME_TIME_DAYS:
        return False
    earlier = pair.one if (pair.one.created or 0) < (pair.other.created or 0) else pair.other  # type: ignore[operator]
    state = earlier.state.strip().casefold()
    return not state or state in CLOSED


def _days_between(pair: Compared) -> int | None:
    if pair.one.created is None or pair.other.created is None:
        return None
    return abs((pair.one.created - pair.other.created).days)


def _unmatched(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not any(is_same_word(word, other) for other in others))
