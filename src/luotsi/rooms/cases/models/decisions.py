"""Decisions as they fell, and the work that a yes became. A decision is written once; code and database keep it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.errors import Refused
from luotsi.kernel.written_once import WrittenOnce
from luotsi.rooms.cases.codes import Answer
from luotsi.rooms.cases.models.cases import BY, Case


class Decision(WrittenOnce):
    """The answer of one round. A no or a not yet has its reason, what was learnt, and the day to look again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    reason = models.TextField(_("reason"), blank=True)
    learnt = models.TextField(_("what was learnt"), blank=True)
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Stakeholder", verbose_name=_("decided by"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="decision_one_a_round"),
            models.CheckConstraint(
                condition=Q(answer=Answer.YES, look_again_on__isnull=True)
                | ~Q(answer=Answer.YES) & Q(reason__gt="", learnt__gt="", look_again_on__isnull=False),
                name="decision_no_has_reason_lesson_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_answer_display()}"

    @classmethod
    def refusal(cls) -> Refused:
        return Refused("A decision is kept as it fell. A new round brings a new one.", code="cases.decision_is_final")

    @property
    def is_yes(self) -> bool:
        return self.answer == Answer.YES


class CaseWork(models.Model):
    """A work item in the backlog that a case became after its yes."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="works")
    item = models.ForeignKey("backlog.WorkItem", on_delete=models.CASCADE, related_name="cases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "item"], name="case_work_once")]

    def __str__(self) -> str:
        return f"{self.case}: {self.item}"
