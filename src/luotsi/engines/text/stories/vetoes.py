"""What keeps two like headlines apart: another number, period, place, name, thing, stage, direction or time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from luotsi.engines.text.stories.facts import IDEA, Facts, Token, runs_of
from luotsi.engines.text.stories.lexicon import lies_within
from luotsi.engines.text.stories.matching import Matching, is_same_key, same_start
from luotsi.engines.text.stories.numbers import Amount

Run = tuple[int, int]

# Money and shares are rounded when they are told again.
ROUNDED = 0.03
DAYS_APART = 30
LEAST_RIVAL, TAIL = 1.0, 0.6
ALIKE, ALIKE_WITHOUT, ALIKE_WITHOUT_THING = 0.5, 0.6, 0.8
OPPOSITES = (
    ("rise", "fall"), ("open", "close"), ("appoint", "leave"), ("uphold", "reject"), ("contract", "lose"),
    ("resume", "cancel"),
)  # fmt: skip
# Told in one headline alone this makes it another story, whatever the other says.
TELLING_STAGES = frozenset(("trial",))
FUTURE = re.compile(r"(.{3,}?)(?:ит|ет|ят|ут|ют)")
PAST = re.compile(r"(.{3,}?)[иеаы]?(?:л|ла|ли|ло)")


def vetoes(a: Facts, b: Facts, matching: Matching) -> tuple[str, ...]:
    """Codes, in a fixed order: numbers, period, places, names, general, object, stage, direction, time."""
    found = {
        "numbers": _numbers_differ(a.amounts, b.amounts, matching),
        "period": bool(a.periods and b.periods and not a.periods & b.periods),
        "places": _places_differ(a, b, matching),
        "names": _names_differ(a, b, matching),
        "general": _is_general(a, b) or _is_general(b, a),
        "object": _object_differs(a, b, matching),
        "stage": _stages_differ(a, b, matching),
        "direction": any(_opposed(a, b, *pair) or _opposed(b, a, *pair) for pair in OPPOSITES),
        "time": bool(a.day and b.day and abs((a.day - b.day).days) > DAYS_APART),
    }
    return tuple(code for code, holds in found.items() if holds)


def _stages_differ(a: Facts, b: Facts, matching: Matching) -> bool:
    if (a.stages ^ b.stages) & TELLING_STAGES:
        return True
    if a.stages and b.stages and not a.stages & b.stages:
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


def _names_differ(a: Facts, b: Facts, matching: Matching) -> bool:
    """Each has a name that the other lacks, in the same surroundings or in headlines alike but for it."""
    ours, theirs = _runs(a, matching.left), _runs(b, matching.right)
    if not ours or not theirs:
        return False
    if matching.without_names < ALIKE_WITHOUT:
        return False
    return any(_is_same_place(a.tokens, one, b.tokens, other) for one in ours for other in theirs)


def _is_general(a: Facts, b: Facts) -> bool:
    """The one tells of nobody by name and of no place or number, the other of somebody."""
    has_name = any(token.is_name or token.is_maybe_name for token in a.tokens)
    return bool(b.names) and not has_name and not a.places and not a.amounts


def _runs(facts: Facts, unmatched: frozenset[int]) -> tuple[Run, ...]:
    """Runs of words within names that have no like in the other headline."""
    return runs_of([place for place in sorted(unmatched) if facts.tokens[place].is_name])


def _is_same_place(
    ours: Sequence[Token], one: tuple[int, int], theirs: Sequence[Token], other: tuple[int, int]
) -> bool:
    """The same word before, or the same word behind; a headline's start or end is a neighbour too."""
    before = _at(ours, one[0] - 1) == _at(theirs, other[0] - 1)
    behind = _at(ours, one[1] + 1) == _at(theirs, other[1] + 1)
    return before or behind


def _at(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].key if 0 <= place < len(tokens) else ""


def _object_differs(a: Facts, b: Facts, matching: Matching) -> bool:
    """Headlines that are one but for a thing in the same place: "tomato soup" and "oat bars"."""
    return _go_different_ways(a, b, matching) or any(
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


def _weight(tokens: Sequence[Token], run: Run) -> float:
    return sum(token.weight for token in tokens[run[0] : run[1] + 1])


def _things(facts: Facts, unmatched: frozenset[int]) -> tuple[Run, ...]:
    """Runs of up to three unmatched words that say what it is about (verbs of events are told in many ways)."""
    said = [
        place
        for place in sorted(unmatched)
        if facts.tokens[place].weight >= IDEA and facts.tokens[place].idea not in EVENTS
    ]
    return tuple(run for run in runs_of(said) if run[1] - run[0] < LONGEST_THING)


EVENTS = frozenset(
    "acquire merge open build close appoint leave layoff invest fund contract partner implement deliver rise fall"
    " survey".split()
)
LONGEST_THING = 3


def _stand_alike(ours: Sequence[Token], one: Run, theirs: Sequence[Token], other: Run) -> bool:
    """Between the same neighbours, words of grammar aside; the headline's end counts as one, its start does not."""
    before = _beside(ours, one[0], -1) == _beside(theirs, other[0], -1) != ""
    return before and _beside(ours, one[1], 1) == _beside(theirs, other[1], 1)


def _beside(tokens: Sequence[Token], place: int, step: int) -> str:
    """The key of the next word that is no word of grammar."""
    place += step
    while 0 <= place < len(tokens) and tokens[place].is_stop:
        place += step
    return _at(tokens, place)
