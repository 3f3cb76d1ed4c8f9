"""Our own news before they are out: planned, drafted, checked for their hook, published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.rooms.newsroom.models.items import FILLER, HOOK, Item, worthiness_of
from luotsi.rooms.newsroom.models.sources import BY


class ReleaseQuerySet(models.QuerySet["Release"]):
    def planned(self) -> ReleaseQuerySet:
        return self.filter(published_at__isnull=True)

    def published(self) -> ReleaseQuerySet:
        return self.filter(published_at__isnull=False)


class Release(models.Model):
    """A release, a post or a mail that is to be news. Filler may go to the site, and nowhere else."""

    class Kind(models.TextChoices):
        RELEASE = "release", pgettext_lazy("text", "Press release")
        POST = "post", pgettext_lazy("text", "Post")
        MAIL = "mail", pgettext_lazy("text", "Mail")

    headline = models.CharField(_("headline"), max_length=300)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("text"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RELEASE)
    lang = models.CharField(_("language"), max_length=8, blank=True)
    audience = models.CharField(_("whom it is for"), max_length=120, blank=True)  # counts as customers in the critique
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    read_hook = models.CharField(blank=True, **HOOK)
    chosen_hook = models.CharField(_("hook"), blank=True, **HOOK)  # a person's word stands over the reading
    probability = models.FloatField(null=True, blank=True)
    to_site = models.BooleanField(_("our site"), default=True)
    to_media = models.BooleanField(_("media"), default=False)
    to_customers = models.BooleanField(_("customers"), default=False)
    item = models.OneToOneField(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="release")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)

    objects: ClassVar[ReleaseQuerySet] = ReleaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(chosen_hook__in=sorted(FILLER)) | Q(to_media=False, to_customers=False),
                name="release_filler_stays_on_the_site",
            ),
        ]
        indexes = [models.Index(fields=["published_at", "planned_on"], name="release_planned")]

    def __str__(self) -> str:
        return self.headline

    @property
    def hook(self) -> str:
        return self.chosen_hook or self.read_hook

    @property
    def version(self) -> str:
        """Changes with every edit: two who write at once are told of each other."""
        return self.changed_at.isoformat()

    @property
    def is_filler(self) -> bool:
        return worthiness_of(self.hook) == "filler"

    @property
    def is_pushed(self) -> bool:
        """Whether it goes to somebody who has not come to read it."""
        return self.to_media or self.to_customers

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def channels(self) -> tuple[str, ...]:
        names: tuple[tuple[str, Any], ...] = (
            ("site", self.to_site), ("media", self.to_media), ("customers", self.to_customers)
        )  # fmt: skip
        return tuple(name for name, is_wanted in names if is_wanted)
