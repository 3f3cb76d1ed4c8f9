"""Criteria: free before the first result; afterwards only with a reason, kept, and as far as a guarantee is left."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.campaigns.actions.campaigns import check_together, has_results, locked, refuse_closed
from luotsi.rooms.campaigns.drafts import CriterionDraft, take_over
from luotsi.rooms.campaigns.models import Campaign, Change, Contact, Criterion

Effect, Kind = Change.Effect, Criterion.Kind
STANDING = ("kind", "way", "of", "error_scale", "error_abort", "cap", "on_track_scales")  # once results are in
AIMS = ("target", "floor", "ceiling", "contacts")
MOST = 12


@transaction.atomic
def add_criterion(*, campaign: Campaign, draft: CriterionDraft, by: User | None, at: datetime) -> Criterion:
    """Raises Refused for what cannot be judged, and once results are in for anything but a watch."""
    campaign = locked(campaign)
    refuse_closed(campaign)
    if draft.role == Criterion.Role.MUST and has_results(campaign):
        raise refused(
            _(
                "Results are in. What decides was fixed before them; "
                "this one may be watched, or decide the next campaign."
            ),
            code="campaigns.must_too_late",
            field="role",
        )
    places = list(campaign.criteria.values_list("is_standing", "place"))
    if len(places) >= MOST:
        raise refused(_("A campaign has at most {most} criteria."), code="campaigns.too_many", most=MOST)
    place = max((place for is_standing, place in places if not is_standing), default=0) + 1
    criterion = Criterion(campaign=campaign, place=place, code=_free_code(campaign, draft.name))
    _write(criterion, draft)
    check_together(campaign)
    record("campaigns.criterion_added", campaign, by=by, at=at, criterion=criterion)
    return criterion


@transaction.atomic
def edit_criterion(
    *, criterion: Criterion, draft: CriterionDraft, by: User | None, at: datetime, reason: str = ""
) -> Criterion:
    """After the first result a change needs a reason and is kept. Raises Refused where no rule is left."""
    campaign = locked(criterion.campaign)
    refuse_closed(campaign)
    criterion = Criterion.objects.select_related("of").get(pk=criterion.pk)
    if has_results(campaign):
        _keep_change(campaign, criterion, draft, reason, by, at)
    _write(criterion, draft)
    check_together(campaign)
    record("campaigns.criterion_edited", campaign, by=by, at=at, criterion=criterion)
    return criterion


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: User | None, at: datetime) -> None:
    """Raises Refused once results are in, for a standing one, and while another is counted among it."""
    campaign = locked(criterion.campaign)
    refuse_closed(campaign)
    if has_results(campaign) or criterion.is_standing:
        raise refused(
            _("It stays: what was watched from the start is watched to the end."), code="campaigns.criterion_stays"
        )
    record("campaigns.criterion_removed", campaign, by=by, at=at, criterion=criterion)
    try:
        with transaction.atomic():
            criterion.delete()
    except ProtectedError:
        raise refused(
            _("Another criterion is counted among those of “{criterion}”. Remove that one first."),
            code="campaigns.criterion_in_use",
            criterion=criterion,
        ) from None


def _write(criterion: Criterion, draft: CriterionDraft) -> None:
    if not draft.name.strip():
        raise refused(_("Say what counts."), code="campaigns.missing", field="name")
    if draft.of is not None and (draft.of.campaign_id != criterion.campaign_id or draft.of.pk == criterion.pk):
        raise refused(_("Count it among another criterion of this campaign."), code="campaigns.of", field="of")
    if draft.of is not None and (draft.of.of_id is not None or not draft.of.counts_yes_or_no):
        raise refused(_("Count it among those who said yes to a first criterion."), code="campaigns.of", field="of")
    _check_numbers(draft)
    take_over(criterion, draft)
    criterion.name = draft.name.strip()
    criterion.save()


def _check_numbers(draft: CriterionDraft) -> None:
    target, is_share = draft.target, draft.kind in (Kind.RATE, Kind.COMPARE)
    if is_share and not 0 < target < 1:
        raise refused(
            _("A share lies above 0 % and below 100 %; at 0 or 100 there is nothing to find out."),
            code="campaigns.target_not_a_share",
            field="target",
        )
    if target <= 0 or (draft.kind == Kind.GOAL and target != target.to_integral_value()):
        raise refused(_("A whole number above 0 is needed here."), code="campaigns.target", field="target")
    if draft.way == Criterion.Way.AT_MOST and draft.kind != Kind.RATE:
        raise refused(_("“At most” is for shares of contacts."), code="campaigns.way", field="way")
    for field in ("error_scale", "error_abort"):
        if not Decimal("0.001") <= getattr(draft, field) <= Decimal("0.25"):
            raise refused(_("A chance between 0.1 % and 25 %."), code="campaigns.error", field=field)
    if draft.cap is not None and (draft.kind != Kind.MEAN or draft.cap <= target):
        raise refused(_("The largest amount lies above the average wanted."), code="campaigns.cap", field="cap")
    _check_zone(draft)


def _check_zone(draft: CriterionDraft) -> None:
    floor, ceiling = draft.floor, draft.ceiling
    if floor is None and ceiling is None:
        return
    if draft.kind != Kind.RATE or floor is None or ceiling is None or not 0 < floor < ceiling < 1:
        raise refused(
            _("A zone has two shares: bad from, good from. Leave both empty for the target alone."),
            code="campaigns.zone",
            field="floor",
        )
    if not floor <= draft.target <= ceiling:
        raise refused(_("The target lies within its zone."), code="campaigns.zone_outside_target", field="floor")


def _keep_change(
    campaign: Campaign, criterion: Criterion, draft: CriterionDraft, reason: str, by: User | None, at: datetime
) -> None:
    changed = [name for name in draft.__dataclass_fields__ if getattr(draft, name) != getattr(criterion, name)]
    fixed = [name for name in STANDING if name in changed]
    if fixed:
        raise refused(
            _("Results are in: kind, direction, what it is counted among and the errors stay. Open a new campaign."),
            code="campaigns.criterion_stands",
            field=fixed[0],
        )
    _check_window(criterion, draft)
    if not changed or changed == ["name"]:
        return
    if not reason.strip():
        raise refused(
            _("Results are in: say why this changes, so that it can be read beside the verdict."),
            code="campaigns.reason_missing",
            field="reason",
        )
    effect = Effect.TARGET if set(changed) & set(AIMS) else Effect.ROLE if "role" in changed else Effect.NONE
    Change.objects.create(
        campaign=campaign,
        criterion=criterion,
        before={name: _plain(getattr(criterion, name)) for name in changed},
        after={name: _plain(getattr(draft, name)) for name in changed},
        effect=effect,
        invited_then=Contact.objects.filter(campaign=campaign, invited_at__isnull=False).count(),
        reason=reason.strip(),
        by=by,
        at=at,
    )
    record("campaigns.criterion_weakened", campaign, by=by, at=at, criterion=criterion, effect=effect)


def _check_window(criterion: Criterion, draft: CriterionDraft) -> None:
    old, new = criterion.response_days, draft.response_days
    if old != new and new is not None and (old is None or new < old):
        raise refused(
            _("The days to answer may only grow once results are in: those who were waited for keep their time."),
            code="campaigns.window_upward",
            field="response_days",
        )


def _free_code(campaign: Campaign, name: str) -> str:
    from anyascii import anyascii

    base = slugify(anyascii(name)).replace("-", "_")[:34] or "result"
    taken = set(campaign.criteria.values_list("code", flat=True))
    return next(code for number in range(1, 1000) if (code := base if number == 1 else f"{base}_{number}") not in taken)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
