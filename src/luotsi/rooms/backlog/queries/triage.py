"""What the inbox and its forms show: like requests, groups of duplicates, a sensible first guess at the work item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from luotsi.kernel import search
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.activity.queries import history_of
from luotsi.rooms.backlog.models import Comment, Moscow, Question, Refusal, Request, WorkItem
from luotsi.rooms.backlog.queries.requests import Standing, due_again, inbox, standing_of, unconfirmed_since
from luotsi.rooms.backlog.queries.similar import Like, duplicates_among, like_requests
from luotsi.rooms.goals import queries as goals

ROWS = 50
DUE_ROWS = 20
LIKE_ITEMS = 30  # finished or open items of the same kind that tell how long such things take
SHOWN_ITEMS = 10
REVIEW_DAYS = 90
ANSWER_DAYS = 14  # for an answer to "Still needed?": until then nobody is asked again
HISTORY = 40  # entries shown; the whole is in the activity log
State = Request.State


@dataclass(frozen=True, slots=True)
class InboxRow:
    request: Request
    likes: Sequence[Like]

    @property
    def duplicates(self) -> int:
        return sum(like.kind == "duplicate" for like in self.likes)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of untriaged requests, oldest first, and below it what was declined and is due again."""

    rows: list[InboxRow]
    groups: list[list[Request]]
    due: list[Request]
    page: int
    total: int
    waiting: int
    unconfirmed: int

    @property
    def has_next(self) -> bool:
        return self.page * ROWS < self.total

    @property
    def first(self) -> int:
        return (self.page - 1) * ROWS + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def inbox_page(page: int, *, on: date) -> Inbox:
    """A fixed number of queries, however many requests there are."""
    shown = list(inbox()[(page - 1) * ROWS : page * ROWS])
    likes = like_requests(shown)
    return Inbox(
        rows=[InboxRow(request, likes.get(request.pk, [])) for request in shown],
        groups=duplicates_among(shown, likes),
        due=list(due_again(on)[:DUE_ROWS]),
        page=page,
        total=Request.objects.untriaged().count(),
        waiting=Request.objects.filter(state=State.ASKED_BACK).count(),
        unconfirmed=review_candidates().count(),
    )


def review_candidates() -> QuerySet[Request]:
    """Open requests that nobody asked for or confirmed for three months, and whose askers were not just asked."""
    now, this = timezone.now(), Concat(Value(f"{Request._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    asked = Entry.objects.filter(
        subject=this, verb="backlog.asked_whether_needed", at__gt=now - timedelta(days=ANSWER_DAYS)
    )
    stale = unconfirmed_since(now - timedelta(days=REVIEW_DAYS))
    return stale.exclude(Exists(asked)).select_related("asker")


@dataclass(frozen=True, slots=True)
class RequestPage:
    """The team's view of one request."""

    request: Request
    questions: list[Question]
    refusals: list[Refusal]
    comments: list[Comment]
    joined: list[Request]
    likes: Sequence[Like]
    standing: Standing | None
    history: list[Entry]

    @property
    def is_undecided(self) -> bool:
        return self.request.state in (State.NEW, State.ASKED_BACK, State.DECLINED)


def request_page(request: Request) -> RequestPage:
    """A fixed number of queries: a decided request shows where it stands, an undecided one what is like it."""
    item = request.work_item if request.state == State.ACCEPTED else None
    return RequestPage(
        request=request,
        questions=list(request.questions.select_related("by")),
        refusals=list(request.refusals.select_related("goes_first", "by")),
        comments=list(request.comments.select_related("by")),
        joined=list(Request.objects.filter(joining__into=request).select_related("asker")),
        likes=[] if item is not None else like_requests([request]).get(request.pk, []),
        standing=standing_of(item) if item is not None else None,
        history=list(history_of(request)[:HISTORY]),
    )


def top_items() -> QuerySet[WorkItem]:
    """The head of the list: what can go first instead of something declined."""
    return WorkItem.objects.ranked().only("title", "rank")[:20]


def items_named(words: str) -> list[WorkItem]:
    """Unfinished items with these words, for accepting a request into one of them."""
    found = WorkItem.objects.ranked()
    return list(search.matching(found, search.Kind.WORK_ITEM, words)[:SHOWN_ITEMS]) if words.strip() else []


def items_of_likes(request: Request) -> list[WorkItem]:
    """Unfinished items that like requests were accepted into."""
    likes = like_requests([request], limit=10).get(request.pk, [])
    pks = [like.request.work_item_id for like in likes if like.request.work_item_id]
    return list(WorkItem.objects.ranked().filter(pk__in=pks))


def first_guess(request: Request, *, on: date) -> dict[str, Any]:
    """What the accept form says before a person has: from the request's words and from like work done before."""
    outcomes = list(goals.outcomes_for_choice(on))
    served = _served(request, outcomes)
    low, high = _effort_of_kind(request.deliverable)
    return {
        "title": request.title,
        "description": description_of(request),
        "outcome": served,
        "value": Decimal(5) if served else None,
        "confidence": Decimal("0.5"),
        "moscow": Moscow.SHOULD if served else Moscow.COULD,
        "deliverable": request.deliverable,
        "effort_low_hours": low,
        "effort_high_hours": high,
        "needed_on": request.needed_on,
        "version": request.version,
    }


def outcome_choices(on: date) -> list[tuple[int, str]]:
    return [(outcome.pk, outcome.title) for outcome in goals.outcomes_for_choice(on)]


def description_of(request: Request) -> str:
    parts = (request.wanted, request.tactic, request.for_whom, request.how_known, request.body)
    return "\n\n".join(part for part in parts if part and part != request.title)


def _served(request: Request, outcomes: Sequence[Any]) -> int | None:
    """The living outcome whose words are most like the request's, if any is like it at all."""
    from luotsi.engines.text import RequestText, SimilarIndex

    index = SimilarIndex(RequestText(outcome.pk, outcome.title, outcome.metric.name) for outcome in outcomes)
    hits = index.similar(request.wanted or request.title, 1, body=request.how_known)
    return int(hits[0].key) if hits else None


def _effort_of_kind(deliverable: str) -> tuple[Decimal | None, Decimal | None]:
    """The middle of what the newest items of this kind were estimated at; nothing while there are fewer than three."""
    if not deliverable:
        return None, None
    known = WorkItem.objects.filter(deliverable=deliverable, effort_low_hours__isnull=False).order_by("-pk")
    pairs = list(known.values_list("effort_low_hours", "effort_high_hours")[:LIKE_ITEMS])
    if len(pairs) < 3:
        return None, None
    return median(low or Decimal(0) for low, _ in pairs), median(high or Decimal(0) for _, high in pairs)
