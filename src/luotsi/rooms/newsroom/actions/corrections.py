"""A person says what an item's hook is: it counts at once, and teaches the reader."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.newsroom.actions.items import BATCH
from luotsi.rooms.newsroom.actions.learning import ask_to_learn
from luotsi.rooms.newsroom.models import Correction, Hook, Item, Release
from luotsi.rooms.newsroom.reading import as_fields, read


@transaction.atomic
def correct_item(*, item: Item, hook: str, by: User | None, at: datetime) -> Item:
    """Also where it was right: a confirmed hook is sure from then on. The same word twice changes nothing."""
    if hook not in Hook.values:
        raise refused(
            _("There is no such hook. Choose one of the thirteen."), code="newsroom.hook_unknown", field="hook"
        )
    item = Item.objects.select_for_update().get(pk=item.pk)
    if item.is_corrected and item.hook == hook:
        return item
    correction = Correction.objects.create(item=item, hook=hook, was=item.hook, by=by, at=at)
    item.hook, item.is_corrected = hook, True
    item.save(update_fields=["hook", "is_corrected"])
    record("newsroom.item_corrected", item, by=by, at=at, hook=hook, was=correction.was)
    ask_to_learn(correction, at=at)
    return item


def reread(*, before: int | None = None) -> tuple[int, int, int]:
    """Read the next uncorrected items again, from the newest on, or those that came in before this id. Answers the
    last id, how many were read, and how many hooks changed.

    Reads first and writes afterwards: what was corrected in between keeps its person's word.
    """
    rest = Item.objects.filter(is_corrected=False)
    batch = list((rest if before is None else rest.filter(pk__lt=before)).order_by("-pk")[:BATCH])
    if not batch:
        return 0, 0, 0
    fresh = {one.pk: as_fields(reading) for one, reading in zip(batch, read(batch), strict=True)}
    stale = [one for one in batch if any(getattr(one, name) != value for name, value in fresh[one.pk].items())]
    with transaction.atomic():
        rows = Item.objects.select_for_update().filter(pk__in=[one.pk for one in stale], is_corrected=False)
        changed = 0
        kept = list(rows)
        for one in kept:
            for name, value in fresh[one.pk].items():
                setattr(one, name, value)
            changed += one.hook != one.read_hook
            one.hook = one.read_hook
        Item.objects.bulk_update(kept, ["hook", *fresh[batch[0].pk]], batch_size=200)
    return batch[-1].pk, len(batch), changed


def reread_releases() -> int:
    """What is planned is read again, too; a hook that a person chose stays. Answers how many were read."""
    planned = list(Release.objects.planned().order_by("pk")[:BATCH])
    readings = read(planned)
    with transaction.atomic():
        for release, reading in zip(planned, readings, strict=True):
            fresh = {"read_hook": reading.hook, "probability": round(reading.probability, 4)}
            Release.objects.planned().filter(pk=release.pk, changed_at=release.changed_at).update(**fresh)
    return len(planned)
