"""News as they were published, with the hook they hang on: as it was read, and as a person corrected it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.rooms.newsroom.models.sources import BY, Company, Source


class Hook(models.TextChoices):
    """The occasion a piece of news hangs on: six worthy ones, six fillers, and the rest."""

    ACQUISITION = "acquisition", pgettext_lazy("hook", "Acquisition")
    COMPLETION = "completion", pgettext_lazy("hook", "Completion")
    PRODUCT = "product", pgettext_lazy("hook", "Product")
    ANALYTICS = "analytics", pgettext_lazy("hook", "Analytics")
    SPECIAL = "special", pgettext_lazy("hook", "Special project")
    RESULTS = "results", pgettext_lazy("hook", "Results")
    DIVISION = "division", pgettext_lazy("hook", "New division")
    START = "start", pgettext_lazy("hook", "Start or tender won")
    PARTNERSHIP = "partnership", pgettext_lazy("hook", "Partnership")
    APPOINTMENT = "appointment", pgettext_lazy("hook", "Appointment")
    EVENT = "event", pgettext_lazy("hook", "Event")
    RATING = "rating", pgettext_lazy("hook", "Rating or award")
    OTHER = "other", pgettext_lazy("hook", "Other")


WORTHY = frozenset(
    {Hook.ACQUISITION, Hook.COMPLETION, Hook.PRODUCT, Hook.ANALYTICS, Hook.SPECIAL, Hook.RESULTS}
)  # fmt: skip
FILLER = frozenset(Hook) - WORTHY - {Hook.OTHER}
HOOK: dict[str, Any] = {"max_length": 12, "choices": Hook}
HEADLINE_CHARS, LEAD_CHARS, URL_CHARS = 500, 5_000, 1_000


def worthiness_of(hook: str) -> str:
    """worthy, filler or other; empty for what is not read yet."""
    if not hook:
        return ""
    return "worthy" if hook in WORTHY else "filler" if hook in FILLER else "other"


class ItemQuerySet(models.QuerySet["Item"]):
    def counted(self) -> ItemQuerySet:
        """What the audit counts: a company's own news, each story once."""
        return self.filter(company__isnull=False, is_about=False, is_repeat=False)

    def unsure(self, below: float) -> ItemQuerySet:
        """Read, not corrected, and not sure."""
        return self.filter(is_corrected=False, probability__lt=below)

    def unread(self) -> ItemQuerySet:
        return self.filter(read_hook="")


class Item(models.Model):
    """One piece of news. `hook` is the one that counts: a person's where one corrected it, else the reading's."""

    company = models.ForeignKey(
        Company, verbose_name=_("company"), null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="items")
    headline = models.CharField(_("headline"), max_length=HEADLINE_CHARS)
    lead = models.TextField(_("lead"), blank=True)
    url = models.URLField(_("address"), max_length=URL_CHARS, blank=True)
    lang = models.CharField(_("language"), max_length=8, blank=True)
    published_on = models.DateField(_("published on"))
    quarter = models.CharField(max_length=6)  # 2026Q4
    hook = models.CharField(_("hook"), blank=True, **HOOK)  # empty until it is read
    read_hook = models.CharField(blank=True, **HOOK)
    also = models.CharField(blank=True, **HOOK)
    probability = models.FloatField(null=True, blank=True)  # of the hook as read
    probabilities = models.JSONField(default=dict, blank=True)  # hook -> probability, as read
    reasons = models.JSONField(default=list, blank=True)  # codes and places, as read
    is_corrected = models.BooleanField(default=False)
    is_about = models.BooleanField(_("somebody else’s publication about the company"), default=False)
    story = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="tellings")
    is_repeat = models.BooleanField(default=False)  # the same company told this story before
    key = models.CharField(max_length=64, unique=True)  # a second reading of a source brings nothing twice
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()

    objects: ClassVar[ItemQuerySet] = ItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-published_on", "-id"]
        indexes = [
            models.Index(fields=["-published_on", "-id"], name="item_newest"),
            models.Index(fields=["company", "quarter", "hook"], name="item_audited"),
            models.Index(fields=["company", "-published_on", "-id"], name="item_of_company"),
            models.Index(fields=["hook", "-published_on", "-id"], name="item_of_hook"),
            models.Index(fields=["probability"], condition=Q(is_corrected=False), name="item_unsure"),
            models.Index(fields=["published_on"], condition=Q(read_hook=""), name="item_unread"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def worthiness(self) -> str:
        return worthiness_of(self.hook)

    @property
    def counts(self) -> bool:
        """Whether the audit counts it."""
        return self.company_id is not None and not self.is_about and not self.is_repeat


class Correction(models.Model):
    """What a person said an item's hook is. The newest counts, earlier ones stay; each teaches the reader."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="corrections")
    hook = models.CharField(_("hook"), **HOOK)
    was = models.CharField(blank=True, **HOOK)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.was} → {self.hook}"


def key_of(company: Company | None, *, url: str, headline: str, published_on: object) -> str:
    """What makes an item the same as one that is here: its address, else its words on its day, for its company."""
    words = url or f"{' '.join(headline.casefold().split())} {published_on}"
    return sha256(f"{company.pk if company else 0} {words}".encode()).hexdigest()
