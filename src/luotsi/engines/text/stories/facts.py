"""What a story is known by when two are compared: words with weights, names, numbers, places, stage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from anyascii import anyascii

from luotsi.engines.text.search import search_stems
from luotsi.engines.text.stories.lexicon import idea_of, is_common, is_stop, place_of, stages_of
from luotsi.engines.text.stories.numbers import SCALE, WORDS, Amount, amounts_of, ordinals_of
from luotsi.engines.text.stories.periods import periods_of
from luotsi.engines.text.stories.stages import stages_in
from luotsi.engines.text.words import composed, fold

_TOKEN = re.compile(r"[^\W_]+(?:(?:[’'.&]|-(?![A-ZА-ЯЁ]))[^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;]\s*[\"«“„(]?$|^[\"«“„(]?$")
_QUOTED = re.compile(r"[«\"“„‘]([^»\"”“’]{2,60})[»\"”“’]")
# How much a term says: a name most, an idea or a plain word less, a common word of news hardly anything.
NAME, MAYBE, WORD, IDEA, COMMON, LEAD = 2.0, 1.4, 1.0, 0.8, 0.25, 0.4
_NAME_WITH_DIGITS = re.compile(r"(?!(?:FY|Rp|RP|US|USD|EUR|GBP|ISO)[-\d])[A-ZА-ЯЁ][^\W\d]+-?\d")
_ROMAN = frozenset("i ii iii iv vi vii viii ix".split())
TITLE_CASE, LONGEST, LONGEST_LEAD, NOWHERE = 0.8, 400, 600, -1


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news as it was published; `id` is the caller's own."""

    id: str
    headline: str
    lead: str = ""
    lang: str = ""
    company: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a headline: folded, the key it is compared by, what the lists know of it, and how much it tells."""

    folded: str
    key: str
    is_name: bool
    is_maybe_name: bool
    idea: str
    place: str
    is_stop: bool
    is_number: bool
    weight: float

    @property
    def counts(self) -> bool:
        """Words of grammar do not count; numbers do so by their value."""
        return not self.is_stop and not self.is_number


@dataclass(frozen=True, slots=True)
class Facts:
    """A headline taken apart; `lead` holds the keys of the lead's words, `names` the first and last place of each;
    `verb_place` is where a headline that begins with a name has its verb, which is told in many ways (-1 for none);
    `plain` the text without case, marks and gaps."""

    tokens: tuple[Token, ...]
    lead: frozenset[str]
    places: frozenset[str]
    amounts: tuple[Amount, ...]
    ordinals: frozenset[int]
    periods: frozenset[str]
    stages: frozenset[str]
    ideas: frozenset[str]
    company: frozenset[str]
    day: date | None
    names: tuple[tuple[int, int], ...]
    verb_place: int
    plain: str


def facts_of(story: Story) -> Facts:
    """Take a story apart."""
    headline = composed(story.headline)[:LONGEST]
    tokens = tuple(_tokens(headline))
    said = [token for token in tokens if not token.is_stop]
    names = runs_of(place for place, token in enumerate(tokens) if token.is_name)
    return Facts(
        tokens=tokens,
        lead=frozenset(_keys(story.lead[:LONGEST_LEAD])),
        places=frozenset(token.place for token in tokens if token.place and token.is_name),
        amounts=amounts_of(headline),
        ordinals=ordinals_of(fold(headline)),
        periods=periods_of(fold(headline)),
        stages=stages_in(tokens, headline),
        ideas=frozenset(token.idea for token in said if token.idea and not token.is_name),
        company=frozenset(_keys(story.company)),
        day=story.date,
        names=names,
        verb_place=_verb_place(tokens, names),
        plain="".join(re.findall(r"\w", fold(headline))),
    )


def _verb_place(tokens: tuple[Token, ...], names: tuple[tuple[int, int], ...]) -> int:
    for first, last in names[:1]:
        if not any(token.counts and token.weight > COMMON for token in tokens[:first]):
            return next((place for place in range(last + 1, len(tokens)) if not tokens[place].is_stop), NOWHERE)
    return NOWHERE


def runs_of(places: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """First and last of each run of neighbouring places."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return tuple(runs)


def _tokens(headline: str) -> list[Token]:
    hits = list(_TOKEN.finditer(headline))
    in_title_case = _is_title_case(hits)
    quoted = [(hit.start(1), hit.end(1)) for hit in _QUOTED.finditer(headline)]
    return [_token(hit, headline, in_title_case, quoted) for hit in hits]


def _token(hit: re.Match[str], headline: str, in_title_case: bool, quoted: list[tuple[int, int]]) -> Token:
    text = hit[0]
    folded = fold(text).replace("’", "'").removesuffix("'s")
    place, is_noun = place_of(folded) if len(text) > 3 or text.isupper() else ("", False)  # "as" is no country
    if is_noun and not text[:1].isupper():  # "turun" is a fall in Indonesian, and Turku's in Finnish
        place, is_noun = "", False
    idea = idea_of(folded)
    common, stop = is_common(folded), is_stop(folded)
    is_number = _is_number(text, folded) and not (place and text[:1].isupper())  # "lima" is five, and a city
    starts = bool(_SENTENCE_END.search(headline[: hit.start()].rstrip(" ")))
    # Where every word is written large, and at the start, a capital proves a name only of words that no list knows.
    unsure = in_title_case or starts
    is_quoted = any(start <= hit.start() < end for start, end in quoted) and len(quoted) < 4
    known = bool(idea or common or stages_of(folded))
    is_large = text[:1].isupper() and not (unsure and known) and not (common or stop or is_number)
    is_sure = not in_title_case or starts or text[1:] != text[1:].lower()
    is_name = (is_large and is_sure) or (is_quoted and not (stop or is_number)) or (is_noun and bool(place))
    key = _key(folded, is_name and not place, place, "" if is_name else idea)
    is_stop_word, is_maybe = stop and not place, is_large and not is_name
    if is_stop_word or is_number:
        weight = 0.0
    elif is_name or place:
        weight = NAME
    else:
        weight = MAYBE if is_maybe else COMMON if common else IDEA if idea else WORD
    return Token(folded, key, is_name, is_maybe, idea, place, is_stop_word, is_number, weight)


def _is_number(text: str, folded: str) -> bool:
    """Digits, also with a unit or currency ("100GB", "Rp150"), Roman and written numbers; "Datos360" is a name."""
    if folded in _ROMAN or folded in WORDS or (folded in SCALE and len(folded) > 1):
        return True
    return any(letter.isdigit() for letter in text) and not _NAME_WITH_DIGITS.match(text)


def _is_title_case(hits: list[re.Match[str]]) -> bool:
    words = [hit[0] for hit in hits if len(hit[0]) > 3 and not hit[0][0].isdigit() and not is_stop(fold(hit[0]))]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= TITLE_CASE * len(words)


@lru_cache(maxsize=100_000)
def _key(folded: str, is_name: bool, place: str, idea: str) -> str:
    """What a word is compared by: its place, its idea, its name in Latin letters, else its stem."""
    if place:
        return "@" + place
    if idea:
        return "#" + idea
    return name_key(folded) if is_name else word_key(folded)


@lru_cache(maxsize=100_000)
def word_key(folded: str) -> str:
    """The shortest stem of a word in the languages of its script."""
    stems = search_stems(folded) or (folded,)
    return min((stem for stem in stems if len(stem) > 2), key=len, default=stems[0])


_SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("qu", "kv"), ("q", "k"),
    ("w", "v"), ("iy", "i"), ("yi", "i"), ("y", "i"), ("j", "i"), ("c", "k"), ("z", "s"),
)  # fmt: skip


@lru_cache(maxsize=100_000)
def name_key(folded: str) -> str:
    """A name by its sounds in Latin letters, so that Ростекс and Rosteks are one."""
    latin = re.sub(r"[^a-z0-9]", "", anyascii(folded).lower())
    for spelt, sound in _SOUNDS:
        latin = latin.replace(spelt, sound)
    return "=" + re.sub(r"(.)\1+", r"\1", latin)


def _keys(text: str) -> list[str]:
    return [token.key for token in _tokens(composed(text)) if not token.is_stop]
