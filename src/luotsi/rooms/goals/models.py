"""Metrics with their measurements, goals that expire, and the Guidepoint with its outcomes and agreement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.goals.rules import Life, Way, life
from luotsi.rooms.people.codes import Strength

NUMBER = {"max_digits": 16, "decimal_places": 4}


class Metric(models.Model):
    """Something that is counted or measured. What counts output may be recorded but is never a target."""

    class Kind(models.TextChoices):
        RESULT = "result", _("Result")
        OUTPUT = "output", _("Output (posts, mails sent): recorded, never a target")

    name = models.CharField(_("name"), max_length=120, unique=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RESULT)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_target(self) -> bool:
        return self.kind == self.Kind.RESULT


class Measurement(models.Model):
    """A dated value of a metric; a second value for the same day replaces the first."""

    class Source(models.TextChoices):
        HAND = "hand", _("By hand")
        FILE = "file", _("From a file")
        API = "api", _("By API")

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="measurements")
    on = models.DateField(_("on"))
    value = models.DecimalField(_("value"), **NUMBER)  # type: ignore[arg-type]
    source = models.CharField(max_length=8, choices=Source, default=Source.HAND)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["metric", "on"]
        constraints = [models.UniqueConstraint(fields=["metric", "on"], name="measurement_one_a_day")]

    def __str__(self) -> str:
        return f"{self.metric} {self.on}: {self.value.normalize():f}"


class Aim(models.Model):
    """From where to where, measured how, by when: what goals and outcomes share."""

    metric = models.ForeignKey(Metric, verbose_name=_("metric"), on_delete=models.PROTECT, related_name="%(class)ss")
    baseline = models.DecimalField(_("baseline"), **NUMBER)  # type: ignore[arg-type]
    target = models.DecimalField(_("target"), **NUMBER)  # type: ignore[arg-type]
    starts_on = models.DateField(_("from"))
    by_on = models.DateField(_("by when"))

    class Meta:
        abstract = True

    @property
    def way(self) -> Way:
        return Way(self.baseline, self.target, self.starts_on, self.by_on)


class GoalQuerySet(models.QuerySet["Goal"]):
    def living(self, on: date) -> GoalQuerySet:
        """Goals that have not expired and were not given up on that day."""
        return self.filter(expires_on__gte=on, given_up_on__isnull=True)


class Goal(Aim):
    """What the organisation pursues in a period. Goals expire, and nothing may be aligned to an expired goal."""

    title = models.CharField(_("title"), max_length=200)
    why = models.TextField(_("why"), blank=True)
    owner = models.ForeignKey(
        "people.Stakeholder",
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="goals",
    )
    expires_on = models.DateField(_("expires on"))
    given_up_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[GoalQuerySet] = GoalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["expires_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(by_on__gt=F("starts_on")), name="goal_ends_after_start"),
            models.CheckConstraint(condition=~Q(target=F("baseline")), name="goal_has_a_way_to_go"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_living(self, on: date) -> bool:
        return self.life(on) in (Life.LIVING, Life.ENDS_SOON)

    def life(self, on: date) -> Life:
        return life(self.expires_on, self.given_up_on, on)


class GuidepointQuerySet(models.QuerySet["Guidepoint"]):
    def current(self, on: date) -> GuidepointQuerySet:
        return self.filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on", "-id")


class Guidepoint(models.Model):
    """One clear statement of what success will look like for the team in the coming months."""

    statement = models.TextField(_("statement"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    stated_at = models.DateTimeField()  # when statement, period or outcomes last changed

    objects: ClassVar[GuidepointQuerySet] = GuidepointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="guidepoint_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.statement


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def living(self, on: date) -> OutcomeQuerySet:
        """Outcomes whose Guidepoint still runs and whose goal has not expired."""
        return self.filter(guidepoint__ends_on__gte=on, goal__expires_on__gte=on, goal__given_up_on__isnull=True)


class Outcome(Aim):
    """One of the one to five outcomes of a Guidepoint, serving a goal. `weight` says what it is worth to the others."""

    MOST = 5

    guidepoint = models.ForeignKey(Guidepoint, on_delete=models.CASCADE, related_name="outcomes")
    goal = models.ForeignKey(Goal, verbose_name=_("goal"), on_delete=models.PROTECT, related_name="outcomes")
    title = models.CharField(_("title"), max_length=200)
    weight = models.DecimalField(
        _("weight"),
        max_digits=4,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal(10))],
    )

    objects: ClassVar[OutcomeQuerySet] = OutcomeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["guidepoint", "-weight", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(by_on__gt=F("starts_on")), name="outcome_ends_after_start"),
            models.CheckConstraint(condition=~Q(target=F("baseline")), name="outcome_has_a_way_to_go"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_living(self, on: date) -> bool:
        return self.guidepoint.ends_on >= on and self.goal.is_living(on)


class Agreement(models.Model):
    """A named stakeholder's stand on a Guidepoint; each change of mind is a new row, the newest counts.

    What counts as agreement is said in one place, `people.rules.counts_as_agreement`.
    """

    guidepoint = models.ForeignKey(Guidepoint, on_delete=models.CASCADE, related_name="agreements")
    stakeholder = models.ForeignKey("people.Stakeholder", on_delete=models.CASCADE, related_name="agreements")
    strength = models.CharField(_("strength"), max_length=10, choices=Strength)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["guidepoint", "stakeholder", "-at"], name="agreement_newest")]

    def __str__(self) -> str:
        return f"{self.stakeholder}: {self.get_strength_display()}"


class Escalation(models.Model):
    """Stakeholders want different things: the question that went up to whoever owns the KPIs, and the answer kept."""

    guidepoint = models.ForeignKey(Guidepoint, on_delete=models.CASCADE, related_name="escalations")
    question = models.TextField(_("question"))
    asked_of = models.ForeignKey(
        "people.Stakeholder", verbose_name=_("goes to"), on_delete=models.PROTECT, related_name="escalations"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
