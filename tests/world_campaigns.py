"""Makers for campaigns: one that tries 10 % of 60 plant managers, and results of it in a row."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from luotsi.rooms.campaigns import actions
from luotsi.rooms.campaigns.drafts import CampaignDraft, CriterionDraft, Told
from luotsi.rooms.campaigns.models import Campaign, Criterion
from tests.world import NOW, TODAY, person


def draft(**fields: Any) -> CampaignDraft:
    """From three weeks before this world's today to three weeks after it."""
    return CampaignDraft(
        **{
            "title": "Letters to plant managers",
            "hypothesis": "If we write to plant managers by hand, one in ten takes a talk.",
            "audience": "Plant managers in food",
            "contacts_planned": 60,
            "starts_on": TODAY - timedelta(days=21),
            "ends_on": TODAY + timedelta(days=21),
            "contact_cost": Decimal("4.50"),
            **fields,
        }
    )


def criterion_draft(**fields: Any) -> CriterionDraft:
    """Accepted, 10 %, bad at two thirds of it and good at four thirds."""
    return CriterionDraft(
        **{
            "name": "Accepted",
            "target": Decimal("0.1"),
            "floor": Decimal("0.05"),
            "ceiling": Decimal("0.15"),
            "response_days": 14,
            **fields,
        }
    )


def campaign(*, started: bool = True, criterion: dict[str, Any] | None = None, **fields: Any) -> Campaign:
    """A campaign of Mikko's with its one must, started unless told otherwise."""
    by, at = person("mikko"), fields.pop("at", NOW - timedelta(days=21))
    made = actions.add_campaign(draft=draft(**fields), by=by, at=at)
    actions.add_criterion(campaign=made, draft=criterion_draft(**(criterion or {})), by=by, at=at)
    return actions.start_campaign(campaign=made, by=by, at=at) if started else made


def accepted(made: Campaign) -> Criterion:
    return made.criteria.get(code="accepted")


def told(answers: str, *, since: datetime | None = None, first: int = 1) -> list[Told]:
    """One contact a letter: y accepted, n declined, anything else has not answered; an hour apart, from 20 days ago."""
    since = since or NOW - timedelta(days=20)
    values = {"y": {"accepted": Decimal(1)}, "n": {"accepted": Decimal(0)}}
    return [
        Told(
            contact=f"c-{number:04}",
            invited_at=since + timedelta(hours=number - first),
            values=values.get(letter, {}),
            answered_at=since + timedelta(hours=number - first + 2) if letter in values else None,
            line=number,
        )
        for number, letter in enumerate(answers, start=first)
    ]


def record(made: Campaign, answers: str, *, at: datetime = NOW, **fields: Any) -> actions.Recorded:
    how = {"since": fields.pop("since", None), "first": fields.pop("first", 1)}
    return actions.record_results(
        campaign=made, told=told(answers, **how), **{"source": "file", "by": person("mikko"), "at": at, **fields}
    )
