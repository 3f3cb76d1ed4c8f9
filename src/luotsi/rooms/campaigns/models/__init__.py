"""Rows of the room: campaigns with their criteria, results as they came in, verdicts that never change."""

from luotsi.rooms.campaigns.models.campaigns import Campaign, Change, Criterion
from luotsi.rooms.campaigns.models.results import Answer, Batch, Contact, Tally
from luotsi.rooms.campaigns.models.verdicts import Verdict

__all__ = ["Answer", "Batch", "Campaign", "Change", "Contact", "Criterion", "Tally", "Verdict"]
