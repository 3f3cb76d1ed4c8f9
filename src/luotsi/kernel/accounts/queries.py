"""Questions about the people who may sign in."""

from __future__ import annotations

from django.db.models import QuerySet

from luotsi.kernel.accounts.models import GuestLink, PersonalToken, User
from luotsi.kernel.accounts.permissions import Role
from luotsi.kernel.errors import Missing


def people() -> QuerySet[User]:
    """Everybody who may sign in, or could once, by name."""
    return User.objects.order_by("name", "pk")


def has_lead() -> bool:
    """Whether anybody could run the place."""
    return User.objects.filter(role=Role.LEAD, is_active=True).exists()


def user_by_email(email: str) -> User:
    """The active user with that address, whatever its case. Raises Missing."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise Missing(
            f"Nobody with the address {email} may sign in; `luotsi user list` shows who may.", code="no_such_user"
        )
    return user


def person_for(user: User, pk: int) -> User:
    """Somebody of `people`, for whoever may write settings. Raises Missing."""
    found = people().filter(pk=pk).first() if user.may("settings.write") else None
    if found is None:
        raise Missing("There is no such person, or it is not yours to see.", code="accounts.person_unknown")
    return found


def tokens_for(user: User) -> QuerySet[PersonalToken]:
    """One's own tokens that still exist, newest first."""
    return PersonalToken.objects.filter(user=user, revoked_at__isnull=True)


def token_for(user: User, pk: int) -> PersonalToken:
    found = PersonalToken.objects.filter(user=user, pk=pk).first()
    if found is None:
        raise Missing("There is no such token among yours.", code="accounts.token_unknown")
    return found


def guest_links_for(user: User) -> QuerySet[GuestLink]:
    """Links that were not revoked, newest first; for whoever may write settings."""
    found = GuestLink.objects.filter(revoked_at__isnull=True).select_related("created_by")
    return found if user.may("settings.write") else found.none()


def guest_link_for(user: User, pk: int) -> GuestLink:
    found = guest_links_for(user).filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such guest link, or it was revoked already.", code="accounts.guest_link_unknown")
    return found
