"""Verbs of the room, by noun. No verb ticks a check: checks are computed from what the case holds."""

from luotsi.rooms.cases.actions.cases import add_case, align_case, edit_case, unalign_case
from luotsi.rooms.cases.actions.content import (
    add_figure,
    add_metric,
    add_quote,
    note_adjustment,
    put_ask,
    put_risk,
    put_touch,
    remove_row,
)
from luotsi.rooms.cases.actions.deciding import (
    bring_back_due,
    close_case,
    decide_case,
    make_work,
    take_up_again,
)
from luotsi.rooms.cases.actions.preread import note_opened, send_preread
from luotsi.rooms.cases.actions.road import take_step
from luotsi.rooms.cases.actions.roles import link_conversation, plan_conversation, set_roles, unlink_conversation
from luotsi.rooms.cases.actions.wins import add_hook, note_win, remove_hook, tell_in_person, tell_win

__all__ = [
    "add_case",
    "add_figure",
    "add_hook",
    "add_metric",
    "add_quote",
    "align_case",
    "bring_back_due",
    "close_case",
    "decide_case",
    "edit_case",
    "link_conversation",
    "make_work",
    "note_adjustment",
    "note_opened",
    "note_win",
    "plan_conversation",
    "put_ask",
    "put_risk",
    "put_touch",
    "remove_hook",
    "remove_row",
    "send_preread",
    "set_roles",
    "take_step",
    "take_up_again",
    "tell_in_person",
    "tell_win",
    "unalign_case",
    "unlink_conversation",
]
