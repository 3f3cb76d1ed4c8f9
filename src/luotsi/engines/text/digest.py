"""A week's news for colleagues: stories told once, the worthy ones proposed, each with its number.

Proposes and never decides: a person chooses and annotates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luotsi.engines.text.hooks.news import FILLER, WORTHY
from luotsi.engines.text.stories import Number, Story, groups, number_for_slides

# A story is proposed from this chance on that its hook is worthy, or when so many tell it.
LEAST_WORTHY, TOLD_BY = 0.5, 3
UNSURE = 0.65
TOLD_BONUS, NUMBER_BONUS, MOST_BONUS = 0.06, 0.08, 0.18


@dataclass(frozen=True, slots=True)
class Candidate:
    """One piece of news with its hook as read, and the probability (0-1) that it is a worthy one."""

    story: Story
    hook: str
    worthy_probability: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """One story of the week: ids that tell it, the one to link to, why it is proposed, and its number.

    `why` holds codes, the weightiest first: worthy or maybe_worthy (its hook), told_by_many, has_number, and filler
    when the hook alone would have left it out. `score` (0-1) is what proposals are ordered by.
    """

    group: tuple[str, ...]
    leading: str
    hook: str
    why: tuple[str, ...]
    number: Number | None
    score: float


def propose(candidates: Sequence[Candidate], most: int = 12) -> tuple[Proposal, ...]:
    """The stories worth a colleague's time, the best first, at most `most`.

    Each story is told once, by the piece that tells most: the surest worthy, then the one with a lead, then the
    earliest. A filler is proposed only when several sources tell it. Cost: that of `groups`.
    """
    by_id = {one.story.id: one for one in candidates}
    found = [
        proposal
        for group in groups([one.story for one in candidates])
        if (proposal := _proposal([by_id[one] for one in group])) is not None
    ]
    order = {one.story.id: place for place, one in enumerate(candidates)}
    return tuple(sorted(found, key=lambda one: (-one.score, order[one.leading]))[:most])


def _proposal(group: Sequence[Candidate]) -> Proposal | None:
    """The story of a group, None where nothing speaks for it."""
    leading = max(group, key=_tells_most)
    chance = leading.worthy_probability
    told_by = len({one.story.company or one.story.id for one in group})
    if chance < LEAST_WORTHY and told_by < TOLD_BY:
        return None
    number = next((found for one in (leading, *group) if (found := number_for_slides(one.story))), None)
    return Proposal(
        group=tuple(one.story.id for one in group),
        leading=leading.story.id,
        hook=leading.hook,
        why=_why(leading, told_by, number),
        number=number,
        score=_score(chance, told_by, number),
    )


def _tells_most(one: Candidate) -> tuple[float, bool, float]:
    """Probabilities that differ by little count as equal."""
    day = -float(one.story.date.toordinal()) if one.story.date else 0.0
    return round(one.worthy_probability, 1), bool(one.story.lead), day


def _why(leading: Candidate, told_by: int, number: Number | None) -> tuple[str, ...]:
    codes = []
    if leading.worthy_probability >= LEAST_WORTHY and leading.hook in WORTHY:
        codes.append("worthy" if leading.worthy_probability >= UNSURE else "maybe_worthy")
    elif leading.worthy_probability >= LEAST_WORTHY:
        codes.append("maybe_worthy")
    if told_by >= TOLD_BY:
        codes.append("told_by_many")
    if number is not None:
        codes.append("has_number")
    if leading.hook in FILLER:
        codes.append("filler")
    return tuple(codes)


def _score(chance: float, told_by: int, number: Number | None) -> float:
    """The chance of being worthy; voices and a number lift it a little and never past a surer story by much."""
    bonus = TOLD_BONUS * (told_by - 1) + (NUMBER_BONUS if number else 0.0)
    return round(min(1.0, chance * (1 - MOST_BONUS) + min(MOST_BONUS, bonus)), 4)
