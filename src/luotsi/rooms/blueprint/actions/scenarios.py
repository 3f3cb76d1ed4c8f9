"""Scenarios: ask for one, keep its plan, make it the draft, remove it; and a quarter's least shares."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.jobs.actions import cancel, enqueue
from luotsi.kernel.jobs.run import Run
from luotsi.kernel.sayings import refused
from luotsi.rooms.blueprint.actions.at_once import Unwatched
from luotsi.rooms.blueprint.actions.plans import keep_plan
from luotsi.rooms.blueprint.models import Blueprint, PlanRun, Scenario, ShareMinimum
from luotsi.rooms.blueprint.queries.outlook import solved_of
from luotsi.rooms.blueprint.rules.scenarios import Changes, Shares, changed

TIME_LIMIT_SECONDS = 20
MOST_SCENARIOS = 12  # of one quarter; more than that nobody compares, and each is solved for its own time


def ask_for_scenario(
    blueprint: Blueprint,
    *,
    name: str,
    changes: Changes,
    by: User,
    at: datetime,
    time_limit_seconds: int = TIME_LIMIT_SECONDS,
) -> Scenario:
    """The newest plan's problem with these changes, queued to be solved. Raises Refused where there is no plan yet."""
    solved = solved_of(blueprint, by)
    if solved is None:
        raise Refused(_("Make a plan first; a scenario says what would be otherwise in it."), code="no_plan_yet")
    first_week = max(0, blueprint.week_of(timezone.localdate(at)))
    with transaction.atomic():
        Blueprint.objects.select_for_update().get(pk=blueprint.pk)
        if blueprint.scenarios.count() >= MOST_SCENARIOS:
            raise refused(
                _("A quarter keeps {most} scenarios; remove one first."), code="too_many", most=MOST_SCENARIOS
            )
        scenario = Scenario(
            blueprint=blueprint, name=name.strip(), changes=changes.to_json(), asked_by=by, asked_at=at,
            put_at=solved.run.asked_at, time_limit_seconds=time_limit_seconds,
            problem=changed(solved.document, changes, first_week), facts=solved.run.facts,
        )  # fmt: skip
        _check_problem(scenario)
        _save_named(scenario)
        scenario.job = enqueue(
            "blueprint.scenario", by=by, at=at, unique_key=f"blueprint.scenario:{scenario.pk}", scenario=scenario.pk
        )
        scenario.save(update_fields=["job"])
        record("blueprint.scenario_asked", blueprint, by=by, at=at, scenario=scenario.pk)
    return scenario


def keep_scenario(
    scenario: Scenario, answer: dict[str, Any], outlook: dict[str, Any], *, run: Run, at: datetime
) -> None:
    """The answer stays with the scenario; the draft knows nothing of it."""
    with transaction.atomic():
        run.commit_guard(scenario=scenario.pk)
        scenario.answer, scenario.outlook, scenario.finished_at = answer, outlook, at
        scenario.status, scenario.value = answer["status"], answer["value"]
        scenario.bound, scenario.gap = answer["bound"], answer["gap"]
        scenario.save(update_fields=["answer", "outlook", "finished_at", "status", "value", "bound", "gap"])
        record("blueprint.scenario_solved", scenario.blueprint, by=scenario.asked_by, at=at, scenario=scenario.pk)


def adopt_scenario(scenario: Scenario, *, by: User, at: datetime) -> PlanRun:
    """The scenario's plan becomes the draft, as a plan asked for would; what was pinned since stays where it is.

    Weeks, hours and reasons are those of the scenario; where facts have changed since, the draft's page says so.
    """
    if not scenario.has_plan:
        raise Refused(_("This scenario has no plan."), code="scenario_without_plan")
    with transaction.atomic():
        plan_run = PlanRun.objects.create(
            blueprint=scenario.blueprint, asked_by=by, asked_at=scenario.put_at, problem=scenario.problem,
            facts={**scenario.facts, "scenario": scenario.pk}, time_limit_seconds=scenario.time_limit_seconds,
        )  # fmt: skip
        assert scenario.answer is not None
        keep_plan(plan_run, scenario.answer, run=Unwatched(), at=at)  # type: ignore[arg-type]
        PlanRun.objects.filter(pk=plan_run.pk).update(asked_at=at)  # from now on it is the newest
        record("blueprint.scenario_adopted", scenario.blueprint, by=by, at=at, scenario=scenario.pk)
    return plan_run


def remove_scenario(scenario: Scenario, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        if scenario.job is not None and scenario.job.is_open:
            cancel(scenario.job, by=by, at=at)
        record("blueprint.scenario_removed", scenario.blueprint, by=by, at=at, scenario=scenario.pk)
        scenario.delete()


def set_least_shares(blueprint: Blueprint, *, shares: Shares, by: User, at: datetime) -> None:
    """Shares of the planned hours by goal and by department; what is not named has none. The next plan keeps them."""
    with transaction.atomic():
        Blueprint.objects.select_for_update().get(pk=blueprint.pk)
        blueprint.share_minimums.all().delete()
        ShareMinimum.objects.bulk_create(
            [ShareMinimum(blueprint=blueprint, goal_id=int(goal), share=share)
             for goal, share in shares.get("goal", {}).items()]
            + [ShareMinimum(blueprint=blueprint, department=name, share=share)
               for name, share in shares.get("asker", {}).items()]
        )  # fmt: skip
        blueprint.facts_changed_at = at
        blueprint.save(update_fields=["facts_changed_at"])
        record("blueprint.shares_set", blueprint, by=by, at=at)


def _check_problem(scenario: Scenario) -> None:
    from luotsi.engines.planning import BadProblem, Problem

    try:
        Problem.from_json(scenario.problem)
    except BadProblem as bad:
        raise refused(
            _("These changes cannot be planned: {fault}"), code="scenario_nonsense", fault=bad.faults[0].text
        ) from None


def _save_named(scenario: Scenario) -> None:
    try:
        with transaction.atomic():
            scenario.save()
    except IntegrityError:
        raise Refused(_("There is a scenario of that name already."), code="scenario_twice", field="name") from None
