"""Verbs of the backlog, by noun; each is one transaction with one activity entry."""

from luotsi.rooms.backlog.actions.items import (
    ItemFields,
    add_comment,
    change_many,
    create_item,
    drop_item,
    edit_item,
    finish_item,
    reopen_item,
    start_item,
)
from luotsi.rooms.backlog.actions.joining import join_many, join_request, part_request
from luotsi.rooms.backlog.actions.ordering import Moved, give_reason, move_item
from luotsi.rooms.backlog.actions.requests import (
    RequestFields,
    answer_question,
    ask_whether_needed,
    comment_on_request,
    confirm_needed,
    submit_request,
    withdraw_request,
)
from luotsi.rooms.backlog.actions.triage import accept_request, ask_back, decline_request
from luotsi.rooms.backlog.actions.views import forget_view, save_view
from luotsi.rooms.backlog.actions.volume import (
    ToldWeek,
    ask_for_forecast,
    guess_pace,
    make_forecast,
    mark_week,
    read_weeks,
    rescore_all,
    tell_weeks,
)

__all__ = [
    "ToldWeek",
    "ask_for_forecast",
    "guess_pace",
    "make_forecast",
    "mark_week",
    "read_weeks",
    "rescore_all",
    "tell_weeks",
    "ItemFields",
    "Moved",
    "RequestFields",
    "accept_request",
    "add_comment",
    "answer_question",
    "ask_back",
    "ask_whether_needed",
    "change_many",
    "comment_on_request",
    "confirm_needed",
    "create_item",
    "decline_request",
    "drop_item",
    "edit_item",
    "finish_item",
    "forget_view",
    "give_reason",
    "join_many",
    "join_request",
    "move_item",
    "part_request",
    "reopen_item",
    "save_view",
    "start_item",
    "submit_request",
    "withdraw_request",
]
