"""Our own releases: planned, checked for their hook, published. Filler may sit on the site; it is not pushed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Conflict
from luotsi.kernel.sayings import refused
from luotsi.rooms.newsroom.actions.items import add_items
from luotsi.rooms.newsroom.drafts import ReleaseDraft, Told
from luotsi.rooms.newsroom.models import Company, Hook, Item, Release
from luotsi.rooms.newsroom.models.items import key_of
from luotsi.rooms.newsroom.reading import read


@transaction.atomic
def add_release(*, draft: ReleaseDraft, by: User | None, at: datetime) -> Release:
    """Its hook is read at once. Raises Refused for filler that is to be pushed, with a way out."""
    release = Release(created_by=by, created_at=at)
    _write(release, draft, at)
    record("newsroom.release_added", release, by=by, at=at, hook=release.hook)
    return release


@transaction.atomic
def edit_release(*, release: Release, draft: ReleaseDraft, by: User, at: datetime, version: str = "") -> Release:
    """Raises Refused for filler that is to be pushed, and once it is published; Conflict when somebody else changed it
    since `version`."""
    release = _planned(release)
    if version and version != release.version:
        raise Conflict(
            _(
                "Somebody else changed this release while you were writing. Your text is still here: compare and save "
                "again."
            ),
            code="newsroom.release_changed",
        )
    _write(release, draft, at)
    record("newsroom.release_edited", release, by=by, at=at, hook=release.hook)
    return release


@transaction.atomic
def publish_release(*, release: Release, by: User, at: datetime) -> Release:
    """It is out: from now on our own audit counts it, by the hook it was given here."""
    release = _planned(release)
    _check_channels(release)
    if not release.channels:
        raise refused(
            _("It goes nowhere yet. Choose where it is published: filler may go to our site."),
            code="newsroom.no_channel", field="to_site",
        )  # fmt: skip
    release.published_at, release.published_by = at, by
    release.item = _as_item(release, by, at)
    release.save(update_fields=["published_at", "published_by", "item"])
    record("newsroom.release_published", release, by=by, at=at, hook=release.hook)
    return release


@transaction.atomic
def drop_release(*, release: Release, by: User, at: datetime) -> None:
    """It will not be news after all. Raises Refused once it is published."""
    release = _planned(release)
    record("newsroom.release_dropped", release, by=by, at=at)
    search.forget(search.Kind.RELEASE, [release.pk])
    release.delete()


def _planned(release: Release) -> Release:
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.is_published:
        raise refused(
            _("“{release}” is published and stays as it was. Plan a new one."),
            code="newsroom.release_is_out", release=release,
        )  # fmt: skip
    return release


def _write(release: Release, draft: ReleaseDraft, at: datetime) -> None:
    if not draft.headline.strip():
        raise refused(_("A release begins with its headline."), code="newsroom.no_headline", field="headline")
    for name in draft.__dataclass_fields__:
        setattr(release, name, getattr(draft, name))
    release.lang = ""
    reading = read([release])[0]
    release.lang, release.read_hook = reading.lang, reading.hook
    release.probability = round(reading.probability, 4)
    release.changed_at = at
    _check_channels(release)
    release.save()
    search.index(search.Kind.RELEASE, release, f"{release.headline} {release.lead}")


def _check_channels(release: Release) -> None:
    if release.is_filler and release.is_pushed:
        raise refused(
            _(
                "“{hook}” is filler: it may go to our site, not to media and customers. Make what a customer gains "
                "from it the news and write the headline anew, or choose the site alone."
            ),
            code="newsroom.filler_is_not_pushed",
            field="to_customers" if release.to_customers else "to_media",
            hook=Hook(release.hook).label,
        )


def _as_item(release: Release, by: User, at: datetime) -> Item | None:
    """What the audit counts of it; without a company of our own there is no audit to count in."""
    ours = Company.objects.filter(is_ours=True).first()
    if ours is None:
        return None
    on = timezone.localdate(at)
    told = Told(
        headline=release.headline, lead=release.lead, lang=release.lang, published_on=on, company=ours,
        hook=release.chosen_hook,
    )  # fmt: skip
    added = add_items(told=[told], source=None, by=by, at=at)
    key = key_of(ours, url="", headline=" ".join(release.headline.split()), published_on=on)
    found = Item.objects.filter(pk=added.new[0]) if added.new else Item.objects.filter(key=key, release__isnull=True)
    return found.first()
