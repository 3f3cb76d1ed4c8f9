"""What a request is made of when two are compared: its core words and its slots.

A slot is what changes from one instance to the next (number, version, date, month, edition) or from one twin to
another (place, language, audience). The core is all the rest, as stems.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from luotsi.engines.text.dates import names_date
from luotsi.engines.text.search import search_stems
from luotsi.engines.text.slots import CONTRASTS, FILLER, INSTANCE_WORDS, ORDINALS, SYNONYMS, TWIN_WORDS
from luotsi.engines.text.words import composed, fold

_TOKEN = re.compile(r"v?\d+(?:[.\-/]\d+)+|[^\W\d_]+\d+|\d+[^\W\d_]*|[^\W\d_]+")
_HEADING = re.compile(r"\s*([^\W\d_][\w &/]{1,24}?)\s*:(?!//)\s")
_MEASURE = re.compile(r"\s?(?:%|percent|procent|€|\$|£|eur|euro|usd|pages?|words?|posts?)(?!\w)")
_LETTER_ENDS = re.compile(r"[A-ZА-Я](?=\s*(?:$|[,;:.)\-–]))")
_ROMAN = re.compile(r"^(?:ii|iii|iv|vi|vii|viii|ix)$")
# Deadlines are not what an instance is known by.
INSTANCE_DATES = frozenset({"day", "month", "quarter", "week"})
BODY_LETTERS, LONGEST_TITLE, SAME_START = 800, 400, 5


@dataclass(frozen=True, slots=True)
class Parts:
    """One text taken apart: `core` are stems, `names` the capitalised ones of them; `instance` and `twin` the slots."""

    core: frozenset[str]
    names: frozenset[str]
    instance: frozenset[str]
    twin: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A request taken apart; `plain` is its title in folded words without filler, for "the very same title";
    `series` the heading before a colon when the title holds a date, else empty; the terms are core and twin slots."""

    title: Parts
    body: Parts
    plain: tuple[str, ...]
    series: str
    title_terms: frozenset[str]
    all_terms: frozenset[str]


def likeness_of(title: str, body: str = "") -> Likeness:
    """Take a request apart."""
    whole = composed(title)[:LONGEST_TITLE]
    plain = tuple(hit for hit in _TOKEN.findall(fold(whole)) if hit not in FILLER)
    return put_together(
        _take_apart(whole, is_title=True),
        _take_apart(composed(body)[:BODY_LETTERS], is_title=False),
        plain,
        _series(whole),
    )


def put_together(title: Parts, body: Parts, plain: tuple[str, ...], series: str) -> Likeness:
    """A likeness of parts."""
    terms = title.core | title.twin
    return Likeness(title, body, plain, series, terms, terms | body.core | body.twin)


def _series(title: str) -> str:
    heading = _HEADING.match(fold(title))
    return heading.group(1).strip() if heading and _dates_in(title)[0] else ""


def _take_apart(text: str, *, is_title: bool) -> Parts:
    core: set[str] = set()
    names: set[str] = set()
    twin: set[str] = set()
    instance, spans = _dates_in(text)
    folded = fold(text)
    for hit in _TOKEN.finditer(folded):
        word = hit.group()
        if is_title and _is_lettered(text, hit):
            twin.add(word)
        elif word in FILLER or any(start <= hit.start() < end for start, end in spans):
            continue
        elif _is_instance(word) and not (word.isdigit() and _MEASURE.match(folded, hit.end())):
            instance.add(_plain_number(word))
        elif is_twin(word) or (is_title and word in CONTRASTS):
            twin.add(stem_of(word))
        else:
            core.add(stem_of(word))
            if _is_capital_inside(text, hit.start()):
                names.add(stem_of(word))
    return Parts(frozenset(core), frozenset(names), frozenset(instance), frozenset(twin))


def _dates_in(text: str) -> tuple[set[str], list[tuple[int, int]]]:
    found = names_date(text).expressions if text else ()
    instance = {" ".join(sorted(_TOKEN.findall(fold(hit.text)))) for hit in found if hit.code in INSTANCE_DATES}
    return instance, [(hit.start, hit.end) for hit in found]


def _is_capital_inside(text: str, start: int) -> bool:
    """A capital that does not stand there only because a sentence begins."""
    return text[start].isupper() and text[:start].rstrip(" \"'«“([").rstrip()[-1:] not in ("", ".", "!", "?", ":")


def _is_lettered(text: str, hit: re.Match[str]) -> bool:
    """A single capital that ends a phrase ("site A"): one of several."""
    return len(hit.group()) == 1 and hit.start() > 0 and bool(_LETTER_ENDS.match(text, hit.start()))


def _is_instance(word: str) -> bool:
    numbered = any(letter.isdigit() for letter in word)
    return numbered or word in INSTANCE_WORDS or word in ORDINALS or bool(_ROMAN.match(word))


def _plain_number(word: str) -> str:
    return ORDINALS.get(word, word[1:] if word[0] == "v" and word[1:2].isdigit() else word)


@lru_cache(maxsize=100_000)
def is_twin(word: str) -> bool:
    """A word of place, language or audience; endings of long words are tolerated (Finnish and Russian cases)."""
    return word in TWIN_WORDS or any(word[:size] in _LONG_TWINS for size in range(6, len(word)))


_LONG_TWINS = frozenset(word for word in TWIN_WORDS if len(word) >= 6)


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """One stem a word: its synonym's, else the shortest that its languages give (at least three letters)."""
    if word in SYNONYMS:
        return SYNONYMS[word]
    return next((meant for stem in search_stems(word) if (meant := _stem_synonyms().get(stem))), _shortest_stem(word))


@cache
def _stem_synonyms() -> dict[str, str]:
    """Synonyms by their stems, so that their inflected forms are known too; a whole word goes first."""
    by_stem = {stem: first for word, first in SYNONYMS.items() for stem in search_stems(word) if len(stem) > 3}
    return by_stem | SYNONYMS


def _shortest_stem(word: str) -> str:
    stems = search_stems(word) or (word,)
    return min((stem for stem in stems if len(stem) >= 3), key=len, default=stems[0])


def is_same_word(one: str, other: str) -> bool:
    """Two stems of what is most likely one word in two forms: long, with the same start."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    common = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return common >= SAME_START and common >= 0.7 * len(longer)
