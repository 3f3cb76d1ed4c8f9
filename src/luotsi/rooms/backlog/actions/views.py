"""How the backlog is looked at: saved views, and how fast unrenewed confidence decays."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.jobs.actions import enqueue
from luotsi.rooms.backlog.actions.ordering import hold_backlog
from luotsi.rooms.backlog.models import SavedView
from luotsi.rooms.backlog.queries.scoring import HALF_LIFE_KEY

MOST_WEEKS = 520


def save_view(*, name: str, query: str, is_shared: bool, by: User, at: datetime) -> SavedView:
    """A view of the same name is replaced."""
    if len(query) > (SavedView._meta.get_field("query").max_length or 0):
        raise Refused("These filters are too long to keep: search for fewer words.", code="view_long", field="query")
    with transaction.atomic():
        view, _ = SavedView.objects.update_or_create(
            owner=by, name=name.strip(), defaults={"query": query, "is_shared": is_shared}
        )
        record("backlog.view_saved", view, by=by, at=at, shared=is_shared)
    return view


def forget_view(view: SavedView, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        record("backlog.view_forgotten", view, by=by, at=at)
        view.delete()


def set_half_life(*, weeks: int, by: User, at: datetime) -> None:
    """In how many weeks a confidence that nobody renews halves; every score is made anew in a job."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused("The half-life is a number of weeks from 1 to 520.", code="half_life", field="weeks")
    with transaction.atomic():
        backlog = hold_backlog()
        backlog.decay_half_life_weeks = weeks
        backlog.save(update_fields=["decay_half_life_weeks"])
        record("backlog.half_life_set", backlog, by=by, at=at, weeks=weeks)
        enqueue("backlog.rescore", by=by, at=at, unique_key="backlog.rescore")
    cache.delete(HALF_LIFE_KEY)
