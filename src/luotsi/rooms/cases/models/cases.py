"""A case, the steps of its road, and the current goals it serves."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.cases.codes import OPEN, State

BY: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"}


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        """On their way to a decision."""
        return self.filter(state__in=OPEN)

    def due_back(self, on: date) -> CaseQuerySet:
        """Not a yes, and the day to look again has come."""
        return self.filter(state=State.DECIDED, back_on__lte=on)


class Case(models.Model):
    """An idea on its way to a yes. It begins with why: three questions, a hypothesis at first, evidence at last."""

    title = models.CharField(_("title"), max_length=200)
    idea = models.TextField(_("what we would do"), blank=True)
    why_do = models.TextField(_("Why do it?"), blank=True)
    why_goals = models.TextField(_("How does it serve the goals?"), blank=True)
    why_care = models.TextField(_("Why should anyone care?"), blank=True)
    state = models.CharField(_("stage"), max_length=12, choices=State, default=State.DRAFT)
    round = models.PositiveSmallIntegerField(default=1)  # a no or a not yet that came back begins the next one
    presents_on = models.DateField(_("to be presented on"), null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)  # the day on which a no or a not yet comes back by itself
    request = models.ForeignKey(
        "backlog.Request", verbose_name=_("request"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="cases",
    )  # fmt: skip
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()
    came = models.TextField(_("what came of it"), blank=True)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "back_on"], name="case_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DECIDED, back_on__isnull=False)
                | ~Q(state=State.DECIDED) & Q(back_on__isnull=True),
                name="case_not_yes_comes_back",
            ),
            models.CheckConstraint(condition=~Q(state=State.CLOSED) | ~Q(came=""), name="case_closed_with_what_came"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def whys(self) -> tuple[str, str, str]:
        return self.why_do, self.why_goals, self.why_care

    @property
    def is_open(self) -> bool:
        """May be worked on: it has not been decided."""
        return self.state in OPEN


class Step(models.Model):
    """One step of the road: who took it when; what was missing then, and why it was taken all the same."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State)
    missing = models.JSONField(default=list, blank=True)  # codes of checks that did not hold
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case}: {self.state}"


class CaseGoal(models.Model):
    """A goal, or an outcome and with it its goal, that was living when the case was aligned to it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    goal = models.ForeignKey("goals.Goal", on_delete=models.PROTECT, related_name="cases")
    outcome = models.ForeignKey("goals.Outcome", null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "goal"], condition=Q(outcome__isnull=True), name="case_goal_once"),
            models.UniqueConstraint(fields=["case", "outcome"], name="case_outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome or self.goal}"
