"""API of requests: ask, list, triage; the same actions as the pages."""

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
from luotsi.rooms.backlog.actions import Asker, ItemFields, RequestFields
from luotsi.rooms.backlog.models import Confirmation, Deliverable, Moscow, Phrasing, Request, WorkItem
from luotsi.rooms.goals import queries as goals

router = Router(tags=["requests"])

see, ask, triage = BearerToken("requests.see"), BearerToken("requests.ask"), BearerToken("requests.triage")
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]
Hours = Annotated[Decimal, Field(ge=0, max_digits=7, decimal_places=1, allow_inf_nan=False)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class AskerOut(Schema):
    id: int
    name: str
    organisation: str


class RefusalOut(Schema):
    reason: str
    goes_first_id: int | None = Field(description="The work item that goes first instead.")
    look_again_on: date | None


class RequestOut(Schema):
    """One request; `joined_to_id` is the request it goes on with, `work_item_id` the item it was accepted into."""

    id: int
    title: str
    wanted: str
    tactic: str
    for_whom: str
    how_known: str
    needed_on: date | None
    body: str
    state: Request.State
    phrasing: Phrasing | Literal[""]
    deliverable: Deliverable | Literal[""]
    names_date: bool
    labels: list[str]
    source: Literal["form", "file", "api"]  # not Request.Source: the schema knows types by name
    external_id: str
    url: str
    received_at: datetime
    asker: AskerOut | None
    work_item_id: int | None
    joined_to_id: int | None
    version: int


class StatusOut(Schema):
    """Where a request stands: place and likely dates where it is accepted, the refusal where it is declined."""

    state: Request.State
    place: int | None = Field(description="In the Marketing Backlog; 1 is first.")
    date_50: date | None = Field(description="Finished by then with even chances.")
    date_85: date | None
    goes_before: list[str] = Field(description="Titles of the items directly before it.")
    refusal: RefusalOut | None
    open_questions: list[str]


class RequestIn(Schema):
    """Say the result first; a tactic is welcome beside it. Without a title it is taken from them."""

    title: text(300) = ""  # type: ignore[valid-type]
    wanted: text(5000) = ""  # type: ignore[valid-type]
    tactic: text(5000) = ""  # type: ignore[valid-type]
    for_whom: text(300) = ""  # type: ignore[valid-type]
    how_known: text(300) = ""  # type: ignore[valid-type]
    needed_on: Day | None = None
    body: text(20_000) = ""  # type: ignore[valid-type]


class OfVersion(Schema):
    """`version` as it was read: a decision made meanwhile is answered with 409. Left out, the state alone counts."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class AcceptIn(OfVersion):
    """Into the item `into_id`, or into a new one: then the other fields say what it is."""

    into_id: Id | None = None
    title: text(300) = ""  # type: ignore[valid-type]
    description: text(20_000) = ""  # type: ignore[valid-type]
    outcome_id: Id | None = Field(None, description="A living outcome; without one the item is ad hoc.")
    value: Annotated[Decimal, Field(ge=0, le=10, max_digits=3, decimal_places=1, allow_inf_nan=False)] = Decimal(5)
    confidence: Annotated[Decimal, Field(ge=0, le=1, max_digits=3, decimal_places=2, allow_inf_nan=False)] = Decimal(
        "0.5"
    )
    effort_low_hours: Hours | None = None
    effort_high_hours: Hours | None = None
    moscow: Moscow | Literal[""] = ""
    needed_on: Day | None = None


class AskBackIn(OfVersion):
    text: text(5000, least=1)  # type: ignore[valid-type]


class DeclineIn(OfVersion):
    """A no names its reason, the work that goes first and when to look again."""

    reason: text(5000, least=1)  # type: ignore[valid-type]
    goes_first_id: Id | None = None
    look_again_on: Day | None = None


class JoinIn(OfVersion):
    """Recurring and sibling work is refused unless `same_work` says that a person looked."""

    into_id: Id
    same_work: bool = False


class ConfirmIn(Schema):
    answer: Confirmation.Answer


class RequestsWanted(Span):
    state: Request.State | None = None
    phrasing: Phrasing | None = None
    q: text(200) = Field("", description="All of these words, in whatever form.")  # type: ignore[valid-type]


@router.get("/requests", response=Window[RequestOut], auth=see, summary="Requests")
def list_requests(request: SignedInRequest, wanted: Query[RequestsWanted]) -> Any:
    """The team's own view is all requests, everybody else's what they asked; newest first."""
    found = queries.requests_for(request.user).select_related("asker", "joining")
    for name in ("state", "phrasing"):
        if getattr(wanted, name):
            found = found.filter(**{name: getattr(wanted, name)})
    matching = search.matching(found, search.Kind.REQUEST, wanted.q)
    count, rows = wanted.of(matching.order_by("-received_at", "-id"))
    return {"count": count, "rows": [_out(row) for row in rows]}


@router.post("/requests", response={201: RequestOut}, auth=ask, summary="Ask")
def create_request(request: SignedInRequest, given: RequestIn) -> Any:
    """A new request of the token's owner, in the inbox."""
    user = request.user
    asker, fields = Asker(user.name, user.email), RequestFields(**given.dict())
    made = actions.submit_request(fields=fields, asker=asker, by=user, at=timezone.now(), source=Request.Source.API)
    return Status(201, _out(made))


@router.get("/requests/{request_id}", response=RequestOut, auth=see, summary="One request")
def show_request(request: SignedInRequest, request_id: Key) -> Any:
    return _out(queries.request_for(request.user, request_id))


@router.get("/requests/{request_id}/status", response=StatusOut, auth=see, summary="Where a request stands")
def show_status(request: SignedInRequest, request_id: Key) -> Any:
    status = queries.status_of(queries.request_for(request.user, request_id))
    standing, dates = status.standing, status.standing.dates if status.standing else None
    return {
        "state": status.request.state,
        "place": standing.place if standing else None,
        "date_50": dates.date_50 if dates else None,
        "date_85": dates.date_85 if dates else None,
        "goes_before": standing.ahead if standing else [],
        "refusal": status.refusal,
        "open_questions": [question.text for question in status.open_questions],
    }


@router.post("/requests/{request_id}/accept", response=RequestOut, auth=triage, summary="Accept")
def accept(request: SignedInRequest, request_id: Key, given: AcceptIn) -> Any:
    """Into a new work item, placed where its score puts it, or into one that is there."""
    asked = queries.request_for(request.user, request_id)
    into = _item(request, given.into_id, "into_id")
    fields = None if into is not None else _item_fields(asked, given)
    actions.accept_request(asked, into=into, fields=fields, version=given.version, by=request.user, at=timezone.now())
    return _again(request, asked)


@router.post("/requests/{request_id}/ask-back", response=RequestOut, auth=triage, summary="Ask back")
def ask_back(request: SignedInRequest, request_id: Key, given: AskBackIn) -> Any:
    asked = queries.request_for(request.user, request_id)
    actions.ask_back(asked, text=given.text, version=given.version, by=request.user, at=timezone.now())
    return _again(request, asked)


@router.post("/requests/{request_id}/decline", response=RequestOut, auth=triage, summary="Decline")
def decline(request: SignedInRequest, request_id: Key, given: DeclineIn) -> Any:
    asked = queries.request_for(request.user, request_id)
    actions.decline_request(
        asked,
        reason=given.reason,
        goes_first=_item(request, given.goes_first_id, "goes_first_id"),
        look_again_on=given.look_again_on,
        version=given.version,
        by=request.user,
        at=timezone.now(),
    )
    return _again(request, asked)


@router.post("/requests/{request_id}/join", response=RequestOut, auth=triage, summary="Join to another")
def join(request: SignedInRequest, request_id: Key, given: JoinIn) -> Any:
    asked = queries.request_for(request.user, request_id)
    into = queries.requests_for(request.user).filter(pk=given.into_id).first()
    if into is None:
        raise Refused(f"There is no request {given.into_id}.", code="request_unknown", field="into_id")
    actions.join_request(
        asked, into, same_work=given.same_work, version=given.version, by=request.user, at=timezone.now()
    )
    return _again(request, asked)


@router.post("/requests/{request_id}/confirm", response=RequestOut, auth=see, summary="Still needed?")
def confirm(request: SignedInRequest, request_id: Key, given: ConfirmIn) -> Any:
    """`no` withdraws the request, `yes` takes a withdrawn one up again."""
    asked = queries.request_for(request.user, request_id)
    actions.confirm_needed(asked, answer=given.answer, by=request.user, at=timezone.now())
    return _again(request, asked)


@router.post("/requests/{request_id}/withdraw", response=RequestOut, auth=see, summary="Withdraw")
def withdraw(request: SignedInRequest, request_id: Key) -> Any:
    asked = queries.request_for(request.user, request_id)
    actions.withdraw_request(asked, by=request.user, at=timezone.now())
    return _again(request, asked)


def _again(request: SignedInRequest, asked: Request) -> dict[str, Any]:
    return _out(queries.request_for(request.user, asked.pk))


def _out(asked: Request) -> dict[str, Any]:
    names = (*RequestIn.model_fields, "state", "phrasing", "deliverable", "names_date", "labels", "source")
    more = ("external_id", "url", "received_at", "asker", "work_item_id", "version")
    into = asked.joining.into_id if asked.state == Request.State.JOINED else None
    return {"id": asked.pk, "joined_to_id": into, **{name: getattr(asked, name) for name in (*names, *more)}}


def _item(request: SignedInRequest, pk: int | None, field: str) -> WorkItem | None:
    found = queries.items_for(request.user, [pk]).first() if pk is not None else None
    if pk is not None and found is None:
        raise Refused(f"There is no work item {pk}.", code="item_unknown", field=field)
    return found


def _item_fields(asked: Request, given: AcceptIn) -> ItemFields:
    today = timezone.localdate()
    if given.outcome_id and not goals.living_outcomes(today).filter(pk=given.outcome_id).exists():
        raise Refused(f"There is no living outcome {given.outcome_id}.", code="outcome_unknown", field="outcome_id")
    return ItemFields(
        title=given.title or asked.title,
        description=given.description,
        worths={given.outcome_id: given.value} if given.outcome_id else {},
        confidence=given.confidence,
        effort_low_hours=given.effort_low_hours,
        effort_high_hours=given.effort_high_hours,
        moscow=given.moscow,
        deliverable=asked.deliverable,
        needed_on=given.needed_on or asked.needed_on,
    )
