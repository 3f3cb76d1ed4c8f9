"""Which words of two headlines are the same, and how much of the two that is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luotsi.engines.text.likeness import is_same_word
from luotsi.engines.text.stories.facts import COMMON, LEAD, MAYBE, NAME, Facts, Token
from luotsi.engines.text.stories.lexicon import lies_within
from luotsi.engines.text.stories.numbers import Amount

# The company both are about says little of which of its stories it is.
OF_COMPANY, SAME_NAME, NUMBER, FURTHER, LONG = 0.4, 0.6, 1.5, 0.7, 7
_ADJECTIVE = re.compile(r"(\w{4,}?)(?:ск|цк)(?:ий|ая|ое|ие|ого|ой|их|им|ую|ом|ими|ому)")


@dataclass(frozen=True, slots=True)
class Matching:
    """`pairs` are places of like words, `left` and `right` of those without their like. `score` says how alike the
    stories are (0-1), `alike` the headlines by themselves, `without_names` the same with unmatched names left out.
    `beyond_a_name` is the weight of what is shared besides one name, `has_identity` whether that holds a name, place
    or number; `shared`, `numbers` and `lost` are the weights behind these. `has_amount` says
    whether they share a number that is no period."""

    pairs: tuple[tuple[int, int], ...]
    left: frozenset[int]
    right: frozenset[int]
    score: float
    alike: float
    without_names: float
    beyond_a_name: float
    has_identity: bool
    numbers: float
    shared: float
    lost: tuple[float, float]
    has_amount: bool

    def without(self, ours: float, theirs: float) -> float:
        """How alike the headlines are when so much of what either lacks is left out."""
        return _share(self.shared, self.lost[0] - ours, self.lost[1] - theirs)


def matched(a: Facts, b: Facts) -> Matching:
    """Match words by key, then by likeness; numbers by value."""
    pairs = _pairs(a.tokens, b.tokens)
    company = a.company & b.company
    left = frozenset(set(range(len(a.tokens))) - {one for one, _ in pairs})
    right = frozenset(set(range(len(b.tokens))) - {other for _, other in pairs})
    shared = sum(weight_of(a, one, company) for one, _ in pairs)
    numbers, ours, theirs = _numbers(a.amounts, b.amounts)
    has_amount = numbers > 0
    numbers += NUMBER * len(a.periods & b.periods)
    shared += numbers
    lost_left, lost_right = _lost(a, left, company) + ours, _lost(b, right, company) + theirs
    helped = _in_lead(a, left, b) + _in_lead(b, right, a)
    names_left, names_right = _names(a, left, company), _names(b, right, company)
    return Matching(
        pairs=tuple(pairs),
        left=left,
        right=right,
        score=_share(shared + helped, max(0.0, lost_left - helped), max(0.0, lost_right - helped)),
        alike=_share(shared, lost_left, lost_right),
        without_names=_share(shared, lost_left - names_left, lost_right - names_right),
        beyond_a_name=_beyond_a_name(a, pairs, numbers) + helped,
        has_identity=numbers > 0 or any(a.tokens[one].weight >= MAYBE for one, _ in pairs),
        numbers=numbers,
        shared=shared,
        lost=(lost_left, lost_right),
        has_amount=has_amount,
    )


def is_same_key(one: str, other: str) -> bool:
    """Two keys of one word or name in two forms."""
    if one == other:
        return True
    if one[:1] in "@#" or other[:1] in "@#":
        return False
    bare, other_bare = one.removeprefix("="), other.removeprefix("=")
    if one[:1] == "=" and other[:1] == "=":
        return _is_same_name(bare, other_bare)
    return is_same_word(bare, other_bare) or _is_part(bare, other_bare) or _has_same_root(bare, other_bare)


def _is_part(one: str, other: str) -> bool:
    """A long word within a compound: testirata, talvitestirata."""
    return min(len(one), len(other)) >= LONG and (one in other or other in one)


def _has_same_root(one: str, other: str) -> bool:
    """A long start in common: мошенничество, мошенники."""
    half = max(LONG, (max(len(one), len(other)) + 1) // 2)
    return one[:half] == other[:half] and min(len(one), len(other)) >= half


def _is_same_name(one: str, other: str) -> bool:
    """A name with another ending (Kaarna, Kaarnan; Интегра, Интегры)."""
    common = next((n for n, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return common >= 4 and common >= SAME_NAME * max(len(one), len(other)) and max(len(one), len(other)) - common <= 4


def same_start(a: Facts, b: Facts) -> tuple[int, int]:
    """Where headlines that begin with the same words go different ways: a place in each; 0 where they never agree."""
    ours = [place for place, token in enumerate(a.tokens) if token.counts]
    theirs = [place for place, token in enumerate(b.tokens) if token.counts]
    count = 0
    for one, other in zip(ours, theirs, strict=False):
        if not _is_like(a.tokens[one], b.tokens[other]):
            break
        count += 1
    return (ours[count - 1] + 1, theirs[count - 1] + 1) if count > 1 else (0, 0)


def starts_alike(a: Facts, b: Facts) -> bool:
    """Whether the first telling word of both is the same, which is most often whom the news is about."""
    one, other = (next((token for token in f.tokens if token.counts and token.weight > COMMON), None) for f in (a, b))
    return one is not None and other is not None and _is_like(one, other)


def _pairs(ours: tuple[Token, ...], theirs: tuple[Token, ...]) -> list[tuple[int, int]]:
    """Places of like words, each used once: the same keys first."""
    open_right = {place: token for place, token in enumerate(theirs) if token.counts}
    pairs, rest = [], []
    for place, token in enumerate(ours):
        if token.counts:
            other = next((at for at, one in open_right.items() if one.key == token.key), None)
            if other is None:
                rest.append(place)
            else:
                pairs.append((place, other))
                del open_right[other]
    for place in rest:
        other = next((at for at, one in open_right.items() if _is_like(ours[place], one)), None)
        if other is not None:
            pairs.append((place, other))
            del open_right[other]
    return pairs


def _is_like(one: Token, other: Token) -> bool:
    """The same word in another form, also where only one of the two was taken for a name."""
    if is_same_key(one.key, other.key) or (one.place and other.place and lies_within(one.place, other.place)):
        return True
    if one.is_name != other.is_name and "@" not in one.key + other.key:
        name, word = (one.folded, other.folded) if one.is_name else (other.folded, one.folded)
        return name == word or is_same_word(name, word) or _is_adjective_of(name, word)
    return False


def _is_adjective_of(name: str, word: str) -> bool:
    """A Russian adjective of a place: Тамбов, тамбовский."""
    hit = _ADJECTIVE.fullmatch(word)
    return bool(hit and name.startswith(hit[1]))


def weight_of(facts: Facts, place: int, company: frozenset[str]) -> float:
    """A further word of a name says less than its first."""
    token = facts.tokens[place]
    if token.is_name and not token.place and place and facts.tokens[place - 1].is_name:
        return FURTHER * (OF_COMPANY if token.key in company else 1.0)
    return token.weight * (OF_COMPANY if token.key in company else 1.0)


def _lost(facts: Facts, places: frozenset[int], company: frozenset[str]) -> float:
    return sum(weight_of(facts, place, company) for place in places)


def _beyond_a_name(a: Facts, pairs: list[tuple[int, int]], numbers: float) -> float:
    """What is shared besides one name: two stories of one firm share that too."""
    matched_left = {one for one, _ in pairs}
    runs = [run for run in a.names if matched_left & set(range(run[0], run[1] + 1))]
    further = NAME * max(0, len(runs) - 1)
    plain = sum(a.tokens[one].weight for one in matched_left if not a.tokens[one].is_name)
    return further + plain + numbers


def _names(facts: Facts, places: frozenset[int], company: frozenset[str]) -> float:
    return sum(weight_of(facts, place, company) for place in places if facts.tokens[place].weight == NAME)


def _in_lead(facts: Facts, places: frozenset[int], other: Facts) -> float:
    return LEAD * sum(facts.tokens[place].weight for place in places if facts.tokens[place].key in other.lead)


def _numbers(ours: tuple[Amount, ...], theirs: tuple[Amount, ...]) -> tuple[float, float, float]:
    """Weight of numbers that both tell, that only the one, that only the other."""
    mine = {(amount.kind if amount.kind != "count" else "", round(amount.value, 3)) for amount in ours}
    yours = {(amount.kind if amount.kind != "count" else "", round(amount.value, 3)) for amount in theirs}
    return NUMBER * len(mine & yours), 0.3 * NUMBER * len(mine - yours), 0.3 * NUMBER * len(yours - mine)


def _share(shared: float, left: float, right: float) -> float:
    """Between the share of both and the share of the shorter: a paraphrase may tell more."""
    if shared <= 0:
        return 0.0
    of_both = shared / (shared + (left + right) / 2)
    of_shorter = shared / (shared + min(left, right))
    return 0.5 * of_both + 0.5 * of_shorter
