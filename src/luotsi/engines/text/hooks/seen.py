"""What is seen in a headline or a lead before anything is judged: words, families, figures, names, the main verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luotsi.engines.text.hooks.families import VERBS, families_of
from luotsi.engines.text.words import WORD, composed, fold

_MONEY = re.compile(
    r"[$€£¥₽]|(?<!\w)(?:rp|usd|eur|rub|idr|евро|долл\w*|руб\w*|euro\w*|dolar\w*|dollar\w*|rupiah|pesos|mxn|clp)\.?(?!\w)"
)
_BIG = re.compile(
    r"(?<!\w)(?:mln|mrd|milj|млн|млрд|тыс|трлн|million\w*|billion\w*|bn|миллион\w*|миллиард\w*|millones|miljoon\w*|"
    r"miljard\w*|juta|miliar|triliun|ribu)(?!\w)|\d(?:m|bn|k|b)(?!\w)"
)
_PERCENT = re.compile(r"%|(?<!\w)(?:percent|per cent|процент\w*|prosent\w*|por ciento|persen)(?!\w)")
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_NUMBER = re.compile(r"\d")
_QUOTED = re.compile(r"[«“\"„][^»”\"]{2,80}[»”\"]")
# A name and a surname as most of the five languages write them: two or three capitalised words in a row.
_SURNAME = re.compile(r"[А-ЯЁ][а-яё]+(?:ов|ова|ев|ева|ёв|ин|ина|ский|ская|ко|ук|юк|ян|ич)(?:а|у|ым|ой|ого)?(?!\w)")
_TWO_CAPITALS = re.compile(
    r"(?<![\w.])[A-ZА-ЯÅÄÖÁÉÍÓÚÑ][a-zа-яёåäöáéíóúñ]+ (?:[A-ZА-Я]\. )?[A-ZА-ЯÅÄÖÁÉÍÓÚÑ][a-zа-яёåäöáéíóúñ]+"
)
_SHAPES = (
    ("money", _MONEY),
    ("big", _BIG),
    ("percent", _PERCENT),
    ("year", _YEAR),
    ("number", _NUMBER),
)
LONGEST_LEAD = 700
# Where more of the longer words than this are capitalised, capitals are the house's style and no names.
STYLE_SHARE, LONGER = 0.6, 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A family of words met, with its words' place in the text."""

    family: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A text taken apart; `words` are folded, with their places."""

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    hits: tuple[Hit, ...]
    shapes: tuple[Hit, ...]

    @property
    def verb(self) -> Hit | None:
        """The main verb: the first family of verbs."""
        return next((hit for hit in self.hits if hit.family in VERBS), None)

    def plain_words(self) -> list[tuple[str, int]]:
        """The words that are neither numbers nor, by their capital, names; each with its start."""
        written = [
            (word, self.text[start].isupper(), start) for word, (start, _) in zip(self.words, self.places, strict=True)
        ]
        longer = [capital for word, capital, _ in written if len(word) > LONGER and not word.isdigit()]
        is_style = sum(longer) > STYLE_SHARE * max(1, len(longer))
        return [
            (word, start)
            for word, capital, start in written
            if not word.isdigit() and (is_style or not capital or start == 0)
        ]


def seen_in(text: str, lang: str) -> Seen:
    """Take a headline or lead apart."""
    whole = composed(text)[:LONGEST_LEAD]
    folded = fold(whole)
    places = [match.span() for match in WORD.finditer(folded)]
    words = [folded[start:end] for start, end in places]
    hits = []
    for at, size, family in families_of(lang).found_in(words):
        hits.append(Hit(family, places[at][0], places[at + size - 1][1]))
    return Seen(whole, tuple(words), tuple(places), tuple(hits), tuple(_shapes(whole, folded)))


def _shapes(text: str, folded: str) -> list[Hit]:
    found = []
    for family, pattern in _SHAPES:
        if match := pattern.search(folded):
            found.append(Hit(family, *match.span()))
    for family, pattern in (("surname", _SURNAME), ("quoted", _QUOTED), ("two_capitals", _TWO_CAPITALS)):
        if match := pattern.search(text):
            found.append(Hit(family, *match.span()))
    for family, letter in (("question", "?"), ("colon", ": "), ("exclaim", "!")):
        if (at := text.find(letter)) >= 0:
            found.append(Hit(family, at, at + 1))
    return found
