"""Verbs of the backlog, by noun; each is one transaction with one activity entry."""

from luotsi.rooms.backlog.actions.doors import open_ask_link
from luotsi.rooms.backlog.actions.imports import Imported, discard_import, import_requests, start_import, upload_file
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
    Asker,
    RequestFields,
    answer_question,
    ask_whether_needed,
    comment_on_request,
    confirm_needed,
    submit_request,
    withdraw_request,
)
from luotsi.rooms.backlog.actions.triage import accept_request, ask_back, decline_request
from luotsi.rooms.backlog.actions.views import forget_view, save_view, set_half_life
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
    "open_ask_link",
    "Asker",
    "Imported",
    "ItemFields",
    "Moved",
    "RequestFields",
    "ToldWeek",
    "accept_request",
    "add_comment",
    "answer_question",
    "ask_back",
    "ask_for_forecast",
    "ask_whether_needed",
    "change_many",
    "comment_on_request",
    "confirm_needed",
    "create_item",
    "decline_request",
    "discard_import",
    "drop_item",
    "edit_item",
    "finish_item",
    "forget_view",
    "give_reason",
    "guess_pace",
    "import_requests",
    "join_many",
    "join_request",
    "make_forecast",
    "mark_week",
    "move_item",
    "part_request",
    "read_weeks",
    "reopen_item",
    "rescore_all",
    "save_view",
    "set_half_life",
    "start_import",
    "start_item",
    "submit_request",
    "tell_weeks",
    "upload_file",
    "withdraw_request",
]
