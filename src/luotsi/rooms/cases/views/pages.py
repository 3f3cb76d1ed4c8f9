"""Pages that are read: cases by stage, one case, the pictures of them all, and whom to talk to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.rooms.cases import queries
from luotsi.rooms.cases.charts import stages_chart, ways_chart
from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.models import Case
from luotsi.rooms.cases.queries.page import parts_of
from luotsi.rooms.cases.queries.preread import sendings_of, sent_to
from luotsi.rooms.cases.queries.relations import cases_to_present, relations_for
from luotsi.rooms.cases.queries.wins import put_in_by, told_to
from luotsi.rooms.cases.rules.road import next_step
from luotsi.rooms.cases.saying import said_of

CLOSED_SHOWN = 100


@needs("cases.see")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    """By stage, for the team; whoever else looks sees what they were sent."""
    if not request.user.may("cases.write"):
        told = told_to(request.user)
        context = {"sent": sent_to(request.user), "told": told, "put_in": put_in_by(told[0].backer) if told else []}
        return render(request, "cases/for_me.html", context)
    stages = queries.by_stage(request.user, timezone.localdate())
    context = {
        "stages": stages,
        "count": sum(len(lines) for _stage, lines in stages),
        "closed": list(queries.closed(request.user)[:CLOSED_SHOWN]),
        "back": queries.back_today(request.user, timezone.localdate()),
    }
    return render(request, "cases/list.html", context)


@needs("cases.write")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Why, the road, what is still missing, who has a say, and what was decided."""
    case = queries.case_for(request.user, pk)
    context = _page(request, case)
    return render(request, "cases/case.html", context)


def _page(request: SignedInRequest, case: Case) -> dict[str, Any]:
    on = timezone.localdate()
    checks = said_of(case, queries.checks_for(request.user, case, on))
    decisions = queries.decisions_of(case)
    return {
        "case": case,
        "may_change": case.is_open or case.state == State.RUNNING,
        "checks": checks,
        "open_checks": [said for said in checks if not said.holds],
        "next": next_step(case.state),
        "road": queries.road_of(case, queries.steps_of(case)),
        "decisions": decisions,
        "learnt_before": decisions[0] if decisions and case.is_open else None,
        "is_due_back": case.back_on is not None and case.back_on <= on,
        "parts": parts_of(request.user, case, on, timezone.now()),
        "history": history_of(case)[:50],
        "sendings": sendings_of(case),
        "wins": list(case.wins.select_related("metric")),
    }


@needs("cases.write")
@require_safe
def record(request: SignedInRequest) -> HttpResponse:
    """How many cases stand where, and how long it took to an answer."""
    ways = queries.ways_to_an_answer(request.user, timezone.localdate())
    context = {
        "stages_spec": stages_chart(queries.counts_by_stage(request.user)),
        "ways_spec": ways_chart(ways),
        "ways": ways,
        "middle_days": queries.middle_days_to_yes(ways),
    }
    return render(request, "cases/record.html", context)


@needs("people.see_thoughts")
@require_safe
def relations(request: SignedInRequest) -> HttpResponse:
    """Whom to talk to this week, why, and with what in hand."""
    on = timezone.localdate()
    context = {
        "talks": relations_for(request.user, on, at=timezone.now()),
        "coming": cases_to_present(request.user, on),
    }
    return render(request, "cases/relations.html", context)
