"""How much has been promised, as a date: weekly counts, a guess where there are none, and forecasts made."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.backlog.models.requests import BY


class WeekCount(models.Model):
    """Finished and arrived items of one past week, from a file: history from before Luotsi."""

    starts_on = models.DateField(_("week"), unique=True)  # a Monday
    completed = models.PositiveIntegerField(_("completed"))
    arrived = models.PositiveIntegerField(_("arrived"), null=True, blank=True)
    is_stop = models.BooleanField(_("known stop"), default=False)  # a holiday: left out, not counted as nothing
    is_break = models.BooleanField(_("level break"), default=False)  # the team changed: what came before counts no more

    class Meta:
        ordering = ["starts_on"]
        constraints = [models.CheckConstraint(condition=Q(starts_on__week_day=2), name="week_starts_on_monday")]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.completed}"


class PaceGuess(models.Model):
    """About how many things do you finish a week? Used until there is history, and labelled a guess."""

    low = models.FloatField(_("low"), validators=[MinValueValidator(0.0)])
    likely = models.FloatField(_("likely"), validators=[MinValueValidator(0.0)])
    high = models.FloatField(_("high"), validators=[MinValueValidator(0.0)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(low__lte=F("likely"), likely__lte=F("high")), name="guess_is_ordered")
        ]

    def __str__(self) -> str:
        return f"{self.low:g}–{self.likely:g}–{self.high:g}"


class ForecastRun(models.Model):
    """One forecast as it was said: never rewritten, so that its own record can be kept."""

    made_at = models.DateTimeField()
    starts_on = models.DateField()
    remaining = models.PositiveIntegerField()
    date_50 = models.DateField(null=True, blank=True)
    date_85 = models.DateField(null=True, blank=True)
    date_95 = models.DateField(null=True, blank=True)
    answer = models.JSONField(default=dict)  # the engine's whole answer: flags, fan, pace needed
    curve = models.JSONField(default=dict)  # cumulative finished by week at each level: the date of every place
    resolved_on = models.DateField(null=True, blank=True)  # when that many items were really finished

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["-made_at"], name="forecast_newest")]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}: {self.remaining}"
