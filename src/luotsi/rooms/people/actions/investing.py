"""Verbs of investments: offered, agreed, delivered; each once, in this order."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.people.codes import Put
from luotsi.rooms.people.drafts import InvestmentDraft
from luotsi.rooms.people.models import Investment, Stakeholder


@transaction.atomic
def offer_investment(*, stakeholder: Stakeholder, draft: InvestmentDraft, by: User | None, at: datetime) -> Investment:
    """Raises Refused without saying for what, and for a negative amount."""
    if draft.kind not in Put.values:
        raise refused(_("Choose what they put in."), code="people.investment_kind_unknown", field="kind")
    if not draft.about.strip():
        raise refused(_("Say for what it is."), code="people.investment_for_nothing", field="about")
    if draft.amount is not None and draft.amount < 0:
        raise refused(_("An amount is not below 0."), code="people.investment_negative", field="amount")
    investment = Investment.objects.create(
        stakeholder=stakeholder, kind=draft.kind, about=draft.about.strip(), amount=draft.amount,
        unit=draft.unit.strip(), offered_at=at, by=by,
    )  # fmt: skip
    record("people.investment_offered", stakeholder, by=by, at=at, kind=draft.kind)
    return investment


@transaction.atomic
def agree_investment(*, investment: Investment, by: User | None, at: datetime) -> Investment:
    """Agreeing twice changes nothing."""
    if investment.agreed_at is None:
        investment.agreed_at = at
        investment.save(update_fields=["agreed_at"])
        record("people.investment_agreed", investment.stakeholder, by=by, at=at, kind=investment.kind)
    return investment


@transaction.atomic
def deliver_investment(*, investment: Investment, by: User | None, at: datetime) -> Investment:
    """Raises Refused for what was not agreed. Delivering twice changes nothing."""
    if investment.agreed_at is None:
        raise refused(_("This was offered, but not agreed yet. Agree it first."), code="people.investment_not_agreed")
    if investment.delivered_at is None:
        investment.delivered_at = at
        investment.save(update_fields=["delivered_at"])
        record("people.investment_delivered", investment.stakeholder, by=by, at=at, kind=investment.kind)
    return investment
