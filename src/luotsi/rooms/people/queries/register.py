"""Questions to the register of stakeholders, for its pages and for other rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from luotsi.kernel.errors import Missing
from luotsi.rooms.people.models import Stakeholder

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User


def stakeholder_for(user: User) -> Stakeholder | None:
    """The stakeholder this user is: linked, or entered with the same e-mail address."""
    if not user.is_authenticated:
        return None
    found = Stakeholder.objects.filter(_is(user))
    return max(found, key=lambda stakeholder: stakeholder.user_id == user.pk, default=None)


def stakeholders_for_choice() -> QuerySet[Stakeholder]:
    """Those who have not left, by name: what a choice field offers."""
    return Stakeholder.objects.current()


def stakeholders_for(user: User, *, words: str = "", with_left: bool = False) -> QuerySet[Stakeholder]:
    """The register as this user may see it: whole for those who may, else only oneself; never who was erased."""
    everybody = Stakeholder.objects.all() if with_left else Stakeholder.objects.current()
    found = everybody.filter(erased_at__isnull=True)
    if not user.may("people.see"):
        found = found.filter(_is(user))
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(organisation__icontains=word)
            | Q(department__icontains=word)
            | Q(function__icontains=word)
        )
    return found.select_related("user")


def stakeholder_by_id_for(user: User, pk: int) -> Stakeholder:
    """Raises Missing when it is not there or not for this user."""
    found = stakeholders_for(user, with_left=True).filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such stakeholder, or it is not yours to see.", code="people.unknown")
    return found


def stakeholder_by_link(pk: int) -> Stakeholder:
    """For views whose permission or guest link already names this very person. Raises Missing."""
    found = Stakeholder.objects.select_related("user").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such stakeholder, or it is not yours to see.", code="people.unknown")
    return found


def _is(user: User) -> Q:
    """Linked to this account; or with its address, unless the entry is linked to somebody else's."""
    return Q(user=user) | Q(user__isnull=True, email__iexact=user.email)
