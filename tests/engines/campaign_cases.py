"""Campaigns made by hand for the tests of the decision engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from luotsi.engines.statistics.campaign import CampaignData, Contact, Criterion

START = datetime(2026, 1, 1)
MUCH_LATER = START + timedelta(days=365)


def contact(number: int, results: dict, *, arm: str = "", at: dict | None = None, hours: int | None = None) -> Contact:
    """The contact of this number, invited so many hours after the start."""
    invited = START + timedelta(hours=number if hours is None else hours)
    return Contact(f"c{number:04}", invited, results, at or {}, arm, row=number + 1)


def campaign(
    answers: Iterable[object],
    *criteria: Criterion,
    contacts: int = 500,
    now: datetime = MUCH_LATER,
    name: str = "accepted",
    **more: object,
) -> CampaignData:
    """A campaign whose contacts gave these answers to one criterion."""
    rows = tuple(contact(number, {name: answer}) for number, answer in enumerate(answers))
    return CampaignData(criteria or (accepted(),), contacts, now, rows, **more)


def accepted(target: float = 0.10, **more: object) -> Criterion:
    return Criterion("accepted", target, response_days=more.pop("response_days", 14), **more)


def two_arms(a: Sequence[object], b: Sequence[object], **more: object) -> CampaignData:
    """Contacts of A and B by turns."""
    rows = [contact(2 * k, {"accepted": answer}, arm="A") for k, answer in enumerate(a)]
    rows += [contact(2 * k + 1, {"accepted": answer}, arm="B") for k, answer in enumerate(b)]
    return CampaignData(
        (accepted(more.pop("target", 0.10)),), more.pop("contacts", 400), MUCH_LATER, tuple(rows), **more
    )
