"""Questions about the people who may sign in."""

from __future__ import annotations

from django.db.models import QuerySet

from luotsi.kernel.accounts.models import User
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
