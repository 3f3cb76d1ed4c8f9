"""Background work seen from a room: queueing, progress, cancel, retries, periodic work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from luotsi.kernel.accounts.models import GuestLink
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import Missing, Refused
from luotsi.kernel.jobs import actions, claims, queries, schedule, worker
from luotsi.kernel.jobs.models import Job, Schedule, State
from luotsi.kernel.jobs.process import Process
from luotsi.kernel.jobs.registry import every, job
from luotsi.kernel.jobs.run import Cancelled, HandedBack, LostClaim, Run
from tests.rooms import jobs_of_tests
from tests.world import person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
jobs_of_tests.register()


def queue(kind: str = "tests.make", **fields: Any) -> Job:
    return actions.enqueue(kind, **{"by": None, "at": timezone.now(), "number": 1, **fields})


def claimed(kind: str = "tests.make", **fields: Any) -> Run:
    queue(kind, **fields)
    found = claims.claim_next(Process.this(), timezone.now())
    assert found is not None
    return Run(found)


def reloaded(run: Run) -> Job:
    return Job.objects.get(pk=run.job_id)


def test_a_queued_job_is_run_and_its_result_kept() -> None:
    queued = queue(number=7)
    assert worker.drain() == 1
    queued.refresh_from_db()
    assert (queued.state, queued.result, queued.attempts) == (State.DONE, {"number": 7}, 1)
    assert GuestLink.objects.filter(path="/made/7/").count() == 1


def test_work_of_a_transaction_that_rolls_back_is_never_queued() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_a_text_is_refused_as_an_argument() -> None:
    with pytest.raises(ValueError, match="ids and codes"):
        queue(title="Please make a brochure")
    with pytest.raises(ValueError, match="ids and codes"):
        queue(rows=[{"name": "Sara Salo"}])


def test_a_misspelt_kind_is_found_when_it_is_queued() -> None:
    with pytest.raises(KeyError, match="no job 'tests.mkae'"):
        queue("tests.mkae")


def test_the_same_work_is_queued_once_while_it_is_open() -> None:
    first = queue(unique_key="import:1")
    assert queue(unique_key="import:1") == first
    worker.drain()
    assert queue(unique_key="import:1") != first


def test_a_job_waits_for_its_time() -> None:
    queue(run_after=timezone.now() + timedelta(hours=1))
    assert worker.drain() == 0


def test_who_asked_stands_in_the_activity_log() -> None:
    queued = queue(by=person("mikko"))
    entry = Entry.objects.get(verb="jobs.queued")
    assert (entry.by, entry.details) == (person("mikko"), {"kind": "tests.make"})
    actions.cancel(queued, by=person("liisa"), at=timezone.now())
    assert Entry.objects.get(verb="jobs.cancelled").by == person("liisa")


def test_a_waiting_job_is_cancelled_at_once_and_never_run() -> None:
    queued = actions.cancel(queue(), by=person("mikko"), at=timezone.now())
    assert queued.state == State.CANCELLED
    assert worker.drain() == 0


def test_a_job_that_is_over_cannot_be_cancelled() -> None:
    queued = queue()
    worker.drain()
    with pytest.raises(Refused):
        actions.cancel(queued, by=person("mikko"), at=timezone.now())


def test_a_crash_is_tried_again_later_and_fails_in_the_end_with_its_traceback() -> None:
    queued = queue("tests.crash", by=person("mikko"))
    worker.drain()
    queued.refresh_from_db()
    assert (queued.state, queued.attempts) == (State.QUEUED, 1)
    assert queued.run_after > timezone.now()
    Job.objects.update(run_after=timezone.now())
    worker.drain()
    queued.refresh_from_db()
    assert (queued.state, queued.note) == (State.FAILED, "crashed")
    assert "RuntimeError: the handler broke" in queued.error
    assert Entry.objects.filter(verb="jobs.failed").count() == 1


def test_a_refusal_is_not_tried_again() -> None:
    queued = queue("tests.refuse")
    worker.drain()
    queued.refresh_from_db()
    assert (queued.state, queued.note, queued.error) == (State.FAILED, "no_rows", "The file has no rows.")


def test_an_outside_service_that_is_away_is_tried_again() -> None:
    queued = queue("tests.away")
    worker.drain()
    queued.refresh_from_db()
    assert (queued.state, queued.note) == (State.QUEUED, "mail_away")


def test_the_heartbeat_hears_a_cancel_and_progress_passes_it_on() -> None:
    run = claimed()
    actions.cancel(reloaded(run), by=None, at=timezone.now())
    ours, wanted = claims.beat(run, {"progress_done": 3, "progress_total": 9})
    assert (ours, wanted) == (True, True)
    run.asked_to_stop = Cancelled
    with pytest.raises(Cancelled):
        run.progress(4, 9)


def test_a_cancel_that_comes_too_late_changes_nothing() -> None:
    run = claimed(number=5)
    run.asked_to_stop, run.told_to_stop = Cancelled, True
    worker.attempt(run)  # this handler writes without looking: what is written is done
    assert reloaded(run).state == State.DONE


def test_a_handler_that_stops_early_because_it_was_told_to_is_not_done() -> None:
    @job("tests.obedient")
    def obedient(run: Run) -> None:
        assert run.is_cancelled()

    run = claimed("tests.obedient")
    run.asked_to_stop = Cancelled
    worker.attempt(run)
    assert reloaded(run).state == State.CANCELLED


def test_a_job_handed_back_waits_again_as_if_untried() -> None:
    run = claimed(
        "tests.slow", steps=3, folder=GuestLink.objects.create(path="/", label="/tmp", created_at=timezone.now()).pk
    )
    run.asked_to_stop = HandedBack
    worker.attempt(run)
    again = reloaded(run)
    assert (again.state, again.attempts, again.claim) == (State.QUEUED, 0, None)


def test_a_claim_that_was_lost_cannot_commit() -> None:
    run = claimed()
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=11))
    assert claims.free_lost(Process.this(), timezone.now()) == 1
    rival = claims.claim_next(Process.this(), timezone.now())
    assert rival is not None and rival.pk == run.job_id
    with pytest.raises(LostClaim), transaction.atomic():
        GuestLink.objects.create(path="/made/twice/", created_at=timezone.now())
        run.commit_guard()
    assert not GuestLink.objects.filter(path="/made/twice/").exists()
    assert not claims.finish(run, {"number": 1}, timezone.now())
    assert reloaded(run).claim == rival.claim


def test_the_outcome_is_one_transaction_with_the_effect() -> None:
    run = claimed()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        run.commit_guard(number=1)
        raise ZeroDivisionError
    assert reloaded(run).state == State.RUNNING
    with transaction.atomic():
        run.commit_guard(number=1)
    assert (reloaded(run).state, reloaded(run).result) == (State.DONE, {"number": 1})
    assert claims.free_lost(Process.this(), timezone.now()) == 0


@pytest.mark.parametrize(("age_seconds", "freed"), [(5, 0), (20, 1)])
def test_a_worker_on_another_machine_is_believed_for_fifteen_seconds(age_seconds: int, freed: int) -> None:
    claimed()
    Job.objects.update(worker="elsewhere/0/0|1|1|a", heartbeat_at=timezone.now() - timedelta(seconds=age_seconds))
    assert claims.free_lost(Process.this(), timezone.now()) == freed


def test_a_process_number_that_was_given_again_is_not_the_old_worker() -> None:
    run = claimed()
    place, pid, _, mark = str(Process.this()).split("|")
    Job.objects.update(worker=f"{place}|{pid}|1|{mark}")
    assert claims.free_lost(Process.this(), timezone.now()) == 1
    assert reloaded(run).state == State.QUEUED


def test_a_living_worker_keeps_a_job_whose_heartbeat_is_held_up() -> None:
    claimed()
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=1))
    assert claims.free_lost(Process.this(), timezone.now()) == 0


def test_a_job_whose_workers_all_die_fails_in_the_end() -> None:
    run = claimed()
    Job.objects.update(worker="elsewhere/0/0|1|1|a", heartbeat_at=timezone.now() - timedelta(minutes=1), attempts=3)
    claims.free_lost(Process.this(), timezone.now())
    assert (reloaded(run).state, reloaded(run).note) == (State.FAILED, "worker_lost")


def test_periodic_work_is_queued_once_per_period() -> None:
    @every(hours=1)
    @job("tests.hourly")
    def hourly(run: Run) -> None: ...

    now = timezone.now()
    schedule.queue_due(now)
    schedule.queue_due(now + timedelta(minutes=59))
    assert Job.objects.filter(kind="tests.hourly").count() == 1
    worker.drain()
    schedule.queue_due(now + timedelta(minutes=61))
    assert Job.objects.filter(kind="tests.hourly").count() == 2
    assert Schedule.objects.get(kind="tests.hourly").next_at == now + timedelta(minutes=121)


def test_old_jobs_are_forgotten_and_open_ones_never() -> None:
    old = queue(unique_key="a")
    worker.drain()
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=31))
    waiting = queue(unique_key="b", run_after=timezone.now() + timedelta(days=40))
    queue("jobs.tidy")
    worker.drain()
    assert not Job.objects.filter(pk=old.pk).exists()
    assert Job.objects.filter(pk=waiting.pk).exists()


def test_only_the_team_sees_jobs() -> None:
    queued = queue()
    assert queries.job_for(person("mikko"), queued.pk) == queued
    with pytest.raises(Missing):
        queries.job_for(person("sara"), queued.pk)
