"""A real worker that is killed in the middle of a plan: nothing half done, taken up again, kept exactly once."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from luotsi.engines.planning import Placed, Problem, check
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.jobs import actions as jobs
from luotsi.kernel.jobs.models import Job, State
from luotsi.rooms.blueprint import actions
from luotsi.rooms.blueprint.models import Blueprint, PlanRun
from tests.world import NOW, TODAY, person
from tests.world_blueprint import backlog_of, quarter
from tests.writers import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.slow]

ITEMS = 180
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def start_worker(database_env: dict[str, str]) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.rooms.jobs_of_tests"]
        started.append(subprocess.Popen(command, env=database_env, cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(happened: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


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
