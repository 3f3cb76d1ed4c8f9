"""Stakeholders: anyone inside, or an outside partner or investor, touched by marketing's work; never a customer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def current(self) -> StakeholderQuerySet:
        return self.filter(left_on__isnull=True)


class Stakeholder(models.Model):
    """Who they are and where they stand in the organisation; nothing about what they think."""

    class Kind(models.TextChoices):
        INSIDE = "inside", _("Inside")
        OUTSIDE = "outside", _("Outside partner or investor")

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), null=True, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    function = models.CharField(_("function"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.INSIDE)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="stakeholder"
    )
    added_at = models.DateTimeField()
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects: ClassVar[StakeholderQuerySet] = StakeholderQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("email"), name="stakeholder_email_any_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def group(self) -> str:
        """The group whose share of the work is compared: the department, else the organisation."""
        return self.department or self.organisation
