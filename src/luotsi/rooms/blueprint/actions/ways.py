"""Describe a way of doing an item, or take one back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.rooms.blueprint.models import Blueprint, Skill, Way, WayHours

if TYPE_CHECKING:
    from luotsi.rooms.backlog.queries import WorkItem


def add_way(
    item: WorkItem, *, name: str, weeks: int, hours: Mapping[Skill, Decimal], cost: Decimal, by: User, at: datetime
) -> Way:
    """Once an item has a described way, the usual one counts no more. `hours` are those of the whole way."""
    if not name.strip():
        raise Refused(_("Give the way a name: own team, agency, short version."), code="name_missing", field="name")
    if not 1 <= weeks <= Way.MOST_WEEKS:
        raise Refused(_("A way takes one to thirteen weeks."), code="weeks", field="weeks")
    with transaction.atomic():
        try:
            with transaction.atomic():
                way = Way.objects.create(work_item=item, name=name.strip(), weeks=weeks, cost=cost)
        except IntegrityError:
            raise Refused(_("This item has a way of that name."), code="name_taken", field="name") from None
        WayHours.objects.bulk_create(
            [WayHours(way=way, skill=skill, hours=amount) for skill, amount in hours.items() if amount > 0]
        )
        _facts_changed(at)
        record("blueprint.way_added", item, by=by, at=at)
    return way


def remove_way(way: Way, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        record("blueprint.way_removed", way.work_item, by=by, at=at)
        way.delete()
        _facts_changed(at)


def _facts_changed(at: datetime) -> None:
    Blueprint.objects.running(timezone.localdate(at)).update(facts_changed_at=at)
