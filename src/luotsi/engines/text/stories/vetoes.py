"""What keeps two like headlines apart: another number, period, place, name, thing, stage, direction or time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from luotsi.engines.text.stories.facts import Facts, Token, runs_of
from luotsi.engines.text.stories.lexicon import lies_within
from luotsi.engines.text.stories.matching import Matching, is_same_key, starts_alike
from luotsi.engines.text.stories.numbers import Amount
from luotsi.engines.text.stories.rivals import Run, at, object_differs
from luotsi.engines.text.stories.stages import stages_differ
from luotsi.engines.text.stories.things import Things, things_of

# Money and shares are rounded when they are told again.
ROUNDED = 0.03
DAYS_APART = 30
ALIKE, ALIKE_WITHOUT = 0.5, 0.6
# Two names in the same surroundings are rivals where the order is the same too, or where little else is shared.
LEAST_NAMED, LITTLE_SHARED = 0.7, 0.6
OPPOSITES = (
    ("rise", "fall"), ("open", "close"), ("appoint", "leave"), ("uphold", "reject"), ("contract", "lose"),
    ("resume", "cancel"),
)  # fmt: skip
DEAL_SIDES = frozenset(("buy", "sell"))
FUTURE = re.compile(r"(.{3,}?)(?:ит|ет|ят|ут|ют)")
PAST = re.compile(r"(.{3,}?)[иеаы]?(?:л|ла|ли|ло)")


def vetoes(a: Facts, b: Facts, matching: Matching) -> tuple[str, ...]:
    """Codes, in a fixed order: numbers, period, places, names, general, object, stage, direction, time.
    Between the same letters none but time holds."""
    if a.plain == b.plain:
        return ("time",) if _is_long_after(a, b) else ()
    things = things_of(a, b, matching)
    found = {
        "numbers": _numbers_differ(a.amounts, b.amounts, matching) or _ordinals_differ(a, b, matching),
        "period": bool(a.periods and b.periods and not a.periods & b.periods),
        "places": _places_differ(a, b, matching),
        "names": _names_differ(a, b, matching, things),
        "general": _is_general(a, b, matching.right) or _is_general(b, a, matching.left),
        "object": object_differs(a, b, matching, things),
        "stage": _stages_differ(a, b, matching),
        "direction": any(_opposed(a, b, *pair) or _opposed(b, a, *pair) for pair in OPPOSITES) or _changes_sides(a, b),
        "time": _is_long_after(a, b),
    }
    return tuple(code for code, holds in found.items() if holds)


def _is_long_after(a: Facts, b: Facts) -> bool:
    return a.day is not None and b.day is not None and abs((a.day - b.day).days) > DAYS_APART


def _stages_differ(a: Facts, b: Facts, matching: Matching) -> bool:
    if stages_differ(a.stages, b.stages):
        return True
    return any(_is_later_form(a.tokens[one].folded, b.tokens[other].folded) for one, other in matching.pairs)


def _is_later_form(one: str, other: str) -> bool:
    """The same Russian verb to come and done: разместит, разместил."""
    for future, past in (
        (FUTURE.fullmatch(one), PAST.fullmatch(other)),
        (FUTURE.fullmatch(other), PAST.fullmatch(one)),
    ):
        if future and past and future[1] == past[1]:
            return True
    return False


def _opposed(a: Facts, b: Facts, one: str, other: str) -> bool:
    return one in a.ideas and other in b.ideas and other not in a.ideas and one not in b.ideas


def _changes_sides(a: Facts, b: Facts) -> bool:
    """The same firm, named first in both, buys in the one and sells in the other."""
    ours, theirs = a.stages & DEAL_SIDES, b.stages & DEAL_SIDES
    return bool(ours and theirs) and not ours & theirs and starts_alike(a, b)


def _numbers_differ(ours: Sequence[Amount], theirs: Sequence[Amount], matching: Matching) -> bool:
    """For a kind of number that both tell: no value of the one is a value of the other."""
    for kind in {amount.kind for amount in ours} & {amount.kind for amount in theirs}:
        mine = [amount for amount in ours if amount.kind == kind]
        yours = [amount for amount in theirs if amount.kind == kind]
        if any(_is_same_amount(one, other) for one in mine for other in yours):
            continue
        if kind == "money" and _are_currencies_apart(mine, yours):
            continue
        if kind != "count" or matching.alike >= ALIKE or _count_the_same(mine, yours):
            return True
    return False


def _ordinals_differ(a: Facts, b: Facts, matching: Matching) -> bool:
    return bool(a.ordinals and b.ordinals) and not a.ordinals & b.ordinals and matching.alike >= ALIKE


def _is_same_amount(one: Amount, other: Amount) -> bool:
    if one.kind in ("year", "version", "count"):
        return one.value == other.value
    if one.kind == "money" and one.unit and other.unit and one.unit != other.unit:
        return False
    return abs(one.value - other.value) <= ROUNDED * max(one.value, other.value)


def _are_currencies_apart(mine: Iterable[Amount], yours: Iterable[Amount]) -> bool:
    """Sums in two currencies cannot contradict each other."""
    return not {amount.unit for amount in mine if amount.unit} & {amount.unit for amount in yours if amount.unit} and (
        all(amount.unit for amount in (*mine, *yours))
    )


def _count_the_same(mine: Iterable[Amount], yours: Iterable[Amount]) -> bool:
    return any(one.noun and is_same_key(one.noun, other.noun) for one in mine for other in yours)


def _places_differ(a: Facts, b: Facts, matching: Matching) -> bool:
    """Each names a place that is neither the other's nor around it nor in it."""
    if not a.places or not b.places:
        return False
    ours = [place for place in a.places if not any(lies_within(place, other) for other in b.places)]
    theirs = [place for place in b.places if not any(lies_within(place, other) for other in a.places)]
    return bool(ours and theirs)


def _names_differ(a: Facts, b: Facts, matching: Matching, things: Things) -> bool:
    """Each has a name that the other lacks, in the same surroundings or in headlines alike but for it."""
    ours, theirs = _runs(a, matching.left), _runs(b, matching.right)
    if not ours or not theirs:
        return False
    if matching.without_names < ALIKE_WITHOUT:
        return False
    if not (things.in_order and things.rival >= LEAST_NAMED) and things.ground_share >= LITTLE_SHARED:
        return False
    return any(_is_same_place(a.tokens, one, b.tokens, other) for one in ours for other in theirs)


def _is_general(a: Facts, b: Facts, unmatched: frozenset[int]) -> bool:
    """The one tells of nobody by name and of no place or number, the other of somebody it does not know."""
    has_name = any(token.is_name or token.is_maybe_name for token in a.tokens)
    if not b.names or has_name or a.places or a.amounts:
        return False
    return any(unmatched >= set(range(first, last + 1)) for first, last in b.names)


def _runs(facts: Facts, unmatched: frozenset[int]) -> tuple[Run, ...]:
    """Runs of words within names that have no like in the other headline."""
    return runs_of([place for place in sorted(unmatched) if facts.tokens[place].is_name])


def _is_same_place(
    ours: Sequence[Token], one: tuple[int, int], theirs: Sequence[Token], other: tuple[int, int]
) -> bool:
    """The same word before, or the same word behind; a headline's start or end is a neighbour too."""
    before = at(ours, one[0] - 1) == at(theirs, other[0] - 1)
    behind = at(ours, one[1] + 1) == at(theirs, other[1] + 1)
    return before or behind
