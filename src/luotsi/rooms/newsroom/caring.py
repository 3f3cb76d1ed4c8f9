"""What this room keeps about one person: that they read the digest, and since when. It goes when they are erased."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from luotsi.rooms.newsroom.models import DigestReader
from luotsi.rooms.people.signals import Section


def kept_about(sender: Any, stakeholder: Any, **kwargs: Any) -> list[Section]:
    rows = [{"email": one.address, "since": one.since, "left_on": one.ended_at} for one in _readings(stakeholder)]
    return [Section("digest", _("The digest of industry news they get"), tuple(rows))]


def forget(sender: Any, stakeholder: Any, **kwargs: Any) -> None:
    """The subscription with the record of its mails; what was sent to everybody stays."""
    _readings(stakeholder).delete()


def _readings(stakeholder: Any) -> QuerySet[DigestReader]:
    found = Q(stakeholder=stakeholder)
    if stakeholder.user_id:
        found |= Q(user=stakeholder.user_id)
    if stakeholder.email:
        found |= Q(email__iexact=stakeholder.email) | Q(user__email__iexact=stakeholder.email)
    return DigestReader.objects.filter(found)
