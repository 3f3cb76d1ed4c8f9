"""What is handed in to the room's actions: a case, what it is made of, a decision; not yet checked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from luotsi.rooms.people.codes import Put


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    title: str
    idea: str = ""
    why_do: str = ""
    why_goals: str = ""
    why_care: str = ""
    presents_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchDraft:
    team: str
    effect: str
    metric: Any = None
    measure: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    expected: Decimal | None = None
    hours: Decimal | None = None
    people_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureDraft:
    """A number by hand: what it says, from where, as of when."""

    says: str
    value: Decimal
    source: str
    as_of_on: date
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDraft:
    what: str
    kind: str = Put.BUDGET
    of: Any = None
    amount: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskDraft:
    what: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraft:
    """A no or a not yet needs its reason, what was learnt, and a day to look again."""

    answer: str
    decided_by: Any = None
    reason: str = ""
    learnt: str = ""
    look_again_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDraft:
    """One work item for the backlog. `worth` (0–10) is its value for the outcome."""

    title: str
    description: str = ""
    outcome: Any = None
    worth: Decimal = Decimal(5)
    effort_low_hours: Decimal | None = None
    effort_high_hours: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WinDraft:
    """A result: of a metric, or by hand with what was measured, its value now and its source."""

    what: str
    thanks: str = ""
    metric: Any = None
    measure: str = ""
    unit: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    after_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookDraft:
    """A channel in Slack or Teams; `kind` is slack or teams."""

    name: str
    kind: str
    address: str


def take_over(row: Any, draft: Any) -> None:
    """Copy every field of a draft to its row, texts stripped."""
    for field in fields(draft):
        value = getattr(draft, field.name)
        setattr(row, field.name, value.strip() if isinstance(value, str) else value)
