"""The first page of the room, and the pages of one goal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.kernel.accounts.permissions import needs
from luotsi.kernel.accounts.signed_in import SignedInRequest
from luotsi.kernel.activity.queries import history_of
from luotsi.kernel.errors import Refused
from luotsi.kernel.sayings import tell
from luotsi.rooms.goals import actions, queries
from luotsi.rooms.goals.charts import way_chart
from luotsi.rooms.goals.forms import GoalForm
from luotsi.rooms.goals.models import Goal, Outcome

require_form = require_http_methods(["GET", "HEAD", "POST"])


@needs("goals.see")
@require_safe
def list_(request: SignedInRequest) -> HttpResponse:
    """The Guidepoint as a sentence, its outcomes, who agreed; below it the goals."""
    today = timezone.localdate()
    guidepoint = queries.current_guidepoint(today)
    aims = queries.lines([*queries.goals_for(request.user), *(guidepoint.outcomes.all() if guidepoint else ())], today)
    context = {
        "guidepoint": guidepoint,
        "agreed": queries.agreed_for(request.user, guidepoint) if guidepoint else None,
        "others": queries.other_guidepoints(guidepoint)[:12],
        "today": today,
        **queries.sorted_by_life(aims),
    }
    return render(request, "goals/list.html", context)


@needs("goals.see")
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    goal = queries.goal_for(request.user, pk)
    outcomes = goal.outcomes.select_related("metric", "goal", "guidepoint").order_by(
        "-guidepoint__starts_on", "-weight"
    )
    aims: list[Goal | Outcome] = [goal, *outcomes]
    line, *served_by = queries.lines(aims, today)
    context = {
        "goal": goal,
        "line": line,
        "served_by": served_by,
        "chart": way_chart(goal, queries.values_since(goal.metric, goal.starts_on)),
        "history": history_of(goal)[:50],
    }
    return render(request, "goals/goal.html", context)


@needs("goals.write")
@require_form
def add(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    year_end = today.replace(month=12, day=31)
    form = GoalForm(request.POST or None, initial={"starts_on": today, "by_on": year_end, "expires_on": year_end})
    if request.method == "POST" and form.is_valid():
        try:
            goal = actions.add_goal(draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:goal", goal.pk)
    return render(request, "goals/goal_form.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("goals.write")
@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = queries.goal_for(request.user, pk)
    form = GoalForm(request.POST or None, initial=GoalForm.values_of(goal))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_goal(goal=goal, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            return redirect("goals:goal", pk)
    return render(request, "goals/goal_form.html", {"form": form, "goal": goal}, status=422 if form.is_bound else 200)


@needs("goals.write")
@require_POST
def give_up(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.give_up_goal(goal=queries.goal_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("goals:goal", pk)


@needs("goals.write")
@require_POST
def take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.take_up_goal(goal=queries.goal_for(request.user, pk), by=request.user, at=timezone.now())
    return redirect("goals:goal", pk)
