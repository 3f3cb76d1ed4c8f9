"""Verbs of agreement: a stakeholder's stand on a Guidepoint, and the question that goes up where wishes collide.

A stand is personal: the activity log names who was recorded, never how strongly.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.sayings import refused
from luotsi.rooms.goals.models import Agreement, Escalation, Guidepoint, Strength

if TYPE_CHECKING:
    from luotsi.rooms.people.queries import Stakeholder


@transaction.atomic
def record_agreement(
    *, guidepoint: Guidepoint, stakeholder: Stakeholder, strength: Strength, by: User | None, at: datetime
) -> Agreement:
    """A change of mind is a new row. Raises Refused while the Guidepoint has no outcome to agree to."""
    if not guidepoint.outcomes.exists():
        raise refused(
            _("This Guidepoint has no outcome yet, so nobody can agree to it. Add its first outcome."),
            code="goals.nothing_to_agree_to",
        )
    agreement = Agreement.objects.create(
        guidepoint=guidepoint, stakeholder=stakeholder, strength=strength, by=by, at=at
    )
    record("goals.agreement_recorded", guidepoint, by=by, at=at, stakeholder=stakeholder)
    return agreement


@transaction.atomic
def escalate(
    *, guidepoint: Guidepoint, question: str, asked_of: Stakeholder, by: User | None, at: datetime
) -> Escalation:
    """Take the question up to whoever owns the business KPIs."""
    if not question.strip():
        raise refused(_("Write the question that shall be decided."), code="goals.no_question", field="question")
    escalation = Escalation.objects.create(
        guidepoint=guidepoint, question=question.strip(), asked_of=asked_of, asked_by=by, asked_at=at
    )
    record("goals.question_escalated", guidepoint, by=by, at=at, escalation=escalation, asked_of=asked_of)
    return escalation


@transaction.atomic
def answer_escalation(*, escalation: Escalation, answer: str, by: User, at: datetime) -> Escalation:
    """Keep the answer. Raises Refused for an empty one, and when there is one: an answer is kept, not rewritten."""
    if not answer.strip():
        raise refused(_("An answer needs words."), code="goals.no_answer", field="answer")
    kept = Escalation.objects.select_for_update().get(pk=escalation.pk)
    if not kept.is_open:
        raise refused(
            _("This question was answered already, and its answer is kept. Ask a new question if things changed."),
            code="goals.answered_already",
        )
    kept.answer, kept.answered_at = answer.strip(), at
    kept.save(update_fields=["answer", "answered_at"])
    record("goals.question_answered", kept.guidepoint, by=by, at=at, escalation=kept)
    return kept
