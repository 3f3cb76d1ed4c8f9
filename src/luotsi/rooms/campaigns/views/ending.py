"""A verdict acted on: abort or end with the lesson, or scale into the next, larger campaign."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.campaigns import actions, queries
from luotsi.rooms.campaigns.forms.campaigns import CampaignForm, text
from luotsi.rooms.campaigns.forms.results import LessonForm
from luotsi.rooms.campaigns.models import Campaign, Verdict
from luotsi.rooms.campaigns.views.editing import require_form, scaled_up


class ScaleForm(CampaignForm):
    lesson = text(_("What did the small one teach?"), 2, required=False)


@needs("campaigns.write")
@require_form
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close it with what was learnt."""
    campaign = queries.campaign_for(request.user, pk)
    line = queries.lines([campaign])[0]
    proposed = Campaign.Ending.UNDECIDED if line.word == Verdict.Word.INCONCLUSIVE else Campaign.Ending.ABORTED
    form = LessonForm(request.POST or None, initial={"ending": proposed})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        verb = actions.abort_campaign if given["ending"] == Campaign.Ending.ABORTED else actions.end_undecided
        try:
            verb(campaign=campaign, lesson=given["lesson"], by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("campaigns:campaign", pk)
    context = {"form": form, "campaign": campaign, "line": line}
    return render(request, "campaigns/end.html", context, status=422 if form.is_bound else 200)


@needs("campaigns.write")
@require_form
def scale(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next, larger campaign, prefilled; saving closes this one as scaled."""
    campaign = queries.campaign_for(request.user, pk)
    form = ScaleForm(request.POST or None, on=timezone.localdate(), campaign=campaign, initial=scaled_up(campaign))
    if request.method == "POST" and form.is_valid():
        try:
            child = actions.scale_campaign(
                campaign=campaign, draft=form.draft(), lesson=form.cleaned_data["lesson"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except Refused as error:
            tell(form, error)
        else:
            return redirect("campaigns:campaign", child.pk)
    context = {"form": form, "parent": campaign, "line": queries.lines([campaign])[0]}
    return render(request, "campaigns/campaign_form.html", context, status=422 if form.is_bound else 200)
