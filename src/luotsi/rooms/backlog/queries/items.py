"""Questions about single work items, and the read model of the item page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import Missing
from luotsi.rooms.backlog.models import Comment, Contribution, Request, SavedView, WorkItem
from luotsi.rooms.backlog.queries.order import advised_place, place_of
from luotsi.rooms.backlog.queries.scoring import outcome_weights, score_of
from luotsi.rooms.backlog.queries.volume import LikelyDates, likely_dates
from luotsi.rooms.backlog.rules import Score
from luotsi.rooms.backlog.signals import planned_dates

HISTORY = 40  # entries shown; the whole is in the activity log


def item_for(user: User, pk: int) -> WorkItem:
    """Raises Missing. Everybody who may ask sees the list."""
    found = WorkItem.objects.select_related("outcome", "departure__by", "owner").filter(pk=pk).first()
    if found is None or not user.may("backlog.see"):
        raise Missing("This work item is not there (any more).", code="item_missing")
    return found


def item_named(user: User, pk: int) -> WorkItem:
    """For an action that will look for itself, under its lock: no query. Raises Missing for whoever may not see any."""
    if not user.may("backlog.see"):
        raise Missing("This work item is not there (any more).", code="item_missing")
    return WorkItem(pk=pk)


def items_for(user: User, pks: Iterable[int]) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(pk__in=list(pks)) if user.may("backlog.see") else WorkItem.objects.none()


def saved_view_for(user: User, pk: int) -> SavedView:
    found = SavedView.objects.filter(owner=user, pk=pk).first()
    if found is None:
        raise Missing("This view is not there, or not yours.", code="view_missing")
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """What one outcome gives to the score: value × weight, nothing once the outcome has ended."""

    contribution: Contribution
    weight: float
    is_living: bool

    @property
    def worth(self) -> float:
        return float(self.contribution.value) * self.weight


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything the item page says beside history: why, when, who asked, the score with its parts."""

    item: WorkItem
    place: int | None
    advised: int | None
    dates: LikelyDates | None
    planned: tuple[date, date] | None
    score: Score | None
    parts: list[Part]
    requests: list[Request]
    comments: list[Comment]
    history: list[Entry]


def item_page(item: WorkItem, *, on: date) -> ItemPage:
    """A fixed number of queries."""
    place = place_of(item) if item.rank is not None else None
    contributions = list(item.contributions.select_related("outcome"))
    weights = outcome_weights(on) if contributions else {}
    worths = {part.outcome_id: part.value for part in contributions}
    return ItemPage(
        item=item,
        place=place,
        advised=advised_place(item) if item.rank is not None else None,
        dates=likely_dates([place]).get(place) if place else None,
        planned=planned_dates([item.pk]).get(item.pk),
        score=score_of(item, worths, on=on, weights=weights),
        parts=[Part(part, weights.get(part.outcome_id, 0.0), part.outcome_id in weights) for part in contributions],
        requests=list(item.requests.select_related("asker").order_by("received_at")),
        comments=list(item.comments.select_related("by")),
        history=list(history_of(item)[:HISTORY]),
    )


def items_in_hands_of(user: User) -> QuerySet[WorkItem]:
    """What this person has started and not finished, in the order of the backlog."""
    return WorkItem.objects.ranked().filter(owner=user, state=WorkItem.State.IN_PROGRESS)


def items_to_find(user: User) -> QuerySet[WorkItem]:
    """All work items, finished ones too: what the search box looks through."""
    return WorkItem.objects.order_by("-pk") if user.may("backlog.see") else WorkItem.objects.none()


def listed_items(user: User, state: str | None) -> QuerySet[WorkItem]:
    """The backlog in its order; with a state, the items in it: open ones in order, ended ones newest first."""
    found = items_to_find(user)
    if state is None or state in WorkItem.OPEN:
        found = found.filter(rank__isnull=False).order_by("rank")
    return found.filter(state=state) if state else found


def anything_asked_or_done() -> QuerySet[Any, Any]:
    """Empty while the room is: neither a request nor a work item."""
    return Request.objects.values("pk").union(WorkItem.objects.values("pk"), all=True)
