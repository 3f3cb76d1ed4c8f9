"""What counts as agreement, who is due for a conversation, who comes first, and when words end. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

AGREEMENT = frozenset({"full", "invests"})
SCEPTIC_STRENGTHS = frozenset({"against", "not_a_no", "lukewarm"})
DECISION_NEAR_DAYS = 21  # so long before a decision sceptics are heard first
DEFAULT_ROLE = "contributor"
DAYS: dict[str, dict[str, int]] = {
    "before_case": {"decision_maker": 45, "influencer": 45, "detractor": 30, "champion": 60, "contributor": 90},
    "approved": {"decision_maker": 45, "influencer": 30, "detractor": 21, "champion": 30, "contributor": 21},
    "rollout": {"decision_maker": 30, "influencer": 30, "detractor": 14, "champion": 21, "contributor": 14},
    "running": {"decision_maker": 90, "influencer": 90, "detractor": 60, "champion": 60, "contributor": 60},
}


def counts_as_agreement(strength: str) -> bool:
    """Only full endorsement and investing are agreement; "not a no" and "lukewarm" never are, anywhere.

    >>> [counts_as_agreement(code) for code in ("against", "not_a_no", "lukewarm", "full", "invests")]
    [False, False, False, True, True]
    """
    return strength in AGREEMENT


def is_sceptic(roles: Collection[str], strength: str | None) -> bool:
    """A detractor, or somebody whose newest endorsement is no agreement. Not heard yet is not sceptical."""
    return "detractor" in roles or strength in SCEPTIC_STRENGTHS


def cadence_days(stage: str, role: str) -> int:
    """At most so many days between two conversations at this stage with somebody in this role."""
    return DAYS[stage][role or DEFAULT_ROLE]


def shortest_cadence_days(stage: str, roles: Iterable[str]) -> int:
    """The most pressing of somebody's roles; without one the calmest."""
    return min((cadence_days(stage, role) for role in roles), default=max(DAYS[stage].values()))


def due_on(*, stage: str, roles: Iterable[str], last_held_on: date | None, known_since: date) -> date:
    """The day by which to talk again; whoever was never talked to is due from the day they were entered."""
    if last_held_on is None:
        return known_since
    return last_held_on + timedelta(days=shortest_cadence_days(stage, roles))


def is_due(*, stage: str, roles: Iterable[str], last_held_on: date | None, known_since: date, on: date) -> bool:
    return due_on(stage=stage, roles=roles, last_held_on=last_held_on, known_since=known_since) <= on


class Why(StrEnum):
    """Why somebody stands in the list of those who are due."""

    DECISION_NEAR = "decision_near"
    NEVER_HEARD = "never_heard"
    TOO_LONG_AGO = "too_long_ago"


@dataclass(frozen=True, slots=True)
class Due:
    """One person who is due. `days_over` counts from the day they were due; `influence` is 1 to 5 or unknown."""

    stakeholder_id: int
    stage: str
    roles: tuple[str, ...]
    due_on: date
    days_over: int
    why: Why
    strength: str | None = None
    influence: int | None = None
    decision_on: date | None = None

    def is_before_decision(self, on: date) -> bool:
        return self.decision_on is not None and 0 <= (self.decision_on - on).days <= DECISION_NEAR_DAYS


def sceptics_first(dues: Sequence[Due], on: date) -> list[Due]:
    """Before a decision sceptics come first, most influential first; then whoever has waited longest."""
    return sorted(dues, key=lambda due: _urgency(due, on))


def _urgency(due: Due, on: date) -> tuple[int, int, int, int, int]:
    near = due.is_before_decision(on)
    sceptic = near and is_sceptic(due.roles, due.strength)
    return (
        0 if sceptic else 1 if near else 2,
        -(due.influence or 0) if near else 0,
        -due.days_over,
        -(due.influence or 0),
        due.stakeholder_id,
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day.

    >>> months_after(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def thoughts_end_on(*, last_heard_on: date | None, left_on: date | None, months: int) -> date | None:
    """The day on which what is kept about somebody's thinking ends: after the last word, or after leaving.

    Whichever comes first; None where nothing is kept.
    """
    ends = [months_after(day, months) for day in (last_heard_on, left_on) if day is not None]
    return min(ends) if last_heard_on is not None else None


def domain_of(address: str) -> str:
    """The mail domain of an address, in lower case; empty where there is none."""
    return address.strip().lower().rpartition("@")[2].rstrip(".") if "@" in address else ""


def domains_above(domain: str) -> list[str]:
    """The domain and every one it lies below: mail.acme.example, acme.example, example."""
    parts = domain.split(".")
    return [".".join(parts[at:]) for at in range(len(parts))] if domain else []
