"""API of the newsroom: sort and check any text, read news and the audit, bring news in, say what a hook is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.api import BearerToken, Id, Span, Window, text
from luotsi.rooms.newsroom import actions, queries
from luotsi.rooms.newsroom.checking import Text, check
from luotsi.rooms.newsroom.drafts import Told
from luotsi.rooms.newsroom.models import Hook, Item
from luotsi.rooms.newsroom.models.items import HEADLINE_CHARS, LEAD_CHARS, URL_CHARS
from luotsi.rooms.newsroom.queries import Wanted
from luotsi.rooms.newsroom.queries.audit import audit_lines
from luotsi.rooms.newsroom.reading import read
from luotsi.rooms.newsroom.rules import is_quarter

router = Router(tags=["newsroom"])
see, write = BearerToken("newsroom.see"), BearerToken("newsroom.write")
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]
Share = Annotated[float, Field(ge=0, le=1)]
MOST = 500
Headline = text(HEADLINE_CHARS, least=1)


class NewsIn(Schema):
    headline: Headline  # type: ignore[valid-type]
    lead: text(LEAD_CHARS) = ""  # type: ignore[valid-type]
    lang: text(8) = Field("", description="Empty: it is found out.")  # type: ignore[valid-type]


class NewsToSort(Schema):
    news: list[NewsIn] = Field(min_length=1, max_length=MOST)


class Alternative(Schema):
    hook: Hook
    probability: Share


class ReasonOut(Schema):
    """`part` says whether the words stand in the headline or the lead, from `start` to `end`."""

    code: str
    words: str
    part: str
    start: int
    end: int


class SortedOut(Schema):
    lang: str
    hook: Hook
    worthy: bool
    probability: Share
    alternatives: list[Alternative]
    reasons: list[ReasonOut]


class TextIn(Schema):
    title: text(HEADLINE_CHARS) = ""  # type: ignore[valid-type]
    body: text(60_000) = ""  # type: ignore[valid-type]
    kind: Annotated[str, Field(pattern="^(release|title|post|mail)$")] = "release"
    lang: text(8) = ""  # type: ignore[valid-type]
    company: text(120) = Field("", description="Whose text it is; empty: ours.")  # type: ignore[valid-type]
    audience: text(120) = Field("", description="Whom it is for: they count as customers.")  # type: ignore[valid-type]


class FindingOut(Schema):
    """One finding in the text's own language: its words, why they are weak, and a better question to answer."""

    code: str
    part: str
    words: str
    reason: str
    question: str


class CritiqueOut(Schema):
    lang: str
    verdict: str
    said: str
    score: float | None
    minutes: float
    hook: str = Field(description="Of the title; empty where there is none.")
    findings: list[FindingOut]


class ItemOut(Schema):
    """`hook` counts: a person's word where there is one, else what was read. Empty until it is read."""

    id: int
    company_id: int | None
    company: str
    headline: str
    lead: str
    url: str
    lang: str
    published_on: date
    quarter: str
    hook: str
    worthiness: str
    is_corrected: bool
    probability: float | None
    is_about: bool
    is_repeat: bool
    story_id: int | None


class ItemsWanted(Span):
    company: int = Field(0, ge=0, le=2**63 - 1)
    quarter: str = Field("", max_length=6)
    hook: str = Field("", max_length=12, description="A hook, or worthy, filler, other.")
    state: str = Field("", max_length=10, description="counted, corrected, unsure, about or repeat.")
    q: text(200) = ""  # type: ignore[valid-type]


class ItemIn(NewsIn):
    published_on: date
    company_id: Id | None = None
    url: text(URL_CHARS) = ""  # type: ignore[valid-type]
    is_about: bool = Field(False, description="Somebody else wrote it about the company.")


class ItemsIn(Schema):
    items: list[ItemIn] = Field(min_length=1, max_length=MOST)


class AddedOut(Schema):
    new: int
    known: int


class CorrectionIn(Schema):
    hook: Hook


class CorrectionOut(Schema):
    hook: Hook
    was: str
    by_id: int | None
    at: datetime


class AuditWanted(Schema):
    quarter: str = Field("", max_length=6, description="2026Q4; without it the newest with news.")
    quarters: int = Field(1, ge=1, le=12, description="So many up to it.")


class AuditOut(Schema):
    """One company in one quarter. `low` and `high` hold the worthy share nine times in ten."""

    company_id: int
    company: str
    is_ours: bool
    quarter: str
    items: int
    counts: dict[str, int]
    worthy: int
    filler: int
    other: int
    share: float | None
    low: float | None
    high: float | None
    camp: str
    exact: int = Field(description="Of the items: those whose hook a person said.")


@router.post("/news/sort", response=list[SortedOut], auth=see, summary="Sort headlines by hook")
def sort_news(request: SignedInRequest, given: NewsToSort) -> Any:
    """In their order, with what people here have corrected. Nothing is kept."""
    return [
        {
            "lang": one.lang, "hook": one.hook, "worthy": one.worthy, "probability": one.probability,
            "alternatives": [{"hook": hook, "probability": share} for hook, share in one.alternatives],
            "reasons": [_reason(reason) for reason in one.reasons],
        }
        for one in read(given.news)
    ]  # fmt: skip


@router.post("/news/critique", response=CritiqueOut, auth=see, summary="Check a text")
def critique_text(request: SignedInRequest, given: TextIn) -> Any:
    """What an editor would ask, in the text's language. Nothing is kept."""
    from luotsi.kernel.errors import Refused

    found = check(Text(given.title, "", given.body, given.kind, given.lang, given.company, given.audience))
    if found is None:
        raise Refused("There is no text to check. Send a title, a body or both.", code="newsroom.no_text")
    return {
        "lang": found.critique.lang, "verdict": found.critique.verdict, "said": found.verdict,
        "score": found.critique.score, "minutes": found.critique.minutes,
        "hook": found.reading.hook if found.reading else "",
        "findings": [
            {name: getattr(one, name) for name in ("code", "part", "words", "reason", "question")}
            for one in found.remarks
        ],
    }  # fmt: skip


@router.get("/news/items", response=Window[ItemOut], auth=see, summary="News")
def list_items(request: SignedInRequest, wanted: Query[ItemsWanted]) -> Any:
    """Newest first. A part of the filter that is not understood is left out."""
    chosen = Wanted.from_query({
        "company": str(wanted.company or ""), "quarter": wanted.quarter, "hook": wanted.hook, "state": wanted.state,
        "q": wanted.q,
    })  # fmt: skip
    count, rows = wanted.of(queries.wanted_items(request.user, chosen))
    return {"count": count, "rows": [_item(one) for one in rows]}


@router.post("/news/items", response={201: AddedOut}, auth=write, summary="Bring in news")
def add_items(request: SignedInRequest, given: ItemsIn) -> Any:
    """What is here already is left alone. All come in, or none."""
    companies = {pk: queries.company_for(request.user, pk) for pk in {one.company_id for one in given.items} if pk}
    told = [
        Told(
            headline=one.headline, lead=one.lead, lang=one.lang, url=one.url, published_on=one.published_on,
            is_about=one.is_about, company=companies.get(one.company_id or 0),
        )
        for one in given.items
    ]  # fmt: skip
    added = actions.add_items(told=told, source=None, by=request.user, at=timezone.now())
    return Status(201, {"new": len(added.new), "known": added.known})


@router.get("/news/items/{item_id}", response=ItemOut, auth=see, summary="One piece of news")
def show_item(request: SignedInRequest, item_id: Key) -> Any:
    return _item(queries.item_for(request.user, item_id))


@router.get(
    "/news/items/{item_id}/corrections", response=list[CorrectionOut], auth=see, summary="What people said of it"
)
def list_corrections(request: SignedInRequest, item_id: Key) -> Any:
    """Newest first; the newest counts."""
    return queries.corrections_of(queries.item_for(request.user, item_id))


@router.post("/news/items/{item_id}/corrections", response={201: ItemOut}, auth=write, summary="Say what its hook is")
def correct_item(request: SignedInRequest, item_id: Key, given: CorrectionIn) -> Any:
    """It counts at once, and teaches the reader. The same word twice changes nothing."""
    item = queries.item_for(request.user, item_id)
    item = actions.correct_item(item=item, hook=given.hook, by=request.user, at=timezone.now())
    return Status(201, _item(item))


@router.get("/news/audit", response=list[AuditOut], auth=see, summary="The audit")
def show_audit(request: SignedInRequest, wanted: Query[AuditWanted]) -> Any:
    """Companies side by side; those without news in a quarter are left out of it."""
    quarter = wanted.quarter if is_quarter(wanted.quarter) else queries.newest_quarter()
    companies = list(queries.companies_for(request.user))
    lines = audit_lines(companies, quarter, wanted.quarters) if quarter else []
    return [_cell(cell) for line in lines for cell in line.cells if cell.found]


def _reason(reason: Any) -> dict[str, Any]:
    part, start, end = reason.place or ("", 0, 0)
    return {"code": reason.code, "words": reason.words, "part": part, "start": start, "end": end}


def _item(item: Item) -> dict[str, Any]:
    names = ("id", "company_id", "headline", "lead", "url", "lang", "published_on", "quarter", "hook", "worthiness",
             "is_corrected", "probability", "is_about", "is_repeat", "story_id")  # fmt: skip
    return {**{name: getattr(item, name) for name in names}, "company": item.company.name if item.company else ""}


def _cell(cell: Any) -> dict[str, Any]:
    names = ("items", "counts", "worthy", "filler", "other", "share", "low", "high", "camp", "exact")
    return {
        **{name: getattr(cell.found, name) for name in names}, "company_id": cell.company.pk,
        "company": cell.company.name, "is_ours": cell.company.is_ours, "quarter": cell.quarter,
    }  # fmt: skip
