"""Whose news is read, and where: our own company, rivals, and the trade press that belongs to none of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BY: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"}


class Company(models.Model):
    """One of those who stand side by side in the audit. At most one of them is us."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    site = models.URLField(_("site"), max_length=500, blank=True)
    is_ours = models.BooleanField(_("our own"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-is_ours", "name"]
        constraints = [
            models.UniqueConstraint(fields=["is_ours"], condition=Q(is_ours=True), name="company_ours_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceQuerySet(models.QuerySet["Source"]):
    def read_by_itself(self) -> SourceQuerySet:
        """Those with an address; a file came once."""
        return self.exclude(kind=Source.Kind.FILE)

    def due(self, at: datetime) -> SourceQuerySet:
        return self.read_by_itself().filter(paused_at__isnull=True, next_at__lte=at).order_by("next_at", "pk")

    def broken(self) -> SourceQuerySet:
        """Paused ones are nobody's task."""
        return self.filter(broken_since__isnull=False, paused_at__isnull=True)


class Source(models.Model):
    """A feed, a sitemap, a page that lists news, or a file. Without a company it is the trade press.

    A reading that fails is tried again later and later (`tries`), and shown from the first failure on.
    """

    class Kind(models.TextChoices):
        FEED = "feed", pgettext_lazy("source", "Feed (RSS or Atom)")
        SITEMAP = "sitemap", pgettext_lazy("source", "Sitemap")
        LIST_PAGE = "list_page", pgettext_lazy("source", "Page that lists news")
        FILE = "file", pgettext_lazy("source", "File")

    company = models.ForeignKey(
        Company, verbose_name=_("company"), null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FEED)
    address = models.CharField(_("address"), max_length=1000)  # of a file: its name
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # the last time that went well
    next_at = models.DateTimeField(null=True, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)  # a code
    tries = models.PositiveSmallIntegerField(default=0)  # in a row that failed
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()

    objects: ClassVar[SourceQuerySet] = SourceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["company", "address", "id"]
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=~Q(kind="file"), name="source_address_once"),
            models.CheckConstraint(
                condition=Q(broken_since__isnull=True, error="") | Q(broken_since__isnull=False, error__gt=""),
                name="source_broken_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="source_due")]

    def __str__(self) -> str:
        return self.address

    @property
    def is_file(self) -> bool:
        return self.kind == self.Kind.FILE

    @property
    def is_broken(self) -> bool:
        return self.broken_since is not None

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None
