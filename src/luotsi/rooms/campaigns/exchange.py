"""Campaigns and their results as tables, out only: results come in by their campaign's own doors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from luotsi.rooms.campaigns import queries
from luotsi.rooms.campaigns.models import Answer, Campaign, Contact, Tally

CAMPAIGN_COLUMNS = (
    "id", "title", "hypothesis", "audience", "contacts_planned", "starts_on", "ends_on", "invited", "cost", "verdict",
    "ending", "lesson", "parent",
)  # fmt: skip
RESULT_COLUMNS = ("campaign", "contact", "invited_at", "arm", "left_out", "criterion", "value", "at", "of_invited")
COPIED = ("title", "hypothesis", "audience", "contacts_planned", "starts_on", "ends_on", "ending", "lesson")


def campaign_rows() -> Iterator[dict[str, Any]]:
    """As their newest looks found them; a verdict that stands is named before the newest word."""
    for line in queries.lines(Campaign.objects.order_by("created_at", "pk")):
        one = line.campaign
        yield {
            **{name: getattr(one, name) for name in COPIED},
            "id": one.pk, "parent": one.parent_id, "invited": line.invited, "cost": float(line.cost),
            "verdict": "" if one.is_draft else line.stands or line.word,
        }  # fmt: skip


def result_rows() -> Iterator[dict[str, Any]]:
    """A row for each answer and for each contact without one; counters by hand as the increments they were told."""
    yield from _answers()
    told = Tally.objects.filter(batch__taken_back_at__isnull=True).select_related("batch", "criterion")
    for one in told.order_by("batch__campaign", "batch__at", "pk"):
        yield {
            "campaign": one.batch.campaign_id, "arm": one.arm, "criterion": one.criterion.code,
            "value": one.successes, "at": one.batch.at, "of_invited": one.trials,
        }  # fmt: skip


def _answers() -> Iterator[dict[str, Any]]:
    given: dict[int, list[Answer]] = {}
    for answer in Answer.objects.select_related("criterion").order_by("contact", "criterion__place", "pk"):
        given.setdefault(answer.contact_id, []).append(answer)
    for contact in Contact.objects.order_by("campaign", "invited_at", "pk"):
        shared = {
            "campaign": contact.campaign_id, "contact": contact.key, "invited_at": contact.invited_at,
            "arm": contact.arm, "left_out": contact.left_out,
        }  # fmt: skip
        yield from (
            shared | {"criterion": one.criterion.code, "value": float(one.value), "at": one.at}
            for one in given.get(contact.pk, ())
        )
        if contact.pk not in given:
            yield shared
