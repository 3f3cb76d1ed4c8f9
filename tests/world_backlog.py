"""Makers for the backlog: requests and work items, on top of the cast of `tests.world`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from luotsi.kernel.accounts.models import User
from luotsi.rooms.backlog import actions
from luotsi.rooms.backlog.actions import Asker, ItemFields, RequestFields
from luotsi.rooms.backlog.models import Request, WorkItem
from tests.world import NOW, person


def request(title: str = "Plant managers find our prices by themselves", **more: Any) -> Request:
    """An untriaged request; `asker` is a user of the cast (Sara unless told otherwise) or None, `days` its age.

    Mails about it are due at once only with `at=timezone.now()`: this world's `NOW` lies elsewhere.
    """
    asker: User | None = more.pop("asker", None) or person("sara")
    at = more.pop("at", NOW) - timedelta(days=more.pop("days", 0))
    who = Asker(asker.name, asker.email) if asker else None
    return actions.submit_request(fields=RequestFields(title=title, **more), asker=who, by=asker, at=at)


def imported_request(title: str, **more: Any) -> Request:
    """As a file brings it: nobody was told, nothing is in the log."""
    return Request.objects.create(**{"title": title, "received_at": NOW, "source": Request.Source.FILE, **more})


def work_item(title: str = "A price calculator on the site", **fields: Any) -> WorkItem:
    """An unfinished item of the list."""
    return actions.create_item(fields=ItemFields(title=title, **fields), by=person("liisa"), at=NOW)
