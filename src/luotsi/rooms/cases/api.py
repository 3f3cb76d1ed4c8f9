"""API of cases, for the team: read where they stand and keep a decision. The same questions and actions as the pages.

What people think has no route here, and what is asked, risked and quoted is read on the page.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.api import BearerToken, Id, Span, Window, text
from luotsi.rooms.cases import actions, queries
from luotsi.rooms.cases.drafts import DecisionDraft
from luotsi.rooms.cases.models import Case
from luotsi.rooms.people import queries as people

router = Router(tags=["cases"])
see, decide = BearerToken("cases.write"), BearerToken("cases.decide")
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]
# Not the room's own types: the schema knows types by name, and a request has a State and an Answer of its own.
State = Literal["draft", "tested", "adjusted", "preread_sent", "presented", "decided", "running", "closed"]
Answer = Literal["yes", "not_yet", "no"]


class CaseOut(Schema):
    """Where a case stands. `missing` names the checks that its next step needs and that do not hold."""

    id: int
    title: str
    idea: str
    why_do: str
    why_goals: str
    why_care: str
    state: State
    round: int
    presents_on: date | None
    back_on: date | None
    created_at: datetime
    request_id: int | None
    came: str
    missing: list[str]


class CasesWanted(Span):
    state: Literal[""] | State = ""


class DecisionIn(Schema):
    """A no or a not yet needs its reason, what was learnt, and a day ahead on which it comes back by itself."""

    answer: Answer
    reason: text(4000) = ""  # type: ignore[valid-type]
    learnt: text(4000) = ""  # type: ignore[valid-type]
    look_again_on: date | None = None
    decided_by_id: Id | None = Field(None, description="The stakeholder who decided.")


class DecisionOut(Schema):
    id: int
    round: int
    answer: Answer
    reason: str
    learnt: str
    look_again_on: date | None
    decided_by_id: int | None
    at: datetime


@router.get("/cases", response=Window[CaseOut], auth=see, summary="Cases")
def list_cases(request: SignedInRequest, wanted: Query[CasesWanted]) -> Any:
    """Newest first."""
    found = queries.cases_for(request.user)
    count, window = wanted.of(found.filter(state=wanted.state) if wanted.state else found)
    lines = queries.lines(request.user, window, timezone.localdate())
    return {"count": count, "rows": [_out(line) for line in lines]}


@router.get("/cases/{case_id}", response=CaseOut, auth=see, summary="One case")
def show_case(request: SignedInRequest, case_id: Key) -> Any:
    return _out(queries.lines(request.user, [_case(request, case_id)], timezone.localdate())[0])


@router.get("/cases/{case_id}/decisions", response=list[DecisionOut], auth=see, summary="Decisions of a case")
def list_decisions(request: SignedInRequest, case_id: Key) -> Any:
    """One a round, newest first."""
    return queries.decisions_of(_case(request, case_id))


@router.post("/cases/{case_id}/decisions", response={201: DecisionOut}, auth=decide, summary="Keep a decision")
def keep_decision(request: SignedInRequest, case_id: Key, given: DecisionIn) -> Any:
    """Of a case that was presented. A decision is never changed."""
    draft = given.dict()
    who = draft.pop("decided_by_id")
    by = people.stakeholder_by_id_for(request.user, who) if who is not None else None
    decision = actions.decide_case(
        case=_case(request, case_id), draft=DecisionDraft(**draft, decided_by=by), by=request.user, at=timezone.now()
    )
    return Status(201, decision)


def _case(request: SignedInRequest, pk: int) -> Case:
    return queries.case_for(request.user, pk)


def _out(line: queries.Line) -> dict[str, Any]:
    names = [name for name in CaseOut.model_fields if name != "missing"]
    return {name: getattr(line.case, name) for name in names} | {"missing": [check.code for check in line.missing]}
