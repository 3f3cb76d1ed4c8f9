"""Makers for digests: a week of news with hooks that are set, one prepared from it, readers, the schedule."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.models import Digest, DigestReader, DigestSchedule, Item
from luotsi.rooms.newsroom.rules import quarter_of
from tests.world import NOW, person
from tests.world_newsroom import company

WEEK = date(2026, 11, 16)  # the week before NOW's
# headline, hook, how probable, whose
STORIES = (
    ("Kolvarin cuts the energy use of paper mills by 27 per cent", "completion", 0.95, "Kolvarin"),
    ("Sierra Vibra buys the sensor maker Oivalta for 14 million euros", "acquisition", 0.9, "Sierra Vibra"),
    ("Teknomash launches a bearing that reports its own wear", "product", 0.8, "Teknomash"),
    ("Kolvarin appoints a chief of staff", "appointment", 0.05, "Kolvarin"),
    ("Our own pump station is finished", "completion", 0.99, "Ranta"),
)


def week(on: date = WEEK, stories: Any = STORIES) -> list[Item]:
    """News as if they had been read."""
    return Item.objects.bulk_create(
        Item(
            company=company(whose, is_ours=whose == "Ranta"), headline=headline, lang="en", hook=hook, read_hook=hook,
            url=f"https://news.example/{on}/{n}", published_on=on + timedelta(days=n % 5), quarter=quarter_of(on),
            probability=0.9, probabilities={hook: chance, "other": 1 - chance} if chance > 0.5 else {hook: 1 - chance, "product": chance},
            key=f"{on}-{n}-{headline}"[:64], created_at=NOW,
        )
        for n, (headline, hook, chance, whose) in enumerate(stories)
    )  # fmt: skip


def digest(*, on: date = WEEK, by: str | None = "mikko", at: datetime = NOW) -> Digest:
    """Prepared; from the week above where it has no news yet."""
    if not Item.objects.filter(published_on__range=(on, on + timedelta(days=6))).exists():
        week(on)
    return actions.prepare_digest(week_on=on, by=person(by) if by else None, at=at)


def reader(email: str = "", *, at: datetime = NOW, **fields: Any) -> DigestReader:
    """By address; of the cast with `who`."""
    who = fields.pop("who", "")
    if who:
        return actions.subscribe(user=person(who), at=at)
    return actions.add_reader(email=email or "partner@example.org", by=person("liisa"), at=at, **fields)


def schedule(*, at: datetime = NOW, **fields: Any) -> DigestSchedule:
    """Prepared on Monday at seven, leaves on Tuesday at nine; Mikko prepares it."""
    plan = DigestSchedule(**{"is_on": True, "preparer": person("mikko"), **fields})
    return actions.set_schedule(schedule=plan, by=person("liisa"), at=at)
