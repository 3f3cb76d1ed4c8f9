"""News come in, by hand, from a file or from a source; they are read, and stories that are told twice are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.jobs.actions import enqueue
from luotsi.kernel.sayings import refused
from luotsi.rooms.newsroom.actions.learning import ask_to_learn
from luotsi.rooms.newsroom.drafts import Told
from luotsi.rooms.newsroom.models import Correction, Item, Source
from luotsi.rooms.newsroom.models.items import HEADLINE_CHARS, LEAD_CHARS, URL_CHARS, key_of
from luotsi.rooms.newsroom.reading import STORY_DAYS, as_fields, read, told_together
from luotsi.rooms.newsroom.rules import quarter_of

READ_AT_ONCE = 400  # more than these are read in the background
BATCH = 500
READ_FIELDS = ["hook", "lang", "read_hook", "also", "probability", "probabilities", "reasons"]


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: ids of new items, and how many were here before."""

    new: tuple[int, ...] = ()
    known: int = 0


def add_items(
    *, told: Sequence[Told], source: Source | None, by: User | None, at: datetime, read_at_once: bool = True
) -> Added:
    """News that are not here yet; the same address, or the same words on the same day, come in once for a company.

    Few are read at once, many in the background; without `read_at_once` all of them.
    """
    with transaction.atomic():
        added = _keep(told, source, by, at)
        is_much = len(added.new) > READ_AT_ONCE or not read_at_once
        if added.new:
            record("newsroom.items_added", source or Item(pk=added.new[0]), by=by, at=at, count=len(added.new))
        if added.new and is_much:
            enqueue("newsroom.read_new", by=None, at=at, unique_key="newsroom.read_new")
    if added.new and not is_much:
        read_items(items=Item.objects.filter(pk__in=added.new).unread())
    return added


def add_item(*, told: Told, by: User, at: datetime) -> Item:
    """One piece of news by hand. Raises Refused where it is here already."""
    with transaction.atomic():
        added = _keep([told], None, by, at)
        if not added.new:
            raise refused(
                _("This piece of news is here already: the same company, the same address or the same words and day."),
                code="newsroom.item_known",
                field="headline",
            )
        item = Item.objects.get(pk=added.new[0])
        record("newsroom.item_added", item, by=by, at=at)
    read_items(items=Item.objects.filter(pk=item.pk).unread())
    item.refresh_from_db()
    return item


def read_items(*, items: QuerySet[Item]) -> int:
    """Read the hooks of these, and find what tells the same story. Reading them again changes nothing a person said.

    The reading is done outside the transaction that writes it: it may take longer than others should wait.
    """
    batch = list(items.select_related("company").order_by("published_on", "pk")[:BATCH])
    if not batch:
        return 0
    readings = read(batch)
    for item, reading in zip(batch, readings, strict=True):
        for name, value in as_fields(reading).items():
            setattr(item, name, value)
        item.hook = item.read_hook
    stories = told_together(_around(batch))
    with transaction.atomic():
        _write_readings(batch)
        _put_together(stories)
    return len(batch)


@transaction.atomic
def set_about(*, item: Item, is_about: bool, by: User, at: datetime) -> Item:
    """Somebody else's publication about a company is kept and does not count as its own news; what the company itself
    told of the story then does."""
    item = Item.objects.select_for_update().get(pk=item.pk)
    if item.is_about != is_about:
        item.is_about = is_about
        item.save(update_fields=["is_about"])
        tellings = Item.objects.filter(Q(pk=item.story_id or item.pk) | Q(story=item.story_id or item.pk))
        _put_together([tuple(tellings.order_by("published_on", "pk").values_list("pk", flat=True))])
        item.refresh_from_db(fields=["story", "is_repeat"])
        record("newsroom.set_aside" if is_about else "newsroom.counted_again", item, by=by, at=at)
    return item


def _keep(told: Sequence[Told], source: Source | None, by: User | None, at: datetime) -> Added:
    rows = {item.key: (item, one.hook) for one in told for item in [_item(one, source, by, at)]}
    known = set(_known(list(rows)))
    fresh = [(item, hook) for key, (item, hook) in rows.items() if key not in known]
    Item.objects.bulk_create([item for item, _hook in fresh], batch_size=BATCH)
    said = [Correction(item=item, hook=hook, by=by, at=at) for item, hook in fresh if hook]
    if Correction.objects.bulk_create(said, batch_size=BATCH):
        ask_to_learn(said[-1], at=at)
    search.index_many(search.Kind.NEWS_ITEM, ((item.pk, f"{item.headline} {item.lead}") for item, _hook in fresh))
    return Added(tuple(item.pk for item, _hook in fresh), len(told) - len(fresh))


def _known(keys: list[str]) -> Iterable[str]:
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        yield from Item.objects.filter(key__in=part).values_list("key", flat=True)


def _item(told: Told, source: Source | None, by: User | None, at: datetime) -> Item:
    headline = " ".join(_keepable(told.headline).split())[:HEADLINE_CHARS]
    url = told.url if told.url.startswith(("http://", "https://")) and len(told.url) <= URL_CHARS else ""
    return Item(
        company=told.company, source=source, headline=headline, lead=_keepable(told.lead).strip()[:LEAD_CHARS], url=url,
        lang=told.lang, published_on=told.published_on, quarter=quarter_of(told.published_on), is_about=told.is_about,
        hook=told.hook, is_corrected=bool(told.hook), created_by=by, created_at=at,
        key=key_of(told.company, url=url, headline=headline, published_on=told.published_on),
    )  # fmt: skip


def _keepable(text: str) -> str:
    """Databases cannot keep the character NUL, nor halves of a pair."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _around(batch: Sequence[Item]) -> list[Item]:
    """The batch and what was published shortly before and after it."""
    days = [one.published_on for one in batch]
    near = Item.objects.filter(published_on__range=(min(days) - STORY_DAYS, max(days) + STORY_DAYS))
    others = near.exclude(pk__in=[one.pk for one in batch]).select_related("company").defer("probabilities", "reasons")
    return [*batch, *others]


def _write_readings(batch: Sequence[Item]) -> None:
    """A correction that came meanwhile stands."""
    locked = Item.objects.select_for_update().filter(pk__in=[one.pk for one in batch], is_corrected=True)
    corrected = dict(locked.values_list("pk", "hook"))
    for one in batch:
        one.hook = corrected.get(one.pk, one.hook)
    Item.objects.bulk_update(batch, READ_FIELDS, batch_size=200)


def _put_together(stories: Sequence[tuple[int, ...]]) -> None:
    """The earliest telling leads; later ones by the same company do not count again. What others wrote about it is
    no telling of its own."""
    ids = [pk for group in stories for pk in group]
    found = {one.pk: one for part in _parts(ids) for one in Item.objects.filter(pk__in=part).only(
        "pk", "company_id", "story_id", "is_repeat", "is_about"
    )}  # fmt: skip
    changed = []
    for group in stories:
        seen: set[int | None] = set()
        for one in (found[pk] for pk in group if pk in found):
            story = None if one.pk == group[0] else group[0]
            is_own = one.company_id is not None and not one.is_about
            is_repeat = is_own and one.company_id in seen
            if is_own:
                seen.add(one.company_id)
            if (one.story_id, one.is_repeat) != (story, is_repeat):
                one.story_id, one.is_repeat = story, is_repeat
                changed.append(one)
    Item.objects.bulk_update(changed, ["story", "is_repeat"], batch_size=200)


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
