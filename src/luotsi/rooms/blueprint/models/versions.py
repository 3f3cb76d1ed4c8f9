"""What was published: versions that never change, and the dates that the newest ones promise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.blueprint.models.quarters import BY, Blueprint


class Version(models.Model):
    """A Blueprint as it was published: `document` holds all that its pages and files say. Never edited."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    note = models.TextField(_("note"), blank=True)
    document = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-blueprint__starts_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["blueprint", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return str(self.number)


class PlannedDate(models.Model):
    """When the newest version of a Blueprint has an item; replaced whole with each publishing."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="planned_dates")
    work_item = models.ForeignKey("backlog.WorkItem", on_delete=models.CASCADE, related_name="planned_dates")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["blueprint", "work_item"], name="planned_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="planned_end_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.work_item_id}: {self.starts_on} – {self.ends_on}"
