"""Verbs on work items: create, edit, judge, start, finish, drop, take up again, comment, change many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Conflict, Refused
from luotsi.rooms.backlog.actions.ordering import hold_backlog, rank_for_new
from luotsi.rooms.backlog.actions.telling import tell_all
from luotsi.rooms.backlog.models import Comment, Contribution, WorkItem
from luotsi.rooms.backlog.queries.scoring import score_of

State = WorkItem.State


@dataclass(frozen=True, slots=True)
class ItemFields:
    """What a person may say about an item; `worths` are values 0–10 by outcome id, the highest is the one it serves."""

    title: str
    description: str = ""
    worths: Mapping[int, Decimal] = field(default_factory=dict)
    moscow: str = ""
    deliverable: str = ""
    confidence: Decimal = Decimal("0.5")
    effort_low_hours: Decimal | None = None
    effort_high_hours: Decimal | None = None
    needed_on: date | None = None
    owner: User | None = None


def create_item(*, fields: ItemFields, by: User | None, at: datetime) -> WorkItem:
    """New work in the backlog, where its score puts it (at the end while it has none)."""
    with transaction.atomic():
        hold_backlog()
        item = WorkItem(created_by=by, created_at=at, judged_on=timezone.localdate(at))
        _write(item, fields)
        worths = _kept(fields.worths)
        item.outcome_id = _served(worths)
        _score(item, at, worths)
        item.rank = rank_for_new(item.score)
        item.save(force_insert=True)
        _write_contributions(item, worths)
        search.index(search.Kind.WORK_ITEM, item, searchable_text(item))
        record("backlog.item_created", item, by=by, at=at)
    return item


def edit_item(item: WorkItem, *, fields: ItemFields, version: int, by: User, at: datetime) -> WorkItem:
    """Change what is said about an item. Raises Conflict when somebody else changed it since `version`."""
    with transaction.atomic():
        item = _locked(item, version)
        rejudged = item.confidence != fields.confidence or _worths_of(item) != dict(fields.worths)
        changed = _changed_fields(item, fields)
        _write(item, fields)
        item.version += 1
        if rejudged:
            item.judged_on = timezone.localdate(at)
        _value(item, fields.worths, at)
        item.save()
        search.index(search.Kind.WORK_ITEM, item, searchable_text(item))
        record("backlog.item_edited", item, by=by, at=at, fields=changed, rejudged=rejudged)
    return item


def start_item(item: WorkItem, *, by: User, at: datetime) -> WorkItem:
    return _to_state(
        item, State.IN_PROGRESS, {State.WAITING}, "backlog.item_started", by, at, started_on=timezone.localdate(at)
    )


def finish_item(item: WorkItem, *, spent_hours: Decimal | None, by: User, at: datetime) -> WorkItem:
    """Done: it leaves the order and counts as finished work of this week."""
    changes = {"finished_on": timezone.localdate(at), "spent_hours": spent_hours, "rank": None}
    return _to_state(item, State.DONE, set(WorkItem.OPEN), "backlog.item_finished", by, at, **changes)


def drop_item(item: WorkItem, *, reason: str, by: User, at: datetime) -> WorkItem:
    """Promised and not done: a no like any other. It names its reason, and its askers are told."""
    if not reason.strip():
        raise Refused("A no needs its reason: the askers will read it.", code="reason_missing", field="reason")
    changes = {"dropped_on": timezone.localdate(at), "drop_reason": reason.strip(), "rank": None}
    with transaction.atomic():
        item = _to_state(item, State.DROPPED, set(WorkItem.OPEN), "backlog.item_dropped", by, at, **changes)
        for request in item.requests.filter(state="accepted").select_related("asker"):
            tell_all(request, "dropped", by=by, at=at)
    return item


def let_go(item_id: int, *, by: User | None, at: datetime) -> bool:
    """Its last asker has withdrawn: work that nobody has begun leaves the order. Whether it did."""
    item = WorkItem.objects.filter(pk=item_id, state=State.WAITING).first()
    if item is None or item.requests.filter(state="accepted").exists():
        return False
    changes = {"dropped_on": timezone.localdate(at), "drop_reason": "", "rank": None}
    _to_state(item, State.DROPPED, {State.WAITING}, "backlog.item_let_go", by, at, **changes)
    return True


def reopen_item(item: WorkItem, *, by: User | None, at: datetime) -> WorkItem:
    """Back into the backlog, where its score puts it."""
    with transaction.atomic():
        changes: dict[str, Any] = dict.fromkeys(("finished_on", "dropped_on", "spent_hours"))
        changes["departure"] = None  # where it stood before counts no more
        changes |= {"drop_reason": "", "rank": rank_for_new(item.score)}
        return _to_state(item, State.WAITING, {State.DONE, State.DROPPED}, "backlog.item_reopened", by, at, **changes)


def add_comment(item: WorkItem, *, text: str, by: User, at: datetime) -> Comment:
    if not text.strip():
        raise Refused("An empty comment says nothing.", code="comment_empty", field="text")
    with transaction.atomic():
        comment = Comment.objects.create(work_item=item, text=text.strip(), by=by, at=at)
        record("backlog.commented", item, by=by, at=at, comment=comment)
    return comment


BULK_FIELDS = ("moscow", "deliverable", "owner", "outcome")


def change_many(items: Sequence[WorkItem], *, changes: Mapping[str, Any], by: User, at: datetime) -> int:
    """Set the same MoSCoW class, deliverable, owner or outcome on many items; all of them or none."""
    unknown = set(changes) - set(BULK_FIELDS)
    if unknown or not changes:
        raise Refused("Choose what to change.", code="bulk_nothing", field="changes")
    with transaction.atomic():
        held = list(WorkItem.objects.select_for_update().filter(pk__in=[item.pk for item in items]).order_by("pk"))
        for item in held:
            _change_one(item, changes, at)
            record("backlog.item_edited", item, by=by, at=at, fields=sorted(changes))
    return len(held)


def _change_one(item: WorkItem, changes: Mapping[str, Any], at: datetime) -> None:
    for name in ("moscow", "deliverable", "owner"):
        if name in changes:
            setattr(item, name, changes[name])
    worths = _worths_of(item)
    if "outcome" in changes:
        outcome = changes["outcome"]
        best = max(worths.values(), default=Decimal(5))
        worths = {outcome.pk: best} if outcome else {}
    _value(item, worths, at)
    item.version += 1
    item.save()


def searchable_text(item: WorkItem) -> str:
    return f"{item.title} {item.description}"


def _write(item: WorkItem, fields: ItemFields) -> None:
    if not fields.title.strip():
        raise Refused("Give the item a title.", code="title_missing", field="title")
    item.title = fields.title.strip()
    item.description = fields.description.strip()
    item.moscow, item.deliverable, item.confidence = fields.moscow, fields.deliverable, fields.confidence
    item.effort_low_hours, item.effort_high_hours = _ordered(fields.effort_low_hours, fields.effort_high_hours)
    item.needed_on, item.owner = fields.needed_on, fields.owner


def _ordered(low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """One figure alone is both ends."""
    if low is None or high is None:
        return (low if low is not None else high, high if high is not None else low)
    if low > high:
        raise Refused(
            "The low end of the effort lies above the high end.", code="effort_order", field="effort_low_hours"
        )
    return low, high


def _changed_fields(item: WorkItem, fields: ItemFields) -> list[str]:
    names = ("title", "description", "moscow", "deliverable", "confidence", "effort_low_hours", "effort_high_hours")
    changed = [name for name in names if getattr(item, name) != getattr(fields, name)]
    changed += [name for name in ("needed_on", "owner") if getattr(item, name) != getattr(fields, name)]
    return [*changed, "worths"] if _worths_of(item) != dict(fields.worths) else changed


def _worths_of(item: WorkItem) -> dict[int, Decimal]:
    return {contribution.outcome_id: contribution.value for contribution in item.contributions.all()}


def _kept(worths: Mapping[int, Decimal]) -> dict[int, Decimal]:
    return {outcome: value for outcome, value in worths.items() if value > 0}


def _served(worths: Mapping[int, Decimal]) -> int | None:
    """The outcome that gets most (the first of equals) is the one the item serves."""
    return max(worths, key=lambda outcome: worths[outcome]) if worths else None


def _value(item: WorkItem, worths: Mapping[int, Decimal], at: datetime) -> None:
    kept = _kept(worths)
    _write_contributions(item, kept)
    item.outcome_id = _served(kept)
    _score(item, at, kept)


def _write_contributions(item: WorkItem, worths: Mapping[int, Decimal]) -> None:
    item.contributions.exclude(outcome__in=list(worths)).delete()
    Contribution.objects.bulk_create(
        [Contribution(work_item=item, outcome_id=outcome, value=value) for outcome, value in worths.items()],
        update_conflicts=True,
        unique_fields=["work_item", "outcome"],
        update_fields=["value"],
    )


def _score(item: WorkItem, at: datetime, worths: Mapping[int, Decimal]) -> None:
    found = score_of(item, worths, on=timezone.localdate(at))
    item.score, item.score_low, item.score_high = (found.middle, found.low, found.high) if found else (None,) * 3
    item.scored_at = at


def _locked(item: WorkItem, version: int) -> WorkItem:
    found = WorkItem.objects.select_for_update().get(pk=item.pk)
    if found.version != version:
        raise Conflict(
            "Somebody else changed this item while you were editing. Your text is still here: compare and save again.",
            code="item_changed",
        )
    return found


def _to_state(
    item: WorkItem, state: State, allowed: set[State], verb: str, by: User | None, at: datetime, **changes: Any
) -> WorkItem:
    with transaction.atomic():
        if "rank" in changes:
            hold_backlog()  # it leaves the order or comes back: nobody moves it meanwhile
        count = WorkItem.objects.filter(pk=item.pk, state__in=allowed).update(
            state=state, version=F("version") + 1, **changes
        )
        if not count:
            raise Conflict("This item has moved on meanwhile. Reload the page.", code="item_moved_on")
        record(verb, item, by=by, at=at)
    item.refresh_from_db()
    return item
