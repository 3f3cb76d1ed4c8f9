"""Stakeholders: anyone inside, or an outside partner or investor, touched by marketing's work; never a customer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.people.codes import DetractorKind, Role

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def current(self) -> StakeholderQuerySet:
        return self.filter(left_on__isnull=True)


class Stakeholder(models.Model):
    """Who they are and where they stand in the organisation.

    `influence` and `interest` (1 to 5) are our view of this person, and cared for like every thought.
    """

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
    influence = models.PositiveSmallIntegerField(_("influence"), null=True, blank=True, validators=ONE_TO_FIVE)
    interest = models.PositiveSmallIntegerField(_("interest"), null=True, blank=True, validators=ONE_TO_FIVE)
    weighed_at = models.DateTimeField(null=True, blank=True)  # when influence and interest were last set
    erased_at = models.DateTimeField(null=True, blank=True)  # the name is gone; the row stays because others point here

    objects: ClassVar[StakeholderQuerySet] = StakeholderQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="stakeholder_email_any_case"),
            models.CheckConstraint(
                condition=Q(influence__isnull=True) | Q(influence__range=(1, 5)), name="stakeholder_influence_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(interest__isnull=True) | Q(interest__range=(1, 5)), name="stakeholder_interest_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def group(self) -> str:
        """The group whose share of the work is compared: the department, else the organisation."""
        return self.department or self.organisation


class StandingRole(models.Model):
    """What somebody is to our work whatever the case; roles in one case belong to the cases."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="standing_roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    detractor_kind = models.CharField(_("kind of detractor"), max_length=20, choices=DetractorKind, blank=True)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["stakeholder", "role"]
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "role"], name="standing_role_once"),
            models.CheckConstraint(
                condition=Q(role="detractor") | Q(detractor_kind=""), name="only_detractors_have_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder}: {self.get_role_display()}"
