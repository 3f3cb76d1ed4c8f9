"""The audit page: companies side by side in one quarter, and over the last ones. Figures open what is behind them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.rooms.newsroom import queries
from luotsi.rooms.newsroom.queries.audit import audit_lines
from luotsi.rooms.newsroom.rules import is_quarter, quarter_of, quarters_back
from luotsi.rooms.newsroom.saying import history_of_lines, hook_rows, picture_of


@needs("newsroom.see")
@require_safe
def audit(request: SignedInRequest) -> HttpResponse:
    asked, newest = request.GET.get("quarter", ""), queries.newest_quarter()
    quarter = asked if is_quarter(asked) else newest
    companies = list(queries.companies_for(request.user))
    lines = audit_lines(companies, quarter) if quarter else []
    context = {
        "companies": companies,
        "quarter": quarter,
        "is_running": quarter == quarter_of(timezone.localdate()),
        "earlier": quarters_back(quarter, 2)[0] if quarter else "",
        "later": _after(quarter) if quarter and quarter < newest else "",
        "picture": picture_of(lines),
        "history": history_of_lines(lines),
        "hook_rows": hook_rows(lines),
    }
    return render(request, "newsroom/audit.html", context)


def _after(quarter: str) -> str:
    year, number = int(quarter[:4]), int(quarter[5])
    return f"{year + number // 4}Q{number % 4 + 1}"
