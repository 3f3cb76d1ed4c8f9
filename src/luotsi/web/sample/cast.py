"""Who works at Pajavire: the marketing team, and the forty stakeholders of the house and around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from luotsi.kernel.accounts.actions import add_user
from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import Role
from luotsi.rooms.people.actions import Identity, add_stakeholder
from luotsi.rooms.people.queries import Stakeholder
from luotsi.web.sample.reading import Texts, rows
from luotsi.web.sample.timeline import Timeline

TEAM = {
    "johanna": ("Johanna Rantala", Role.LEAD),
    "ville": ("Ville Koskela", Role.MEMBER),
    "petra": ("Petra Niemi", Role.MEMBER),
    "tuomas": ("Tuomas Hietala", Role.MEMBER),
    "lucia": ("Lucía Ferrer", Role.MEMBER),
    "arman": ("Arman Seitkali", Role.MEMBER),
    "dewi": ("Dewi Prasetya", Role.MEMBER),
}
HOUSES = {"Bergnord Automation": "bergnord.example", "Näsikangas Capital": "nasikangas.example"}
LANGUAGES = {"Office in Spain": "es", "Office in Kazakhstan": "ru", "Office in Indonesia": "id"}
ARRIVAL_DAYS = 370  # before anything was asked for


@dataclass
class Cast:
    """Everybody by the short name that the sample's files use."""

    users: dict[str, User] = field(default_factory=dict)
    stakeholders: dict[str, Stakeholder] = field(default_factory=dict)

    @property
    def lead(self) -> User:
        return self.users["johanna"]

    def team(self, number: int) -> User:
        """Whoever of the triaging three has the turn."""
        return self.users[("johanna", "ville", "tuomas")[number % 3]]


def introduce(timeline: Timeline) -> Cast:
    """Let everybody in, long before the story begins."""
    cast = Cast()
    for key, (name, role) in TEAM.items():
        timeline.note(ARRIVAL_DAYS, partial(_enter, cast, key, name, role))
    for person in rows("people"):
        timeline.note(ARRIVAL_DAYS, partial(_register, cast, person))
    return cast


def address_of(key: str, organisation: str = "") -> str:
    return f"{key}@{HOUSES.get(organisation, 'pajavire.example')}"


def language_of(stakeholder: Stakeholder) -> str:
    return LANGUAGES.get(stakeholder.department, "en")


def _enter(cast: Cast, key: str, name: str, role: str, at: datetime) -> None:
    by = cast.users.get("johanna")
    cast.users[key] = add_user(email=address_of(key), name=name, role=role, by=by, at=at)


def _register(cast: Cast, person: Texts, at: datetime) -> None:
    if person["role"]:
        _enter(cast, person["key"], person["name"], person["role"], at)
    identity = Identity(
        name=person["name"],
        email=address_of(person["key"], person["organisation"]),
        organisation=person["organisation"],
        department=person["department"],
        function=person["function"],
        kind=person["kind"],
    )
    cast.stakeholders[person["key"]] = add_stakeholder(identity=identity, by=cast.lead, at=at)
