"""Requests: anyone may ask. What became of one is kept as rows with a who and a when."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BY: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"}


class Phrasing(models.TextChoices):
    """How a request is put: a named thing, a change, or both."""

    TACTIC = "tactic", _("Tactic")
    OUTCOME = "outcome", _("Outcome")
    BOTH = "both", _("Outcome and tactic")


class Deliverable(models.TextChoices):
    BLOG = "blog", _("Article")
    SOCIAL = "social", _("Social media")
    EVENT = "event", _("Event")
    EMAIL = "email", _("E-mail")
    WEB = "web", _("Web page")
    VIDEO = "video", _("Video")
    DESIGN = "design", _("Design")
    RESEARCH = "research", _("Research")
    PR = "pr", _("Press")
    OTHER = "other", _("Other")


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> RequestQuerySet:
        return self.filter(state__in=Request.OPEN)

    def untriaged(self) -> RequestQuerySet:
        return self.filter(state=Request.State.NEW)


class Request(models.Model):
    """What somebody asks for: the result wanted, for whom, by when, how we will know; a tactic beside it."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        ASKED_BACK = "asked_back", _("Asked back")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        JOINED = "joined", _("Joined to another")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED = "closed", _("Closed before it came here")  # from a file: history, for likeness and arrivals

    class Source(models.TextChoices):
        FORM = "form", _("Form")
        FILE = "file", _("Import")
        API = "api", _("API")

    OPEN = (State.NEW, State.ASKED_BACK, State.ACCEPTED)

    title = models.CharField(_("title"), max_length=300)
    wanted = models.TextField(_("what should be different afterwards"), blank=True)
    tactic = models.TextField(_("what they have in mind"), blank=True)
    for_whom = models.CharField(_("for whom"), max_length=300, blank=True)
    how_known = models.CharField(_("how we will know"), max_length=300, blank=True)
    needed_on = models.DateField(_("by when"), null=True, blank=True)
    body = models.TextField(_("more"), blank=True)
    asker = models.ForeignKey(
        "people.Stakeholder",
        verbose_name=_("asker"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="requests",
    )
    received_at = models.DateTimeField(_("received"))
    closed_on = models.DateField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW)
    phrasing = models.CharField(_("phrasing"), max_length=8, choices=Phrasing, blank=True)
    deliverable = models.CharField(_("deliverable"), max_length=10, choices=Deliverable, blank=True)
    names_date = models.BooleanField(_("names a date"), default=False)
    labels = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=6, choices=Source, default=Source.FORM)
    external_id = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    imported_by = models.ForeignKey(
        "ImportRun", null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    work_item = models.ForeignKey("WorkItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="requests")
    language = models.CharField(max_length=8, blank=True)  # asked in; mails to an asker without an account use it
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)  # by the clock, not by the verb: an index follows it

    objects: ClassVar[RequestQuerySet] = RequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["received_at", "id"]
        indexes = [
            models.Index(fields=["state", "received_at"], name="request_inbox"),
            models.Index(fields=["asker", "-received_at"], name="request_asker"),
            models.Index(fields=["changed_at"], name="request_changed"),
        ]
        constraints = [
            # An accepted request always leads somewhere; nothing else does.
            models.CheckConstraint(
                condition=Q(state="accepted", work_item__isnull=False) | ~Q(state="accepted"),
                name="accepted_into_an_item",
            ),
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="request_imported_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_tactic(self) -> bool:
        """Asks for a named thing and says no result: the form asks for it once, politely."""
        return self.phrasing == Phrasing.TACTIC and not self.wanted


class Refusal(models.Model):
    """A no names its reason, the work that goes first, and when to look again."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="refusals")
    reason = models.TextField(_("reason"))
    goes_first = models.ForeignKey(
        "WorkItem",
        verbose_name=_("what goes first"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="refusal_has_a_reason")]

    def __str__(self) -> str:
        return self.reason

    def is_due(self, on: date) -> bool:
        return self.look_again_on is not None and self.look_again_on <= on


class Question(models.Model):
    """Asked back, and the answer."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="question_has_text")]

    def __str__(self) -> str:
        return self.text


class Joining(models.Model):
    """A request that goes on with another instead of repeating it. Recurring and sibling work is never joined."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="joining")
    into = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="joined")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(request=F("into")), name="joins_another")]

    def __str__(self) -> str:
        return f"{self.request} → {self.into}"


class Confirmation(models.Model):
    """Relevance review: the asker's answer to "Still needed?"."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        LATER = "later", _("Later")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="confirmations")
    answer = models.CharField(max_length=5, choices=Answer)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.get_answer_display()
