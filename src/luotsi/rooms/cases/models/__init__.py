"""Rows of this room: a case on its road, what it is made of, who has a say in it, and what was decided."""

from luotsi.rooms.cases.models.cases import Case, CaseGoal, Step
from luotsi.rooms.cases.models.content import Adjustment, Ask, Evidence, Risk, Touch
from luotsi.rooms.cases.models.decisions import CaseWork, Decision
from luotsi.rooms.cases.models.roles import CaseConversation, CaseRole

__all__ = [
    "Adjustment",
    "Ask",
    "Case",
    "CaseConversation",
    "CaseGoal",
    "CaseRole",
    "CaseWork",
    "Decision",
    "Evidence",
    "Risk",
    "Step",
    "Touch",
]
