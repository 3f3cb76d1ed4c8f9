"""What if: named scenarios beside the draft with the plans they lead to, and the least shares of goals and askers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.blueprint.models.quarters import BY, Blueprint

SHARE_VALIDATORS = [MinValueValidator(0.01), MaxValueValidator(1.0)]


class Scenario(models.Model):
    """The newest plan's problem with changes, and what comes of it.

    changes: as `rules.scenarios.Changes` writes them. problem and facts: as a PlanRun keeps them, changed. answer: the
    plan. outlook: what was worked out beside it (doubt, price of confidence, prices of minimums).
    """

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=80)
    changes = models.JSONField(default=dict)
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    asked_at = models.DateTimeField()
    put_at = models.DateTimeField()  # when the problem was put that this one changes
    time_limit_seconds = models.PositiveSmallIntegerField(default=30)
    problem = models.JSONField()
    facts = models.JSONField(default=dict)
    answer = models.JSONField(null=True, blank=True)
    outlook = models.JSONField(default=dict)
    status = models.CharField(max_length=12, blank=True)  # empty until the answer is there
    value = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    gap = models.FloatField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["blueprint", "name"], name="scenario_named_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_done(self) -> bool:
        return self.finished_at is not None

    @property
    def has_plan(self) -> bool:
        return self.is_done and self.status != "no_plan"


class ShareMinimum(models.Model):
    """A share of the plan's hours that goes to a goal, or to the askers of one department, at the least."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="share_minimums")
    goal = models.ForeignKey("goals.Goal", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    department = models.CharField(_("department"), max_length=200, blank=True)
    share = models.FloatField(_("share"), validators=SHARE_VALIDATORS)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["blueprint", "goal"], name="share_of_goal_once"),
            models.UniqueConstraint(
                fields=["blueprint", "department"], condition=~Q(department=""), name="share_of_department_once"
            ),
            models.CheckConstraint(
                condition=Q(goal__isnull=True, department__gt="") | Q(goal__isnull=False, department=""),
                name="share_of_goal_or_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.key}: {self.share:.0%}"

    @property
    def by(self) -> str:
        """As the planner's problem says it."""
        return "goal" if self.goal_id else "asker"

    @property
    def key(self) -> str:
        return str(self.goal_id) if self.goal_id else self.department


def as_shares(rows: Any) -> dict[str, dict[str, float]]:
    """Minimum shares as the planner's problem has them."""
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        found.setdefault(row.by, {})[row.key] = row.share
    return found
