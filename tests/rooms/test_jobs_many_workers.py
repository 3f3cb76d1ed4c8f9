"""Real worker processes: many at once, killed in the middle, stopped politely."""

from __future__ import annotations

import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from luotsi.kernel.accounts.models import GuestLink
from luotsi.kernel.jobs import actions
from luotsi.kernel.jobs.models import Job, State
from tests.rooms import jobs_of_tests
from tests.writers import at_once, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
jobs_of_tests.register()

Start = Callable[[], subprocess.Popen[bytes]]


def slow_job(folder: Path, steps: int) -> Job:
    place = GuestLink.objects.create(path="/", label=str(folder), created_at=timezone.now())
    return actions.enqueue("tests.slow", by=None, at=timezone.now(), steps=steps, folder=place.pk)


def state_of(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def made(path: str) -> int:
    return GuestLink.objects.filter(path=path).count()


def test_eight_workers_run_every_job_exactly_once() -> None:
    for number in range(60):
        actions.enqueue("tests.make", by=None, at=timezone.now(), number=number)
    shares = at_once("tests.rooms.jobs_of_tests:claim_all", 8, worker_count=8)
    taken = Counter(pk for share in shares for pk in share)
    assert len(taken) == 60 and set(taken.values()) == {1}
    assert set(Job.objects.values_list("state", "attempts")) == {(State.DONE, 1)}
    assert GuestLink.objects.count() == 60


def test_many_workers_queue_a_periodic_job_once() -> None:
    queued = at_once("tests.rooms.jobs_of_tests:queue_periodic", 8)
    assert sum(queued) == Job.objects.count()
    assert set(Counter(Job.objects.values_list("kind", flat=True)).values()) == {1}


def test_a_job_whose_worker_is_killed_is_taken_up_again_and_done_once(tmp_path: Path, start_worker: Start) -> None:
    job = slow_job(tmp_path, steps=20)
    first = start_worker()
    until((tmp_path / "began-1").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert state_of(job) == State.RUNNING  # nobody knows yet
    start_worker()
    until((tmp_path / "began-2").exists)
    until(lambda: state_of(job) == State.DONE)
    job.refresh_from_db()
    assert (job.attempts, made("/made/slowly/")) == (2, 1)


def test_a_stopped_worker_hands_its_job_back_and_another_finishes_it(tmp_path: Path, start_worker: Start) -> None:
    job = slow_job(tmp_path, steps=40)
    first = start_worker()
    until((tmp_path / "began-1").exists)
    first.terminate()
    assert first.wait(10) == 0
    assert state_of(job) == State.QUEUED
    start_worker()
    until(lambda: state_of(job) == State.DONE)
    assert made("/made/slowly/") == 1


def test_progress_is_seen_while_it_runs_and_a_cancel_stops_it(tmp_path: Path, start_worker: Start) -> None:
    job = slow_job(tmp_path, steps=400)
    start_worker()
    until(lambda: Job.objects.filter(pk=job.pk, progress_done__gt=0, note="stepping").exists())
    actions.cancel(job, by=None, at=timezone.now())
    until(lambda: state_of(job) == State.CANCELLED, seconds=10)
    assert made("/made/slowly/") == 0
