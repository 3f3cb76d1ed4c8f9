"""Forms of a campaign and its criteria, and the verbs that begin, start and share one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.campaigns import actions, queries
from luotsi.rooms.campaigns.actions.campaigns import has_results
from luotsi.rooms.campaigns.forms.campaigns import CampaignForm, CriterionForm
from luotsi.rooms.campaigns.models import Campaign, Criterion
from luotsi.rooms.campaigns.rules import counts_output

require_form = require_http_methods(["GET", "HEAD", "POST"])
LENGTH = timedelta(weeks=6)


@needs("campaigns.write")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = CampaignForm(request.POST or None, on=today, initial={"starts_on": today, "ends_on": today + LENGTH})
    if request.method == "POST" and form.is_valid():
        try:
            campaign = actions.add_campaign(draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("campaigns:add_criterion", campaign.pk)
    return _form(request, "campaigns/campaign_form.html", form)


@needs("campaigns.write")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = queries.campaign_for(request.user, pk)
    form = CampaignForm(
        request.POST or None,
        on=timezone.localdate(),
        late=has_results(campaign),
        campaign=campaign,
        initial=CampaignForm.values_of(campaign),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_campaign(
                campaign=campaign, draft=form.draft(), reason=form.cleaned_data.get("reason", ""),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        else:
            return redirect("campaigns:campaign", pk)
    return _form(request, "campaigns/campaign_form.html", form, campaign=campaign)


@needs("campaigns.write")
@require_form
def add_criterion(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = queries.campaign_for(request.user, pk)
    form = CriterionForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid() and not _is_output(request, form):
        try:
            actions.add_criterion(campaign=campaign, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("campaigns:campaign", pk)
    return _form(
        request, "campaigns/criterion_form.html", form, campaign=campaign, is_output=_is_output(request, form),
        is_first=not campaign.criteria.filter(role=Criterion.Role.MUST).exists(),
    )  # fmt: skip


@needs("campaigns.write")
@require_form
def edit_criterion(request: SignedInRequest, pk: int) -> HttpResponse:
    criterion = queries.criterion_for(request.user, pk)
    campaign = criterion.campaign
    form = CriterionForm(
        request.POST or None,
        campaign=campaign,
        criterion=criterion,
        late=has_results(campaign),
        initial=CriterionForm.values_of(criterion),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_criterion(
                criterion=criterion, draft=form.draft(), reason=form.cleaned_data.get("reason", ""),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        else:
            return redirect("campaigns:campaign", campaign.pk)
    return _form(request, "campaigns/criterion_form.html", form, campaign=campaign, criterion=criterion)


@needs("campaigns.write")
@require_POST
def remove_criterion(request: SignedInRequest, pk: int) -> HttpResponse:
    criterion = queries.criterion_for(request.user, pk)
    actions.remove_criterion(criterion=criterion, by=request.user, at=timezone.now())
    return redirect("campaigns:campaign", criterion.campaign_id)


@needs("campaigns.write")
@require_POST
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.start_campaign(campaign=queries.campaign_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("campaigns:campaign", pk)


@needs("campaigns.share")
@require_POST
def share(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = queries.campaign_for(request.user, pk)
    verb = actions.unshare_campaign if campaign.is_shared else actions.share_campaign
    verb(campaign=campaign, by=request.user, at=timezone.now())
    return redirect("campaigns:campaign", pk)


def _is_output(request: SignedInRequest, form: CriterionForm) -> bool:
    """Pointed out once, then saved if the person says so again."""
    if request.method != "POST" or request.POST.get("anyway") or not hasattr(form, "cleaned_data"):
        return False
    given = form.cleaned_data
    return given.get("role") == Criterion.Role.MUST and counts_output(given.get("name", ""))


def _form(request: SignedInRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


def scaled_up(campaign: Campaign) -> dict[str, Any]:
    """What the next, larger campaign begins with: the same people and content, four times as many."""
    today, length = timezone.localdate(), campaign.ends_on - campaign.starts_on
    return {
        **CampaignForm.values_of(campaign),
        "contacts_planned": min(campaign.contacts_planned * 4, 20_000),
        "starts_on": today,
        "ends_on": today + length,
    }
