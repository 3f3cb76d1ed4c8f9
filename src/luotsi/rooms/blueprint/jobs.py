"""Background work of the room: making a plan."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.utils import timezone

from luotsi.kernel.jobs.registry import job
from luotsi.kernel.jobs.run import Run, Stopped
from luotsi.rooms.blueprint import scenario_jobs  # noqa: F401 - registers its kind of work
from luotsi.rooms.blueprint.rules import thinned

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from luotsi.rooms.blueprint.models import PlanRun

log = logging.getLogger("luotsi.blueprint")
LOOK_SECONDS = 0.5  # between two looks at whether somebody is content with what there is


@job("blueprint.plan", max_attempts=5)
def plan(run: Run) -> None:
    """Solve the problem as it was put and keep the answer; a second try after a crash solves the same one."""
    from luotsi.engines.planning import Problem, solve
    from luotsi.rooms.blueprint.actions.plans import keep_plan
    from luotsi.rooms.blueprint.models import PlanRun

    plan_run = PlanRun.objects.select_related("asked_by").get(pk=run.args["run"])
    watch = Watch(run, plan_run)
    found = solve(
        Problem.from_json(plan_run.problem),
        time_limit_s=plan_run.time_limit_seconds,
        on_progress=watch.tell,
        should_stop=watch.should_stop,
    )
    run.check()
    watch.write()
    keep_plan(plan_run, found.to_json(), run=run, at=timezone.now())


class Watch:
    """Between the solver and the row of its plan: tells how it goes, hears when somebody is content.

    The solver may ask in threads of its own; rows are looked at in the handler's thread only, because the others would
    open connections that nobody closes. No exception may cross the solver.
    """

    def __init__(self, run: Run, plan_run: PlanRun) -> None:
        self._run, self._plan_run = run, plan_run
        self._course: list[list[float | None]] = []
        self._written = 0
        self._looked_at = time.monotonic()
        self._thread = threading.get_ident()
        self._is_enough = False

    def tell(self, value: float | None, bound: float | None, gap: float | None, seconds: float) -> None:
        total = self._plan_run.time_limit_seconds
        self._course.append([round(seconds, 2), value, bound])
        with suppress(Stopped):  # the solver asks should_stop by itself
            self._run.progress(min(int(seconds), total), total, as_note(value, bound, gap))

    def should_stop(self) -> bool:
        """Cancelled, or somebody is content with the best plan so far."""
        if self._run.is_cancelled():
            return True
        if threading.get_ident() == self._thread and time.monotonic() - self._looked_at >= LOOK_SECONDS:
            self._look()
            self._looked_at = time.monotonic()
        return self._is_enough

    def write(self) -> None:
        """How it went so far, for whoever watches."""
        if len(self._course) != self._written:
            self._row().update(course=thinned(self._course))
            self._written = len(self._course)

    def _look(self) -> None:
        try:
            self.write()
            self._is_enough = self._row().filter(stop_asked_at__isnull=False).exists()
        except DatabaseError as error:
            log.warning("plan %s could not be looked at: %s", self._plan_run.pk, error)

    def _row(self) -> QuerySet[PlanRun]:
        return type(self._plan_run).objects.filter(pk=self._plan_run.pk)


def as_note(value: float | None, bound: float | None, gap: float | None) -> str:
    """`value/bound/gap` as the progress of a job carries codes; a dash where nothing is known."""
    return "/".join("-" if number is None else f"{number:.6g}" for number in (value, bound, gap))
