"""Files brought in, and the column mappings remembered from earlier ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.backlog.models.requests import BY


class ImportRun(models.Model):
    """One file on its way into the backlog: uploaded, mapped and previewed, then brought in whole by a job."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        QUEUED = "queued", _("Being brought in")
        DONE = "done", _("Brought in")
        FAILED = "failed", _("Nothing was brought in")
        DISCARDED = "discarded", _("Discarded")

    class Closed(models.TextChoices):
        HISTORY = "history", _("Keep them as history: found when like requests are asked, never in the list")
        OPEN = "open", _("Bring them in as open requests")
        LEAVE_OUT = "leave_out", _("Leave them out")

    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=100, unique=True)  # name below UPLOADS
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    mapping = models.JSONField(default=dict, blank=True)
    recipe = models.CharField(max_length=30, blank=True)
    good_rows_only = models.BooleanField(default=False)
    closed_as = models.CharField(max_length=10, choices=Closed, default=Closed.HISTORY)
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    rows_count = models.PositiveIntegerField(default=0)
    added_count = models.PositiveIntegerField(default=0)
    known_count = models.PositiveIntegerField(default=0)
    left_out_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def may_be_started(self) -> bool:
        """Not yet started, or its job came to nothing: failed, cancelled, or gone."""
        if self.state == self.State.QUEUED:
            return self.job is None or not (self.job.is_open or self.job.is_done)
        return self.state in (self.State.UPLOADED, self.State.FAILED)


class RememberedMapping(models.Model):
    """Which column meant what the last time a file had these columns."""

    signature = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature
