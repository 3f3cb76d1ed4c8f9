"""What this room keeps about one person: told when they ask, removed when they are erased.

Where they stood on a Guidepoint goes with them; goals and questions stay, without a name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from luotsi.rooms.goals.models import Agreement, Escalation, Goal
from luotsi.rooms.people.signals import Section


def kept_about(sender: Any, stakeholder: Any, **kwargs: Any) -> list[Section]:
    agreements = (
        {"at": one.at, "guidepoint": one.guidepoint.statement, "strength": str(one.get_strength_display())}
        for one in Agreement.objects.filter(stakeholder=stakeholder).select_related("guidepoint")
    )
    questions = (
        {"at": one.asked_at, "question": one.question, "answer": one.answer}
        for one in Escalation.objects.filter(asked_of=stakeholder)
    )
    goals = ({"title": one.title} for one in Goal.objects.filter(owner=stakeholder))
    return [
        Section("agreements", _("Where they stood on Guidepoints"), tuple(agreements)),
        Section("questions", _("Questions that went to them"), tuple(questions)),
        Section("goals", _("Goals they own"), tuple(goals)),
    ]


def forget(sender: Any, stakeholder: Any, **kwargs: Any) -> None:
    Agreement.objects.filter(stakeholder=stakeholder).delete()


def forget_old_stands(sender: Any, stakeholder: Any, at: datetime, **kwargs: Any) -> None:
    """The term is over: stands on Guidepoints that have ended go, those on a running one stay."""
    ended = {"guidepoint__ends_on__lt": timezone.localdate(at)}
    Agreement.objects.filter(stakeholder=stakeholder, **ended).delete()
