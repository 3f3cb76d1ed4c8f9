"""Background work on scenarios; `jobs` brings it in, so that every worker knows it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from luotsi.kernel.jobs.registry import job
from luotsi.kernel.jobs.run import Run, Stopped

if TYPE_CHECKING:
    from luotsi.engines.planning import Plan, Problem
    from luotsi.rooms.blueprint.models import Scenario

PRICES_SECONDS = 8.0


@job("blueprint.scenario", max_attempts=5)
def scenario(run: Run) -> None:
    """Solve a scenario as it was put and keep plan and outlook; a second try after a crash solves the same one."""
    from luotsi.engines.planning import Problem
    from luotsi.rooms.blueprint.actions.scenarios import keep_scenario
    from luotsi.rooms.blueprint.models import Scenario

    found = Scenario.objects.select_related("asked_by", "blueprint").filter(pk=run.args["scenario"]).first()
    if found is None:  # removed while it waited
        return
    problem = Problem.from_json(found.problem)
    plan, outlook = _solved(found, problem, run)
    run.check()
    if plan.status != "no_plan":
        minimums = [] if outlook else _priced(problem, plan)
        outlook = {**outlook, **doubted(found, problem, plan, on=timezone.localdate()), "minimums": minimums}
    keep_scenario(found, plan.to_json(), outlook, run=run, at=timezone.now())


def _solved(found: Scenario, problem: Problem, run: Run) -> tuple[Plan, dict[str, Any]]:
    """The plan worth most, or the one that holds; with what confidence costs."""
    from luotsi.engines.planning import solve
    from luotsi.engines.planning.robust import robust
    from luotsi.rooms.blueprint.jobs import as_note

    total = found.time_limit_seconds

    def tell(value: float | None, bound: float | None, gap: float | None, seconds: float) -> None:
        # The solver asks should_stop by itself; an exception must not cross it.
        with suppress(Stopped):
            run.progress(min(int(seconds), total), total, as_note(value, bound, gap))

    limits: dict[str, Any] = {"time_limit_s": total, "on_progress": tell, "should_stop": run.is_cancelled}
    confidence = found.changes.get("confidence")
    if confidence is None:
        return solve(problem, **limits), {}
    kept = robust(problem, confidence=confidence, **limits)
    if kept.doubt is None:
        return kept.plan, {}
    return kept.plan, {
        "price": kept.price, "full_value": kept.full_value, "full_holds": kept.full_holds,
        "is_reached": kept.is_reached,
    }  # fmt: skip


def doubted(found: Scenario, problem: Problem, plan: Plan, *, on: date) -> dict[str, Any]:
    """As the draft's page says it: of what is still ahead that day."""
    from luotsi.engines.planning.doubt import doubt
    from luotsi.rooms.blueprint.queries.outlook import ahead

    first_week = max(0, found.blueprint.week_of(on))
    chosen = ahead(plan.chosen, first_week)
    return {"doubt": doubt(problem, chosen).to_json(), "first_week": first_week}


def _priced(problem: Problem, plan: Plan) -> list[dict[str, Any]]:
    """What each minimum costs the plan worth most; confidence has a price of its own."""
    from luotsi.engines.planning.fairness import price_minimums

    if not problem.shares and not any(goal.min_hours for goal in problem.goals.values()):
        return []
    return [price.to_json() for price in price_minimums(problem, plan, seconds=PRICES_SECONDS)]
