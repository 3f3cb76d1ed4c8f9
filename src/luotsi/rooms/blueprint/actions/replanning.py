"""Move an item and let the rest make room, plan near what is published, put a draft back as it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint.actions.drafts import pin_item
from luotsi.rooms.blueprint.actions.plans import LIVING, ask_for_plan
from luotsi.rooms.blueprint.models import Blueprint, Forbidden, LeftOut, Pin, PlanRun, Slot, Version
from luotsi.rooms.blueprint.problem import Near
from luotsi.rooms.blueprint.queries.moves import can_be_put_back, snapshot_of

if TYPE_CHECKING:
    from luotsi.rooms.backlog.queries import WorkItem

QUICK_SECONDS = 3  # a move is answered while one waits


def move_item(
    blueprint: Blueprint, item: WorkItem, *, by: User, at: datetime, on: date, week: int | None = None, way: str = ""
) -> PlanRun:
    """Pin it, and ask at once for a plan in which as little else moves as can be. Raises Refused as `pin_item` does."""
    with transaction.atomic():
        before = snapshot_of(blueprint, item.pk)
        before["decided"][str(item.pk)]["wished"] = week
        pin_item(blueprint, item, week=week, way=way, by=by, at=at)
        near = Near({slot.work_item_id: (slot.way, slot.start) for slot in blueprint.slots.all()})
        return ask_for_plan(
            blueprint, by=by, at=at, on=on, time_limit_seconds=QUICK_SECONDS, near=near, before=before
        )  # fmt: skip


def replan_from(version: Version, *, by: User, at: datetime, on: date, keep_weeks: int = 0) -> PlanRun:
    """As few moves as can be from what was published; weeks gone by stay, and so many from now as `keep_weeks` says."""
    places = {item["id"]: (item["way"], item["start"]) for item in version.document["items"]}
    return ask_for_plan(
        version.blueprint, by=by, at=at, on=on, time_limit_seconds=QUICK_SECONDS, near=Near(places, keep_weeks)
    )


def put_back(run: PlanRun, *, by: User, at: datetime) -> None:
    """The draft stands as it stood before this plan, which is forgotten."""
    with transaction.atomic():
        blueprint = Blueprint.objects.select_for_update().get(pk=run.blueprint_id)
        if not can_be_put_back(run, blueprint) or blueprint.runs.filter(pk__gt=run.pk).exists():
            raise Refused(
                _("The draft has changed since this plan was made, so it cannot be put back."), code="changed_since"
            )
        assert run.before is not None
        _restore(blueprint, run.before)
        for item, decided in run.before["decided"].items():
            _restore_decided(blueprint, int(item), decided, by=by, at=at)
        blueprint.facts_changed_at = parse_datetime(run.before["facts_changed_at"]) or blueprint.facts_changed_at
        blueprint.save(update_fields=["facts_changed_at"])
        run.delete()
        items = [f"backlog.workitem:{item}" for item in run.before["decided"]]
        record("blueprint.put_back", blueprint, by=by, at=at, items=items)


def _restore(blueprint: Blueprint, before: dict[str, Any]) -> None:
    """Places and what was left out, for items that are still open."""
    now = backlog.state_of_items([one["item"] for one in (*before["slots"], *before["left_out"])])
    living = {item for item, (state, _version) in now.items() if state in LIVING}
    blueprint.slots.all().delete()
    blueprint.left_out.all().delete()
    Slot.objects.bulk_create(
        Slot(blueprint=blueprint, work_item_id=one.pop("item"), **one)
        for one in map(dict, before["slots"])
        if one["item"] in living
    )
    LeftOut.objects.bulk_create(
        LeftOut(blueprint=blueprint, work_item_id=one.pop("item"), **one)
        for one in map(dict, before["left_out"])
        if one["item"] in living
    )


def _restore_decided(blueprint: Blueprint, item: int, decided: dict[str, Any], *, by: User, at: datetime) -> None:
    """The pin and the closed weeks that the item had; who puts them back has decided them now."""
    blueprint.pins.filter(work_item=item).delete()
    blueprint.forbidden.filter(work_item=item).delete()
    if not backlog.state_of_items([item]):
        return
    if decided["pin"] is not None:
        Pin.objects.create(blueprint=blueprint, work_item_id=item, by=by, at=at, **decided["pin"])
    Forbidden.objects.bulk_create(
        [Forbidden(blueprint=blueprint, work_item_id=item, week=week, by=by, at=at) for week in decided["closed"]]
    )
