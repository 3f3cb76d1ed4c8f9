"""The named cast of the tests, and typed makers for rows. Time is an argument everywhere: `NOW` is this world's today.

Liisa leads the team, Mikko is a member, Sara (sales) and Omar (product) are stakeholders, Eva is the executive,
Aino manages accounts. Nobody else exists until a test makes them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import Role
from luotsi.rooms.people.models import Stakeholder

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PASSWORD = "correct horse battery"

CAST = {
    "liisa": ("Liisa Laine", Role.LEAD),
    "mikko": ("Mikko Mäkelä", Role.MEMBER),
    "sara": ("Sara Salo", Role.STAKEHOLDER),
    "omar": ("Omar Onwudiwe", Role.STAKEHOLDER),
    "eva": ("Eva Ekström", Role.EXECUTIVE),
    "aino": ("Aino Aalto", Role.ACCOUNT_MANAGER),
}


def person(who: str, **fields: Any) -> User:
    """One of the cast, made at first need."""
    name, role = CAST[who]
    found = User.objects.filter(email=f"{who}@example.com").first()
    return found or User.objects.create_user(
        f"{who}@example.com", **{"name": name, "role": role, "password": PASSWORD, **fields}
    )


def stakeholder(name: str = "Sara Salo", **fields: Any) -> Stakeholder:
    """A stakeholder; with `user=person("sara")` one who can sign in."""
    return Stakeholder.objects.create(**{"name": name, "added_at": NOW, **fields})
