"""Questions about requests: who may see which, the inbox, and what an asker is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import Missing
from luotsi.rooms.backlog.models import Question, Refusal, Request, RequestQuerySet, WorkItem
from luotsi.rooms.backlog.queries.order import place_of, places_of_ranks
from luotsi.rooms.backlog.queries.volume import LikelyDates, likely_dates

AHEAD = 3  # items named as going first
State = Request.State


def requests_for(user: User) -> RequestQuerySet:
    """All of them for the team; for everybody else one's own."""
    found = Request.objects.select_related("asker")
    if user.is_authenticated and user.is_team:
        return found
    return found.filter(_own(user)) if user.is_authenticated else found.none()


def own_requests(user: User) -> RequestQuerySet:
    """What this person asked, newest first."""
    return Request.objects.filter(_own(user)).order_by("-received_at", "-id")


def request_for(user: User, pk: int) -> Request:
    """Raises Missing when it is not there or not for this person."""
    return _one(requests_for(user), pk)


def request_by_guest_link(pk: int) -> Request:
    """For whoever holds the guest link to this request's page; the caller has checked the link."""
    return _one(Request.objects.select_related("asker"), pk)


def question_of(request: Request, pk: int) -> Question:
    found = Question.objects.filter(request=request, pk=pk).first()
    if found is None:
        raise Missing(_("There is no such question on this request."), code="question_missing")
    return found


def reads_as_tactic(text: str, how_known: str = "") -> bool:
    """Whether a text names a thing and no change: the form asks for the outcome then, once."""
    from luotsi.engines.text import phrasing_of

    return phrasing_of(text, how_known).kind == "tactic"


def _own(user: User) -> Q:
    return Q(asker__user=user) | Q(asker__email__iexact=user.email)


def _one(found: QuerySet[Request], pk: int) -> Request:
    related = ("work_item__outcome", "work_item__departure", "joining__into__work_item__outcome")
    request = found.select_related("asker", *related, "joining__into__work_item__departure").filter(pk=pk).first()
    if request is None:
        raise Missing(_("This request is not there, or not open to you."), code="request_missing")
    return request


# -- what an asker is told ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """Where accepted work stands: place in the list, likely dates, what goes directly before it."""

    item: WorkItem
    place: int | None = None
    dates: LikelyDates | None = None
    ahead: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Status:
    """All that the status page says. `followed` is the request itself, or the one it was joined to."""

    request: Request
    followed: Request
    standing: Standing | None
    before_it: int | None  # undecided requests that came earlier
    refusal: Refusal | None
    questions: list[Question]
    history: list[Entry]

    @property
    def is_joined(self) -> bool:
        return self.followed.pk != self.request.pk

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if question.answered_at is None]

    @property
    def may_be_confirmed(self) -> bool:
        return may_be_confirmed(self.request, self.followed, self.followed.work_item)


def may_be_confirmed(request: Request, followed: Request, item: WorkItem | None) -> bool:
    """Whether "Still needed?" makes sense: not once it is decided against, done, dropped or withdrawn."""
    waits = request.state in (*Request.OPEN, State.JOINED) and followed.is_open
    return waits and (followed.state != State.ACCEPTED or item is None or item.is_open)


def status_of(request: Request) -> Status:
    """A fixed number of queries (at most eight)."""
    followed = request.joining.into if request.state == State.JOINED else request
    declined = followed.state == State.DECLINED
    return Status(
        request=request,
        followed=followed,
        standing=standing_of(followed.work_item) if followed.state == State.ACCEPTED and followed.work_item else None,
        before_it=_before(followed) if followed.state == State.NEW else None,
        refusal=followed.refusals.select_related("goes_first").first() if declined else None,
        questions=list(request.questions.all()),
        history=list(history_of(request)[:50]),
    )


def standing_of(item: WorkItem) -> Standing:
    """Place, dates and what goes before; three queries for an unfinished item."""
    if item.rank is None:
        return Standing(item)
    place = place_of(item)
    ahead = WorkItem.objects.filter(rank__lt=item.rank).order_by("-rank").values_list("title", flat=True)[:AHEAD]
    return Standing(item, place, likely_dates([place]).get(place), list(reversed(ahead)))


def _before(request: Request) -> int:
    return Request.objects.untriaged().filter(received_at__lt=request.received_at).count()


# -- my requests ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MyRow:
    """One line of "My requests"."""

    request: Request
    followed: Request
    place: int | None
    dates: LikelyDates | None
    first_ahead: str
    refusal: Refusal | None
    has_question: bool

    @property
    def may_be_confirmed(self) -> bool:
        return may_be_confirmed(self.request, self.followed, self.followed.work_item)


def my_rows(user: User, *, limit: int = 200) -> list[MyRow]:
    """Everything this person asked for, with place, dates, reason and what goes first; six queries."""
    related = ("work_item", "joining__into__work_item")
    asked = list(own_requests(user).select_related(*related).annotate(open_questions=_open_questions())[:limit])
    followed = {request.pk: request.joining.into if request.state == State.JOINED else request for request in asked}
    ranks = sorted(
        {item.rank for item in map(_item_of, followed.values()) if item is not None and item.rank is not None}
    )
    places = dict(zip(ranks, places_of_ranks(ranks), strict=True))
    dates, refusals, ahead = likely_dates(places.values()), _newest_refusals(followed.values()), _ahead_of(ranks)
    return [_my_row(request, followed[request.pk], places, dates, refusals, ahead) for request in asked]


def _my_row(
    request: Request,
    followed: Request,
    places: dict[int, int],
    dates: dict[int, LikelyDates],
    refusals: dict[int, Refusal],
    ahead: dict[int, str],
) -> MyRow:
    item = _item_of(followed)
    rank = item.rank if item is not None else None
    place = places.get(rank) if rank is not None else None
    refusal = refusals.get(followed.pk)
    first = (
        refusal.goes_first.title if refusal and refusal.goes_first else ahead.get(rank, "") if rank is not None else ""
    )
    return MyRow(
        request,
        followed,
        place,
        dates.get(place) if place else None,
        first,
        refusal,
        getattr(request, "open_questions", 0) > 0,
    )


def _item_of(request: Request) -> WorkItem | None:
    return request.work_item if request.state == State.ACCEPTED else None


def _open_questions() -> Count:
    return Count("questions", filter=Q(questions__answered_at__isnull=True))


def _newest_refusals(requests: object) -> dict[int, Refusal]:
    declined = [request.pk for request in requests if request.state == State.DECLINED]  # type: ignore[attr-defined]
    if not declined:
        return {}
    newest = Refusal.objects.filter(request=OuterRef("request")).order_by("-at", "-id").values("pk")[:1]
    found = Refusal.objects.filter(request__in=declined, pk=Subquery(newest)).select_related("goes_first")
    return {refusal.request_id: refusal for refusal in found}


def _ahead_of(ranks: list[int]) -> dict[int, str]:
    """The title of the item directly before each rank, one query."""
    if not ranks:
        return {}
    before = WorkItem.objects.filter(rank__lt=OuterRef("rank")).order_by("-rank").values("title")[:1]
    pairs = WorkItem.objects.filter(rank__in=ranks).annotate(before=Subquery(before)).values_list("rank", "before")
    return {rank: title or "" for rank, title in pairs if rank is not None}


# -- the team's side --------------------------------------------------------------------------------------------


def inbox() -> RequestQuerySet:
    """Untriaged, oldest first."""
    return Request.objects.untriaged().select_related("asker").order_by("received_at", "id")


def due_again(on: date) -> RequestQuerySet:
    """Declined requests whose day to look again has come, by their newest refusal."""
    newest = Refusal.objects.filter(request=OuterRef("pk")).order_by("-at", "-id").values("look_again_on")[:1]
    declined = Request.objects.filter(state=State.DECLINED).annotate(look_again_on=Subquery(newest))
    return declined.filter(look_again_on__lte=on).select_related("asker").order_by("look_again_on", "id")


def to_triage(on: date) -> tuple[int, datetime | None, int]:
    """How many wait for an answer and since when the oldest does, and how many refusals are due again; one query."""
    newest = Refusal.objects.filter(request=OuterRef("pk")).order_by("-at", "-id").values("look_again_on")[:1]
    found = Request.objects.filter(state__in=(State.NEW, State.DECLINED)).annotate(look_again_on=Subquery(newest))
    is_new, is_due = Q(state=State.NEW), Q(state=State.DECLINED, look_again_on__lte=on)
    counted = found.order_by().aggregate(
        waiting=Count("pk", filter=is_new), oldest=Min("received_at", filter=is_new), due=Count("pk", filter=is_due)
    )
    return counted["waiting"], counted["oldest"], counted["due"]


def unconfirmed_since(moment: datetime) -> RequestQuerySet:
    """Open requests that nobody has asked for or confirmed since: candidates of a relevance review."""
    stale = Request.objects.filter(state__in=(State.NEW, State.ASKED_BACK, State.ACCEPTED, State.JOINED))
    done = Q(work_item__state__in=("done", "dropped"))
    return stale.filter(received_at__lt=moment).exclude(done).exclude(confirmations__at__gte=moment)
