"""Background work of the room: making a plan."""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone

from luotsi.kernel.jobs.registry import job
from luotsi.kernel.jobs.run import Run, Stopped


@job("blueprint.plan", max_attempts=5)
def plan(run: Run) -> None:
    """Solve the problem as it was put and keep the answer; a second try after a crash solves the same one."""
    from luotsi.engines.planning import Problem, solve
    from luotsi.rooms.blueprint.actions.plans import keep_plan
    from luotsi.rooms.blueprint.models import PlanRun

    plan_run = PlanRun.objects.select_related("asked_by").get(pk=run.args["run"])
    total = plan_run.time_limit_seconds

    def tell(value: float | None, bound: float | None, gap: float | None, seconds: float) -> None:
        # The solver asks should_stop by itself; an exception must not cross it.
        with suppress(Stopped):
            run.progress(min(int(seconds), total), total, as_note(value, bound, gap))

    found = solve(
        Problem.from_json(plan_run.problem),
        time_limit_s=total,
        on_progress=tell,
        should_stop=run.is_cancelled,
    )
    run.check()
    keep_plan(plan_run, found.to_json(), run=run, at=timezone.now())


def as_note(value: float | None, bound: float | None, gap: float | None) -> str:
    """`value/bound/gap` as the progress of a job carries codes; a dash where nothing is known."""
    return "/".join("-" if number is None else f"{number:.6g}" for number in (value, bound, gap))
