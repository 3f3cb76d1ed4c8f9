"""The worker: claims one job after the other, keeps its heartbeat, ends it; frees lost jobs and queues periodic ones.

Any number may run, on any number of machines with PostgreSQL.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from luotsi.kernel.errors import LuotsiError, Unavailable
from luotsi.kernel.jobs import claims, schedule
from luotsi.kernel.jobs.models import Job
from luotsi.kernel.jobs.process import Process, resident_megabytes
from luotsi.kernel.jobs.registry import KINDS, kind_of
from luotsi.kernel.jobs.run import Cancelled, HandedBack, LostClaim, Run, Stopped

log = logging.getLogger("luotsi.jobs")

BEAT_SECONDS = 2.0
PROGRESS_SECONDS = 0.5
POLL_SECONDS = (0.2, 1.0)
HOUSEKEEPING_SECONDS = 2.0


class Worker:
    """One worker process. `stop` may be called from a signal handler or another thread."""

    def __init__(self, *, grace_seconds: float = 20.0, leave_above_megabytes: int | None = None) -> None:
        self.me = Process.this()
        self.grace_seconds = grace_seconds
        self.leave_above_megabytes = leave_above_megabytes
        self.stopping = threading.Event()
        self._run: Run | None = None
        self._swept_at = float("-inf")
        self._told_at: float | None = None

    def stop(self) -> None:
        """Finish the job at hand if it ends within the grace time, else hand it back.

        A second call hands it back at once. Some process managers tell every process of a group: words that
        arrive together count once.
        """
        now = time.monotonic()
        if self._told_at is not None and now - self._told_at < 1:
            return
        grace = self.grace_seconds if self._told_at is None else 0.0
        self._told_at = now
        self.stopping.set()
        timer = threading.Timer(grace, self._give_back)
        timer.daemon = True
        timer.start()

    def work(self) -> None:
        """Work until stopped. A database that is away is waited for."""
        pause = POLL_SECONDS[0]
        while not self.stopping.is_set():
            try:
                worked = self.work_once()
            except (DatabaseError, InterfaceError) as error:
                log.warning("the database does not answer, trying again: %s", error)
                connection.close()
                worked, pause = False, POLL_SECONDS[1]
            pause = POLL_SECONDS[0] if worked else min(POLL_SECONDS[1], pause * 1.5)
            if not worked:
                if self._has_grown():
                    break
                self.stopping.wait(pause)
        connection.close()

    def _has_grown(self) -> bool:
        """Whether a fresh process should take its place; whoever started it sees to that."""
        limit = self.leave_above_megabytes
        return limit is not None and resident_megabytes() > limit

    def work_once(self) -> bool:
        """Housekeeping when due, then one job if one is due. Whether there was one."""
        close_old_connections()
        self._housekeeping()
        job = claims.claim_next(self.me, timezone.now())
        if job is not None:
            self._attempt(job)
        return job is not None

    def _housekeeping(self) -> None:
        if time.monotonic() - self._swept_at < HOUSEKEEPING_SECONDS:
            return
        self._swept_at = time.monotonic()
        claims.free_lost(self.me, timezone.now())
        schedule.queue_due(timezone.now())

    def _attempt(self, job: Job) -> None:
        self._run = run = Run(job)
        heart = Heart(run)
        heart.start()
        try:
            attempt(run)
        finally:
            heart.stop()
            self._run = None

    def _give_back(self) -> None:
        if self._run is not None and self._run.asked_to_stop is None:
            self._run.asked_to_stop = HandedBack


class Heart(threading.Thread):
    """Beats while a handler runs, on its own connection: writes progress, hears a cancel, notices a lost claim."""

    def __init__(self, run: Run) -> None:
        super().__init__(name=f"heart of job {run.job_id}", daemon=True)
        self._watched = run  # `_run` would shadow nothing, but Thread has `run`
        self._over = threading.Event()
        self._written: dict[str, object] = {}

    def run(self) -> None:
        beaten_at = time.monotonic()
        while not self._over.wait(PROGRESS_SECONDS):
            has_news = self._watched.state != self._written
            if has_news or time.monotonic() - beaten_at >= BEAT_SECONDS:
                self._beat()
                beaten_at = time.monotonic()
        connection.close()

    def stop(self) -> None:
        self._over.set()
        self.join(timeout=30)

    def _beat(self) -> None:
        state = self._watched.state
        try:
            ours, cancel_wanted = claims.beat(self._watched, state)
        except (DatabaseError, InterfaceError) as error:
            log.warning("no heartbeat for job %s: %s", self._watched.job_id, error)
            connection.close()
            return
        self._written = dict(state)
        if not ours:
            self._watched.asked_to_stop = LostClaim
        elif cancel_wanted:
            self._watched.asked_to_stop = Cancelled


def attempt(run: Run) -> None:
    """Call the handler and write how it ended."""
    if run.kind not in KINDS:
        claims.fail(run, f"No handler for {run.kind}.", "unknown_kind", may_retry=True, at=timezone.now())
        return
    try:
        result = kind_of(run.kind).handler(run)
        if run.told_to_stop and run.asked_to_stop is not None:
            raise run.asked_to_stop  # it stopped early because it was told to
    except Stopped as stopped:
        _stop(run, stopped)
    except LuotsiError as error:
        _fail(run, error.text, error.code or "refused", may_retry=isinstance(error, Unavailable))
    except Exception:
        _fail(run, traceback.format_exc(), "crashed", may_retry=True)
    else:
        if not claims.finish(run, result, timezone.now()):
            log.warning("job %s was taken over meanwhile; this run's outcome is dropped", run.job_id)


def drain(limit: int = 100) -> int:
    """Run what is due in this thread, without heartbeat: for tests and for commands. Answers how many ran."""
    me = Process.this()
    for ran in range(limit):
        job = claims.claim_next(me, timezone.now())
        if job is None:
            return ran
        attempt(Run(job))
    return limit


def _stop(run: Run, stopped: Stopped) -> None:
    log.info("job %s stopped: %s", run.job_id, type(stopped).__name__)
    if isinstance(stopped, Cancelled):
        claims.end_cancelled(run, timezone.now())
    elif isinstance(stopped, HandedBack):
        claims.hand_back(run, timezone.now())


def _fail(run: Run, error: str, code: str, *, may_retry: bool) -> None:
    for_good = claims.fail(run, error, code, may_retry=may_retry, at=timezone.now())
    log.log(logging.ERROR if for_good else logging.WARNING, "job %s: %s", run.job_id, error)
