"""Things that rival each other: what two headlines, alike in all else, tell of one each."""

from __future__ import annotations

from collections.abc import Sequence

from luotsi.engines.text.stories.facts import Facts, Token, runs_of
from luotsi.engines.text.stories.matching import Matching, same_start, starts_alike
from luotsi.engines.text.stories.things import Things, is_thing

Run = tuple[int, int]

LONGEST_THING, ALIKE_WITHOUT_THING = 3, 0.8
LEAST_RIVAL, TAIL = 1.0, 0.6
MUCH, HARDLY_ANY, MOSTLY = 2.0, 0.1, 0.75
# How much of the things has to be shared where the same firm comes first and the order is the same: less where
# a second name or an amount is shared too.
LEAST_GROUND, LEAST_GROUND_WITH_FURTHER = 0.5, 0.3


def object_differs(a: Facts, b: Facts, matching: Matching, things: Things) -> bool:
    """Headlines built alike that tell of another thing. Who tells a story anew puts its parts in another order;
    who tells of the next client or product keeps the order and changes a part."""
    if _share_names_only(things):
        return True
    if not things.in_order:
        return False
    return _is_swapped(a, b, matching) or _go_different_ways(a, b, matching) or _share_little(a, b, things)


def _share_names_only(things: Things) -> bool:
    """Whom they are about and where, at most, though each has a lot to tell."""
    if not things.told and things.rival_told >= LEAST_RIVAL and things.ground_share < MOSTLY:
        return True
    return things.rival >= MUCH and things.ground_share < HARDLY_ANY and not things.has_further


def _share_little(a: Facts, b: Facts, things: Things) -> bool:
    """The same firm first, and then each has things of its own that outweigh what both tell."""
    least = LEAST_GROUND_WITH_FURTHER if things.has_further else LEAST_GROUND
    return things.rival >= LEAST_RIVAL and things.ground_share < least and starts_alike(a, b)


def _is_swapped(a: Facts, b: Facts, matching: Matching) -> bool:
    """One but for a thing in the same place: "tomato soup" and "oat bars"."""
    return any(
        _stand_alike(a.tokens, one, b.tokens, other)
        and matching.without(_weight(a.tokens, one), _weight(b.tokens, other)) >= ALIKE_WITHOUT_THING
        for one in _things(a, matching.left)
        for other in _things(b, matching.right)
    )


def _go_different_ways(a: Facts, b: Facts, matching: Matching) -> bool:
    """The same firm does the same sort of thing, and then hardly a word is the same."""
    one, other = same_start(a, b)
    if not one:
        return False
    ours = sum(a.tokens[place].weight for place in matching.left if place >= one)
    theirs = sum(b.tokens[place].weight for place in matching.right if place >= other)
    shared = sum(token.weight for place, token in enumerate(a.tokens) if place >= one and place not in matching.left)
    return min(ours, theirs) >= LEAST_RIVAL and shared + matching.numbers < TAIL * min(ours, theirs)


def at(tokens: Sequence[Token], place: int) -> str:
    """The key of the word in a place; empty before the first and behind the last."""
    return tokens[place].key if 0 <= place < len(tokens) else ""


def _weight(tokens: Sequence[Token], run: Run) -> float:
    return sum(token.weight for token in tokens[run[0] : run[1] + 1])


def _things(facts: Facts, unmatched: frozenset[int]) -> tuple[Run, ...]:
    """Runs of up to three unmatched words that say what it is about."""
    runs = runs_of([place for place in sorted(unmatched) if is_thing(facts, place)])
    return tuple(run for run in runs if run[1] - run[0] < LONGEST_THING)


def _stand_alike(ours: Sequence[Token], one: Run, theirs: Sequence[Token], other: Run) -> bool:
    """Between the same neighbours, words of grammar aside; the headline's end counts as one, its start does not."""
    before = _beside(ours, one[0], -1) == _beside(theirs, other[0], -1) != ""
    return before and _beside(ours, one[1], 1) == _beside(theirs, other[1], 1)


def _beside(tokens: Sequence[Token], place: int, step: int) -> str:
    """The key of the next word that is no word of grammar."""
    place += step
    while 0 <= place < len(tokens) and tokens[place].is_stop:
        place += step
    return at(tokens, place)
