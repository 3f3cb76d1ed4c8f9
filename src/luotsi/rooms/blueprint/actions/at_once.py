"""A plan made on the spot, without a job: for data that is prepared before anybody looks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from luotsi.kernel.accounts.models import User
from luotsi.rooms.blueprint.actions.plans import ask_for_plan, keep_plan
from luotsi.rooms.blueprint.models import Blueprint, Scenario
from luotsi.rooms.blueprint.rules.scenarios import Changes


class Unwatched:
    """Stands for a job's run where nobody else can take the work over."""

    def commit_guard(self, **result: Any) -> None:
        """Nothing to guard."""


def plan_at_once(blueprint: Blueprint, *, by: User, at: datetime, on: date, work_limit: int) -> None:
    """Ask, solve and keep. The caller deletes the job or lets it run again. Raises Refused as `ask_for_plan` does."""
    from luotsi.engines.planning import Problem, solve

    run = ask_for_plan(blueprint, by=by, at=at, on=on)
    found = solve(Problem.from_json(run.problem), work_limit=work_limit, workers=1)
    keep_plan(run, found.to_json(), run=Unwatched(), at=at)  # type: ignore[arg-type]


def scenario_at_once(
    blueprint: Blueprint, *, name: str, changes: Changes, by: User, at: datetime, work_limit: int
) -> Scenario:
    """Ask, solve and keep, as `plan_at_once` does. Raises Refused as `ask_for_scenario` does."""
    from luotsi.engines.planning import Problem, solve
    from luotsi.rooms.blueprint.actions.scenarios import ask_for_scenario, keep_scenario
    from luotsi.rooms.blueprint.scenario_jobs import doubted

    scenario = ask_for_scenario(blueprint, name=name, changes=changes, by=by, at=at)
    problem = Problem.from_json(scenario.problem)
    found = solve(problem, work_limit=work_limit, workers=1)
    outlook = {**doubted(scenario, problem, found, on=at.date()), "minimums": []}
    keep_scenario(scenario, found.to_json(), outlook, run=Unwatched(), at=at)  # type: ignore[arg-type]
    return scenario
