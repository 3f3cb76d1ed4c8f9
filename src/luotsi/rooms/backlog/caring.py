"""What this room keeps about one person: the requests they made, which stay without a name when they are erased."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from luotsi.rooms.backlog.models import Request
from luotsi.rooms.people.signals import Section


def kept_about(sender: Any, stakeholder: Any, **kwargs: Any) -> list[Section]:
    rows = (
        {
            "received_at": one.received_at,
            "title": one.title,
            "text": "\n".join(filter(None, (one.wanted, one.tactic, one.for_whom, one.how_known, one.body))),
            "state": str(one.get_state_display()),
        }
        for one in Request.objects.filter(asker=stakeholder).order_by("received_at", "pk")
    )
    return [Section("requests", _("What they asked for"), tuple(rows))]
