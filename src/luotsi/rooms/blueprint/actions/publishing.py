"""Publish a draft as a version that never changes, and open a guest link to one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts import guests
from luotsi.kernel.accounts.models import GuestLink, User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import refused
from luotsi.rooms.blueprint.models import Blueprint, PlannedDate, Version
from luotsi.rooms.blueprint.queries.documents import Document, document_of, draft_of, mark_of


def publish(
    blueprint: Blueprint, *, note: str, acknowledged: Iterable[int], by: User, at: datetime, seen: str = ""
) -> Version:
    """The draft as it stands becomes the next version. Musts without a place have to be acknowledged by id.

    Raises Refused where `seen`, the mark of the draft that was looked at, is not that of the draft as it now stands.
    """
    with transaction.atomic():
        blueprint = Blueprint.objects.select_for_update(of=("self",)).select_related("guidepoint").get(pk=blueprint.pk)
        document = document_of(draft_of(blueprint))
        if seen and seen != mark_of(document):
            raise Refused("The draft has changed since you looked at it. This is how it is now.", code="draft_moved_on")
        if not document["items"]:
            raise Refused(_("There is nothing in the draft to publish; make a plan first."), code="nothing_to_publish")
        known = set(acknowledged)
        unseen = [item["title"] for item in musts_left_out(document) if item["id"] not in known]
        if unseen:
            raise refused(
                _("These musts have no place; say that you know: {titles}"),
                code="musts_left_out", field="acknowledged", titles="; ".join(unseen),
            )  # fmt: skip
        document["acknowledged"] = sorted(item["id"] for item in musts_left_out(document))
        newest = blueprint.versions.order_by("-number").first()
        version = Version.objects.create(
            blueprint=blueprint, number=newest.number + 1 if newest else 1, note=note.strip(), document=document,
            by=by, published_at=at,
        )  # fmt: skip
        _promise(blueprint, document)
        record("blueprint.published", blueprint, by=by, at=at, number=version.number)
    return version


def musts_left_out(document: Document) -> list[Document]:
    """Musts of the document that have no place in it."""
    return [item for item in document["left_out"] if item["moscow"] == "must"]


def open_guest_link(version: Version, *, by: User, at: datetime) -> GuestLink:
    """Whoever holds it sees this one version, and may subscribe to the quarter's calendar."""
    path = reverse("blueprint:version", args=[version.blueprint_id, version.number])
    with transaction.atomic():
        link = guests.open_link(path, by=by, at=at, label=f"Blueprint {version.blueprint} · {version.number}")
        record("blueprint.link_opened", version.blueprint, by=by, at=at, number=version.number)
    return link


def _promise(blueprint: Blueprint, document: Document) -> None:
    """The dates that the newest version holds, as status pages tell them."""
    blueprint.planned_dates.all().delete()
    PlannedDate.objects.bulk_create(
        PlannedDate(
            blueprint=blueprint,
            work_item_id=item["id"],
            starts_on=blueprint.monday(item["start"]),
            ends_on=blueprint.monday(item["end"]) + timedelta(days=4),
        )
        for item in document["items"]
    )
