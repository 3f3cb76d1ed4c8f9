"""A number worth keeping for a presentation: a share, a sum or a count that a sentence of the news stands behind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luotsi.engines.text.stories.facts import Story
from luotsi.engines.text.stories.lexicon import idea_of, is_stop
from luotsi.engines.text.stories.numbers import Amount, amounts_of
from luotsi.engines.text.words import composed, fold

WORTH = {"percent": 3.0, "money": 2.5, "count": 1.0, "mw": 1.6, "gw": 1.6, "kwh": 1.4, "km": 1.2, "ha": 1.2, "t": 1.4}
LEAST_WORTH, LONGEST = 1.2, 20_000
# A share of people or a change over time says more to an audience than a price.
TELLING = frozenset(("survey", "rise", "fall", "customer", "shopper", "results", "worker", "world", "big"))
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.,]\d[^.!?\n]*|[.!?](?=[^\s\"»”])[^.!?\n]*)*[.!?]*")
_CONTACT = re.compile(r"(?:tel|phone|fax|тел|puh|call|https?|www|@)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """`words` as written, `value` and `unit` (percent, money with its currency, or what is counted); `sentence` it
    stands in; `place` = (headline, lead or text, start, end) in the composed text."""

    words: str
    value: float
    unit: str
    sentence: str
    place: tuple[str, int, int]


def number_for_slides(story: Story, text: str = "") -> Number | None:
    """The number of a story worth keeping, None where it has none.

    Dates, versions, phone numbers and small counts are no such numbers. Of several the most telling goes first:
    a share before a sum before a count, a sentence about people or a change before another, the headline before
    the rest.
    """
    found = [
        (worth, -order, place, sentence, amount, start)
        for order, (place, whole) in enumerate((("headline", story.headline), ("lead", story.lead), ("text", text)))
        for start, sentence in _sentences(composed(whole)[:LONGEST])
        for amount, worth in _worths(sentence, place)
        if worth >= LEAST_WORTH
    ]
    if not found:
        return None
    _, _, place, sentence, amount, start = max(found, key=lambda one: (one[0], one[1], -one[5], -one[4].start))
    words = sentence[amount.start : amount.end].strip()
    lead = len(sentence[amount.start : amount.end]) - len(sentence[amount.start : amount.end].lstrip())
    begins = start + amount.start + lead
    return Number(words, amount.value, _unit(amount), sentence.strip(), (place, begins, begins + len(words)))


def _sentences(text: str) -> list[tuple[int, str]]:
    return [(hit.start(), hit[0]) for hit in _SENTENCE.finditer(text) if hit[0].strip()]


def _worths(sentence: str, place: str) -> list[tuple[Amount, float]]:
    """The numbers of a sentence with what each is worth; a sentence with somebody's telephone number has none."""
    if _CONTACT.search(sentence):
        return []
    telling = any(idea_of(word) in TELLING for word in re.findall(r"[^\W\d_]+", fold(sentence)))
    more = (0.5 if telling else 0.0) + (0.4 if place == "headline" else 0.0)
    return [(amount, WORTH.get(amount.kind, 1.0) + more) for amount in amounts_of(sentence) if _is_telling(amount)]


def _is_telling(amount: Amount) -> bool:
    """No date, no version, no small count, and no count of nothing."""
    if amount.kind in ("year", "version") or not 0 < amount.value < 1e15:
        return False
    return amount.kind != "count" or (amount.value >= 100 and bool(amount.noun) and not is_stop(amount.noun))


def _unit(amount: Amount) -> str:
    if amount.kind == "money":
        return amount.unit or "amount"
    return "percent" if amount.kind == "percent" else amount.noun or amount.unit
