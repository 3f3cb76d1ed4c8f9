"""Until when what is kept about somebody's thinking is kept."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from luotsi.rooms.people.models import CareTerms, Stakeholder
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


def _last_words() -> dict[str, Max | Count]:
    """When each kind of thought was last added; conversations that were emptied keep none."""
    talked = Q(conversations__emptied_at__isnull=True)
    return {
        "held_last": Max("conversations__held_at", filter=talked),
        "planned_last": Max("conversations__planned_on", filter=talked & Q(conversations__held_at__isnull=True)),
        "endorsed_last": Max("endorsements__at"),
        "placed_last": Max("standing_roles__since"),
        "needed_last": Max("needs__at"),
    }


def _newest(one: Stakeholder) -> date | None:
    moments = [one.held_last, one.endorsed_last, one.placed_last, one.needed_last, one.weighed_at]  # type: ignore[attr-defined]
    days = [timezone.localdate(moment) for moment in moments if isinstance(moment, datetime)]
    planned = one.planned_last  # type: ignore[attr-defined]
    return max([*days, *([planned] if planned else [])], default=None)
