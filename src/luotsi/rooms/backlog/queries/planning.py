"""What a plan of a quarter asks of the backlog: the open items with their worth, and who asked for which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from luotsi.kernel.accounts.models import User
from luotsi.rooms.backlog.models import Deliverable, Moscow, Request, WorkItem
from luotsi.rooms.backlog.queries.scoring import half_life_weeks, outcome_weights
from luotsi.rooms.backlog.rules import LEAST_HOURS, Worth, score
from luotsi.rooms.goals import queries as goals


@dataclass(frozen=True, slots=True)
class PlannableItem:
    """An open item as a plan weighs it: `value` is weighted value × confidence × decay, effort left aside."""

    item: WorkItem
    value: float
    goal_id: int | None
    place: int  # in the order by advice, from 1


def items_to_plan(*, most: int, also: Iterable[int] = (), on: date) -> tuple[list[PlannableItem], int]:
    """The first `most` open items by advice, all musts and those named in `also`; and how many are open in all.

    Seven queries whatever the number of items.
    """
    weights, half_life, goal_of = outcome_weights(on), half_life_weeks(), _goals_of(on)
    advised = WorkItem.objects.ranked().order_by(F("score").desc(nulls_last=True), "rank")
    first = list(advised.values_list("pk", flat=True)[:most])
    more = WorkItem.objects.ranked().filter(Q(moscow=Moscow.MUST) | Q(pk__in=list(also))).values_list("pk", flat=True)
    wanted = set(first) | set(more)
    # Wanted ids are some hundred; the database is asked for exactly these.
    found = list(advised.filter(pk__in=wanted).prefetch_related("contributions"))
    plannable = [
        PlannableItem(item, _value(item, weights, half_life, on), goal_of.get(item.outcome_id or 0), place)
        for place, item in enumerate(found, start=1)
    ]
    return plannable, WorkItem.objects.ranked().count()


def open_musts() -> QuerySet[WorkItem]:
    return WorkItem.objects.ranked().filter(moscow=Moscow.MUST).select_related("outcome")


def plannable(pk: int) -> WorkItem | None:
    """One open item."""
    return WorkItem.objects.ranked().select_related("outcome").filter(pk=pk).first()


def titles_of(ids: Iterable[str]) -> dict[str, str]:
    """Titles by id, both as a plan names them."""
    rows = WorkItem.objects.filter(pk__in=[int(one) for one in ids]).order_by().values_list("pk", "title")
    return {str(pk): title for pk, title in rows}


def items_asked_by(user: User) -> set[int]:
    """Ids of the work items that came from this person's requests, also from those joined to another's."""
    own = Q(asker__user=user) | Q(asker__email__iexact=user.email)
    pairs = Request.objects.filter(own).values_list("work_item", "joining__into__work_item")
    return {pk for pair in pairs for pk in pair if pk is not None}


def state_of_items(pks: Sequence[int]) -> dict[int, tuple[str, int]]:
    """State and version of each item, one query: what a published plan says beside what is so now."""
    rows = WorkItem.objects.filter(pk__in=pks).order_by().values_list("pk", "state", "version")
    return {pk: (state, version) for pk, state, version in rows}


def deliverables() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Deliverable.choices]


def open_since(moment: object) -> int:
    """How many items came into the backlog after that moment and are still open."""
    return WorkItem.objects.filter(rank__isnull=False, created_at__gt=moment).count()


def _goals_of(on: date) -> dict[int, int]:
    return dict(goals.living_outcomes(on).order_by().values_list("pk", "goal_id"))


def _value(item: WorkItem, weights: dict[int, float], half_life: int, on: date) -> float:
    parts = [
        Worth(float(part.value), weights[part.outcome_id])
        for part in item.contributions.all()
        if part.outcome_id in weights
    ]
    found = score(
        parts, confidence=float(item.confidence), judged_on=item.judged_on, on=on,
        effort_low_hours=LEAST_HOURS, effort_high_hours=LEAST_HOURS, half_life_weeks=half_life,
    )  # fmt: skip
    return found.middle * LEAST_HOURS if found else 0.0
