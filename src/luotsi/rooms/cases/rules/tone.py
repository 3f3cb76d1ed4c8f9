"""More solution than complaint: a rule over words in five languages that anybody can follow. Pure.

A word counts when it is in the list, or begins like an entry that ends in `*`. The language with the most words found
is the text's; no model, no weights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luotsi.rooms.cases.rules.tone_words import COMPLAINTS, SOLUTIONS

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Tone:
    """The words found, each once, in the order of the text; `language` is empty when there are none."""

    language: str
    complaints: tuple[str, ...]
    solutions: tuple[str, ...]


def tone_of(text: str) -> Tone:
    """
    >>> tone_of("Nobody reads it and the work is wasted. We save two days.").complaints
    ('nobody', 'wasted')
    """
    words = list(dict.fromkeys(word.lower().replace("’", "'") for word in WORD.findall(text)))
    found = [Tone(code, _found(words, COMPLAINTS[code]), _found(words, SOLUTIONS[code])) for code in COMPLAINTS]
    best = max(found, key=lambda tone: len(tone.complaints) + len(tone.solutions))
    return best if best.complaints or best.solutions else Tone("", (), ())


def _found(words: list[str], entries: frozenset[str]) -> tuple[str, ...]:
    whole = {entry for entry in entries if not entry.endswith("*")}
    begins = tuple(entry[:-1] for entry in entries if entry.endswith("*"))
    return tuple(word for word in words if word in whole or word.startswith(begins))
