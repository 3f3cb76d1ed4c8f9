"""The newsroom's front: how our news stand beside others', what is planned, what waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.rooms.newsroom import queries
from luotsi.rooms.newsroom.models import Company, Item
from luotsi.rooms.newsroom.queries.audit import audit_lines
from luotsi.rooms.newsroom.queries.digests import for_front
from luotsi.rooms.newsroom.rules import quarter_of
from luotsi.rooms.newsroom.saying import picture_of, standing_of

PLANNED, PUBLISHED = 8, 6


@needs("newsroom.see")
@require_safe
def front(request: SignedInRequest) -> HttpResponse:
    """Our hooks planned and published, and the newest quarter's picture."""
    user = request.user
    companies = list(queries.companies_for(user))
    ours = next((one for one in companies if one.is_ours), None)
    newest = queries.newest_quarter()
    lines = audit_lines(companies, newest) if newest else []
    releases = queries.releases_for(user)
    draft, last_sent = for_front(user)
    context = {
        "companies": companies,
        "ours": ours,
        "quarter": newest,
        "is_running": newest == quarter_of(timezone.localdate()),
        "picture": picture_of(lines),
        "standing": standing_of(lines),
        "planned": list(releases.planned()[:PLANNED]),
        "published": _published(ours),
        "broken": queries.broken_sources(user),
        "unsure": queries.unsure_count(user),
        "today": timezone.localdate(),
        "draft": draft,
        "last_sent": last_sent,
        "now": timezone.now(),
    }
    return render(request, "newsroom/front.html", context)


def _published(ours: Company | None) -> list[Item]:
    if ours is None:
        return []
    return list(Item.objects.counted().filter(company=ours)[:PUBLISHED])
