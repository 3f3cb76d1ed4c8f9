"""Results as they came in: contacts by an opaque id of the sender's own, their answers, counters by hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.campaigns.models.campaigns import BY, NUMBER, Campaign, Criterion


class Batch(models.Model):
    """One delivery of results. `delivery` is the sender's own number of it, so that a repeated one does nothing."""

    class Source(models.TextChoices):
        FILE = "file", _("From a file")
        API = "api", _("By API")
        WEBHOOK = "webhook", _("By webhook")
        HAND = "hand", _("By hand")
        SENDS = "sends", _("Luotsi's own sends")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="batches")
    source = models.CharField(max_length=8, choices=Source)
    delivery = models.CharField(max_length=120, blank=True)
    contact_count = models.PositiveIntegerField(default=0)
    answer_count = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "delivery"], condition=~Q(delivery=""), name="batch_delivered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.at:%Y-%m-%d}"


class Contact(models.Model):
    """Somebody who was, or is to be, invited: an id that says nothing to us, the moment, the arm. No personal data."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="contacts")
    key = models.CharField(max_length=120)
    place = models.PositiveIntegerField(null=True, blank=True)  # in the order that was drawn
    invited_at = models.DateTimeField(null=True, blank=True)
    arm = models.CharField(max_length=1, blank=True)
    left_out = models.CharField(max_length=20, blank=True)  # bounced, duplicate: reasons that no answer can cause
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts")

    class Meta:
        ordering = ["campaign", "invited_at", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="contact_once_a_campaign")]

    def __str__(self) -> str:
        return self.key


class Answer(models.Model):
    """What a contact did, for one criterion: yes (1), no (0) or an amount."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    value = models.DecimalField(_("value"), **NUMBER)
    at = models.DateTimeField(null=True, blank=True)  # unknown where a file does not say
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        ordering = ["contact", "criterion"]
        constraints = [models.UniqueConstraint(fields=["contact", "criterion"], name="answer_once_a_criterion")]

    def __str__(self) -> str:
        return f"{self.contact_id}/{self.criterion_id}: {self.value.normalize():f}"


class Tally(models.Model):
    """An increment of a counter kept by hand: so many more were invited, so many more said yes.

    Kept as it was told: whose yes it was is not known, so whoever is still within the days to answer may yet answer.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="tallies")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="tallies")
    arm = models.CharField(max_length=1, blank=True)
    trials = models.PositiveIntegerField(_("invited"))
    successes = models.PositiveIntegerField(_("of them yes"))

    class Meta:
        ordering = ["batch__at", "id"]

    def __str__(self) -> str:
        return f"{self.successes} / {self.trials}"
