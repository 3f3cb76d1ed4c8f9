"""The log as a page: searched by verb, person, thing and days."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.activity import queries
from luotsi.kernel.activity.forms import Search

ON_A_PAGE = 50


@needs("activity.see")
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    form = Search(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    entries = queries.search_entries(
        verb=wanted.get("verb", ""),
        by=wanted["by"].pk if wanted.get("by") else None,
        subject=wanted.get("subject", ""),
        since=wanted.get("since"),
        until=wanted.get("until"),
    )
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "activity/list.html",
        {
            "form": form,
            "page": page,
            "lines": queries.readable(page.object_list),
            "query": kept.urlencode() + "&" if kept else "",
            "is_filtered": any(wanted.values()) or not form.is_valid(),
        },
    )
