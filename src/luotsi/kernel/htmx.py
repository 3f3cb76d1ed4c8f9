"""One helper that chooses between a whole page and its fragment, so that every fragment's URL is also a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(
    request: HttpRequest, page: str, context: dict[str, Any], *, fragment: str = "", status: int = 200
) -> HttpResponse:
    """Render `fragment` for htmx, `page` (which includes the fragment) for everybody else."""
    htmx = getattr(request, "htmx", None)
    template = fragment if fragment and htmx and not htmx.boosted and not htmx.history_restore_request else page
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response
