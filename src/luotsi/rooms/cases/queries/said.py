"""What was said in the conversations of cases, as far as the checks count it. Who may read it is asked elsewhere.

Nothing here is shown by itself: checks turn it into a state, and pages ask people.queries for words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from luotsi.rooms.cases.models import CaseConversation
from luotsi.rooms.people.queries import Came, came_of


@dataclass(slots=True)
class Said:
    """One case: how many conversations were held, who was heard (with names), newest strengths, worries by person."""

    talks_held: int = 0
    heard: dict[int, str] = field(default_factory=dict)
    strengths: dict[int, str] = field(default_factory=dict)
    worried: set[int] = field(default_factory=set)
    open_worries: list[int] = field(default_factory=list)


def said_in(case_ids: Collection[int]) -> dict[int, Said]:
    """By case; four queries whatever their number."""
    found = {pk: Said() for pk in case_ids}
    links = list(CaseConversation.objects.filter(case__in=case_ids).order_by("pk").values_list("case", "conversation"))
    came = came_of({conversation for _case, conversation in links})
    for case in found:
        talks = [came[conversation] for of, conversation in links if of == case and conversation in came]
        _take(found[case], talks)
    return found


def _take(said: Said, talks: list[Came]) -> None:
    """The newest strength counts, whichever conversation was linked first."""
    said.talks_held = len(talks)
    said.heard = {talk.stakeholder_id: talk.name for talk in talks}
    for talk in sorted((one for one in talks if one.stood), key=lambda one: one.stood or ()):
        said.strengths[talk.stakeholder_id] = talk.stood[2] if talk.stood else ""
    said.worried = {talk.stakeholder_id for talk in talks if talk.objections}
    said.open_worries = [talk.stakeholder_id for talk in talks for _ in range(talk.open_objections)]
