"""Work items and their one order."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.backlog.models.requests import BY, Deliverable


class Moscow(models.TextChoices):
    MUST = "must", _("Must")
    SHOULD = "should", _("Should")
    COULD = "could", _("Could")
    WONT = "wont", _("Won't this time")


class Backlog(models.Model):
    """The one row that whoever changes the order holds: two people moving at once take turns."""

    changed_at = models.DateTimeField(null=True, blank=True)
    decay_half_life_weeks = models.PositiveSmallIntegerField(default=26, validators=[MinValueValidator(1)])

    def __str__(self) -> str:
        return "Marketing Backlog"


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def ranked(self) -> WorkItemQuerySet:
        """The Marketing Backlog: everything promised and not finished, in its order."""
        return self.filter(rank__isnull=False).order_by("rank")

    def finished(self) -> WorkItemQuerySet:
        return self.filter(state=WorkItem.State.DONE)

    def ad_hoc(self) -> WorkItemQuerySet:
        return self.filter(outcome__isnull=True)


class WorkItem(models.Model):
    """Accepted work, from one request or several, or the team's own initiative.

    `rank` orders the unfinished; it is empty once the item is done or dropped. `score` is kept for sorting and says
    what `rules.score` said at `scored_at`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    OPEN = (State.WAITING, State.IN_PROGRESS)

    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    outcome = models.ForeignKey(
        "goals.Outcome",
        verbose_name=_("outcome"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="work_items",
    )
    moscow = models.CharField(_("MoSCoW"), max_length=6, choices=Moscow, blank=True)
    deliverable = models.CharField(_("deliverable"), max_length=10, choices=Deliverable, blank=True)
    confidence = models.DecimalField(
        _("confidence"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.5"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    judged_on = models.DateField(_("judged on"))  # value and confidence decay from this day
    effort_low_hours = models.DecimalField(_("effort, low"), max_digits=7, decimal_places=1, null=True, blank=True)
    effort_high_hours = models.DecimalField(_("effort, high"), max_digits=7, decimal_places=1, null=True, blank=True)
    spent_hours = models.DecimalField(_("hours spent"), max_digits=7, decimal_places=1, null=True, blank=True)
    needed_on = models.DateField(_("needed by"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="work_items",
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    rank = models.BigIntegerField(null=True, blank=True)
    departure = models.ForeignKey(  # the newest placement, while it departs from the score
        "Placement", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    score = models.FloatField(null=True, blank=True)
    score_low = models.FloatField(null=True, blank=True)
    score_high = models.FloatField(null=True, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    created_at = models.DateTimeField()
    started_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    drop_reason = models.TextField(_("why it was dropped"), blank=True)  # empty where its last asker withdrew
    version = models.PositiveIntegerField(default=1)  # an edit names the version it began with

    objects: ClassVar[WorkItemQuerySet] = WorkItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["rank", "id"]
        indexes = [
            models.Index(fields=["rank"], name="item_rank", condition=Q(rank__isnull=False)),
            models.Index(fields=["outcome", "rank"], name="item_outcome_rank"),
            models.Index(fields=["state", "rank"], name="item_state_rank"),
            models.Index(fields=["-score"], name="item_score", condition=Q(rank__isnull=False)),
            models.Index(fields=["finished_on"], name="item_finished", condition=Q(finished_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "in_progress"), rank__isnull=False)
                | Q(state__in=("done", "dropped"), rank__isnull=True),
                name="ranked_while_unfinished",
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_on__isnull=False) | ~Q(state="done"), name="done_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(effort_low_hours__isnull=True, effort_high_hours__isnull=True)
                | Q(effort_low_hours__gte=0, effort_high_hours__gte=F("effort_low_hours")),
                name="effort_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ad_hoc(self) -> bool:
        return self.outcome_id is None

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def was_let_go(self) -> bool:
        """It left because its last asker withdrew, not because somebody said no."""
        return self.state == self.State.DROPPED and not self.drop_reason

    @property
    def effort_hours(self) -> float | None:
        """The middle of the effort range."""
        if self.effort_low_hours is None or self.effort_high_hours is None:
            return None
        return float(self.effort_low_hours + self.effort_high_hours) / 2


class Contribution(models.Model):
    """What an item is worth to one outcome, 0 to 10; the outcome it gives most to is the one it serves."""

    work_item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="contributions")
    outcome = models.ForeignKey("goals.Outcome", on_delete=models.CASCADE, related_name="contributions")
    value = models.DecimalField(
        _("value"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(10))],
    )

    class Meta:
        ordering = ["-value", "id"]
        constraints = [models.UniqueConstraint(fields=["work_item", "outcome"], name="one_contribution_per_outcome")]

    def __str__(self) -> str:
        return f"{self.work_item} → {self.outcome}: {self.value}"


class Placement(models.Model):
    """A person put an item where it stands; a rank that departs from the score carries its reason."""

    work_item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="placements")
    place = models.PositiveIntegerField()
    advised_place = models.PositiveIntegerField(null=True, blank=True)  # what the score said at that moment
    departs = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["work_item", "-at"], name="placement_newest")]

    def __str__(self) -> str:
        return self.reason


class Comment(models.Model):
    """Something said about a work item or a request."""

    work_item = models.ForeignKey(WorkItem, null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    request = models.ForeignKey("Request", null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(work_item__isnull=False, request__isnull=True)
                | Q(work_item__isnull=True, request__isnull=False),
                name="comment_on_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.text


class SavedView(models.Model):
    """Filters of the backlog page kept under a name; shared ones are everybody's on the team."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(_("for the whole team"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name")]

    def __str__(self) -> str:
        return self.name
