"""A week's news proposed for its digest by the engine: stories grouped, the worthy ones first, a number for slides.

Computes and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luotsi.rooms.newsroom import queries
from luotsi.rooms.newsroom.models import Item
from luotsi.rooms.newsroom.models.digest import NUMBER_CHARS, ONE_WEEK, SAID_CHARS
from luotsi.rooms.newsroom.models.items import WORTHY
from luotsi.rooms.newsroom.rules.digests import MOST_PROPOSED

MOST_CANDIDATES = 2_000


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """As written, the sentence around it, and whether it is a share: that says more on a slide than a sum."""

    words: str
    said: str
    is_share: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """One story: ids of the leading item and of the others that tell it, why, and its number."""

    leading: int
    others: tuple[int, ...]
    why: tuple[str, ...]
    number: FoundNumber | None = None


def proposed_for(week_on: date, *, most: int = 2 * MOST_PROPOSED) -> tuple[Proposed, ...]:
    """The best first, twice as many as are chosen. Our own news are no news to our colleagues."""
    from luotsi.engines.text.digest import Candidate, propose
    from luotsi.engines.text.stories import Story

    items = {str(one.pk): one for one in _candidates(week_on)}
    candidates = [
        Candidate(
            Story(
                pk, one.headline, lead=one.lead, lang=one.lang, company=one.company.name if one.company else "",
                date=one.published_on,
            ),
            one.hook,
            worthy_probability(one),
        )
        for pk, one in items.items()
    ]  # fmt: skip
    return tuple(
        Proposed(
            int(one.leading), tuple(int(pk) for pk in one.group if pk != one.leading), tuple(one.why),
            # of the leading item itself: whoever looks the number up follows its link
            number_in(items[one.leading]),
        )
        for one in propose(candidates, most=most)
    )  # fmt: skip


def number_in(item: Item) -> FoundNumber | None:
    """The number of one item that is worth keeping; None where it has none."""
    from luotsi.engines.text.stories import Story, number_for_slides

    found = number_for_slides(Story(str(item.pk), item.headline, lead=item.lead, lang=item.lang))
    if found is None or len(found.words) > NUMBER_CHARS:
        return None
    is_long = len(found.sentence) > SAID_CHARS
    said = f"{found.sentence[: SAID_CHARS - 1].rstrip()}…" if is_long else found.sentence
    return FoundNumber(found.words, said, found.unit == "percent")


def worthy_probability(item: Item) -> float:
    """How probable it is that its hook is a worthy one; a person's word is certain."""
    if item.is_corrected:
        return float(item.hook in WORTHY)
    return float(sum(item.probabilities.get(hook, 0.0) for hook in WORTHY))


def _candidates(week_on: date) -> Sequence[Item]:
    found = queries.items_on(week_on, week_on + ONE_WEEK).exclude(hook="").exclude(company__is_ours=True)
    return list(found.defer("reasons")[:MOST_CANDIDATES])
