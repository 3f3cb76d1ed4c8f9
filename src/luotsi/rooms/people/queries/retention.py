"""Until when what is kept about somebody's thinking is kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from luotsi.rooms.people.models import CareTerms, Conversation, Endorsement, Need, Stakeholder, StandingRole
from luotsi.rooms.people.rules import thoughts_end_on


def terms() -> CareTerms:
    return CareTerms.objects.first() or CareTerms()


def thoughts_end_for(stakeholder: Stakeholder) -> date | None:
    """The day on which the thoughts about this person end; None where none are kept."""
    return next((ends_on for _one, ends_on in ending_on(Stakeholder.objects.filter(pk=stakeholder.pk))), None)


def ending_on(among: QuerySet[Stakeholder] | None = None) -> list[tuple[Stakeholder, date]]:
    """Everybody about whom something is kept, with the day it ends, soonest first; two queries."""
    months = terms().months
    everybody = Stakeholder.objects.all() if among is None else among
    found = []
    for one in everybody.annotate(**_last_words()):
        heard_on = _newest(one)
        ends_on = thoughts_end_on(last_heard_on=heard_on, left_on=one.left_on, months=months)
        if ends_on is not None:
            found.append((one, ends_on))
    return sorted(found, key=lambda pair: (pair[1], pair[0].pk))


def _last_words() -> dict[str, Subquery]:
    """When each kind of thought was last added; conversations that were emptied keep none. No joins multiply."""
    talks = Conversation.objects.filter(emptied_at__isnull=True)
    return {
        "held_last": _last(talks, "held_at"),
        "planned_last": _last(talks.filter(held_at__isnull=True), "planned_on"),
        "endorsed_last": _last(Endorsement.objects.all(), "at"),
        "placed_last": _last(StandingRole.objects.all(), "since"),
        "needed_last": _last(Need.objects.all(), "at"),
    }


def _last(rows: QuerySet[Any], field: str) -> Subquery:
    """The newest value of a field among one person's rows."""
    mine = rows.filter(stakeholder=OuterRef("pk"), **{f"{field}__isnull": False})
    return Subquery(mine.order_by(f"-{field}").values(field)[:1])


def _newest(one: Stakeholder) -> date | None:
    moments = [one.held_last, one.endorsed_last, one.placed_last, one.needed_last, one.weighed_at]  # type: ignore[attr-defined]
    days = [timezone.localdate(moment) for moment in moments if isinstance(moment, datetime)]
    planned = one.planned_last  # type: ignore[attr-defined]
    return max([*days, *([planned] if planned else [])], default=None)
