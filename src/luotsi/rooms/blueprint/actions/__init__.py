"""Verbs of the room; each is one transaction with one activity entry."""

from luotsi.rooms.blueprint.actions.capacity import (
    MemberFields,
    add_holiday,
    add_leave,
    member_left,
    member_returned,
    paste_members,
    remove_holiday,
    remove_leave,
    remove_skill,
    save_member,
    save_recipe,
    save_skill,
)
from luotsi.rooms.blueprint.actions.drafts import (
    Frame,
    begin_blueprint,
    edit_blueprint,
    exclude_item,
    forbid_weeks,
    pin_item,
    readmit_item,
    unpin_item,
)
from luotsi.rooms.blueprint.actions.plans import ask_for_plan, keep_plan, stop_and_keep
from luotsi.rooms.blueprint.actions.publishing import musts_left_out, open_guest_link, publish
from luotsi.rooms.blueprint.actions.replanning import move_item, put_back, replan_from
from luotsi.rooms.blueprint.actions.scenarios import (
    adopt_scenario,
    ask_for_scenario,
    keep_scenario,
    remove_scenario,
    set_least_shares,
)
from luotsi.rooms.blueprint.actions.ways import add_way, remove_way

__all__ = [
    "Frame",
    "MemberFields",
    "add_holiday",
    "add_leave",
    "add_way",
    "adopt_scenario",
    "ask_for_plan",
    "ask_for_scenario",
    "begin_blueprint",
    "edit_blueprint",
    "exclude_item",
    "forbid_weeks",
    "keep_plan",
    "keep_scenario",
    "member_left",
    "member_returned",
    "move_item",
    "musts_left_out",
    "open_guest_link",
    "paste_members",
    "pin_item",
    "publish",
    "put_back",
    "readmit_item",
    "remove_holiday",
    "remove_leave",
    "remove_scenario",
    "remove_skill",
    "remove_way",
    "replan_from",
    "save_member",
    "save_recipe",
    "save_skill",
    "set_least_shares",
    "stop_and_keep",
    "unpin_item",
]
