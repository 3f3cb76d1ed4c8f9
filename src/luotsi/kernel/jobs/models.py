"""A piece of background work as a row, and the next date of each periodic one."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")


OPEN = (State.QUEUED, State.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> JobQuerySet:
        return self.filter(state__in=OPEN)

    def due(self, at: datetime) -> JobQuerySet:
        """What may be claimed at that moment, longest due first."""
        return self.filter(state=State.QUEUED, run_after__lte=at).order_by("run_after", "pk")


class Job(models.Model):
    """One piece of work. `args` and `result` hold ids and codes, never texts or people's data.

    While it runs, `claim` is the token of the one worker that may write its outcome.
    """

    State = State

    kind = models.CharField(max_length=60)
    args = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    run_after = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    claim = models.UUIDField(null=True, blank=True)
    worker = models.CharField(max_length=200, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=80, blank=True)  # a code: the step at hand, or why it failed
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("background job")
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(unique_key=""),
                name="job_queued_once",
            ),
            models.CheckConstraint(
                condition=Q(state="running", claim__isnull=False) | ~Q(state="running"),
                name="job_running_is_claimed",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_after", "id"], name="job_due"),
            models.Index(fields=["-created_at"], name="job_created"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE

    @property
    def is_failed(self) -> bool:
        return self.state == State.FAILED

    @property
    def is_being_cancelled(self) -> bool:
        return self.is_open and self.cancel_requested_at is not None

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1; None where nobody knows yet."""
        if self.state == State.DONE:
            return 1.0
        return min(1.0, self.progress_done / self.progress_total) if self.progress_total else None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(self.share * 100)


class Schedule(models.Model):
    """When a periodic kind is due next; one row per kind, so that many workers queue it once."""

    kind = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField()

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind
