"""How work is done: recipes by deliverable, and ways of doing one work item."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.blueprint.models.capacity import SHARE, Skill


class Recipe(models.Model):
    """What share of the hours of one kind of deliverable goes to a skill; an empty kind stands for all others."""

    deliverable = models.CharField(_("deliverable"), max_length=10, blank=True)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="recipes")
    share = models.DecimalField(_("share"), **SHARE)  # type: ignore[arg-type]

    class Meta:
        ordering = ["deliverable", "-share", "id"]
        constraints = [models.UniqueConstraint(fields=["deliverable", "skill"], name="recipe_once")]

    def __str__(self) -> str:
        return f"{self.deliverable or '*'}: {self.skill} {self.share:.0%}"


class Way(models.Model):
    """One way of doing a work item, as somebody described it; without any, the usual way follows from the recipe."""

    MOST_WEEKS = 13

    work_item = models.ForeignKey("backlog.WorkItem", on_delete=models.CASCADE, related_name="ways")
    name = models.CharField(_("name"), max_length=60)
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)]
    )
    cost = models.DecimalField(
        _("cost"), max_digits=10, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["work_item", "name"], name="way_named_once")]

    def __str__(self) -> str:
        return self.name


class WayHours(models.Model):
    """Hours of one skill over the whole of a way, spread evenly over its weeks."""

    way = models.ForeignKey(Way, on_delete=models.CASCADE, related_name="hours")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    hours = models.DecimalField(
        _("hours"), max_digits=7, decimal_places=1, validators=[MinValueValidator(Decimal("0.1"))]
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["way", "skill"], name="way_hours_once")]

    def __str__(self) -> str:
        return f"{self.way}: {self.skill} {self.hours}"
