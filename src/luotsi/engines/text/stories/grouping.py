"""Groups of the same story among many pieces of news: rare words find candidates, the comparison decides."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from luotsi.engines.text.stories.facts import NAME, Facts, Story, facts_of
from luotsi.engines.text.stories.sameness import compared, score_of_same

# A word that more stories hold finds no candidates; each story is compared with so many of its likeliest.
MOST_HOLDERS, MOST_COMPARED, LEAST_LIKE = 100, 7, 0.28


def groups(stories: Sequence[Story]) -> tuple[tuple[str, ...], ...]:
    """Ids of stories that are the same, in the order given; a story alone is a group of one.

    Two groups become one only where no veto stands between any two of their stories, so that a chain of small
    steps never joins the beginning of an event with its end. Cost: about linear in the number of stories.
    """
    facts = [facts_of(story) for story in stories]
    clusters = _Clusters(facts)
    pairs = []
    for one, other in _candidates(facts):
        if score := score_of_same(facts[one], facts[other]):
            pairs.append((-score, one, other))
    for _, one, other in sorted(pairs):
        clusters.join(one, other)
    return tuple(tuple(stories[place].id for place in members) for members in clusters.all())


class _Clusters:
    """Places of stories in groups; each group is known by its lowest place."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._facts = facts
        self._home = list(range(len(facts)))
        self._members = {place: [place] for place in range(len(facts))}

    def join(self, one: int, other: int) -> None:
        """Make one group of two, unless a veto stands between any of their stories."""
        first, second = sorted((self._home[one], self._home[other]))
        if first == second or self._is_vetoed(self._members[first], self._members[second]):
            return
        self._members[first] = sorted(self._members[first] + self._members[second])
        for place in self._members.pop(second):
            self._home[place] = first

    def all(self) -> Iterator[list[int]]:
        """The groups by their first story."""
        return (self._members[home] for home in sorted(self._members))

    def _is_vetoed(self, ours: Sequence[int], theirs: Sequence[int]) -> bool:
        return any(compared(self._facts[one], self._facts[other]).vetoes for one in ours for other in theirs)


def _candidates(facts: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing, each once: those that share the most rare words."""
    terms = [_terms(one) for one in facts]
    holders: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(terms):
        for term in own:
            holders[term].append(place)
    rarity = {term: math.log(1 + len(facts) / len(places)) for term, places in holders.items()}
    lengths = [math.sqrt(sum(rarity[term] ** 2 for term in own)) or 1.0 for own in terms]
    for place, own in enumerate(terms):
        yield from _likeliest(place, own, holders, rarity, lengths)


def _likeliest(
    place: int, own: frozenset[str], holders: dict[str, list[int]], rarity: dict[str, float], lengths: list[float]
) -> Iterator[tuple[int, int]]:
    """A story's best candidates by cosine; a pair that both would name is left to the later of the two."""
    gathered: dict[int, float] = defaultdict(float)
    for term in own:
        if len(holders[term]) <= MOST_HOLDERS:
            for other in holders[term]:
                if other < place:
                    gathered[other] += rarity[term] ** 2
    likely = [(shared / (lengths[place] * lengths[other]), other) for other, shared in gathered.items()]
    best = sorted((like for like in likely if like[0] >= LEAST_LIKE), reverse=True)[:MOST_COMPARED]
    return ((other, place) for _, other in best)


def _terms(facts: Facts) -> frozenset[str]:
    """What a story is found by: keys cut to a few letters, so that endings do not hide it, and its numbers."""
    words = {token.key[:6] for token in facts.tokens if token.weight >= 0.8 and token.key not in facts.company}
    pairs = _pairs_of(facts)
    return frozenset(words | pairs | {f"{one.kind}{one.value:g}" for one in facts.amounts})


def _pairs_of(facts: Facts) -> set[str]:
    """A name beside an idea ("kestrel + close"), which is rare where each by itself is not."""
    names = {token.key[:6] for token in facts.tokens if token.weight == NAME}
    return {f"{name}+{idea}" for name in names for idea in facts.ideas}
