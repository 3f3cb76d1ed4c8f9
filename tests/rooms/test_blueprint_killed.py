"""A real worker that is killed in the middle of a plan: nothing half done, taken up again, kept exactly once."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable

import pytest

from luotsi.engines.planning import Placed, Problem, check
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.jobs import actions as jobs
from luotsi.kernel.jobs.models import Job, State
from luotsi.rooms.blueprint import actions
from luotsi.rooms.blueprint.models import Blueprint, PlanRun
from tests.world import NOW, TODAY, person
from tests.world_blueprint import backlog_of, quarter
from tests.writers import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.slow]

ITEMS = 180
Start = Callable[[], subprocess.Popen[bytes]]


def asked(seconds: int) -> tuple[Blueprint, PlanRun]:
    """A plan that takes as long as it may: so many items compete for few hours that no proof comes first."""
    backlog_of(ITEMS)
    blueprint = quarter()
    run = actions.ask_for_plan(blueprint, by=person("liisa"), at=NOW, on=TODAY, time_limit_seconds=seconds)
    Job.objects.filter(pk=run.job_id).update(run_after=NOW.replace(year=2020))
    return blueprint, run


def is_searching(run: PlanRun) -> bool:
    """A first plan is there: the solver is at work."""
    return (
        Job.objects.filter(pk=run.job_id, state=State.RUNNING, note__contains="/")
        .exclude(note__startswith="-")
        .exists()
    )


def test_a_plan_whose_worker_is_killed_is_taken_up_again_and_kept_once(start_worker: Start) -> None:
    blueprint, run = asked(seconds=10)
    first = start_worker()
    until(lambda: is_searching(run))
    first.send_signal(signal.SIGKILL)
    first.wait()
    run.refresh_from_db()
    assert run.finished_at is None and not blueprint.slots.exists() and not blueprint.left_out.exists()
    start_worker()
    until(lambda: Job.objects.filter(pk=run.job_id, state=State.DONE).exists())
    run.refresh_from_db()
    assert Job.objects.get(pk=run.job_id).attempts == 2
    assert run.is_done and blueprint.slots.count() + blueprint.left_out.count() == ITEMS
    placed = [Placed(str(slot.work_item_id), slot.way, slot.start, slot.end) for slot in blueprint.slots.all()]
    assert not check(Problem.from_json(run.problem), placed)
    assert Entry.objects.filter(verb="blueprint.planned").count() == 1


def test_a_cancelled_plan_leaves_the_draft_as_it_was(start_worker: Start) -> None:
    blueprint, run = asked(seconds=60)
    start_worker()
    until(lambda: is_searching(run))
    jobs.cancel(Job.objects.get(pk=run.job_id), by=person("liisa"), at=NOW)
    until(lambda: Job.objects.filter(pk=run.job_id, state=State.CANCELLED).exists(), seconds=15)
    assert not blueprint.slots.exists() and not PlanRun.objects.get().is_done
    again = actions.ask_for_plan(blueprint, by=person("liisa"), at=NOW, on=TODAY)
    assert again.pk != run.pk
