"""News read by the engines: their hook with the workspace's corrections, and which of them tell the same story.

Everything here computes and writes nothing; engines are loaded at the first reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from luotsi.rooms.newsroom.models import Correction, Item

if TYPE_CHECKING:
    from luotsi.engines.text.hooks import Reader, Reading

STORY_DAYS = timedelta(days=14)
MOST_TAUGHT = 2_000  # the newest corrections; earlier ones have taught what they could
Teaching = tuple[Any, ...]
_taught: dict[Teaching, Reader] = {}


def read(texts: Iterable[Any]) -> list[Reading]:
    """Anything with headline, lead and lang (empty: find out), in order."""
    from luotsi.engines.text.hooks import News

    news = [News(one.headline, one.lead, one.lang) for one in texts]
    return reader_of_workspace().read_all(news) if news else []


def reader_of_workspace() -> Reader:
    """Built in, and taught by what people here corrected; kept until somebody corrects again. One query, or two."""
    from luotsi.engines.text.hooks import Taught

    newest = Correction.objects.order_by("-at", "-pk").values_list("pk", "at", "hook", "item__headline").first()
    if newest is None:
        return built_in()
    known = _taught.get(newest)
    if known is None:
        rows = Correction.objects.order_by("-at", "-pk").values_list(
            "item_id", "item__headline", "item__lead", "item__lang", "hook"
        )[:MOST_TAUGHT]
        said: dict[int, Taught] = {}
        for item, headline, lead, lang, hook in rows:
            said.setdefault(item, Taught(headline, lead, lang, hook))
        # the newest last: a later one of the same headline replaces an earlier one
        known = built_in().taught(list(reversed(said.values())))
        _taught.clear()
        _taught[newest] = known
    return known


def built_in() -> Reader:
    """As it comes, with the encoder where it is installed and wanted."""
    from luotsi.engines.text.hooks import reader

    return reader(semantic=None if settings.NEWS_ENCODER else False)


def as_fields(reading: Reading) -> dict[str, Any]:
    """What an item keeps of its reading."""
    return {
        "lang": reading.lang,
        "read_hook": reading.hook,
        "also": reading.also,
        "probability": round(reading.probability, 4),
        "probabilities": {hook: round(chance, 4) for hook, chance in reading.probabilities},
        "reasons": [reasons_kept(one) for one in reading.reasons],
    }


def reasons_kept(reason: Any) -> list[Any]:
    """code, the hook it speaks for, its words, and where they stand."""
    return [reason.code, reason.hook, reason.words, *(reason.place or ("", 0, 0))]


def told_together(items: Sequence[Item]) -> list[tuple[int, ...]]:
    """Groups of ids that tell one story, the earliest first; items that stand alone are not among them."""
    from luotsi.engines.text.stories import Story, groups

    by_id = {one.pk: one for one in items}
    stories = [
        Story(
            str(one.pk), one.headline, lead=one.lead, lang=one.lang,
            company=one.company.name if one.company else "", date=one.published_on,
        )
        for one in items
    ]  # fmt: skip
    found = [
        sorted((by_id[int(pk)] for pk in group), key=lambda one: (one.published_on, one.pk))
        for group in groups(stories)
    ]
    return [tuple(one.pk for one in part) for group in found for part in _close_in_time(group) if len(part) > 1]


def _close_in_time(group: Sequence[Item]) -> list[list[Item]]:
    """A story that comes up again after more than two weeks is another one."""
    parts: list[list[Item]] = []
    for one in group:
        if parts and one.published_on - parts[-1][-1].published_on <= STORY_DAYS:
            parts[-1].append(one)
        else:
            parts.append([one])
    return parts
