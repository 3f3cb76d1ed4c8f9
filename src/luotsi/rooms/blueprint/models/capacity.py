"""Who can do what, how many hours a week, and when they are away."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

SHARE = {
    "max_digits": 4,
    "decimal_places": 3,
    "validators": [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
}


class Skill(models.Model):
    """Something that work needs and people can do; its hours are the limit of the plan."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    most_in_progress = models.PositiveSmallIntegerField(
        _("at most in progress"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def current(self) -> TeamMemberQuerySet:
        return self.filter(left_on__isnull=True)


class TeamMember(models.Model):
    """A person whose hours the plan counts. `run_work_share` is what daily business takes before any plan."""

    name = models.CharField(_("name"), max_length=120)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signs in as"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="team_member",
    )
    hours_per_week = models.DecimalField(
        _("hours per week"),
        max_digits=4,
        decimal_places=1,
        default=Decimal("37.5"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(80))],
    )
    run_work_share = models.DecimalField(_("share of run-work"), default=Decimal("0.2"), **SHARE)  # type: ignore[arg-type]
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects: ClassVar[TeamMemberQuerySet] = TeamMemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(left_on__isnull=True), name="member_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SkillShare(models.Model):
    """How much of a member's planned time goes to a skill; the shares of one member add up to at most 1."""

    member = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="skill_shares")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="member_shares")
    share = models.DecimalField(_("share"), **SHARE)  # type: ignore[arg-type]

    class Meta:
        ordering = ["-share", "id"]
        constraints = [models.UniqueConstraint(fields=["member", "skill"], name="skill_share_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.skill} {self.share:.0%}"


class Leave(models.Model):
    """Days on which one member is away."""

    member = models.ForeignKey(TeamMember, verbose_name=_("who"), on_delete=models.CASCADE, related_name="leaves")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="leave_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.member}: {self.starts_on} – {self.ends_on}"


class Holiday(models.Model):
    """Days on which nobody works."""

    name = models.CharField(_("name"), max_length=80, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="holiday_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name or str(self.starts_on)
