"""Gives out the script that draws charts: made once per installed version, kept by browsers for a year."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from luotsi.kernel import charts
from luotsi.kernel.accounts.permissions import public

FOLDER = "static-built"


@public
def bundle(request: HttpRequest, name: str) -> HttpResponse:
    """The drawing script under its versioned name; another version's name is not here."""
    if name != charts.bundle_name():
        raise Http404
    path = charts.bundle(settings.DATA / FOLDER)
    compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    script = (path.with_suffix(".js.gz") if compressed else path).read_bytes()
    response = HttpResponse(script, content_type="text/javascript")
    if compressed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Vary"] = "Accept-Encoding"
    return response


def bundle_address() -> str:
    """Where pages find the drawing script; nothing where the address is not routed, and tables stand alone."""
    try:
        return reverse("chart_bundle", args=[charts.bundle_name()])
    except NoReverseMatch:
        return ""
