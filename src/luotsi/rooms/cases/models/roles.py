"""Who has a say in a case, in which roles, and which conversations were held about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.cases.models.cases import BY, Case
from luotsi.rooms.people.codes import DetractorKind, Role


class CaseRole(models.Model):
    """One role of one person in one case; somebody may have several."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="roles")
    stakeholder = models.ForeignKey("people.Stakeholder", on_delete=models.CASCADE, related_name="case_roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    detractor_kind = models.CharField(max_length=20, choices=DetractorKind, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "stakeholder", "role"], name="case_role_once"),
            models.CheckConstraint(
                condition=Q(role="detractor") | Q(detractor_kind=""), name="case_role_kind_of_detractors_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.stakeholder}, {self.role}"


class CaseConversation(models.Model):
    """A conversation that is about this case; what was said stays with the conversation."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="talks")
    conversation = models.ForeignKey("people.Conversation", on_delete=models.CASCADE, related_name="case_talks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "conversation"], name="case_conversation_once")]

    def __str__(self) -> str:
        return f"{self.case}: {self.conversation_id}"
