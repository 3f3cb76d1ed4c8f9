"""The digest: a week's news, chosen and annotated by people, and the copy that was sent, which stays as it was."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.newsroom.models.items import Item
from luotsi.rooms.newsroom.models.sources import BY

ANNOTATION_CHARS, INTRO_CHARS, NUMBER_CHARS, SAID_CHARS = 1_000, 2_000, 60, 300
ONE_WEEK = timedelta(days=6)  # from its Monday to its Sunday


def new_token() -> str:
    return secrets.token_urlsafe(24)


class DigestQuerySet(models.QuerySet["Digest"]):
    def drafts(self) -> DigestQuerySet:
        return self.filter(sent_at__isnull=True)

    def sent(self) -> DigestQuerySet:
        return self.filter(sent_at__isnull=False)

    def to_send(self, at: datetime) -> DigestQuerySet:
        """Approved, and their moment has come."""
        return self.drafts().filter(approved_at__isnull=False, send_at__lte=at)


class Digest(models.Model):
    """The news of one week on their way to readers: draft, approved, sent. A person approves; nothing leaves before."""

    week_on = models.DateField(_("week"), unique=True)  # its Monday
    intro = models.TextField(_("first words"), blank=True)
    number_words = models.CharField(_("number"), max_length=NUMBER_CHARS, blank=True)
    number_said = models.CharField(_("what it says"), max_length=SAID_CHARS, blank=True)
    number_item = models.ForeignKey(
        Item, verbose_name=_("from"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_number_chosen = models.BooleanField(default=False)  # a person chose it, or chose to have none
    send_at = models.DateTimeField(null=True, blank=True)  # when it is to leave; empty: by hand
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()

    objects: ClassVar[DigestQuerySet] = DigestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-week_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number_words="", number_said="") | Q(number_words__gt="", number_item__isnull=False)
                | Q(sent_at__isnull=False),
                name="digest_number_has_a_source",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["send_at"], condition=Q(sent_at__isnull=True), name="digest_to_send")]

    def __str__(self) -> str:
        return f"{self.week_on:%G-W%V}"

    @property
    def ends_on(self) -> date:
        return self.week_on + ONE_WEEK

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def is_late(self, at: datetime) -> bool:
        """Its moment has passed, and nobody has approved it."""
        return not self.is_sent and not self.is_approved and self.send_at is not None and self.send_at < at


class DigestEntry(models.Model):
    """One story in a digest: its leading item, others that tell it, and what a person says of it."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="entries")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    tellings = models.ManyToManyField(Item, related_name="+", blank=True)  # without the leading one
    place = models.PositiveSmallIntegerField()  # from 1; those left out keep theirs
    is_chosen = models.BooleanField(default=True)
    annotation = models.TextField(_("what it means for us"), blank=True)
    why = models.JSONField(default=list, blank=True)  # codes, as it was proposed
    number_words = models.CharField(max_length=NUMBER_CHARS, blank=True)  # found in it, for slides
    number_said = models.CharField(max_length=SAID_CHARS, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)  # empty: it was proposed

    class Meta:
        ordering = ["-is_chosen", "place", "id"]
        constraints = [models.UniqueConstraint(fields=["digest", "item"], name="digest_item_once")]

    def __str__(self) -> str:
        return f"{self.digest_id}: {self.item_id}"


class DigestSchedule(models.Model):
    """When a digest is prepared and when it leaves; one row at most. Weekdays count from Monday, 0."""

    is_on = models.BooleanField(_("prepare a digest every week"), default=False)
    prepare_weekday = models.PositiveSmallIntegerField(_("prepared on"), default=0)
    prepare_hour = models.PositiveSmallIntegerField(_("at"), default=7)
    send_weekday = models.PositiveSmallIntegerField(_("leaves on"), default=1)
    send_hour = models.PositiveSmallIntegerField(_("at"), default=9)
    preparer = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    dropped_week_on = models.DateField(null=True, blank=True)  # the newest week whose digest a person dropped

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(prepare_weekday__lte=6, prepare_hour__lte=23, send_weekday__lte=6, send_hour__lte=23),
                name="digest_schedule_in_a_week",
            ),
            models.CheckConstraint(condition=Q(pk=1), name="digest_schedule_once"),
        ]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"


class DigestReader(models.Model):
    """Who gets the digest: somebody with an account, or one of the register by their address. Ends with one click."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="digest_reader"
    )
    stakeholder = models.ForeignKey(
        "people.Stakeholder", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)  # empty: the account's
    token = models.CharField(max_length=40, unique=True, default=new_token)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # empty: by their own link

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="digest_reader_once"),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(email=""), name="digest_reader_has_address"),
        ]

    def __str__(self) -> str:
        return f"reader {self.pk}"

    @property
    def address(self) -> str:
        return self.email or (self.user.email if self.user else "")

    @property
    def called(self) -> str:
        return self.name or (self.user.name if self.user else "") or self.address

    @property
    def is_subscribed(self) -> bool:
        return self.ended_at is None and (self.user is None or self.user.is_active)


class Unchangeable(RuntimeError):
    """What was sent stays as it was."""


class SentDigest(models.Model):
    """A digest as it left: words and addresses of that moment, whatever happens to its news afterwards."""

    digest = models.OneToOneField(Digest, on_delete=models.PROTECT, related_name="copy")
    content = models.JSONField()  # intro, number, entries: see digesting.content_of
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.digest)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Unchangeable(f"The digest {self.digest} was sent and stays as it was.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable(f"The digest {self.digest} was sent and is kept.")


class DigestMail(models.Model):
    """One mail to one reader, at most once. `begun` without an end means that nobody knows whether it went."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BEGUN = "begun", _("not certain")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused")
        LEFT = "left", _("unsubscribed before")

    sent = models.ForeignKey(SentDigest, on_delete=models.CASCADE, related_name="mails")
    reader = models.ForeignKey(DigestReader, on_delete=models.CASCADE, related_name="mails")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    error = models.CharField(max_length=40, blank=True)  # a code
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sent", "reader"], name="digest_mail_once")]
        indexes = [models.Index(fields=["sent", "state"], name="digest_mail_state")]

    def __str__(self) -> str:
        return f"{self.sent_id}: {self.reader_id} {self.state}"
