"""What a like request is: duplicate, recurring, sibling or related. "Duplicate" is said only when nothing speaks
against it: no number, date, version, place, audience or name that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luotsi.engines.text.likeness import Likeness
from luotsi.engines.text.slots import FOLLOWING

if TYPE_CHECKING:
    from luotsi.engines.text.similar import RequestText

# Below this likeness two requests may have to do with each other, no more.
SAME_WORK_SCORE, DUPLICATE_SCORE = 0.55, 0.8
SAME_TIME_DAYS = 45
CLOSED = frozenset({"closed", "done", "finished", "resolved", "complete", "completed", "declined", "merged"})


def kind_of(one: RequestText, one_parts: Likeness, other: RequestText, other_parts: Likeness, score: float) -> str:
    """The kind of likeness of two requests; symmetric."""
    if _follows(one_parts, other_parts) or _other_thing(one, other):
        return "related"
    if one_parts.twin != other_parts.twin:
        return "sibling" if score >= SAME_WORK_SCORE or one_parts.twin and other_parts.twin else "related"
    if _another_instance(one_parts, other_parts):
        return "recurring"
    if _another_name(one_parts, other_parts):
        return "sibling" if score >= SAME_WORK_SCORE else "related"
    if score < DUPLICATE_SCORE:
        return "related"
    return "recurring" if _at_another_time(one, other) else "duplicate"


def _follows(one: Likeness, other: Likeness) -> bool:
    """One continues or prepares the other: "follow-up", "phase two", "promote"."""
    return bool((one.core ^ other.core) & FOLLOWING)


def _other_thing(one: RequestText, other: RequestText) -> bool:
    return bool(one.deliverable and other.deliverable and one.deliverable != other.deliverable)


def _another_instance(one: Likeness, other: Likeness) -> bool:
    return one.instance != other.instance or bool(
        one.body_instance and other.body_instance and not one.body_instance & other.body_instance
    )


def _another_name(one: Likeness, other: Likeness) -> bool:
    return bool((one.names | other.names) & (one.core ^ other.core))


def _at_another_time(one: RequestText, other: RequestText) -> bool:
    """The earlier one is finished and the later was asked much later."""
    if one.created is None or other.created is None:
        return False
    earlier = min((one, other), key=lambda request: request.created)  # type: ignore[arg-type, return-value]
    days = abs((one.created - other.created).days)
    return days > SAME_TIME_DAYS and earlier.state.casefold() in CLOSED
