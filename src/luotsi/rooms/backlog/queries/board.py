"""The backlog page's read model: fifty rows of the one order with place, likely date, askers and reasons.

A fixed number of queries whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import QuerySet

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import TEAM
from luotsi.rooms.backlog.models import Deliverable, ForecastRun, Moscow, Request, SavedView, WorkItem
from luotsi.rooms.backlog.queries.order import COUNT_SECONDS, cached_count, places_of_ranks
from luotsi.rooms.backlog.queries.volume import LikelyDates, dates_of, newest_forecast
from luotsi.rooms.backlog.signals import QuarterCapacity, quarter_capacity
from luotsi.rooms.goals import queries as goals

ROWS = 50
LOOK_AHEAD = 1000  # items that are added up to find where the quarter's capacity ends


def is_id(text: str) -> bool:
    """Digits that every database takes for a number."""
    return text.isdecimal() and len(text) <= 18


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page shows of the list; empty means all."""

    q: str = ""
    outcome: str = ""  # an id, or "none" for ad hoc work
    moscow: str = ""
    state: str = ""
    deliverable: str = ""
    owner: str = ""
    asker: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From a query string; what makes no sense is as good as nothing."""
        given = {field.name: query.get(field.name, "").replace("\x00", "").strip()[:200] for field in fields(cls)}
        for name in ("outcome", "owner", "asker"):
            if not (is_id(given[name]) or (name == "outcome" and given[name] == "none")):
                given[name] = ""
        return cls(**given)

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def as_dict(self) -> dict[str, str]:
        """Only what is filtered by."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in pairs if value}

    def as_query(self) -> str:
        return urlencode(self.as_dict())


class Line(NamedTuple):
    """What a row reads from the database, in the order of `COLUMNS`: plain values, no model instances."""

    pk: int
    title: str
    state: str
    moscow: str
    low: Any
    high: Any
    rank: int
    outcome_id: int | None
    outcome: str | None
    departs: int | None
    reason: str | None


COLUMNS = (
    "pk", "title", "state", "moscow", "effort_low_hours", "effort_high_hours", "rank", "outcome_id", "outcome__title",
    "departure_id", "departure__reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the backlog page."""

    place: int
    item: Line
    dates: LikelyDates | None
    askers: str
    asker_count: int
    is_cut: bool  # the quarter's capacity ends above this row

    @property
    def effort(self) -> str:
        """`8–20`, `8`, or a dash while nobody has estimated."""
        low, high = self.item.low, self.item.high
        if low is None or high is None:
            return "–"
        return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the backlog."""

    rows: list[Row]
    filters: Filters
    page: int
    total: int | None  # of all unfinished items; None on a filtered page
    has_next: bool
    capacity: QuarterCapacity | None
    forecast: ForecastRun | None

    @property
    def first(self) -> int:
        return (self.page - 1) * ROWS + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1


def board(filters: Filters, *, page: int, on: date) -> Board:
    """The rows of one page with all that stands in them."""
    items = _lines(filters, slice((page - 1) * ROWS, page * ROWS + 1))
    has_next, items = len(items) > ROWS, items[:ROWS]
    places = _places(items, None if filters else (page - 1) * ROWS + 1)
    capacity = None if filters else quarter_capacity(on)
    forecast = newest_forecast()
    return Board(
        rows=_rows(items, places, _cut_place(capacity) if capacity else None, forecast),
        filters=filters,
        page=page,
        total=None if filters else cached_count(),
        has_next=has_next,
        capacity=capacity,
        forecast=forecast,
    )


def saved_views_for(user: User) -> QuerySet[SavedView]:
    """One's own and the shared ones."""
    own = SavedView.objects.filter(owner=user)
    return (own | SavedView.objects.filter(is_shared=True)).distinct() if user.is_team else own


def _lines(filters: Filters, window: slice) -> list[Line]:
    """The rows of a window of the list. Words find many: they are put in order before anything is joined to them."""
    found = _filtered(filters)
    if filters.q:
        found = WorkItem.objects.ranked().filter(pk__in=list(found.values_list("pk", flat=True)[window]))
        window = slice(None)
    return [Line._make(values) for values in found.values_list(*COLUMNS)[window]]


def _filtered(filters: Filters) -> QuerySet[WorkItem]:
    found = WorkItem.objects.ranked()
    if filters.outcome:
        found = found.ad_hoc() if filters.outcome == "none" else found.filter(outcome_id=int(filters.outcome))
    if filters.moscow:
        found = found.filter(moscow="" if filters.moscow == "none" else filters.moscow)
    for name in ("state", "deliverable", "owner"):
        if getattr(filters, name):
            found = found.filter(**{name: getattr(filters, name)})
    if filters.asker:
        found = found.filter(pk__in=Request.objects.filter(asker_id=int(filters.asker)).values("work_item"))
    return search.matching(found, search.Kind.WORK_ITEM, filters.q)


def _places(items: Sequence[Line], first: int | None) -> list[int]:
    """Places in the whole list: counted on from the first when nothing is left out between the rows."""
    if first is not None:
        return list(range(first, first + len(items)))
    return places_of_ranks([item.rank for item in items])


def _rows(items: Sequence[Line], places: Sequence[int], cut: int | None, forecast: ForecastRun | None) -> list[Row]:
    dates = dates_of(forecast, places)
    askers = _askers(items)
    return [
        Row(
            place=place,
            item=item,
            dates=dates.get(place),
            askers=", ".join(askers.get(item.pk, [])[:2]),
            asker_count=len(askers.get(item.pk, [])),
            is_cut=place == cut,
        )
        for item, place in zip(items, places, strict=True)
    ]


def _askers(items: Sequence[Line]) -> dict[int, list[str]]:
    """Who asks for each item and has not taken it back, one query."""
    asked = Request.objects.filter(state=Request.State.ACCEPTED, asker__isnull=False)
    pairs = (
        asked.filter(work_item__in=[item.pk for item in items])
        .order_by("received_at")
        .values_list("work_item", "asker__name")
    )
    found: dict[int, list[str]] = {}
    for item, name in pairs:
        if name not in found.setdefault(item, []):
            found[item].append(name)
    return found


def _cut_place(capacity: QuarterCapacity) -> int | None:
    """The first place whose item no longer fits into the quarter; at most ten seconds old, like the count."""
    key = f"backlog.cut.{capacity.hours}"
    found = cache.get(key)
    if found is None:
        found = _counted_cut(capacity.hours)
        cache.set(key, found, COUNT_SECONDS)
    return found or None


def _counted_cut(left: float) -> int:
    """The list worked off from the top until the hours are used up; 0 when all of it fits."""
    efforts = WorkItem.objects.ranked().values_list("effort_low_hours", "effort_high_hours", "moscow")[:LOOK_AHEAD]
    for place, (low, high, moscow) in enumerate(efforts, start=1):
        if low is None or high is None or moscow == Moscow.WONT:
            continue
        left -= float(low + high) / 2
        if left < 0:
            return place
    return 0


def filter_choices(on: date) -> dict[str, list[tuple[Any, str]]]:
    """What the filter controls offer; outcomes and owners are at most ten seconds old."""
    return {
        **(cache.get_or_set("backlog.choices", lambda: _kept_choices(on), COUNT_SECONDS) or {}),
        "moscows": [(code, str(word)) for code, word in Moscow.choices],
        "states": [(state.value, str(state.label)) for state in WorkItem.OPEN],
        "deliverables": [(code, str(word)) for code, word in Deliverable.choices],
    }


def _kept_choices(on: date) -> dict[str, list[tuple[Any, str]]]:
    owners = User.objects.filter(role__in=TEAM, is_active=True).values_list("pk", "name")
    return {
        "outcomes": [(outcome.pk, outcome.title) for outcome in goals.outcomes_for_choice(on)],
        "owners": list(owners),
    }
