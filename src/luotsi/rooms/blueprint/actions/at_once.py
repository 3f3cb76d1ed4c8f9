"""A plan made on the spot, without a job: for data that is prepared before anybody looks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from luotsi.kernel.accounts.models import User
from luotsi.rooms.blueprint.actions.plans import ask_for_plan, keep_plan
from luotsi.rooms.blueprint.models import Blueprint


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
