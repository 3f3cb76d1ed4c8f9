"""Pre-reads that were sent: all for the team, one's own for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from luotsi.kernel.errors import Missing
from luotsi.rooms.cases.models import Case, Recipient, Sending
from luotsi.rooms.cases.rules.roles import POSITIONS, STANDS
from luotsi.rooms.people import queries as people

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User


def sendings_of(case: Case) -> list[Any]:
    """Newest first, each with `to_count` and `opened_count`, without its copy."""
    opened = Count("recipients", filter=Q(recipients__opened_at__isnull=False))
    found = case.sendings.annotate(to_count=Count("recipients"), opened_count=opened)
    return list(found.select_related("by").defer("document").order_by("-at", "-pk"))  # counting drops the own order


def sending_for(user: User, pk: int) -> Sending:
    found = Sending.objects.select_related("case", "by").filter(pk=pk).first() if user.may("cases.write") else None
    if found is None:
        raise _missing()
    return found


def recipients_of(sending: Sending) -> list[Recipient]:
    return list(sending.recipients.select_related("stakeholder", "link"))


def sent_to(user: User) -> list[Recipient]:
    """What this person was sent, newest first."""
    own = people.stakeholder_for(user)
    return list(_received().filter(stakeholder=own).order_by("-sending__at", "-pk")) if own is not None else []


def received_for(user: User | Any, pk: int, *, has_link: bool) -> Recipient:
    """For whoever it was sent to, signed in or by the link, and for the team. Raises Missing."""
    found = _received().filter(pk=pk).first()
    if found is None or not (has_link or is_recipient(user, found) or _is_team(user)):
        raise _missing()
    return found


def is_recipient(user: User | Any, recipient: Recipient) -> bool:
    own = people.stakeholder_for(user) if user.is_authenticated else None
    return own is not None and own.pk == recipient.stakeholder_id


def part_in(user: User, case: Case) -> set[int]:
    """Ids of those with a role in it that this reader may know, or asked for something."""
    known = POSITIONS + (STANDS if user.may("people.see_thoughts") else ())
    roles = case.roles.filter(role__in=known).values_list("stakeholder", flat=True)
    return {*roles, *case.asks.filter(of__isnull=False).values_list("of", flat=True)}


def _is_team(user: User | Any) -> bool:
    return user.is_authenticated and user.may("cases.write")


def _received() -> QuerySet[Recipient]:
    return Recipient.objects.select_related("sending__case", "stakeholder")


def _missing() -> Missing:
    return Missing("There is no such pre-read, or it is not yours to see.", code="cases.preread_unknown")
