"""What the checks look at: a case as plain values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GoalFact:
    """A goal the case serves; `ended_on` is None while it lives."""

    title: str
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class TouchFact:
    """A team touched. `hours` a year, `people_count` affected, `change_share` of today's value (0.25 is a quarter)."""

    team: str
    has_measure: bool = False
    hours: float = 0
    people_count: int = 0
    change_share: float = 0

    @property
    def is_measurable(self) -> bool:
        return self.has_measure or self.hours > 0 or self.people_count > 0


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Somebody with a say. `strength` is the newest endorsement, empty when unknown; `told_worry`: asked what holds
    them back, and it was noted."""

    name: str
    roles: frozenset[str] = frozenset()
    is_heard: bool = False
    strength: str = ""
    told_worry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything a check may ask. `worries` names whose worries are open, one entry each."""

    on: date
    whys: tuple[str, str, str] = ("", "", "")
    idea: str = ""
    goals: tuple[GoalFact, ...] = ()
    touches: tuple[TouchFact, ...] = ()
    people: tuple[PersonFact, ...] = ()
    talks_held: int = 0
    worries: tuple[str, ...] = ()
    numbers: int = 0
    old_numbers: tuple[str, ...] = ()
    quotes: int = 0
    asks: tuple[str, ...] = ()
    risks: tuple[tuple[str, str], ...] = ()
    adjustments: int = 0
    presents_on: date | None = None
    preread_on: date | None = None
