"""The endorsement picture: influence against endorsement at the end of a quarter, and how each came there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from luotsi.rooms.people.codes import Strength
from luotsi.rooms.people.models import Endorsement, Stakeholder
from luotsi.rooms.people.queries.conversations import endorsements_of
from luotsi.rooms.people.readings import record_readings
from luotsi.rooms.people.rules import counts_as_agreement

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User

INFLUENTIAL = 4


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter."""

    starts_on: date

    @property
    def ends_on(self) -> date:
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return quarter_of(self.starts_on + timedelta(days=95))

    @property
    def before(self) -> Quarter:
        return quarter_of(self.starts_on - timedelta(days=1))

    @property
    def code(self) -> str:
        return f"{self.starts_on.year}-Q{(self.starts_on.month + 2) // 3}"


def quarter_of(day: date) -> Quarter:
    return Quarter(date(day.year, (day.month - 1) // 3 * 3 + 1, 1))


def quarter_by_code(code: str) -> Quarter | None:
    """`2026-Q3`, else None."""
    year, _, number = code.partition("-Q")
    if not (year.isdecimal() and len(year) == 4 and number in {"1", "2", "3", "4"} and int(year) > 1):
        return None
    return Quarter(date(int(year), int(number) * 3 - 2, 1))


@dataclass(frozen=True, slots=True)
class Standing:
    """One person at a quarter's end: where they stand, where they stood at its beginning, each step between."""

    stakeholder: Stakeholder
    strength: Strength
    before: Strength | None
    steps: tuple[Strength, ...]
    since: datetime
    evidence: str

    @property
    def moved(self) -> int:
        """Steps up (above 0) or down (below) within the quarter; 0 for who is new."""
        return self.strength.place - self.before.place if self.before is not None else 0


@dataclass(frozen=True, slots=True)
class Summary:
    """One quarter in numbers: people by strength, how many agree, also among the influential, how many moved."""

    quarter: Quarter
    counts: tuple[tuple[Strength, int], ...]
    heard: int
    agreeing: int
    influential: int
    influential_agreeing: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Picture:
    quarter: Quarter
    standings: tuple[Standing, ...]
    summaries: tuple[Summary, ...]

    @property
    def drawn(self) -> list[Standing]:
        return [one for one in self.standings if one.stakeholder.influence is not None]

    @property
    def unweighed(self) -> list[Standing]:
        return [one for one in self.standings if one.stakeholder.influence is None]


def picture_for(user: User, quarter: Quarter, *, at: datetime) -> Picture | None:
    """For whoever may know what everybody thinks, else None; three queries, and the reading is logged."""
    if not user.may("people.see_thoughts"):
        return None
    people = {one.pk: one for one in Stakeholder.objects.current().filter(erased_at__isnull=True)}
    said = endorsements_of(people)
    standings = standings_of(people, said, quarter)
    earlier = standings_of(people, said, quarter.before)
    record_readings(who=user, about_ids=[one.stakeholder.pk for one in standings], what="picture", at=at)
    return Picture(quarter, tuple(standings), (_summary(quarter.before, earlier), _summary(quarter, standings)))


def standings_of(
    people: dict[int, Stakeholder], said: dict[int, list[Endorsement]], quarter: Quarter
) -> list[Standing]:
    """Whoever has an endorsement by the quarter's end, strongest first."""
    found = []
    for pk, newest_first in said.items():
        until = [one for one in newest_first if one.at < _end(quarter)]
        if until:
            found.append(_standing(people[pk], until, quarter))
    return sorted(found, key=lambda one: (-one.strength.place, -(one.stakeholder.influence or 0), one.stakeholder.name))


def _standing(stakeholder: Stakeholder, newest_first: Sequence[Endorsement], quarter: Quarter) -> Standing:
    earlier = next((one for one in newest_first if one.at < _end(quarter.before)), None)
    within = [one for one in reversed(newest_first) if one.at >= _end(quarter.before)]
    newest = newest_first[0]
    return Standing(
        stakeholder=stakeholder,
        strength=Strength(newest.strength),
        before=Strength(earlier.strength) if earlier else None,
        steps=tuple(Strength(one.strength) for one in within),
        since=newest.at,
        evidence=newest.evidence,
    )


def _summary(quarter: Quarter, standings: Iterable[Standing]) -> Summary:
    found = list(standings)
    counts = Counter(one.strength for one in found)
    influential = [one for one in found if (one.stakeholder.influence or 0) >= INFLUENTIAL]
    return Summary(
        quarter=quarter,
        counts=tuple((strength, counts[strength]) for strength in Strength),
        heard=len(found),
        agreeing=sum(counts_as_agreement(one.strength) for one in found),
        influential=len(influential),
        influential_agreeing=sum(counts_as_agreement(one.strength) for one in influential),
        up=sum(one.moved > 0 for one in found),
        down=sum(one.moved < 0 for one in found),
    )


def _end(quarter: Quarter) -> datetime:
    return datetime.combine(quarter.next.starts_on, time.min, timezone.get_current_timezone())
