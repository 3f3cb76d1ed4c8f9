"""What a case is made of: teams touched, evidence, asks, risks, and what was adjusted because of whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.cases.codes import Kind
from luotsi.rooms.cases.models.cases import BY, Case
from luotsi.rooms.people.codes import Put

NUMBER: dict[str, Any] = {"max_digits": 16, "decimal_places": 4, "null": True, "blank": True}


class Touch(models.Model):
    """A team the case touches, with the effect on it: measurable when there is a number to it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="touches")
    team = models.CharField(_("team"), max_length=120)
    effect = models.TextField(_("what changes for it"))
    metric = models.ForeignKey(
        "goals.Metric", verbose_name=_("metric"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    measure = models.CharField(_("measured by"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    baseline = models.DecimalField(_("today"), **NUMBER)
    expected = models.DecimalField(_("expected"), **NUMBER)
    hours = models.DecimalField(_("hours a year"), max_digits=9, decimal_places=1, null=True, blank=True)
    people_count = models.PositiveIntegerField(_("people affected"), null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.team}: {self.effect}"


class Evidence(models.Model):
    """A metric's newest value, a figure by hand with source and day, or a quote that may be quoted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=6, choices=Kind)
    says = models.CharField(_("what it says"), max_length=300, blank=True)
    metric = models.ForeignKey(
        "goals.Metric", verbose_name=_("metric"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    quote = models.ForeignKey("people.Quote", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    value = models.DecimalField(_("value"), **NUMBER)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    as_of_on = models.DateField(_("as of"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="metric", metric__isnull=False, quote__isnull=True)
                | Q(kind="quote", quote__isnull=False, metric__isnull=True)
                | Q(kind="figure", value__isnull=False, as_of_on__isnull=False, source__gt=""),
                name="evidence_has_its_source",
            ),
            models.UniqueConstraint(fields=["case", "metric"], name="evidence_metric_once"),
            models.UniqueConstraint(fields=["case", "quote"], name="evidence_quote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.kind}"


class Ask(models.Model):
    """What is asked of whom, so that they invest: nobody is asked to approve and nothing else."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(_("kind"), max_length=12, choices=Put)
    of = models.ForeignKey(
        "people.Stakeholder", verbose_name=_("of whom"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    what = models.CharField(_("what for"), max_length=300)
    amount = models.DecimalField(_("how much"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class Risk(models.Model):
    """What may go wrong, and what would be done about it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risks")
    what = models.CharField(_("what may go wrong"), max_length=300)
    answer = models.CharField(_("what we would do"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class Adjustment(models.Model):
    """What changed in the case, because of whom."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="adjustments")
    round = models.PositiveSmallIntegerField()
    what = models.TextField(_("what changed"))
    because_of = models.ForeignKey(
        "people.Stakeholder", verbose_name=_("because of"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.what
