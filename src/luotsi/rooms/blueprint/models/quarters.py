"""A quarter's draft: the Blueprint, what people decided about it, the plans asked for, and what the newest one says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luotsi.values import Period

WEEKS = 13
BY: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"}


class BlueprintQuerySet(models.QuerySet["Blueprint"]):
    def newest(self) -> BlueprintQuerySet:
        return self.order_by("-starts_on", "-id")

    def running(self, on: date) -> BlueprintQuerySet:
        """Quarters that have not ended on that day."""
        return self.filter(starts_on__gt=on - timedelta(weeks=WEEKS))


class Blueprint(models.Model):
    """Thirteen weeks from a Monday. Its rows are the team's draft; what others see are its published versions.

    `capacity` is worked out anew whenever people, skills or leave change, so that pages need not add it up.
    `facts_changed_at` is the last change of anything a plan is made from, apart from the work items themselves.
    """

    starts_on = models.DateField(_("first Monday"), unique=True)
    guidepoint = models.ForeignKey(
        "goals.Guidepoint", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    budget = models.DecimalField(
        _("budget"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    capacity = models.JSONField(default=dict)
    facts_changed_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()

    objects: ClassVar[BlueprintQuerySet] = BlueprintQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return str(self.starts_on)

    @property
    def period(self) -> Period:
        return Period.of_weeks(self.starts_on, WEEKS)

    @property
    def ends_on(self) -> date:
        return self.period.ends_on

    def week_of(self, day: date) -> int:
        """Weeks since the first, which is 0; below 0 before the quarter, 13 and more after it."""
        return (day - self.starts_on).days // 7

    def monday(self, week: int) -> date:
        return self.starts_on + timedelta(weeks=week)


class GoalMinimum(models.Model):
    """Hours of effort that the plan gives to a goal at the least."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="goal_minimums")
    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="+")
    hours = models.DecimalField(
        _("hours"), max_digits=7, decimal_places=1, validators=[MinValueValidator(Decimal("0.1"))]
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["blueprint", "goal"], name="goal_minimum_once")]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.hours}"


class Pin(models.Model):
    """A person decided: this item is in the plan; and, where given, in this way and from this week (0 is the first)."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="pins")
    work_item = models.ForeignKey("backlog.WorkItem", on_delete=models.CASCADE, related_name="pins")
    way = models.CharField(max_length=60, blank=True)
    week = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["blueprint", "work_item"], name="pinned_once"),
            models.CheckConstraint(condition=Q(week__isnull=True) | Q(week__lt=WEEKS), name="pin_within_the_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.work_item_id} @ {self.week}"


class Forbidden(models.Model):
    """A person decided: not in this week; without a week, not in this quarter at all."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="forbidden")
    work_item = models.ForeignKey("backlog.WorkItem", on_delete=models.CASCADE, related_name="+")
    week = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["blueprint", "work_item", "week"], name="forbidden_once"),
            models.UniqueConstraint(
                fields=["blueprint", "work_item"], condition=Q(week__isnull=True), name="excluded_once"
            ),
            models.CheckConstraint(
                condition=Q(week__isnull=True) | Q(week__lt=WEEKS), name="forbidden_within_the_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_item_id} not @ {self.week}"


class Aim(models.TextChoices):
    """What a plan is asked for: the most value, or as few moves as can be from places that people know already."""

    BEST = "best"
    MOVES = "moves"


class PlanRun(models.Model):
    """One plan asked for: the problem as it was put, and the answer once it is there.

    `course` is how value and bound went while it was made: [seconds, value, bound], a dozen or so. `before` is the
    draft as it stood before this plan, so that it can be put back.
    """

    Aim = Aim

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="runs")
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    asked_at = models.DateTimeField()
    time_limit_seconds = models.PositiveSmallIntegerField(default=30)
    problem = models.JSONField()
    facts = models.JSONField(default=dict)  # versions of the items, what was left out before, how many there were
    answer = models.JSONField(null=True, blank=True)
    status = models.CharField(max_length=12, blank=True)  # empty until the answer is there
    value = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    gap = models.FloatField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    has_changed_meanwhile = models.BooleanField(default=False)  # facts changed while it was being made
    aim = models.CharField(max_length=5, choices=Aim, default=Aim.BEST)
    stop_asked_at = models.DateTimeField(null=True, blank=True)  # somebody is content with the best plan so far
    course = models.JSONField(default=list)
    before = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["blueprint", "-finished_at"], name="plan_run_newest")]

    def __str__(self) -> str:
        return f"{self.blueprint} {self.asked_at}"

    @property
    def is_done(self) -> bool:
        return self.finished_at is not None


class Slot(models.Model):
    """A work item's place in the draft: its way, and its first and last week (0 is the first of the quarter).

    `hours` are hours per week by skill as they were when it was placed.
    """

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="slots")
    work_item = models.ForeignKey("backlog.WorkItem", on_delete=models.CASCADE, related_name="slots")
    way = models.CharField(max_length=60)
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    hours = models.JSONField(default=dict)
    item_version = models.PositiveIntegerField(default=1)  # of the work item, when it was placed

    class Meta:
        ordering = ["start", "end", "id"]
        constraints = [
            models.UniqueConstraint(fields=["blueprint", "work_item"], name="slot_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start"), end__lt=WEEKS), name="slot_within_the_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.work_item_id}: {self.start}–{self.end}"

    @property
    def weeks(self) -> int:
        return self.end - self.start + 1


class LeftOut(models.Model):
    """An item that the newest plan has no place for: codes of why, and of what would let it in."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="left_out")
    work_item = models.ForeignKey("backlog.WorkItem", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()  # in the order by advice
    because = models.JSONField(default=list)
    would_enter_if = models.JSONField(default=dict)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["blueprint", "work_item"], name="left_out_once")]

    def __str__(self) -> str:
        return str(self.work_item_id)
