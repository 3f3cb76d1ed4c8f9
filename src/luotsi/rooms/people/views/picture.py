"""Who to talk to this week, and the endorsement picture: both for the lead."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.rooms.people import queries
from luotsi.rooms.people.charts import picture_chart
from luotsi.rooms.people.views.frame import tabs_for

QUARTERS_BACK = 7


@needs("people.see_thoughts")
@require_safe
def due(request: SignedInRequest) -> HttpResponse:
    """By stage and role, sceptics first where a decision is near."""
    today = timezone.localdate()
    found = queries.due_for(request.user, today, at=timezone.now())
    return render(request, "people/due.html", {"tabs": tabs_for(request, "due"), "due": found, "today": today})


@needs("people.see_thoughts")
@require_safe
def picture(request: SignedInRequest) -> HttpResponse:
    """Influence against endorsement at a quarter's end, with the way of each; the quarter before beside it."""
    this = queries.quarter_of(timezone.localdate())
    quarter = queries.quarter_by_code(request.GET.get("quarter", "")) or this
    found = queries.picture_for(request.user, quarter, at=timezone.now())
    choices = [this]
    while len(choices) <= QUARTERS_BACK:
        choices.append(choices[-1].before)
    context = {
        "tabs": tabs_for(request, "picture"),
        "picture": found,
        "chart": picture_chart(found) if found and found.drawn else None,
        "quarters": choices,
    }
    return render(request, "people/picture.html", context)
