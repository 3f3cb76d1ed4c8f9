"""What was said in the conversations of cases, as far as the checks count it. Who may read it is asked elsewhere.

Nothing here is shown by itself: checks turn it into a state, and pages ask people.queries for words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from luotsi.rooms.cases.models import CaseConversation


@dataclass(slots=True)
class Said:
    """One case: how many conversations were held, who was heard (with names), newest strengths, worries by person."""

    talks_held: int = 0
    heard: dict[int, str] = field(default_factory=dict)
    strengths: dict[int, str] = field(default_factory=dict)
    worried: set[int] = field(default_factory=set)
    open_worries: list[int] = field(default_factory=list)


def said_in(case_ids: Collection[int]) -> dict[int, Said]:
    """By case; three queries whatever their number."""
    found = {pk: Said() for pk in case_ids}
    held = CaseConversation.objects.filter(case__in=case_ids, conversation__state="held")
    for case, person, name in held.values_list("case", "conversation__stakeholder", "conversation__stakeholder__name"):
        found[case].talks_held += 1
        found[case].heard[person] = name
    stands = held.filter(conversation__endorsements__isnull=False).order_by(
        "conversation__endorsements__at", "conversation__endorsements__pk"
    )
    for case, person, strength in stands.values_list(
        "case", "conversation__stakeholder", "conversation__endorsements__strength"
    ):
        found[case].strengths[person] = strength
    worries = held.filter(conversation__objections__isnull=False).order_by("conversation__objections__pk")
    for case, person, eased_at in worries.values_list(
        "case", "conversation__stakeholder", "conversation__objections__eased_at"
    ):
        found[case].worried.add(person)
        if eased_at is None:
            found[case].open_worries.append(person)
    return found
