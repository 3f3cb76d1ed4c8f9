"""How what people think is cared for: who read it, how long it is kept; and who may not be entered at all."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.people.models.stakeholders import Stakeholder

DEFAULT_MONTHS = 24


class SensitiveReading(models.Model):
    """Somebody read what is kept about a person. `what` is a code such as `thoughts`; `who` is empty for a guest link.

    `about` is emptied when the person is erased; that something was read stays.
    """

    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    about = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.SET_NULL, related_name="readings")
    what = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["about", "-at"], name="reading_about")]

    def __str__(self) -> str:
        return f"{self.what} {self.at}"


class CareTerms(models.Model):
    """How long thoughts are kept, in months. One row at most; without it the default holds."""

    months = models.PositiveSmallIntegerField(
        _("months"), default=DEFAULT_MONTHS, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    def __str__(self) -> str:
        return str(self.months)


class CustomerDomain(models.Model):
    """A mail domain of a customer: whoever has an address there, or below it, cannot be entered."""

    domain = models.CharField(_("domain"), max_length=253, unique=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain


class CalendarFeed(models.Model):
    """A private calendar address of one's own planned conversations; a new nonce ends the old address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    nonce = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user)


class ReminderSent(models.Model):
    """One mail a person a day: this row was written with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.on}"
