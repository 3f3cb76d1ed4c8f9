"""What rooms above offer on the page of a thing that belongs to a room below: a request's case, a work item's case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.rooms.cases import queries as cases


@dataclass(frozen=True, slots=True)
class Link:
    """A way on, in words."""

    word: str
    url: str


def beside(user: Any, kind: str, thing: Any) -> list[Link]:
    """`kind` is request or item; one query for the team, none for anybody else."""
    if not user.is_authenticated or not user.may("cases.write"):
        return []
    found = [
        Link(_("Case: %(title)s") % {"title": case.title}, reverse("cases:case", args=[case.pk]))
        for case in cases.cases_of(user, kind, thing)
    ]
    if found or kind != "request":
        return found
    return [Link(_("Make this a case"), f"{reverse('cases:add')}?request={thing.pk}")]
