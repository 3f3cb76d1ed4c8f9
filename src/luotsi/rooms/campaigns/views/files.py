"""A campaign's chart as SVG or PNG, and the campaign as one slide."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from luotsi.kernel import charts
from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.errors import Missing
from luotsi.rooms.campaigns import queries
from luotsi.rooms.campaigns.charts import chart_of
from luotsi.rooms.campaigns.deck import deck_of, source_of
from luotsi.rooms.campaigns.queries.evidence import evidence_of

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@needs("campaigns.write")
@require_safe
def chart(request: SignedInRequest, pk: int, suffix: str) -> HttpResponse:
    """The first criterion that decides, or the one asked for by its code."""
    if suffix not in TYPES:
        raise Missing("There is no such file.", code="campaigns.no_file")
    campaign = queries.campaign_for(request.user, pk)
    evidence = evidence_of(campaign, campaign.closed_at or timezone.now())
    asked = request.GET.get("criterion")
    finding = next(
        (f for f in evidence.findings if f.criterion.code == asked), (evidence.musts or evidence.findings)[0]
    )
    image = charts.render(chart_of(finding), suffix, language=get_language() or "en")
    return HttpResponse(image, content_type=TYPES[suffix])


@needs("campaigns.write")
@require_safe
def deck(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = queries.campaign_for(request.user, pk)
    at = campaign.closed_at or timezone.now()
    evidence = evidence_of(campaign, at)
    standing = queries.standing_verdict(campaign)
    word = campaign.ending or (standing.word if standing else evidence.word)
    slide = deck_of(campaign, evidence, word, source_of(campaign, evidence, at))
    answer = HttpResponse(slide, content_type=SLIDES)
    answer["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}.pptx"'
    return answer
