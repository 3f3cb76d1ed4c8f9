"""Draw the order in which contacts are invited, so that who comes first does not depend on how good they look."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.campaigns.actions.campaigns import locked, refuse_closed
from luotsi.rooms.campaigns.models import Campaign, Contact, Criterion
from luotsi.rooms.campaigns.models.campaigns import MOST_CONTACTS
from luotsi.rooms.campaigns.rules import drawn_order, opaque


@transaction.atomic
def draw_order(
    *, campaign: Campaign, keys: Iterable[str], by: User | None, at: datetime, seed: int | None = None
) -> list[tuple[int, str, str]]:
    """Place, id and arm (where two are compared), in the order to invite them. Raises Refused once somebody was.

    The seed is kept: the same ids and seed give the same order, which is how anybody can check it.
    """
    campaign = locked(campaign)
    refuse_closed(campaign)
    if campaign.contacts.filter(invited_at__isnull=False).exists():
        raise refused(
            _("Some were invited already, so the order stands. Invite the others as it says."),
            code="campaigns.order_stands",
        )
    given = {opaque(key[:120], campaign.salt): key.strip()[:120] for key in keys if key.strip()}
    if not 2 <= len(given) <= MOST_CONTACTS:
        raise refused(
            _("Between 2 and {most} different ids are needed."), code="campaigns.ids", field="file", most=MOST_CONTACTS
        )
    campaign.order_seed = secrets.randbits(32) if seed is None else seed
    campaign.save(update_fields=["order_seed"])
    campaign.contacts.all().delete()
    order = drawn_order(given, campaign.order_seed)
    is_compared = campaign.criteria.filter(kind=Criterion.Kind.COMPARE).exists()
    contacts = [
        Contact(campaign=campaign, key=key, place=place, arm=_arm(place, campaign) if is_compared else "")
        for place, key in enumerate(order, start=1)
    ]
    Contact.objects.bulk_create(contacts, batch_size=1000)
    record("campaigns.order_drawn", campaign, by=by, at=at, count=len(contacts))
    return [(place, given[contact.key], contact.arm) for place, contact in enumerate(contacts, start=1)]


def _arm(place: int, campaign: Campaign) -> str:
    """Arms in turn at their shares: the order is random already."""
    share = campaign.b_share
    return "B" if int(place * share) > int((place - 1) * share) else "A"
