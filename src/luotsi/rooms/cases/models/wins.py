"""Wins: a result worth telling, whom it was told, and the channels it is told in."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.rooms.cases.models.cases import BY, Case


class Win(models.Model):
    """A result of a case with its number before and after: two measurements of a metric, or by hand with its source."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="wins")
    what = models.CharField(_("what was won"), max_length=300)
    thanks = models.TextField(_("thanks"), blank=True)
    metric = models.ForeignKey(
        "goals.Metric", verbose_name=_("metric"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    measure = models.CharField(_("measured by"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    before = models.DecimalField(_("before"), max_digits=16, decimal_places=4, null=True, blank=True)
    before_on = models.DateField(null=True, blank=True)
    after = models.DecimalField(_("now"), max_digits=16, decimal_places=4)
    after_on = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(metric__isnull=False) | Q(source__gt="", measure__gt=""), name="win_has_its_source"
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def measured_by(self) -> str:
        return self.metric.name if self.metric is not None else self.measure

    @property
    def change(self) -> Decimal | None:
        return self.after - self.before if self.before is not None else None


class WinTold(models.Model):
    """A win told to one of those who backed it. That somebody is here says where they stand: it is a thought."""

    class Channel(models.TextChoices):
        MAIL = "mail", pgettext_lazy("channel", "Mail")
        PAGE = "page", pgettext_lazy("channel", "Their page")
        TALK = "talk", pgettext_lazy("channel", "In person")

    win = models.ForeignKey(Win, on_delete=models.CASCADE, related_name="told")
    backer = models.ForeignKey("people.Stakeholder", on_delete=models.CASCADE, related_name="wins_told")
    channel = models.CharField(max_length=4, choices=Channel)
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["backer__name", "id"]
        constraints = [models.UniqueConstraint(fields=["win", "backer"], name="win_told_once_each")]
        indexes = [models.Index(fields=["backer", "-at"], name="win_told_last")]

    def __str__(self) -> str:
        return f"{self.win} → {self.backer}"


class Hook(models.Model):
    """A channel in Slack or Teams that hears of wins. Whoever knows `address` can write there: nobody sees it."""

    class Kind(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Teams"

    name = models.CharField(_("name of the channel"), max_length=120)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    address = models.URLField(_("address"), max_length=1000)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    added_at = models.DateTimeField()
    fault = models.CharField(max_length=40, blank=True)  # code of the last try that failed
    fault_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["address"], name="hook_once")]

    def __str__(self) -> str:
        return self.name


class WinPost(models.Model):
    """A win written into a channel; it names nobody."""

    win = models.ForeignKey(Win, on_delete=models.CASCADE, related_name="posts")
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="posts")
    at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["win", "hook"], name="win_posted_once")]

    def __str__(self) -> str:
        return f"{self.win} → {self.hook}"
