"""What a request is made of when two are compared: its core words and its slots.

A slot is what changes from one instance to the next (number, version, date, month, edition) or from one twin to
another (place, language, audience, product name). The core is all the rest, as stems.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from luotsi.engines.text.dates import names_date
from luotsi.engines.text.search import search_stems
from luotsi.engines.text.slots import FILLER, INSTANCE_WORDS, ORDINALS, SYNONYMS, TWIN_WORDS
from luotsi.engines.text.words import composed, fold

_TOKEN = re.compile(r"v?\d+(?:[.\-/]\d+)+|[^\W\d_]+\d+|\d+[^\W\d_]*|[^\W\d_]+")
_ROMAN = re.compile(r"^(?:ii|iii|iv|vi|vii|viii|ix)$")
_TAG = re.compile(r"^\s*[\[(]([^\])]{1,30})[\])]\s*:?|^\s*([^\W\d_][\w &/]{1,24}?)\s*:(?!//)\s")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
BODY_WORDS = 80


@dataclass(frozen=True, slots=True)
class Likeness:
    """`core` and `body` are stems, `names` the capitalised ones among the core; `instance` and `twin` the slots."""

    core: frozenset[str]
    body: frozenset[str]
    names: frozenset[str]
    instance: frozenset[str]
    twin: frozenset[str]
    body_instance: frozenset[str]
    tag: str


def likeness_of(title: str, body: str = "") -> Likeness:
    """Take a request apart. Cost: well below a millisecond."""
    whole = composed(title)
    core, names, instance, twin = _take_apart(whole)
    body_core, _, body_instance, _ = _take_apart(composed(body)[: BODY_WORDS * 10])
    tag = _TAG.match(fold(whole))
    return Likeness(
        frozenset(core),
        frozenset(body_core),
        frozenset(names),
        frozenset(instance),
        frozenset(twin),
        frozenset(body_instance),
        (tag.group(1) or tag.group(2)).strip() if tag else "",
    )


def _take_apart(text: str) -> tuple[set[str], set[str], set[str], set[str]]:
    core: set[str] = set()
    names: set[str] = set()
    instance, spans = _dates_in(text)
    twin: set[str] = set()
    folded = fold(text)
    for hit in _TOKEN.finditer(folded):
        if any(start <= hit.start() < end for start, end in spans):
            continue
        word = hit.group()
        if _is_instance(word):
            instance.add(_plain_number(word))
        elif word in FILLER:
            continue
        elif is_twin(word):
            twin.add(stem_of(word))
        else:
            core.add(stem_of(word))
            if text[hit.start()].isupper() and hit.start() > 0:
                names.add(stem_of(word))
    return core, names, instance, twin


def _dates_in(text: str) -> tuple[set[str], list[tuple[int, int]]]:
    found = [hit for hit in names_date(text).expressions if hit.code != "asap"]
    return {fold(hit.text) for hit in found}, [(hit.start, hit.end) for hit in found]


def _is_instance(word: str) -> bool:
    return (
        any(letter.isdigit() for letter in word)
        or word in INSTANCE_WORDS
        or word in ORDINALS
        or bool(_ROMAN.match(word))
    )


def _plain_number(word: str) -> str:
    return ORDINALS.get(word, word.lstrip("v") if word[0] == "v" and word[1:2].isdigit() else word)


@lru_cache(maxsize=100_000)
def is_twin(word: str) -> bool:
    """A word of place, language or audience; Finnish and Russian endings are tolerated."""
    return word in TWIN_WORDS or (len(word) >= 6 and any(word.startswith(stem) for stem in _long_twins(word[:5])))


@lru_cache(maxsize=20_000)
def _long_twins(start: str) -> tuple[str, ...]:
    return tuple(word for word in TWIN_WORDS if len(word) >= 5 and word.startswith(start))


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """One stem a word: its synonym's, else the shortest its languages give (at least three letters)."""
    if word in SYNONYMS:
        return SYNONYMS[word]
    stems = [stem for stem in search_stems(word) if len(stem) >= 3] or [word]
    shortest = min(stems, key=len)
    return SYNONYMS.get(shortest, shortest)
