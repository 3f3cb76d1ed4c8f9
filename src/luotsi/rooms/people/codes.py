"""The room's codes with their words: strengths, stages, roles, kinds of investment, leave to quote. No rows."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.rooms.people.rules import counts_as_agreement


class Strength(TextChoices):
    """How much somebody stands behind something, weakest first. Only `full` and `invests` count as agreement."""

    AGAINST = "against", _("Against")
    NOT_A_NO = "not_a_no", _("Not a no")
    LUKEWARM = "lukewarm", _("Lukewarm")
    FULL = "full", _("Full")
    INVESTS = "invests", _("Invests")

    @property
    def counts(self) -> bool:
        return counts_as_agreement(self.value)

    @property
    def place(self) -> int:
        """From 1 (against) to 5 (invests): for drawing and comparing, never for averaging."""
        return list(Strength).index(self) + 1


class Stage(TextChoices):
    """When a conversation is held, seen from what it is about."""

    BEFORE_CASE = "before_case", _("Before the case")
    APPROVED = "approved", _("Once approved")
    ROLLOUT = "rollout", _("After the rollout begins")
    RUNNING = "running", _("While it runs")


class Role(TextChoices):
    """What a stakeholder is to our work; somebody may be several things at once."""

    INFLUENCER = "influencer", _("Influencer")
    CHAMPION = "champion", _("Champion")
    DETRACTOR = "detractor", _("Detractor")
    DECISION_MAKER = "decision_maker", _("Decision maker")
    CONTRIBUTOR = "contributor", _("Contributor")


class DetractorKind(TextChoices):
    RESISTANT = "resistant", _("Sees nothing in it for them")
    APATHETIC = "apathetic", _("Waits how things turn out")


class Leave(TextChoices):
    """What somebody gave leave for when asked whether their words may be quoted."""

    NONE = "none", _("Not to be quoted")
    INSIDE = "inside", _("Inside the company, without a name")
    BY_NAME = "by_name", _("Inside the company, by name")
    ANYWHERE = "anywhere", _("Anywhere, by name")


class Put(TextChoices):
    """What a stakeholder puts in."""

    BUDGET = "budget", pgettext_lazy("investment", "Budget")
    HOURS = "hours", pgettext_lazy("investment", "Expert hours")
    INFORMATION = "information", pgettext_lazy("investment", "Information")
    ADVOCACY = "advocacy", pgettext_lazy("investment", "Advocacy")


class State(TextChoices):
    PLANNED = "planned", pgettext_lazy("conversation", "Planned")
    HELD = "held", pgettext_lazy("conversation", "Held")
    CANCELLED = "cancelled", pgettext_lazy("conversation", "Cancelled")
