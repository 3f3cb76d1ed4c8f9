"""Pre-reads as they were sent: a dated copy each, whom it went to, and that it was opened.

A copy never changes. One thing may happen to it: somebody is forgotten, and their words go out of it.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.errors import Refused
from luotsi.kernel.written_once import WrittenOnce
from luotsi.rooms.cases.models.cases import BY, Case


class Sending(WrittenOnce):
    """One pre-read that went out: the deck as it was on that day, for the day on which it is presented."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sendings")
    round = models.PositiveSmallIntegerField()
    document = models.JSONField()  # preread.deck.to_document
    words = models.TextField(_("a few words to it"), blank=True)
    presents_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()
    forgot_at = models.DateTimeField(null=True, blank=True)  # when somebody's words went out of the copy

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.case}: {localdate(self.at)}"

    @classmethod
    def refusal(cls) -> Refused:
        return Refused("What was sent stays as it was sent. Send it again instead.", code="cases.sending_is_final")

    @property
    def sent_on(self) -> date:
        return localdate(self.at)

    @property
    def days_ahead(self) -> int | None:
        """How many days before the meeting it went out."""
        return (self.presents_on - self.sent_on).days if self.presents_on is not None else None


class SendingFile(models.Model):
    """A sent pre-read as slides or PDF, made from its copy once."""

    class Kind(models.TextChoices):
        PPTX = "pptx", "PPTX"
        PDF = "pdf", "PDF"

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sending", "kind"], name="sending_file_once")]

    def __str__(self) -> str:
        return f"{self.sending}: {self.kind}"


class Recipient(models.Model):
    """Somebody a pre-read was sent to, with a link of their own. `opened_at` is the first time, and nothing more."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="recipients")
    stakeholder = models.ForeignKey("people.Stakeholder", on_delete=models.CASCADE, related_name="prereads")
    link = models.ForeignKey(
        "accounts.GuestLink", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # fmt: skip
    mailed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stakeholder__name", "id"]
        constraints = [models.UniqueConstraint(fields=["sending", "stakeholder"], name="preread_once_each")]

    def __str__(self) -> str:
        return f"{self.sending} → {self.stakeholder}"
