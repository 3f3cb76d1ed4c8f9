"""Verdicts with the data they were made from. A row is written once; code and database refuse to change it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from luotsi.kernel.errors import Refused
from luotsi.kernel.written_once import WrittenOnce
from luotsi.rooms.campaigns.models.campaigns import BY, Campaign


class Verdict(WrittenOnce):
    """What the evidence said at a moment. `findings` holds each criterion's numbers, `data` what they came from.

    The first scale or abort stands, whatever later data say: its guarantee was made for whoever acts on it.
    """

    class Word(models.TextChoices):
        CONTINUE = "continue", pgettext_lazy("verdict", "Continue")
        SCALE = "scale", pgettext_lazy("verdict", "Scale")
        ABORT = "abort", pgettext_lazy("verdict", "Abort")
        INCONCLUSIVE = "inconclusive", pgettext_lazy("verdict", "Inconclusive")

    DECISIVE = (Word.SCALE, Word.ABORT)

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="verdicts")
    word = models.CharField(max_length=12, choices=Word)
    findings = models.JSONField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    invited = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["campaign", "-at"], name="verdict_newest")]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.get_word_display()}"

    @classmethod
    def refusal(cls) -> Refused:
        return Refused(
            "A verdict is kept as it was; it is never changed or removed.", code="campaigns.verdict_is_final"
        )

    @property
    def is_decisive(self) -> bool:
        return self.word in self.DECISIVE
