"""Makers for the newsroom: companies, news in five languages with hooks nobody doubts, sources, releases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from luotsi.rooms.newsroom import actions
from luotsi.rooms.newsroom.drafts import CompanyDraft, ReleaseDraft, SourceDraft, Told
from luotsi.rooms.newsroom.models import Company, Item, Release, Source
from tests.world import NOW, TODAY, person

NEWS = (
    ("acquisition", "Ranta Group acquires pump maker Oivalta for 14 million euros"),
    ("appointment", "Ranta Group appoints Satu Ahola chief financial officer"),
    ("product", "Ranta launches a new version of its mobile app"),
    ("event", "Ranta to attend the maintenance fair in Lyon next week"),
    ("results", "Ranta's net sales rose 9 per cent in the second quarter"),
    ("rating", "Ranta wins the award for best employer of the year"),
    ("partnership", "Ranta and Datapolku sign a memorandum of understanding"),
    ("completion", "Pump station at Kotka finished: 27 per cent less power"),
    ("appointment", "Компания «Ранта» назначила нового генерального директора"),
    ("acquisition", "Ranta ostaa ruotsalaisen pumppuyhtiön"),
    ("appointment", "Ranta nombra a Inés Cardona directora general"),
    ("event", "Ranta ikut serta dalam pameran Manufacturing Indonesia"),
)
WORTHY_HEADLINE = "Pump station at Kotka finished: 27 per cent less power"
FILLER_HEADLINE = "Ranta and Datapolku sign a memorandum of understanding"


def company(name: str = "Ranta", *, is_ours: bool = False, at: datetime = NOW) -> Company:
    """Made at first need."""
    found = Company.objects.filter(name=name).first()
    draft = CompanyDraft(name=name, is_ours=is_ours)
    return found or actions.add_company(draft=draft, by=person("liisa"), at=at)


def told(number: int = 0, *, on: date = TODAY, **fields: Any) -> Told:
    """One of NEWS."""
    return Told(**{"headline": NEWS[number % len(NEWS)][1], "published_on": on, **fields})


def item(headline: str = NEWS[0][1], *, by: str = "mikko", at: datetime = NOW, **fields: Any) -> Item:
    """News of Ranta's that have been read."""
    fields = {"company": fields.pop("company", None) or company(), "published_on": TODAY, **fields}
    return actions.add_item(told=Told(headline=headline, **fields), by=person(by), at=at)


def many(count: int, of: Company, *, hook: str = "product", on: date = TODAY) -> list[Item]:
    """Rows written at once, as if they had been read: for counting queries, not for rules."""
    from luotsi.rooms.newsroom.rules import quarter_of

    return Item.objects.bulk_create(
        Item(
            company=of, headline=f"Ranta news number {number}", published_on=on, quarter=quarter_of(on), hook=hook,
            read_hook=hook, probability=0.8, probabilities={hook: 0.8, "other": 0.2}, key=f"{of.pk}-{number}-{hook}-{on}",
            created_at=NOW,
        )
        for number in range(count)
    )  # fmt: skip


def source(address: str = "https://news.example.com/feed.xml", *, at: datetime = NOW, **fields: Any) -> Source:
    """A feed that has not been read yet."""
    draft = SourceDraft(**{"kind": Source.Kind.FEED, "address": address, **fields})
    return actions.add_source(draft=draft, by=person("liisa"), at=at)


def release(headline: str = WORTHY_HEADLINE, *, at: datetime = NOW, **fields: Any) -> Release:
    """A planned one; to our site unless told otherwise."""
    return actions.add_release(draft=ReleaseDraft(headline=headline, **fields), by=person("mikko"), at=at)
