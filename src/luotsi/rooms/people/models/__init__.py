"""Rows of the room: who somebody is, what was said in conversations, and how those words are cared for."""

from luotsi.rooms.people.models.care import CalendarFeed, CareTerms, CustomerDomain, ReminderSent, SensitiveReading
from luotsi.rooms.people.models.conversations import Conversation, Endorsement, Need, Objection, Quote
from luotsi.rooms.people.models.investments import Investment
from luotsi.rooms.people.models.stakeholders import Stakeholder, StandingRole

__all__ = [
    "CalendarFeed",
    "CareTerms",
    "Conversation",
    "CustomerDomain",
    "Endorsement",
    "Investment",
    "Need",
    "Objection",
    "Quote",
    "ReminderSent",
    "SensitiveReading",
    "Stakeholder",
    "StandingRole",
]
