"""Rows of this room: a case on its road, what it is made of, who has a say in it, and what was decided."""

from luotsi.rooms.cases.models.cases import Case, CaseGoal, Step
from luotsi.rooms.cases.models.content import Adjustment, Ask, Evidence, Risk, Touch
from luotsi.rooms.cases.models.decisions import CaseWork, Decision
from luotsi.rooms.cases.models.preread import Recipient, Sending, SendingFile
from luotsi.rooms.cases.models.roles import CaseConversation, CaseRole
from luotsi.rooms.cases.models.wins import Hook, Win, WinPost, WinTold

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
    "Hook",
    "Recipient",
    "Risk",
    "Sending",
    "SendingFile",
    "Step",
    "Touch",
    "Win",
    "WinPost",
    "WinTold",
]
