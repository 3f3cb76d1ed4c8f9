"""API of work items: the one order, read and moved; the same actions as the pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from luotsi.kernel import search
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.api import BearerToken, Id, Span, Window, text
from luotsi.kernel.errors import Refused
from luotsi.rooms.backlog import actions, queries
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import Deliverable, Moscow, WorkItem
from luotsi.rooms.goals import queries as goals

router = Router(tags=["work items"])

see, write = BearerToken("backlog.see"), BearerToken("backlog.write")
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]
Hours = Annotated[Decimal, Field(ge=0, max_digits=7, decimal_places=1, allow_inf_nan=False)]
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=3, decimal_places=2, allow_inf_nan=False)]
Value = Annotated[Decimal, Field(ge=0, le=10, max_digits=3, decimal_places=1, allow_inf_nan=False)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]
# Not WorkItem.State: the schema knows types by name, and a request has a State of its own.
State = Literal["waiting", "in_progress", "done", "dropped"]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class WorthIn(Schema):
    """What the item is worth to one living outcome, 0 to 10."""

    outcome_id: Id
    value: Value


class WorthOut(Schema):
    outcome_id: int
    value: float


class ItemOut(Schema):
    """`place` is where it stands in the Marketing Backlog (1 is first), null once it is done or dropped."""

    id: int
    title: str
    description: str
    state: State
    place: int | None
    outcome_id: int | None = Field(description="The outcome it serves; null: ad hoc.")
    worths: list[WorthOut]
    moscow: Moscow | Literal[""]
    deliverable: Deliverable | Literal[""]
    confidence: float
    judged_on: date
    effort_low_hours: float | None
    effort_high_hours: float | None
    spent_hours: float | None
    needed_on: date | None
    score: float | None
    created_at: datetime
    started_on: date | None
    finished_on: date | None
    dropped_on: date | None
    drop_reason: str
    version: int


class ItemIn(Schema):
    title: text(300, least=1)  # type: ignore[valid-type]
    description: text(20_000) = ""  # type: ignore[valid-type]
    worths: list[WorthIn] = Field([], max_length=20)
    moscow: Moscow | Literal[""] = ""
    deliverable: Deliverable | Literal[""] = ""
    confidence: Share = Decimal("0.5")
    effort_low_hours: Hours | None = None
    effort_high_hours: Hours | None = None
    needed_on: Day | None = None


class ItemChange(Schema):
    """What is left out stays as it is; `version` as it was read: an edit made meanwhile is answered with 409."""

    version: Version
    title: text(300, least=1) = None  # type: ignore[valid-type]
    description: text(20_000) = None  # type: ignore[valid-type]
    worths: Annotated[list[WorthIn], Field(max_length=20)] = None  # type: ignore[assignment]
    moscow: Moscow | Literal[""] = None  # type: ignore[assignment]
    deliverable: Deliverable | Literal[""] = None  # type: ignore[assignment]
    confidence: Share = None  # type: ignore[assignment]
    effort_low_hours: Hours | None = None
    effort_high_hours: Hours | None = None
    needed_on: Day | None = None


class MoveIn(Schema):
    """One of `place`, `above_id` and `below_id` says where."""

    place: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    above_id: Id | None = None
    below_id: Id | None = None
    reason: text(500) = ""  # type: ignore[valid-type]


class MovedOut(Schema):
    """`departs`: the place differs so much from the advised one that others will want a reason."""

    place: int
    advised: int | None
    departs: bool


class FinishIn(Schema):
    spent_hours: Hours | None = None


class DropIn(Schema):
    """Why what was promised is not done; its askers read it."""

    reason: text(5000, least=1)  # type: ignore[valid-type]


class ItemsWanted(Span):
    state: State | None = Field(None, description="Left out: what is not finished, in its order.")
    outcome_id: Id | None = None
    q: text(200) = Field("", description="All of these words, in whatever form.")  # type: ignore[valid-type]


@router.get("/work-items", response=Window[ItemOut], auth=see, summary="Work items")
def list_items(request: SignedInRequest, wanted: Query[ItemsWanted]) -> Any:
    """The Marketing Backlog in its order; with `state` done or dropped, what has left it, newest first."""
    found = queries.listed_items(request.user, wanted.state).prefetch_related("contributions")
    if wanted.outcome_id:
        found = found.filter(outcome=wanted.outcome_id)
    count, rows = wanted.of(search.matching(found, search.Kind.WORK_ITEM, wanted.q))
    return {"count": count, "rows": _out(rows)}


@router.post("/work-items", response={201: ItemOut}, auth=write, summary="Add a work item")
def create_item(request: SignedInRequest, given: ItemIn) -> Any:
    """Placed where its score puts it, at the end while it has none."""
    made = actions.create_item(fields=_fields(given.dict()), by=request.user, at=timezone.now())
    return Status(201, _one(made))


@router.get("/work-items/{item_id}", response=ItemOut, auth=see, summary="One work item")
def show_item(request: SignedInRequest, item_id: Key) -> Any:
    return _one(queries.item_for(request.user, item_id))


@router.patch("/work-items/{item_id}", response=ItemOut, auth=write, summary="Change a work item")
def change_item(request: SignedInRequest, item_id: Key, given: ItemChange) -> Any:
    item = queries.item_for(request.user, item_id)
    kept: dict[str, Any] = {name: getattr(item, name) for name in ItemIn.model_fields if name != "worths"}
    kept["worths"] = [{"outcome_id": part.outcome_id, "value": part.value} for part in item.contributions.all()]
    kept["owner"] = item.owner
    changed = given.dict(exclude_unset=True)
    version = changed.pop("version")
    fields = _fields({**kept, **changed}, checked="worths" in changed)
    edited = actions.edit_item(item, fields=fields, version=version, by=request.user, at=timezone.now())
    return _one(edited)


@router.post("/work-items/{item_id}/move", response=MovedOut, auth=write, summary="Move a work item")
def move_item(request: SignedInRequest, item_id: Key, given: MoveIn) -> Any:
    item = queries.item_for(request.user, item_id)
    ways = {name: value for name, value in given.dict().items() if name != "reason" and value is not None}
    if len(ways) != 1:
        raise Refused("Say where by one of place, above_id and below_id.", code="place_missing", field="place")
    where: dict[str, Any] = {
        name.removesuffix("_id"): value if name == "place" else queries.item_for(request.user, value)
        for name, value in ways.items()
    }
    moved = actions.move_item(item, **where, reason=given.reason, by=request.user, at=timezone.now())
    return {"place": moved.place, "advised": moved.advised, "departs": moved.departs}


@router.post("/work-items/{item_id}/start", response=ItemOut, auth=write, summary="Start")
def start_item(request: SignedInRequest, item_id: Key) -> Any:
    item = queries.item_for(request.user, item_id)
    return _one(actions.start_item(item, by=request.user, at=timezone.now()))


@router.post("/work-items/{item_id}/finish", response=ItemOut, auth=write, summary="Finish")
def finish_item(request: SignedInRequest, item_id: Key, given: FinishIn) -> Any:
    """It leaves the order and counts as finished work of this week."""
    item = queries.item_for(request.user, item_id)
    done = actions.finish_item(item, spent_hours=given.spent_hours, by=request.user, at=timezone.now())
    return _one(done)


@router.post("/work-items/{item_id}/drop", response=ItemOut, auth=write, summary="Drop")
def drop_item(request: SignedInRequest, item_id: Key, given: DropIn) -> Any:
    """It leaves the order without counting as finished, and its askers are told why."""
    item = queries.item_for(request.user, item_id)
    return _one(actions.drop_item(item, reason=given.reason, by=request.user, at=timezone.now()))


@router.post("/work-items/{item_id}/reopen", response=ItemOut, auth=write, summary="Take up again")
def reopen_item(request: SignedInRequest, item_id: Key) -> Any:
    item = queries.item_for(request.user, item_id)
    return _one(actions.reopen_item(item, by=request.user, at=timezone.now()))


def _fields(given: dict[str, Any], *, checked: bool = True) -> ItemFields:
    worths = {worth["outcome_id"]: worth["value"] for worth in given.pop("worths")}
    living = set(goals.living_outcomes(timezone.localdate()).values_list("pk", flat=True)) if worths else set()
    unknown = [outcome for outcome in worths if outcome not in living]
    if checked and unknown:
        raise Refused(f"There is no living outcome {unknown[0]}.", code="outcome_unknown", field="worths")
    return ItemFields(**given, worths=worths)


def _one(item: WorkItem) -> dict[str, Any]:
    return _out([item])[0]


def _out(items: list[WorkItem]) -> list[dict[str, Any]]:
    """Places of all in one query."""
    ranked = sorted(item.rank for item in items if item.rank is not None)
    places = dict(zip(ranked, queries.places_of_ranks(ranked), strict=True))
    names = [name for name in ItemOut.model_fields if name not in ("id", "place", "worths")]
    return [
        {
            "id": item.pk,
            "place": places.get(item.rank) if item.rank is not None else None,
            "worths": [{"outcome_id": part.outcome_id, "value": part.value} for part in item.contributions.all()],
            **{name: getattr(item, name) for name in names},
        }
        for item in items
    ]
