"""Whether two pieces of news tell the same story."""

from __future__ import annotations

from dataclasses import dataclass

from luotsi.engines.text.stories.facts import Facts, Story, facts_of
from luotsi.engines.text.stories.matching import Matching, matched
from luotsi.engines.text.stories.vetoes import vetoes

# Without a name, place or number in common, stories have to be alike nearly word for word.
LEAST_SCORE, LEAST_BEYOND_A_NAME, LEAST_WITHOUT_IDENTITY = 0.33, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Sameness:
    """`score` (0-1) says how alike two stories are; codes in `vetoes` keep them apart however alike they are."""

    same: bool
    score: float
    vetoes: tuple[str, ...]


def same_story(a: Story, b: Story) -> Sameness:
    """Whether two pieces of news tell the same event at the same stage.

    Example: same_story(Story("1", "Hexa agrees to buy Crisply"), Story("2", "Hexa completes purchase of Crisply")).same
    -> False, with the veto "stage".
    """
    return compared(facts_of(a), facts_of(b))


def compared(a: Facts, b: Facts) -> Sameness:
    """The same of stories already taken apart."""
    matching = matched(a, b)
    against = vetoes(a, b, matching)
    return Sameness(_is_alike(a, b, matching) and not against, round(matching.score, 3), against)


def score_of_same(a: Facts, b: Facts) -> float:
    """The score of two stories that are the same, else 0. Cheaper than `compared` where few are."""
    matching = matched(a, b)
    return matching.score if _is_alike(a, b, matching) and not vetoes(a, b, matching) else 0.0


def _is_alike(a: Facts, b: Facts, matching: Matching) -> bool:
    if a.plain and a.plain == b.plain:
        return True
    least = LEAST_SCORE if matching.has_identity else LEAST_WITHOUT_IDENTITY
    return matching.score >= least and matching.beyond_a_name >= LEAST_BEYOND_A_NAME
