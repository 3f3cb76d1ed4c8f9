"""A conversation and what it yielded: needs, objections with their worry, quotes with leave, an endorsement.

All of it is what somebody thinks: read it through queries.care, which asks who may and logs that they did.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.people.codes import Leave, Stage, State, Strength
from luotsi.rooms.people.models.stakeholders import Stakeholder

BY: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"}


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def planned(self) -> ConversationQuerySet:
        return self.filter(state=State.PLANNED)

    def held(self) -> ConversationQuerySet:
        return self.filter(state=State.HELD)


class Conversation(models.Model):
    """Planned for a stage, held, noted. `guide` is one open question a line; `draft` is what is noted so far."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="conversations")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.BEFORE_CASE)
    purpose = models.CharField(_("what it is about"), max_length=300, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who talks"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="conversations",
    )  # fmt: skip
    planned_on = models.DateField(_("day"))
    planned_at = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    held_at = models.DateTimeField(null=True, blank=True)
    guide = models.TextField(_("guide"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    draft = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # of the plan: a calendar that fetches it again sees that it moved
    revision = models.PositiveIntegerField(default=0)
    emptied_at = models.DateTimeField(null=True, blank=True)  # its words ended with their term; that it was held stays

    objects: ClassVar[ConversationQuerySet] = ConversationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-planned_on", "-id"]
        indexes = [
            models.Index(fields=["held_by", "state", "planned_on"], name="conversation_mine"),
            models.Index(fields=["stakeholder", "state", "-held_at"], name="conversation_last"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_at__isnull=False), name="conversation_held_has_a_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder} · {self.planned_on}"

    @property
    def is_planned(self) -> bool:
        return self.state == State.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == State.HELD

    def is_overdue(self, on: date) -> bool:
        return self.is_planned and self.planned_on < on

    @property
    def questions(self) -> list[str]:
        return [line for line in self.guide.splitlines() if line.strip()]


class Objection(models.Model):
    """A worry said aloud: kept with the worry behind it, and eased. It is never a requirement by itself."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="objections")
    said = models.TextField(_("what was said"))
    worry = models.TextField(_("the worry behind it"), blank=True)
    eased_how = models.TextField(_("what eased it"), blank=True)
    eased_at = models.DateTimeField(null=True, blank=True)
    eased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["conversation", "id"]

    def __str__(self) -> str:
        return self.said

    @property
    def is_open(self) -> bool:
        return self.eased_at is None


class Quote(models.Model):
    """Somebody's own words, and what they gave leave for when asked; not asked is no leave."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="quotes")
    words = models.TextField(_("their words"))
    leave = models.CharField(_("leave to quote"), max_length=10, choices=Leave, default=Leave.NONE)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["conversation", "id"]

    def __str__(self) -> str:
        return self.words

    @property
    def may_be_quoted(self) -> bool:
        return self.leave != Leave.NONE

    @property
    def may_leave_the_company(self) -> bool:
        return self.leave == Leave.ANYWHERE

    @property
    def shows_name(self) -> bool:
        return self.leave in (Leave.BY_NAME, Leave.ANYWHERE)


class Need(models.Model):
    """What this person needs to become an investor, and whether it was met."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="needs")
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.CASCADE, related_name="needs"
    )
    text = models.TextField(_("need"))
    at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stakeholder", "id"]

    def __str__(self) -> str:
        return self.text


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def until(self, moment: datetime) -> EndorsementQuerySet:
        return self.filter(at__lte=moment)


class Endorsement(models.Model):
    """How strongly somebody stood behind us at a moment, and by what evidence. The newest counts."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="endorsements")
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.CASCADE, related_name="endorsements"
    )
    strength = models.CharField(_("endorsement"), max_length=10, choices=Strength)
    evidence = models.TextField(_("by what evidence"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    objects: ClassVar[EndorsementQuerySet] = EndorsementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["stakeholder", "-at"], name="endorsement_newest")]

    def __str__(self) -> str:
        return f"{self.stakeholder}: {self.get_strength_display()}"
