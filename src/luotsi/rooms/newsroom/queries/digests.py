"""Questions to digests: who may see which, what stands in one, what waits, who reads it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, F, Prefetch, Q, QuerySet

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Missing
from luotsi.rooms.newsroom.models import (
    Digest,
    DigestEntry,
    DigestMail,
    DigestReader,
    DigestSchedule,
    Item,
    SentDigest,
)
from luotsi.rooms.newsroom.models.digest import DigestQuerySet
from luotsi.rooms.newsroom.models.items import ItemQuerySet
from luotsi.rooms.newsroom.queries import items_on

SHOWN_OTHERS = 40


def digests_for(user: User) -> DigestQuerySet:
    """Sent ones are everybody's, drafts the team's."""
    found: DigestQuerySet = Digest.objects.select_related("approved_by", "sent_by", "number_item")
    if user.may("newsroom.write"):
        return found
    return found.sent() if user.may("newsroom.see") else found.none()


def digest_for(user: User, pk: int) -> Digest:
    """Raises Missing."""
    found = digests_for(user).filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such digest, or it is not yours to see.", code="newsroom.digest_unknown")
    return found


def sent_by_link(pk: int) -> Digest:
    """For whoever holds the link from a mail: what was sent, and nothing else. Raises Missing."""
    found = Digest.objects.sent().filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such digest, or it was not sent.", code="newsroom.digest_unknown")
    return found


def entry_for(user: User, digest: int, pk: int) -> DigestEntry:
    """Of a digest this person may see. Raises Missing."""
    found = DigestEntry.objects.filter(pk=pk, digest__in=digests_for(user).filter(pk=digest)).select_related("digest")
    entry = found.first()
    if entry is None:
        raise Missing("There is no such story in this digest.", code="newsroom.entry_unknown")
    return entry


def entries_of(digest: Digest) -> list[DigestEntry]:
    """Chosen ones first, in their order, with their items and who else tells them; two queries."""
    tellings = Prefetch("tellings", Item.objects.select_related("company").defer("probabilities", "reasons"))
    return list(digest.entries.select_related("item__company", "added_by").prefetch_related(tellings))


def content_of(digest: Digest) -> dict[str, Any]:
    """What a reader gets, as plain values: the page, the mail and the kept copy are made of it; two queries."""
    chosen = [one for one in entries_of(digest) if one.is_chosen]
    source = next((one.item for one in chosen if one.item_id == digest.number_item_id), None)
    number = {"words": digest.number_words, "said": digest.number_said, **_told(source)} if source else None
    return {
        "week_on": digest.week_on.isoformat(),
        "ends_on": digest.ends_on.isoformat(),
        "intro": digest.intro,
        "number": number if digest.number_words else None,
        "entries": [_entry(one) for one in chosen],
    }


def as_read(content: dict[str, Any]) -> dict[str, Any]:
    """The kept copy with its days as days, for templates."""
    days = {name: date.fromisoformat(content[name]) for name in ("week_on", "ends_on")}
    entries = [{**one, "published_on": date.fromisoformat(one["published_on"])} for one in content["entries"]]
    return {**content, **days, "entries": entries}


def from_of(item: Item) -> str:
    """Whose news it is: the company, else the site it stands on."""
    if item.company is not None:
        return item.company.name
    return (urlsplit(item.url).hostname or "").removeprefix("www.")


def others_of_week(digest: Digest) -> list[Item]:
    """News of the week that are in no story of the digest yet, newest first; one query."""
    told = digest.entries.filter(tellings__isnull=False)  # an empty value in the list would leave out everything
    there = Q(pk__in=digest.entries.values("item")) | Q(pk__in=told.values("tellings"))
    found: ItemQuerySet = items_on(digest.week_on, digest.ends_on)
    return list(found.exclude(there).filter(story__isnull=True).defer("probabilities", "reasons")[:SHOWN_OTHERS])


def for_front(user: User) -> tuple[Digest | None, Digest | None]:
    """The draft that leaves first, for the team, and the newest that was sent; two queries."""
    found = digests_for(user)
    return found.drafts().order_by("week_on").first(), found.sent().first()


def weeks_of(user: User) -> QuerySet[Digest]:
    """The archive, newest first, each with how many mails went and how many did not."""
    mails = {
        "mail_count": Count("copy__mails", filter=Q(copy__mails__state=DigestMail.State.SENT)),
        "trouble_count": Count(
            "copy__mails", filter=Q(copy__mails__state__in=(DigestMail.State.REFUSED, DigestMail.State.BEGUN))
        ),
    }
    return digests_for(user).sent().annotate(**mails).order_by("-week_on")


def mails_of(sent: SentDigest) -> tuple[Counter[str], list[DigestMail]]:
    """How many mails are in which state, and those that did not arrive; two queries."""
    states = Counter(dict(sent.mails.order_by().values_list("state").annotate(Count("pk"))))
    trouble = sent.mails.filter(state__in=(DigestMail.State.REFUSED, DigestMail.State.BEGUN))
    return states, list(trouble.select_related("reader__user")[:50])


def schedule() -> DigestSchedule:
    """As it was set; off where nobody has."""
    return DigestSchedule.objects.select_related("preparer").first() or DigestSchedule()


def readers() -> QuerySet[DigestReader]:
    """Subscribed ones first. For pages that only `newsroom.send` opens: these are addresses."""
    return DigestReader.objects.select_related("user", "ended_by").order_by(F("ended_at").desc(nulls_first=True), "pk")


def reader_count() -> int:
    subscribed = DigestReader.objects.filter(ended_at__isnull=True)
    return subscribed.filter(Q(user__isnull=True) | Q(user__is_active=True)).count()


def reader_of(user: User) -> DigestReader | None:
    found = DigestReader.objects.filter(Q(user=user) | Q(email__iexact=user.email))
    return found.order_by(F("user").asc(nulls_last=True)).first()


def reader_by_token(token: str) -> DigestReader:
    """Raises Missing for a link that is none of ours."""
    found = DigestReader.objects.select_related("user").filter(token=token).first()
    if found is None:
        raise Missing(
            "This link is not one of ours, or everything about its reader was erased. Nothing more will be sent to it.",
            code="newsroom.reader_unknown",
        )
    return found


def _told(item: Item) -> dict[str, Any]:
    return {"item": item.pk, "headline": item.headline, "lang": item.lang, "url": item.url, "from": from_of(item)}


def _entry(entry: DigestEntry) -> dict[str, Any]:
    return {
        **_told(entry.item),
        "published_on": entry.item.published_on.isoformat(),
        "hook": entry.item.hook,
        "annotation": entry.annotation,
        "others": [_told(one) for one in entry.tellings.all() if from_of(one)],
    }
