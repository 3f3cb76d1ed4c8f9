"""What two headlines are about besides whom: the things both tell of, and those that each has for itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from luotsi.engines.text.stories.facts import COMMON, Facts
from luotsi.engines.text.stories.matching import Matching, weight_of

# Verbs of events are told in many ways, and say less of which event it is than its things do.
DEEDS = frozenset(
    "acquire merge open build close appoint leave layoff invest fund contract partner implement deliver rise fall"
    " survey talk sign lose resume cancel hold".split()
)
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Things:
    """Weights of things: `ground` of those both tell of, but for the first name, which is most often whom the news is
    about; `rival` of those that each has for itself (the lesser of the two). `told` and `rival_told` are the same
    with names and places left out, and deeds among what both tell. `in_order` says whether the like words follow one
    another in both, `has_further` whether they share a second name that is no place, or an amount."""

    ground: float
    rival: float
    told: float
    rival_told: float
    in_order: bool
    has_further: bool

    @property
    def ground_share(self) -> float:
        """How much of the things is shared (0-1)."""
        return self.ground / (self.ground + self.rival) if self.ground else 0.0


def things_of(a: Facts, b: Facts, matching: Matching) -> Things:
    """Weigh them. What the other tells in its lead is no rival."""
    left = [place for place in matching.left if a.tokens[place].key not in b.lead]
    right = [place for place in matching.right if b.tokens[place].key not in a.lead]
    both = [one for one, _ in matching.pairs]
    return Things(
        ground=_shared(a, b, matching) - _first_name(a, b, matching) + matching.numbers,
        rival=min(_weight(a, left), _weight(b, right)),
        told=_told(a, both, is_telling) + matching.numbers,
        rival_told=min(_told(a, left, is_thing), _told(b, right, is_thing)),
        in_order=_in_order(a, matching),
        has_further=matching.has_amount or _share_two_names(a, both),
    )


def is_telling(facts: Facts, place: int) -> bool:
    """A name, a deed or a thing: no word of grammar, not common."""
    return facts.tokens[place].weight > COMMON


def is_thing(facts: Facts, place: int) -> bool:
    """A name, or a word that says what the deed was done to."""
    token = facts.tokens[place]
    return is_telling(facts, place) and (token.is_name or not (token.idea in DEEDS or place == facts.verb_place))


def _weight(facts: Facts, places: Collection[int]) -> float:
    return sum(weight_of(facts, place, NOBODY) for place in places if is_thing(facts, place))


def _told(facts: Facts, places: Collection[int], counts: Callable[[Facts, int], bool]) -> float:
    plain = (place for place in places if not facts.tokens[place].is_name and not facts.tokens[place].place)
    return sum(facts.tokens[place].weight for place in plain if counts(facts, place))


def _shared(a: Facts, b: Facts, matching: Matching) -> float:
    """A verb counts where the other tells it as a thing."""
    return sum(weight_of(a, one, NOBODY) for one, other in matching.pairs if is_thing(a, one) or is_thing(b, other))


def _first_name(a: Facts, b: Facts, matching: Matching) -> float:
    """The weight of the first name both tell: "Garda Air Bambang Wijaya" is two where the other says "Garda Air"."""
    for first, last in a.names:
        inside = [(one, other) for one, other in matching.pairs if first <= one <= last]
        if inside:
            run = next((run for run in b.names if run[0] <= inside[0][1] <= run[1]), None)
            return _weight(a, [one for one, other in inside if run is None or run[0] <= other <= run[1]])
    return 0.0


def _share_two_names(a: Facts, both: Collection[int]) -> bool:
    names = {place for place in both if a.tokens[place].is_name and not a.tokens[place].place}
    return sum(any(first <= place <= last for place in names) for first, last in a.names) > 1


def _in_order(a: Facts, matching: Matching) -> bool:
    telling = [other for one, other in sorted(matching.pairs) if is_telling(a, one)]
    return telling == sorted(telling)
