"""What the model weighs: families of words alone and in pairs, the main verb with its stage, words, and their pieces.

Names of features: a letter for the kind, a colon, then families or words. Capitals stand for the headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from luotsi.engines.text.hooks.families import STAGES, VERBS
from luotsi.engines.text.hooks.news import News
from luotsi.engines.text.hooks.seen import Hit, Seen, seen_in

Feature = tuple[str, float, tuple[str, int, int]]
# Chosen on our own texts by the second author.
FAMILY, PAIR, WORD_SCALE, PIECE, LEAD_SHARE = 1.0, 0.7, 0.7, 0.4, 0.5
MOST_FAMILIES, LEAD_WORDS, START_LETTERS = 12, 45, 5
PIECE_LETTERS = (3, 4, 5)
# What is told comes first: from the first place on (letters) words weigh less, from the second on they weigh so much.
FULL_LETTERS, FADED_LETTERS, FADED_SHARE = 35, 90, 0.25
FADES = tuple(
    1.0 - (1.0 - FADED_SHARE) * max(0.0, (start - FULL_LETTERS) / (FADED_LETTERS - FULL_LETTERS))
    for start in range(FADED_LETTERS + 1)
)
# Families further apart than this make no pair; the very first ones count once more.
APART_LETTERS, EARLY_LETTERS = 50, 40


@dataclass(frozen=True, slots=True)
class Features:
    """Named features with value and place (the same may come twice), and the words that are cut to pieces."""

    named: list[Feature]
    cut: list[tuple[str, float]]


def features_of(news: News, lang: str) -> Features:
    """All features of a news item."""
    headline = seen_in(news.headline, lang)
    named = [*_families(headline, "headline"), *_words(headline, "headline")]
    cut = [(word, PIECE * fade(start)) for word, start in headline.plain_words()]
    if news.lead.strip():
        lead = seen_in(news.lead, lang)
        named += [*_families(lead, "lead"), *_words(lead, "lead"), *_across(headline, lead)]
        cut += [(word, PIECE * LEAD_SHARE * fade(start)) for word, start in lead.plain_words()[:LEAD_WORDS]]
    else:
        named.append(("nolead", 1.0, ("headline", 0, 0)))
    return Features(named, cut)


@lru_cache(maxsize=50_000)
def pieces_of(word: str) -> tuple[str, ...]:
    """Runs of three to five letters, the word's edges included: what endings and compounds have in common."""
    whole = f" {word} "
    return tuple({f"c:{whole[at : at + size]}": None for size in PIECE_LETTERS for at in range(len(whole) - size + 1)})


def fade(start: int) -> float:
    """How much of its weight a word keeps that begins at this letter.

    >>> fade(0), fade(200)
    (1.0, 0.25)
    """
    return FADES[min(start, FADED_LETTERS)]


def _families(seen: Seen, part: str) -> Iterator[Feature]:
    kind, share = ("F", 1.0) if part == "headline" else ("f", LEAD_SHARE)
    first: dict[str, Hit] = {}
    for hit in (*seen.hits, *seen.shapes):
        first.setdefault(hit.family, hit)
    for family, hit in first.items():
        place = (part, hit.start, hit.end)
        yield f"{kind}:{family}", FAMILY * share * fade(hit.start), place
        if part == "headline" and hit.start < EARLY_LETTERS:
            yield f"E:{family}", FAMILY * share, place
    verb = seen.verb
    if verb is None:
        yield f"{kind}0:", FAMILY * share, (part, 0, 0)
    else:
        stages = "+".join(sorted(STAGES & first.keys()))
        yield f"{kind}V:{verb.family}", FAMILY * share, (part, verb.start, verb.end)
        yield f"{kind}S:{verb.family}+{stages}", FAMILY * share, (part, verb.start, verb.end)
    some = sorted(first.items(), key=lambda item: item[1].start)[:MOST_FAMILIES]
    if part == "headline" or verb is not None:
        for n, (one, hit) in enumerate(some):
            for other, later in some[n + 1 :]:
                near = abs(later.start - hit.start) < APART_LETTERS
                if near and (part == "headline" or one in VERBS or other in VERBS):
                    start, end = min(hit.start, later.start), max(hit.end, later.end)
                    pair = "+".join(sorted((one, other)))
                    yield f"{kind}P:{pair}", PAIR * share * fade(start), (part, start, end)


def _across(headline: Seen, lead: Seen) -> Iterator[Feature]:
    """The lead's main verb beside the headline's, for headlines that tease."""
    if lead.verb is not None:
        first = headline.verb.family if headline.verb else ""
        place = ("lead", lead.verb.start, lead.verb.end)
        yield f"X:{first}+{lead.verb.family}", PAIR, place


def _words(seen: Seen, part: str) -> Iterator[Feature]:
    share = WORD_SCALE if part == "headline" else WORD_SCALE * LEAD_SHARE
    words = seen.words if part == "headline" else seen.words[:LEAD_WORDS]
    for word, (start, end) in zip(words, seen.places, strict=False):
        if word.isdigit():
            continue
        place, value = (part, start, end), share * fade(start)
        yield f"w:{word}", value, place
        if part == "headline":
            yield f"W:{word}", value, place
        if len(word) > START_LETTERS:
            yield f"s:{word[:START_LETTERS]}", value, place
    for (one, (start, _)), (other, (_, end)) in pairwise(zip(words, seen.places, strict=False)):
        yield f"b:{one} {other}", share * fade(start), (part, start, end)
