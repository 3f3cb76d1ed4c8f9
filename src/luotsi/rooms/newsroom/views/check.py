"""Any text, looked at: its hook and what a good editor would ask. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.htmx import show
from luotsi.rooms.newsroom.checking import Text
from luotsi.rooms.newsroom.checking import check as check_text
from luotsi.rooms.newsroom.forms import TextForm
from luotsi.rooms.newsroom.models.items import LEAD_CHARS


@needs("newsroom.see")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest) -> HttpResponse:
    """The editor of a release asks here, too, while somebody writes in it."""
    form = TextForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "checked": None}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            context["checked"] = check_text(_typed(request, form))
        else:
            status = 422
    return show(request, "newsroom/check.html", context, fragment="newsroom/_checked.html", status=status)


def _typed(request: SignedInRequest, form: TextForm) -> Text:
    return form.typed(lead=request.POST.get("lead", "")[:LEAD_CHARS])
