"""The named cast of the tests, and typed makers for rows. Time is an argument everywhere: `NOW` is this world's today.

Liisa leads the team, Mikko is a member, Sara (sales) and Omar (product) are stakeholders, Eva is the executive,
Aino manages accounts. Nobody else exists until a test makes them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import Role
from luotsi.rooms.goals.models import Goal, Guidepoint, Measurement, Metric, Outcome
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


def metric(name: str = "Qualified leads", **fields: Any) -> Metric:
    """A metric, made at first need."""
    return Metric.objects.get_or_create(name=name, defaults={"unit": "a month", **fields})[0]


def goal(title: str = "More pipeline from new industries", **fields: Any) -> Goal:
    """A living goal: from 20 to 60 within the year 2026, ending with it."""
    return Goal.objects.create(
        **{
            "title": title,
            "metric": fields.pop("metric", None) or metric(),
            "baseline": Decimal(20),
            "target": Decimal(60),
            "starts_on": date(2026, 1, 1),
            "by_on": date(2026, 12, 31),
            "expires_on": date(2026, 12, 31),
            "created_at": NOW,
            **fields,
        }
    )


def guidepoint(statement: str = "Plant managers ask us first when a line has to change.", **fields: Any) -> Guidepoint:
    """This world's current Guidepoint: October to December 2026, without outcomes."""
    return Guidepoint.objects.create(
        **{
            "statement": statement,
            "starts_on": date(2026, 10, 1),
            "ends_on": date(2026, 12, 31),
            "created_at": NOW,
            "stated_at": NOW,
            **fields,
        }
    )


def outcome(title: str = "Plant managers book a first talk", **fields: Any) -> Outcome:
    """An outcome of the current Guidepoint, serving a living goal; both are made where there is none."""
    return Outcome.objects.create(
        **{
            "title": title,
            "guidepoint": fields.pop("guidepoint", None) or Guidepoint.objects.first() or guidepoint(),
            "goal": fields.pop("goal", None) or Goal.objects.first() or goal(),
            "metric": fields.pop("metric", None) or metric("First talks"),
            "baseline": Decimal(4),
            "target": Decimal(12),
            "starts_on": date(2026, 10, 1),
            "by_on": date(2026, 12, 31),
            **fields,
        }
    )


def measurement(value: float, on: date = TODAY, of: Metric | None = None, **fields: Any) -> Measurement:
    """A value by hand; of the outcomes' metric unless told otherwise."""
    return Measurement.objects.create(
        **{
            "metric": of or metric("First talks"),
            "on": on,
            "value": Decimal(str(value)),
            "recorded_at": NOW,
            **fields,
        }
    )
