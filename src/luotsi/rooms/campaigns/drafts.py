"""What is handed in to the room's actions: a campaign, a criterion, results, not yet checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from luotsi.rooms.campaigns.models import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    title: str
    hypothesis: str
    audience: str
    content: str = ""
    contacts_planned: int
    starts_on: date
    ends_on: date
    outcome: Any = None
    fixed_cost: Decimal = Decimal(0)
    contact_cost: Decimal = Decimal(0)
    b_share: Decimal = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDraft:
    name: str
    target: Decimal
    role: str = Criterion.Role.MUST
    kind: str = Criterion.Kind.RATE
    way: str = Criterion.Way.AT_LEAST
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    error_scale: Decimal = Decimal("0.05")
    error_abort: Decimal = Decimal("0.05")
    of: Criterion | None = None
    response_days: int | None = 14
    contacts: int | None = None
    cap: Decimal | None = None
    on_track_scales: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One contact as it was told: who (an opaque id), when invited, what each criterion's answer is and since when.

    `values` by the criterion's code; a criterion without an answer yet is absent. `line` is its place in what came in.
    """

    contact: str
    invited_at: datetime | None = None
    values: Mapping[str, Decimal] = field(default_factory=dict)
    answered_at: datetime | None = None
    arm: str = ""
    left_out: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """An increment of one counter kept by hand."""

    criterion: Criterion
    trials: int
    successes: int
    arm: str = ""


def take_over(row: Any, draft: Any) -> None:
    """Copy every field of a draft to its row."""
    for name in draft.__dataclass_fields__:
        setattr(row, name, getattr(draft, name))
