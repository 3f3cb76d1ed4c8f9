"""Questions to the room, by noun."""

from luotsi.rooms.blueprint.queries.capacity import (
    capacity_page,
    has_capacity,
    holiday_for,
    leave_for,
    member_for,
    skill_for,
)
from luotsi.rooms.blueprint.queries.documents import document_of, draft_of, mark_of, newest_plans, stale_in
from luotsi.rooms.blueprint.queries.versions import (
    blueprint_for,
    blueprints_for,
    current_version,
    draft_for,
    newest_version,
    run_for,
    version_by_guest_link,
    version_by_token,
    version_for,
)
from luotsi.rooms.blueprint.queries.ways import way_for, ways_of

__all__ = [
    "blueprint_for",
    "blueprints_for",
    "capacity_page",
    "current_version",
    "document_of",
    "draft_for",
    "draft_of",
    "has_capacity",
    "holiday_for",
    "mark_of",
    "leave_for",
    "member_for",
    "newest_plans",
    "newest_version",
    "run_for",
    "skill_for",
    "stale_in",
    "version_by_guest_link",
    "version_by_token",
    "version_for",
    "way_for",
    "ways_of",
]
