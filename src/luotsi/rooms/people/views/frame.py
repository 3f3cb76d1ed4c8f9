"""What the room's pages share: the line of tabs this reader may open, and forms that are shown and sent."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luotsi.kernel.accounts.signed_in import SignedInRequest

require_form = require_http_methods(["GET", "HEAD", "POST"])


def tabs_for(request: SignedInRequest, here: str) -> list[tuple[str, str, bool]]:
    """Triples of word, address and whether here; one alone is no line of tabs."""
    pages = [("list", _("Register"), "people.see")]
    if request.user.may("people.see_thoughts"):
        pages = [
            ("due", _("Who to talk to"), "people.see_thoughts"),
            ("picture", _("The picture"), "people.see_thoughts"),
            *pages,
        ]
    pages += [
        ("conversations", _("My conversations"), "people.talk"),
        ("settings", _("Care"), "settings.write"),
    ]
    found = [
        (word, reverse(f"people:{code}"), code == here) for code, word, needed in pages if request.user.may(needed)
    ]
    return found if len(found) > 1 else []
