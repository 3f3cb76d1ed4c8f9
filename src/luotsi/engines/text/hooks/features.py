"""What the model weighs: families of words alone and in pairs, the main verb with its stage, and plain words.

Names of features: a letter for the kind, a colon, then families or words. Capitals stand for the headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from luotsi.engines.text.hooks.families import STAGES, VERBS
from luotsi.engines.text.hooks.news import News
from luotsi.engines.text.hooks.seen import Hit, Seen, seen_in

Feature = tuple[str, float, tuple[str, int, int]]
# Chosen on our own texts by the second author.
FAMILY, PAIR, WORD_SCALE, LEAD_SHARE = 1.0, 0.7, 0.5, 0.5
MOST_FAMILIES, LEAD_WORDS, START_LETTERS = 12, 45, 5


def features_of(news: News, lang: str) -> list[Feature]:
    """All features with their values and places; the same feature may come twice."""
    headline = seen_in(news.headline, lang)
    found = [*_families(headline, "headline"), *_words(headline, "headline", lang)]
    if news.lead.strip():
        lead = seen_in(news.lead, lang)
        found += [*_families(lead, "lead"), *_words(lead, "lead", lang)]
        found += _across(headline, lead)
    else:
        found.append(("nolead", 1.0, ("headline", 0, 0)))
    return found


def _families(seen: Seen, part: str) -> Iterator[Feature]:
    kind, share = ("F", 1.0) if part == "headline" else ("f", LEAD_SHARE)
    first: dict[str, Hit] = {}
    for hit in (*seen.hits, *seen.shapes):
        first.setdefault(hit.family, hit)
    for family, hit in first.items():
        yield f"{kind}:{family}", FAMILY * share, (part, hit.start, hit.end)
    verb = seen.verb
    if verb is None:
        yield f"{kind}0:", FAMILY * share, (part, 0, 0)
    else:
        stages = "+".join(sorted(STAGES & first.keys()))
        yield f"{kind}V:{verb.family}", FAMILY * share, (part, verb.start, verb.end)
        yield f"{kind}S:{verb.family}+{stages}", FAMILY * share, (part, verb.start, verb.end)
    some = list(first.items())[:MOST_FAMILIES]
    if part == "headline" or verb is not None:
        for n, (one, hit) in enumerate(some):
            for other, later in some[n + 1 :]:
                if part == "headline" or one in VERBS or other in VERBS:
                    pair = "+".join(sorted((one, other)))
                    yield f"{kind}P:{pair}", PAIR * share, (part, min(hit.start, later.start), max(hit.end, later.end))


def _across(headline: Seen, lead: Seen) -> Iterator[Feature]:
    """The lead's main verb beside the headline's, for headlines that tease."""
    if lead.verb is not None:
        first = headline.verb.family if headline.verb else ""
        place = ("lead", lead.verb.start, lead.verb.end)
        yield f"X:{first}+{lead.verb.family}", PAIR, place


def _words(seen: Seen, part: str, lang: str) -> Iterator[Feature]:
    share = WORD_SCALE if part == "headline" else WORD_SCALE * LEAD_SHARE
    words = seen.words if part == "headline" else seen.words[:LEAD_WORDS]
    for word, (start, end) in zip(words, seen.places, strict=False):
        if word.isdigit():
            continue
        place = (part, start, end)
        yield f"w:{word}", share, place
        if part == "headline":
            yield f"W:{word}", share, place
        if len(word) > START_LETTERS:
            yield f"s:{word[:START_LETTERS]}", share, place
    for (one, (start, _)), (other, (_, end)) in pairwise(zip(words, seen.places, strict=False)):
        yield f"b:{one} {other}", share, (part, start, end)
