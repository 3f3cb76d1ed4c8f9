"""Begin a campaign, change what may still be changed, start it, let colleagues read its verdict."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_noop as _

from luotsi.kernel import search
from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.campaigns.drafts import CampaignDraft, take_over
from luotsi.rooms.campaigns.models import Campaign, Change, Contact, Criterion
from luotsi.rooms.campaigns.models.campaigns import MOST_CONTACTS, new_secret
from luotsi.rooms.campaigns.queries.planning import undecidable

UNDECIDABLE = {
    "target_not_a_share": _("The target of “{criterion}” is no share between 0 % and 100 %."),
    "goal_above_contacts": _("“{criterion}” wants more than there are contacts."),
    "goal_too_large": _(
        "“{criterion}” is too large a number among so many contacts. Ask for the share of them instead."
    ),
    "zone_outside_target": _("The zone of “{criterion}” does not hold its target."),
    "unknown_of": _("“{criterion}” is counted among something that is not here."),
    "twice_named": _("“{criterion}” is there twice."),
}
UNSUBSCRIBED_AT_MOST, COMPLAINED_AT_MOST = Decimal("0.02"), Decimal("0.005")


@transaction.atomic
def add_campaign(*, draft: CampaignDraft, by: User | None, at: datetime, parent: Campaign | None = None) -> Campaign:
    """With its standing watch: unsubscribes and complaints. Raises Refused for dates or numbers out of order."""
    campaign = Campaign(created_at=at, owner=by, parent=parent)
    _write(campaign, draft)
    _watch(campaign)
    record("campaigns.added", campaign, by=by, at=at, **({"parent": parent} if parent else {}))
    return campaign


@transaction.atomic
def edit_campaign(
    *, campaign: Campaign, draft: CampaignDraft, by: User | None, at: datetime, reason: str = ""
) -> Campaign:
    """Raises Refused for a closed one, for a new hypothesis once results are in, and for another number of
    contacts then without a reason."""
    campaign = locked(campaign)
    refuse_closed(campaign)
    invited = Contact.objects.filter(campaign=campaign, invited_at__isnull=False).count()
    if has_results(campaign):
        _check_late(campaign, draft, reason)
        _check_days(campaign, draft)
        if draft.contacts_planned != campaign.contacts_planned:
            _keep_horizon(campaign, draft, invited, reason, by, at)
    _write(campaign, draft)
    check_together(campaign)
    record("campaigns.edited", campaign, by=by, at=at)
    return campaign


@transaction.atomic
def start_campaign(*, campaign: Campaign, by: User | None, at: datetime) -> Campaign:
    """From now on results may come in. Raises Refused without anything that decides. Starting twice changes nothing."""
    campaign = locked(campaign)
    refuse_closed(campaign)
    if campaign.started_at is None:
        if not campaign.criteria.filter(role=Criterion.Role.MUST).exists():
            raise refused(
                _("Nothing decides this campaign yet. Set a criterion first: it counts only if it was there before."),
                code="campaigns.no_must",
            )
        campaign.started_at = at
        campaign.save(update_fields=["started_at"])
        record("campaigns.started", campaign, by=by, at=at)
    return campaign


@transaction.atomic
def share_campaign(*, campaign: Campaign, by: User, at: datetime) -> None:
    """Everybody who signs in may read its verdict and its lesson."""
    _share(campaign, True, by, at)


@transaction.atomic
def unshare_campaign(*, campaign: Campaign, by: User, at: datetime) -> None:
    _share(campaign, False, by, at)


@transaction.atomic
def renew_secret(*, campaign: Campaign, by: User, at: datetime) -> None:
    """The old webhook address stops working at once."""
    campaign.secret = new_secret()
    campaign.save(update_fields=["secret"])
    record("campaigns.secret_renewed", campaign, by=by, at=at)


def locked(campaign: Campaign) -> Campaign:
    """The row as it is now, held until the transaction ends: two deliveries at once come one after the other."""
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def has_results(campaign: Campaign) -> bool:
    """Whether anything has come in that a criterion could be fitted to."""
    return campaign.batches.filter(taken_back_at__isnull=True).exists()


def refuse_closed(campaign: Campaign) -> None:
    if campaign.is_closed:
        raise refused(
            _("“{campaign}” is closed, and what it found stays as it was. Open a new campaign."),
            code="campaigns.closed",
            campaign=campaign,
        )


def check_together(campaign: Campaign) -> None:
    """Refuses criteria that no rule could decide: a number above the contacts planned, and the like."""
    criteria = list(campaign.criteria.select_related("of"))
    point = undecidable(campaign, criteria)
    if point is not None:
        name = next((one.name for one in criteria if one.code == point.criterion), point.criterion)
        raise refused(UNDECIDABLE[point.code], code=f"campaigns.{point.code}", field="target", criterion=name)


def _write(campaign: Campaign, draft: CampaignDraft) -> None:
    for field, text in (("title", draft.title), ("hypothesis", draft.hypothesis), ("audience", draft.audience)):
        if not text.strip():
            raise refused(_("This is needed before anything can be tried."), code="campaigns.missing", field=field)
    if draft.ends_on <= draft.starts_on:
        raise refused(_("The last day comes after the first one."), code="campaigns.ends_early", field="ends_on")
    if not 2 <= draft.contacts_planned <= MOST_CONTACTS:
        raise refused(
            _("A campaign has between 2 and {most} contacts."),
            code="campaigns.contacts",
            field="contacts_planned",
            most=MOST_CONTACTS,
        )
    take_over(campaign, draft)
    campaign.save()
    search.index(search.Kind.CAMPAIGN, campaign, " ".join((draft.title, draft.hypothesis, draft.audience)))


def _watch(campaign: Campaign) -> None:
    for place, (code, name, most) in enumerate(
        (
            ("unsubscribed", said("Unsubscribed"), UNSUBSCRIBED_AT_MOST),
            ("complained", said("Complained"), COMPLAINED_AT_MOST),
        )
    ):
        Criterion.objects.create(
            campaign=campaign, name=name, code=code, role=Criterion.Role.WATCH, way=Criterion.Way.AT_MOST,
            target=most, is_standing=True, place=90 + place,
        )  # fmt: skip


def _check_late(campaign: Campaign, draft: CampaignDraft, reason: str) -> None:
    if draft.hypothesis.strip() != campaign.hypothesis.strip():
        raise refused(
            _("Results are in, so the hypothesis stands. What they suggest instead is the next campaign’s hypothesis."),
            code="campaigns.hypothesis_stands",
            field="hypothesis",
        )
    if draft.contacts_planned != campaign.contacts_planned and not reason.strip():
        raise refused(
            _("Results are in: say why the number of contacts changes, so that it can be read beside the verdict."),
            code="campaigns.reason_missing",
            field="reason",
        )


def _check_days(campaign: Campaign, draft: CampaignDraft) -> None:
    """Whoever was invited stays within the campaign: moving its days must not drop results."""
    invited = campaign.contacts.filter(invited_at__isnull=False).order_by("invited_at")
    ends = (invited.first(), invited.last())
    days = [timezone.localdate(one.invited_at) for one in ends if one is not None]
    if days and draft.starts_on > days[0]:
        raise refused(
            _("Somebody was invited on {on} already; the first day cannot come after that."),
            code="campaigns.starts_late",
            field="starts_on",
            on=days[0],
        )
    if days and draft.ends_on < days[-1]:
        raise refused(
            _("Somebody was invited on {on}; the last day cannot come before that."),
            code="campaigns.ends_before_invitations",
            field="ends_on",
            on=days[-1],
        )


def _keep_horizon(
    campaign: Campaign, draft: CampaignDraft, invited: int, reason: str, by: User | None, at: datetime
) -> None:
    if draft.contacts_planned < invited:
        raise refused(
            _("{invited} were invited already; plan at least as many."),
            code="campaigns.fewer_than_invited",
            field="contacts_planned",
            invited=invited,
        )
    Change.objects.create(
        campaign=campaign,
        before={"contacts_planned": campaign.contacts_planned},
        after={"contacts_planned": draft.contacts_planned},
        effect=Change.Effect.HORIZON,
        invited_then=invited,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    record("campaigns.horizon_changed", campaign, by=by, at=at, contacts=draft.contacts_planned)


def _share(campaign: Campaign, is_shared: bool, by: User, at: datetime) -> None:
    if campaign.is_shared != is_shared:
        campaign.is_shared = is_shared
        campaign.save(update_fields=["is_shared"])
        record("campaigns.shared" if is_shared else "campaigns.unshared", campaign, by=by, at=at)
