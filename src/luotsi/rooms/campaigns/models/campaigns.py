"""A campaign and the criteria that were fixed before its first result, with every later change of them."""

from __future__ import annotations

import secrets
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NUMBER: dict[str, Any] = {"max_digits": 14, "decimal_places": 5}
MONEY: dict[str, Any] = {
    "max_digits": 12,
    "decimal_places": 2,
    "default": Decimal(0),
    "validators": [MinValueValidator(Decimal(0))],
}
BY: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"}
MOST_CONTACTS = 20_000


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self) -> CampaignQuerySet:
        return self.filter(started_at__isnull=False, closed_at__isnull=True)

    def closed(self) -> CampaignQuerySet:
        return self.filter(closed_at__isnull=False)

    def drafts(self) -> CampaignQuerySet:
        return self.filter(started_at__isnull=True, closed_at__isnull=True)


class Campaign(models.Model):
    """A small try: a hypothesis, for whom, with what, and how we shall know. A larger one has its parent."""

    class Ending(models.TextChoices):
        SCALED = "scaled", pgettext_lazy("campaign", "Scaled")
        ABORTED = "aborted", pgettext_lazy("campaign", "Aborted")
        UNDECIDED = "undecided", pgettext_lazy("campaign", "Ended undecided")

    title = models.CharField(_("title"), max_length=200)
    hypothesis = models.TextField(_("hypothesis"))
    audience = models.CharField(_("audience"), max_length=300)
    content = models.TextField(_("content"), blank=True)
    contacts_planned = models.PositiveIntegerField(
        _("contacts planned"), validators=[MinValueValidator(2), MaxValueValidator(MOST_CONTACTS)]
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    outcome = models.ForeignKey(
        "goals.Outcome", verbose_name=_("outcome"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="campaigns",
    )  # fmt: skip
    fixed_cost = models.DecimalField(_("fixed cost"), **MONEY)
    contact_cost = models.DecimalField(_("cost per contact"), **MONEY)
    b_share = models.DecimalField(
        _("share of arm B"), max_digits=3, decimal_places=2, default=Decimal("0.5"),
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(Decimal("0.95"))],
    )  # fmt: skip
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    is_shared = models.BooleanField(default=False)  # verdict and lesson for everybody, not for the team only
    order_seed = models.PositiveBigIntegerField(null=True, blank=True)  # of the invitation order that was drawn
    secret = models.CharField(max_length=64, default=new_secret, unique=True)  # of this campaign's webhook
    salt = models.CharField(max_length=64, default=new_secret)  # addresses sent as ids are kept as hashes with it
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    lesson = models.TextField(_("lesson"), blank=True)
    latest = models.JSONField(default=dict, blank=True)  # the findings of the newest look, for lists

    objects: ClassVar[CampaignQuerySet] = CampaignQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="campaign_ends_after_start"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, ending="") | Q(closed_at__isnull=False, ending__gt=""),
                name="campaign_closed_with_an_ending",
            ),
            models.CheckConstraint(
                condition=~Q(ending__in=("aborted", "undecided")) | ~Q(lesson=""), name="campaign_ends_with_a_lesson"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.started_at is None and self.closed_at is None

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.closed_at is None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def cost_of(self, invited: int) -> Decimal:
        """What was spent when so many had been invited."""
        return self.fixed_cost + self.contact_cost * invited

    def is_over(self, on: date) -> bool:
        return on > self.ends_on


class Criterion(models.Model):
    """How we shall know. `code` is what files and programs call it; `of` counts it among another one's successes."""

    class Kind(models.TextChoices):
        RATE = "rate", _("Share of contacts (10 % accept)")
        GOAL = "goal_by_deadline", _("A number by the end (five meetings)")
        MEAN = "mean", _("Average amount per contact")
        COUNT = "count_rate", _("A number per week")
        COMPARE = "compare", _("Two arms, A against B")

    class Role(models.TextChoices):
        MUST = "must", pgettext_lazy("criterion", "Decides")
        WATCH = "watch", pgettext_lazy("criterion", "Is watched, never decides")

    class Way(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("what counts"), max_length=120)
    code = models.SlugField(max_length=40)
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.MUST)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.RATE)
    way = models.CharField(_("direction"), max_length=10, choices=Way, default=Way.AT_LEAST)
    target = models.DecimalField(_("target"), **NUMBER)
    floor = models.DecimalField(_("bad from"), null=True, blank=True, **NUMBER)
    ceiling = models.DecimalField(_("good from"), null=True, blank=True, **NUMBER)
    error_scale = models.DecimalField(
        _("chance of a wrong scale"), max_digits=4, decimal_places=3, default=Decimal("0.05")
    )
    error_abort = models.DecimalField(
        _("chance of a wrong abort"), max_digits=4, decimal_places=3, default=Decimal("0.05")
    )
    of = models.ForeignKey(
        "self",
        verbose_name=_("counted among"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    response_days = models.PositiveSmallIntegerField(_("days to answer"), null=True, blank=True, default=14)
    contacts = models.PositiveIntegerField(_("contacts planned"), null=True, blank=True)
    cap = models.DecimalField(_("largest amount"), null=True, blank=True, **NUMBER)
    on_track_scales = models.BooleanField(_("being on track is enough to scale"), default=False)
    is_standing = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(ceiling__isnull=True) | Q(floor__lt=F("ceiling")),
                name="criterion_floor_below_ceiling",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def decides(self) -> bool:
        return self.role == self.Role.MUST

    @property
    def counts_yes_or_no(self) -> bool:
        return self.kind in (self.Kind.RATE, self.Kind.GOAL, self.Kind.COMPARE)


class Change(models.Model):
    """Something that was fixed before the first result and changed after it, and what that does. Never edited.

    Without a criterion it is the campaign's own plan of contacts.
    """

    class Effect(models.TextChoices):
        NONE = "none", _("It weakens nothing.")
        HORIZON = (
            "horizon",
            _("The boundaries were drawn anew for the contacts still to come; both errors stay as small."),
        )
        TARGET = (
            "target",
            _("Its target was changed with results in sight: a weaker rule that holds for all targets is used."),
        )
        ROLE = (
            "role",
            _("What decides was chosen with results in sight: each criterion’s guarantee holds for itself only."),
        )

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="changes")
    criterion = models.ForeignKey(Criterion, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    effect = models.CharField(max_length=10, choices=Effect)
    invited_then = models.PositiveIntegerField()
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.criterion or self.campaign}: {self.effect}"
