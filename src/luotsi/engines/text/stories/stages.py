"""How far an event has come, and whether two headlines tell it at different stages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from luotsi.engines.text.stories.lexicon import idea_of, stages_of, stages_of_two
from luotsi.engines.text.words import fold

KEPT = frozenset(
    "plan agreed rumour trial pilot begin done end approve probe suit penalty settle apply grant nominate tender sign"
    " broken restored calloff dispute propose pass bid raised buy sell".split()
)
# Stages of one course: two headlines that tell of it, and of no stage in common, are two stories.
COURSES = (
    frozenset("plan trial begin done end approve".split()),
    frozenset("probe suit penalty settle".split()),
    frozenset("apply grant".split()),
    frozenset("tender sign".split()),
    frozenset("propose pass".split()),
)
# Told in one headline alone these make it another story; `rumour` not beside a plan without an agreement.
TELLING = frozenset(("trial", "pilot", "nominate"))
# Told in one headline alone, where both are about the second.
TELLING_OF = (("restored", "broken"), ("calloff", "dispute"), ("raised", "bid"))
DEALS = frozenset("deal transaction сделку сделка kaupan kauppa operacion transaksi round раунд ronda".split())
PROJECTS = frozenset("acquire merge open build invest implement close deliver contract".split())
TO_DO = frozenset(
    "publish report hold"
    " launch open build acquire buy sell release complete close host invest merge expand join deliver".split()
)
_SPANISH_FUTURE = re.compile(r"\w{3,}(?:[aei]r)(?:á|án)(?!\w)")
_SPANISH_PAST = re.compile(r"\w{3,}ó(?!\w)")
_TO_COME = re.compile(r"\w+(?:[^аеиоуыэюя][иеяую]т|дут|даст|оит|оят|роет|роют)(?:ся)?")
_PAST = re.compile(r"\w+(?:л|ла|ло|ли)(?:с[ья])?")
_HAS_BEEN = re.compile(r"\w+(?:[еа]н[аоы]?|ыт[аоы]?)")


class Word(Protocol):
    """What is asked of a token."""

    @property
    def folded(self) -> str: ...
    @property
    def idea(self) -> str: ...
    @property
    def is_name(self) -> bool: ...
    @property
    def is_stop(self) -> bool: ...
    @property
    def is_number(self) -> bool: ...


def stages_in(words: Sequence[Word], headline: str) -> frozenset[str]:
    """Codes of the stages told. "Begins" counts only where work begins, and "closes" ends all but a deal.

    `headline` is the composed text of the words: Spanish verbs to come are known by their accent.
    """
    told = [_said(words, place) for place in range(len(words))]
    found = set().union(*told)
    found |= _tense_in_spanish(headline.lower())
    if "close" in found:
        deals = any(word.idea in ("acquire", "merge") or word.folded in DEALS for word in words)
        found.add("done" if deals else "end")
    if "approve" in found:
        return frozenset({"approve"} | found & {"probe", "penalty", "grant"})
    if "begin" in found and ("work" not in found or "done" in found):
        found.discard("begin")
    if found & {"rumour", "agreed"}:
        found.add("plan")
    _keep_the_first(found, told)
    return frozenset(found & KEPT)


def stages_differ(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two sets of stages belong to two stories."""
    for course in COURSES:
        if ours & course and theirs & course and not ours & theirs & course:
            return True
    return _is_told_by_one(ours, theirs) or _is_told_by_one(theirs, ours)


def _is_told_by_one(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    alone = ours - theirs
    if alone & TELLING or ("rumour" in alone and ("plan" not in theirs or "agreed" in theirs)):
        return True
    return any(code in alone and about in ours & theirs for code, about in TELLING_OF)


def _keep_the_first(found: set[str], told: Sequence[set[str]]) -> None:
    """What is wanted goes before what is done, unless the first verb tells a deed."""
    if not found & {"plan", "begin"}:
        return
    first = next((said for said in told if said & {"plan", "agreed", "rumour", "past"}), set())
    if "past" in first and "begin" not in found:
        found -= {"plan", "agreed", "rumour"}
    else:
        found.discard("done")


def _said(words: Sequence[Word], place: int) -> set[str]:
    """The stages of one word, and of it with the next."""
    word = words[place]
    found = set(stages_of(word.folded))
    for following in _following(words, place):
        found |= stages_of_two(word.folded, following.folded)
    if word.is_name:
        return found & {"trial"} if place and words[place - 1].is_number else set()
    if "perfective" in found:
        found |= _tense(word.folded)
    if word.folded == "to" and place + 1 < len(words):
        following = words[place + 1]
        if following.folded in TO_DO or (following.idea in PROJECTS and not following.is_name):
            found.add("plan")
    return found


def _following(words: Sequence[Word], place: int) -> Iterator[Word]:
    """The next word, and the next that is no word of grammar."""
    yield from words[place + 1 : place + 2]
    yield from islice((word for word in words[place + 2 :] if not word.is_stop), 1)


def _tense_in_spanish(lower: str) -> set[str]:
    """A verb in -rá is to come (of a thing in use, "volará", it says as much as the present), one in -ó is done."""
    verbs = (fold(hit[0]) for hit in _SPANISH_FUTURE.finditer(lower))
    if any(idea_of(verb) in ("", *PROJECTS) for verb in verbs):
        return {"plan"}
    return {"done"} if _SPANISH_PAST.search(lower) else set()


def _tense(verb: str) -> set[str]:
    if _PAST.fullmatch(verb):
        return {"done", "past"}
    if _TO_COME.fullmatch(verb):
        return {"plan"}
    return {"done"} if _HAS_BEEN.fullmatch(verb) else set()
