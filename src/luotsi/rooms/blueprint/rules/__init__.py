"""Pure arithmetic of this room; nothing here asks the database."""

from luotsi.rooms.blueprint.rules.capacity import SkillHours, Worker, days_there, hours_left, skill_hours
from luotsi.rooms.blueprint.rules.changes import Change, changes_between
from luotsi.rooms.blueprint.rules.course import CourseLines, course_lines, thinned
from luotsi.rooms.blueprint.rules.crowding import Crowded, crowding
from luotsi.rooms.blueprint.rules.paste import PastedMember, read_members
from luotsi.rooms.blueprint.rules.ways import (
    USUAL,
    WayPlan,
    even_shares,
    guessed_shares,
    lost_per_week,
    per_week,
    usual_way,
    weeks_for,
)

__all__ = [
    "USUAL",
    "Change",
    "CourseLines",
    "Crowded",
    "PastedMember",
    "SkillHours",
    "WayPlan",
    "Worker",
    "changes_between",
    "course_lines",
    "crowding",
    "days_there",
    "even_shares",
    "guessed_shares",
    "hours_left",
    "lost_per_week",
    "per_week",
    "read_members",
    "skill_hours",
    "thinned",
    "usual_way",
    "weeks_for",
]
