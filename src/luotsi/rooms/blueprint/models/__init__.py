"""Rows of the room: capacity, ways of doing work, the quarter's draft, published versions."""

from luotsi.rooms.blueprint.models.capacity import Holiday, Leave, Skill, SkillShare, TeamMember
from luotsi.rooms.blueprint.models.quarters import (
    WEEKS,
    Aim,
    Blueprint,
    Forbidden,
    GoalMinimum,
    LeftOut,
    Pin,
    PlanRun,
    Slot,
)
from luotsi.rooms.blueprint.models.scenarios import Scenario, ShareMinimum
from luotsi.rooms.blueprint.models.versions import PlannedDate, Version
from luotsi.rooms.blueprint.models.ways import Recipe, Way, WayHours

__all__ = [
    "WEEKS",
    "Aim",
    "Blueprint",
    "Forbidden",
    "GoalMinimum",
    "Holiday",
    "Leave",
    "LeftOut",
    "Pin",
    "PlanRun",
    "PlannedDate",
    "Recipe",
    "Scenario",
    "ShareMinimum",
    "Skill",
    "SkillShare",
    "Slot",
    "TeamMember",
    "Version",
    "Way",
    "WayHours",
]
