"""What is handed in to the room's actions: who somebody is, what was said; not yet checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from luotsi.rooms.people.codes import Leave, Stage


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as handed in."""

    name: str
    email: str = ""
    organisation: str = ""
    department: str = ""
    function: str = ""
    kind: str = "inside"


@dataclass(frozen=True, slots=True)
class RoleDraft:
    role: str
    detractor_kind: str = ""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A conversation to come. Without a guide one is prepared."""

    on: date
    stage: str = Stage.BEFORE_CASE
    purpose: str = ""
    at: time | None = None
    minutes: int = 30
    guide: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionDraft:
    said: str
    worry: str = ""
    eased_how: str = ""


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    words: str
    leave: str = Leave.NONE


@dataclass(frozen=True, slots=True)
class InvestmentDraft:
    kind: str
    about: str
    amount: Decimal | None = None
    unit: str = ""


def filled(texts: Iterable[str]) -> list[str]:
    """Those that say something, stripped."""
    return [text.strip() for text in texts if text.strip()]
