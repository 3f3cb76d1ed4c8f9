"""Look at a campaign and keep what was seen; end it with its lesson, or with the larger one that it begets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.campaigns.actions.campaigns import add_campaign, locked, refuse_closed
from luotsi.rooms.campaigns.drafts import CampaignDraft
from luotsi.rooms.campaigns.models import Campaign, Criterion, Verdict
from luotsi.rooms.campaigns.queries.evidence import Evidence, evidence_of, snapshot_of, summary_of

A_DAY = timedelta(hours=20)  # the daily job may come a little early
COPIED = (
    "name", "code", "role", "kind", "way", "target", "floor", "ceiling", "error_scale", "error_abort",
    "response_days", "cap", "on_track_scales", "is_standing", "place",
)  # fmt: skip


@transaction.atomic
def look(*, campaign: Campaign, at: datetime, by: User | None = None) -> Evidence:
    """Decide on what has come in. A new word is kept with its data at once, the same word once a day with new data."""
    campaign = locked(campaign)
    evidence = evidence_of(campaign, at)
    if not campaign.is_closed:
        campaign.latest = _latest(campaign, evidence)
        campaign.save(update_fields=["latest"])
    if evidence.invited and campaign.is_running:
        _keep(campaign, evidence, by=by, at=at)
    return evidence


def look_at_all(*, at: datetime) -> int:
    """The daily look at everything that runs: windows close and campaigns end while nobody sends anything."""
    running = list(Campaign.objects.running())
    for campaign in running:
        look(campaign=campaign, at=at)
    return len(running)


@transaction.atomic
def abort_campaign(*, campaign: Campaign, lesson: str, by: User, at: datetime) -> Campaign:
    """Raises Refused without a lesson: an abort is a finding."""
    return _close(campaign, Campaign.Ending.ABORTED, lesson, by, at)


@transaction.atomic
def end_undecided(*, campaign: Campaign, lesson: str, by: User, at: datetime) -> Campaign:
    """Raises Refused without a lesson."""
    return _close(campaign, Campaign.Ending.UNDECIDED, lesson, by, at)


@transaction.atomic
def scale_campaign(*, campaign: Campaign, draft: CampaignDraft, lesson: str, by: User, at: datetime) -> Campaign:
    """Close it and open the next, larger one with the same criteria. Raises Refused if that is not larger."""
    if draft.contacts_planned <= campaign.contacts_planned:
        raise refused(
            _("What scales gets larger: plan more than {contacts} contacts."),
            code="campaigns.not_larger",
            field="contacts_planned",
            contacts=campaign.contacts_planned,
        )
    closed = _close(campaign, Campaign.Ending.SCALED, lesson, by, at)
    child = add_campaign(draft=draft, by=by, at=at, parent=closed)
    _copy_criteria(closed, child)
    return child


def _latest(campaign: Campaign, evidence: Evidence) -> dict[str, Any]:
    """What lists show: the newest findings, and the first scale or abort, which stands."""
    is_decisive = evidence.invited and evidence.word in Verdict.DECISIVE and campaign.is_running
    stands = campaign.latest.get("stands") or (str(evidence.word) if is_decisive else "")
    return summary_of(evidence) | {"stands": stands}


def _keep(campaign: Campaign, evidence: Evidence, *, by: User | None, at: datetime, always: bool = False) -> None:
    data, digest = snapshot_of(evidence)
    last = campaign.verdicts.first()
    is_new_word = last is None or last.word != evidence.word
    if not (always or is_new_word or (last and last.digest != digest and at - last.at >= A_DAY)):
        return
    verdict = Verdict.objects.create(
        campaign=campaign,
        word=evidence.word,
        findings=summary_of(evidence),
        data=data,
        digest=digest,
        invited=evidence.invited,
        by=by,
        at=at,
    )
    if is_new_word:
        record(f"campaigns.says_{evidence.word}", campaign, by=by, at=at, verdict=verdict)


def _close(campaign: Campaign, ending: str, lesson: str, by: User, at: datetime) -> Campaign:
    campaign = locked(campaign)
    refuse_closed(campaign)
    if campaign.started_at is None:
        raise refused(_("It has not started, so there is nothing to end."), code="campaigns.not_started")
    if ending != Campaign.Ending.SCALED and not lesson.strip():
        raise refused(
            _("Write down what was learnt: without its lesson somebody will try the same again."),
            code="campaigns.lesson_missing",
            field="lesson",
        )
    evidence = evidence_of(campaign, at)
    campaign.latest = _latest(campaign, evidence)
    if evidence.invited:
        _keep(campaign, evidence, by=by, at=at, always=True)
    campaign.ending, campaign.lesson, campaign.closed_by, campaign.closed_at = ending, lesson.strip(), by, at
    campaign.save()
    record(f"campaigns.{ending}", campaign, by=by, at=at)
    return campaign


def _copy_criteria(parent: Campaign, child: Campaign) -> None:
    """The same question, asked of more: nothing is fitted to what the small try showed."""
    child.criteria.all().delete()
    copies: dict[int, Criterion] = {}
    for one in parent.criteria.order_by("of", "place"):
        fields = {name: getattr(one, name) for name in COPIED}
        copies[one.pk] = Criterion(campaign=child, **fields)
    for one in parent.criteria.all():
        if one.of_id is None:
            copies[one.pk].save()
    for one in parent.criteria.all():
        if one.of_id is not None:
            copies[one.pk].of = copies[one.of_id]
            copies[one.pk].save()
