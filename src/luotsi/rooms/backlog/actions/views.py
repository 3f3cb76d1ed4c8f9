"""Saved views: filters of the backlog page kept under a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.rooms.backlog.models import SavedView


def save_view(*, name: str, query: str, is_shared: bool, by: User, at: datetime) -> SavedView:
    """A view of the same name is replaced."""
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
