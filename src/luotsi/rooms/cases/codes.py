"""The room's codes with their words: stages of the road, answers, kinds of evidence. No rows."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a case is on the road from why to win."""

    DRAFT = "draft", pgettext_lazy("case", "Draft")
    TESTED = "tested", pgettext_lazy("case", "Tested one to one")
    ADJUSTED = "adjusted", pgettext_lazy("case", "Adjusted")
    PREREAD_SENT = "preread_sent", pgettext_lazy("case", "Pre-read sent")
    PRESENTED = "presented", pgettext_lazy("case", "Presented")
    DECIDED = "decided", pgettext_lazy("case", "Decided, not a yes")
    RUNNING = "running", pgettext_lazy("case", "Running")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


OPEN = (State.DRAFT, State.TESTED, State.ADJUSTED, State.PREREAD_SENT, State.PRESENTED)


class Answer(TextChoices):
    """What was decided. Only a yes is a yes."""

    YES = "yes", pgettext_lazy("decision", "Yes")
    NOT_YET = "not_yet", pgettext_lazy("decision", "Not yet")
    NO = "no", pgettext_lazy("decision", "No")


class Kind(TextChoices):
    """What evidence rests on."""

    METRIC = "metric", _("Metric, live")
    FIGURE = "figure", _("Figure by hand")
    QUOTE = "quote", _("Quote")
