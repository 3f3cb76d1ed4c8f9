"""Verbs on a quarter's draft: begin, set its frame, pin, move, leave out. None of them touches what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import refused
from luotsi.rooms.blueprint.actions.capacity import work_out
from luotsi.rooms.blueprint.models import WEEKS, Blueprint, Forbidden, GoalMinimum, LeftOut, Pin, Slot
from luotsi.rooms.blueprint.queries.capacity import has_capacity
from luotsi.rooms.blueprint.queries.ways import ways_of
from luotsi.rooms.blueprint.rules import WayPlan
from luotsi.values import monday_of

if TYPE_CHECKING:
    from luotsi.rooms.backlog.queries import WorkItem
    from luotsi.rooms.goals.queries import Guidepoint


@dataclass(frozen=True, slots=True)
class Frame:
    """What a quarter is planned within; `minimums` are hours by goal id."""

    starts_on: date
    guidepoint: Guidepoint | None = None
    budget: Decimal | None = None
    minimums: Mapping[int, Decimal] = field(default_factory=dict)


def begin_blueprint(*, frame: Frame, by: User, at: datetime) -> Blueprint:
    """A new quarter, with the hours that the team has in it."""
    if not has_capacity():
        raise Refused(_("Say first who is on the team and what they can do."), code="no_capacity")
    with transaction.atomic():
        blueprint = Blueprint(created_by=by, created_at=at, facts_changed_at=at)
        _frame(blueprint, frame)
        work_out(blueprint, at)
        record("blueprint.begun", blueprint, by=by, at=at)
    return blueprint


def edit_blueprint(blueprint: Blueprint, *, frame: Frame, by: User, at: datetime) -> Blueprint:
    """Another budget, Guidepoint or minimum; another Monday only while nothing is published."""
    if frame.starts_on != blueprint.starts_on and blueprint.versions.exists():
        raise Refused(
            _("This quarter is published: its weeks stay. Begin another one instead."),
            code="published_weeks",
            field="starts_on",
        )
    with transaction.atomic():
        _frame(blueprint, frame)
        work_out(blueprint, at)
        record("blueprint.edited", blueprint, by=by, at=at)
    return blueprint


def pin_item(
    blueprint: Blueprint, item: WorkItem, *, by: User, at: datetime, week: int | None = None, way: str = ""
) -> Pin:
    """The item is in the plan; with a week it stands there at once (this is also how an item is moved).

    Raises Refused where the way is unknown or the item would run beyond the quarter.
    """
    with _draft_change(blueprint, at):
        chosen = _way_of(blueprint, item, way)
        if week is not None:
            _check_week(blueprint, week, chosen, timezone.localdate(at))
        blueprint.forbidden.filter(work_item=item).filter(_covers(week, chosen)).delete()
        pin, _made = Pin.objects.update_or_create(
            blueprint=blueprint, work_item=item, defaults={"way": way, "week": week, "by": by, "at": at}
        )
        if week is not None:
            place_item(blueprint, item, chosen, week)
        record("blueprint.item_pinned", blueprint, by=by, at=at, item=item, week=week)
    return pin


def unpin_item(blueprint: Blueprint, item: WorkItem, *, by: User, at: datetime) -> None:
    """The next plan decides again; until then it stands where it stands."""
    with _draft_change(blueprint, at):
        if not blueprint.pins.filter(work_item=item).delete()[0]:
            raise Refused(_("This item is not pinned."), code="not_pinned")
        record("blueprint.item_unpinned", blueprint, by=by, at=at, item=item)


def exclude_item(blueprint: Blueprint, item: WorkItem, *, by: User, at: datetime) -> None:
    """Not in this quarter, whatever the next plan would say."""
    with _draft_change(blueprint, at):
        blueprint.pins.filter(work_item=item).delete()
        blueprint.slots.filter(work_item=item).delete()
        Forbidden.objects.get_or_create(blueprint=blueprint, work_item=item, week=None, defaults={"by": by, "at": at})
        LeftOut.objects.update_or_create(
            blueprint=blueprint,
            work_item=item,
            defaults={"because": [{"code": "excluded"}], "would_enter_if": {}},
            create_defaults={"because": [{"code": "excluded"}], "would_enter_if": {}, "place": 0},
        )
        record("blueprint.item_excluded", blueprint, by=by, at=at, item=item)


def readmit_item(blueprint: Blueprint, item: WorkItem, *, by: User, at: datetime) -> None:
    """The next plan may take it in again."""
    with _draft_change(blueprint, at):
        if not blueprint.forbidden.filter(work_item=item, week=None).delete()[0]:
            raise Refused(_("Nobody has left this item out."), code="not_excluded")
        blueprint.left_out.filter(work_item=item).update(because=[{"code": "readmitted"}])
        record("blueprint.item_readmitted", blueprint, by=by, at=at, item=item)


def forbid_weeks(blueprint: Blueprint, item: WorkItem, *, weeks: Iterable[int], by: User, at: datetime) -> None:
    """The next plan keeps the item out of these weeks (0 is the first); they replace what was closed before."""
    closed = sorted(set(weeks))
    if any(not 0 <= week < WEEKS for week in closed):
        raise Refused(_("A quarter has thirteen weeks."), code="week_unknown", field="weeks")
    with _draft_change(blueprint, at):
        blueprint.forbidden.filter(work_item=item, week__isnull=False).delete()
        Forbidden.objects.bulk_create(
            [Forbidden(blueprint=blueprint, work_item=item, week=week, by=by, at=at) for week in closed]
        )
        record("blueprint.weeks_forbidden", blueprint, by=by, at=at, item=item, weeks=closed)


def place_item(blueprint: Blueprint, item: WorkItem, way: WayPlan, week: int) -> Slot:
    """The draft holds the item from that week; it is left out no more."""
    slot, _made = Slot.objects.update_or_create(
        blueprint=blueprint,
        work_item=item,
        defaults={
            "way": way.name,
            "start": week,
            "end": week + way.weeks - 1,
            "hours": dict(way.hours),
            "item_version": item.version,
        },
    )
    blueprint.left_out.filter(work_item=item).delete()
    return slot


@contextmanager
def _draft_change(blueprint: Blueprint, at: datetime) -> Iterator[None]:
    """One transaction on a locked draft, which notes that the newest plan was made on other facts."""
    with transaction.atomic():
        Blueprint.objects.select_for_update().get(pk=blueprint.pk)
        yield
        blueprint.facts_changed_at = at
        blueprint.save(update_fields=["facts_changed_at"])


def _frame(blueprint: Blueprint, frame: Frame) -> None:
    if monday_of(frame.starts_on) != frame.starts_on:
        raise Refused(_("A Blueprint starts on a Monday."), code="not_monday", field="starts_on")
    blueprint.starts_on, blueprint.guidepoint_id = frame.starts_on, frame.guidepoint.pk if frame.guidepoint else None
    blueprint.budget = frame.budget
    try:
        with transaction.atomic():
            blueprint.save()
    except IntegrityError:
        raise Refused(
            _("There is a Blueprint from this Monday already."), code="blueprint_twice", field="starts_on"
        ) from None
    blueprint.goal_minimums.all().delete()
    GoalMinimum.objects.bulk_create(
        [GoalMinimum(blueprint=blueprint, goal_id=goal, hours=hours) for goal, hours in frame.minimums.items() if hours]
    )


def _way_of(blueprint: Blueprint, item: WorkItem, name: str) -> WayPlan:
    ways = ways_of([item], blueprint)[item.pk]
    slot = blueprint.slots.filter(work_item=item).first()
    wanted = name or (slot.way if slot is not None else "")
    found = next((way for way in ways if way.name == wanted), None) or (ways[0] if ways and not name else None)
    if found is None and not ways:
        raise refused(
            _("Nobody has estimated “{title}” yet: give it an effort, or describe a way of doing it."),
            code="no_estimate",
            title=item.title,
        )
    if found is None:
        raise Refused(_("There is no such way of doing this."), code="way_unknown", field="way")
    return found


def _check_week(blueprint: Blueprint, week: int, way: WayPlan, on: date) -> None:
    latest = WEEKS - way.weeks
    if latest < 0:
        raise refused(
            _("It takes {weeks} weeks, and the quarter has thirteen."), code="too_long", field="week", weeks=way.weeks
        )
    if not 0 <= week <= latest:
        raise refused(
            _("It takes {weeks} weeks: the latest start within the quarter is {on}."),
            code="beyond_quarter",
            field="week",
            weeks=way.weeks,
            on=blueprint.monday(latest),
        )
    if week < blueprint.week_of(on):
        raise Refused(_("That week is over."), code="week_over", field="week")


def _covers(week: int | None, way: WayPlan) -> Q:
    """The exclusion, and the closed weeks that the pinned place would lie in."""
    if week is None:
        return Q(week__isnull=True)
    return Q(week__isnull=True) | Q(week__gte=week, week__lt=week + way.weeks)
