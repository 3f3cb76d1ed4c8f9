"""Does a Guidepoint read as a list of tactics ("four posts a week, a brochure and two webinars")?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luotsi.engines.text.deliverable import Evidence, things_in
from luotsi.engines.text.phrasing import phrasing_of
from luotsi.engines.text.words import composed, fold

CHANGES = frozenset({"purpose", "change", "lack", "aim", "learn", "state"})
_PART = re.compile(r"[,;\n•]|\s(?:and|plus|as well as|ja|seka|и|а также|y|e|dan|serta)\s|(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class ListOfTactics:
    """`found` when the statement names things to make and no change; `things` are the things with their spans."""

    found: bool
    things: tuple[Evidence, ...]
    changes: tuple[Evidence, ...]

    def __bool__(self) -> bool:
        return self.found


def reads_as_tactics(statement: str) -> ListOfTactics:
    """Whether a statement lists things instead of saying what shall be different.

    A list is two named things, or one when the statement has a single part; any change named clears it unless
    the things outnumber the changes by three to one.
    """
    things = things_in(statement)
    changes = tuple(hit for hit in phrasing_of(statement).evidence if hit.code in CHANGES)
    parts = [part for part in _PART.split(fold(composed(statement))) if part.strip()]
    enough = len(things) >= 2 or (len(things) == 1 and len(parts) <= 1)
    return ListOfTactics(enough and len(things) >= 3 * len(changes), things, changes)
