"""Questions to the newsroom: whose page may show what, which news fit a filter, what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Min, Q, QuerySet, Subquery, Value
from django.utils import timezone

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Missing
from luotsi.kernel.search import Kind, matching
from luotsi.rooms.newsroom.models import Company, Correction, Digest, Hook, Item, Release, Source
from luotsi.rooms.newsroom.models.items import FILLER, WORTHY, ItemQuerySet
from luotsi.rooms.newsroom.models.releases import ReleaseQuerySet
from luotsi.rooms.newsroom.models.sources import SourceQuerySet
from luotsi.rooms.newsroom.rules import SURE_FROM, is_quarter, quarter_of

HOOKS_OF = {"worthy": sorted(WORTHY), "filler": sorted(FILLER), "other": [Hook.OTHER]}


def companies_for(user: User) -> QuerySet[Company]:
    """Ours first."""
    return Company.objects.all() if user.may("newsroom.see") else Company.objects.none()


def company_for(user: User, pk: int) -> Company:
    found = companies_for(user).filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such company, or it is not yours to see.", code="newsroom.company_unknown")
    return found


def name_of_ours() -> str:
    """What our own company is called; empty where none is marked."""
    return Company.objects.filter(is_ours=True).values_list("name", flat=True).first() or ""


def items_for(user: User) -> ItemQuerySet:
    """News are public: whoever sees the audit sees what is behind it."""
    found: ItemQuerySet = Item.objects.select_related("company")
    return found if user.may("newsroom.see") else found.none()


def item_for(user: User, pk: int) -> Item:
    found = items_for(user).select_related("source", "story", "created_by").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such piece of news, or it is not yours to see.", code="newsroom.item_unknown")
    return found


def corrections_of(item: Item) -> list[Correction]:
    return list(item.corrections.select_related("by")[:50])


def tellings_of(item: Item) -> list[Item]:
    """Others that tell the same story, the earliest first."""
    leader = item.story_id or item.pk
    found = Item.objects.filter(Q(pk=leader) | Q(story=leader)).exclude(pk=item.pk).select_related("company")
    return list(found.order_by("published_on", "pk")[:50])


def sources_for(user: User) -> SourceQuerySet:
    """The team sees where news come from."""
    return Source.objects.select_related("company") if user.may("newsroom.write") else Source.objects.none()


def source_for(user: User, pk: int) -> Source:
    found = sources_for(user).select_related("paused_by").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such source, or it is not yours to see.", code="newsroom.source_unknown")
    return found


def releases_for(user: User) -> ReleaseQuerySet:
    """What is not out yet is the team's."""
    return Release.objects.all() if user.may("newsroom.write") else Release.objects.none()


def release_for(user: User, pk: int) -> Release:
    found = releases_for(user).select_related("published_by", "item").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such release, or it is not yours to see.", code="newsroom.release_unknown")
    return found


# What waits, for Today and the front


def broken_sources(user: User) -> list[Source]:
    """For whoever may mend them; one query."""
    if not user.may("newsroom.sources"):
        return []
    return list(Source.objects.broken().select_related("company").order_by("broken_since"))


def unsure_count(user: User) -> int:
    """News of companies whose hook ought to be looked at; one query."""
    return Item.objects.counted().unsure(SURE_FROM).count() if user.may("newsroom.write") else 0


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for somebody: broken sources since the first of them, unsure readings, the first digest to approve."""

    broken: int = 0
    broken_since: datetime | None = None
    unsure: int = 0
    digest: int | None = None
    week_on: date | None = None
    send_at: datetime | None = None


def waiting(user: User) -> Waits:
    """One query."""
    broken, unsure = Source.objects.broken().order_by(), Item.objects.counted().unsure(SURE_FROM).order_by()
    digests = Digest.objects.drafts().filter(approved_at__isnull=True).order_by("week_on")
    found = User.objects.filter(pk=user.pk).values_list(
        _as_one(broken, Count("pk")), _as_one(broken, Min("broken_since")), _as_one(unsure, Count("pk")),
        *(Subquery(digests.values(name)[:1]) for name in ("pk", "week_on", "send_at")),
    )  # fmt: skip
    count, since, unsure_ones, *digest = found.get()
    return Waits(count or 0, since, unsure_ones or 0, *digest)


def _as_one(rows: QuerySet[Any], aggregate: Any) -> Subquery:
    """An aggregate over rows as one value within another query."""
    return Subquery(rows.annotate(_all=Value(1)).values("_all").annotate(_found=aggregate).values("_found"))


def newest_quarter() -> str:
    """The newest with anything in it that counts; empty where there is none. A day ahead by a slip of the pen does not
    hide the quarters that have come."""
    has_come = Q(quarter__lte=quarter_of(timezone.localdate()))
    found = Item.objects.counted().aggregate(come=Max("quarter", filter=has_come), newest=Max("quarter"))
    return found["come"] or found["newest"] or ""


def source_lines(user: User) -> list[Source]:
    """Broken ones first, each with how many news it brought (`item_count`); one query."""
    found = sources_for(user).annotate(item_count=Count("items")).order_by("company__name", "address")
    return sorted(found, key=lambda one: (not one.is_broken, one.is_file))


# Filters of the list


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which news: each part may be empty. `of` is a hook, or worthy, filler, other."""

    company: int = 0
    quarter: str = ""
    of: str = ""
    state: str = ""  # corrected, unsure, about, repeat
    words: str = ""
    first: str = ""  # unsure: the least sure first

    @classmethod
    def from_query(cls, given: Any) -> Wanted:
        """Whatever is not understood is left out."""
        company, quarter, of = (given.get(name, "") for name in ("company", "quarter", "hook"))
        state, first = given.get("state", ""), given.get("first", "")
        return cls(
            company=int(company) if company.isdecimal() and len(company) < 10 else 0,
            quarter=quarter if is_quarter(quarter) else "",
            of=of if of in HOOKS_OF or of in Hook.values else "",
            state=state if state in ("counted", "corrected", "unsure", "about", "repeat") else "",
            words=given.get("q", "").strip()[:200].replace("\x00", ""),
            first=first if first == "unsure" else "",
        )

    def address(self, **changes: Any) -> str:
        """The query part of the list's address."""
        one = replace(self, **changes)
        named = {"company": one.company, "quarter": one.quarter, "hook": one.of, "state": one.state, "q": one.words,
                 "first": one.first}  # fmt: skip
        return urlencode({name: value for name, value in named.items() if value})


def wanted_items(user: User, wanted: Wanted) -> ItemQuerySet:
    """The news that fit, newest or least sure first."""
    found = items_for(user)
    if wanted.company:
        found = found.filter(company=wanted.company)
    if wanted.quarter:
        found = found.filter(quarter=wanted.quarter)
    if wanted.of:
        # `other` is a hook and a worthiness at once, and means the same as both
        found = found.filter(hook__in=HOOKS_OF.get(wanted.of, [wanted.of]))
    found = _in_state(found, wanted.state)
    if wanted.words:
        found = matching(found, Kind.NEWS_ITEM, wanted.words)  # type: ignore[assignment]
    if wanted.first == "unsure":
        found = found.filter(probability__isnull=False).order_by("probability", "-pk")
    return found


def _in_state(found: ItemQuerySet, state: str) -> ItemQuerySet:
    if state == "counted":
        return found.counted()
    if state == "corrected":
        return found.filter(is_corrected=True)
    if state == "unsure":
        return found.unsure(SURE_FROM)
    if state == "about":
        return found.filter(is_about=True)
    return found.filter(is_repeat=True) if state == "repeat" else found


def quarters_there() -> list[str]:
    """Quarters with news, newest first; a walk along the index, not over the rows."""
    return list(Item.objects.order_by("-quarter").values_list("quarter", flat=True).distinct()[:40])


def items_on(first: date, last: date) -> ItemQuerySet:
    """What was published from the one day to the other."""
    return Item.objects.filter(published_on__range=(first, last)).select_related("company")
