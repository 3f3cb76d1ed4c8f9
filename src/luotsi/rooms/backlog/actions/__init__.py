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
from luotsi.rooms.backlog.actions.ordering import Moved, give_reason, move_item
from luotsi.rooms.backlog.actions.views import forget_view, save_view

__all__ = [
    "ItemFields",
    "Moved",
    "add_comment",
    "change_many",
    "create_item",
    "drop_item",
    "edit_item",
    "finish_item",
    "forget_view",
    "give_reason",
    "move_item",
    "reopen_item",
    "save_view",
    "start_item",
]
