"""API of campaigns: read where they stand, send results through the one door. The same actions as the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.api import BearerToken, Span, Window, text
from luotsi.rooms.campaigns import actions, queries
from luotsi.rooms.campaigns.models import Batch, Campaign, Verdict
from luotsi.rooms.campaigns.sending import MOST_RESULTS, told_from

router = Router(tags=["campaigns"])
see, write = BearerToken("campaigns.see"), BearerToken("campaigns.write")
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]
Amount = Annotated[float, Field(ge=0, lt=10**9, allow_inf_nan=False)]


class CampaignOut(Schema):
    """Where a campaign stands. `word` is what the newest look found, `stands` the first scale or abort: it stays."""

    id: int
    title: str
    hypothesis: str
    audience: str
    contacts_planned: int
    starts_on: date
    ends_on: date
    started_at: datetime | None
    closed_at: datetime | None
    ending: str
    lesson: str
    parent_id: int | None
    word: Verdict.Word
    stands: str
    invited: int | None = Field(description="For the team.")
    cost: float | None = Field(description="For the team.")


class CampaignsWanted(Span):
    which: Literal["running", "closed", "all"] = "running"


class ResultIn(Schema):
    """One contact: an id that you know it by, and what it did. Addresses are kept as hashes."""

    contact: text(200, least=1)  # type: ignore[valid-type]
    invited_at: datetime | None = None
    arm: Literal["", "A", "B"] = ""
    left_out: Literal["", "bounced", "duplicate"] = ""
    results: dict[str, Literal["yes", "no", "pending"] | bool | Amount] = Field(default_factory=dict, max_length=20)
    at: datetime | None = Field(None, description="When the answers came.")


class ResultsIn(Schema):
    id: text(120) = Field("", description="Your own number of this delivery; the same one again does nothing.")  # type: ignore[valid-type]
    results: list[ResultIn] = Field(min_length=1, max_length=MOST_RESULTS)


class RecordedOut(Schema):
    contacts: int
    answers: int
    doubles: int
    repeated: bool


@router.get("/campaigns", response=Window[CampaignOut], auth=see, summary="Campaigns")
def list_campaigns(request: SignedInRequest, wanted: Query[CampaignsWanted]) -> Any:
    """Newest first. Whoever is not of the team gets those whose verdict was shared."""
    found = queries.campaigns_for(request.user)
    rows = {"running": found.running, "closed": found.closed, "all": found.all}[wanted.which]()
    count, window = wanted.of(rows)
    return {"count": count, "rows": [_out(request, line) for line in queries.lines(window)]}


@router.get("/campaigns/{campaign_id}", response=CampaignOut, auth=see, summary="One campaign")
def show_campaign(request: SignedInRequest, campaign_id: Key) -> Any:
    return _out(request, queries.lines([queries.campaign_for(request.user, campaign_id)])[0])


@router.post("/campaigns/{campaign_id}/results", response={201: RecordedOut}, auth=write, summary="Record results")
def record_results(request: SignedInRequest, campaign_id: Key, given: ResultsIn) -> Any:
    """All of them or none; faults name the result (from 1) and its field."""
    campaign: Campaign = queries.campaign_for(request.user, campaign_id)
    done = actions.record_results(
        campaign=campaign,
        told=told_from([one.dict() for one in given.results]),
        source=Batch.Source.API,
        by=request.user,
        at=timezone.now(),
        delivery=given.id,
    )
    return Status(201, {
        "contacts": done.contacts, "answers": done.answers, "doubles": done.doubles, "repeated": done.is_repeated,
    })  # fmt: skip


def _out(request: SignedInRequest, line: queries.Line) -> dict[str, Any]:
    campaign = line.campaign
    shared = ("id", "title", "hypothesis", "audience", "contacts_planned", "starts_on", "ends_on", "started_at",
              "closed_at", "ending", "lesson", "parent_id")  # fmt: skip
    is_team = request.user.may("campaigns.write")
    more = {
        "word": line.word, "stands": line.stands, "invited": line.invited if is_team else None,
        "cost": float(line.cost) if is_team else None,
    }  # fmt: skip
    return {**{name: getattr(campaign, name) for name in shared}, **more}
