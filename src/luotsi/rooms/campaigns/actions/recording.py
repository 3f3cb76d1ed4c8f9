"""The one door for results: file, API, webhook, counters by hand, and later Luotsi's own sends.

Order, doubles and impossible dates are checked here; the good rows are kept or none, as the person chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import BadInput, Fault
from luotsi.kernel.sayings import refused
from luotsi.rooms.campaigns.actions.campaigns import locked, refuse_closed
from luotsi.rooms.campaigns.actions.checking import Checked, check_told
from luotsi.rooms.campaigns.actions.deciding import look
from luotsi.rooms.campaigns.drafts import Count, Told
from luotsi.rooms.campaigns.models import Answer, Batch, Campaign, Contact, Criterion, Tally


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a delivery. `is_repeated`: the same delivery was here before, and nothing was done."""

    contacts: int = 0
    answers: int = 0
    doubles: int = 0
    faults: tuple[Fault, ...] = ()
    is_repeated: bool = False
    batch: Batch | None = None


@transaction.atomic
def record_results(
    *,
    campaign: Campaign,
    told: Sequence[Told],
    source: str,
    by: User | None,
    at: datetime,
    delivery: str = "",
    good_rows_only: bool = False,
    name: str = "",
) -> Recorded:
    """Raises BadInput with every fault by its line (nothing is written then), unless good rows suffice.

    Raises Refused before the start and after the end. The same `delivery` a second time does nothing.
    """
    campaign = locked(campaign)
    _refuse_not_running(campaign)
    if delivery and campaign.batches.filter(delivery=delivery).exists():
        return Recorded(is_repeated=True)
    checked = check_told(campaign, told, at=at, name=name)
    if checked.faults and not good_rows_only:
        raise BadInput(checked.faults)
    if not (checked.new or checked.invited or checked.answers or checked.left_out):
        return Recorded(doubles=checked.doubles, faults=checked.faults)
    batch = Batch.objects.create(
        campaign=campaign, source=source, delivery=delivery, by=by, at=at,
        contact_count=len(checked.new) + len(checked.invited), answer_count=len(checked.answers),
    )  # fmt: skip
    _write(checked, batch)
    record(
        "campaigns.results_recorded", campaign, by=by, at=at,
        contacts=batch.contact_count, answers=batch.answer_count, source=source,
    )  # fmt: skip
    look(campaign=campaign, at=at)
    return Recorded(batch.contact_count, batch.answer_count, checked.doubles, checked.faults, batch=batch)


@transaction.atomic
def count_by_hand(*, campaign: Campaign, counts: Sequence[Count], by: User | None, at: datetime) -> Recorded:
    """Increments of counters, kept as told. Raises Refused for more yes than asked, and beside answers by contact."""
    campaign = locked(campaign)
    _refuse_not_running(campaign)
    for count in counts:
        _check_count(count)
    batch = Batch.objects.create(campaign=campaign, source=Batch.Source.HAND, by=by, at=at)
    Tally.objects.bulk_create(
        Tally(batch=batch, criterion=one.criterion, arm=one.arm, trials=one.trials, successes=one.successes)
        for one in counts
        if one.trials or one.successes
    )
    batch.contact_count = max((one.trials for one in counts), default=0)
    batch.answer_count = sum(one.successes for one in counts)
    batch.save(update_fields=["contact_count", "answer_count"])
    record(
        "campaigns.counted", campaign, by=by, at=at, contacts=batch.contact_count, answers=batch.answer_count
    )  # fmt: skip
    look(campaign=campaign, at=at)
    return Recorded(batch.contact_count, batch.answer_count, batch=batch)


@transaction.atomic
def take_back(*, batch: Batch, by: User, at: datetime) -> None:
    """A delivery that was a mistake: its answers and contacts go, verdicts made with it stay in the log."""
    campaign = locked(batch.campaign)
    refuse_closed(campaign)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.taken_back_at is not None:
        return
    if Answer.objects.filter(contact__batch=batch).exclude(batch=batch).exists():
        raise refused(
            _("Later deliveries hold answers of these contacts. Take those back first."),
            code="campaigns.batch_in_use",
        )
    batch.answers.all().delete()
    drawn = batch.contacts.filter(place__isnull=False)
    drawn.update(invited_at=None, batch=None, left_out="")
    batch.contacts.filter(place__isnull=True).delete()
    batch.taken_back_at = at
    batch.save(update_fields=["taken_back_at"])
    record("campaigns.taken_back", campaign, by=by, at=at, batch=batch)
    look(campaign=campaign, at=at, by=by)


def _write(checked: Checked, batch: Batch) -> None:
    for contact in (*checked.new, *checked.invited):
        contact.batch = batch
    Contact.objects.bulk_create(checked.new, batch_size=1000)
    Contact.objects.bulk_update(checked.invited, ["invited_at", "arm", "batch", "left_out"], batch_size=500)
    Contact.objects.bulk_update(checked.left_out, ["left_out"], batch_size=500)
    for answer in checked.answers:
        answer.batch, answer.contact_id = batch, answer.contact.pk
    Answer.objects.bulk_create(checked.answers, batch_size=1000)


def _refuse_not_running(campaign: Campaign) -> None:
    refuse_closed(campaign)
    if campaign.started_at is None:
        raise refused(
            _("Start the campaign first: criteria count only if they were fixed before the first result."),
            code="campaigns.not_started",
        )


def _check_count(count: Count) -> None:
    one = count.criterion
    if one.kind not in (Criterion.Kind.RATE, Criterion.Kind.GOAL):
        raise refused(
            _("“{criterion}” cannot be counted by hand: it needs each contact’s own answer."),
            code="campaigns.not_by_hand",
            field=one.code,
            criterion=one,
        )
    if one.answers.exists():
        raise refused(
            _("“{criterion}” has answers of single contacts. Count all of it one way."),
            code="campaigns.counted_twice",
            field=one.code,
            criterion=one,
        )
    told = one.tallies.filter(batch__taken_back_at__isnull=True).values_list("trials", "successes")
    trials, successes = (sum(column) for column in zip((count.trials, count.successes), *told, strict=True))
    if successes > trials:
        raise refused(
            _("More said yes to “{criterion}” than were invited."),
            code="campaigns.more_than_invited",
            field=one.code,
            criterion=one,
        )
