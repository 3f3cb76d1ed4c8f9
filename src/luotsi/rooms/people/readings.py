"""The log of who read what is kept about whom: one row for each reading and person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from luotsi.rooms.people.models import SensitiveReading, Stakeholder

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User


def record_reading(*, who: User | Any, about: Stakeholder, what: str, at: datetime) -> None:
    """Somebody read what is kept about a person; whoever holds a guest link has no name here."""
    record_readings(who=who, about_ids=[about.pk], what=what, at=at)


def record_readings(*, who: User | Any, about_ids: Iterable[int], what: str, at: datetime) -> None:
    """One row for each person read about, in one statement. `what` is a code such as `thoughts` or `picture`."""
    reader = who if getattr(who, "is_authenticated", False) else None
    SensitiveReading.objects.bulk_create(
        SensitiveReading(who=reader, about_id=pk, what=what, at=at) for pk in sorted(set(about_ids))
    )
