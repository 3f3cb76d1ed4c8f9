"""Pages that are read: the portfolio, the tree of tries, one campaign, one verdict, the planner."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.rooms.campaigns import queries
from luotsi.rooms.campaigns.charts import chart_of
from luotsi.rooms.campaigns.models import Campaign, Verdict
from luotsi.rooms.campaigns.queries.evidence import Evidence, evidence_of
from luotsi.rooms.campaigns.queries.planning import PLANNED, contacts_for, deciding, outlook_of, weak_points_of
from luotsi.rooms.campaigns.saying import aim_of, ratio_in_words, said_of, weak_in_words

CLOSED_SHOWN = 100


@needs("campaigns.see")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    """The portfolio for the team; for others what the lead opened to them."""
    mine = queries.campaigns_for(request.user)
    running = queries.running_lines(request.user)
    context = {
        "running": running,
        "working": sum(line.works for line in running),
        "drafts": list(mine.drafts()[:CLOSED_SHOWN]) if request.user.may("campaigns.write") else [],
        "closed": queries.lines(mine.closed().order_by("-closed_at")[:CLOSED_SHOWN]),
    }
    return render(request, "campaigns/list.html", context)


@needs("campaigns.see")
@require_safe
def tree(request: SignedInRequest) -> HttpResponse:
    """What was tried, what came of it, and what it begot."""
    mine = queries.campaigns_for(request.user)
    tries = queries.tree(mine.exclude(started_at__isnull=True, parent__isnull=True, closed_at__isnull=True))
    return render(request, "campaigns/tree.html", {"tries": tries})


@needs("campaigns.see")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft with its weak points, a running one with its evidence, a closed one with its lesson."""
    campaign = queries.campaign_for(request.user, pk)
    verdict = queries.standing_verdict(campaign)
    if not request.user.may("campaigns.write"):
        line = queries.lines([campaign])[0]
        return render(request, "campaigns/verdict_only.html", {"campaign": campaign, "line": line, "standing": verdict})
    context: dict[str, Any] = {
        "campaign": campaign,
        "standing": verdict,
        "children": list(campaign.children.all()),
        "changes": list(campaign.changes.select_related("criterion", "by")),
        "history": history_of(campaign)[:50],
    }
    if campaign.is_draft:
        return render(request, "campaigns/draft.html", context | _draft(campaign))
    at = campaign.closed_at or timezone.now()
    return render(request, "campaigns/campaign.html", context | _live(campaign, evidence_of(campaign, at)))


def _draft(campaign: Campaign) -> dict[str, Any]:
    criteria = list(campaign.criteria.select_related("of"))
    by_code = {one.code: one for one in criteria}
    return {
        "criteria": [(one, aim_of(one)) for one in criteria],
        "weak": [weak_in_words(point, by_code) for point in weak_points_of(campaign, criteria)],
        "may_start": any(one.decides for one in criteria),
        "order": queries.order_of(campaign),
    }


def _live(campaign: Campaign, evidence: Evidence) -> dict[str, Any]:
    line = queries.lines([campaign])[0]
    cost = campaign.cost_of(evidence.invited)
    main = evidence.musts[0] if evidence.musts else None
    successes = main.result.successes if main and main.result else 0
    return {
        "evidence": evidence,
        "musts": [(said_of(finding), chart_of(finding)) for finding in evidence.musts],
        "watches": [said_of(finding) for finding in evidence.watches],
        "alarms": [said_of(finding) for finding in evidence.watches if finding.word == Verdict.Word.ABORT],
        "verdicts": list(campaign.verdicts.select_related("by")[:50]),
        "only_output": queries.only_output(finding.criterion for finding in evidence.findings),
        "ratio": ratio_in_words(evidence),
        "order": queries.order_of(campaign),
        "taken_back": campaign.batches.filter(taken_back_at__isnull=False).count(),
        "line": line,
        "cost": cost,
        "cost_per_success": cost / successes if successes and cost else None,
        "pending": max((f.result.pending for f in evidence.musts if f.result), default=0),
        "first_possible_at": min(
            (f.result.first_possible_at for f in evidence.musts if f.result and f.result.first_possible_at),
            default=None,
        ),
        "is_over": campaign.is_over(timezone.localdate()),
    }


@needs("campaigns.write")
@require_safe
def verdict(request: SignedInRequest, pk: int) -> HttpResponse:
    """One verdict with the data it was made from, as they were."""
    found = queries.verdict_for(request.user, pk)
    names = {one["code"]: one["name"] for one in found.findings["criteria"]}
    answers = [(names.get(code, code), kept) for code, kept in found.data["answers"].items()]
    return render(request, "campaigns/verdict.html", {"verdict": found, "campaign": found.campaign, "answers": answers})


@needs("campaigns.write")
@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """How big must it be? For true rates the chance and time of each ending."""
    campaign = queries.campaign_for(request.user, pk)
    every = list(campaign.criteria.select_related("of"))
    criteria = [one for one in every if one.kind in PLANNED and not one.is_standing]
    by_code = {one.code: one for one in criteria}
    contacts = _contacts(request, campaign)
    musts = deciding(every)
    outlooks = [outlook_of(campaign, one, contacts_for(one, contacts), musts) for one in criteria]
    context = {
        "campaign": campaign,
        "contacts": contacts,
        "outlooks": [(found, [weak_in_words(point, by_code) for point in found.weak]) for found in outlooks],
    }
    return render(request, "campaigns/plan.html", context)


def _contacts(request: SignedInRequest, campaign: Campaign) -> int:
    asked = request.GET.get("contacts", "")
    return min(max(int(asked), 2), 5_000) if asked.isdecimal() and len(asked) < 7 else campaign.contacts_planned
